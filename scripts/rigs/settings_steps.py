"""Takes steps with the registry tool over this computer's GSettings, and prints what came of each, as JSON."""

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable

from agent.protocol import registry_messages as wire
from agent.protocol.registry_messages import RegistryView, ValueKind
from agent.tools.registry.apart import ApartSettings
from agent.tools.registry.source import Value
from agent.ui.host import child_command
from tests.tools.registry.fakes import Desk, Outcome


class Steps:
    """The steps."""

    def __init__(self) -> None:
        self._desk = Desk(ApartSettings(child_command("settings")), RegistryView.ONLY)

    async def roots(self) -> object:
        """Ask where to begin."""
        self._desk.tool.use(wire.AskRoots())
        await self._desk.idle()
        told = self._desk.customer.told.pop()
        return told.fault if isinstance(told, wire.KeyClosed) else str(told)

    async def keys(self, path: str) -> object:
        """Name the keys in one."""
        return list(await self._desk.keys(_path(path)))

    async def values(self, path: str) -> object:
        """Return what each value is, whether somebody set it, and why it is closed."""
        rows = await self._desk.values(_path(path))
        return {name: (_text(row), row.stored, row.closed) for name, row in rows.items()}

    async def read(self, path: str, name: str) -> object:
        """Return what there is to know of a value."""
        message = wire.ReadValue.model_validate(self._desk.at(_path(path), name=name))
        return json.loads((await self._desk.ask(message, wire.ValueTold)).model_dump_json())

    async def set(self, path: str, name: str, text: str) -> object:
        """Set a value."""
        data = text.encode()
        return _said(await self._desk.set(_path(path), Value(name, ValueKind.SETTING, 0, data, len(data))))

    async def delete(self, path: str, name: str) -> object:
        """Let a value have its default."""
        return _said(await self._desk.delete(_path(path), name))

    async def make(self, path: str, name: str) -> object:
        """Make a key."""
        return _said(await self._desk.make(_path(path), name))

    async def undo(self) -> object:
        """Undo the newest change; return the kinds of entries so far."""
        await self._desk.undo()
        return self._desk.customer.kinds

    async def export(self, path: str) -> object:
        """Return a file of a key."""
        return await self._desk.export(_path(path))

    async def dconf(self, path: str) -> object:
        """Return what dconf's own program reads there."""
        return await asyncio.to_thread(_dconf_reads, path)

    async def load(self, text: str) -> object:
        """Have dconf's own program load a file; return its exit code."""
        return await asyncio.to_thread(_dconf_loads, text)


def _dconf_reads(path: str) -> str:
    return subprocess.run(["dconf", "read", path], capture_output=True, text=True, check=True).stdout.strip()


def _dconf_loads(text: str) -> int:
    return subprocess.run(["dconf", "load", "/"], input=text, text=True, check=False).returncode


def _path(path: str) -> str:
    return path.replace("/", "\\")


def _text(row: wire.ValueRow) -> str:
    return base64.b64decode(row.data).decode()


def _said(outcome: Outcome) -> str:
    return outcome.fault if isinstance(outcome, wire.RegistryFailed) else "done"


async def _take(steps: list[list[str]]) -> list[object]:
    doing = Steps()
    taken: list[object] = []
    for name, *arguments in steps:
        step: Callable[..., Awaitable[object]] = getattr(doing, name)
        taken.append(await step(*arguments))
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_take(json.loads(sys.argv[1])))))
