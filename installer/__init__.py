"""Branded builds of the plug-in, from one brand file."""
