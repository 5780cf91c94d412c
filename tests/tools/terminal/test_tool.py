"""One shell at a time: while it is allowed, numbered and paced, stopped in a pause, and gone with its permission."""

import asyncio

import pytest

from agent.protocol.entries import check_payload
from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.protocol.terminal_messages import (
    CloseTerminal,
    OpenTerminal,
    ResizeTerminal,
    TerminalClosed,
    TerminalEnd,
    TerminalOpened,
    TerminalOutput,
    TerminalShown,
    TerminalUnseen,
    TypeInTerminal,
)
from agent.tools.terminal import tool as tool_module
from agent.tools.terminal import words
from agent.tools.terminal.tool import TerminalTool
from tests.tools.terminal.fakes import FakeChild, Surroundings

OPEN = OpenTerminal(columns=80, rows=24)
ONLY = frozenset({Permission.TERMINAL})


class Scene:
    """A tool whose children are fakes."""

    def __init__(self) -> None:
        self.around = Surroundings()
        self.children: list[FakeChild] = []
        self.tool = TerminalTool(self.around.around, self._child)

    def _child(self) -> FakeChild:
        self.children.append(FakeChild())
        return self.children[-1]

    async def opened(self) -> FakeChild:
        """A shell that runs."""
        self.tool.use(OPEN)
        child = self.children[-1]
        await child.began.wait()
        child.hear(words.Opened())
        return child

    def says(self, text: str) -> None:
        self.children[-1].hear(words.Output(text=text, raw=len(text)))

    async def gone(self) -> None:
        """Let what is left of the last shell end."""
        child = self.children[-1]
        child.ended.set()
        child.cleared.set()
        while self.tool._last and not self.tool._last.over.is_set():
            await asyncio.sleep(0)
        await asyncio.sleep(0)


@pytest.fixture
def scene() -> Scene:
    return Scene()


async def test_a_shell_is_recorded_before_it_is_opened(scene: Scene) -> None:
    scene.tool.use(OPEN)
    assert scene.around.kinds() == ["terminal.opened"]
    assert scene.children[0].told == []
    await scene.children[0].began.wait()
    assert scene.children[0].told == [words.Begin(lang="en", who="Camille", columns=80, rows=24)]


async def test_what_is_typed_reaches_the_shell_and_no_record(scene: Scene) -> None:
    child = await scene.opened()
    scene.tool.use(TypeInTerminal(text="secret\r"))
    assert child.told[-1] == words.Typed(text="secret\r")
    scene.tool.use(CloseTerminal())
    assert "secret" not in repr(scene.around.recorded)
    for kind, payload in scene.around.recorded:
        check_payload(kind, payload)


async def test_there_is_one_shell_at_a_time(scene: Scene) -> None:
    await scene.opened()
    scene.tool.use(OPEN)
    assert len(scene.children) == 1
    assert scene.around.kinds() == ["terminal.opened"]


async def test_the_next_shell_waits_until_nothing_is_left_of_the_last(scene: Scene) -> None:
    first = await scene.opened()
    scene.tool.use(CloseTerminal())
    scene.tool.use(OPEN)
    await asyncio.sleep(0.05)
    assert first.ended.is_set()
    assert not scene.children[1].began.is_set()
    first.cleared.set()
    await scene.children[1].began.wait()


async def test_output_is_numbered_and_room_is_given_as_it_is_shown(scene: Scene) -> None:
    child = await scene.opened()
    for text in "abc":
        scene.says(text)
    assert scene.around.told == [
        TerminalOpened(),
        *(TerminalOutput(number=number, text=text) for number, text in enumerate("abc", 1)),
    ]
    scene.tool.use(TerminalShown(number=2))
    scene.tool.use(TerminalShown(number=2))
    scene.tool.use(TerminalShown(number=1))
    assert child.told[1:] == [words.More(outputs=2)]
    scene.tool.use(TerminalShown(number=1000))
    assert child.told[2:] == [words.More(outputs=1)]


async def test_withdrawn_nothing_more_leaves_and_the_shell_is_ended_at_once(scene: Scene) -> None:
    child = await scene.opened()
    scene.around.allowed = False
    scene.tool.stop(ONLY, ended=True)
    assert child.ended.is_set()
    scene.says("late")
    assert scene.around.told == [TerminalOpened(), TerminalClosed(end=TerminalEnd.NOT_ALLOWED)]
    assert scene.around.recorded[-1][0] == "terminal.closed"
    assert scene.around.recorded[-1][1]["by"] == "system"


@pytest.mark.parametrize("message", [OPEN, TypeInTerminal(text="x"), CloseTerminal()])
async def test_what_is_not_permitted_any_more_does_nothing(scene: Scene, message: ForTool) -> None:
    scene.around.allowed = False
    scene.tool.use(message)
    assert scene.children == []
    assert scene.around.recorded == []


async def test_a_pause_stops_the_shell_and_holds_back_what_it_said(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tool_module, "LOOK_SECONDS", 0.001)
    child = await scene.opened()
    scene.says("before")
    scene.around.allowed = False
    scene.tool.stop(ONLY, ended=False)
    scene.tool.stop(ONLY, ended=False)
    scene.says("during")
    assert [word for word in child.told if isinstance(word, words.Hold)] == [words.Hold(on=True)]
    assert len(scene.around.told) == 2
    scene.around.allowed = True
    while words.Hold(on=False) not in child.told:
        await asyncio.sleep(0.001)
    assert scene.around.told[2:] == [
        TerminalOpened(),
        TerminalUnseen(unseen=False),
        TerminalOutput(number=1, text="before"),
        TerminalOutput(number=2, text="during"),
    ]
    assert not child.ended.is_set()


async def test_a_permission_that_ends_in_a_pause_ends_the_shell(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool_module, "LOOK_SECONDS", 0.001)
    child = await scene.opened()
    scene.around.allowed = False
    scene.tool.stop(ONLY, ended=False)
    scene.tool.stop(ONLY, ended=True)
    scene.around.allowed = True
    await asyncio.sleep(0.02)
    assert child.ended.is_set()
    assert words.Hold(on=False) not in child.told


@pytest.mark.parametrize(
    ("word", "end", "by"),
    [
        (words.Ended(by="shell"), TerminalEnd.EXITED, "system"),
        (words.Ended(by="customer"), TerminalEnd.CUSTOMER, "customer"),
        (None, TerminalEnd.FAILED, "system"),  # its window died, or froze
    ],
)
async def test_a_shell_that_ends_by_itself_is_told_and_recorded_once(
    scene: Scene, word: words.Ended | None, end: TerminalEnd, by: str
) -> None:
    child = await scene.opened()
    scene.says("123")
    if word:
        child.hear(word)
    await scene.gone()
    assert scene.around.told[-1] == TerminalClosed(end=end)
    assert scene.around.kinds() == ["terminal.opened", "terminal.closed"]
    assert scene.around.recorded[-1][1] == {"by": by, "seconds": "0", "bytes": "3"}


async def test_a_new_size_and_an_unseen_window_are_passed_on(scene: Scene) -> None:
    child = await scene.opened()
    scene.tool.use(ResizeTerminal(columns=100, rows=30))
    assert child.told[-1] == words.Sized(columns=100, rows=30)
    child.hear(words.Unseen(on=True))
    assert scene.around.told[-1] == TerminalUnseen(unseen=True)


async def test_closing_waits_until_nothing_is_left(scene: Scene) -> None:
    child = await scene.opened()
    closing = asyncio.ensure_future(scene.tool.close())
    await asyncio.sleep(0.02)
    assert child.ended.is_set()
    assert not closing.done()
    child.cleared.set()
    await closing
