"""What the technician's hand does on the desktop, message by message."""

import pytest

from agent.hands import inject
from agent.protocol import messages as wire
from tests.fakes import Deeds, fake_desktop


@pytest.mark.parametrize(
    ("message", "done"),
    [
        (wire.MovePointer(x=1, y=2), [("move", 1, 2)]),
        (wire.PressButton(x=1, y=2, button=2, down=True), [("move", 1, 2), ("button", 2, True)]),
        (wire.PressButton(x=1, y=2, button=2, down=False), [("move", 1, 2), ("button", 2, False)]),
        (wire.Scroll(x=1, y=2, dx=0, dy=-3), [("move", 1, 2), ("scroll", 0, -3)]),
        (wire.PressKey(code="KeyA", key="a", down=True), [("key", "KeyA", True)]),
        (wire.PressKey(code="KeyA", key="a", down=False), [("key", "KeyA", False)]),
        (wire.TypeText(text="oui"), [("text", "oui")]),
    ],
)
def test_each_act_becomes_the_injectors_deeds_where_it_was_aimed(
    message: wire.InputAct, done: list[tuple[object, ...]]
) -> None:
    deeds: Deeds = []
    inject(message, fake_desktop(deeds))
    assert deeds == done
