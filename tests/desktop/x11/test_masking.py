"""What is hidden is covered on a real X server: in the list that comes after a capture, and for remote input."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from time import monotonic

import pytest
from Xlib import X

from agent.areas import Rect, cut
from agent.desktop.base import DesktopError
from agent.desktop.x11.connection import X11Connection
from agent.desktop.x11.masking import X11Masking
from agent.desktop.x11.screen import X11Screen
from agent.hiding.judge import judge
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Guard, Hidden
from agent.media.capture import MASK_PIXEL, capture
from scripts.rigs.xserver import window_manager, xvfb
from tests.desktop.rig import until
from tests.desktop.x11.fakes import NothingKnown
from tests.desktop.x11.puppet import Puppet, puppet

VAULT = Hidden(applications=frozenset({"vault"}))
NOTHING = Hidden(guards=frozenset())


class Room:
    """The masking of one display, as the agent runs it, and what it told."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.connection = X11Connection(display)
        self.known = NothingKnown()
        self.masking = X11Masking(self.connection, judge, self.known, set)
        self.told: list[tuple[Sequence[Rect], bool]] = []
        self.masking.start(lambda areas, sudden: self.told.append((areas, sudden)))

    async def masks(self) -> list[Rect]:
        """Ask as the picture's worker does, after a capture that began just now."""
        return [*await asyncio.to_thread(self.masking.masks, monotonic())]

    async def covers(self, x: int, y: int) -> bool:
        return any(cut(mask, Rect(x, y, 1, 1)) for mask in await self.masks())

    async def comes(self, condition: Callable[[], bool]) -> None:
        """Wait until the follower has come to it."""
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0.01)

    async def comes_to_cover(self, x: int, y: int, covered: bool) -> None:
        async with asyncio.timeout(20):
            while await self.covers(x, y) != covered:
                await asyncio.sleep(0.01)

    def close(self) -> None:
        self.masking.stop()
        self.connection.close()


@pytest.fixture
def screen() -> Iterator[str]:
    with xvfb((400, 300)) as display:
        yield display


@pytest.fixture
async def room(screen: str) -> AsyncIterator[Room]:
    room = Room(screen)
    room.connection.display.set_input_focus(X.PointerRoot, X.RevertToPointerRoot, X.CurrentTime)
    room.connection.display.sync()
    yield room
    room.close()


@pytest.fixture
def vault(screen: str) -> Iterator[Puppet]:
    with puppet(screen, "vault") as program:
        yield program


@pytest.fixture
def page(screen: str) -> Iterator[Puppet]:
    with puppet(screen, "page") as program:
        yield program


async def test_a_hidden_programs_windows_are_covered_from_the_first_and_no_others(
    room: Room, vault: Puppet, page: Puppet
) -> None:
    room.masking.use(VAULT)
    vault.open(10, 10, 50, 40)
    assert await room.covers(10, 10)
    assert await room.covers(59, 49)
    assert not await room.covers(60, 49)
    page.open(100, 100, 50, 40)
    await room.comes_to_cover(100, 100, False)


async def test_it_stays_covered_wherever_it_goes_and_is_uncovered_once_drawn_over(room: Room, vault: Puppet) -> None:
    room.masking.use(VAULT)
    window = vault.open(10, 10, 50, 40)
    vault.act("move", window, x=200, y=100)
    assert await room.covers(249, 139)
    await room.comes_to_cover(10, 10, False)  # the server has drawn the bare desktop there
    vault.act("resize", window, width=100, height=100)
    assert await room.covers(299, 199)
    vault.act("close", window)
    await room.comes_to_cover(250, 150, False)


async def test_a_window_that_came_and_went_between_two_looks_leaves_its_remains(
    room: Room, vault: Puppet, page: Puppet
) -> None:
    room.masking.use(VAULT)
    page.open(0, 0, 300, 200, background=None)
    await room.comes_to_cover(20, 20, False)
    follower = room.masking._follower
    assert follower
    with follower._work:  # the thread that follows is held up
        vault.act("close", vault.open(10, 10, 50, 40))
    assert await room.covers(20, 20)


