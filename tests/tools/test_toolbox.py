"""Each message reaches the tool that knows it; what stops, stops whatever became of another tool."""

import pytest

from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.tools.toolbox import Toolbox, UnknownTool


class Wanted(ForTool, needs=Permission.VOICE, journal="bulk.opened"):
    """A message of a tool's."""

    type: str = "wanted"


class Recorder:
    """A tool that notes what it is asked."""

    messages: tuple[type[ForTool], ...] = (Wanted,)

    def __init__(self, *permissions: Permission, fails: bool = False) -> None:
        self.permissions = frozenset(permissions)
        self.fails, self.heard = fails, list[object]()

    def use(self, message: ForTool) -> None:
        self.heard.append(message)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        self.heard.append((permissions, ended))
        if self.fails:
            raise RuntimeError("broken")

    async def close(self) -> None:
        self.heard.append("closed")


def test_a_message_reaches_its_tool() -> None:
    tool = Recorder(Permission.VOICE)
    Toolbox([tool]).use(Wanted())
    assert tool.heard == [Wanted()]


def test_a_message_without_a_tool_is_a_failure() -> None:
    with pytest.raises(UnknownTool):
        Toolbox([]).use(Wanted())


def test_a_tool_is_told_of_its_own_permissions_alone() -> None:
    voice, clipboard = Recorder(Permission.VOICE), Recorder(Permission.CLIPBOARD_IN, Permission.CLIPBOARD_OUT)
    gone = frozenset({Permission.CLIPBOARD_OUT, Permission.TERMINAL})
    Toolbox([voice, clipboard]).stop(gone, ended=True)
    assert voice.heard == []
    assert clipboard.heard == [(frozenset({Permission.CLIPBOARD_OUT}), True)]


def test_a_tool_that_breaks_keeps_no_other_from_stopping() -> None:
    broken, other = Recorder(Permission.VOICE, fails=True), Recorder(Permission.VOICE)
    with pytest.raises(RuntimeError):
        Toolbox([other, broken, other]).stop(frozenset({Permission.VOICE}), ended=False)
    assert len(other.heard) == 2


async def test_all_are_closed() -> None:
    tools = [Recorder(Permission.VOICE), Recorder(Permission.TERMINAL)]
    await Toolbox(tools).close()
    assert [tool.heard for tool in tools] == [["closed"], ["closed"]]
