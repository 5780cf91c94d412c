"""The voice process as the agent sees it: told, heard, and killed to close the microphone before anything else."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from agent.protocol.errors import WireError
from agent.tools.voice import words
from agent.tools.voice.words import MAX_LINE, FromVoice, ToVoice

GONE_SECONDS = 2.0
"""How long a killed process may take to be gone."""


class Child:
    """One voice process. On the event loop's thread."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._early: list[ToVoice] = []
        self._cut = False

    async def run(self, hear: Callable[[FromVoice], None]) -> None:
        """Start it, pass on what it says until it ends or is cut, and return once it is gone."""
        pipe = asyncio.subprocess.PIPE
        try:
            self._process = process = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, limit=MAX_LINE
            )
        except OSError:  # no memory, no program: there is no voice
            return
        early, self._early = self._early, []
        for word in early:
            self.say(word)
        if self._cut:
            self.cut()
        try:
            while process.stdout and (said := await process.stdout.readline()):
                if not self._cut:
                    hear(words.read_from_voice(said))
        except (WireError, ValueError):  # what makes no sense ends it
            self.cut()
        if process.stdin:
            process.stdin.close()
        _, late = await asyncio.wait({asyncio.create_task(process.wait())}, timeout=GONE_SECONDS)
        if late:
            self.cut()

    def say(self, word: ToVoice) -> None:
        """Tell it."""
        if self._process is None:
            self._early.append(word)
        elif self._process.stdin and not self._cut:
            self._process.stdin.write(words.line(word))

    def cut(self) -> None:
        """End now: it is killed before this returns, its devices and its connection with it. Harmless when repeated."""
        self._cut = True
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
