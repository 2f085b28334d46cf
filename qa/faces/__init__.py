"""The faces: command line and page."""
