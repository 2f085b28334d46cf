"""The interface for programs over HTTP."""
