"""What a run of the plug-in has to do with an administrator's rights; agent/elevation.py finds out, windows say so."""

from enum import StrEnum


class Admin(StrEnum):
    """How it stands with this run."""

    NO = "no"
    """It has none, and cannot be opened anew with them here."""
    POSSIBLE = "possible"
    """It has none; the customer can have it opened anew with them."""
    IS = "is"
    """It has them."""
