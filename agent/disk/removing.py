"""Deleting for good, by handles: only what can be seen is deleted, and never a folder that holds something hidden."""

import os

from agent.disk.base import Denied
from agent.disk.judging import Found, Judge
from agent.disk.listing import entries
from agent.disk.told import telling


def refuse_above_hidden(judge: Judge, found: Found) -> None:
    """Refuse what would take something hidden along. Raise Denied, as for a part that belongs to somebody else."""
    with telling():
        if found.is_folder and judge.hidden.lies_below(found.handle):
            raise Denied


def remove(judge: Judge, folder: Found, name: str) -> None:
    """Delete an entry; a folder with all it holds. Raise DiskError."""
    found = judge.child(folder, name)
    if found.mounts != folder.mounts:
        raise Denied  # another disk is mounted there: its files are not this folder's
    refuse_above_hidden(judge, found)
    if not found.is_folder:
        with telling():
            os.unlink(name, dir_fd=folder.handle.fd)
        return
    for entry in list(entries(judge, found)):
        remove(judge, found, entry.name)
    with telling():
        os.rmdir(name, dir_fd=folder.handle.fd)
