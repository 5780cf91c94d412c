"""What the technician has drawn on the customer's screen, bounded: messages in, all of it to the banner's process.

Whether they may is for the rules; when a mark fades, and what it looks like, for agent/ui/overlay.py. The newest state
is told each time, so that a banner that comes anew, or falls behind, shows what is so.
"""

from collections.abc import Callable, Sequence
from typing import assert_never

from agent.areas import Rect
from agent.protocol.annotate_messages import ALL_POINTS, FADE_SECONDS, MARK_POINTS, MOST_MARKS
from agent.protocol.messages import Annotation, DrawMark, MarkTool, PointAt, WriteMark
from agent.ui.drawn import Drawn, Mark, Spot

MOST_COVERED = 200
"""Hidden areas that are told of; where there are more, nothing is drawn at all."""


class Annotations:
    """The technician's marks and pointer. `show` is given all of it; `covered` says what is hidden just then."""

    def __init__(self, name: str, show: Callable[[Drawn], None], covered: Callable[[], Sequence[Rect]]) -> None:
        self._show, self._covered = show, covered
        self._drawn = Drawn(name=name)
        self._fades: dict[int, float] = {}

    def take(self, message: Annotation, now: float) -> None:
        """Show what a message asks for."""
        match message:
            case PointAt():
                spot = Spot(x=message.x, y=message.y)
                self._drawn = self._drawn.model_copy(update={"spot": spot, "pointed": self._drawn.pointed + 1})
            case DrawMark():
                self._put(self._drawing(message), now)
            case WriteMark():
                self._put(_writing(message), now)
            case _:
                assert_never(message)
        self._tell()

    def away(self) -> None:
        """Take the pointer off the screen."""
        self._drawn = self._drawn.model_copy(update={"spot": None})
        self._tell()

    def clear(self) -> None:
        """Take everything off the screen."""
        self._fades.clear()
        self._drawn = self._drawn.model_copy(update={"spot": None, "marks": ()})
        self._show(self._drawn)

    def masks_changed(self) -> None:
        """Leave out what is hidden now."""
        if self._drawn.marks or self._drawn.spot:
            self._tell()

    def _tell(self) -> None:
        covered = tuple(self._covered())
        if len(covered) > MOST_COVERED:
            covered = (Rect(0, 0, 32767, 32767),)
        self._drawn = self._drawn.model_copy(update={"covered": covered})
        self._show(self._drawn)

    def _drawing(self, message: DrawMark) -> Mark:
        """Return the mark as it is with this message; a pen's goes on where it ended."""
        before = next((mark for mark in self._drawn.marks if mark.number == message.mark), None)
        goes_on = before is not None and before.tool is message.tool is MarkTool.PEN
        points = (*before.points, *message.points) if before and goes_on else tuple(message.points)
        return Mark(
            number=message.mark,
            tool=message.tool,
            colour=message.colour,
            stay=message.stay,
            points=points[: 2 * MARK_POINTS],
        )

    def _put(self, mark: Mark, now: float) -> None:
        """Keep a mark, in the place of one of its number; let go of what has faded, then of the oldest beyond the most.

        One spotlight at a time: two would dim each other.
        """
        self._fades = {number: until for number, until in self._fades.items() if until > now}
        self._fades[mark.number] = float("inf") if mark.stays else now + FADE_SECONDS
        others = [m for m in self._drawn.marks if m.number != mark.number and m.number in self._fades]
        if mark.tool is MarkTool.SPOTLIGHT:
            others = [m for m in others if m.tool is not MarkTool.SPOTLIGHT]
        marks = [*others, mark][-MOST_MARKS:]
        while len(marks) > 1 and sum(len(m.points) for m in marks) > 2 * ALL_POINTS:
            del marks[0]
        self._drawn = self._drawn.model_copy(update={"marks": tuple(marks)})


def _writing(message: WriteMark) -> Mark:
    return Mark(
        number=message.mark,
        tool="text",
        colour=message.colour,
        stay=message.stay,
        points=(message.x, message.y),
        text=message.text,
    )
