"""Where remote input may land on a real X server while something is hidden, and where keys may be typed."""

import asyncio
import threading
from time import monotonic

from agent.hiding.vocabulary import Hidden
from tests.desktop.x11.conftest import Masked
from tests.desktop.x11.puppet import Puppet

VAULT = Hidden(applications=frozenset({"vault"}))


async def test_remote_input_reaches_what_is_shown_and_nothing_hidden(
    masked: Masked, vault: Puppet, page: Puppet
) -> None:
    masked.masking.use(VAULT)
    vault.open(10, 10, 50, 40)
    window = page.open(100, 100, 50, 40)
    await masked.comes_to_cover(110, 110, False)
    assert not masked.masking.allow_pointer(20, 20)
    assert masked.masking.allow_pointer(110, 110)
    assert masked.masking.allow_pointer(300, 200)
    page.act("focus", window)
    assert masked.masking.allow_keys()


async def test_nothing_takes_remote_input_while_a_hidden_window_has_the_focus(
    masked: Masked, vault: Puppet, page: Puppet
) -> None:
    masked.masking.use(VAULT)
    hidden, shown = vault.open(10, 10, 50, 40), page.open(100, 100, 50, 40)
    await masked.comes_to_cover(110, 110, False)
    vault.act("focus", hidden)
    assert not masked.masking.allow_keys()
    assert not masked.masking.allow_pointer(110, 110)
    page.act("focus", shown)
    assert masked.masking.allow_pointer(110, 110)


async def test_nothing_takes_the_remote_pointer_while_a_hidden_programs_menu_is_open(
    masked: Masked, vault: Puppet, page: Puppet
) -> None:
    masked.masking.use(VAULT)
    page.open(100, 100, 50, 40)
    await masked.comes_to_cover(110, 110, False)
    menu = vault.open(10, 10, 50, 40, override=True)
    await masked.comes_to_cover(20, 20, True)
    assert not masked.masking.allow_pointer(110, 110)
    vault.act("close", menu)
    await masked.comes(lambda: masked.masking.allow_pointer(110, 110))


async def test_a_window_that_moved_underneath_while_nobody_looked_is_refused(
    masked: Masked, vault: Puppet, page: Puppet
) -> None:
    masked.masking.use(VAULT)
    window = vault.open(10, 10, 50, 40)
    await masked.comes_to_cover(20, 20, True)
    with masked.follower._work:  # the thread that follows is held up
        vault.act("move", window, x=200, y=200)
        assert not masked.masking.allow_pointer(220, 220)


async def test_where_input_may_land_is_answered_while_we_have_the_server_to_ourselves(
    masked: Masked, page: Puppet
) -> None:
    masked.masking.use(VAULT)
    page.open(100, 100, 50, 40)
    await masked.comes_to_cover(110, 110, False)
    with masked.connection.injecting(atomic=True):
        asked = threading.Thread(target=masked.masking.masks, args=(monotonic(),))
        asked.start()  # waits for the server
        assert masked.masking.allow_pointer(110, 110)
        assert masked.masking.allow_keys()
    await asyncio.to_thread(asked.join, 20)
    assert not asked.is_alive()


async def test_nothing_is_allowed_until_it_is_known_for_what_is_hidden_now(masked: Masked, page: Puppet) -> None:
    page.open(100, 100, 50, 40)
    with masked.follower._work:
        masked.masking.use(VAULT)
        assert not masked.masking.allow_pointer(110, 110)
        assert not masked.masking.allow_keys()
    await masked.comes(lambda: masked.masking.allow_pointer(110, 110))
