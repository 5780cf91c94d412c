"""The Linux base: what it is made of, who can make one, and what a build inside it sees. None is made here."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.__main__ import EXAMPLE, main
from installer.base import making, recipe
from installer.base.enclosure import PIP, building, changing
from installer.pyinstaller import ROOT, Say, surroundings

LOCK = ROOT / "requirements.lock"


def entries(lock: Path) -> dict[str, str]:
    """Return each package's lines by its name."""
    found = re.findall(r"(?m)^\S.*(?:\n    .*)*\n", lock.read_text(encoding="utf-8"))
    return {canonicalize_name(entry.partition("==")[0]): entry for entry in found}


def needed(roots: Iterable[str]) -> set[str]:
    """Name the packages that these are, and those that they need on this system."""
    found: dict[tuple[str, tuple[str, ...]], None] = {}
    waiting = [Requirement(root) for root in roots]
    while waiting:
        asked = waiting.pop()
        extras = ("", *sorted(asked.extras))
        if (canonicalize_name(asked.name), extras) in found:
            continue
        found[canonicalize_name(asked.name), extras] = None
        told = [Requirement(line) for line in requires(asked.name) or ()]
        waiting += [
            one for one in told if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    return {name for name, _ in found}


def test_the_base_holds_the_projects_own_packages_and_no_others() -> None:
    whole, part = entries(LOCK), entries(recipe.REQUIREMENTS)
    assert part == {name: whole[name] for name in needed(recipe.ROOTS) - {"handrail"}}


def test_every_package_of_the_base_is_held_to_its_hashes() -> None:
    assert all("--hash=sha256:" in entry for entry in entries(recipe.REQUIREMENTS).values())


def test_another_recipe_has_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = recipe.digest()
    assert recipe.digest() == before
    monkeypatch.setattr(recipe, "PACKAGES", (*recipe.PACKAGES, "one-more"))
    assert recipe.digest() != before


def test_who_is_not_root_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda tool: f"/usr/bin/{tool}")
    assert main(["linux-base", str(tmp_path / "base")]) == 1
    assert "only root can make a Linux base (debootstrap)" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_what_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda tool: None)
    assert main(["linux-base", str(tmp_path / "base")]) == 1
    assert "apt install debootstrap bubblewrap util-linux" in capsys.readouterr().err


def test_a_folder_that_is_something_else_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("mine")
    assert main(["linux-base", str(tmp_path)]) == 1
    assert f"{tmp_path} is no Linux base" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_base_that_is_there_is_not_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark(tmp_path, recipe.digest())
    assert main(["linux-base", str(tmp_path)]) == 0
    assert "is a base already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("made_by", "told"), [(None, "is no Linux base; make one: handrail-installer linux-base"), ("0", "another version")]
)
def test_a_build_refuses_what_is_no_base_of_this_recipe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made_by: str | None, told: str
) -> None:
    if made_by:
        mark(tmp_path, made_by)
    assert main(["build", str(EXAMPLE), "--platform", "linux", "--base", str(tmp_path)]) == 1
    assert told in capsys.readouterr().err


def test_only_linux_has_a_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(EXAMPLE), "--platform", "windows", "--base", str(tmp_path)]) == 1
    assert "leave --base out for windows" in capsys.readouterr().err


def test_a_step_that_fails_says_what_it_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(root: Path, say: Say) -> None:
        root.mkdir()
        making._run(["sh", "-c", "echo no mirror; exit 3"], os.environ)

    monkeypatch.setattr(making, "_require_machine", lambda: None)
    monkeypatch.setattr(making, "_furnish", fail)
    assert main(["linux-base", str(tmp_path / "base")]) == 1
    assert "no mirror" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_build_sees_the_sources_and_writes_in_its_own_folder_alone(tmp_path: Path) -> None:
    python = building(Path("/"), tmp_path)  # this machine's own system stands for a base
    look = "ls /mnt/handrail; touch made; touch /mnt/handrail/agent/no || touch /etc/no || tail -n +3 /proc/net/dev"
    done = subprocess.run([*python.command[:-1], "sh", "-c", look], capture_output=True, text=True)
    assert done.stderr.count("Read-only file system") == 2
    agent, installer, *interfaces = done.stdout.splitlines()
    assert (agent, installer) == ("agent", "installer")
    assert [line.split(":")[0].strip() for line in interfaces] == ["lo"]
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_build_inside_is_told_where_files_are_there(tmp_path: Path) -> None:
    python = building(Path("/base"), tmp_path)
    assert python.path(ROOT / "installer" / "linux.spec") == "/mnt/handrail/installer/linux.spec"
    assert surroundings(python, tmp_path)["PYINSTALLER_CONFIG_DIR"] == "/mnt/work/cache"
    assert python.command[-2:] == ("--", recipe.PYTHON)
    assert "--unshare-all" in python.command


def test_only_what_fetches_has_a_network(tmp_path: Path) -> None:
    compiling, fetching = changing(tmp_path, "/usr/src"), changing(tmp_path, "/usr/src", network=True)
    assert "--unshare-net" in compiling
    assert PIP not in compiling
    assert "--unshare-net" not in fetching
    assert PIP in fetching


def mark(folder: Path, digest: str) -> None:
    """Make a folder look like a finished base."""
    (folder / making.MARK).parent.mkdir()
    (folder / making.MARK).write_text(digest, encoding="ascii")
