"""Fakes of the tools' tests: machines laid out in a folder, programs that answer what they are told."""

import asyncio
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.journal import JournalError
from agent.protocol.entries import check_payload
from agent.protocol.message import FromAgent
from agent.tools.base import Around
from agent.tools.discretion import Discretion
from agent.tools.report.words import Words

M = TypeVar("M", bound=FromAgent)


def lay(root: Path, files: Mapping[str, str]) -> Path:
    """Write `files` (path below `root`: text) and return `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def program(folder: Path, name: str, script: str) -> Path:
    """Write a shell script as the program `name` and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return folder


class Recording:
    """A source that remembers whether it was read."""

    def __init__(self, *items: str) -> None:
        self.items = list(items)
        self.read = False

    def __call__(self, words: Words) -> list[str]:
        self.read = True
        return self.items


def join_threads(name: str) -> None:
    """Wait for the threads whose name begins with `name`: what they raise is reported after their work is done."""
    for thread in threading.enumerate():
        if thread.name.startswith(name):
            thread.join(10)


class Customer:
    """What a tool has around it: a console that hears, a journal that keeps, and consent that the test gives."""

    def __init__(self) -> None:
        self.told: list[FromAgent] = []
        self.recorded: list[tuple[str, dict[str, str]]] = []
        self.done: list[object] = []
        """What was recorded and told, in order."""
        self.permits = True
        self.unallowed: list[FromAgent] = []
        """What was told without consent."""
        self.journal_works = True
        self.withdraw_at = ""
        """The kind of entry at which consent goes, before anything is done."""
        self.hidden = Hidden(guards=frozenset())
        self.knowledge = Knowledge(ready=True)
        self._heard = asyncio.Event()

    def around(self, **more: Any) -> Around:
        """Return what the tool is made with."""
        return Around(
            tell=self._tell,
            record=self._record,
            permitted=lambda permission: self.permits,
            discretion=lambda: Discretion(self.hidden, self.knowledge),
            lang="fr",
            **more,
        )

    async def hear(self, kind: type[M], accept: Callable[[M], bool] = lambda message: True) -> M:
        """Wait for a message that was not waited for before."""
        async with asyncio.timeout(20):
            while True:
                for message in self.told:
                    if isinstance(message, kind) and accept(message):
                        self.told.remove(message)
                        return message
                self._heard.clear()
                await self._heard.wait()

    @property
    def kinds(self) -> list[str]:
        """The kinds of entries in the journal."""
        return [kind for kind, _ in self.recorded]

    def _tell(self, message: FromAgent) -> None:
        self.unallowed += [] if self.permits else [message]
        self.told.append(message)
        self.done.append(message)
        self._heard.set()

    def _record(self, kind: str, payload: Mapping[str, str]) -> None:
        check_payload(kind, payload)
        if not self.journal_works:
            raise JournalError("the disk is full")
        self.permits = self.permits and kind != self.withdraw_at
        self.recorded.append((kind, dict(payload)))
        self.done.append(kind)


def take_pid(pid: int) -> subprocess.Popen[bytes]:
    """Start a process that gets this pid (proc(5), ns_last_pid)."""
    for _ in range(200):
        try:
            Path("/proc/sys/kernel/ns_last_pid").write_text(str(pid - 1))
        except OSError:
            pytest.skip("the next pid cannot be chosen here")
        process = subprocess.Popen(["/bin/sleep", "60"])
        if process.pid == pid:
            return process
        process.kill()
        process.wait()
    pytest.skip("the pid was always taken")
