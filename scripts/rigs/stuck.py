"""What every way of losing the technician has in common: what is held, how long it stays down, and a line for it."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import Xlib.display

HELD = {"key", "button"}
STAY_SECONDS = 0.15
"""How long nothing must be down to be let go for good."""
PATIENCE = 5.0
POLL_SECONDS = 0.003


@dataclass(frozen=True)
class Outcome:
    """One trial: how many seconds after the loss nothing was down any more; `held` is what was down before."""

    way: str
    seconds: float
    held: tuple[str, ...]


def tell(outcome: Outcome) -> None:
    """Say it as a line."""
    print(json.dumps(asdict(outcome)), flush=True)


class Down:
    """Asks a display what is held down; one connection for all of it, so that asking costs nothing."""

    def __init__(self, display: str) -> None:
        self._display = Xlib.display.Display(display)
        self._root = self._display.screen().root

    def now(self) -> tuple[str, ...]:
        """Name the keys and buttons that are down."""
        keys = int.from_bytes(bytes(self._display.query_keymap()), "little")
        mask = self._root.query_pointer().mask
        buttons = tuple(f"button {number + 1}" for number in range(5) if mask >> (8 + number) & 1)
        return tuple(f"key {code}" for code in range(256) if keys >> code & 1) + buttons

    def wait_until_held(self, seconds: float) -> tuple[str, ...]:
        """Wait until a modifier and a button are down (another key is only for a moment). Raise TimeoutError."""
        until = time.monotonic() + seconds
        while not _enough(held := self.now()):
            if time.monotonic() > until:
                raise TimeoutError(f"waited in vain for held keys; held: {held}")
            time.sleep(POLL_SECONDS)
        return held

    def after(self, lose: Callable[[], object]) -> float:
        """Lose the technician; return after how many seconds nothing was down any more."""
        start = time.monotonic()
        lose()
        free: float | None = None
        while (now := time.monotonic()) - start < PATIENCE:
            free = None if self.now() else free if free is not None else now - start
            if free is not None and now - start - free > STAY_SECONDS:
                return free
            time.sleep(POLL_SECONDS)
        return PATIENCE

    def close(self) -> None:
        """Let go of the display."""
        self._display.close()


def _enough(held: tuple[str, ...]) -> bool:
    return {name.split()[0] for name in held} >= HELD
