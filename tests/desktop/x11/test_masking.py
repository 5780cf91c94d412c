"""What is hidden is covered on a real X server, in the list that comes after a capture."""

import asyncio
from time import monotonic

import pytest

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError
from agent.desktop.trails import LEAST_SECONDS, MOMENT_SECONDS
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.masking import X11Masking
from agent.desktop.x11.screen import X11Screen
from agent.hiding.judge import judge
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Guard, Hidden
from agent.media.capture import MASK_PIXEL, capture
from scripts.rigs.xserver import window_manager, xvfb
from tests.desktop.rig import PATIENCE, until
from tests.desktop.x11.conftest import Masked
from tests.desktop.x11.fakes import NothingKnown
from tests.desktop.x11.puppet import Puppet

VAULT = Hidden(applications=frozenset({"vault"}))
NOTHING = Hidden(guards=frozenset())


async def test_a_hidden_programs_windows_are_covered_from_the_first_and_no_others(
    masked: Masked, vault: Puppet, page: Puppet
) -> None:
    masked.masking.use(VAULT)
    vault.open(10, 10, 50, 40)
    assert await masked.covers(10, 10)
    assert await masked.covers(59, 49)
    assert not await masked.covers(60, 49)
    page.open(100, 100, 50, 40)
    await masked.comes_to_cover(100, 100, False)


@pytest.mark.usefixtures("endless_patience")
async def test_it_stays_covered_wherever_it_goes_and_is_uncovered_once_drawn_over(
    masked: Masked, vault: Puppet
) -> None:
    masked.masking.use(VAULT)
    window = vault.open(10, 10, 50, 40)
    assert await masked.covers(10, 10)
    assert await masked.covers(59, 49), "asked again: by now the server tells what is drawn"
    vault.act("move", window, x=200, y=100)
    assert await masked.covers(249, 139)
    await masked.comes_to_cover(10, 10, False)  # the server has drawn the bare desktop there
    vault.act("resize", window, width=100, height=100)
    assert await masked.covers(299, 199)
    vault.act("close", window)
    await masked.comes_to_cover(250, 150, False)


async def test_a_window_that_came_and_went_between_two_looks_leaves_its_remains(
    masked: Masked, vault: Puppet, page: Puppet
) -> None:
    masked.masking.use(VAULT)
    page.open(0, 0, 300, 200, background=None)
    await masked.comes_to_cover(20, 20, False)
    with masked.follower._work:  # the thread that follows is held up
        vault.act("close", vault.open(10, 10, 50, 40))
    assert await masked.covers(20, 20)


@pytest.mark.usefixtures("endless_patience")
async def test_a_new_harmless_window_leaves_nothing_covered(masked: Masked, page: Puppet) -> None:
    masked.masking.use(VAULT)
    for step in range(5):
        window = page.open(10 * step, 10, 50, 40, background=None)
        page.act("raise", window)
        page.act("move", window, x=200, y=100)
    async with asyncio.timeout(PATIENCE):
        while await masked.masks():
            await asyncio.sleep(0.01)


async def test_what_was_covered_during_a_capture_is_told_after_it(masked: Masked, vault: Puppet) -> None:
    masked.masking.use(VAULT)
    window = vault.open(10, 10, 50, 40)
    began = monotonic()
    assert await masked.covers(20, 20)
    vault.act("close", window)
    await masked.comes_to_cover(20, 20, False)
    masks = await asyncio.to_thread(masked.masking.masks, began)
    assert any(cut(mask, Rect(20, 20, 1, 1)) for mask in masks)


@pytest.mark.usefixtures("endless_patience")
async def test_remains_stay_covered_until_the_program_below_has_drawn(
    masked: Masked, vault: Puppet, page: Puppet
) -> None:
    masked.masking.use(VAULT)
    below = page.open(0, 0, 300, 200, background=None)
    window = vault.open(10, 10, 50, 40)
    await masked.comes_to_cover(200, 100, False)
    vault.act("close", window)
    await asyncio.sleep(LEAST_SECONDS + 0.2)
    assert await masked.covers(20, 20)
    page.act("draw", below, colour=0x808080)
    await masked.comes_to_cover(20, 20, False)


@pytest.mark.usefixtures("endless_patience")
async def test_a_window_above_uncovers_its_place_once_it_has_drawn(masked: Masked, vault: Puppet, page: Puppet) -> None:
    masked.masking.use(VAULT)
    vault.open(10, 10, 100, 100)
    above = page.open(30, 30, 40, 40, background=None)
    await asyncio.sleep(LEAST_SECONDS + 0.2)
    assert await masked.covers(50, 50)
    page.act("draw", above, colour=0x808080)
    await masked.comes_to_cover(50, 50, False)
    assert await masked.covers(20, 20)
    page.act("move", above, x=60, y=60)
    assert await masked.covers(35, 35)
    await masked.comes_to_cover(80, 80, False)


