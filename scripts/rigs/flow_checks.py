"""What must be seen in a live session: one check each, returning what proves it, raising where it is missed."""

import math
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scripts.rigs import pointer_check
from scripts.rigs.applications import until
from scripts.rigs.keyboard import AZERTY, QWERTY, RETURN, Key, Line, set_layout, strike
from scripts.rigs.pixels import grab, psnr
from scripts.rigs.scene import Scene

SHARP = 50.0
"""dB: at this and above no eye tells the pictures apart."""
SHARP_SECONDS = 10.0
PLACES = ((700, 100), (901, 407), (943, 333))
"""Pixels of the click target that are in view at 1:1 and fitted."""
PAUSE_SECONDS = 2.0


@dataclass
class Observed:
    """A live session, and the figure that is told at the end."""

    scene: Scene
    psnr: float = field(default=math.inf)


class Check(NamedTuple):
    """One thing that must be seen."""

    name: str
    look: Callable[[Observed], str]


class Checks(NamedTuple):
    """In their order: a browser brings its own way of typing."""

    before_typing: Sequence[Check]
    after_typing: Sequence[Check]


def frames(observed: Observed) -> str:
    """The decoded picture equals the customer's screen."""
    scene = observed.scene
    best = 0.0

    def sharp() -> bool:
        nonlocal best
        best = max(best, psnr(scene.technician.picture(), grab(scene.desk.display)))
        return best >= SHARP

    try:
        until(sharp, f"{SHARP:.0f} dB", SHARP_SECONDS)
    finally:
        observed.psnr = min(observed.psnr, best)
    width, height = scene.technician.picture().size
    return f"PSNR {best:.1f} dB over {width}x{height} pixels"


def control(observed: Observed) -> str:
    """Nothing is steered before the customer's yes, then everything."""
    scene = observed.scene
    scene.technician.click(*PLACES[0])
    scene.technician.ask("control")
    scene.technician.wait(lambda: scene.technician.hand == "technician", "the hand")
    assert not scene.desk.clicks, "a click arrived before control was granted"
    return "a click before the yes did not arrive; after it the technician has the hand"


def click(scene: Scene, place: tuple[int, int]) -> set[tuple[int, int]]:
    """Click at a pixel of the stream; return where the press and the release arrived."""
    before = len(scene.desk.clicks)
    scene.technician.click(*place)
    until(lambda: len(scene.desk.clicks) >= before + 2, f"a click at {place}")
    return {(event["x"], event["y"]) for event in scene.desk.clicks[before : before + 2]}


def clicks(fitted: bool) -> Callable[[Observed], str]:
    """The mouse clicks where it should."""

    def look(observed: Observed) -> str:
        scene = observed.scene
        scene.technician.show_fitted(fitted)
        scale = scene.technician.scale
        reach = 1 if scale < 1 else 0  # a mouse moves by whole pixels of the page: smaller ones it cannot tell apart
        for place in PLACES:
            for x, y in click(scene, place):
                assert max(abs(x - place[0]), abs(y - place[1])) <= reach, f"clicked at {place}, arrived at {x}, {y}"
        return f"{len(PLACES)} clicks at scale {scale:.2f}, each {'within a pixel' if reach else 'on its very pixel'}"

    return look


def typing(line: Line, customers_layout: str, type_line: Callable[[Scene], None]) -> Check:
    """What the technician types arrives in a real terminal, whatever both layouts are."""

    def look(observed: Observed) -> str:
        scene = observed.scene
        scene.desk.layout(customers_layout)
        scene.desk.focus("terminal")
        scene.technician.wait(lambda: scene.technician.hand == "technician", "the hand")
        scene.technician.take_keys()
        before = scene.desk.typed.count("\n")
        type_line(scene)
        until(lambda: scene.desk.typed.count("\n") > before, "a typed line")
        arrived = scene.desk.typed.splitlines()[-1]
        assert arrived == line.text, f"{line.text!r} was typed, {arrived!r} arrived"
        return f"{arrived!r} arrived in xterm"

    return Check(f"typed on {line.layout}, customer's keyboard {customers_layout}", look)


