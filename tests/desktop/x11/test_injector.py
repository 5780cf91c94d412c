"""Typing and pointing into real programs, on layouts other than the technician's."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from agent.desktop.base import DesktopError
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.injector import DELAY_SECONDS, REPEAT_SECONDS, X11Injector
from agent.desktop.x11.pointer import Pointer
from scripts.rigs.xserver import xvfb
from tests.desktop.conftest import Room
from tests.desktop.rig import GTK_ENTRY, TK_ENTRY, Listener, Observer, Pad, entry, set_layout, terminal, xdotool

ASCII = "".join(map(chr, range(0x20, 0x7F)))
FRENCH = "é è ç à ù ê ë ï ô û É È À Ç € £ œ Œ « »"
ALTGR = "~#{[|`\\^@]}"
ABSENT = "ßшЖλ你½"
EVERYTHING = f"{ASCII} {FRENCH} {ALTGR} {ABSENT}"

MENU = 135
"""The keycode that grp:menu_toggle takes from Menu."""

LAYOUTS = [("us",), ("fr",), ("us", "intl"), ("de",), ("be",), ("fr", "bepo"), ("ru",), ("us,fr",), ("fr,us",)]


def typed(room: Room, listener: Listener, text: str) -> str:
    room.injector.text(text + "\n")
    return listener.line()


@pytest.mark.parametrize("layout", LAYOUTS, ids="-".join)
def test_text_arrives_exactly_in_a_terminal(room: Room, screen_terminal: Listener, layout: tuple[str, ...]) -> None:
    set_layout(room.display, *layout)
    assert typed(room, screen_terminal, EVERYTHING) == EVERYTHING
    assert room.see.nothing_held()


@pytest.mark.parametrize("program", [TK_ENTRY, GTK_ENTRY], ids=["tk", "gtk"])
@pytest.mark.parametrize("layout", ["us", "fr"])
def test_text_arrives_exactly_in_an_application(room: Room, layout: str, program: str) -> None:
    set_layout(room.display, layout)
    with entry(room.display, program) as listener:
        room.injector.move(100, 20)
        assert typed(room, listener, EVERYTHING) == EVERYTHING


def test_text_follows_a_layout_that_changes_meanwhile(room: Room, screen_terminal: Listener) -> None:
    for layout in ("us", "fr", "de", "fr"):
        set_layout(room.display, layout)
        assert typed(room, screen_terminal, "Où est le @ ? azqwm;:!§") == "Où est le @ ? azqwm;:!§"


def test_text_follows_the_group_the_customer_switched_to(room: Room, screen_terminal: Listener) -> None:
    set_layout(room.display, "us,fr", "-option", "grp:menu_toggle")
    room.see.tap(MENU)
    assert room.see.mask() >> 13 & 3 == 1
    assert typed(room, screen_terminal, EVERYTHING) == EVERYTHING
    room.see.tap(MENU)
    assert typed(room, screen_terminal, EVERYTHING) == EVERYTHING


def test_text_is_right_while_the_customers_caps_lock_is_on(room: Room, screen_terminal: Listener) -> None:
    set_layout(room.display, "fr")
    xdotool(room.display, "key", "Caps_Lock")
    try:
        assert typed(room, screen_terminal, "Été à 12 h, ça va ? ÉÇ@ß") == "Été à 12 h, ça va ? ÉÇ@ß"
        assert room.see.mask() & 2, "Caps Lock stays as the customer left it"
    finally:
        xdotool(room.display, "key", "Caps_Lock")


def test_emoji_arrive_where_the_keyboard_has_no_such_thing(room: Room, screen_terminal: Listener) -> None:
    assert typed(room, screen_terminal, "ok 😀👍 ok") == "ok 😀👍 ok"


def test_more_absent_characters_than_spare_keys_arrive(room: Room, screen_terminal: Listener) -> None:
    text = "".join(chr(0x3041 + index) for index in range(60))
    for start in range(0, 60, 5):
        part = text[start : start + 5]
        assert typed(room, screen_terminal, part) == part


def test_decomposed_text_arrives_composed(room: Room, screen_terminal: Listener) -> None:
    assert typed(room, screen_terminal, "e\u0301te\u0301") == "été"


def test_lent_keys_are_given_back_at_the_end(display: str, tmp_path: Path) -> None:
    see = Observer(display)
    before = see.layout()
    injector = X11Injector(X11Connection(display))
    with terminal(display, tmp_path) as listener:
        injector.move(100, 100)
        injector.text("ш\n")
        assert listener.line() == "ш"
    assert see.layout() != before
    injector.close()
    assert see.layout() == before
    see.close()


def test_keys_lent_by_a_crashed_agent_are_taken_back_by_the_next(display: str) -> None:
    see = Observer(display)
    before = see.layout()
    crashed = X11Connection(display)
    X11Injector(crashed).text("шλ")
    crashed.close()
    assert see.layout() != before
    X11Injector(X11Connection(display)).close()
    assert see.layout() == before
    see.close()


def test_lending_keys_adds_no_group_for_the_customer_to_switch_through(room: Room) -> None:
    set_layout(room.display, "us,fr", "-option", "grp:menu_toggle")
    room.injector.text("шλж")
    groups = []
    for _ in range(4):
        groups.append(room.see.mask() >> 13 & 3)
        room.see.tap(MENU)
    assert groups == [0, 1, 0, 1]


# --- the pointer -----------------------------------------------------------------------------------------------------


@pytest.fixture
def pad(unguarded: Room) -> Iterator[Pad]:
    pad = Pad(unguarded.display)
    yield pad
    pad.close()


def test_the_pointer_goes_where_it_is_sent(room: Room) -> None:
    for place in ((0, 0), (1279, 799), (640, 1), (3, 777)):
        room.injector.move(*place)
        assert room.see.pointer() == place


def test_a_place_off_the_screen_becomes_the_nearest_on_it(room: Room) -> None:
    room.injector.move(32767, -5)
    assert room.see.pointer() == (1279, 0)


def test_a_click_where_the_pointer_stands_moves_it_no_more(
    unguarded: Room, pad: Pad, monkeypatch: pytest.MonkeyPatch
) -> None:
    unguarded.injector.move(321, 123)
    moved: list[tuple[int, int]] = []
    monkeypatch.setattr(Pointer, "move", lambda _, x, y: moved.append((x, y)))
    unguarded.injector.move(321, 123)
    unguarded.injector.button(0, True)
    unguarded.injector.button(0, False)
    assert pad.heard() == [("down", 1, 321, 123), ("up", 1, 321, 123)]
    unguarded.injector.move(400, 500)
    assert moved == [(400, 500)]


@pytest.mark.parametrize(("button", "number"), [(0, 1), (1, 2), (2, 3), (3, 8), (4, 9)])
def test_each_button_lands_where_the_pointer_is(unguarded: Room, pad: Pad, button: int, number: int) -> None:
    unguarded.injector.move(321, 123)
    unguarded.injector.button(button, True)
    assert unguarded.injector.holding
    unguarded.injector.move(400, 500)
    unguarded.injector.button(button, False)
    assert not unguarded.injector.holding
    assert pad.heard() == [("down", number, 321, 123), ("up", number, 400, 500)]


def test_the_wheel_turns_by_notches(unguarded: Room, pad: Pad) -> None:
    unguarded.injector.move(10, 10)
    unguarded.injector.scroll(0, 2)
    unguarded.injector.scroll(0, -1)
    unguarded.injector.scroll(1, 0)
    unguarded.injector.scroll(-2, 0)
    assert [number for kind, number, _, _ in pad.heard() if kind == "down"] == [5, 5, 4, 7, 6, 6]
    assert unguarded.see.nothing_held()


def test_a_release_without_a_press_does_nothing(unguarded: Room, pad: Pad) -> None:
    unguarded.injector.button(0, False)
    unguarded.injector.key("KeyA", "a", False)
    assert pad.heard() == []


def test_release_all_releases_keys_and_buttons(unguarded: Room, pad: Pad) -> None:
    unguarded.injector.key("ShiftLeft", "Shift", True)
    unguarded.injector.key("ArrowUp", "ArrowUp", True)
    unguarded.injector.button(0, True)
    unguarded.injector.button(2, True)
    assert len(unguarded.see.keys_down()) == 2
    assert len(pad.heard()) == 2
    unguarded.injector.release_all()
    assert unguarded.see.nothing_held()
    assert not unguarded.injector.holding


async def test_a_held_key_repeats_until_it_is_released_and_a_modifier_stays_down(
    room: Room, screen_terminal: Listener
) -> None:
    room.hand.start(lambda kind: None)
    room.injector.key("ShiftLeft", "Shift", True)
    began = monotonic()
    room.injector.key("KeyA", "A", True)
    await asyncio.sleep(1.2)
    assert room.see.mask() & 1
    room.injector.key("KeyA", "A", False)
    held = monotonic() - began
    room.injector.key("ShiftLeft", "Shift", False)
    await asyncio.sleep(0.2)
    room.injector.text("\n")
    assert 5 <= screen_terminal.line().count("A") <= 2 + (held - DELAY_SECONDS) / REPEAT_SECONDS
    assert room.see.nothing_held()
    room.hand.stop()


def test_release_all_never_raises_though_the_screen_is_gone() -> None:
    with xvfb() as display:
        injector = X11Injector(X11Connection(display))
        injector.key("ShiftLeft", "Shift", True)
    injector.release_all()
    with pytest.raises(DesktopError, match="does not say where its pointer is"):
        injector.move(1, 1)
    injector.close()
