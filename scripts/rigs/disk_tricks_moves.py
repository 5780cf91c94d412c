"""Tricks of renames, hard links, traces that desktops leave, odd names, rights and open handles."""

import os
from collections.abc import Callable, Generator
from pathlib import Path

from scripts.rigs.disk_tricks import Paths, trick
from scripts.rigs.disk_world import AGE, MARKER, Unable, World


def moved(name: str, target: Callable[[World], Path], *tried: str) -> None:
    """Enter a rename of the hidden folder after consent."""

    @trick(name)
    def rename(world: World) -> Generator[None, None, Paths]:
        yield
        target(world).parent.mkdir(parents=True, exist_ok=True)
        (world.parent / "decoy").rename(target(world).parent / "decoy too")
        if world.is_there:
            world.hidden.rename(target(world))
        return [f"{target(world)}{then}" for then in tried or ("", "/secret.txt")]


moved("the folder is renamed", lambda world: world.parent / "holiday")
moved("the folder is moved into a visible one", lambda world: world.seen / "holiday")
moved("the folder is moved far away", lambda world: world.far / "holiday", "/inner/deep.txt")
moved("the folder is moved deep down", lambda world: world.far / "/".join("abcdefghij") / "holiday", "/secret.txt")
moved("the folder is moved into the trash", lambda world: world.home / "data/Trash/files/holiday")
moved("the folder is renamed to end like a deleted one", lambda world: world.seen / "holiday (deleted)")
moved("the folder gets a name that is no UTF-8", lambda world: world.seen / os.fsdecode(b"\xe9t\xe9"))
moved("the folder gets a name with a line end", lambda world: world.seen / "a\nmnt_id:\t1\n")
moved("the folder gets a dot name", lambda world: world.seen / "...")


@trick("the folder above is renamed")
def parent_renamed(world: World) -> Generator[None, None, Paths]:
    yield
    world.parent.rename(world.home / "elsewhere")
    return [world.home / "elsewhere" / world.guess.name / "secret.txt"]


@trick("the home is renamed")
def home_renamed(world: World) -> Generator[None, None, Paths]:
    yield
    world.home.rename(world.top / "users")
    return [world.top / "users" / "parent" / world.guess.name / "secret.txt"]


@trick("the folder above is renamed by the technician")
def parent_renamed_by_verb(world: World) -> Generator[None, None, Paths]:
    yield
    assert world.disk is not None
    world.disk.rename(str(world.parent), "elsewhere")
    return [world.home / "elsewhere" / world.guess.name / "secret.txt"]


@trick("the folder above is moved into another by the technician")
def parent_moved_by_verb(world: World) -> Generator[None, None, Paths]:
    yield
    assert world.disk is not None
    world.disk.move(str(world.parent), str(world.far))
    return [world.far / "parent" / world.guess.name / "secret.txt"]


@trick("the folder and a visible one exchange their names", as_if_absent=False)
def exchanged(world: World) -> Generator[None, None, Paths]:
    yield
    world.seen.rename(world.far / "aside")
    world.hidden.rename(world.seen)
    return [world.seen / "secret.txt", world.seen]


@trick("another folder takes the place after a rename", as_if_absent=False)
def replaced(world: World) -> Generator[None, None, Paths]:
    yield
    world.hidden.rename(world.far / "holiday")
    world.fill(world.hidden)
    return [world.guess / "secret.txt", world.far / "holiday" / "secret.txt"]


@trick("the folder is deleted and made again", as_if_absent=False)
def made_again(world: World) -> Generator[None, None, Paths]:
    yield
    os.system(f"rm -r '{world.hidden}'")  # noqa: S605
    world.fill(world.hidden)
    return [world.guess / "secret.txt"]


def hard_link(name: str, what: str, after: bool = False, where: str = "twin") -> None:
    """Enter a hard link to a file of the hidden folder."""

    @trick(name, as_if_absent=False)
    def twin(world: World) -> Generator[None, None, Paths]:
        if after:
            yield
        (world.seen / where).hardlink_to(world.hidden / what)
        if not after:
            yield
        return [world.seen / where]


hard_link("a hard link made before consent", "secret.txt")
hard_link("a hard link made after consent", "secret.txt", after=True)
hard_link("a hard link to a file deep inside", "inner/deep.txt")
hard_link("a hard link with a hidden name", "secret.txt", where=".twin")


@trick("two hard links beside each other", as_if_absent=False)
def twins(world: World) -> Generator[None, None, Paths]:
    for name in ("one", "two"):
        (world.seen / name).hardlink_to(world.hidden / "secret.txt")
    yield
    return [world.seen / "one", world.seen]


@trick("a hard link to a link inside", as_if_absent=False)
def linked_link(world: World) -> Generator[None, None, Paths]:
    (world.hidden / "way").symlink_to(world.hidden / "secret.txt")
    os.link(world.hidden / "way", world.seen / "way", follow_symlinks=False)
    yield
    return [world.seen / "way"]


@trick("a hard link on another name of the disk", as_if_absent=False)
def twin_by_mount(world: World) -> Generator[None, None, Paths]:
    (world.seen / "twin").hardlink_to(world.hidden / "secret.txt")
    world.bind(world.seen, world.far / "bound")
    yield
    return [world.far / "bound" / "twin"]


@trick("a visible file that is given a name in the folder", as_if_absent=False)
def reverse_twin(world: World) -> Generator[None, None, Paths]:
    yield
    (world.hidden / "twin").hardlink_to(world.seen / "letter.txt")
    return [world.seen / "letter.txt"]


