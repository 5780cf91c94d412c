"""All tools of one session: brings each message to the tool that knows it, and stops those whose permission is gone."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from agent.protocol.errors import HandrailError
from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.tools.base import Around, Tool

MakeTools = Callable[[Around], Sequence[Tool]]
"""Make the tools that this computer can have."""


class UnknownTool(HandrailError):
    """A message passed the gate that no tool here performs: the wire and the tools do not match."""


class Toolbox:
    """The tools by the messages they perform."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self._tools = tools
        self._by_message = {message: tool for tool in tools for message in tool.messages}

    def use(self, message: ForTool) -> None:
        """Have it performed. Raise UnknownTool, or what the tool raises."""
        tool = self._by_message.get(type(message))
        if tool is None:
            raise UnknownTool(type(message).__name__)
        tool.use(message)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Stop what goes on by these permissions, each tool whatever became of the one before."""
        with contextlib.ExitStack() as steps:
            for tool in self._tools:
                if mine := permissions & tool.permissions:
                    steps.callback(tool.stop, mine, ended=ended)

    async def close(self) -> None:
        """Let go of everything that they hold."""
        await asyncio.gather(*(tool.close() for tool in self._tools))
