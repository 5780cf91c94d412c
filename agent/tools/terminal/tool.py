"""The technician's terminal: at most one shell, whose output goes out only while it is allowed, numbered and paced.

Pause means nothing goes on: what the shell started is stopped where it is (SIGSTOP) and goes on where it was. What ends
the permission ends all of it. The journal holds that there was a terminal, how long and how much; never what was typed.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import assert_never

from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission
from agent.protocol.terminal_messages import (
    CloseTerminal,
    OpenTerminal,
    ResizeTerminal,
    TerminalClosed,
    TerminalEnd,
    TerminalOpened,
    TerminalOutput,
    TerminalShown,
    TerminalUnseen,
    TypeInTerminal,
)
from agent.tools.base import Around
from agent.tools.terminal import words
from agent.tools.terminal.child import Child
from agent.tools.terminal.words import FromShell

LOOK_SECONDS = 0.2
"""How often, during a pause, it is looked whether it is over."""

BY = {TerminalEnd.TECHNICIAN: "technician", TerminalEnd.CUSTOMER: "customer"}
"""Who the journal says closed it; anything else is by the agent itself."""


class Live:
    """One shell, from its opening on."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.since = time.monotonic()
        self.unshown: deque[TerminalOutput] = deque()
        self.number = self.bytes = 0
        self.held = self.opened = self.unseen = False
        self.end = TerminalEnd.FAILED
        self.over = asyncio.Event()
        """Set once nothing of it is left."""

    def payload(self) -> dict[str, str]:
        """Return what the journal keeps of it."""
        seconds = round(time.monotonic() - self.since)
        return {"by": BY.get(self.end, "system"), "seconds": str(seconds), "bytes": str(self.bytes)}

    def again(self) -> Iterator[FromAgent]:
        """Yield what the console may have missed."""
        if self.opened:
            yield TerminalOpened()
            yield TerminalUnseen(unseen=self.unseen)
            yield from self.unshown


class TerminalTool:
    """Implements agent.tools.base.Tool."""

    permissions = frozenset({Permission.TERMINAL})
    messages: tuple[type[ForTool], ...] = (OpenTerminal, TypeInTerminal, ResizeTerminal, TerminalShown, CloseTerminal)

    def __init__(self, around: Around, make_child: Callable[[], Child]) -> None:
        """`make_child` makes what starts the terminal's process."""
        self._around, self._make_child = around, make_child
        self._live: Live | None = None
        self._last: Live | None = None
        self._closed = False

    def use(self, message: ForTool) -> None:
        """Do what the console asks; what belongs to no shell is left aside."""
        if not self._permitted():
            return
        if isinstance(message, OpenTerminal):
            self._open(message)
        elif self._live:
            self._ask(self._live, message)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """End the shell, or stop it where it is until the permission may be used again."""
        live = self._live
        if live is None:
            return
        if ended:
            self._end(live, TerminalEnd.NOT_ALLOWED)
        elif not live.held:
            live.held = True
            live.child.say(words.Hold(on=True))
            self._around.spawn(self._go_on(live))

    async def close(self) -> None:
        """End the shell, and wait until nothing of it is left."""
        self._closed = True
        if self._live:
            self._live.child.end()
            self._live = None
        if self._last:
            await self._last.over.wait()

    def _permitted(self) -> bool:
        return self._around.permitted(Permission.TERMINAL)

    def _open(self, asked: OpenTerminal) -> None:
        if self._live:
            return
        self._around.record("terminal.opened", {})
        before, self._last = self._last, Live(self._make_child())
        self._live = self._last
        who = self._around.technician
        begin = words.Begin(lang=self._around.lang, who=who, columns=asked.columns, rows=asked.rows)
        self._around.spawn(self._run(self._live, begin, before))

    def _ask(self, live: Live, message: ForTool) -> None:
        match message:
            case TypeInTerminal():
                live.child.say(words.Typed(text=message.text))
            case ResizeTerminal():
                live.child.say(words.Sized(columns=message.columns, rows=message.rows))
            case TerminalShown():
                self._shown(live, message.number)
            case CloseTerminal():
                self._end(live, TerminalEnd.TECHNICIAN)

    async def _run(self, live: Live, begin: words.Begin, before: Live | None) -> None:
        """Run a shell, once nothing is left of the one before it."""
        if before:
            await before.over.wait()
        try:
            await live.child.run(begin, lambda word: self._heard(live, word))
        finally:
            live.over.set()
        if live is self._live:
            self._gone(live)

    def _heard(self, live: Live, word: FromShell) -> None:
        match word:
            case words.Opened():
                live.opened = True
                self._tell(TerminalOpened())
            case words.Output():
                live.bytes += word.raw
                live.number += 1
                live.unshown.append(TerminalOutput(number=live.number, text=word.text))
                self._tell(live.unshown[-1])
            case words.Unseen():
                live.unseen = word.on
                self._tell(TerminalUnseen(unseen=word.on))
            case words.Ended():
                live.end = TerminalEnd.CUSTOMER if word.by == "customer" else TerminalEnd.EXITED
            case words.Alive():
                pass
            case _:
                assert_never(word)

    def _tell(self, message: FromAgent) -> None:
        """Tell the console while that is permitted; `_go_on` says again what it misses."""
        if self._permitted():
            self._around.tell(message)

    def _shown(self, live: Live, number: int) -> None:
        shown = 0
        while live.unshown and live.unshown[0].number <= number:
            live.unshown.popleft()
            shown += 1
        if shown:
            live.child.say(words.More(outputs=shown))

    async def _go_on(self, live: Live) -> None:
        """Wait for the end of a pause; then say again what the console may have missed, and let the shell go on."""
        await self._pause_over(lambda: live is not self._live)
        if live is self._live:
            live.held = False
            for message in live.again():
                self._around.tell(message)
            live.child.say(words.Hold(on=False))

    def _end(self, live: Live, end: TerminalEnd) -> None:
        """Cut the shell off from both sides at once; its process ends what it started."""
        live.end = end
        live.child.end()
        self._gone(live)

    def _gone(self, live: Live) -> None:
        self._live = None
        self._around.tell(TerminalClosed(end=live.end))
        if live.held:  # the line may be lost, and this with it
            self._around.spawn(self._say_again(TerminalClosed(end=live.end)))
        self._around.record("terminal.closed", live.payload())

    async def _say_again(self, closed: TerminalClosed) -> None:
        """Say once more, after a pause or a lost line, that there is no shell."""
        await self._pause_over(lambda: self._live is not None)
        if self._live is None and not self._closed:
            self._around.tell(closed)

    async def _pause_over(self, given_up: Callable[[], bool]) -> None:
        """Wait until it is permitted to go on; or until that does not matter any more."""
        while not (self._closed or given_up() or self._permitted()):  # noqa: ASYNC110 - no event says that a pause is over
            await asyncio.sleep(LOOK_SECONDS)