@pytest.mark.usefixtures("endless_patience")
async def test_remains_that_a_window_takes_along_stay_covered(masked: Masked, vault: Puppet, page: Puppet) -> None:
    masked.masking.use(VAULT)
    below = page.open(0, 0, 100, 100, background=None)
    page.act("draw", below, colour=0x808080)
    window = vault.open(10, 10, 30, 30)
    vault.act("close", window)
    assert await masked.covers(20, 20)
    page.act("move", below, x=200, y=100)
    assert await masked.covers(220, 120)
    await asyncio.sleep(MOMENT_SECONDS + 0.2)
    assert await masked.covers(220, 120)
    page.act("draw", below, colour=0x808080)
    await masked.comes_to_cover(220, 120, False)


async def test_pop_ups_and_dialogs_inherit(masked: Masked, vault: Puppet, page: Puppet) -> None:
    one, other = vault.open(10, 10, 50, 40), vault.open(10, 100, 50, 40)
    masked.masking.use(Hidden(windows=frozenset({one})))
    await masked.comes_to_cover(20, 110, False)
    assert await masked.covers(20, 20)
    dialog = vault.open(100, 10, 30, 30, parent=one)
    vault.open(150, 10, 30, 30, parent=dialog)
    vault.open(200, 10, 30, 30, override=True)
    vault.open(100, 100, 30, 30, parent=other, override=True)
    page.open(150, 100, 30, 30, override=True)
    await masked.comes_to_cover(110, 110, False)
    await masked.comes_to_cover(160, 110, False)
    assert [await masked.covers(x, 20) for x in (110, 160, 210)] == [True, True, True], "no more for being new"


async def test_panels_and_notifications_are_covered_while_they_may_name_what_is_hidden(
    masked: Masked, vault: Puppet, page: Puppet
) -> None:
    page.open(0, 250, 400, 50, kind="DOCK")
    page.open(300, 0, 100, 50, kind="NOTIFICATION")
    masked.masking.use(VAULT)
    await masked.comes_to_cover(10, 260, False)
    window = vault.open(10, 10, 50, 40)
    await masked.comes_to_cover(10, 260, True)
    assert await masked.covers(310, 10)
    vault.act("close", window)
    await masked.comes_to_cover(10, 260, False)


async def test_a_title_that_a_guard_knows_covers_the_window_at_once_and_suddenly(
    masked: Masked, small_screen: str
) -> None:
    with Puppet(small_screen, "firefox") as browser:
        window = browser.open(10, 10, 50, 40, title="Météo — Mozilla Firefox")
        masked.masking.use(Hidden(guards=frozenset(Guard)))
        await masked.comes_to_cover(20, 20, False)
        masked.told.clear()
        browser.act("retitle", window, title="Navigation privée de Mozilla Firefox")
        assert await masked.covers(20, 20)
        await masked.comes(lambda: any(sudden for _, sudden in masked.told))
        browser.act("retitle", window, title="Météo — Mozilla Firefox")
        assert await masked.covers(20, 20)
        await masked.comes_to_cover(20, 20, False)


async def test_areas_and_everything_are_covered_whatever_is_there(masked: Masked, page: Puppet) -> None:
    page.open(0, 0, 400, 300)
    masked.masking.use(Hidden(areas=(Rect(5, 5, 20, 20),)))
    assert await masked.covers(10, 10)
    await masked.comes_to_cover(100, 100, False)
    masked.masking.use(Hidden(everything=True))
    assert await masked.covers(100, 100)
    assert not masked.masking.allow_pointer(100, 100)
    assert not masked.masking.allow_keys()


async def test_a_window_shared_alone_shows_itself_and_its_own_and_nothing_when_it_is_gone(
    masked: Masked, page: Puppet, vault: Puppet
) -> None:
    window = page.open(100, 100, 100, 100)
    vault.open(0, 0, 50, 50)
    masked.masking.use(Hidden(only=window))
    await masked.comes_to_cover(150, 150, False)
    assert [await masked.covers(x, x) for x in (20, 80, 250)] == [True, True, True]
    page.open(210, 110, 30, 30, override=True)
    await masked.comes_to_cover(220, 120, False)
    assert not masked.masking.gone(window)
    page.act("close", window)
    assert await masked.covers(150, 150)
    await masked.comes(lambda: masked.masking.gone(window))
    assert await masked.covers(220, 120)


