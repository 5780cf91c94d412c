"""The technician's hand on a Mac: the events that are posted, all with our mark."""

import pytest

from agent.areas import Rect
from agent.desktop.acting import Acting
from agent.desktop.guarded import GuardedInjector
from agent.desktop.macos.displays import MacMonitors
from agent.desktop.macos.events import COMMAND, MARK, REPEATS, SHIFT, open_poster
from agent.desktop.macos.keyboard import MacKeyboard
from agent.desktop.macos.keys import RETURN
from agent.desktop.macos.mouse import MacMouse
from tests.desktop.macos.fakes import FakeQuartz

CLICKS = 1


class Guard:
    def __init__(self) -> None:
        self.open = True

    def allow_pointer(self, x: int, y: int) -> bool:
        return self.open

    def allow_keys(self) -> bool:
        return self.open


class Hand:
    def __init__(self) -> None:
        self.quartz, self.acting, self.guard, self.time = FakeQuartz(), Acting(), Guard(), 100.0
        self.quartz.screens = {1: Rect(0, 0, 1440, 900), 2: Rect(-800, 0, 800, 600)}
        monitors = MacMonitors(self.quartz)
        poster = open_poster(self.quartz, self.acting.mark)
        self.keyboard = MacKeyboard(poster)
        mouse = MacMouse(poster, monitors, lambda: self.time)
        self.injector = GuardedInjector(self.acting, mouse, self.keyboard, self.guard)

    def kinds(self) -> list[str]:
        return [one.kind for one in self.quartz.posted]

    def keys(self) -> list[tuple[int, bool, str, int]]:
        return [(one.number, one.down, one.text, one.flags & ~0x100) for one in self.quartz.posted]


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_every_event_bears_our_mark(hand: Hand) -> None:
    hand.injector.move(10, 10)
    hand.injector.button(0, True)
    hand.injector.scroll(0, 1)
    hand.injector.key("KeyA", "a", True)
    hand.injector.release_all()
    assert len(hand.quartz.posted) == 6
    assert {one.fields[MARK] for one in hand.quartz.posted} == {hand.acting.mark}


def test_places_are_counted_from_the_leftmost_display(hand: Hand) -> None:
    hand.injector.move(810, 20)
    assert hand.quartz.posted[-1].place == (10, 20)
    hand.injector.move(-5, 99999)
    assert hand.quartz.posted[-1].place == (-800, 899)


def test_a_move_while_a_button_is_held_drags(hand: Hand) -> None:
    hand.injector.button(0, True)
    hand.injector.move(810, 20)
    hand.injector.button(0, False)
    hand.injector.move(820, 20)
    assert hand.kinds() == ["mouse 1", "mouse 6", "mouse 2", "mouse 5"]
    hand.injector.button(2, True)
    hand.injector.button(1, True)
    assert [(one.kind, one.number) for one in hand.quartz.posted[-2:]] == [("mouse 3", 1), ("mouse 25", 2)]


def test_a_second_quick_press_at_the_same_place_is_a_double_click(hand: Hand) -> None:
    def click() -> int:
        hand.injector.button(0, True)
        hand.injector.button(0, False)
        return hand.quartz.posted[-2].fields[CLICKS]

    assert [click(), click()] == [1, 2]
    hand.time += 0.6
    assert click() == 1
    hand.quartz.pointer = (200, 200)
    assert click() == 1, "elsewhere"


def test_the_wheel_turns_as_the_technicians(hand: Hand) -> None:
    hand.injector.scroll(0, 2)
    hand.injector.scroll(1, 0)
    hand.injector.scroll(0, 0)
    assert [one.place for one in hand.quartz.posted] == [(-6, 0), (0, -3)]


def test_characters_are_written_as_such_whatever_the_layout(hand: Hand) -> None:
    hand.injector.key("KeyA", "é", True)
    hand.injector.key("KeyA", "é", False)
    hand.injector.text("ß\n")
    written = [(0, True, "ß", 0), (0, False, "ß", 0), (RETURN, True, "", 0), (RETURN, False, "", 0)]
    assert hand.keys() == [(0, True, "é", 0), (0, False, "é", 0), *written]
    hand.injector.text("😀")
    assert hand.quartz.posted[-1].fields[-1] == 2, "two halves of UTF-16"


def test_a_command_presses_the_key_that_writes_its_character_here(hand: Hand) -> None:
    hand.injector.key("MetaLeft", "Meta", True)
    hand.injector.key("KeyA", "a", True)
    hand.injector.key("KeyA", "a", False)
    hand.injector.key("MetaLeft", "Meta", False)
    pressed = [(0x37, True, "", COMMAND), (12, True, "", COMMAND), (12, False, "", COMMAND), (0x37, False, "", 0)]
    assert hand.keys() == pressed, "on this AZERTY, a lies where others have q"


def test_a_command_whose_character_no_key_writes_does_nothing(hand: Hand) -> None:
    hand.injector.key("MetaLeft", "Meta", True)
    hand.quartz.posted.clear()
    hand.injector.key("KeyA", "ф", True)
    assert hand.quartz.posted == []


def test_a_held_key_repeats_with_its_modifiers(hand: Hand) -> None:
    hand.injector.key("ShiftLeft", "Shift", True)
    hand.injector.key("ArrowLeft", "ArrowLeft", True)
    assert hand.keyboard.repeat()
    last = hand.quartz.posted[-1]
    assert (last.number, last.flags & SHIFT, last.fields[REPEATS]) == (0x7B, SHIFT, 1)
    hand.injector.key("ArrowLeft", "ArrowLeft", False)
    assert not hand.keyboard.repeat(), "a modifier alone does not"


def test_names_that_write_nothing_do_nothing(hand: Hand) -> None:
    for name in ("Dead", "CapsLock", "AltGraph", "Unidentified"):
        hand.injector.key("KeyA", name, True)
    assert hand.quartz.posted == []
    assert not hand.injector.holding


def test_all_that_is_held_is_released_and_told(hand: Hand) -> None:
    told: list[bool] = []
    hand.injector.on_holding = told.append
    hand.injector.key("ShiftLeft", "Shift", True)
    hand.injector.button(0, True)
    hand.quartz.posted.clear()
    hand.injector.release_all()
    assert [(one.kind, one.down) for one in hand.quartz.posted] == [("key", False), ("mouse 2", True)]
    assert (told, hand.injector.holding) == ([True, False], False)


def test_nothing_happens_where_a_guard_says_no_or_the_customer_acts(hand: Hand) -> None:
    hand.guard.open = False
    hand.injector.move(1, 1)
    hand.injector.button(0, True)
    hand.injector.text("no")
    hand.guard.open = True
    hand.acting.seen()
    hand.injector.move(1, 1)
    hand.injector.key("KeyA", "a", True)
    assert hand.quartz.posted == []