async def test_a_new_harmless_window_leaves_nothing_covered(room: Room, page: Puppet) -> None:
    room.masking.use(VAULT)
    for step in range(5):
        window = page.open(10 * step, 10, 50, 40, background=None)
        page.act("raise", window)
        page.act("move", window, x=200, y=100)
    await room.comes_to_cover(20, 20, False)
    await room.comes_to_cover(210, 110, False)
    began = monotonic()
    assert await room.masks() == []
    assert monotonic() - began < 5


async def test_what_was_covered_during_a_capture_is_told_after_it(room: Room, vault: Puppet) -> None:
    room.masking.use(VAULT)
    window = vault.open(10, 10, 50, 40)
    began = monotonic()
    assert await room.covers(20, 20)
    vault.act("close", window)
    await room.comes_to_cover(20, 20, False)
    masks = await asyncio.to_thread(room.masking.masks, began)
    assert any(cut(mask, Rect(20, 20, 1, 1)) for mask in masks)


async def test_remains_stay_covered_until_the_program_below_has_drawn(room: Room, vault: Puppet, page: Puppet) -> None:
    room.masking.use(VAULT)
    below = page.open(0, 0, 300, 200, background=None)
    window = vault.open(10, 10, 50, 40)
    await room.comes_to_cover(200, 100, False)
    vault.act("close", window)
    await asyncio.sleep(0.4)
    assert await room.covers(20, 20)
    page.act("draw", below, colour=0x808080)
    await room.comes_to_cover(20, 20, False)


async def test_a_window_above_uncovers_its_place_once_it_has_drawn(room: Room, vault: Puppet, page: Puppet) -> None:
    room.masking.use(VAULT)
    vault.open(10, 10, 100, 100)
    above = page.open(30, 30, 40, 40, background=None)
    await asyncio.sleep(0.4)
    assert await room.covers(50, 50)
    page.act("draw", above, colour=0x808080)
    await room.comes_to_cover(50, 50, False)
    assert await room.covers(20, 20)
    page.act("move", above, x=60, y=60)
    assert await room.covers(35, 35)
    await room.comes_to_cover(80, 80, False)


async def test_remains_that_a_window_takes_along_stay_covered(room: Room, vault: Puppet, page: Puppet) -> None:
    room.masking.use(VAULT)
    below = page.open(0, 0, 100, 100, background=None)
    page.act("draw", below, colour=0x808080)
    window = vault.open(10, 10, 30, 30)
    vault.act("close", window)
    assert await room.covers(20, 20)
    page.act("move", below, x=200, y=100)
    assert await room.covers(220, 120)
    await asyncio.sleep(0.3)
    assert await room.covers(220, 120)
    page.act("draw", below, colour=0x808080)
    await room.comes_to_cover(220, 120, False)


async def test_pop_ups_and_dialogs_inherit(room: Room, vault: Puppet, page: Puppet) -> None:
    one, other = vault.open(10, 10, 50, 40), vault.open(10, 100, 50, 40)
    room.masking.use(Hidden(windows=frozenset({one})))
    await room.comes_to_cover(20, 110, False)
    assert await room.covers(20, 20)
    dialog = vault.open(100, 10, 30, 30, parent=one)
    vault.open(150, 10, 30, 30, parent=dialog)
    vault.open(200, 10, 30, 30, override=True)
    assert [await room.covers(x, 20) for x in (110, 160, 210)] == [True, True, True]
    vault.open(100, 100, 30, 30, parent=other, override=True)
    page.open(150, 100, 30, 30, override=True)
    await room.comes_to_cover(110, 110, False)
    await room.comes_to_cover(160, 110, False)


async def test_panels_and_notifications_are_covered_while_they_may_name_what_is_hidden(
    room: Room, vault: Puppet, page: Puppet
) -> None:
    page.open(0, 250, 400, 50, kind="DOCK")
    page.open(300, 0, 100, 50, kind="NOTIFICATION")
    room.masking.use(VAULT)
    await room.comes_to_cover(10, 260, False)
    window = vault.open(10, 10, 50, 40)
    await room.comes_to_cover(10, 260, True)
    assert await room.covers(310, 10)
    vault.act("close", window)
    await room.comes_to_cover(10, 260, False)


