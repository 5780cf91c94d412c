"""Tricks with symbolic links, and with links into /proc, /dev and /sys that are none."""

import os
from collections.abc import Generator

from scripts.rigs.disk_tricks import Paths, link, trick
from scripts.rigs.disk_world import World

link("an absolute link to the folder", lambda world: str(world.hidden))
link("an absolute link to the folder, entered", lambda world: str(world.hidden), "/secret.txt")
link("a relative link to the folder", lambda world: f"../{world.hidden.name}")
link("a relative link to the folder, and up", lambda world: f"../{world.hidden.name}", "/../note.txt")
link("a link to a file", lambda world: str(world.hidden / "secret.txt"))
link("a link to a file deep inside", lambda world: f"../{world.hidden.name}/inner/deep.txt")
link("a link with a slash behind it", lambda world: str(world.hidden), "/")
link("a link with a dot behind it", lambda world: str(world.hidden), "/.")
link("a link whose target ends in a slash", lambda world: f"{world.hidden}/")
link("a link through the folder and out", lambda world: f"../{world.hidden.name}/../note.txt")
link("a link with many slashes", lambda world: f"//{world.hidden}//./secret.txt")
link("a link to the folder above", lambda world: "..", f"/{'Zq7 dossier caché'}/secret.txt")
link("a link to the root", lambda world: "/", "/proc/self/root")
link("a link through the root of a process", lambda world: f"/proc/self/root{world.hidden}/secret.txt")
link("a link to what is missing in the folder", lambda world: str(world.hidden / "later"))
link("a link made after consent", lambda world: str(world.hidden / "secret.txt"), after=True)
link("a link of 4,000 bytes", lambda world: "./" * 1900 + f"../{world.hidden.name}/secret.txt")
link("a link to another link's target, by number", lambda world: "/proc/self/fd/0")


def chained(length: int) -> None:
    """Enter a chain of links that ends in the hidden folder."""

    @trick(f"a chain of {length} links")
    def chain(world: World) -> Generator[None, None, Paths]:
        (world.seen / "0").symlink_to(world.hidden / "secret.txt")
        for number in range(1, length):
            (world.seen / str(number)).symlink_to(str(number - 1))
        yield
        return [world.seen / str(length - 1)]


for length in (2, 7, 39, 41):
    chained(length)


@trick("a link in a folder that is a link")
def nested_links(world: World) -> Generator[None, None, Paths]:
    (world.far / "inside").symlink_to(world.hidden / "inner")
    (world.seen / "outside").symlink_to("../../far")
    yield
    return [world.seen / "outside" / "inside" / "deep.txt"]


@trick("a loop of links")
def loop(world: World) -> Generator[None, None, Paths]:
    (world.seen / "a").symlink_to("b")
    (world.seen / "b").symlink_to("a")
    yield
    return [world.seen / "a"]


@trick("the customer hides a link; its target by its own path")
def hidden_by_link(world: World) -> Generator[None, None, Paths]:
    (world.far / "favourite").symlink_to(world.hides[-1])
    world.hides[-1] = world.far / "favourite"
    yield
    return [world.guess / "secret.txt"]


@trick("the home is a link")
def home_link(world: World) -> Generator[None, None, Paths]:
    (world.top / "users").symlink_to("home")
    yield
    return [world.top / "users" / "parent" / world.guess.name / "secret.txt"]


@trick("a link that is replaced after it was seen harmless")
def replaced(world: World) -> Generator[None, None, Paths]:
    (world.seen / "link").symlink_to("letter.txt")
    yield
    assert world.disk is not None
    world.disk.stat(str(world.seen / "link"))
    (world.seen / "link").unlink()
    (world.seen / "link").symlink_to(world.hidden / "secret.txt")
    return [world.seen / "link"]


@trick("a link with a name that is no UTF-8")
def wild_link(world: World) -> Generator[None, None, Paths]:
    name = os.fsdecode(b"\xff\xfe")
    (world.seen / name).symlink_to(world.hidden / "secret.txt")
    yield
    return [f"{world.seen}/{name}"]


def by_process(name: str, tried: str) -> None:
    """Enter a way through a process that works in the hidden folder and has a file of it open."""

    @trick(name)
    def process(world: World) -> Generator[None, None, Paths]:
        folder = world.hidden if world.is_there else world.parent / "decoy"
        pid = world.process_in(folder)
        yield
        return [tried.format(pid=pid, guess=world.guess)]


by_process("the working directory of a process", "/proc/{pid}/cwd")
by_process("a file below the working directory of a process", "/proc/{pid}/cwd/secret.txt")
by_process("up from the working directory of a process", "/proc/{pid}/cwd/../{guess}")
by_process("the root of a process", "/proc/{pid}/root{guess}/secret.txt")
by_process("the open file of a process", "/proc/{pid}/fd/0")
by_process("the open file of a process' thread", "/proc/{pid}/task/{pid}/fd/0")
by_process("what a process has mapped", "/proc/{pid}/map_files")
by_process("the words a process was started with", "/proc/{pid}/cmdline")
by_process("the surroundings of a process", "/proc/{pid}/environ")
by_process("our own root", "/proc/self/root{guess}")
by_process("our own working directory", "/proc/self/cwd")
by_process("the thread's own root", "/proc/thread-self/root{guess}/secret.txt")
by_process("the list of mounts", "/proc/self/mountinfo")
by_process("the list of mounts by its old name", "/etc/mtab")
by_process("standard input as a device", "/dev/stdin")
by_process("the kernel's own folder", "/sys/kernel")
by_process("a disk as a device", "/dev/loop0")


def by_handle(name: str, tried: str) -> None:
    """Enter a way through a handle on the hidden folder that this very program holds."""

    @trick(name)
    def handle(world: World) -> Generator[None, None, Paths]:
        fd = os.open(world.hidden if world.is_there else world.parent / "decoy", os.O_RDONLY | os.O_DIRECTORY)
        world.undo.append(lambda: os.close(fd))
        yield
        return [tried.format(fd=fd)]


by_handle("our own open handle", "/proc/self/fd/{fd}")
by_handle("a file below our own open handle", "/proc/self/fd/{fd}/secret.txt")
by_handle("our own open handle as a device", "/dev/fd/{fd}/secret.txt")
by_handle("what is known of our own open handle", "/proc/self/fdinfo/{fd}")


@trick("a link to the working directory of a process")
def link_to_cwd(world: World) -> Generator[None, None, Paths]:
    pid = world.process_in(world.hidden if world.is_there else world.parent / "decoy")
    (world.seen / "link").symlink_to(f"/proc/{pid}/cwd/secret.txt")
    yield
    return [world.seen / "link"]
