"""What the customer's hand does, and what the technician is doing meanwhile: every pair of them is a kind of trial."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from Xlib import X

from agent.protocol import messages as wire
from agent.protocol.messages import FromConsole

F9: Final = 75
MIDDLE: Final = 2
ASSISTIVE: Final = frozenset({(X.KeyPress, F9), (X.KeyRelease, F9), (X.ButtonPress, MIDDLE), (X.ButtonRelease, MIDDLE)})
"""What only the assistive program presses: known apart from the technician, who comes through XTEST as well."""

_A, _LEFT, _DOWN = 38, 1, 5


@dataclass(frozen=True)
class Step:
    """One event of a hand's, and the seconds that pass before the next."""

    event: int
    detail: int = 0
    x: int = 0
    y: int = 0
    pause: float = 0.0


@dataclass(frozen=True)
class Hand:
    """What the customer does. `assistive`: by a program on the customer's own screen, through XTEST as the agent."""

    name: str
    steps: tuple[Step, ...]
    assistive: bool = False


def _tap(press: int, release: int, detail: int, held: float = 0.03) -> tuple[Step, ...]:
    return Step(press, detail, pause=held), Step(release, detail, pause=0.02)


HANDS: Final = (
    Hand("mouse move", tuple(Step(X.MotionNotify, x=300 + 7 * n, y=200 + 3 * n, pause=0.008) for n in range(12))),
    Hand("one nudge of the mouse", (Step(X.MotionNotify, x=500, y=333),)),
    Hand("click", _tap(X.ButtonPress, X.ButtonRelease, _LEFT)),
    Hand("wheel", _tap(X.ButtonPress, X.ButtonRelease, _DOWN, 0) * 3),
    Hand("key", _tap(X.KeyPress, X.KeyRelease, _A)),
    Hand("key that repeats", _tap(X.KeyPress, X.KeyRelease, _A, held=0.8)),
    Hand("on-screen keyboard (XTEST)", _tap(X.KeyPress, X.KeyRelease, F9), assistive=True),
    Hand("dwell clicker (XTEST)", _tap(X.ButtonPress, X.ButtonRelease, MIDDLE), assistive=True),
)

Burst = list[FromConsole]
"""Messages that go out together."""


def key(code: str, char: str, down: bool) -> FromConsole:
    return wire.PressKey(code=code, key=char, down=down)


def _strike(code: str, char: str) -> Burst:
    return [key(code, char, True), key(code, char, False)]


def _moves() -> Iterator[Burst]:
    return ([wire.MovePointer(x=200 + n % 700, y=150 + n % 400)] for n in itertools.count(step=3))


def _clicks() -> Iterator[Burst]:
    place = {"x": 420, "y": 260, "button": 0}
    return ([wire.PressButton(**place, down=True), wire.PressButton(**place, down=False)] for _ in itertools.count())


def _wheel() -> Iterator[Burst]:
    return ([wire.Scroll(x=420, y=260, dx=0, dy=1 if n % 8 < 4 else -1)] for n in itertools.count())


def _keys() -> Iterator[Burst]:
    return (_strike("Key" + letter.upper(), letter) for letter in itertools.cycle("portezcevieuxwhisky"))


def _text() -> Iterator[Burst]:
    """500 characters in one message, some of which need AltGr or a dead key; and one more behind it each time."""
    line = ("Portez ce vieux whisky @ juge {blond} qui fume ~ été [à] 5 €, bêtise. " * 8)[:500]
    return ([wire.TypeText(text=line)] if n % 25 == 0 else [] for n in itertools.count())


def _queue() -> Iterator[Burst]:
    """A heap of messages at once: most are under way, in the channel and in the agent, when the hand comes."""
    heap = [message for letter in "portezcevieuxwhisky" for message in _strike("Key" + letter.upper(), letter)]
    move = wire.MovePointer(x=640, y=300)
    return ([*heap, move] * 4 if n % 25 == 0 else [] for n in itertools.count())


def _drag() -> Iterator[Burst]:
    down = wire.PressButton(x=300, y=300, button=0, down=True)
    return itertools.chain(([down],), _moves())


def _held(code: str, name: str) -> Iterator[Burst]:
    return itertools.chain(([key(code, name, True)],), _keys())


def _held_alone(code: str, name: str) -> Iterator[Burst]:
    """Nothing but the held key and its sign of life: it repeats by itself."""
    return itertools.chain(([key(code, name, True)],), itertools.repeat([wire.StillHolding()]))


STREAMS: Final[dict[str, Callable[[], Iterator[Burst]]]] = {
    "moves": _moves,
    "clicks": _clicks,
    "wheel": _wheel,
    "keys": _keys,
    "500-character texts with AltGr": _text,
    "messages queued in the channel": _queue,
    "drag": _drag,
    "held Shift": lambda: _held("ShiftLeft", "Shift"),
    "held Control": lambda: _held("ControlLeft", "Control"),
    "held key that repeats": lambda: _held_alone("ArrowDown", "ArrowDown"),
}
"""What the technician sends, burst by burst, and goes on sending whether the gate is open or not."""


@dataclass(frozen=True)
class Kind:
    """One kind of trial."""

    hand: Hand
    stream: str

    def __str__(self) -> str:
        return f"{self.hand.name} during {self.stream}"


KINDS: Final = tuple(Kind(hand, stream) for hand in HANDS for stream in STREAMS)


def shuffled(count: int, seed: int) -> list[Kind]:
    """Take `count` kinds, each as often as any other, in an order of chance."""
    dice = random.Random(seed)  # noqa: S311 - an order, no secret
    order = [kind for _ in range(count // len(KINDS) + 1) for kind in dice.sample(KINDS, len(KINDS))]
    return order[:count]
