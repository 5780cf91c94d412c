"""A customer's home, services and start-up entries, a technician who changes them, and the exact state of it all."""

import hashlib
import os
import stat
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from agent.protocol import file_messages as wire
from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.protocol.service_messages import (
    ChangeService,
    ListServices,
    ListStartup,
    Scope,
    ServiceChanged,
    ServiceOutcome,
    ServicePage,
    StartupPage,
    StartupSwitched,
    SwitchOutcome,
    SwitchStartup,
    Verb,
)
from agent.tools.files.names import encoded
from agent.tools.services.tool import Services
from agent.tools.startup.entries import Places
from agent.tools.startup.tool import Startup
from scripts.rigs.file_scene import FileScene
from scripts.rigs.systemd import Manager, Service, systemd

OWNER = (12345, 54321)
"""A user and a group that this machine does not have."""

ACL = "system.posix_acl_access"
ENTRY = "[Desktop Entry]\nType=Application\nName={name}\nExec=/usr/bin/{name} --quiet\n"
ODD = os.fsdecode(b"caf\xe9 100%.txt")
"""A name that is no UTF-8."""


class WorldError(AssertionError):
    """A change was not made, so that nothing can be said of its undoing."""


def exact(top: Path) -> dict[str, object]:
    """Return everything below `top` but the recycle bin: content, rights, owner, times, attributes.

    A folder's own times are left out: they say when something in it was last moved.
    """
    return {os.path.relpath(path, top): _exact(path) for path in _below(top)}


def _below(top: Path) -> Iterator[str]:
    for folder, inner, files in os.walk(top):
        inner[:] = [name for name in inner if name != "Trash"]
        yield from (os.path.join(folder, name) for name in (*inner, *files))


def _exact(path: str) -> object:
    told = os.lstat(path)
    kept = {name: os.getxattr(path, name, follow_symlinks=False) for name in os.listxattr(path, follow_symlinks=False)}
    rights = (oct(told.st_mode), told.st_uid, told.st_gid, sorted(kept.items()))
    if stat.S_ISDIR(told.st_mode):
        return rights
    if stat.S_ISLNK(told.st_mode):
        return (*rights, told.st_mtime_ns, os.readlink(path))
    return (*rights, told.st_mtime_ns, told.st_size, hashlib.sha256(Path(path).read_bytes()).hexdigest())


