"""Metrics: pure functions with a score for each item; an item that does not apply has None."""
