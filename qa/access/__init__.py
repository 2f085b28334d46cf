"""Who uses the server, and what they may do."""
