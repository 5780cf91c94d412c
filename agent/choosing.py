"""Whether the customer is choosing what to hide, and whether a window of ours may still name what is hidden."""

from agent.ui.model import View


class Choosing:
    """The screen where the customer hides things: opened over the live screen, or over the question then open."""

    def __init__(self) -> None:
        self.open = False
        self.round = 0
        """How often it was opened; the window tells it back once no name is on it any more."""
        self.names_shown = False
        self._over: int | None = None

    def begin(self, question: int | None) -> None:
        """Open it, over that question if there is one."""
        self.open, self.names_shown, self._over = True, True, question
        self.round += 1

    def leave(self) -> None:
        """Leave it; its last picture may still stand for a moment."""
        self.open = False

    def names_gone(self, round_: int) -> bool:
        """Take note that the window shows no name of that round any more; say whether none is shown at all."""
        if self.open or round_ != self.round or not self.names_shown:
            return False
        self.names_shown = False
        return True

    def goes_over(self, view: View) -> bool:
        """Say whether it is shown in place of `view`: a question asked since goes before it."""
        asked = view.question.number if view.question else None
        return self.open and view.screen in ("live", "asking") and asked in (None, self._over)
