"""The terminal's process: the shell and the customer's window of it, one thread for both, so that neither is alone.

Whatever ends one ends the other: the customer closing the window, the agent's pipe closing, an error anywhere. What the
shell says is drawn here before the agent hears it, and read no faster than the technician's side shows it.
"""

import os
import sys
import time
import tkinter as tk
from functools import partial
from types import TracebackType
from typing import assert_never

from agent.protocol.terminal_messages import MAX_TERMINAL_TEXT, TERMINAL_AHEAD
from agent.tools.terminal import words
from agent.tools.terminal.screen import MAX_KEPT, Screen, Stream, visible
from agent.tools.terminal.shell import Shell
from agent.tools.terminal.stream import Harmless, Question
from agent.tools.terminal.words import MAX_LINE, Begin, FromShell, ToShell
from agent.ui.pipe import fall
from agent.ui.terminal_window import TYPED_SHOWN, Drawing, TerminalWindow
from agent.ui.window import NO_WINDOW
from agent.ui.words import Words
from agent.watchdog.words import Lines

READ = 2048
"""Bytes of the shell's that are drawn at once."""
PACE_MS = 10
"""Between two portions at least, and at least as long as one took to draw: half a processor at most."""
TICK_MS = 200
TICKS_A_BEAT = 5
RETRY_MS = 20


