"""The agent's door to what the customer sees: two processes, the window and the banner, told the newest view.

They are processes of their own so that a frozen window never delays Pause and Stop, and so that both go when the agent
does. What an action means is decided elsewhere; here it is only passed on.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from agent.inherited import HeldBackError
from agent.own_process import child_command as child_command
from agent.ui.child import Child, Guard, Timing, UiError
from agent.ui.drawn import Drawn
from agent.ui.model import Action, Press, View

GONE = (Press(button="close"), Press(button="close"))
"""The window's cross, twice: it ends a live session, then the program. Without a window nobody could do either."""


class Windows(Protocol):
    """What the customer sees and answers with. All of it is called on the event loop's thread."""

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        """Open them; return when they can be seen. Raise UiError when none can be opened, HeldBackError when none may.

        `on_frozen` is called when a window has been silent for 2.5 s, or died for good: the customer may be unable to
        see or answer, so share nothing. It may be called again after a recovery. A window that died for good counts as
        closed by its cross.
        """

    def guard(self, guard: Guard) -> None:
        """Before `start`: let them tell the watchdog too of Pause and Stop."""

    def show(self, view: View) -> None:
        """Show this view instead of the last one. Never blocks; a slow window skips to the newest."""

    def annotate(self, drawn: Drawn) -> None:
        """Show this of the technician's on the customer's screen, and nothing else; it takes no input. Never raises."""

    def pids(self) -> set[int]:
        """Return the processes whose windows are Handrail's own and take no remote input."""

    async def close(self) -> None:
        """End both processes, whatever state they are in, within 2 s."""


class ProcessWindows:
    """The window and the banner as processes. A window that dies twice is replaced by the plain one (tkinter)."""

    def __init__(
        self,
        command: Callable[[str], list[str]] = child_command,
        env: Mapping[str, str] | None = None,
        timing: Timing = Timing(),  # noqa: B008 (frozen)
        with_banner: bool = True,
        on_open: Callable[[], None] = lambda: None,
    ) -> None:
        """`with_banner`: a session can be on; without one, there is the window alone. `on_open`: they can be seen."""
        window, banner = command("ui-window"), command("ui-banner")
        self._on_open = on_open
        self._banner = Child([banner, banner], env, timing) if with_banner else None
        shown = Child([window, window, [*window, "--plain"]], env, timing, GONE)
        self._children = (shown, self._banner) if self._banner else (shown,)

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        """Open them; see Windows.start."""
        for child in self._children:
            child.start(on_action, on_frozen)
        try:
            opened = await asyncio.gather(*(child.opened() for child in self._children))
        except HeldBackError:
            await self.close()
            raise
        if not all(opened):
            await self.close()
            raise UiError("No window could be opened: is there a display, and may this program use it?")
        self._on_open()

    def guard(self, guard: Guard) -> None:
        """Let them tell the watchdog too; see Windows.guard."""
        for child in self._children:
            child.guard(guard)

    def show(self, view: View) -> None:
        """Show this view; see Windows.show."""
        for child in self._children:
            child.show(view)

    def annotate(self, drawn: Drawn) -> None:
        """Show what the technician draws, in the banner's process; see Windows.annotate."""
        if self._banner:
            self._banner.annotate(drawn)

    def pids(self) -> set[int]:
        """Return the processes that live now."""
        return {child.pid for child in self._children if child.pid is not None}

    async def close(self) -> None:
        """End both; see Windows.close."""
        await asyncio.gather(*(child.close() for child in self._children))
