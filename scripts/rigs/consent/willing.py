"""A tool that takes every message of the other tools' and does nothing: here only who lets them through is judged."""

from collections.abc import Iterable
from typing import get_args

from agent.protocol.message import ForTool
from agent.protocol.messages import ConsoleMessage
from agent.protocol.permissions import OF_TOOLS, Permission


class Willing:
    """Takes what no other does."""

    permissions = OF_TOOLS

    def __init__(self, taken: Iterable[type[ForTool]]) -> None:
        """Take all messages of tools but those `taken`."""
        every = (message for message in get_args(ConsoleMessage) if issubclass(message, ForTool))
        self.messages: tuple[type[ForTool], ...] = tuple(message for message in every if message not in set(taken))

    def use(self, message: ForTool) -> None:
        """Do nothing."""

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Hold nothing."""

    async def close(self) -> None:
        """Hold nothing."""
