"""Checking drafts: the claims of a text held against the library, each with a verdict."""
