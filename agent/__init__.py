"""The plug-in that runs on the customer's computer for one session."""

__version__ = "0.1.0"
"""Of the whole product; pyproject.toml says the same."""
