"""Hand-written stand-ins for the app's rooms: they remember, in one list, what was done in which order."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event
from time import monotonic
from typing import Any

from agent.areas import Rect
from agent.desktop.base import (
    AwayKind,
    Clip,
    ClipboardError,
    Desktop,
    DesktopError,
    HandKind,
    Monitor,
    PointerShape,
    PointerSight,
    WindowChoice,
)
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.protocol.clipboard_messages import ClipboardFault
from agent.protocol.codes import Code
from agent.protocol.signalling import IceServer, Technician
from agent.system_consent import Consent
from agent.transport import events as link_events
from agent.transport.events import Channel, LastQuestion, LinkEvent
from agent.transport.link import Link
from agent.ui.child import Guard
from agent.ui.drawn import Drawn
from agent.ui.model import Action, View

Deeds = list[tuple[object, ...]]

CAMILLE = Technician(id="t1", name="Camille D.", organisation="Exemple Assistance")


class FakeScreen:
    """A black screen on which nothing changes."""

    size = (64, 32)
    monitors: Sequence[Monitor] = ()

    def start(self, on_damage: Callable[[Sequence[Rect]], None], on_resize: Callable[[], None]) -> None:
        pass

    def stop(self) -> None:
        pass

    def grab(self, area: Rect) -> bytearray:
        return bytearray(area.width * area.height * 4)

    def close(self) -> None:
        pass


class FakeInjector:
    """Writes down what the technician's hand did; raises `failure` at the next key, if told to."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds = deeds
        self.failure: Exception | None = None
        self.holding = False
        self.on_holding: Callable[[bool], None] = lambda holding: None

    def move(self, x: int, y: int) -> None:
        self.deeds.append(("move", x, y))

    def button(self, button: int, down: bool) -> None:
        self.deeds.append(("button", button, down))

    def scroll(self, dx: int, dy: int) -> None:
        self.deeds.append(("scroll", dx, dy))

    def key(self, code: str, key: str, down: bool) -> None:
        if self.failure:
            raise self.failure
        self.deeds.append(("key", code, down))

    def text(self, text: str) -> None:
        self.deeds.append(("text", text))

    def release_all(self) -> None:
        self.deeds.append(("release_all",))

    def close(self) -> None:
        pass


class FakeHand:
    """The customer's hand, moved by the test."""

    on_hand: Callable[[HandKind], None]

    def start(self, on_hand: Callable[[HandKind], None]) -> None:
        self.on_hand = on_hand

    def answer(self, on_panic: Callable[[int], None]) -> None:
        pass

    def stop(self) -> None:
        pass


class FakeAbsence:
    """A customer who leaves when the test says so."""

    on_away: Callable[[AwayKind], None]

    def start(self, on_away: Callable[[AwayKind], None]) -> None:
        self.on_away = on_away

    def stop(self) -> None:
        pass


