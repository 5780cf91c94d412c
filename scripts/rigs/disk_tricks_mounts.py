"""Tricks that show the hidden folder at another place: bind mounts, overlays, FUSE, snapshots, images."""

import os
import subprocess
from collections.abc import Generator
from pathlib import Path

from scripts.rigs.disk_tricks import Paths, trick
from scripts.rigs.disk_world import Unable, World, run, wait_for
from scripts.rigs.ending import tied


def bound(name: str, what: str, then: str = "", after: bool = False) -> None:
    """Enter a bind mount of something of the hidden folder, made before or after consent."""

    @trick(name, as_if_absent=False)
    def bind(world: World) -> Generator[None, None, Paths]:
        if after:
            yield
        world.bind(world.hidden / what, world.seen / "bound")
        if not after:
            yield
        return [f"{world.seen}/bound{then}"]


bound("a bind mount of the folder", "")
bound("a bind mount of the folder, entered", "", "/secret.txt")
bound("a bind mount of the folder, up from its inside", "", "/inner/../secret.txt")
bound("a bind mount of a folder inside", "inner")
bound("a bind mount of a folder inside, entered", "inner", "/deep.txt")
bound("a bind mount of a folder inside, and up", "inner", "/..")
bound("a bind mount of a file inside", "secret.txt")
bound("a bind mount of the folder made after consent", "", "/secret.txt", after=True)
bound("a bind mount of a folder inside made after consent", "inner", "/deep.txt", after=True)
bound("a bind mount of a file inside made after consent", "secret.txt", after=True)


def above(name: str, source: str) -> None:
    """Enter a bind mount of a folder that holds the hidden one."""

    @trick(name)
    def bind(world: World) -> Generator[None, None, Paths]:
        point = world.top / "bound"
        world.bind(Path(source) if source else world.parent, point)
        yield
        base = f"{point}{world.parent}" if source else str(point)
        return [f"{base}/{world.guess.name}/secret.txt", f"{base}/{world.guess.name}"]


above("a bind mount of the folder above", "")
above("a bind mount of the root", "/")


@trick("a bind mount of the folder above on itself")
def on_itself(world: World) -> Generator[None, None, Paths]:
    world.mount("--bind", world.parent, world.parent)
    yield
    return [world.guess / "secret.txt"]


@trick("a bind mount of the folder above inside itself")
def inside_itself(world: World) -> Generator[None, None, Paths]:
    world.bind(world.parent, world.parent / "again")
    yield
    return [world.parent / "again" / world.guess.name / "secret.txt"]


@trick("a bind mount of a folder inside that is moved afterwards", as_if_absent=False)
def moved_mount(world: World) -> Generator[None, None, Paths]:
    world.bind(world.hidden / "inner", world.seen / "bound")
    yield
    world.hidden.rename(world.far / "away")
    return [world.seen / "bound" / "deep.txt"]


@trick("a bind mount of a visible folder that is moved into the hidden one", as_if_absent=False)
def mount_moved_in(world: World) -> Generator[None, None, Paths]:
    (world.far / "sub").mkdir()
    world.bind(world.far / "sub", world.seen / "bound")
    yield
    (world.far / "sub").rename(world.hidden / "sub")
    world.fill(world.hidden / "sub" / "more")
    return [world.seen / "bound" / "more" / "secret.txt"]


@trick("a disk mounted inside the folder, and elsewhere too", as_if_absent=False)
def mounted_inside(world: World) -> Generator[None, None, Paths]:
    (world.hidden / "disk").mkdir()
    world.mount("-t", "tmpfs", "-o", "size=1m", "none", world.hidden / "disk")
    world.fill(world.hidden / "disk" / "more")
    world.bind(world.hidden / "disk", world.seen / "disk")
    yield
    return [world.seen / "disk" / "more" / "secret.txt"]


@trick("another disk mounted over the folder", as_if_absent=False)
def mounted_over(world: World) -> Generator[None, None, Paths]:
    yield
    world.mount("-t", "tmpfs", "-o", "size=1m", "none", world.hidden)
    world.fill(world.hidden / "more")
    return [world.guess / "more" / "secret.txt"]


@trick("the folder mounted over a visible one after consent", as_if_absent=False)
def over_visible(world: World) -> Generator[None, None, Paths]:
    yield
    world.mount("--bind", world.hidden, world.seen)
    return [world.seen / "secret.txt", world.seen]


