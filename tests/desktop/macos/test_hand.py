"""Whose hand an event is: ours alone bears our process and our mark, and everything else is the customer's."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest

from agent.desktop.acting import Acting
from agent.desktop.base import DesktopError, HandKind
from agent.desktop.macos.hand import MacHand
from agent.desktop.macos.keys import ESCAPE, F15
from agent.desktop.macos.release import MacRelease
from agent.desktop.macos.tap import MASK, OFF
from tests.desktop.macos.fakes import FakeQuartz

MOVED, PRESSED, WHEEL, DOWN, UP, MODIFIER = 5, 1, 22, 10, 11, 12


class Listening:
    def __init__(self) -> None:
        self.quartz, self.acting = FakeQuartz(), Acting()
        self.hand = MacHand(self.quartz, self.acting, allowed=True)
        self.told: list[HandKind] = []
        self.panics: list[int] = []
        self.hand.answer(self.panics.append)
        self.hand.start(self.told.append)

    async def heard(self) -> list[HandKind]:
        await asyncio.sleep(0)
        told, self.told[:] = [*self.told], []
        return told


@pytest.fixture
async def listening() -> AsyncIterator[Listening]:
    listening = Listening()
    yield listening
    listening.hand.stop()


async def test_ours_is_nobodys_hand(listening: Listening) -> None:
    listening.quartz.hears(MOVED, pid=os.getpid(), mark=listening.acting.mark)
    assert not listening.acting.customer
    assert await listening.heard() == []


@pytest.mark.parametrize("whose", ["device", "our process", "our mark"])
async def test_devices_and_what_bears_one_sign_alone_are_the_customers(listening: Listening, whose: str) -> None:
    pid = os.getpid() if whose == "our process" else 0
    mark = listening.acting.mark if whose == "our mark" else 0
    listening.quartz.hears(PRESSED, pid=pid, mark=mark)
    assert listening.acting.customer, "nothing is injected until the rules know"
    assert await listening.heard() == [HandKind.BUTTON]
    assert not listening.acting.customer


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (MOVED, HandKind.POINTER),
        (6, HandKind.POINTER),
        (WHEEL, HandKind.BUTTON),
        (29, HandKind.BUTTON),
        (DOWN, HandKind.KEY),
        (UP, HandKind.KEY),
        (MODIFIER, HandKind.KEY),
    ],
)
async def test_every_kind_of_event_is_heard(listening: Listening, kind: int, told: HandKind) -> None:
    assert MASK >> kind & 1, "it is among those asked for"
    listening.quartz.hears(kind)
    assert await listening.heard() == [told]


async def test_three_escapes_stop_and_f15_pauses(listening: Listening) -> None:
    for _ in range(3):
        listening.quartz.hears(DOWN, key=ESCAPE)
        listening.quartz.hears(UP, key=ESCAPE)
    assert HandKind.PANIC_STOP in await listening.heard()
    listening.quartz.hears(DOWN, key=F15)
    assert await listening.heard() == [HandKind.PANIC_PAUSE]
    assert listening.panics == [5, 5], "the watchdog is answered by the event's own time"


async def test_a_tap_that_was_off_may_have_missed_the_customer(listening: Listening) -> None:
    for kind in OFF:
        listening.quartz.hears(kind)
        assert await listening.heard() == [HandKind.POINTER]


async def test_a_tap_that_stays_off_ends_the_session(listening: Listening) -> None:
    listening.quartz.tap_hears = False
    listening.quartz.hears(min(OFF))
    assert await listening.heard() == [HandKind.PANIC_STOP]


async def test_a_tap_that_macos_refuses_after_all_is_said_in_words() -> None:
    quartz = FakeQuartz()
    quartz.taps_work = False
    hand = MacHand(quartz, Acting(), allowed=True)
    with pytest.raises(DesktopError, match="Accessibility"):
        hand.start(lambda kind: None)
    hand.stop()


async def test_where_the_customer_has_not_allowed_it_nothing_is_heard_and_nothing_asked() -> None:
    quartz = FakeQuartz()
    hand = MacHand(quartz, Acting(), allowed=False)
    hand.start(lambda kind: None)
    assert quartz.tapped is None
    hand.stop()


def test_the_watchdog_releases_what_is_down_and_rings_at_panic_keys() -> None:
    quartz = FakeQuartz()
    quartz.down, quartz.buttons = {0x37}, {0}
    release = MacRelease(quartz)
    release.release_all()
    assert [(one.kind, one.number, one.down) for one in quartz.posted] == [("key", 0x37, False), ("mouse 2", 0, True)]
    quartz.hears(DOWN, key=F15)
    assert release.panic_keys() == [5]
    assert release.panic_keys() == []
    release.close()
