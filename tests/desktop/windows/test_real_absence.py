"""The customer leaves: what Windows tells of the session, and what is found out by looking."""

import asyncio
import ctypes
from collections.abc import AsyncIterator
from ctypes import wintypes

import pytest

from agent.desktop.base import AwayKind
from agent.desktop.windows.absence import WindowsAbsence
from agent.desktop.windows.libraries import function
from agent.desktop.windows.win32_session import input_desktop_is_ours, screen_saver_runs, time_asleep
from scripts.rigs.win32_windows import PATIENCE

_SendMessage = function(
    "user32", "SendMessageW", ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM
)
WTS_CHANGE, POWER = 0x02B1, 0x0218


class Watched:
    def __init__(self) -> None:
        self.ours = True
        self.kinds: list[AwayKind] = []
        self.absence = WindowsAbsence(lambda: self.ours, slept=lambda: False, screen_saver=lambda: False)

    async def tells(self, kind: AwayKind) -> None:
        async with asyncio.timeout(PATIENCE):
            while kind not in self.kinds:
                await asyncio.sleep(0.01)


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    watched = Watched()
    watched.absence.start(watched.kinds.append)
    yield watched
    watched.absence.stop()


@pytest.mark.parametrize(
    ("message", "what", "kind"),
    [
        (WTS_CHANGE, 7, AwayKind.LOCKED),
        (WTS_CHANGE, 2, AwayKind.SWITCHED),
        (WTS_CHANGE, 4, AwayKind.SWITCHED),
        (WTS_CHANGE, 6, AwayKind.SWITCHED),
        (POWER, 4, AwayKind.ASLEEP),
        (POWER, 0x12, AwayKind.ASLEEP),
    ],
)
async def test_what_windows_tells_is_passed_on(watched: Watched, message: int, what: int, kind: AwayKind) -> None:
    await asyncio.to_thread(_SendMessage, watched.absence.window, message, what, 0)
    await watched.tells(kind)
    assert watched.kinds == [kind]


async def test_an_unlock_and_other_words_are_nothing(watched: Watched) -> None:
    for what in (8, 1, 3, 5, 99):
        await asyncio.to_thread(_SendMessage, watched.absence.window, WTS_CHANGE, what, 0)
    await asyncio.sleep(0.3)
    assert watched.kinds == []


async def test_a_prompt_is_told_once_each_time_it_comes(watched: Watched) -> None:
    watched.ours = False
    await watched.tells(AwayKind.PROMPT)
    await asyncio.sleep(0.6)
    assert watched.kinds == [AwayKind.PROMPT]
    watched.ours = True
    await asyncio.sleep(0.6)
    watched.ours = False
    async with asyncio.timeout(PATIENCE):
        while watched.kinds != [AwayKind.PROMPT, AwayKind.PROMPT]:
            await asyncio.sleep(0.01)


async def test_after_the_end_nothing_is_told_and_it_can_begin_again(watched: Watched) -> None:
    watched.absence.stop()
    watched.ours = False
    await asyncio.sleep(0.4)
    assert watched.kinds == []
    watched.absence.start(watched.kinds.append)
    await watched.tells(AwayKind.PROMPT)


def test_this_desktop_has_the_input_no_screen_saver_runs_and_the_clocks_agree() -> None:
    assert input_desktop_is_ours()
    assert not screen_saver_runs()
    assert abs(time_asleep() - time_asleep()) < 1