class FakeMasking:
    """Remembers what is hidden; covers everything when told to, and the areas."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds = deeds
        self.hidden = Hidden()
        self.choices = [WindowChoice(7, "Comptes 2026", "calc")]
        self.on_change: Callable[[Sequence[Rect], bool], None] = lambda areas, sudden: None

    def start(self, on_change: Callable[[Sequence[Rect], bool], None]) -> None:
        self.on_change = on_change

    def stop(self) -> None:
        pass

    def use(self, hidden: Hidden) -> None:
        self.deeds.append(("hide", hidden))
        self.hidden = hidden

    def cover_own(self, on: bool) -> None:
        self.deeds.append(("cover own", on))

    def gone(self, window: int) -> bool:
        return all(choice.id != window for choice in self.choices)

    def knowledge(self) -> Knowledge:
        return Knowledge(ready=True)

    def masks(self, since: float) -> Sequence[Rect]:
        return (Rect(0, 0, *FakeScreen.size),) if self.hidden.everything else self.hidden.areas

    def covered(self) -> Sequence[Rect]:
        return self.masks(0.0)

    def windows(self) -> list[WindowChoice]:
        return self.choices

    def window_at(self, x: int, y: int) -> WindowChoice | None:
        return self.choices[0] if (x, y) == (1, 1) else None


class FakePointer:
    """A pointer that the test moves; `looks` counts who asked, `looked_at` says when last."""

    def __init__(self) -> None:
        self.sight = PointerSight(8, 4, False, PointerShape(1, 1, 1, 0, 0, b"\0\0\0\xff"))
        self.failure: DesktopError | None = None
        self.looks = 0
        self.looked_at = 0.0
        self.closed = False
        self._on_change: Callable[[], None] | None = None

    def start(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change

    def stop(self) -> None:
        self._on_change = None

    def look(self) -> PointerSight:
        self.looks += 1
        self.looked_at = monotonic()
        if self.failure:
            raise self.failure
        return self.sight

    def close(self) -> None:
        self.closed = True

    @property
    def listened_to(self) -> bool:
        return self._on_change is not None

    def become(self, **change: Any) -> None:
        """Move, or look otherwise, and say so to whoever listens."""
        self.sight = replace(self.sight, **change)
        if self._on_change:
            self._on_change()


class FakeClipboard:
    """A clipboard that holds what the test copied, or fails as it says; `waiting` holds readings up until it is set."""

    def __init__(self) -> None:
        self.copied: Clip | ClipboardFault = ClipboardFault.NOTHING
        self.put_clips: list[Clip] = []
        self.reads = 0
        self.followed = False
        self.full = False
        self.waiting: Event | None = None

    def start(self) -> None:
        self.followed = True

    def read(self, given_up: Event) -> Clip:
        self.reads += 1
        if self.waiting:
            self.waiting.wait(10)
        if isinstance(self.copied, ClipboardFault):
            raise ClipboardError(self.copied)
        return self.copied

    def put(self, clip: Clip) -> None:
        if self.full:
            raise DesktopError("the clipboard was not filled")
        self.put_clips.append(clip)

    def close(self) -> None:
        self.followed = False
        self.put_clips.clear()


class FakeConsent:
    """A system that has allowed everything."""

    missing: Sequence[Consent] = ()

    def __init__(self, deeds: Deeds) -> None:
        self.deeds = deeds

    def ask(self, consent: Consent) -> None:
        self.deeds.append(("ask the system", consent))


def fake_desktop(deeds: Deeds) -> Desktop:
    return Desktop(
        FakeScreen(),
        FakeInjector(deeds),
        FakeHand(),
        FakeMasking(deeds),
        FakeAbsence(),
        FakePointer(),
        FakeClipboard(),
        FakeConsent(deeds),
    )


class FakeWindows:
    """A customer who does what the test says."""

    def __init__(self) -> None:
        self.view: View | None = None
        self.do: Callable[[Action], None] = lambda _: None
        self.freeze: Callable[[], None] = lambda: None
        self.drawn = Drawn()

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        self.do, self.freeze = on_action, on_frozen

    def guard(self, guard: Guard) -> None:
        pass

    def show(self, view: View) -> None:
        self.view = view

    def annotate(self, drawn: Drawn) -> None:
        self.drawn = drawn

    def pids(self) -> set[int]:
        return set()

    async def close(self) -> None:
        pass


class FakeLink(Link):
    """A link whose other side is the test."""

    def __init__(self, deeds: Deeds, on_event: Callable[[LinkEvent], None]) -> None:
        self.deeds, self.say = deeds, on_event
        self.under_way: dict[Channel, int] = {}

    def issue(self) -> None:
        self.deeds.append(("issue",))

    def join(self, code: Code) -> None:
        self.deeds.append(("join", code.digits))

    def come_back(self, secret: bytes, technician: Technician) -> None:
        self.deeds.append(("come_back", secret.hex(), technician.name))

    def open(self) -> None:
        self.say(link_events.PeerPaired(CAMILLE))
        self.say(link_events.Opened())

    def send(self, channel: Channel, data: str | bytes) -> None:
        self.deeds.append(("send", channel, data))

    def buffered(self, channel: Channel) -> int:
        return 0

    def unacknowledged(self, channel: Channel) -> int:
        return self.under_way.get(channel, 0)

    def has_gap(self, channel: Channel) -> bool:
        return False

    def on_acknowledged(self, tell: Callable[[], None]) -> None:
        """Nothing is ever under way."""

    @property
    def ice_servers(self) -> list[IceServer]:
        return []

    @property
    def loss(self) -> float:
        return 0.25

    @property
    def sent_bytes(self) -> int:
        return sum(len(deed[2]) for deed in self.deeds if deed[0] == "send" and isinstance(deed[2], str | bytes))

    def take_back(self, channel: Channel) -> None:
        self.deeds.append(("take_back", channel))

    def cut(self) -> None:
        self.deeds.append(("cut",))

    async def close(self, last_words: str | None = None, question: LastQuestion | None = None) -> None:
        self.deeds.append(("close", last_words))


async def settle() -> None:
    """Let everything that is due run."""
    for _ in range(5):
        await asyncio.sleep(0)
