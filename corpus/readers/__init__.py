"""Readers: from a source file's bytes to its lines, one module a kind of file."""
