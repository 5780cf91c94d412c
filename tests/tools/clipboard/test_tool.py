"""One message is one transfer; what is not permitted any more stops at once and leaves nothing."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PIL import Image

from agent.desktop.base import Clip
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.protocol import messages as wire
from agent.protocol.clipboard_messages import (
    CLIPBOARD_PART,
    CLIPBOARD_WINDOW,
    MAX_CLIPBOARD_IMAGE,
    MAX_CLIPBOARD_TEXT,
    ClipboardFault,
    ClipboardKind,
    bytes_of,
    part_of,
)
from agent.protocol.entries import check_payload
from agent.protocol.message import FromAgent
from agent.protocol.permissions import Permission
from agent.tools.base import Around
from agent.tools.clipboard.tool import ClipboardTool
from agent.tools.discretion import Discretion
from tests.fakes import FakeClipboard

IN, OUT = Permission.CLIPBOARD_IN, Permission.CLIPBOARD_OUT
BOTH = frozenset({IN, OUT})
LONG = "".join(f"ligne {number} é\n" for number in range(9000)).encode()


def text(data: bytes) -> Clip:
    return Clip(ClipboardKind.TEXT, data)


def png(width: int = 40, height: int = 30) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 80).save(out, "PNG")
    return out.getvalue()


class Scene:
    """The tool, with everything around it written down in one list, in its order."""

    def __init__(self) -> None:
        self.said: list[FromAgent | tuple[str, Mapping[str, str]]] = []
        self.permissions = set(BOTH)
        self.hidden = Hidden()
        self.clipboard = FakeClipboard()
        self.tasks: list[asyncio.Task[None]] = []
        self.listeners: list[Callable[[Hidden], None]] = []
        around = Around(
            tell=self.said.append,
            record=self.record,
            permitted=lambda permission: permission in self.permissions,
            discretion=lambda: Discretion(self.hidden, Knowledge(ready=True)),
            lang="fr",
            spawn=self.spawn,
            on_hidden=self.listeners.append,
        )
        self.tool = ClipboardTool(around, self.clipboard)

    def record(self, kind: str, payload: Mapping[str, str]) -> None:
        check_payload(kind, payload)
        self.said.append((kind, payload))

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        self.tasks.append(asyncio.ensure_future(work))
        return self.tasks[-1]

    async def settle(self) -> None:
        await asyncio.gather(*self.tasks)

    def told(self, kind: type[FromAgent]) -> list[Any]:
        return [said for said in self.said if isinstance(said, kind)]

    @property
    def recorded(self) -> list[tuple[str, Mapping[str, str]]]:
        return [said for said in self.said if isinstance(said, tuple)]

    @property
    def faults(self) -> list[ClipboardFault]:
        return [failed.reason for failed in self.told(wire.ClipboardFailed)]

    @property
    def read(self) -> bytes:
        return b"".join(bytes_of(piece.data) for piece in self.told(wire.ClipboardPiece))

    async def read_all(self, number: int = 1) -> bytes:
        """Read as a console does that acknowledges every piece."""
        self.tool.use(wire.ReadClipboard(transfer=number))
        await self.settle()
        taken = 0
        while len(pieces := self.told(wire.ClipboardPiece)) > taken:
            under_way = len(pieces) - taken
            assert under_way <= CLIPBOARD_WINDOW
            taken += 1
            self.tool.use(wire.TookPiece(transfer=number))
        return self.read

    async def put(self, message: wire.PutText | wire.PutImage, data: bytes) -> None:
        """Put as a console does."""
        self.tool.use(message)
        for at in range(0, len(data), CLIPBOARD_PART):
            self.tool.use(wire.ClipboardPart(transfer=message.transfer, data=part_of(data, at)))
        await self.settle()


async def test_a_text_is_read_once_written_down_before_it_goes_and_never_with_its_content() -> None:
    scene = Scene()
    scene.clipboard.copied = text("Été 😀".encode())
    assert await scene.read_all() == "Été 😀".encode()
    kinds = [said if isinstance(said, tuple) else type(said) for said in scene.said]
    asked: tuple[str, dict[str, str]] = ("clipboard.asked", {})
    content = ("clipboard.text_read", {"size": "5"})
    assert kinds == [asked, content, wire.ClipboardContent, wire.ClipboardPiece]
    assert scene.clipboard.reads == 1
    scene.clipboard.copied = text(b"copied later")
    await asyncio.sleep(0)
    assert len(scene.said) == 4


async def test_a_long_text_goes_in_pieces_of_which_few_are_under_way() -> None:
    scene = Scene()
    scene.clipboard.copied = text(LONG)
    assert await scene.read_all() == LONG
    assert scene.told(wire.ClipboardContent)[0].size == len(LONG)
    assert len(scene.told(wire.ClipboardPiece)) > 5


async def test_an_image_is_read_as_a_plain_png_of_its_size() -> None:
    scene = Scene()
    scene.clipboard.copied = Clip(ClipboardKind.IMAGE, png() + b"more")
    data = await scene.read_all()
    assert Image.open(io.BytesIO(data)).size == (40, 30)
    assert scene.recorded[-1] == ("clipboard.image_read", {"size": "40 x 30"})


@pytest.mark.parametrize("fault", list(ClipboardFault))
async def test_why_there_is_nothing_is_told(fault: ClipboardFault) -> None:
    scene = Scene()
    scene.clipboard.copied = fault
    assert await scene.read_all() == b""
    assert scene.faults == [fault]
    assert scene.recorded == [("clipboard.asked", {})]


async def test_a_text_that_names_something_hidden_is_like_none(tmp_path: Path) -> None:
    scene = Scene()
    scene.hidden = Hidden(folders=(tmp_path,))
    scene.clipboard.copied = text(f"voir {tmp_path}/lettre.odt".encode())
    assert await scene.read_all() == b""
    assert scene.faults == [ClipboardFault.NOTHING]


@pytest.mark.parametrize("ended", [True, False])
async def test_withdrawn_in_the_middle_nothing_more_goes(ended: bool) -> None:
    scene = Scene()
    scene.clipboard.copied = text(LONG)
    scene.tool.use(wire.ReadClipboard(transfer=1))
    await scene.settle()
    before = len(scene.told(wire.ClipboardPiece))
    scene.permissions.clear()
    scene.tool.stop(frozenset({OUT}), ended=ended)
    scene.tool.use(wire.TookPiece(transfer=1))
    assert len(scene.told(wire.ClipboardPiece)) == before == CLIPBOARD_WINDOW
    assert scene.faults == [ClipboardFault.STOPPED]


async def test_a_permission_that_is_gone_before_anyone_says_so_lets_nothing_go() -> None:
    scene = Scene()
    scene.clipboard.copied = text(LONG)
    scene.tool.use(wire.ReadClipboard(transfer=1))
    scene.permissions.clear()
    await scene.settle()
    assert not scene.told(wire.ClipboardContent)
    assert not scene.told(wire.ClipboardPiece)
    assert scene.recorded == [("clipboard.asked", {})]


async def test_what_is_read_while_it_is_withdrawn_goes_nowhere() -> None:
    scene = Scene()
    scene.clipboard.copied, scene.clipboard.waiting = text(b"slow"), Event()
    scene.tool.use(wire.ReadClipboard(transfer=1))
    await asyncio.sleep(0)
    scene.tool.stop(frozenset({OUT}), ended=True)
    scene.clipboard.waiting.set()
    await scene.settle()
    assert scene.read == b""
    assert scene.faults == [ClipboardFault.STOPPED]


async def test_something_hidden_meanwhile_stops_what_goes() -> None:
    scene = Scene()
    scene.clipboard.copied = text(LONG)
    scene.tool.use(wire.ReadClipboard(transfer=1))
    await scene.settle()
    for listener in scene.listeners:
        listener(Hidden(applications=frozenset({"mousepad"})))
    scene.tool.use(wire.TookPiece(transfer=1))
    assert len(scene.told(wire.ClipboardPiece)) == CLIPBOARD_WINDOW


async def test_acknowledging_what_never_came_opens_no_window() -> None:
    scene = Scene()
    scene.clipboard.copied = text(LONG)
    scene.tool.use(wire.ReadClipboard(transfer=1))
    for _ in range(100):
        scene.tool.use(wire.TookPiece(transfer=1))
    await scene.settle()
    assert len(scene.told(wire.ClipboardPiece)) == CLIPBOARD_WINDOW


async def test_a_second_reading_takes_the_place_of_the_first() -> None:
    scene = Scene()
    scene.clipboard.copied = text(LONG)
    scene.tool.use(wire.ReadClipboard(transfer=1))
    await scene.settle()
    scene.tool.use(wire.ReadClipboard(transfer=2))
    await scene.settle()
    scene.tool.use(wire.TookPiece(transfer=1))
    assert [piece.transfer for piece in scene.told(wire.ClipboardPiece)] == [1, 1, 2, 2]


async def test_a_text_is_put_whole_and_written_down_before() -> None:
    scene = Scene()
    await scene.put(wire.PutText(transfer=3, size=len(LONG)), LONG)
    assert scene.clipboard.put_clips == [text(LONG)]
    assert scene.recorded == [("clipboard.text_put", {"size": str(len(LONG.decode()))})]
    assert isinstance(scene.said[-1], wire.ClipboardPlaced)
    parts = -(-len(LONG) // CLIPBOARD_PART)
    assert len(scene.told(wire.ClipboardTaken)) == parts


async def test_what_is_put_has_no_control_characters() -> None:
    scene = Scene()
    data = b"curl x\x1b[201~\rrm -rf\x00"
    await scene.put(wire.PutText(transfer=3, size=len(data)), data)
    assert scene.clipboard.put_clips == [text(b"curl x[201~\rrm -rf")]


async def test_an_image_is_put_as_a_plain_png() -> None:
    scene = Scene()
    data = png() + b"more"
    await scene.put(wire.PutImage(transfer=3, size=len(data)), data)
    (clip,) = scene.clipboard.put_clips
    assert clip.kind is ClipboardKind.IMAGE
    assert not clip.data.endswith(b"more")
    assert scene.recorded == [("clipboard.image_put", {"size": "40 x 30"})]


@pytest.mark.parametrize(
    ("message", "data", "fault"),
    [
        (wire.PutText(transfer=1, size=MAX_CLIPBOARD_TEXT + 1), b"", ClipboardFault.TOO_LARGE),
        (wire.PutText(transfer=1, size=3), b"abcd", ClipboardFault.STOPPED),
        (wire.PutText(transfer=1, size=2), b"\xff\xff", ClipboardFault.UNREADABLE),
        (wire.PutImage(transfer=1, size=4), b"GIF8", ClipboardFault.UNREADABLE),
    ],
)
async def test_what_cannot_be_put_says_why_and_changes_nothing(
    message: wire.PutText, data: bytes, fault: ClipboardFault
) -> None:
    scene = Scene()
    await scene.put(message, data)
    assert scene.faults == [fault]
    assert not scene.clipboard.put_clips
    assert not scene.recorded


def test_no_transfer_can_announce_more_than_the_largest_image() -> None:
    with pytest.raises(ValueError, match="less than or equal"):
        wire.PutImage(transfer=1, size=MAX_CLIPBOARD_IMAGE + 1)


@pytest.mark.parametrize("stop", ["withdraw", "give up", "close", "too late"])
async def test_stopped_in_the_middle_nothing_is_put(stop: str) -> None:
    scene = Scene()
    scene.tool.use(wire.PutText(transfer=1, size=len(LONG)))
    scene.tool.use(wire.ClipboardPart(transfer=1, data=part_of(LONG, 0)))
    stops: dict[str, Callable[[], Awaitable[None] | None]] = {
        "withdraw": lambda: scene.tool.stop(frozenset({IN}), ended=True),
        "give up": lambda: scene.tool.use(wire.GiveUpClipboard(transfer=1)),
        "close": scene.tool.close,
        "too late": lambda: scene.tool._putting.fail(ClipboardFault.STOPPED) if scene.tool._putting else None,
    }
    if done := stops[stop]():
        await done
    for at in range(CLIPBOARD_PART, len(LONG), CLIPBOARD_PART):
        scene.tool.use(wire.ClipboardPart(transfer=1, data=part_of(LONG, at)))
    await scene.settle()
    assert not scene.clipboard.put_clips
    assert not scene.recorded
    assert scene.faults == [ClipboardFault.STOPPED]


async def test_withdrawn_while_it_is_checked_nothing_is_put() -> None:
    scene = Scene()
    scene.tool.use(wire.PutText(transfer=1, size=2))
    scene.tool.use(wire.ClipboardPart(transfer=1, data=part_of(b"ok", 0)))
    scene.tool.stop(BOTH, ended=True)
    await scene.settle()
    assert not scene.clipboard.put_clips
    assert not scene.recorded


async def test_each_way_stops_by_its_own_permission() -> None:
    scene = Scene()
    scene.clipboard.copied = text(LONG)
    scene.tool.use(wire.ReadClipboard(transfer=1))
    await scene.settle()
    scene.tool.stop(frozenset({IN}), ended=True)
    scene.tool.use(wire.TookPiece(transfer=1))
    assert len(scene.told(wire.ClipboardPiece)) == CLIPBOARD_WINDOW + 1


async def test_a_clipboard_that_takes_nothing_is_told() -> None:
    scene = Scene()
    scene.clipboard.full = True
    await scene.put(wire.PutText(transfer=1, size=2), b"ok")
    assert scene.faults == [ClipboardFault.UNANSWERED]


async def test_closed_it_follows_the_clipboard_no_more_and_what_was_put_is_gone() -> None:
    scene = Scene()
    await scene.put(wire.PutText(transfer=1, size=2), b"ok")
    assert scene.clipboard.followed
    await scene.tool.close()
    assert not scene.clipboard.followed
    assert scene.clipboard.put_clips == []


async def test_what_is_asked_for_in_a_burst_is_unfolded_one_at_a_time() -> None:
    scene = Scene()
    scene.clipboard.copied, scene.clipboard.waiting = text(b"slow"), Event()
    for number in range(1, 9):
        scene.tool.use(wire.ReadClipboard(transfer=number))
        await asyncio.sleep(0)
    assert scene.clipboard.reads <= 1
    scene.clipboard.waiting.set()
    await scene.settle()
    assert scene.clipboard.reads <= 2, "the first, which was under way, and the last"
    assert [piece.transfer for piece in scene.told(wire.ClipboardPiece)] == [8]


async def test_each_piece_asks_the_permission_anew() -> None:
    scene = Scene()
    scene.clipboard.copied = text(LONG)
    scene.tool.use(wire.ReadClipboard(transfer=1))
    await scene.settle()
    scene.permissions.clear()
    scene.tool.use(wire.TookPiece(transfer=1))
    assert len(scene.told(wire.ClipboardPiece)) == CLIPBOARD_WINDOW
    assert scene.faults == [ClipboardFault.STOPPED]


async def test_what_is_put_asks_the_permission_anew_when_it_was_checked() -> None:
    scene = Scene()
    scene.tool.use(wire.PutText(transfer=1, size=2))
    scene.tool.use(wire.ClipboardPart(transfer=1, data=part_of(b"ok", 0)))
    scene.permissions.clear()
    await scene.settle()
    assert not scene.clipboard.put_clips
    assert not scene.recorded
    assert scene.faults == [ClipboardFault.STOPPED]
