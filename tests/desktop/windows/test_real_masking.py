"""Real windows under the masking: what is hidden is covered from the first picture on, and takes no input."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from time import monotonic

import pytest

from agent.areas import Rect, cut
from agent.desktop.unknown import Unknown
from agent.desktop.windows.masking import WindowsMasking
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.screen import WindowsScreen
from agent.desktop.windows.win32_windows import exclude_from_capture, executable_of
from agent.desktop.windows.windows import WindowsOfDesktop
from agent.hiding.judge import judge
from agent.hiding.vocabulary import Hidden
from agent.media.capture import MASK_PIXEL, capture
from scripts.rigs.win32_windows import PATIENCE, Puppet, puppet

PLACE, ELSEWHERE = Rect(100, 100, 200, 150), Rect(500, 300, 200, 150)
RED = b"\x00\x00\xff"


class Masked:
    def __init__(self, own: set[int]) -> None:
        monitors = WindowsMonitors()
        self.own = own
        desk = WindowsOfDesktop(monitors, lambda: self.own)
        self.told: list[tuple[Sequence[Rect], bool]] = []
        self.seen = True
        self.masking = WindowsMasking(desk, monitors, judge, Unknown(), lambda: self.seen)
        self.masking.start(lambda areas, sudden: self.told.append((areas, sudden)))
        self.screen = WindowsScreen(monitors, self.masking.look)

    def covers(self, x: int, y: int) -> bool:
        return any(cut(mask, Rect(x, y, 1, 1)) for mask in self.masking.masks(monotonic()))

    async def comes_to_cover(self, x: int, y: int, covered: bool) -> None:
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(self.covers, x, y) != covered:
                await asyncio.sleep(0.01)

    def pixel(self, x: int, y: int) -> bytes:
        return bytes(capture(self.screen, [Rect(x, y, 1, 1)], self.masking.masks)[0].pixels[:3])


@pytest.fixture
async def masked() -> AsyncIterator[Masked]:
    masked = Masked(set())
    yield masked
    masked.masking.stop()
    masked.screen.close()


def hides(window: Puppet) -> Hidden:
    return Hidden(windows=frozenset({window.handle}))


async def test_a_hidden_window_is_flat_in_the_picture_and_the_others_are_not(masked: Masked) -> None:
    with puppet(PLACE, "secret", more=8) as secret, puppet(ELSEWHERE, "letter", more=8):
        masked.masking.use(hides(secret))
        await masked.comes_to_cover(150, 150, True)
        await masked.comes_to_cover(550, 350, False)
        async with asyncio.timeout(PATIENCE):
            while masked.pixel(550, 350) != RED:
                await asyncio.sleep(0.01)
        assert masked.pixel(150, 150) == MASK_PIXEL[:3]
        assert masked.told[-1][1] or any(sudden for _, sudden in masked.told)


async def test_a_hidden_window_that_moves_is_covered_where_it_was_where_it_is_and_between(masked: Masked) -> None:
    with puppet(PLACE, "secret", more=8) as secret:
        masked.masking.use(hides(secret))
        await masked.comes_to_cover(150, 150, True)
        secret.move(ELSEWHERE)
        for place in [(150, 150), (350, 230), (550, 350)]:
            assert masked.covers(*place)
        await masked.comes_to_cover(150, 150, False)
        assert masked.covers(550, 350)


async def test_a_window_that_is_hidden_by_its_title_is_covered_and_for_a_moment_after(masked: Masked) -> None:
    with puppet(PLACE, "Letter", more=8) as window:
        await masked.comes_to_cover(150, 150, False)
        window.rename("Bitwarden")
        assert masked.covers(150, 150)
        window.rename("Letter")
        assert masked.covers(150, 150)
        await masked.comes_to_cover(150, 150, False)


async def test_what_remains_of_a_hidden_window_that_closes_stays_covered_a_moment(masked: Masked) -> None:
    with puppet(PLACE, "secret", more=8) as secret:
        masked.masking.use(hides(secret))
        await masked.comes_to_cover(150, 150, True)
        assert not masked.masking.gone(secret.handle)
    assert masked.covers(150, 150)
    await masked.comes_to_cover(150, 150, False)
    assert masked.masking.gone(secret.handle)


async def test_sharing_one_window_covers_all_else(masked: Masked) -> None:
    with puppet(PLACE, "letter", more=8) as letter, puppet(ELSEWHERE, "other", more=8):
        masked.masking.use(Hidden(only=letter.handle))
        await masked.comes_to_cover(150, 150, False)
        assert masked.covers(550, 350)
        assert masked.covers(1200, 700)


async def test_with_a_hidden_folder_every_window_is_in_doubt(masked: Masked, tmp_path: Path) -> None:
    with puppet(PLACE, "letter", more=8):
        await masked.comes_to_cover(150, 150, False)
        masked.masking.use(Hidden(folders=(tmp_path,)))
        await masked.comes_to_cover(150, 150, True)


async def test_behind_a_prompt_of_windows_own_all_is_covered_and_takes_no_input(masked: Masked) -> None:
    masked.seen = False
    assert masked.covers(700, 700)
    assert not masked.masking.allow_keys()
    assert not masked.masking.allow_pointer(700, 700)
    masked.seen = True
    assert masked.covers(700, 700)
    await masked.comes_to_cover(700, 700, False)


async def test_remote_input_over_a_mask_is_refused(masked: Masked) -> None:
    with puppet(PLACE, "secret", more=8) as secret, puppet(ELSEWHERE, "letter", more=8) as letter:
        masked.masking.use(hides(secret))
        await masked.comes_to_cover(150, 150, True)
        letter.to_front()
        assert not masked.masking.allow_pointer(150, 150)
        async with asyncio.timeout(PATIENCE):
            while not masked.masking.allow_pointer(550, 350):
                await asyncio.sleep(0.01)


async def test_windows_can_be_picked_by_title_and_program_and_ours_are_not_among_them(masked: Masked) -> None:
    with puppet(PLACE, "A letter", more=8) as window:
        await masked.comes_to_cover(150, 150, False)
        choice = masked.masking.window_at(150, 150)
        assert choice
        assert (choice.id, choice.title, choice.application) == (window.handle, "A letter", "python.exe")
        assert choice in masked.masking.windows()
        masked.own = {os.getpid()}
        masked.masking.look()
        assert masked.masking.window_at(150, 150) is None
        masked.masking.cover_own(True)
        await masked.comes_to_cover(150, 150, True)
        masked.masking.cover_own(False)
        await masked.comes_to_cover(150, 150, False)


def test_a_program_is_named_by_its_path() -> None:
    path = executable_of(os.getpid())
    assert path
    assert path.lower().endswith("python.exe")


def test_keeping_a_window_out_of_pictures_is_answered_truly() -> None:
    with puppet(PLACE, "ours", colour=0x00FF00, more=8) as ours:
        screen = WindowsScreen(WindowsMonitors())
        excluded = exclude_from_capture(ours.handle)
        shown = screen.grab(Rect(150, 150, 1, 1))[:3]
        screen.close()
        assert not (excluded and shown == b"\x00\xff\x00"), "Windows said it would, and shows it"