async def test_our_own_windows_are_covered_while_they_name_what_is_hidden(small_screen: str, page: Puppet) -> None:
    connection = X11Connection(small_screen)
    masking = X11Masking(connection, judge, NothingKnown(), lambda: {page.pid})
    masking.start(lambda areas, sudden: None)
    page.open(10, 10, 50, 40)
    assert not await asyncio.to_thread(masking.masks, monotonic())
    masking.cover_own(True)
    assert Rect(10, 10, 50, 40) in await asyncio.to_thread(masking.masks, monotonic())
    masking.use(NOTHING)
    assert Rect(10, 10, 50, 40) in await asyncio.to_thread(masking.masks, monotonic())
    masking.cover_own(False)
    assert not await asyncio.to_thread(masking.masks, monotonic())
    assert masking.windows() == []
    masking.stop()
    connection.close()


async def test_hiding_something_holds_from_the_next_list_on_and_is_told_as_sudden(
    masked: Masked, vault: Puppet
) -> None:
    vault.open(10, 10, 50, 40)
    await masked.comes_to_cover(20, 20, False)
    masked.masking.use(VAULT)
    assert await masked.covers(20, 20)
    await masked.comes(lambda: (([Rect(10, 10, 50, 40)], True)) in masked.told)


async def test_nothing_is_asked_or_covered_where_nothing_can_be_hidden(masked: Masked, vault: Puppet) -> None:
    masked.masking.use(NOTHING)
    vault.open(10, 10, 50, 40)
    assert await masked.masks() == []
    assert masked.masking.allow_pointer(20, 20)
    assert masked.masking.allow_keys()


async def test_folders_cover_every_window_while_it_is_not_known_who_has_them_open(
    masked: Masked, page: Puppet, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page.open(10, 10, 50, 40)
    folder = tmp_path_factory.mktemp("hidden")
    masked.masking.use(Hidden(folders=(folder,)))
    assert masked.known.folders == (folder,)
    assert await masked.covers(20, 20)
    masked.known.known = Knowledge(ready=True, known=frozenset({page.pid}))
    await masked.comes_to_cover(20, 20, False)
    masked.known.known = Knowledge(ready=True, known=frozenset({page.pid}), holders=frozenset({page.pid}))
    assert await masked.covers(20, 20)


async def test_the_customer_picks_among_windows_topmost_first(masked: Masked, vault: Puppet, page: Puppet) -> None:
    vault.open(10, 10, 50, 40, title="Coffre")
    page.open(20, 20, 50, 40, title="Lettre")
    page.open(300, 20, 50, 40, title="menu", override=True)
    await masked.comes(lambda: [choice.title for choice in masked.masking.windows()] == ["Lettre", "Coffre"])
    assert (at := masked.masking.window_at(30, 30)) is not None
    assert at.title == "Lettre"
    assert (at := masked.masking.window_at(12, 12)) is not None
    assert at.title == "Coffre"
    assert masked.masking.window_at(200, 200) is None


async def test_frames_and_their_programs_windows_are_one(small_screen: str, vault: Puppet, page: Puppet) -> None:
    with window_manager(small_screen):
        masked = Masked(small_screen)
        window = vault.open(50, 60, 100, 80, title="Coffre")
        masked.masking.use(VAULT)
        await masked.comes(lambda: any(choice.id == window for choice in masked.masking.windows()))
        frame = next(mask for mask in await masked.masks() if mask.width >= 100)
        assert frame.height > 80, "the title bar too"
        masked.masking.use(Hidden(windows=frozenset({window})))
        assert frame in await masked.masks()
        vault.act("close", window)
        await masked.comes_to_cover(frame.x + 5, frame.y + 30, False)
        masked.close()


async def test_a_mask_lies_on_every_pixel_that_is_captured(masked: Masked, vault: Puppet) -> None:
    masked.masking.use(VAULT)
    vault.open(10, 10, 50, 40, background=0xFF00C8)
    screen = X11Screen(masked.display)
    part, *_ = await asyncio.to_thread(capture, screen, [Rect(0, 0, 400, 300)], masked.masking.masks)
    screen.close()
    assert part.row(10, 10, 50) == MASK_PIXEL * 50
    assert bytes((0xC8, 0, 0xFF)) not in bytes(part.pixels)


async def test_everything_counts_as_covered_before_it_follows_and_after(small_screen: str) -> None:
    connection = X11Connection(small_screen)
    masking = X11Masking(connection, judge, NothingKnown(), set)
    assert cut(masking.masks(monotonic())[0], Rect(399, 299, 1, 1))
    masking.start(lambda areas, sudden: None)
    assert not await asyncio.to_thread(masking.masks, monotonic())
    masking.stop()
    assert masking.masks(monotonic())
    assert not masking.allow_pointer(5, 5)
    connection.close()


async def test_a_lost_display_is_told_and_shows_nothing() -> None:
    with xvfb((100, 100)) as display:
        connection = X11Connection(display)
        masking = X11Masking(connection, judge, NothingKnown(), set)
        masking.start(lambda areas, sudden: None)
    with pytest.raises(DesktopError):
        await asyncio.to_thread(masking.masks, monotonic())
    until(lambda: not masking.allow_keys())
    masking.stop()
