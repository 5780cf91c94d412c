import pytest

from agent.disk.volumes import Mount, Volumes, _parsed, is_local, mount_table, within


def mount(kind: str = "ext4", point: str = "/media/usb", device: str = "8:1") -> Mount:
    return Mount(40, device, "/", point, kind)


def test_a_line_of_the_table_is_read_with_its_escapes_and_options() -> None:
    line = rb"66 65 0:39 /a\040b /mnt/c\134d\011 rw,relatime shared:1 master:2 - fuse.sshfs me@host:/x rw,user_id=0"
    assert _parsed(line) == Mount(66, "0:39", "/a b", "/mnt/c\\d\t", "fuse.sshfs")


def test_a_line_without_optional_fields_is_read() -> None:
    assert _parsed(b"22 27 0:21 / /proc rw - proc proc rw").kind == "proc"


def test_the_root_is_in_the_table() -> None:
    assert any(mount.point == "/" for mount in mount_table().values())


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "vfat", "exfat", "ntfs3", "tmpfs", "iso9660"])
def test_a_disk_in_the_machine_is_local(kind: str) -> None:
    assert is_local(mount(kind))


@pytest.mark.parametrize(
    "kind",
    [
        "proc",
        "sysfs",
        "devtmpfs",
        "nfs4",
        "cifs",
        "9p",
        "virtiofs",
        "overlay",
        "autofs",
        "fuse",
        "fuseblk",
        "fuse.sshfs",
    ],
)
def test_what_shows_files_of_somewhere_else_is_not_local(kind: str) -> None:
    assert not is_local(mount(kind))


@pytest.mark.parametrize("point", ["/dev/shm", "/proc/x", "/sys/fs/x"])
def test_nothing_in_the_systems_own_folders_is_local(point: str) -> None:
    assert not is_local(mount("tmpfs", point))


def test_a_file_mounted_as_a_disk_is_not_local() -> None:
    assert not is_local(mount(device="7:3"))
    assert is_local(mount(device="259:7"))


def test_a_mount_that_took_anothers_number_does_not_count() -> None:
    volumes = Volumes([mount()])
    assert volumes.has(mount())
    assert not volumes.has(mount()._replace(root="/private"))
    assert not volumes.has(mount()._replace(device="8:2"))
    assert not volumes.has(None)


def test_a_folder_whose_name_only_begins_alike_is_not_within() -> None:
    assert within("/a/b", "/a")
    assert within("/a", "/a")
    assert within("/a", "/")
    assert not within("/ab", "/a")
