"""Passing the clipboard on, one piece at a time, each direction by itself."""
