"""The table of tricks to reach a hidden folder on Windows: what is prepared, and which paths are tried then.

A trick is a generator: it prepares, yields once where the customer agrees, goes on, and returns the paths to try.
"""

import ctypes
import os
from collections.abc import Callable, Generator
from ctypes import wintypes
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from agent.desktop.windows.libraries import function
from scripts.rigs.win32_folder_world import DRIVE_C, World, unix_path, wire

Prepare = Callable[[World], Generator[None, None, list[str]]]


@dataclass(frozen=True)
class Trick:
    """One way to try; `alike`: the answers must be those of a world without the hidden folder, too."""

    name: str
    prepare: Prepare
    alike: bool


TRICKS: list[Trick] = []

_GetVolumeName = function(
    "kernel32",
    "GetVolumeNameForVolumeMountPointW",
    wintypes.BOOL,
    wintypes.LPCWSTR,
    wintypes.LPWSTR,
    wintypes.DWORD,
)
_GetShortPath = function(
    "kernel32", "GetShortPathNameW", wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPWSTR, wintypes.DWORD
)


def path(name: str, *tried: Callable[[World], str]) -> None:
    """Enter a trick that needs nothing but its paths."""

    def prepare(world: World) -> Generator[None, None, list[str]]:
        yield
        return [one(world) for one in tried]

    TRICKS.append(Trick(name, prepare, alike=True))


def trick(name: str, *, alike: bool = True) -> Callable[[Prepare], Prepare]:
    """Enter a trick that prepares something; what needs the hidden folder is played only where it is."""

    def entered(prepare: Prepare) -> Prepare:
        TRICKS.append(Trick(name, prepare, alike))
        return prepare

    return entered


def file(world: World) -> str:
    return wire(world.file)


def folder(world: World) -> str:
    return wire(world.hidden)


def in_seen(name: str, world: World) -> str:
    return f"{wire(world.seen)}/{name}"


def both(name: str, change: Callable[[str], str]) -> None:
    """Enter a spelling of the folder's path and of a file's in it."""
    path(name, lambda world: change(folder(world)), lambda world: change(file(world)))


