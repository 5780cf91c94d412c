"""Opening the desktop: everything works together, and what is missing is said in a sentence."""

import asyncio
import os
import sys

import pytest

from agent.desktop import DesktopError, open_desktop
from agent.desktop.base import HandKind
from agent.hiding.vocabulary import Hidden
from tests.desktop.rig import Observer, Pad, xdotool


async def test_the_parts_work_together(display: str) -> None:
    desktop = open_desktop(display, lambda: {os.getpid()})
    seen: asyncio.Queue[HandKind] = asyncio.Queue()
    desktop.hand.start(seen.put_nowait)
    assert desktop.screen.size == (1280, 800)
    desktop.injector.move(7, 8)
    xdotool(display, "key", "a")
    assert await asyncio.wait_for(seen.get(), 20) is HandKind.KEY
    desktop.hand.stop()
    desktop.injector.close()
    desktop.screen.close()


def test_the_technicians_hand_stops_at_our_windows_and_at_what_is_hidden(display: str) -> None:
    ours: set[int] = set()
    desktop, see, pad = open_desktop(display, lambda: ours), Observer(display), Pad(display)

    def act(x: int, y: int) -> None:
        desktop.injector.move(x, y)
        desktop.injector.button(0, True)
        desktop.injector.button(0, False)

    desktop.masking.use(Hidden(guards=frozenset()))
    act(70, 80)
    assert pad.heard() == [("down", 1, 70, 80), ("up", 1, 70, 80)]
    ours.add(os.getpid())
    act(7, 8)
    ours.clear()
    desktop.masking.use(Hidden(everything=True))
    act(7, 8)
    assert pad.heard() == []
    assert see.pointer() == (70, 80)
    desktop.injector.close()
    desktop.screen.close()
    pad.close()
    see.close()


async def test_closing_in_any_order_raises_nothing(display: str) -> None:
    desktop = open_desktop(display, lambda: {os.getpid()})
    desktop.hand.start(lambda kind: None)
    desktop.injector.close()
    desktop.hand.stop()
    desktop.injector.release_all()
    desktop.injector.close()
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
    monkeypatch.setattr(sys, "platform", "freebsd14")
    with pytest.raises(DesktopError, match="needs Windows, macOS, or Linux with X11"):
        open_desktop(":0")