class Terminal:
    """Joins the agent's pipe, the shell, and the window."""

    def __init__(self, root: tk.Tk, begin: Begin, shell: Shell, out: int) -> None:
        self._root, self._shell, self._out = root, shell, out
        self._screen = Screen(begin.columns, begin.rows)
        self._stream, self._harmless = Stream(self._screen), Harmless()
        self._window = TerminalWindow(root, Words(begin.lang), begin.who, begin.columns, self._closed, MAX_KEPT)
        self._lines = Lines()
        self._room = TERMINAL_AHEAD
        self._drawn = self._ticks = 0
        self._typed = ""
        self._started = self._held = self._unseen = self._listening = self._pausing = self._retrying = False
        root.bind("<Map>", partial(self._seen, True))
        root.bind("<Unmap>", partial(self._seen, False))
        root.createfilehandler(0, tk.READABLE, self._hear)
        root.after(0, self._tick)
        self._window.fit()

    # --- the window -------------------------------------------------------------------------------------------------

    def _seen(self, seen: bool, event: "tk.Event[tk.Misc]") -> None:
        """Run the shell while its window is on the screen, and only then."""
        if event.widget is not self._root:
            return
        if seen and not self._started:
            self._started = True
            self._window.draw(self._drawing())
            self._shell.start()
            self._say(words.Opened())
        elif self._started and self._unseen == seen:
            self._unseen = not seen
            self._say(words.Unseen(on=self._unseen))
            if not seen:
                self._root.after_idle(self._root.deiconify)
        self._stop_or_go()

    def _closed(self) -> None:
        self._say(words.Ended(by="customer"))
        self.end()

    def _stop_or_go(self) -> None:
        if self._held or self._unseen:
            self._listen(False)
            self._shell.hold()
        else:
            self._shell.go_on()
            self._listen(True)
        self._window.note("terminal/held" if self._held else "")

    # --- the agent's words ------------------------------------------------------------------------------------------

    def _hear(self, _file: object, _mask: int) -> None:
        data = os.read(0, MAX_LINE)
        if not data:
            self.end()
        for line in self._lines.cut(data):
            self._do(words.read_to_shell(line))

    def _do(self, word: ToShell) -> None:
        match word:
            case words.Typed():
                self._type(word.text)
            case words.Sized():
                self._shell.resize(word.columns, word.rows)
                self._screen.resize(word.rows, word.columns)
                self._window.draw(self._drawing())
            case words.More():
                self._room += word.outputs
                self._listen(self._room > 0)
            case words.Hold():
                self._held = word.on
                self._stop_or_go()
            case words.Begin():
                self.end()
            case _:
                assert_never(word)

    def _type(self, text: str) -> None:
        """Show what is typed, then give it to the shell."""
        if self._unseen or self._held or not self._started:
            return
        self._typed = (self._typed + visible(text))[-TYPED_SHOWN:]
        self._window.typed(self._typed)
        self._root.update_idletasks()
        self._give(text.encode())

    def _give(self, typed: bytes) -> None:
        if self._shell.type(typed) and not self._retrying:
            self._retrying = True
            self._root.after(RETRY_MS, self._give_rest)

    def _give_rest(self) -> None:
        self._retrying = False
        self._give(b"")

    # --- the shell --------------------------------------------------------------------------------------------------

    def _listen(self, wanted: bool) -> None:
        """Read what the shell says, or let it wait."""
        listen = wanted and self._started and not (self._held or self._unseen or self._pausing) and self._room > 0
        if listen and not self._listening:
            self._root.createfilehandler(self._shell.terminal, tk.READABLE, self._read)
        elif self._listening and not listen:
            self._root.deletefilehandler(self._shell.terminal)
        self._listening = listen

    def _read(self, _file: object, _mask: int) -> None:
        began = time.monotonic()
        try:
            data = self._shell.read(READ)
        except BlockingIOError:
            return
        if not data:
            self._exited()
        text = self._take(data)
        self._window.draw(self._drawing())
        for at in range(0, len(text), MAX_TERMINAL_TEXT):
            self._say(words.Output(text=text[at : at + MAX_TERMINAL_TEXT], raw=0 if at else len(data)))
            self._room -= 1
        self._pausing = True
        self._listen(False)
        self._root.after(max(PACE_MS, round((time.monotonic() - began) * 1000)), self._paused)

    def _paused(self) -> None:
        self._pausing = False
        self._listen(True)

    def _take(self, data: bytes) -> str:
        """Bring what the shell says onto the screen, answer what it asks, and return what is left to tell."""
        told = ""
        for piece in self._harmless.feed(data):
            if isinstance(piece, str):
                self._stream.feed(piece)
                told += piece
            else:
                self._give(self._answer(piece.question))
        return told

    def _answer(self, question: Question) -> bytes:
        match question:
            case Question.KIND:
                return b"\x1b[?1;2c"  # a VT100 with advanced video, as xterm.js answers
            case Question.HEALTH:
                return b"\x1b[0n"
            case Question.CURSOR:
                cursor = self._screen.cursor
                return f"\x1b[{cursor.y + 1};{min(cursor.x, self._screen.columns - 1) + 1}R".encode()
            case _:
                assert_never(question)

    def _drawing(self) -> Drawing:
        screen = self._screen
        new, self._drawn = screen.kept_count - self._drawn, screen.kept_count
        lines = {y: screen.line(y) for y in sorted(screen.dirty) if y < screen.lines}
        screen.dirty.clear()
        cursor = None if screen.cursor.hidden else (min(screen.cursor.x, screen.columns - 1), screen.cursor.y)
        return Drawing(list(screen.kept)[-new:] if new else [], lines, screen.lines, cursor)

    def _exited(self) -> None:
        self._say(words.Ended(by="shell"))
        self.end()

    # --- both -------------------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        if self._shell.reap():
            self._exited()
        if self._ticks % TICKS_A_BEAT == 0:
            self._say(words.Alive(inside=self._shell.known()))
        self._ticks += 1
        self._root.after(TICK_MS, self._tick)

    def _say(self, word: FromShell) -> None:
        data = words.line(word)
        try:
            while data:
                data = data[os.write(self._out, data) :]
        except OSError:  # the agent is gone
            self.end()

    def end(self) -> None:
        """End everything, this process last."""
        self._shell.end()
        os._exit(0)


def main() -> int:
    """Open the window the agent asks for, and the shell in it, until either ends. Return an exit code."""
    out = os.dup(1)
    os.dup2(2, 1)  # what libraries print must not be taken for a word
    begin = words.read_to_shell(_first_line())
    if not isinstance(begin, Begin):
        return NO_WINDOW
    shell = Shell(begin.columns, begin.rows)
    try:
        root = tk.Tk(className="handrail-terminal")
    except tk.TclError as error:
        print(f"no window: {error}", file=sys.stderr)
        return NO_WINDOW

    def failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        shell.end()
        fall(kind, error, trace)

    root.report_callback_exception = failed
    Terminal(root, begin, shell, out)
    try:
        root.mainloop()
    finally:  # also on an error in what came by a pipe
        shell.end()
    return 0


def _first_line() -> bytes:
    """Read one line from standard input, and no byte more: what follows is read as it comes."""
    line = b""
    while not line.endswith(b"\n") and len(line) < MAX_LINE and (byte := os.read(0, 1)):
        line += byte
    return line
