"""What happens in a session with a built plug-in, as a table that both systems share: each step says what was seen."""

import hashlib
import math
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from agent.areas import Rect
from agent.media.capture import MASK_PIXEL
from agent.protocol.codes import CodeError, parse_code
from scripts.rigs.applications import until
from scripts.rigs.built import panels
from scripts.rigs.built.computer import Met
from scripts.rigs.pixels import psnr
from scripts.rigs.reader import Word, find, read

MASK = (MASK_PIXEL[2], MASK_PIXEL[1], MASK_PIXEL[0])
SHARP = 35.0
"""dB: what a person cannot tell from the screen itself."""
NEAR = 6
"""By how much a colour may be off: video rounds."""
SENTENCE = "La facture du garage est de 248 euros"
PATIENCE = 60.0
TRIES = 5
"""Of something that must fall into a short time, on a busy machine."""


class Step(NamedTuple):
    """One step: raises where it does not hold."""

    name: str
    take: Callable[[Met], str]


def read_code(met: Met) -> str:
    """The customer accepts the terms, asks for a code, and reads it out; the technician types it."""
    hand, code = met.hand, ""
    hand.waits_for("On vous a appelé ? Raccrochez.")
    hand.presses("J'accepte et je continue")
    hand.presses("Montrer un code")

    def legible() -> bool:
        nonlocal code
        area = hand.window()
        codes = [_code(read(hand.see(area), larger=larger)) for larger in (1, 2)] if area else []
        code = next(filter(None, codes), "")
        return bool(code)

    hand.waits(legible, "a code that can be read")
    met.technician.join(code)
    return "a code read off the window opened the session"


def hide_first(met: Met) -> str:
    """Before the yes, the customer hides a folder in the system's own dialog."""
    hand = met.hand
    hand.waits_for("Refuser")
    assert met.technician.standing("view") != "granted", "the screen is shown before the yes"
    hand.presses("Cacher d'abord quelque chose")
    hide(met)
    return "a folder hidden before anything was shown"


def hide(met: Met) -> None:
    """Hide the folder, where the plug-in asks what is to be hidden, and go back."""
    met.hand.presses("Un dossier")
    met.computer.choose_folder()
    met.hand.waits_for(f"Le dossier « {met.computer.secret} »")
    met.hand.leaves("Revenir à l'aide", "Caché maintenant")


def consent(met: Met) -> str:
    """The hand says yes, and only then there is a picture."""
    assert met.technician.phase != "live" or met.technician.standing("view") == "asked"
    met.hand.allows()
    technician = met.technician
    technician.wait(lambda: technician.attribute("[data-testid=screen]", "data-shown") == "true", "a picture", PATIENCE)
    technician.wait_live()
    technician.wait(lambda: technician.standing("annotate") == "asked", "the console's own next question", PATIENCE)
    met.hand.allows()
    technician.wait(lambda: technician.standing("annotate") == "granted", "drawing to be allowed", PATIENCE)
    return "no picture before the hand's yes, one after it"


def picture(met: Met) -> str:
    """Colours and small letters arrive as they are."""
    met.technician.show_fitted(False)
    area, best = met.computer.coloured, 0.0

    def sharp() -> bool:
        nonlocal best
        best = max(best, psnr(_part(met.technician.picture(), area), _part(met.computer.truth(), area)))
        return best >= SHARP

    try:
        until(sharp, "a sharp picture", PATIENCE)
    except TimeoutError:
        raise AssertionError(f"the picture came to {best:.1f} dB of the screen") from None
    seen, true = met.technician.picture(), met.computer.truth()
    spots = [(area.x + x, area.y + y) for x in range(6, area.width, 40) for y in range(6, area.height, 40)]
    off = [spot for spot in spots if not near(seen.getpixel(spot), true.getpixel(spot))]
    colours = {true.getpixel(spot) for spot in spots}
    assert not off, f"{len(off)} of {len(spots)} places have another colour, as at {off[0]}"
    assert len(colours) >= 3, "the window has no colours to compare"
    return f"{best if math.isfinite(best) else 99:.0f} dB, {len(spots)} places of {len(colours)} colours right"