def typing_by_real_keys(display: str) -> list[Check]:
    """Type on the technician's own keyboard: a browser window on `display`."""

    def by_keys(line: Line) -> Callable[[Scene], None]:
        def type_line(_scene: Scene) -> None:
            set_layout(display, line.layout)
            time.sleep(0.3)  # the browser hears of the new layout by an event we cannot see
            strike(display, [*line.keys, Key(RETURN)])

        return type_line

    return [typing(line, layout, by_keys(line)) for layout in ("us", "fr") for line in (AZERTY, QWERTY)]


def typing_in_page() -> list[Check]:
    """Type what the browser's driver can: the same characters, without a keyboard."""

    def by_driver(line: Line) -> Callable[[Scene], None]:
        def type_line(scene: Scene) -> None:
            scene.technician.tab.type(line.text)
            scene.technician.tab.chord(["Enter"])

        return type_line

    return [typing(line, layout, by_driver(line)) for layout in ("us", "fr") for line in (AZERTY, QWERTY)]


def chat(observed: Observed) -> str:
    """Chat goes both ways, as text."""
    scene = observed.scene
    hers, theirs = "Où est le menu ? <b>", "En haut à gauche & ça marche €"
    scene.customer.say(hers)
    scene.technician.wait(lambda: any(line.endswith(hers) for line in scene.technician.chat()), "the customer's line")
    scene.technician.say(theirs)
    scene.customer.sees(lambda said: theirs in [line["text"] for line in said.get("chat", [])], "the technician's line")
    return f"{hers!r} and {theirs!r}"


def report(observed: Observed) -> str:
    """The system report shows this machine."""
    scene = observed.scene
    scene.technician.ask("system")
    lines = scene.technician.report()
    text = "\n".join(item for items in lines.values() for item in items)
    name = platform.freedesktop_os_release()["PRETTY_NAME"]
    assert name in text, f"{name!r} is not in the report"
    assert any(item.startswith("/ ") for item in lines.get("Disks", [])), "the root disk is not in the report"
    programs = lines.get("Open programs", [])
    assert any("xterm" in item for item in programs), "xterm is not in the report"
    return f"{name}, {lines['Disks'][0]}, {len(programs)} programs"


def pause(observed: Observed) -> str:
    """While the customer pauses, no frame comes and no input goes."""
    scene = observed.scene
    scene.customer.press("pause")
    scene.technician.wait(lambda: scene.technician.phase == "paused", "the pause")
    frozen, typed, clicked = scene.technician.picture(), scene.desk.typed, len(scene.desk.clicks)
    scene.desk.move("letter.txt", 30, 300)
    scene.technician.take_keys()
    scene.technician.tab.type("x")
    scene.technician.tab.chord(["Enter"])
    scene.technician.click(*PLACES[0])
    time.sleep(PAUSE_SECONDS)
    assert psnr(scene.technician.picture(), frozen) == math.inf, "a frame came during the pause"
    assert psnr(frozen, grab(scene.desk.display)) < SHARP, "the customer's screen did not change, so nothing was shown"
    assert (scene.desk.typed, len(scene.desk.clicks)) == (typed, clicked), "input arrived during the pause"
    scene.customer.press("resume")
    scene.technician.wait(lambda: scene.technician.phase == "live", "the end of the pause")
    scene.desk.focus("terminal")
    frames(observed)
    return (
        f"{PAUSE_SECONDS:.0f} s without a frame or a key while the screen changed; afterwards the picture is true again"
    )


def stop(observed: Observed) -> str:
    """Stop ends everything, and the agent goes."""
    scene = observed.scene
    pid = scene.customer.agent.pid
    scene.customer.press("stop")
    scene.technician.wait(lambda: scene.technician.phase == "ended", "the end")
    code = scene.customer.agent.process.wait(15)
    assert code == 0, f"the agent's exit code is {code}"
    said = scene.technician.text("[data-testid=instead]")
    return f"the agent (process {pid}) is gone with exit code 0; the console says {said!r}"


CHECKS = Checks(
    before_typing=(
        Check("the picture", frames),
        Check("nothing without a yes", control),
        Check("the customer's pointer", lambda observed: pointer_check.look(observed.scene)),
        Check("clicks, fitted", clicks(True)),
        Check("clicks, one pixel on one pixel", clicks(False)),
    ),
    after_typing=(
        Check("chat both ways", chat),
        Check("the system report", report),
        Check("pause", pause),
        Check("stop", stop),
    ),
)
