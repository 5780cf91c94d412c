"""What must be seen of the customer's pointer: its shape under the technician's own mouse, and its place."""

import time

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from scripts.rigs.scene import Scene

TERMINAL, TARGET = (200, 100), (700, 100)
"""Pixels of the terminal, where text is written, and of the click target."""
CUSTOMERS = ((640, 480), (33, 700))
"""Where the customer moves the mouse."""
NEAR = 2.0
"""CSS pixels that a drawing may be off: half of one for its place, and what its own size is rounded by."""
LASTING = 0.5
"""Seconds that a cursor stays: longer than a move takes to the desktop and the shape back."""

_CURSOR = "getComputedStyle(document.querySelector('[data-testid=screen]')).cursor"
_THERE = "document.querySelector('[data-testid=pointer]') !== null"
_HOT = """(() => { const e = document.querySelector('[data-testid=pointer]'), box = e.getBoundingClientRect();
    const [x, y] = e.style.translate.split(' ').map((part) => -parseFloat(part));
    return [box.left + x, box.top + (y || 0)]; })()"""


def look(scene: Scene) -> str:
    """The technician steers with the shape that the customer's programs give; the customer's own moves are seen."""
    scene.technician.show_fitted(True)
    text = _steered(scene, TERMINAL, "default")
    _steered(scene, TARGET, text)
    places = [_seen(scene, place) for place in CUSTOMERS]
    scene.technician.wait(lambda: scene.technician.hand == "technician", "the hand")
    return f"two shapes while steering; moved by the customer, drawn within {max(places):.1f} pixels of its place"


def _steered(scene: Scene, place: tuple[int, int], before: str) -> str:
    """Move there, as the technician; wait for another cursor than before that stays, and return it."""
    technician = scene.technician
    technician.tab.move(*technician.place(*place))
    technician.wait(lambda: _cursor(scene).startswith(("url(", "image-set(")), "the customer's shape as cursor")
    technician.wait(lambda: _lasting(scene) not in ("", before), "another shape in another program")
    technician.wait(lambda: not technician.tab.evaluate(_THERE), "one pointer, not two")
    return _cursor(scene)


def _seen(scene: Scene, place: tuple[int, int]) -> float:
    """Move there, as the customer; return how far from there the pointer is drawn."""
    display = Display(scene.desk.display)
    xtest.fake_input(display, X.MotionNotify, x=place[0], y=place[1])
    display.sync()
    display.close()
    technician = scene.technician
    technician.wait(lambda: technician.hand == "customer", "the customer to have the hand")
    off = [1000.0]

    def there() -> bool:
        if technician.tab.evaluate(_THERE):
            drawn, meant = technician.tab.evaluate(_HOT), technician.place(*place)
            off.append(max(abs(drawn[axis] - meant[axis]) for axis in (0, 1)))
        return off[-1] <= NEAR

    technician.wait(there, f"the customer's pointer at {place}")
    return off[-1]


def _lasting(scene: Scene) -> str:
    """Return the cursor; "" when it is another soon after: one of where the pointer was before may still be shown."""
    cursor = _cursor(scene)
    time.sleep(LASTING)
    return cursor if _cursor(scene) == cursor else ""


def _cursor(scene: Scene) -> str:
    return str(scene.technician.tab.evaluate(_CURSOR))
