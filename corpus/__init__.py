"""Documents: reading, cleaning, clauses, chunks and the SQLite library."""
