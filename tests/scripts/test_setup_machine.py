import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import setup_machine
from scripts.setup_machine import CannotSetUp, Need, missing_needs, node_version

LACKING = Need("no-such-package", "no-such-command-anywhere", "this test")


def test_a_command_that_is_not_there_is_missing() -> None:
    assert missing_needs([LACKING, Need("coreutils", "ls", "this test")]) == [LACKING]


def test_a_file_that_is_there_proves_a_package(tmp_path: Path) -> None:
    (tmp_path / "python3.11").mkdir()
    assert missing_needs([Need("x", f"{tmp_path}/python3*", "this test")]) == []


def test_without_root_the_command_to_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(CannotSetUp, match="sudo apt-get install no-such-package"):
        setup_machine.install_packages([LACKING])


def test_where_there_is_no_apt_each_need_is_named_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CannotSetUp, match="no-such-package: this test"):
        setup_machine.install_packages([LACKING])


def test_an_old_node_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_machine, "OLDEST_NODE", (999,))
    with pytest.raises(CannotSetUp, match=r"Node\.js"):
        setup_machine.check_versions()


def test_node_versions_compare_as_numbers() -> None:
    assert node_version("v20.9.0") < (20, 19) < node_version("v20.19.2")


def test_the_doors_need_nothing_but_the_standard_library() -> None:
    folder = Path(setup_machine.__file__).parent
    for name in ("bench", "demo", "lab", "prove", "screenshots", "test", "setup_machine"):
        code = f"import runpy; runpy.run_path({str(folder / name)!r} + '.py', run_name='looked_at')"
        assert subprocess.run([sys.executable, "-I", "-S", "-c", code]).returncode == 0