async def test_a_title_that_a_guard_knows_covers_the_window_at_once_and_suddenly(room: Room, screen: str) -> None:
    with puppet(screen, "firefox") as browser:
        window = browser.open(10, 10, 50, 40, title="Météo — Mozilla Firefox")
        room.masking.use(Hidden(guards=frozenset(Guard)))
        await room.comes_to_cover(20, 20, False)
        room.told.clear()
        browser.act("retitle", window, title="Navigation privée de Mozilla Firefox")
        assert await room.covers(20, 20)
        await room.comes(lambda: any(sudden for _, sudden in room.told))
        browser.act("retitle", window, title="Météo — Mozilla Firefox")
        assert await room.covers(20, 20)
        await room.comes_to_cover(20, 20, False)


async def test_areas_and_everything_are_covered_whatever_is_there(room: Room, page: Puppet) -> None:
    page.open(0, 0, 400, 300)
    room.masking.use(Hidden(areas=(Rect(5, 5, 20, 20),)))
    assert await room.covers(10, 10)
    await room.comes_to_cover(100, 100, False)
    room.masking.use(Hidden(everything=True))
    assert await room.covers(100, 100)
    assert not room.masking.allow_pointer(100, 100)
    assert not room.masking.allow_keys()


async def test_a_window_shared_alone_shows_itself_and_its_own_and_nothing_when_it_is_gone(
    room: Room, page: Puppet, vault: Puppet
) -> None:
    window = page.open(100, 100, 100, 100)
    vault.open(0, 0, 50, 50)
    room.masking.use(Hidden(only=window))
    await room.comes_to_cover(150, 150, False)
    assert [await room.covers(x, x) for x in (20, 80, 250)] == [True, True, True]
    page.open(210, 110, 30, 30, override=True)
    await room.comes_to_cover(220, 120, False)
    assert not room.masking.gone(window)
    page.act("close", window)
    assert await room.covers(150, 150)
    await room.comes(lambda: room.masking.gone(window))
    assert await room.covers(220, 120)


async def test_our_own_windows_are_covered_while_they_name_what_is_hidden(screen: str, page: Puppet) -> None:
    connection = X11Connection(screen)
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


async def test_hiding_something_holds_from_the_next_list_on_and_is_told_as_sudden(room: Room, vault: Puppet) -> None:
    vault.open(10, 10, 50, 40)
    await room.comes_to_cover(20, 20, False)
    room.masking.use(VAULT)
    assert await room.covers(20, 20)
    await room.comes(lambda: (([Rect(10, 10, 50, 40)], True)) in room.told)


async def test_nothing_is_asked_or_covered_where_nothing_can_be_hidden(room: Room, vault: Puppet) -> None:
    room.masking.use(NOTHING)
    vault.open(10, 10, 50, 40)
    assert await room.masks() == []
    assert room.masking.allow_pointer(20, 20)
    assert room.masking.allow_keys()


