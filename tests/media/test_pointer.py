"""What the console is told of the pointer, with a gate, masks and a channel that the test holds."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from agent.areas import Rect
from agent.desktop.base import DesktopError, PointerShape, PointerSight
from agent.media.capture import Masks
from agent.media.pointer import MAX_FAILURES, NOWHERE, PAUSE_SECONDS, PointerSender
from agent.protocol.messages import FromAgent, PointerPicture, PointerPlace
from tests.fakes import FakePointer

VAULT = Rect(100, 100, 50, 50)
IN_VAULT = {"x": 120, "y": 120}
OUTSIDE = {"x": 10, "y": 10}


def shape(serial: int, shade: int | None = None) -> PointerShape:
    """A small square; another serial is another program's, another shade another picture."""
    return PointerShape(serial, 2, 2, 0, 0, bytes([serial if shade is None else shade, 0, 0, 255]) * 4)


class Desk:
    """One sender and all that it asks."""

    def __init__(self) -> None:
        self.source = FakePointer()
        self.source.sight = PointerSight(10, 10, False, shape(1))
        self.told: list[FromAgent] = []
        self.free = self.permitted = True
        self.taken_back = 0
        self.part = Rect(0, 0, 640, 480)
        self.masks: Masks = lambda since: ()
        self.sender = PointerSender(
            self.source,
            tell=self.told.append,
            free=lambda: self.free,
            take_back=self._take_back,
            permitted=lambda: self.permitted,
            masks=lambda since: self.masks(since),
            shown=lambda: self.part,
        )

    def _take_back(self) -> None:
        self.taken_back += 1

    @property
    def places(self) -> list[PointerPlace]:
        return [message for message in self.told if isinstance(message, PointerPlace)]

    @property
    def pictures(self) -> list[PointerPicture]:
        return [message for message in self.told if isinstance(message, PointerPicture)]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0.002)

    async def rests(self) -> None:
        """Wait until nothing is looked at any more."""
        before = (-1, -1)
        while before != (now := (self.source.looks, len(self.told))):
            before = now
            await asyncio.sleep(4 * PAUSE_SECONDS)

    async def start(self) -> None:
        self.sender.start()
        await self.until(lambda: len(self.told) > 0)
        await self.rests()

    async def becomes(self, **change: object) -> PointerPlace:
        """Let the pointer be otherwise; return what the console was told last, once all was told."""
        self.source.become(**change)
        await self.rests()
        return self.places[-1]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    yield desk
    desk.sender.close()


async def test_it_begins_with_the_shape_and_then_the_place(desk: Desk) -> None:
    await desk.start()
    assert [type(message) for message in desk.told] == [PointerPicture, PointerPlace]
    assert desk.places == [PointerPlace(x=10, y=10, shown=True, shape=desk.pictures[0].id)]


async def test_nobody_looks_before_start_nor_without_permission(desk: Desk) -> None:
    desk.sender.refresh()
    desk.sender.doubt()
    desk.permitted = False
    desk.sender.start()
    desk.source.become(x=11)
    await asyncio.sleep(0.1)
    assert (desk.source.looks, desk.told) == (0, [])


async def test_a_resting_pointer_is_looked_at_once_and_told_once(desk: Desk) -> None:
    await desk.start()
    looks, told = desk.source.looks, len(desk.told)
    await asyncio.sleep(0.3)
    assert (desk.source.looks, len(desk.told)) == (looks, told)
    desk.sender.look()
    await desk.rests()
    assert (desk.source.looks, len(desk.told)) == (looks + 1, told)


async def test_a_thousand_moves_a_second_are_told_thirty_times_and_the_last_is(desk: Desk) -> None:
    await desk.start()
    before, began = len(desk.told), asyncio.get_running_loop().time()
    for step in range(300):
        desk.source.become(x=20 + step)
        await asyncio.sleep(0.001)
    await desk.rests()
    seconds = asyncio.get_running_loop().time() - began
    assert len(desk.told) - before <= seconds / PAUSE_SECONDS + 2
    assert desk.places[-1].x == 319


