"""Targets 指标: what a document sets as a figure to be reached, found by rules at ingest."""
