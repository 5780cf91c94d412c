"""What the performer does with the pointer, from the yes to the pause, and what a tool is told of the line."""

import asyncio
from pathlib import Path

import pytest

from agent.areas import Rect
from agent.protocol import messages as wire
from agent.protocol.permissions import Permission
from agent.session.session import Session
from agent.tools.base import Around, Tool
from agent.ui import model as ui
from agent.ui.drawn import Spot
from tests.fakes import FakeMasking, FakePointer
from tests.test_app import Scene, scene


def pointer_told(scene: Scene) -> list[wire.PointerPlace | wire.PointerPicture]:
    told = [deed[2] for deed in scene.deeds if deed[:2] == ("send", "pointer")]
    messages = [wire.parse_agent_message(text) for text in told if isinstance(text, str)]
    return [message for message in messages if isinstance(message, wire.PointerPlace | wire.PointerPicture)]


async def test_the_pointer_is_told_from_the_yes_on_and_no_more_after_a_pause(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        pointer = s.app._desktop.pointer
        assert isinstance(pointer, FakePointer)
        await asyncio.sleep(0.1)
        assert (pointer.looks, pointer_told(s)) == (0, [])
        s.grant(Permission.VIEW)
        async with asyncio.timeout(20):
            while len(pointer_told(s)) < 2:
                await asyncio.sleep(0.01)
        s.windows.do(ui.Press(button="pause"))
        assert not pointer.listened_to
        s.deeds.clear()
        pointer.become(x=9)
        await asyncio.sleep(0.1)
        assert pointer_told(s) == []
        s.windows.do(ui.Press(button="resume"))
        async with asyncio.timeout(20):
            while len(pointer_told(s)) < 2:
                await asyncio.sleep(0.01)
        s.deeds.clear()
        s.say(wire.RefreshPicture())
        async with asyncio.timeout(20):
            while len(pointer_told(s)) < 2:
                await asyncio.sleep(0.01)
        s.windows.do(ui.Press(button="stop"))
        assert not pointer.listened_to
        s.deeds.clear()
        pointer.become(x=10)
        await asyncio.sleep(0.1)
        assert pointer_told(s) == []


async def test_a_pointer_on_what_the_customer_just_hid_is_told_of_no_more(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        async with asyncio.timeout(20):
            while not pointer_told(s):
                await asyncio.sleep(0.01)
        s.say(wire.HideArea(x=0, y=0, width=32, height=16))
        async with asyncio.timeout(20):
            while pointer_told(s)[-1] != wire.PointerPlace(x=0, y=0, shown=False, shape=0):
                await asyncio.sleep(0.01)


async def test_a_gate_that_is_closed_tells_of_no_pointer_though_nobody_stopped_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        pointer = s.app._desktop.pointer
        assert isinstance(pointer, FakePointer)
        async with asyncio.timeout(20):
            while not pointer_told(s):
                await asyncio.sleep(0.01)
        monkeypatch.setattr(Session, "picture_allowed", property(lambda session: False))
        s.deeds.clear()
        pointer.become(x=9)
        await asyncio.sleep(0.1)
        assert pointer_told(s) == []


async def test_windows_that_move_and_own_windows_that_name_things_raise_doubt_about_the_pointer(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW)
        pointer, masking = s.app._desktop.pointer, s.app._desktop.masking
        assert isinstance(pointer, FakePointer)
        assert isinstance(masking, FakeMasking)
        for own in (False, True):
            await asyncio.sleep(0.2)
            looks = pointer.looks
            if own:
                s.windows.do(ui.Press(button="hiding"))
            else:
                masking.on_change((), False)
            async with asyncio.timeout(20):
                while pointer.looks == looks:
                    await asyncio.sleep(0.01)


STROKE = wire.DrawMark(mark=1, tool=wire.MarkTool.PEN, colour=wire.MarkColour.RED, stay=True, points=[1, 2, 3, 4])


async def test_pointing_is_shown_with_the_technicians_name_and_gone_at_a_pause(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW, Permission.ANNOTATE)
        s.say(wire.PointAt(x=3, y=4))
        assert (s.windows.drawn.spot, s.windows.drawn.name) == (Spot(x=3, y=4), "Camille D.")
        s.say(wire.PointAway())
        assert s.windows.drawn.spot is None
        s.say(wire.PointAt(x=5, y=6))
        s.windows.do(ui.Press(button="pause"))
        assert s.windows.drawn.spot is None


@pytest.mark.parametrize(
    "end",
    [
        ui.Press(button="pause"),
        ui.Press(button="stop"),
        ui.Withdraw(permission=Permission.ANNOTATE),
        ui.Withdraw(permission=Permission.VIEW),
        ui.WipeMarks(),
        wire.ClearMarks(),
        wire.PauseSession(),
        wire.EndSession(),
    ],
    ids=repr,
)
async def test_no_mark_outlasts_what_ends_it(tmp_path: Path, end: ui.Action | wire.FromConsole) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW, Permission.ANNOTATE)
        s.say(STROKE)
        assert [mark.points for mark in s.windows.drawn.marks] == [(1, 2, 3, 4)]
        if isinstance(end, wire.FromConsole):
            s.say(end)
        else:
            s.windows.do(end)
        assert s.windows.drawn.marks == ()


async def test_marks_are_told_with_what_is_hidden_and_again_when_that_changes(tmp_path: Path) -> None:
    async with scene(tmp_path) as s:
        s.grant(Permission.VIEW, Permission.ANNOTATE)
        s.say(STROKE)
        before = s.windows.drawn.covered
        s.windows.do(ui.Hide(kind="area", area=(5, 6, 7, 8)))
        masking = s.app._desktop.masking
        assert isinstance(masking, FakeMasking)
        masking.on_change([Rect(5, 6, 7, 8)], True)
        assert (before, s.windows.drawn.covered) == ((), (Rect(5, 6, 7, 8),))


async def test_a_tool_knows_what_of_its_words_is_still_on_the_way(tmp_path: Path) -> None:
    given: list[Around] = []

    def no_tools(around: Around) -> list[Tool]:
        given.append(around)
        return []

    async with scene(tmp_path, make_tools=no_tools) as s:
        s.links[-1].under_way = {"control": 8600, "picture": 5}
        assert given[0].on_the_way() == 8600