def instead(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


# --- spellings -------------------------------------------------------------------------------------------------------

both("as it is", lambda text: text)
both("capitals", str.upper)
both("small letters", str.lower)
both("case swapped", str.swapcase)
both("the disk's letter small", instead("/C:", "/c:"))
both("slashes doubled", instead("/", "//"))
both("a slash at the end", lambda text: f"{text}/")
both("backslashes", lambda text: text.replace("/", "\\"))
both("backslashes after the disk", lambda text: "/C:/" + text[4:].replace("/", "\\"))
both("one backslash", instead("/Comptes", "\\Comptes"))
both("a dot between", instead("/Comptes", "/./Comptes"))
both("up and down again", instead("/Comptes", "/Vu/../Comptes"))
both("up from a file", instead("/Comptes", "/Vu/public.txt/../../Comptes"))
both("up beyond the disk", instead("/C:/", "/C:/../../C:/"))
both("a dot at the name's end", instead("privés", "privés."))
both("many dots at its end", instead("privés", "privés...."))
both("a space at its end", instead("privés", "privés "))
both("a dot and a space at its end", instead("privés", "privés. "))
both("a space before it", instead("Comptes", " Comptes"))
both("a space that does not break", instead("Comptes privés", "Comptes\u00a0privés"))
both("the accent by itself", instead("privés", "prive\u0301s"))
both("no accent", instead("privés", "prives"))
both("wide letters", instead("Comptes", "Ｃomptes"))
both("a sign that is an s in capitals", instead("privés", "privéſ"))
both("a null", instead("Comptes", "Comptes\0"))
both("a null at the end", lambda text: f"{text}\0")
both("per cent", instead("Comptes", "%43omptes"))
both("a variable", instead("/C:/", "/%SystemDrive%/"))
both("a star", instead("Comptes", "C*"))
both("question marks", instead("Comptes", "Compte?"))
both("DOS' star", instead("Comptes", "C<"))
both("DOS' question mark", instead("Comptes", "Compte>"))
both("DOS' dot", instead("privés", 'privés"'))
both("half a character", instead("privés", "priv\ud800s"))
both("from the disk's own folder on", instead("/C:/", "/C:"))
both("no disk", lambda text: text[3:])
both("relative", lambda text: text[1:])
both("another disk of no disk's letter", instead("/C:/", "/1:/"))
both("more than a path can have", lambda text: "/C:/" + "a/" * 20_000 + text)
both("more than a name can have", instead("Comptes", "C" * 300))

# --- names that Windows keeps for itself ------------------------------------------------------------------------------

both("not to be interpreted", lambda text: "//?" + text)
both("not to be interpreted, as Windows writes it", lambda text: "\\\\?\\" + text[1:].replace("/", "\\"))
both("the devices' folder", lambda text: "//." + text)
both("the kernel's names", lambda text: "/??" + text)
both("the kernel's root", lambda text: "//?/GLOBALROOT/??" + text)
both("the disk's device", instead("/C:", "//?/GLOBALROOT/Device/HarddiskVolume1"))
both("the disk's device by its number", instead("/C:", "/HarddiskVolume1"))
both("a copy of the disk", instead("/C:", "//?/GLOBALROOT/Device/HarddiskVolumeShadowCopy1"))
both("this computer over the network", instead("/C:", "//localhost/C$"))
both("by its address", instead("/C:", "//127.0.0.1/C$"))
both("over the network, uninterpreted", instead("/C:", "//?/UNC/localhost/C$"))
both("by WebDAV", instead("/C:", "//localhost@SSL/DavWWWRoot/C$"))
both("an address", lambda text: f"/file://{text}")
both("the content as a stream", lambda text: f"{text}::$DATA")
both("a stream of its own", lambda text: f"{text}:x")
both("the list as a stream", lambda text: f"{text}:$I30:$INDEX_ALLOCATION")
both("the folder as a stream", instead("privés", "privés::$INDEX_ALLOCATION"))
both("the attributes", lambda text: f"{text}::$ATTRIBUTE_LIST")
for device in ("NUL", "CON", "AUX", "PRN", "COM1", "LPT¹", "CONIN$", "CONOUT$", "nul.txt", "COM1 .x", "PhysicalDrive0"):
    path(f"the device {device}", partial(in_seen, device))


@trick("the volume's number")
def by_volume(world: World) -> Generator[None, None, list[str]]:
    room = ctypes.create_unicode_buffer(64)
    assert _GetVolumeName("C:\\", room, 64)
    yield
    volume = wire(room.value.rstrip("\\"))
    return [instead("/C:", volume)(folder(world)), instead("/C:", volume)(file(world))]


@trick("the short names", alike=False)
def short(world: World) -> Generator[None, None, list[str]]:
    room = ctypes.create_unicode_buffer(1024)
    assert _GetShortPath(str(world.file), room, 1024)
    yield
    return [wire(room.value), os.path.dirname(wire(room.value)), wire(world.top) + "/COMPTE~1/geheim-7391.txt"]


# --- other ways to the same things ------------------------------------------------------------------------------------


@trick("another disk's letter")
def other_disk(world: World) -> Generator[None, None, list[str]]:
    yield
    return ["/Z:" + unix_path(world.hidden), "/Z:" + unix_path(world.file)] if DRIVE_C else []


@trick("a letter for the folder above it (subst), before")
def letter_above(world: World) -> Generator[None, None, list[str]]:
    way = f"{world.letter(world.top)}/Comptes privés"
    yield
    return [way, f"{way}/geheim-7391.txt"]


@trick("a letter for it (subst), before", alike=False)
def letter_itself(world: World) -> Generator[None, None, list[str]]:
    way = world.letter(world.hidden)
    yield
    return ["/", way, f"{way}/geheim-7391.txt", f"{way}/tief-7391"]


@trick("a letter for it (subst), after", alike=False)
def letter_after(world: World) -> Generator[None, None, list[str]]:
    yield
    way = world.letter(world.hidden)
    return ["/", way, f"{way}/geheim-7391.txt"]


@trick("a link to it, before", alike=False)
def link_before(world: World) -> Generator[None, None, list[str]]:
    link = wire(world.link(world.hidden, "lien"))
    yield
    return [link, f"{link}/geheim-7391.txt"]


@trick("a link to it, after", alike=False)
def link_after(world: World) -> Generator[None, None, list[str]]:
    yield
    link = wire(world.link(world.hidden, "lien"))
    return [link, f"{link}/geheim-7391.txt", f"{link}/tief-7391/geheim-7391.txt"]


@trick("a link to the folder above it")
def link_above(world: World) -> Generator[None, None, list[str]]:
    link = wire(world.link(world.top, "lien"))
    yield
    return [f"{link}/Comptes privés", f"{link}/Comptes privés/geheim-7391.txt"]


@trick("a link to a link to it", alike=False)
def link_twice(world: World) -> Generator[None, None, list[str]]:
    link = wire(world.link(world.link(world.hidden, "un"), "deux"))
    yield
    return [link, f"{link}/geheim-7391.txt"]


@trick("another name of a file of it, before", alike=False)
def name_before(world: World) -> Generator[None, None, list[str]]:
    os.link(world.file, world.seen / "nom.txt")
    yield
    return [wire(world.seen / "nom.txt")]


@trick("another name of a file of it, after", alike=False)
def name_after(world: World) -> Generator[None, None, list[str]]:
    yield
    os.link(world.deep, world.seen / "nom.txt")
    return [wire(world.seen / "nom.txt")]


# --- moved ------------------------------------------------------------------------------------------------------------


@trick("called otherwise", alike=False)
def renamed(world: World) -> Generator[None, None, list[str]]:
    yield
    world.hidden.rename(world.top / "ailleurs")
    return [wire(world.top / "ailleurs"), wire(world.top / "ailleurs" / world.file.name), file(world)]


@trick("moved into a folder that is seen", alike=False)
def moved(world: World) -> Generator[None, None, list[str]]:
    yield
    world.hidden.rename(world.seen / "dedans")
    return [wire(world.seen / "dedans"), wire(world.seen / "dedans" / world.file.name)]


@trick("the folder above called otherwise", alike=False)
def above_renamed(world: World) -> Generator[None, None, list[str]]:
    (world.top / "a" / "b").mkdir(parents=True)
    yield
    world.hidden.rename(world.top / "a" / "b" / "c")
    (world.top / "a").rename(world.top / "z")
    return [wire(world.top / "z" / "b" / "c" / world.file.name), wire(world.top / "z" / "b" / "c")]


@trick("another folder in its place", alike=False)
def replaced(world: World) -> Generator[None, None, list[str]]:
    yield
    world.hidden.rename(world.top / "ailleurs")
    (world.top / "ailleurs" / "tief-7391").rename(world.hidden)
    return [folder(world), file(world)]


@trick("moved away and made again", alike=False)
def made_again(world: World) -> Generator[None, None, list[str]]:
    yield
    content = world.file.read_bytes()
    world.hidden.rename(world.top / "ailleurs")
    world.hidden.mkdir()
    world.file.write_bytes(content)
    return [folder(world), file(world)]


@trick("something that was seen moved into it", alike=False)
def moved_in(world: World) -> Generator[None, None, list[str]]:
    yield
    (world.seen / "public.txt").rename(world.hidden / "public.txt")
    return [wire(world.hidden / "public.txt")]


@trick("traces of it that Windows keeps", alike=False)
def told_elsewhere(world: World) -> Generator[None, None, list[str]]:
    recent = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Recent"
    recent.mkdir(parents=True, exist_ok=True)
    (recent / "geheim-7391.txt.lnk").write_bytes(world.file.read_bytes())
    world.after.callback((recent / "geheim-7391.txt.lnk").unlink)
    yield
    return [wire(recent), wire(recent / "geheim-7391.txt.lnk"), "/C:/$Recycle.Bin"]