def trace(name: str, where: str, by_link: bool = False) -> None:
    """Enter a place where desktops note other files' names."""

    @trick(name, as_if_absent=False)
    def noted(world: World) -> Generator[None, None, Paths]:
        note = world.home / where
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"{MARKER} {world.hidden}")
        os.utime(note, (AGE, AGE))
        if by_link:
            (world.seen / "link").symlink_to(note)
        yield
        return [world.seen / "link"] if by_link else [note, note.parent]


trace("thumbnails", "cache/thumbnails/large/0a1b.png")
trace("thumbnails of old", ".thumbnails/normal/0a1b.png")
trace("recently used files", "data/recently-used.xbel")
trace("a link to the recently used files", "data/recently-used.xbel", by_link=True)
trace("the trash's notes", "data/Trash/info/a.trashinfo")
trace("what the desktop remembers of folders", "data/gvfs-metadata/home")
trace("the index of a search tool", "cache/tracker3/files/db")
trace("the history of a shell", ".bash_history")


@trick("recently used files, written anew after consent", as_if_absent=False)
def xbel_again(world: World) -> Generator[None, None, Paths]:
    yield
    (world.home / "data" / "new").write_text(f"{MARKER} {world.hidden}")
    (world.home / "data" / "new").rename(world.home / "data" / "recently-used.xbel")
    return [world.home / "data" / "recently-used.xbel", world.home / "data"]


def named(name: str, other: str) -> None:
    """Enter a hidden folder with an odd name, which the technician knows."""

    @trick(name)
    def odd(world: World) -> Generator[None, None, Paths]:
        folder = world.far / other
        if world.is_there:
            folder.mkdir()
            world.fill(folder / "deep")
            world.hides.append(folder)
        (world.far / "decoy2").mkdir()
        world.hides.append(world.far / "decoy2")
        yield
        return [folder, folder / "deep" / "secret.txt"]


named("a name that is no UTF-8", os.fsdecode(b"caf\xe9\xff"))
named("a name of 255 bytes", "n" * 255)
named("a name that looks like an option", "-rf")
named("a name with a line end", "a\nb")
named("a name with control characters", "a\x1b[2Jb\x07")
named("a name with a bidi override", "a\u202etxt.exe")
named("a name of spaces", "   ")
named("a name in the form NFD", "cache\u0301")
named("a name with a backslash", "a\\040b")
named("a name like a closed handle's", "x (deleted)")


@trick("a folder 64 levels deep")
def deep(world: World) -> Generator[None, None, Paths]:
    folder = world.far / "/".join(["d"] * 64)
    folder.mkdir(parents=True)
    if world.is_there:
        world.fill(folder / "x")
        world.hides.append(folder / "x")
    (folder / "decoy2").mkdir()
    world.hides.append(folder / "decoy2")
    yield
    return [folder / "x" / "secret.txt", folder / "x" / "inner"]


@trick("a hidden folder in a hidden folder, the outer one shown again", as_if_absent=False)
def nested(world: World) -> Generator[None, None, Paths]:
    world.fill(world.hidden / "inner" / "x")
    outer, world.hides = world.hides, [*world.hides, world.hidden / "inner" / "x"]
    yield
    assert world.disk is not None
    world.disk.hide([*outer, world.hidden / "inner" / "x"])
    return [world.guess / "inner" / "x" / "secret.txt"]


@trick("a folder that the technician proposed to open, hidden a moment later", as_if_absent=False)
def hidden_later(world: World) -> Generator[None, None, Paths]:
    world.hides.remove(world.hidden)
    yield
    assert world.disk is not None
    list(world.disk.list(str(world.hidden)))
    world.disk.hide([*world.hides, world.hidden])
    return [world.guess, world.guess / "secret.txt"]


def modes(name: str, mode: int, of: Callable[[World], Path]) -> None:
    """Enter rights that let nobody look around."""

    @trick(name, as_if_absent=False)
    def rights(world: World) -> Generator[None, None, Paths]:
        of(world).chmod(mode)
        world.undo.append(lambda: of(world).chmod(0o755) if of(world).exists() else None)
        yield
        return [world.guess / "secret.txt"]


modes("a folder that nobody may read", 0o000, lambda world: world.hidden)
modes("a folder above that may be entered and not read", 0o711, lambda world: world.parent)
modes("a folder above that is sticky", 0o1777, lambda world: world.parent)
modes("a folder above that nobody may read", 0o000, lambda world: world.parent)


@trick("a file without a name (O_TMPFILE) in the folder")
def tmpfile(world: World) -> Generator[None, None, Paths]:
    folder = world.hidden if world.is_there else world.parent / "decoy"
    try:
        fd = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    except OSError as error:
        raise Unable("no O_TMPFILE here") from error
    os.write(fd, MARKER.encode())
    world.undo.append(lambda: os.close(fd))
    yield
    return [f"/proc/self/fd/{fd}", f"/dev/fd/{fd}"]


@trick("a file that is given a second name far away", as_if_absent=False)
def tmpfile_linked(world: World) -> Generator[None, None, Paths]:
    yield
    (world.hidden / "secret.txt").chmod(0o644)
    os.link(world.hidden / "secret.txt", world.far / "named")
    return [world.far / "named"]


@trick("a socket and a pipe in the folder, linked from outside")
def special(world: World) -> Generator[None, None, Paths]:
    if world.is_there:
        os.mkfifo(world.hidden / "pipe")
    (world.seen / "link").symlink_to(world.hidden / "pipe")
    yield
    return [world.seen / "link", world.guess / "pipe"]


@trick("our own working directory inside, and a relative path")
def working_directory(world: World) -> Generator[None, None, Paths]:
    before = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
    os.chdir(world.hidden if world.is_there else world.parent / "decoy")
    world.undo += [lambda: os.close(before), lambda: os.fchdir(before)]
    yield
    return ["secret.txt", "./secret.txt", "../note.txt", "inner"]
