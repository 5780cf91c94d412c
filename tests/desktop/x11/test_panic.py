"""Which keysyms make a panic key."""

import pytest

from agent.desktop.panic import Key
from agent.desktop.x11.panic import key_of


@pytest.mark.parametrize(
    ("symbols", "key"),
    [({0xFF13}, Key.PAUSE), ({0xFF6B}, Key.PAUSE), ({0xFF1B}, Key.ESCAPE), ({0x61}, Key.OTHER), (set(), Key.OTHER)],
)
def test_pause_and_break_and_escape_are_told_by_what_they_write(symbols: set[int], key: Key) -> None:
    assert key_of(symbols) is key
