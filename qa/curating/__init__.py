"""Changing the library from a server: files that are received, added and removed."""
