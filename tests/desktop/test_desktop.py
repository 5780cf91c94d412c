"""Opening the desktop: everything works together, and what is missing is said in a sentence."""

import asyncio
import os
import sys

import pytest

from agent.desktop import DesktopError, open_desktop
from agent.desktop.base import HandKind
from tests.desktop.rig import xdotool


async def test_the_parts_work_together(display: str) -> None:
    desktop = open_desktop(display, lambda: {os.getpid()})
    seen: asyncio.Queue[HandKind] = asyncio.Queue()
    desktop.hand.start(seen.put_nowait)
    assert desktop.screen.size == (1280, 800)
    assert desktop.own_windows.allow_pointer(5, 5)
    desktop.injector.move(7, 8)
    xdotool(display, "key", "a")
    assert await asyncio.wait_for(seen.get(), 20) is HandKind.KEY
    desktop.hand.stop()
    desktop.injector.close()
    desktop.screen.close()


async def test_closing_in_any_order_raises_nothing(display: str) -> None:
    desktop = open_desktop(display, lambda: {os.getpid()})
    desktop.hand.start(lambda kind: None)
    desktop.injector.close()
    desktop.hand.stop()
    desktop.injector.release_all()
    desktop.injector.close()
    assert not desktop.own_windows.allow_keys()
    desktop.screen.close()


@pytest.mark.parametrize("name", [":987", "nonsense", ":", "no.such.host.invalid:0"])
def test_a_display_that_is_not_there_is_said_in_a_sentence(name: str) -> None:
    with pytest.raises(DesktopError) as error:
        open_desktop(name)
    assert "\n" not in str(error.value)
    assert name in str(error.value)


def test_no_display_at_all_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(DesktopError, match="No screen was found"):
        open_desktop()


def test_a_platform_not_there_yet_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(DesktopError, match="needs Linux with an X11 desktop"):
        open_desktop(":0")
