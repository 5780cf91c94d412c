"""Layouts as data: which stroke gives which character, and what Caps Lock, groups and dead keys do to it."""

import pytest

from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.keycodes import LOCK, SHIFT
from agent.desktop.x11.keysyms import character, dead_sequence, keysyms
from agent.desktop.x11.layout import Key, KeyType, Layout, State, Stroke
from agent.desktop.x11.plan import Plan, plan
from agent.desktop.x11.raw import xtest_keyboard
from agent.desktop.x11.xkb import Xkb
from tests.desktop.rig import set_layout

pytestmark = pytest.mark.usefixtures("server")

LEVEL3 = 0x80
PLAIN = State(0, 0)
LETTER = KeyType(SHIFT | LOCK, {SHIFT: 1, LOCK: 1})
FOUR = KeyType(SHIFT | LEVEL3, {SHIFT: 1, LEVEL3: 2, SHIFT | LEVEL3: 3})
FOUR_KEEPING_LOCK = KeyType(
    SHIFT | LOCK | LEVEL3,
    {SHIFT: 1, LOCK: 1, LEVEL3: 2, LEVEL3 | LOCK: 2},
    keeps_lock=frozenset({LEVEL3 | LOCK}),
)
E_ACUTE, DEAD_CIRCUMFLEX = 0xE9, 0xFE52

A_KEY, TWO_KEY, DEAD_KEY, S_KEY, E_KEY, OTHER_KEY, NOTHING = 24, 11, 34, 39, 26, 40, 93
AZERTY = Layout(
    {
        A_KEY: Key(((LETTER, (ord("a"), ord("A"))),)),
        TWO_KEY: Key(((FOUR, (E_ACUTE, ord("2"), ord("~"), 0)),)),
        DEAD_KEY: Key(((FOUR, (DEAD_CIRCUMFLEX, 0, 0, 0)),)),
        S_KEY: Key(((FOUR_KEEPING_LOCK, (ord("s"), ord("S"), 0xDF)),)),
        E_KEY: Key(((LETTER, (ord("e"), ord("E"))),)),
        OTHER_KEY: Key(((LETTER, (ord("q"), ord("Q"))), (LETTER, (0x6CA, 0x6EA)))),
        NOTHING: Key(()),
    },
    modifiers={},
    level3=LEVEL3,
)


def test_the_stroke_names_the_modifiers_that_the_key_minds() -> None:
    assert AZERTY.find_character("a", PLAIN) == Stroke(A_KEY, 0, SHIFT)
    assert AZERTY.find_character("2", PLAIN) == Stroke(TWO_KEY, SHIFT, SHIFT | LEVEL3)
    assert AZERTY.find_character("~", PLAIN) == Stroke(TWO_KEY, LEVEL3, SHIFT | LEVEL3)


def test_the_answer_does_not_depend_on_the_shift_held_now() -> None:
    for held in (0, SHIFT, LEVEL3, SHIFT | LEVEL3):
        assert AZERTY.find_character("2", State(held, 0)) == Stroke(TWO_KEY, SHIFT, SHIFT | LEVEL3)


def test_caps_lock_turns_letters_over_and_leaves_digits() -> None:
    locked = State(LOCK, 0)
    assert AZERTY.find_character("a", locked) == Stroke(A_KEY, SHIFT, SHIFT)
    assert AZERTY.find_character("A", locked) == Stroke(A_KEY, 0, SHIFT)
    assert AZERTY.find_character("2", locked) == Stroke(TWO_KEY, SHIFT, SHIFT | LEVEL3)


def test_caps_lock_that_a_key_leaves_to_the_application_capitalizes() -> None:
    assert AZERTY.find_character("é", State(LOCK, 0)) is None
    assert AZERTY.find_character("É", State(LOCK, 0)) == Stroke(TWO_KEY, 0, SHIFT | LEVEL3)
    assert AZERTY.find_character("ß", State(LOCK, 0)) is None, "preserved: the application makes it a capital"


