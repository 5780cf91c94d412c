"""The pointer over hidden windows of a real X server: no place, no shape, by any way in or out."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from agent.areas import Rect, cut
from agent.desktop.x11.cursor import X11PointerSource
from agent.hiding.vocabulary import Hidden
from agent.media.pointer import NOWHERE, PointerSender
from agent.protocol.messages import FromAgent, PointerPicture, PointerPlace
from tests.desktop.rig import PATIENCE
from tests.desktop.x11.conftest import Masked
from tests.desktop.x11.puppet import Puppet
from tests.desktop.x11.test_cursor import WATCH, XTERM

VAULT = Hidden(applications=frozenset({"vault"}))
GUMBY, PIRATE, HEART = 56, 88, 62
"""Glyphs that nobody else uses here."""

LIES_AT = Rect(200, 100, 100, 100)


class Told:
    """What a console would be told of one display's pointer, with the masks that there really are."""

    def __init__(self, masked: Masked) -> None:
        self.masked = masked
        self.source = X11PointerSource(masked.display)
        self.hand = Display(masked.display)
        self.told: list[FromAgent] = []
        self.sender = PointerSender(
            self.source,
            tell=self.told.append,
            free=lambda: True,
            take_back=lambda: None,
            permitted=lambda: True,
            masks=masked.masking.masks,
            shown=lambda: Rect(0, 0, 400, 300),
        )
        masked.masking.start(lambda areas, sudden: self.sender.doubt())

    def hide(self) -> None:
        self.masked.masking.use(VAULT)
        self.sender.doubt()

    def act(self, kind: int, detail: int = 0, x: int = 0, y: int = 0) -> None:
        xtest.fake_input(self.hand, kind, detail, x=x, y=y)
        self.hand.sync()

    async def move(self, x: int, y: int) -> None:
        """Move, and wait until that was told, or nothing is."""
        self.act(X.MotionNotify, x=x, y=y)
        await self.rests()

    async def rests(self) -> None:
        before = -1
        while before != len(self.told):
            before = len(self.told)
            await asyncio.sleep(0.3)

    async def comes(self, condition: Callable[[PointerPlace], bool]) -> PointerPlace:
        async with asyncio.timeout(PATIENCE):
            while not (self.places and condition(self.places[-1])):
                await asyncio.sleep(0.01)
        return self.places[-1]

    @property
    def places(self) -> list[PointerPlace]:
        return [message for message in self.told if isinstance(message, PointerPlace)]

    @property
    def pictures(self) -> list[str]:
        return [message.image for message in self.told if isinstance(message, PointerPicture)]


@pytest.fixture
async def told(masked: Masked) -> AsyncIterator[Told]:
    told = Told(masked)
    told.hide()
    told.act(X.MotionNotify, x=20, y=20)
    told.sender.start()
    await told.comes(lambda place: place.shown)
    yield told
    told.sender.close()
    told.source.close()
    told.hand.close()


async def test_over_a_hidden_window_there_is_neither_place_nor_shape(told: Told, vault: Puppet) -> None:
    window = vault.open(*LIES_AT)
    vault.act("cursor", window, glyph=GUMBY)
    pictures = len(told.pictures)
    for x, y in ((210, 110), (250, 150), (299, 199)):
        await told.move(x, y)
        assert told.places[-1] == NOWHERE
    vault.act("cursor", window, glyph=PIRATE)
    await told.rests()
    assert len(told.pictures) == pictures
    await told.move(20, 20)
    assert told.places[-1].shown
    assert not [place for place in told.places if place.shown and cut(LIES_AT, Rect(place.x, place.y, 1, 1))]
    assert len(told.pictures) == pictures