@trick("a disk that took the place of one that was there at consent", as_if_absent=False)
def mount_id_again(world: World) -> Generator[None, None, Paths]:
    (world.far / "usb").mkdir()
    run("mount", "-t", "tmpfs", "-o", "size=1m", "none", world.far / "usb")
    yield
    run("umount", world.far / "usb")
    world.mount("--bind", world.hidden / "inner", world.far / "usb")
    return [world.far / "usb" / "deep.txt"]


@trick("a mount that is moved to another place", as_if_absent=False)
def mount_move(world: World) -> Generator[None, None, Paths]:
    world.bind(world.hidden, world.seen / "bound")
    yield
    (world.far / "moved").mkdir()
    run("mount", "-n", "--move", world.seen / "bound", world.far / "moved")
    return [world.far / "moved" / "secret.txt"]


def overlaid(name: str, of_parent: bool) -> None:
    """Enter an overlay that shows the hidden folder."""

    @trick(name, as_if_absent=of_parent)
    def overlay(world: World) -> Generator[None, None, Paths]:
        for part in ("merged", "upper", "work"):
            (world.top / part).mkdir()
        lower = world.parent if of_parent else world.hidden
        options = f"lowerdir={lower},upperdir={world.top}/upper,workdir={world.top}/work"
        world.mount("-t", "overlay", "-o", options, "overlay", world.top / "merged")
        yield
        inside = f"{world.guess.name}/secret.txt" if of_parent else "secret.txt"
        return [world.top / "merged" / inside, world.top / "merged"]


overlaid("an overlay of the folder", of_parent=False)
overlaid("an overlay of the folder above", of_parent=True)


def by_bindfs(name: str, of_parent: bool) -> None:
    """Enter a FUSE file system that mirrors the hidden folder."""

    @trick(name, as_if_absent=of_parent)
    def bindfs(world: World) -> Generator[None, None, Paths]:
        point = world.top / "mirror"
        point.mkdir()
        run("bindfs", world.parent if of_parent else world.hidden, point)
        yield
        return [point / (f"{world.guess.name}/secret.txt" if of_parent else "secret.txt"), point]


by_bindfs("a mirror of the folder by FUSE", of_parent=False)
by_bindfs("a mirror of the folder above by FUSE", of_parent=True)


def on_image(world: World, size: str, *make: str) -> Path:
    """Make a file system in a file, and return the file."""
    image = world.top / "image"
    run("truncate", "-s", size, image)
    run(*make, image)
    return image


def on_ntfs(name: str, tried: str, driver: str = "lowntfs-3g", option: str = "ignore_case") -> None:
    """Enter a path to a hidden folder that lies on NTFS, mounted by ntfs-3g, which knows short names and streams."""

    @trick(name, as_if_absent=False)
    def ntfs(world: World) -> Generator[None, None, Paths]:
        point = world.top / "ntfs"
        point.mkdir()
        image = on_image(world, "4M", "mkfs.ntfs", "-q", "-F", "-f")
        run(driver, "-o", option, image, point)
        world.fill(point / world.hidden.name)
        os.setxattr(point / world.hidden.name, "system.ntfs_dos_name", b"ZQ7DOS~1")
        world.hides.append(point / world.hidden.name)
        yield
        return [f"{point}/{tried}"]


on_ntfs("NTFS by FUSE: its own name", "Zq7 dossier caché/secret.txt")
on_ntfs("NTFS by FUSE: another case", "ZQ7 DOSSIER CACHÉ/SECRET.TXT")
on_ntfs("NTFS by FUSE: the short name", "ZQ7DOS~1/secret.txt")
on_ntfs("NTFS by FUSE: a stream", "Zq7 dossier caché/secret.txt:$DATA", "ntfs-3g", "streams_interface=windows")
on_ntfs("NTFS by FUSE: the folder above", "")


@trick("a disk image mounted twice", as_if_absent=False)
def twice(world: World) -> Generator[None, None, Paths]:
    image = on_image(world, "4M", "mkfs.ext4", "-q")
    for point in ("one", "two"):
        (world.top / point).mkdir()
    world.with_loops = True
    world.mount("-o", "loop", image, world.top / "one")
    device = run("findmnt", "-n", "-o", "SOURCE", world.top / "one").strip()
    world.mount(device, world.top / "two")
    world.fill(world.top / "one" / "x" / "closed")
    world.hides.append(world.top / "one" / "x" / "closed")
    yield
    return [world.top / "two" / "x" / "closed" / "secret.txt"]