def test_a_plan_turns_caps_lock_off_only_where_it_must() -> None:
    assert plan("a", AZERTY, State(LOCK, 0)) == Plan((Stroke(A_KEY, SHIFT, SHIFT),))
    assert plan("é", AZERTY, State(LOCK, 0)) == Plan((Stroke(TWO_KEY, 0, SHIFT | LEVEL3),), without_caps=True)


def test_a_plan_takes_a_dead_key_where_there_is_no_other() -> None:
    dead = Stroke(DEAD_KEY, 0, SHIFT | LEVEL3)
    assert plan("ê", AZERTY, PLAIN) == Plan((dead, Stroke(E_KEY, 0, SHIFT)))
    assert plan("Ê", AZERTY, PLAIN) == Plan((dead, Stroke(E_KEY, SHIFT, SHIFT)))
    assert plan("ñ", AZERTY, PLAIN) is None
    assert plan("你", AZERTY, PLAIN) is None


def test_the_key_at_the_technicians_place_is_preferred() -> None:
    twins = Layout({10: AZERTY._keys[A_KEY], 20: AZERTY._keys[A_KEY]}, {}, 0)
    assert twins.find_character("a", PLAIN, place=20) == Stroke(20, 0, SHIFT)
    assert twins.find_character("a", PLAIN, place=30) == Stroke(10, 0, SHIFT)


def test_the_group_in_effect_decides() -> None:
    assert AZERTY.find_character("й", PLAIN) is None
    assert AZERTY.find_character("й", State(0, 1)) == Stroke(OTHER_KEY, 0, SHIFT)


@pytest.mark.parametrize(("beyond", "group"), [(0x02, 0), (0x42, 1), (0x92, 1), (0xA2, 0)])
def test_a_group_beyond_the_keys_own_is_brought_back_as_the_map_says(beyond: int, group: int) -> None:
    key = Key(((LETTER, (1,)), (LETTER, (2,))), beyond)
    assert key.group(2)[1] == (group + 1,)


def test_spare_keys_give_nothing_and_modify_nothing() -> None:
    keys = {8: Key(()), 9: Key(((LETTER, (0, 0)),)), 10: Key(()), 11: Key(((LETTER, (0x61,)),))}
    assert Layout(keys, {10: 0x40}, 0).spare == [9, 8]


@pytest.mark.parametrize("char", [*"aé€œŒßшΩ你ı", "😀", "\t"])
def test_every_keysym_of_a_character_writes_it(char: str) -> None:
    assert keysyms(char)
    assert {character(keysym) or "\t" for keysym in keysyms(char)} == {char}


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x7f", "\x9f"])
def test_control_characters_are_not_typed(char: str) -> None:
    assert keysyms(char) == ()


@pytest.mark.parametrize(("char", "parts"), [("ê", (0xFE52, "e")), ("ç", (0xFE5B, "c")), ("^", (0xFE52, " "))])
def test_characters_come_apart_into_dead_keys(char: str, parts: tuple[int, str]) -> None:
    assert dead_sequence(char) == parts


@pytest.mark.parametrize("char", ["e", "ø", "ǖ", "한", "你"])
def test_other_characters_do_not(char: str) -> None:
    assert dead_sequence(char) is None


@pytest.mark.parametrize("layout", ["us", "fr", "de", "be", "ch", "gb", "es", "it", "pt", "ru", "gr", "us,fr", "fr,us"])
def test_each_stroke_found_on_a_real_map_gives_what_was_asked(display: str, layout: str) -> None:
    set_layout(display, layout)
    connection = X11Connection(display)
    xkb = Xkb(display, xtest_keyboard(connection))
    read = xkb.layout()
    for state in (PLAIN, State(LOCK, 0), State(0, 1), State(0x10, 0)):
        for point in (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x20AC):
            stroke = read.find_character(chr(point), state)
            if stroke:
                pressed = state._replace(modifiers=state.modifiers | stroke.modifiers)
                assert character(read.keysym(stroke.keycode, pressed)) == chr(point)
    assert all(read.find_character(chr(point), PLAIN) for point in range(0x30, 0x3A)), "digits are on every layout"
    xkb.close()
    connection.close()
