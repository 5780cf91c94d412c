"""Which presses, at which times, are panic keys."""

from agent.desktop.base import HandKind
from agent.desktop.panic import WINDOW_MS, Key, PanicKeys

PAUSE, ESCAPE, LETTER = Key.PAUSE, Key.ESCAPE, Key.OTHER
CODE = 127


def tap(keys: PanicKeys, key: Key, time: int) -> HandKind | None:
    said = keys.pressed(CODE, key, time)
    keys.released(CODE)
    return said


def test_once_pauses_and_twice_soon_stops() -> None:
    keys = PanicKeys()
    assert tap(keys, PAUSE, 1000) is HandKind.PANIC_PAUSE
    assert tap(keys, PAUSE, 1000 + WINDOW_MS) is HandKind.PANIC_STOP


def test_twice_but_not_soon_pauses_twice() -> None:
    keys = PanicKeys()
    assert tap(keys, PAUSE, 1000) is HandKind.PANIC_PAUSE
    assert tap(keys, PAUSE, 1001 + WINDOW_MS) is HandKind.PANIC_PAUSE


def test_a_held_key_that_repeats_is_pressed_once() -> None:
    keys = PanicKeys()
    assert keys.pressed(CODE, PAUSE, 1000) is HandKind.PANIC_PAUSE
    assert [keys.pressed(CODE, PAUSE, 1000 + 30 * repeat) for repeat in range(1, 5)] == [None] * 4
    keys.released(CODE)
    assert keys.pressed(CODE, PAUSE, 1200) is HandKind.PANIC_STOP


def test_three_escapes_soon_stop_and_two_do_not() -> None:
    keys = PanicKeys()
    assert [tap(keys, ESCAPE, 1000 + 750 * count) for count in range(3)] == [None, None, HandKind.PANIC_STOP]


def test_escapes_with_a_letter_between_do_not_stop() -> None:
    keys = PanicKeys()
    assert [tap(keys, key, 1000) for key in (ESCAPE, ESCAPE, LETTER, ESCAPE)] == [None] * 4


def test_the_servers_clock_may_begin_anew_between_two_presses() -> None:
    keys = PanicKeys()
    assert tap(keys, PAUSE, (1 << 32) - 100) is HandKind.PANIC_PAUSE
    assert tap(keys, PAUSE, 100) is HandKind.PANIC_STOP