def control(met: Met) -> str:
    """After the hand's yes, and not before, the technician has the hand: clicks, and types into a real program."""
    computer, technician = met.computer, met.technician
    target = (computer.coloured.x + 61, computer.coloured.y + 101)
    assert technician.hand != "technician", "the technician has the hand before the yes"
    panels.ask(met, "control")
    technician.wait(lambda: technician.hand == "technician", "the hand", PATIENCE)
    technician.click(*target)
    until(lambda: bool(computer.clicked()), "a click", PATIENCE)
    x, y = computer.clicked()[0]
    assert max(abs(x - target[0]), abs(y - target[1])) <= 1, f"clicked at {target}, arrived at {x}, {y}"
    technician.click(*computer.field)
    technician.take_keys()
    technician.tab.type(SENTENCE)
    technician.tab.chord(["Control", "s"])
    until(lambda: SENTENCE in computer.typed(), f"{SENTENCE!r} in a real program", PATIENCE)
    return "a click on its pixel, a sentence typed"


def letters(met: Met) -> str:
    """What was typed can be read in the technician's picture."""
    area = met.computer.written
    until(lambda: bool(find(read(_part(met.technician.picture(), area)), SENTENCE)), "the sentence seen", PATIENCE)
    return "the sentence read in the technician's picture"


def priority(met: Met) -> str:
    """The customer's own mouse takes the hand; what the technician clicks meanwhile does not arrive."""
    technician, computer = met.technician, met.computer
    for number in range(TRIES):
        technician.wait(lambda: technician.hand == "technician", "the technician's hand", PATIENCE)
        before = len(computer.clicked())
        met.hand.moves(computer.coloured.x + 200 + number, computer.coloured.y + 200)
        technician.wait(lambda: technician.hand == "customer", "the customer's hand", PATIENCE)
        met.hand.moves(computer.coloured.x + 220 + number, computer.coloured.y + 210)
        technician.click(computer.coloured.x + 61, computer.coloured.y + 101)
        if technician.hand == "customer":  # else the click came too late to say anything
            technician.wait(lambda: technician.hand == "technician", "the technician's hand again", PATIENCE)
            assert len(computer.clicked()) == before, "a click arrived while the customer had the hand"
            return "the customer's mouse took the hand, and a click meanwhile was dropped"
    raise AssertionError("no click could be made while the customer had the hand")


def files(met: Met) -> str:
    """A hidden folder is in no list, and its window is flat in the picture."""
    panels.ask_on_panel(met, "files", "Ask to change files", "files-places")
    return hidden_folder(met)


def hidden_folder(met: Met) -> str:
    """Look for the hidden folder among the files that may be seen, and for its window."""
    technician, computer = met.technician, met.computer
    page = panels.open_home(met)
    listed = page.locator(".file").all_inner_texts()
    assert not any(computer.secret in name for name in listed), f"the hidden folder is listed: {listed}"
    computer.show_folder()
    inside = _within(computer.folder_window)

    def flat() -> bool:
        colours = _part(technician.picture(), inside).getcolors(1 << 20) or [(0, (0, 0, 0))]
        return all(near(colour, MASK) for _, colour in colours)

    until(flat, "a flat place where the hidden folder's window is", PATIENCE)
    true = _part(computer.truth(), inside).getcolors(1 << 20) or []
    assert len(true) > 1, "there is no window of the hidden folder"
    return f"{len(listed)} names listed and not the hidden one; its window flat, on the screen {len(true)} colours"


