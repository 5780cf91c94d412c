import os
import subprocess
import sys
from pathlib import Path

from agent.disk import proc
from tests.disk.programs import IDLER, MAPPER, OPENER, WATCHER, program


def test_a_process_is_read_with_who_started_it_and_how() -> None:
    with program(IDLER) as running:
        found = proc.process(running.pid)
    assert found is not None
    assert found.parent == os.getpid()
    assert found.executable == os.path.realpath(sys.executable)
    assert found.arguments[1] == "-c"


def test_a_process_that_is_gone_is_none() -> None:
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    assert proc.process(gone.pid) is None


def test_threads_of_the_kernel_are_no_processes() -> None:
    assert proc.process(2) is None


def test_what_is_open_is_told_with_a_way_to_the_thing_itself(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with program(OPENER, tmp_path / "file", cwd=tmp_path) as running:
        things, watched = proc.opened(running.pid)
        assert watched == frozenset()
        ways = {Path(thing.path): os.stat(thing.link) for thing in things}
        assert os.path.samestat(ways[tmp_path / "file"], os.stat(tmp_path / "file"))
        assert os.path.samestat(ways[tmp_path], os.stat(tmp_path))


def test_a_watched_folder_is_named_as_its_own_watch_names_it(tmp_path: Path) -> None:
    with program(WATCHER, tmp_path) as running:
        assert proc.opened(running.pid)[1] == set(proc.keys([tmp_path]))
    assert proc.keys([tmp_path / "missing", tmp_path])[0] == ""


def test_a_file_in_memory_is_told_by_its_identity(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    found = os.stat(tmp_path / "file")
    with program(MAPPER, tmp_path / "file") as running:
        assert (found.st_dev, found.st_ino) in proc.mapped(running.pid)