async def test_each_shape_is_told_once_and_named_from_then_on(desk: Desk) -> None:
    await desk.start()
    second = await desk.becomes(shape=shape(2))
    first = await desk.becomes(shape=shape(1))
    assert first.shape != second.shape
    assert (await desk.becomes(shape=shape(2))).shape == second.shape
    assert [picture.id for picture in desk.pictures] == [first.shape, second.shape]


async def test_the_same_picture_of_another_program_is_told_once(desk: Desk) -> None:
    await desk.start()
    await desk.becomes(shape=shape(7, shade=1))
    assert len(desk.pictures) == 1


async def test_a_pointer_without_a_shape_is_a_plain_arrow(desk: Desk) -> None:
    await desk.start()
    assert (await desk.becomes(shape=None)).shape == 0


async def test_refresh_tells_everything_anew(desk: Desk) -> None:
    await desk.start()
    told = list(desk.told)
    desk.sender.refresh()
    await desk.rests()
    assert desk.told == told * 2


async def test_on_something_hidden_there_is_no_place_and_no_shape(desk: Desk) -> None:
    desk.masks = lambda since: (VAULT,)
    await desk.start()
    desk.told.clear()
    for step in range(4):
        assert await desk.becomes(x=120 + step, y=120, shape=shape(2)) == NOWHERE
    assert desk.told == [NOWHERE]
    assert NOWHERE.model_dump(exclude={"type"}) == {"x": 0, "y": 0, "shown": False, "shape": 0}


async def test_masks_are_asked_after_the_look_and_since_before_it(desk: Desk) -> None:
    asked: list[int] = []
    began: list[float] = []

    def asks(since: float) -> tuple[Rect, ...]:
        asked.append(desk.source.looks)
        began.append(since)
        return ()

    desk.masks = asks
    await desk.start()
    assert asked == [1]
    assert began[0] <= desk.source.looked_at


async def test_a_mask_that_comes_over_a_resting_pointer_takes_it_away_and_gives_it_back(desk: Desk) -> None:
    await desk.start()
    before = desk.places[-1]
    desk.masks = lambda since: (Rect(0, 0, 640, 480),)
    desk.sender.doubt()
    await desk.rests()
    assert desk.places[-1] == NOWHERE
    desk.masks = lambda since: ()
    desk.sender.doubt()
    await desk.rests()
    assert desk.places[-1].x == before.x


def slow_masks(desk: Desk) -> tuple[threading.Event, threading.Event]:
    """Have whoever asks what is hidden wait for an answer: nothing. Return what is set when asked, and what answers."""
    asked, answer = threading.Event(), threading.Event()

    def slowly(since: float) -> tuple[Rect, ...]:
        asked.set()
        answer.wait(20)
        return ()

    desk.masks = slowly
    return asked, answer


async def test_what_was_seen_before_something_is_hidden_is_not_told_after(desk: Desk) -> None:
    await desk.start()
    desk.told.clear()
    asked, answer = slow_masks(desk)
    desk.source.become(**IN_VAULT)
    assert await asyncio.to_thread(asked.wait, 20)
    desk.masks = lambda since: (VAULT,)
    desk.sender.doubt()
    answer.set()
    await desk.rests()
    assert desk.told == [NOWHERE]


async def test_stop_is_at_once_whatever_is_being_looked_at(desk: Desk) -> None:
    await desk.start()
    desk.told.clear()
    asked, answer = slow_masks(desk)
    desk.source.become(x=50)
    assert await asyncio.to_thread(asked.wait, 20)
    desk.sender.stop()
    answer.set()
    desk.source.become(x=60)
    await asyncio.sleep(0.2)
    assert desk.told == []


async def test_stop_takes_back_what_has_not_left(desk: Desk) -> None:
    await desk.start()
    before = desk.taken_back
    desk.sender.stop()
    assert desk.taken_back == before + 1


