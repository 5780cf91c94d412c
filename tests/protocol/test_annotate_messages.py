"""Which marks are messages of this wire: whole points, as many as a tool has, and no more than a message holds."""

import json
from typing import Any

import pytest

from agent.protocol.annotate_messages import BATCH_POINTS, MARK_TEXT
from agent.protocol.errors import WireError
from agent.protocol.messages import DrawMark, parse_console_message

DRAW: dict[str, Any] = {
    "type": "annotate/draw", "mark": 1, "tool": "pen", "colour": "red", "stay": False, "points": [1, 2]
}  # fmt: skip
WRITE: dict[str, Any] = {
    "type": "annotate/write", "mark": 1, "colour": "red", "stay": True, "x": 1, "y": 2, "text": "Ici"
}  # fmt: skip


def parse(base: dict[str, Any], **change: Any) -> object:
    return parse_console_message(json.dumps({**base, **change}))


def test_a_pen_takes_one_point_or_as_many_as_a_message_holds() -> None:
    assert isinstance(parse(DRAW), DrawMark)
    assert isinstance(parse(DRAW, points=[0] * 2 * BATCH_POINTS), DrawMark)


@pytest.mark.parametrize("tool", ["arrow", "box", "spotlight"])
def test_what_is_drawn_between_two_points_has_two(tool: str) -> None:
    assert isinstance(parse(DRAW, tool=tool, points=[1, 2, 3, 4]), DrawMark)
    for points in ([1, 2], [1, 2, 3, 4, 5, 6]):
        with pytest.raises(WireError):
            parse(DRAW, tool=tool, points=points)


@pytest.mark.parametrize(
    "change",
    [
        {"points": []},
        {"points": [1]},
        {"points": [1, 2, 3]},
        {"points": [0] * (2 * BATCH_POINTS + 2)},
        {"points": [-1, 2]},
        {"points": [1, 32768]},
        {"points": [[1, 2]]},
        {"mark": 0},
        {"mark": 2**31},
        {"tool": "eraser"},
        {"colour": "#ff0000"},
        {"stay": "yes please"},
    ],
    ids=str,
)
def test_anything_else_is_no_mark(change: dict[str, Any]) -> None:
    with pytest.raises(WireError):
        parse(DRAW, **change)


@pytest.mark.parametrize("text", ["", "x" * (MARK_TEXT + 1)])
def test_words_are_few(text: str) -> None:
    parse(WRITE, text="x" * MARK_TEXT)
    with pytest.raises(WireError):
        parse(WRITE, text=text)
