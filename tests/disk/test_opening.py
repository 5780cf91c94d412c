import errno
import os
import stat
from pathlib import Path

import pytest

from agent.disk.identity import Handle, at
from agent.disk.opening import FLAGS, Step, ancestry, best_step, mount_id, step_by_nofollow


def handle(path: Path) -> Handle:
    return Handle(os.open(path, FLAGS))


def test_a_step_opens_the_link_itself_and_follows_nothing(step: Step, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/")
    found, crossed = step(handle(tmp_path), "link")
    assert stat.S_ISLNK(found.stat.st_mode)
    assert not crossed


def test_a_step_tells_when_it_comes_to_another_mount(step: Step) -> None:
    root = handle(Path("/"))
    assert step(root, "proc")[1]
    assert not step(root, "usr")[1]


def test_a_link_of_the_kernel_is_not_followed_either(step: Step) -> None:
    found, _ = step(handle(Path(f"/proc/{os.getpid()}")), "cwd")
    assert stat.S_ISLNK(found.stat.st_mode)


def test_a_missing_name_is_the_systems_error(step: Step, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        step(handle(tmp_path), "nothing")


def test_a_kernel_without_openat2_gets_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(folder: int, name: str, how: object) -> int:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr("agent.disk.opening._openat2", missing)
    assert best_step() is step_by_nofollow


def test_ancestry_leads_to_the_root_whatever_the_names_were(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    deep = handle(tmp_path / "a" / "b")
    (tmp_path / "a").rename(tmp_path / "c")
    found = [one.identity for one in ancestry(deep)]
    assert found[1] == at("c", handle(tmp_path))
    assert found[-1] == handle(Path("/")).identity


def test_a_folder_that_may_not_be_entered_still_has_one_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    below = handle(tmp_path / "a")
    real_open = os.open

    def refusing(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == "..":
            raise PermissionError
        return real_open(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refusing)
    assert below.above().identity == handle(tmp_path).identity


def test_the_mount_of_a_handle_is_told_by_the_system(tmp_path: Path) -> None:
    assert mount_id(handle(Path("/proc"))) != mount_id(handle(tmp_path))


def test_a_handle_closes_with_its_last_reference(tmp_path: Path) -> None:
    one = handle(tmp_path)
    fd = one.fd
    del one
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)