def lay(home: Path) -> None:
    """Furnish a home; every file has rights, times and attributes of its own."""
    for folder in ("Documents/Photos/2026", "Desktop", "config/autostart", "data", "cache", "xdg/autostart", "stick"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    texts = {
        "Documents/lettre.txt": "Bonjour\nMadame\n",
        f"Documents/{ODD}": "été\n",
        "Documents/Photos/liste.txt": "un\ndeux\n",
        "Documents/Photos/2026/mer.txt": "mer\n",
        "config/autostart/chat.desktop": ENTRY.format(name="chat"),
        "xdg/autostart/mail.desktop": ENTRY.format(name="mail"),
        "player.desktop": ENTRY.format(name="player"),
    }
    for name, text in texts.items():
        (home / name).write_text(text)
    (home / "Documents/Photos/lien").symlink_to("liste.txt")
    (home / "config/autostart/player.desktop").symlink_to(home / "player.desktop")
    for number, path in enumerate(sorted(_below(home))):
        _mark(path, number)


def _mark(path: str, number: int) -> None:
    """Give one thing rights, an owner, times and attributes that nothing has by itself."""
    link = os.path.islink(path)
    with suppress(PermissionError):
        os.chown(path, *OWNER, follow_symlinks=False)
    if not link:
        os.chmod(path, 0o750 if os.path.isdir(path) else 0o640)
        with suppress(OSError):
            os.setxattr(path, "user.note", f"note {number}".encode())
            os.setxattr(path, ACL, _acl(os.path.isdir(path)))
    times = (1_700_000_000_000_000_001 + number, 1_600_000_000_123_456_789 + number)
    os.utime(path, ns=times, follow_symlinks=False)


def _acl(folder: bool) -> bytes:
    """Write an access control list: one user more may read (acl(5); posix_acl_xattr.h)."""
    own, read = (7, 5) if folder else (6, 4)
    entries = ((1, own, 0xFFFFFFFF), (2, read, 1), (4, read, 0xFFFFFFFF), (16, read, 0xFFFFFFFF), (32, 0, 0xFFFFFFFF))
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


class World:
    """The tools over a furnished home, as the technician uses them."""

    def __init__(self, home: Path, manager: Manager) -> None:
        self.home, self.manager = home, manager
        self.scene = FileScene()
        self.scene.permissions.add(Permission.PROCESSES)
        around = self.scene.around
        self._open = True
        self.services = Services(around)
        self.startup = Startup(around, places(home))

    @property
    def state(self) -> dict[str, object]:
        """The exact state of everything that can be changed."""
        services = {f"service {name}": one.state for name, one in self.manager.services.items()}
        return {**exact(self.home), **services}

    async def act(self, message: ForTool) -> str:
        """Make a change of files; return the name it got."""
        self.scene.use(message)
        done = await self.scene.outcome(message.act)  # type: ignore[attr-defined]
        if not isinstance(done, wire.FileDone):
            raise WorldError(f"{message.type}: {done.fault}")  # type: ignore[attr-defined]
        return done.name

    async def rename(self, path: str, name: str) -> None:
        """Rename."""
        await self.act(wire.RenameFile(act=self.scene.number, path=self.path(path), name=encoded(name)))

    async def move(self, path: str, folder: str) -> None:
        """Move."""
        await self.act(wire.MoveFile(act=self.scene.number, path=self.path(path), folder=self.path(folder)))

    async def copy(self, path: str, folder: str) -> None:
        """Copy."""
        await self.act(wire.CopyFile(act=self.scene.number, path=self.path(path), folder=self.path(folder)))

    async def trash(self, path: str) -> None:
        """Put into the recycle bin."""
        await self.act(wire.TrashFile(act=self.scene.number, path=self.path(path)))

    async def make(self, folder: str, name: str) -> None:
        """Make a folder."""
        await self.act(wire.MakeFolder(act=self.scene.number, folder=self.path(folder), name=encoded(name)))

    async def save(self, path: str, text: str) -> None:
        """View a text and save another; the customer says yes where it is the system's."""
        opened, _, _ = await self.scene.viewed(self.home / path)
        act = self.scene.begin_save(opened, text)
        await self.scene.until(lambda: self.scene.asking.open is not None or self._answered(act))
        if asked := self.scene.asking.open:
            self.scene.asking.answer(asked.number, True)
        done = await self.scene.outcome(act)
        if not isinstance(done, wire.FileDone):
            raise WorldError(f"save: {done.fault}")

    async def service(self, name: str, verb: Verb) -> None:
        """Start or stop a service."""
        self.services.use(ListServices(fresh=True))
        await self.scene.heard(ServicePage)
        before = len(self.scene.said)
        self.services.use(ChangeService(scope=Scope.SYSTEM, name=name, verb=verb))
        await self.scene.until(lambda: any(isinstance(one, ServiceChanged) for one in self.scene.said[before:]))
        changed = await self.scene.heard(ServiceChanged)
        if changed.outcome is not ServiceOutcome.DONE:
            raise WorldError(f"{verb} {name}: {changed.outcome}")

    async def switch(self, name: str, on: bool) -> None:
        """Switch a start-up entry."""
        self.startup.use(ListStartup(fresh=True))
        await self.scene.heard(StartupPage)
        before = len(self.scene.said)
        self.startup.use(SwitchStartup(name=name, on=on))
        await self.scene.until(lambda: any(isinstance(one, StartupSwitched) for one in self.scene.said[before:]))
        switched = await self.scene.heard(StartupSwitched)
        if switched.outcome is not SwitchOutcome.DONE:
            raise WorldError(f"switch {name}: {switched.outcome}")

    async def close(self) -> None:
        """Let go of everything, as at the end of a session; once."""
        if not self._open:
            return
        self._open = False
        await self.services.close()
        await self.startup.close()
        await self.scene.close()

    def path(self, path: str) -> str:
        """Write a path below the home for the wire."""
        return encoded(str(self.home / path))

    def _answered(self, act: int) -> bool:
        answers = (one for one in self.scene.said if isinstance(one, wire.FileDone | wire.FileFailed))
        return any(one.act == act for one in answers)


def places(home: Path) -> Places:
    """Return where start-up entries lie in that home."""
    return Places(home / "config/autostart", (home / "xdg/autostart",), ("XFCE",))


def environment(home: Path, bus: str) -> dict[str, str]:
    """Return what makes that home the customer's, and that bus the system's."""
    return {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CONFIG_DIRS": str(home / "xdg"),
        "XDG_CURRENT_DESKTOP": "XFCE",
        "DBUS_SYSTEM_BUS_ADDRESS": bus,
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }


@asynccontextmanager
async def world(home: Path) -> AsyncIterator[tuple[World, str]]:
    """Furnish a home and have a systemd; yield the world and the bus's address."""
    lay(home)
    async with systemd(Service("cups.service"), Service("ssh.service", state="inactive")) as (manager, address):
        os.environ.update(environment(home, address))
        made = World(home, manager)
        yield made, address
        await made.close()