def report(met: Met) -> str:
    """The customer sees the report before it goes."""
    technician, hand = met.technician, met.hand
    technician.tool("KeyO")
    technician.press("#report-button")
    hand.allows()
    technician.wait(lambda: technician.standing("system") == "granted", "the report to be allowed", PATIENCE)
    technician.press("#report-button")
    hand.waits_for("Enlevez la coche")  # before, all that can be said is no
    assert not technician.there("[data-testid=report]"), "the report went before the customer had seen it"
    hand.presses("Envoyer")
    technician.wait(lambda: technician.there("[data-testid=report]"), "the report", PATIENCE)
    lines = technician.tab.evaluate("document.querySelectorAll('[data-testid=report] > div').length")
    return f"a report of {lines} lines, sent by the hand"


def setting(met: Met) -> str:
    """A setting is changed, and brought back by the customer."""
    computer = met.computer
    before = computer.setting_now()
    panels.ask_on_panel(met, "registry", "Ask for the system", "registry-path")
    panels.change_setting(met)
    until(lambda: computer.setting_now() != before, "another value", PATIENCE)
    changed = computer.setting_now()
    met.hand.scrolls_to("Réglage changé")
    met.hand.presses("Annuler")
    until(lambda: computer.setting_now() == before, "the value before", PATIENCE)
    return f"{computer.setting.name}: {before} became {changed}, and {before} again by the customer's hand"


def transfer(met: Met) -> str:
    """A file arrives as it was sent."""
    panels.open_home(met)
    panels.row(panels.page_of(met), met.computer.downloads.name).dblclick()
    panels.page_of(met).get_by_test_id("files-way").get_by_text(met.computer.downloads.name).wait_for()
    panels.send(met, met.parcel)
    sent, came = (hashlib.sha256(path.read_bytes()).hexdigest() for path in (met.parcel, _arrived(met)))
    assert sent == came, f"{sent} was sent, {came} arrived"
    return f"{met.parcel.stat().st_size} bytes, SHA-256 {came[:12]}… on both sides"


def stop(met: Met) -> str:
    """The hand stops, has the record saved and the tool deleted; nothing else is otherwise than before."""
    hand = met.hand
    hand.presses("Arrêter", first=True)
    met.technician.wait(lambda: met.technician.phase == "ended", "the end at the console", PATIENCE)
    hand.waits_for("rien n'est resté sur votre ordinateur")
    hand.presses("Garder le compte rendu de ce qui a été fait")
    hand.presses("Supprimer l'outil")
    hand.waits(lambda: hand.window() is None, "the window to go")
    with suppress(TimeoutError):
        until(lambda: not met.computer.left(), "nothing to be left", PATIENCE)
    assert not (left := met.computer.left()), f"left: {', '.join(left[:20])}"
    assert any(path.suffix == ".html" for path in met.computer.downloads.iterdir()), "the record was not kept"
    return "the tool deleted itself, and nothing is left but the record and the file that was sent"


STEPS: Sequence[Step] = (
    Step("code", read_code),
    Step("hide a folder", hide_first),
    Step("consent", consent),
    Step("picture", picture),
    Step("control", control),
    Step("letters", letters),
    Step("priority", priority),
    Step("hidden folder", files),
    Step("report", report),
    Step("setting", setting),
    Step("transfer", transfer),
    Step("stop", stop),
)


def _code(words: Sequence[Word]) -> str:
    """Return the code among these words; "" where there is none whose check digit is right."""
    groups = [word.text for word in words if re.fullmatch(r"\d{4}", word.text)]
    try:
        return str(parse_code(" ".join(groups[:3])))
    except CodeError:
        return ""


def near(one: object, other: object) -> bool:
    """Say whether two colours are the same to the eye."""
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _part(picture: Image.Image, area: Rect) -> Image.Image:
    return picture.crop((area.x, area.y, area.x + area.width, area.y + area.height))


def _within(area: Rect) -> Rect:
    """Leave out the edge, where a mask and what is around it meet."""
    return Rect(area.x + 12, area.y + 12, area.width - 24, area.height - 24)


def _arrived(met: Met) -> Path:
    return met.computer.downloads / met.parcel.name
