"""Goes to what a path names and judges what is there: by the handle, by every folder it lies in, and by every step.

A path is a wish. Each step of it is opened and asked where it really is; what lies in something hidden, on no disk that
was there at consent, or cannot be placed, is missing. A failure is told only where nothing hidden is on the way.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from agent.disk.base import DiskGone, FileChanged, Missing, WrongKind
from agent.disk.told import telling
from agent.disk.windows import win32_files as win32
from agent.disk.windows.handles import Handle, opened
from agent.disk.windows.hidden import Hidden
from agent.disk.windows.links import steps, target_of
from agent.disk.windows.names import checked_path, windows_path
from agent.disk.windows.volumes import Volumes

MAX_LINKS: Final = 40
"""Links followed on one way, as on Linux; Windows itself follows 63."""


@dataclass(frozen=True)
class Found:
    """A thing that was reached and judged, and where it was then."""

    handle: Handle
    final: str
    facts: win32.Facts

    @property
    def is_link(self) -> bool:
        """Say whether it is a link or a junction, which was not followed."""
        return self.handle.is_link

    @property
    def is_folder(self) -> bool:
        """Say whether it is a folder."""
        return not self.is_link and bool(self.facts.attributes & win32.FOLDER)

    @property
    def is_file(self) -> bool:
        """Say whether it is an ordinary file."""
        return not self.is_link and not self.facts.attributes & win32.FOLDER


class Judge:
    """Says of each thing whether it may be seen. `hidden`, `volumes` may be replaced at any moment, by any thread."""

    def __init__(self, volumes: Volumes, open_one: Callable[[str], Handle] = opened) -> None:
        """Judge by these disks; `open_one` opens what a path of Windows' names, a link itself, or raises OSError."""
        self.volumes, self._open_one = volumes, open_one
        self.hidden = Hidden()
        self._closed = False

    def reach(self, path: str, *, follow: bool = True) -> Found:
        """Go to what a path names; a link at its end is followed or not. Raise DiskError."""
        names = checked_path(path)
        if not names:
            raise Missing
        with telling():
            return self._walk((), names, follow)

    def folder(self, path: str) -> Found:
        """Go to a folder. Raise Missing if it is something else."""
        found = self.reach(path)
        if not found.is_folder:
            raise Missing
        return found

    def child(self, folder: Found, name: str) -> Found:
        """Look at one entry of a folder that was reached, without following it. Raise DiskError."""
        with telling():
            return self._open(below(folder.final, name))

    def target(self, path: str) -> str:
        """Return the text of a link, if it leads to something that may be seen. Raise Missing otherwise."""
        link = self.reach(path, follow=False)
        if not link.is_link:
            raise WrongKind
        with telling():
            text = target_of(link.handle.link_data())
            self._walk((), steps(text, _folder_of(link.final)), follow=True)
        self.check(link)
        return text

    def check(self, found: Found) -> None:
        """Judge a thing once more, where it is now, with what is hidden now. Raise DiskError if it may not be seen."""
        with telling():
            if self._check(found.handle) != found.final:
                raise FileChanged

    def close(self) -> None:
        """Judge everything as gone from now on."""
        self._closed = True
        self.hidden = Hidden()

    def _walk(self, at: tuple[str, ...], names: tuple[str, ...], follow: bool) -> Found:
        todo, links = deque(names), 0
        while True:
            step = (*at, todo.popleft())
            if step[0] not in self.volumes.roots:
                raise Missing
            found = self._open(windows_path(step))
            if found.is_link and (todo or follow):
                links += 1
                if links > MAX_LINKS:
                    raise Missing
                todo.extendleft(reversed(steps(target_of(found.handle.link_data()), at)))
                at = ()
            elif todo:
                at = step
            else:
                return found

    def _open(self, path: str) -> Found:
        try:
            handle = self._open_one(path)
            return Found(handle, self._check(handle), handle.facts())
        except PermissionError:
            if self.hidden:
                raise Missing from None  # it could be hidden: that cannot be told from here
            raise

    def _check(self, handle: Handle) -> str:
        """Return where a thing is. Raise Missing if it may not be seen, OSError."""
        hidden = self.hidden
        if self._closed:
            raise DiskGone
        final = handle.final()
        if not self.volumes.has(disk_of(final), handle.identity):
            raise Missing
        if hidden:
            if hidden.is_one(handle.identity) or hidden.holds(final):
                raise Missing
            if any(hidden.is_one(self._open_one(above).identity) for above in ancestors(final)):
                raise Missing
            if handle.final() != final:
                raise FileChanged
        return final


def disk_of(final: str) -> str:
    """Return the disk of a final path ("C:"); something else for one that is on none."""
    return final.removeprefix("\\\\?\\").partition("\\")[0].upper()


def below(final: str, name: str) -> str:
    """Return the path of a name in a folder."""
    return final.rstrip("\\") + "\\" + name


def ancestors(final: str) -> Iterator[str]:
    """Yield the folders that a final path lies in, nearest first, the disk's root last."""
    folder = _folder_of(final)
    for count in range(len(folder), 0, -1):
        yield windows_path(folder[:count])


def _folder_of(final: str) -> tuple[str, ...]:
    """Return the disk and the names of the folder that a final path lies in; none for a disk's root."""
    return tuple(final.removeprefix("\\\\?\\").rstrip("\\").split("\\")[:-1])
