"""Typing and pointing into real programs, on layouts other than the technician's."""

from pathlib import Path

import pytest

from tests.desktop.conftest import Room
from tests.desktop.rig import GTK_ENTRY, TK_ENTRY, Listener, entry, set_layout, terminal, xdotool

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
    from agent.desktop.x11.connection import X11Connection
    from agent.desktop.x11.injector import X11Injector
    from tests.desktop.rig import Observer

    see = Observer(display)
    before = list(map(list, see.display.get_keyboard_mapping(8, 248)))
    injector = X11Injector(X11Connection(display))
    with terminal(display, tmp_path) as listener:
        injector.move(100, 100)
        injector.text("ш\n")
        assert listener.line() == "ш"
    injector.close()
    after = [[keysym for keysym in row if keysym] for row in see.display.get_keyboard_mapping(8, 248)]
    assert after == [[keysym for keysym in row if keysym] for row in before]
    see.close()
