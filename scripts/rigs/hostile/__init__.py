"""Hostile strings, what they are shown by, and what a page would do if one of them were more than text."""