async def test_a_gate_that_closes_while_somebody_looks_lets_nothing_out(desk: Desk) -> None:
    await desk.start()
    desk.told.clear()

    def closing(since: float) -> tuple[Rect, ...]:
        desk.permitted = False
        return ()

    desk.masks = closing
    desk.source.become(x=50, shape=shape(2))
    await desk.until(lambda: not desk.permitted)
    await asyncio.sleep(0.1)
    assert desk.told == []


async def test_begun_again_everything_is_told_anew(desk: Desk) -> None:
    await desk.start()
    desk.sender.stop()
    told = list(desk.told)
    desk.told.clear()
    await desk.start()
    assert desk.told == told


async def test_beside_the_part_that_is_shown_there_is_none(desk: Desk) -> None:
    await desk.start()
    desk.part = Rect(300, 0, 300, 300)
    desk.sender.doubt()
    await desk.rests()
    assert desk.places[-1] == NOWHERE
    assert (await desk.becomes(x=300, y=299)).shown
    assert not (await desk.becomes(x=299, y=299)).shown
    assert not (await desk.becomes(x=300, y=300)).shown


async def test_while_the_last_word_has_not_gone_out_the_newest_waits(desk: Desk) -> None:
    await desk.start()
    desk.told.clear()
    desk.free = False
    for step in range(20):
        desk.source.become(x=50 + step)
        await asyncio.sleep(0.01)
    assert desk.told == []
    desk.free = True
    await desk.rests()
    assert [place.x for place in desk.places] == [69]


async def test_what_is_dragged_out_of_something_hidden_has_no_shape_until_it_is_let_go(desk: Desk) -> None:
    desk.masks = lambda since: (VAULT,)
    await desk.start()
    await desk.becomes(**IN_VAULT, held=True, shape=shape(2))
    for serial in (2, 3):
        assert (await desk.becomes(**OUTSIDE, shape=shape(serial))).shape == 0
    assert (await desk.becomes(held=False)).shape == 0, "the shape that it had there may still be"
    assert (await desk.becomes(shape=shape(4))).shape != 0
    assert len(desk.pictures) == 2


async def test_a_shape_seen_last_on_something_hidden_is_not_told_elsewhere(desk: Desk) -> None:
    desk.masks = lambda since: (VAULT,)
    await desk.start()
    await desk.becomes(**IN_VAULT, shape=shape(2))
    assert (await desk.becomes(**OUTSIDE)).shape == 0
    assert (await desk.becomes(shape=shape(1))).shape != 0
    assert (await desk.becomes(shape=shape(2))).shape != 0, "there it is another's as well"


async def test_a_drag_that_was_under_way_before_anybody_looked_has_no_shape(desk: Desk) -> None:
    desk.source.sight = replace(desk.source.sight, held=True)
    await desk.start()
    assert desk.places[-1].shape == 0
    assert desk.pictures == []


async def test_a_drag_that_began_where_all_may_be_seen_keeps_its_shapes(desk: Desk) -> None:
    await desk.start()
    await desk.becomes(held=True)
    assert (await desk.becomes(x=200, shape=shape(2))).shape != 0


async def test_where_nobody_can_say_what_is_hidden_there_is_no_pointer(desk: Desk) -> None:
    await desk.start()
    desk.source.failure = DesktopError("the windows cannot be followed")
    desk.source.become(x=50)
    await desk.until(lambda: desk.places[-1] == NOWHERE)
    desk.source.failure = None
    await desk.rests()
    assert desk.places[-1].x == 50


async def test_a_pointer_that_cannot_be_seen_any_more_is_given_up(desk: Desk) -> None:
    await desk.start()
    desk.source.failure = DesktopError("the screen is gone")
    looks = desk.source.looks
    desk.source.become(x=50)
    await desk.until(lambda: desk.source.looks == looks + MAX_FAILURES)
    await asyncio.sleep(0.2)
    assert desk.source.looks == looks + MAX_FAILURES
    assert desk.places[-1] == NOWHERE
