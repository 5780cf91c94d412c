"""The record of what was done (P9): written, signed, proved, read. Decides nothing about what is worth recording."""

from agent.journal.chain import JournalError, read_entries
from agent.journal.journal import Journal

__all__ = ["Journal", "JournalError", "read_entries"]
