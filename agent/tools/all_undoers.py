"""Every kind of change that can be undone on this computer, after the session as during it."""

import sys

from agent.tools.all_tools import registry_source
from agent.tools.registry.undoer import RegistryUndoer
from agent.undo.base import AnyUndoer


def make_undoers() -> dict[str, AnyUndoer]:
    """Make one of each, by the journal entries of the changes they undo."""
    undoers: list[AnyUndoer] = []
    if sys.platform == "linux":
        from agent.disk.guarded import Disk
        from agent.tools.files.undoer import FilesUndoer
        from agent.tools.services.undoer import ServicesUndoer
        from agent.tools.startup.undoer import StartupUndoer

        undoers += [FilesUndoer(Disk()), ServicesUndoer(), StartupUndoer()]
    if source := registry_source():
        undoers.append(RegistryUndoer(source))
    return {kind: undoer for undoer in undoers for kind in undoer.kinds}