async def test_folders_cover_every_window_while_it_is_not_known_who_has_them_open(
    room: Room, page: Puppet, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page.open(10, 10, 50, 40)
    folder = tmp_path_factory.mktemp("hidden")
    room.masking.use(Hidden(folders=(folder,)))
    assert room.known.folders == (folder,)
    assert await room.covers(20, 20)
    room.known.known = Knowledge(ready=True, known=frozenset({page.pid}))
    await room.comes_to_cover(20, 20, False)
    room.known.known = Knowledge(ready=True, known=frozenset({page.pid}), holders=frozenset({page.pid}))
    assert await room.covers(20, 20)


async def test_remote_input_reaches_what_is_shown_and_nothing_hidden(room: Room, vault: Puppet, page: Puppet) -> None:
    room.masking.use(VAULT)
    vault.open(10, 10, 50, 40)
    window = page.open(100, 100, 50, 40)
    await room.comes_to_cover(110, 110, False)
    assert not room.masking.allow_pointer(20, 20)
    assert room.masking.allow_pointer(110, 110)
    assert room.masking.allow_pointer(300, 200)
    page.act("focus", window)
    assert room.masking.allow_keys()


async def test_nothing_takes_remote_input_while_a_hidden_window_has_the_focus(
    room: Room, vault: Puppet, page: Puppet
) -> None:
    room.masking.use(VAULT)
    hidden, shown = vault.open(10, 10, 50, 40), page.open(100, 100, 50, 40)
    await room.comes_to_cover(110, 110, False)
    vault.act("focus", hidden)
    assert not room.masking.allow_keys()
    assert not room.masking.allow_pointer(110, 110)
    page.act("focus", shown)
    assert room.masking.allow_pointer(110, 110)


async def test_nothing_takes_the_remote_pointer_while_a_hidden_programs_menu_is_open(
    room: Room, vault: Puppet, page: Puppet
) -> None:
    room.masking.use(VAULT)
    page.open(100, 100, 50, 40)
    await room.comes_to_cover(110, 110, False)
    menu = vault.open(10, 10, 50, 40, override=True)
    await room.comes_to_cover(20, 20, True)
    assert not room.masking.allow_pointer(110, 110)
    vault.act("close", menu)
    await room.comes(lambda: room.masking.allow_pointer(110, 110))


async def test_a_window_that_moved_underneath_while_nobody_looked_is_refused(
    room: Room, vault: Puppet, page: Puppet
) -> None:
    room.masking.use(VAULT)
    window = vault.open(10, 10, 50, 40)
    await room.comes_to_cover(20, 20, True)
    follower = room.masking._follower
    assert follower
    with follower._work:  # the thread that follows is held up
        vault.act("move", window, x=200, y=200)
        assert not room.masking.allow_pointer(220, 220)


async def test_where_input_may_land_is_answered_while_we_have_the_server_to_ourselves(room: Room, page: Puppet) -> None:
    room.masking.use(VAULT)
    page.open(100, 100, 50, 40)
    await room.comes_to_cover(110, 110, False)
    with room.connection.injecting(atomic=True):
        asked = threading.Thread(target=room.masking.masks, args=(monotonic(),))
        asked.start()  # waits for the server
        assert room.masking.allow_pointer(110, 110)
        assert room.masking.allow_keys()
    await asyncio.to_thread(asked.join, 20)
    assert not asked.is_alive()


async def test_nothing_is_allowed_until_it_is_known_for_what_is_hidden_now(room: Room, page: Puppet) -> None:
    page.open(100, 100, 50, 40)
    follower = room.masking._follower
    assert follower
    with follower._work:
        room.masking.use(VAULT)
        assert not room.masking.allow_pointer(110, 110)
        assert not room.masking.allow_keys()
    await room.comes(lambda: room.masking.allow_pointer(110, 110))


async def test_the_customer_picks_among_windows_topmost_first(room: Room, vault: Puppet, page: Puppet) -> None:
    vault.open(10, 10, 50, 40, title="Coffre")
    page.open(20, 20, 50, 40, title="Lettre")
    page.open(300, 20, 50, 40, title="menu", override=True)
    await room.comes(lambda: [choice.title for choice in room.masking.windows()] == ["Lettre", "Coffre"])
    assert (at := room.masking.window_at(30, 30)) is not None
    assert at.title == "Lettre"
    assert (at := room.masking.window_at(12, 12)) is not None
    assert at.title == "Coffre"
    assert room.masking.window_at(200, 200) is None


async def test_frames_and_their_programs_windows_are_one(screen: str, vault: Puppet, page: Puppet) -> None:
    with window_manager(screen):
        room = Room(screen)
        window = vault.open(50, 60, 100, 80, title="Coffre")
        room.masking.use(VAULT)
        await room.comes(lambda: any(choice.id == window for choice in room.masking.windows()))
        frame = next(mask for mask in await room.masks() if mask.width >= 100)
        assert frame.height > 80, "the title bar too"
        room.masking.use(Hidden(windows=frozenset({window})))
        assert frame in await room.masks()
        vault.act("close", window)
        await room.comes_to_cover(frame.x + 5, frame.y + 30, False)
        room.close()


async def test_a_mask_lies_on_every_pixel_that_is_captured(room: Room, vault: Puppet) -> None:
    room.masking.use(VAULT)
    vault.open(10, 10, 50, 40, background=0xFF00C8)
    screen = X11Screen(room.display)
    part, *_ = await asyncio.to_thread(capture, screen, [Rect(0, 0, 400, 300)], room.masking.masks)
    screen.close()
    assert part.row(10, 10, 50) == MASK_PIXEL * 50
    assert bytes((0xC8, 0, 0xFF)) not in bytes(part.pixels)


async def test_everything_counts_as_covered_before_it_follows_and_after(screen: str) -> None:
    connection = X11Connection(screen)
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