@trick("a disk image inside the folder, mounted elsewhere", as_if_absent=False)
def image_inside(world: World) -> Generator[None, None, Paths]:
    image = on_image(world, "4M", "mkfs.ext4", "-q")
    image.rename(world.hidden / "image")
    (world.far / "disk").mkdir()
    world.mount("-o", "loop", world.hidden / "image", world.far / "disk")
    world.fill(world.far / "disk" / "more")
    yield
    return [world.far / "disk" / "more" / "secret.txt"]


def on_btrfs(world: World) -> Path:
    """Mount an empty btrfs as a volume that counts as local."""
    image = on_image(world, "120M", "mkfs.btrfs", "-q")
    point = world.top / "btrfs"
    point.mkdir()
    world.with_loops = True
    world.mount("-o", "loop", image, point)
    return point


@trick("a snapshot of the volume (btrfs)", as_if_absent=False)
def snapshot(world: World) -> Generator[None, None, Paths]:
    point = on_btrfs(world)
    run("btrfs", "subvolume", "create", point / "home")
    world.fill(point / "home" / "closed")
    run("btrfs", "subvolume", "snapshot", point / "home", point / "snapshot")
    world.hides.append(point / "home" / "closed")
    yield
    return [point / "snapshot" / "closed" / "secret.txt", point / "snapshot"]


@trick("a snapshot mounted by its subvolume (btrfs)", as_if_absent=False)
def mounted_snapshot(world: World) -> Generator[None, None, Paths]:
    point = on_btrfs(world)
    run("btrfs", "subvolume", "create", point / "home")
    world.fill(point / "home" / "closed" / "inner2")
    world.hides.append(point / "home" / "closed")
    yield
    run("btrfs", "subvolume", "snapshot", point / "home", point / "snapshot")
    device = run("findmnt", "-n", "-o", "SOURCE", point).strip()
    (world.far / "then").mkdir()
    world.mount("-o", "subvol=snapshot", device, world.far / "then")
    return [world.far / "then" / "closed" / "inner2" / "secret.txt"]


@trick("a folder on a disk that copies by reference (btrfs)", as_if_absent=False)
def reflink(world: World) -> Generator[None, None, Paths]:
    point = on_btrfs(world)
    world.fill(point / "closed")
    world.hides.append(point / "closed")
    yield
    return [point / "closed" / "secret.txt", point / "closed"]


@trick("the mount namespace of another process", as_if_absent=False)
def namespace(world: World) -> Generator[None, None, Paths]:
    (world.top / "m").mkdir()
    script = 'mount --bind "$1" "$2" && echo ready && exec sleep 300'
    words = ["unshare", "-m", "sh", "-c", script, "sh", str(world.hidden), str(world.top / "m")]
    process = subprocess.Popen(tied(words), stdout=subprocess.PIPE, text=True)
    world.undo += [process.wait, process.kill]
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        raise Unable("no second mount namespace")
    yield
    return [f"/proc/{process.pid}/root{world.top}/m/secret.txt", world.top / "m" / "secret.txt"]


@trick("a folder that mounts itself when it is entered (autofs)", as_if_absent=False)
def autofs(world: World) -> Generator[None, None, Paths]:
    (world.seen / "auto").mkdir()
    asked, daemon = os.pipe()
    options = f"fd={daemon},pgrp={os.getpgrp()},minproto=5,maxproto=5,indirect"
    command = ["mount", "-t", "autofs", "-o", options, "none", str(world.seen / "auto")]
    done = subprocess.run(command, pass_fds=[daemon], capture_output=True, check=False)
    os.close(daemon)
    world.undo.append(lambda: os.close(asked))
    if done.returncode:
        raise Unable("no autofs")
    yield
    return [world.seen / "auto" / "host", world.seen / "auto"]


@trick("an unmounted volume that is still held open", as_if_absent=False)
def detached(world: World) -> Generator[None, None, Paths]:
    world.bind(world.hidden, world.seen / "bound")
    fd = os.open(world.seen / "bound", os.O_RDONLY | os.O_DIRECTORY)
    world.undo.append(lambda: os.close(fd))
    yield
    run("umount", "-l", world.seen / "bound")
    wait_for(lambda: not os.path.ismount(world.seen / "bound"))
    return [f"/proc/self/fd/{fd}/secret.txt", world.seen / "bound" / "secret.txt"]
