"""The two cases of the clipboard for [tools]: a program of its own copies and pastes, a real console reads and puts."""

import io
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image

from scripts.rigs.copier import Copier
from scripts.rigs.tool_scene import ToolScene

READ_ENTRIES = ("clipboard.asked", "clipboard.text_read", "clipboard.image_read")
PUT_ENTRIES = ("clipboard.text_put", "clipboard.image_put")
"""What each way's `work` leaves in the journal."""
READ = "#clipboard-button"
ASKS = ":has(em)"
"""What a button that asks has in it, and the one that takes its place once it is granted has not."""
RECEIVED = "[data-testid=clipboard-received]"
PROGRESS = ".clipboards [role=progressbar]"
PUTTING = ".clipboards section:last-child"
FIELD = f"{PUTTING} textarea"
TEXT = "<img src=x onerror=alert(1)> Été"
SIDE = 1500
"""Pixels of an image that takes seconds to go."""

PASTE = """async (side) => {
    const canvas = new OffscreenCanvas(side, side), context = canvas.getContext('2d');
    const noise = context.createImageData(side, side);
    for (let at = 0; at < noise.data.length; at += 65536) {
        crypto.getRandomValues(noise.data.subarray(at, Math.min(at + 65536, noise.data.length)));
    }
    for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255;
    context.putImageData(noise, 0, 0);
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob({type: 'image/png'})], 'x.png', {type: 'image/png'}));
    const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
    document.querySelector('.clipboards textarea').dispatchEvent(paste);
}"""

_programs = ExitStack()
_program: list[Copier] = []


@contextmanager
def furnished(folder: Path) -> Iterator[Mapping[str, str]]:
    """Let the customer's program go at the end of the case; the agent needs nothing besides."""
    try:
        yield {}
    finally:
        _program.clear()
        _programs.close()


def program(met: ToolScene) -> Copier:
    """Return the customer's program, which is opened where it is first asked for."""
    if not _program:
        _program.append(_programs.enter_context(Copier(met.scene.desk.display, "notes")))
        _program[0].open("Notes")
    return _program[0]


# --- out of the customer's --------------------------------------------------------------------------------------------


def ask_to_read(met: ToolScene) -> None:
    """Ask with the panel's own button."""
    met.open_tab("clipboard")
    met.ask("clipboard_out", f"{READ}{ASKS}")


def read(met: ToolScene) -> str:
    """Read a hostile text and an image; both are shown as what they are."""
    technician = met.technician
    program(met).copy({"UTF8_STRING": TEXT.encode()})
    _press_until(met, READ, RECEIVED)
    assert technician.text(f"{RECEIVED} pre") == TEXT, "the text is not shown as it was copied"
    program(met).copy({"image/png": noise(200)})
    technician.press(READ)
    technician.wait(lambda: technician.there(f"{RECEIVED} img"), "the image")
    return "a hostile text and an image read, shown as text and as image"


def read_on(met: ToolScene) -> None:
    """Begin to read something that takes seconds."""
    program(met).copy({"image/png": noise(SIDE)})
    met.technician.wait(lambda: met.technician.there(f"{READ}:not(:has(em)):enabled"), "the button")
    since = time.time()
    met.technician.press(READ)
    met.technician.wait(lambda: bool(met.arrivals(["clipboard/piece"], since)), "a piece of it")


def read_left(met: ToolScene) -> str:
    """Say what is left of a reading that was stopped."""
    return "a reading goes on" if met.technician.there(PROGRESS) else ""


# --- into the customer's ----------------------------------------------------------------------------------------------


def ask_to_put(met: ToolScene) -> None:
    """Ask with the panel's own button."""
    met.open_tab("clipboard")
    met.ask("clipboard_in", f"{PUTTING} button{ASKS}")


def put(met: ToolScene) -> str:
    """Put a text and an image, and paste both in a program of the customer's."""
    technician = met.technician
    technician.wait(lambda: technician.there(FIELD), "the field")
    technician.fill(FIELD, TEXT)
    met.click_text("Leave this text", PUTTING)
    _wait_placed(met)
    assert program(met).paste("UTF8_STRING") == TEXT.encode(), "another text was pasted"
    _paste_image(met, 200)
    met.click_text("Leave this image", PUTTING)
    _wait_placed(met)
    pasted = program(met).paste("image/png")
    assert pasted, "no image was pasted"
    assert Image.open(io.BytesIO(pasted)).size == (200, 200), "another image was pasted"
    _empty(met)
    return "a text and an image put, and pasted by another program"


def put_on(met: ToolScene) -> None:
    """Begin to put something that takes seconds, where a text was put before."""
    program(met).copy({"UTF8_STRING": b"the customer's own"})
    _empty(met)
    _paste_image(met, SIDE)
    since = time.time()
    met.click_text("Leave this image", PUTTING)
    met.technician.wait(lambda: bool(met.arrivals(["clipboard/taken"], since)), "a part of it to be taken")


def put_left(met: ToolScene) -> str:
    """Say what is left of an image that was stopped on its way: the customer's own text must be there as before."""
    with Copier(met.scene.desk.display, "other") as other:
        own = other.paste("UTF8_STRING")
    return "" if own == b"the customer's own" else "the customer's clipboard is not as it was"


def _empty(met: ToolScene) -> None:
    """Take back what is to be put, until the field is there: the page may move under a click."""

    def empty() -> bool:
        if not met.technician.there(FIELD) and met.technician.there(f"{PUTTING} img"):
            met.click_text("Something else", PUTTING)
        return met.technician.there(FIELD)

    met.technician.wait(empty, "the field")


def _paste_image(met: ToolScene, side: int) -> None:
    met.technician.tab.evaluate(f"({PASTE})({side})")
    met.technician.wait(lambda: met.technician.there(f"{PUTTING} img"), "the image to put")


def _wait_placed(met: ToolScene) -> None:
    met.technician.wait(lambda: "the customer can paste it" in met.technician.text(PUTTING), "the end of it")


def _press_until(met: ToolScene, button: str, there: str) -> None:
    """Press until it is there: the windows of a program that has just come are not known at once."""
    technician = met.technician

    def shown() -> bool:
        if technician.there(there):
            return True
        if technician.there(f"{button}:not(:has(em)):enabled") and not technician.there(PROGRESS):
            technician.press(button)
        return False

    technician.wait(shown, there)


def noise(side: int) -> bytes:
    """Return a PNG that cannot be made smaller."""
    picture = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(picture, "PNG", compress_level=1)
    return picture.getvalue()
