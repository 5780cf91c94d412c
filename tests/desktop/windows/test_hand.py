"""Whose hand an event is: ours alone bears our mark, and everything else is the customer's."""

import asyncio

import pytest

from agent.desktop.acting import Acting
from agent.desktop.base import DesktopError, HandKind
from agent.desktop.heard import Act
from agent.desktop.panic import Key
from agent.desktop.windows.hand import WindowsHand, key_of
from agent.desktop.windows.win32_hooks import Event

POINTER = (100, 50)


class Heard:
    def __init__(self) -> None:
        self.acting = Acting()
        self.hand = WindowsHand(self.acting, pointer=lambda: POINTER)
        self.told: list[HandKind] = []
        self.panics: list[int] = []
        self.hand.answer(self.panics.append)
        self.hand.heard.start(self.told.append)

    def comes(
        self,
        act: Act,
        key: int = 0,
        *,
        injected: bool = False,
        extra: int = 0,
        time: int = 1000,
        place: tuple[int, int] | None = None,
    ) -> None:
        self.hand.judge(Event(act, key, injected, extra, time, place))


@pytest.fixture
async def heard() -> Heard:
    return Heard()


async def test_ours_is_nobodys_hand(heard: Heard) -> None:
    heard.comes(Act.MOVE, injected=True, extra=heard.acting.mark)
    assert not heard.acting.customer
    await asyncio.sleep(0)
    assert heard.told == []


@pytest.mark.parametrize(("injected", "extra"), [(False, 0), (True, 0), (True, 7)])
async def test_devices_and_other_programs_are_the_customers(heard: Heard, injected: bool, extra: int) -> None:
    heard.comes(Act.BUTTON, injected=injected, extra=extra)
    assert heard.acting.customer
    await asyncio.sleep(0)
    assert heard.told == [HandKind.BUTTON]
    assert not heard.acting.customer


async def test_our_mark_on_a_real_device_is_a_lie(heard: Heard) -> None:
    heard.comes(Act.MOVE, injected=False, extra=heard.acting.mark)
    await asyncio.sleep(0)
    assert heard.told == [HandKind.POINTER]


@pytest.mark.parametrize("injected", [False, True])
async def test_a_move_to_where_the_pointer_is_was_nobodys_and_a_pixel_away_it_is_the_customers(
    heard: Heard, injected: bool
) -> None:
    heard.comes(Act.MOVE, injected=injected, place=POINTER)
    assert not heard.acting.customer
    heard.comes(Act.MOVE, injected=injected, place=(101, 50))
    assert heard.acting.customer
    await asyncio.sleep(0)
    assert heard.told == [HandKind.POINTER]


async def test_a_press_where_the_pointer_is_is_the_customers(heard: Heard) -> None:
    heard.comes(Act.BUTTON, place=POINTER)
    await asyncio.sleep(0)
    assert heard.told == [HandKind.BUTTON]


async def test_where_nobody_knows_the_pointers_place_every_move_is_the_customers(heard: Heard) -> None:
    def unknown() -> tuple[int, int]:
        raise DesktopError("another desktop has it")

    heard.hand._pointer = unknown
    heard.comes(Act.MOVE, place=POINTER)
    await asyncio.sleep(0)
    assert heard.told == [HandKind.POINTER]


async def test_a_thousand_moves_are_told_once_a_turn(heard: Heard) -> None:
    for _ in range(1000):
        heard.comes(Act.MOVE)
    await asyncio.sleep(0)
    assert heard.told == [HandKind.POINTER]
    heard.comes(Act.MOVE)
    await asyncio.sleep(0)
    assert heard.told == [HandKind.POINTER] * 2


async def test_panic_keys_are_the_customers_and_answered_whoever_pressed_them(heard: Heard) -> None:
    heard.comes(Act.KEY_DOWN, 0x13, injected=True, extra=heard.acting.mark, time=10)
    await asyncio.sleep(0)
    assert (heard.told, heard.panics) == ([], [10])
    heard.comes(Act.KEY_UP, 0x13, injected=True, extra=heard.acting.mark, time=11)
    heard.comes(Act.KEY_DOWN, 0x13, time=5000)
    await asyncio.sleep(0)
    assert heard.told == [HandKind.PANIC_PAUSE]
    assert heard.panics == [10, 5000]


def test_pause_and_ctrl_break_and_escape_are_panic_keys() -> None:
    assert [key_of(key) for key in (0x13, 0x03, 0x1B, 0x41)] == [Key.PAUSE, Key.PAUSE, Key.ESCAPE, Key.OTHER]


def test_each_run_has_a_mark_of_its_own() -> None:
    marks = {Acting().mark for _ in range(50)}
    assert len(marks) > 45
    assert 0 not in marks
