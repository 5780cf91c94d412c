"""A later run of the plug-in on a saved report, with a customer who presses as told; says JSON lines.

`python -m scripts.rigs.undo_again REPORT [--insist] [--forget] [--most N]` undoes one change after the other, the
newest first, N at most, and closes the window.
"""

import argparse
import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from agent.tools.all_undoers import make_undoers
from agent.ui.child import Guard
from agent.ui.drawn import Drawn
from agent.ui.model import Action, Decide, Forget, Press, Undo, View
from agent.undo.again import Again


class ScriptedCustomer:
    """agent.ui.host.Windows, without a window and without a person."""

    def __init__(self, insist: bool, forget: bool, most: int) -> None:
        """Undo so many at most; `insist` on what changed since; `forget`: press the button that deletes everything."""
        self._insist, self._forget, self._most = insist, forget, most
        self._tried: set[int] = set()
        self._do: Callable[[Action], None] = lambda _: None

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        """Take note of whom to answer."""
        self._do = on_action

    def guard(self, guard: Guard) -> None:
        """There is no watchdog."""

    def annotate(self, drawn: Drawn) -> None:
        """Nothing is drawn."""

    def pids(self) -> set[int]:
        """There are no windows."""
        return set()

    async def close(self) -> None:
        """Answer nothing more."""

    def show(self, view: View) -> None:
        """Say what came of the last press, and press the next button once the agent is done with this one."""
        shown = view.kept
        if shown and shown.outcome:
            said = {"number": shown.number, "what": shown.what, "outcome": shown.outcome, "why": shown.why}
            print(json.dumps(said), flush=True)
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, self._do, self._next(view))

    def _next(self, view: View) -> Action:
        if view.kept and view.kept.outcome == "asks":
            return Decide(number=view.kept.number, yes=self._insist)
        if self._forget and view.changes:
            return Forget()
        left = [change.number for change in view.changes if change.number not in self._tried]
        if not left or len(self._tried) == self._most:
            return Press(button="close")
        self._tried.add(left[0])
        return Undo(number=left[0])


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--insist", action="store_true")
    parser.add_argument("--forget", action="store_true")
    parser.add_argument("--most", type=int, default=500)
    options = parser.parse_args()
    customer = ScriptedCustomer(options.insist, options.forget, options.most)
    asyncio.run(Again(options.report, "fr", customer, make_undoers()).run())


if __name__ == "__main__":
    main()