async def test_a_hidden_window_that_opens_under_a_resting_pointer_takes_it_away(told: Told, vault: Puppet) -> None:
    await told.move(250, 150)
    assert told.places[-1].shown
    pictures = len(told.pictures)
    window = vault.open(*LIES_AT)
    vault.act("cursor", window, glyph=GUMBY)
    await told.comes(lambda place: not place.shown)
    await told.rests()
    assert told.places[-1] == NOWHERE
    assert len(told.pictures) == pictures
    vault.act("close", window)
    await told.comes(lambda place: place.shown)


async def test_a_window_that_is_hidden_while_the_pointer_is_on_it_takes_it_away(told: Told, vault: Puppet) -> None:
    told.masked.masking.use(Hidden())
    told.sender.doubt()
    window = vault.open(*LIES_AT)
    vault.act("cursor", window, glyph=GUMBY)
    await told.move(250, 150)
    await told.comes(lambda place: place.shown)
    told.hide()
    await told.rests()
    assert told.places[-1] == NOWHERE


async def test_over_an_allowed_window_its_own_shape_is_told(told: Told, page: Puppet) -> None:
    window = page.open(*LIES_AT)
    page.act("cursor", window, glyph=XTERM)
    before = told.places[-1].shape
    await told.move(250, 150)
    assert (await told.comes(lambda place: place.shown)).shape not in (0, before)
    page.act("cursor", window, glyph=WATCH)
    text = told.places[-1].shape
    assert (await told.comes(lambda place: place.shape != text)).shape != 0


async def test_what_is_dragged_out_of_a_hidden_window_keeps_its_looks_to_itself(told: Told, vault: Puppet) -> None:
    window = vault.open(*LIES_AT)
    vault.act("cursor", window, glyph=GUMBY)
    await told.move(250, 150)
    pictures = len(told.pictures)
    told.act(X.ButtonPress, 1)
    await told.rests()
    vault.act("grab", window, glyph=PIRATE)
    await told.move(50, 50)
    assert (told.places[-1].shown, told.places[-1].shape) == (True, 0)
    vault.act("grab", window, glyph=HEART)
    await told.rests()
    assert (told.places[-1].shown, told.places[-1].shape) == (True, 0)
    vault.act("let_go", window)
    told.act(X.ButtonRelease, 1)
    await told.comes(lambda place: place.shape != 0)
    assert len(told.pictures) == pictures


async def test_a_hidden_program_that_holds_the_pointer_without_a_button_keeps_its_shape_to_itself(
    told: Told, vault: Puppet
) -> None:
    window = vault.open(*LIES_AT)
    await told.move(250, 150)
    pictures = len(told.pictures)
    vault.act("grab", window, glyph=PIRATE)
    await told.rests()
    await told.move(50, 50)
    assert (told.places[-1].shown, told.places[-1].shape) == (True, 0)
    vault.act("let_go", window)
    await told.comes(lambda place: place.shape != 0)
    assert len(told.pictures) == pictures


async def test_flitting_in_and_out_no_place_within_is_ever_told(told: Told, vault: Puppet) -> None:
    window = vault.open(*LIES_AT)
    vault.act("cursor", window, glyph=GUMBY)
    pictures = len(told.pictures)
    for step in range(600):
        told.act(X.MotionNotify, x=195 + 10 * (step % 2), y=100 + step % 100)
        await asyncio.sleep(0.002)
    await told.rests()
    shown = [place for place in told.places if place.shown]
    assert len(shown) > 5
    assert not [place for place in shown if cut(LIES_AT, Rect(place.x, place.y, 1, 1))]
    assert len(told.pictures) == pictures


async def test_a_hidden_window_that_moves_about_under_the_pointer_is_never_given_away(
    told: Told, vault: Puppet
) -> None:
    window = vault.open(0, 0, 100, 100)
    vault.act("cursor", window, glyph=GUMBY)
    await told.move(150, 150)
    pictures = len(told.pictures)
    for step in range(150):
        vault.act("move", window, x=60 + step, y=60 + step % 60)
        told.act(X.MotionNotify, x=150 + step % 3, y=150)
        await asyncio.sleep(0.005)
    await told.rests()
    assert len(told.pictures) == pictures
