"""Brings a setting back, in the session and from the saved report: exactly what was, if nobody changed it since."""

from typing import ClassVar

from agent.protocol.registry_messages import RegistryFault
from agent.tools.files.threads import in_thread
from agent.tools.registry.source import RegistryError, Source
from agent.tools.registry.undoing import RegistryWay, put_back
from agent.undo.base import NotUndone, Undoer


class RegistryUndoer(Undoer[RegistryWay]):
    """Over one source."""

    kinds: ClassVar[frozenset[str]] = frozenset({"registry.set", "registry.deleted", "registry.made"})

    def __init__(self, source: Source) -> None:
        self._source = source

    def read(self, text: str) -> RegistryWay:
        """Read a way back; see Undoer.read."""
        return RegistryWay.model_validate_json(text)

    async def undo(self, way: RegistryWay, *, insist: bool = False) -> None:
        """Put a value back, or take away a key that was made and is empty; see Undoer.undo."""
        try:
            await in_thread(lambda: put_back(self._source, way, insist=insist))
        except RegistryError as error:
            may_insist = error.fault is RegistryFault.CHANGED
            raise NotUndone(f"registry/{error.fault.value}", may_insist=may_insist) from None
