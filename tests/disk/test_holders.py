import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest

from agent.disk import tree
from agent.disk.holders import Holders
from agent.hiding.knowledge import Knowledge
from tests.disk.programs import FOLDER_OPENER, IDLER, MAPPER, OPENER, WATCHER, program
from tests.disk.waiting import ready, until


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A folder to hide, in an open one."""
    folder = tmp_path / "open" / "Coffre"
    (folder / "below" / "deep").mkdir(parents=True)
    (folder / "lettre.txt").write_text("secret")
    (folder / "below" / "deep" / "photo.png").write_text("secret")
    return folder


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often: some openings are found by that alone."""
    monkeypatch.setattr("agent.disk.holders.QUIET_SECONDS", 0.3)
    monkeypatch.setattr("agent.disk.holders.LONGEST_SECONDS", 0.6)


@contextmanager
def _holders(*folders: Path) -> Iterator[Holders]:
    holders = Holders(folders[0].parents[1] if folders else None)
    holders.start(lambda: None)
    holders.use(folders)
    try:
        yield holders
    finally:
        holders.stop()


@pytest.fixture
def holders(secret: Path) -> Iterator[Holders]:
    with _holders(secret) as made:
        ready(made)
        yield made


def test_nothing_is_known_before_the_first_look(secret: Path) -> None:
    holders = Holders(secret.parents[1])
    assert not holders.knowledge().ready
    holders.start(lambda: None)
    holders.use([secret])
    assert not holders.knowledge().ready
    assert ready(holders).holders == frozenset()
    holders.stop()
    assert not holders.knowledge().ready


def test_while_nothing_is_hidden_nothing_is_in_doubt() -> None:
    with _holders() as holders:
        assert until(holders, lambda known: known.ready).known == frozenset()


@pytest.mark.parametrize(
    ("script", "what"),
    [
        (OPENER, "lettre.txt"),
        (OPENER, "below/deep/photo.png"),
        (MAPPER, "lettre.txt"),
        (FOLDER_OPENER, "."),
        (FOLDER_OPENER, "below/deep"),
        (WATCHER, "."),
        (WATCHER, "below/deep"),
    ],
)
def test_whoever_has_something_hidden_open_is_known(script: str, what: str, secret: Path, holders: Holders) -> None:
    with program(IDLER) as innocent, program(script, secret / what) as guilty:
        known = until(holders, lambda known: guilty.pid in known.holders)
        assert innocent.pid in until(holders, lambda known: innocent.pid in known.known).known
        assert innocent.pid not in known.holders


def test_whoever_had_it_open_before_it_was_hidden_is_known(secret: Path) -> None:
    with program(OPENER, secret / "lettre.txt") as guilty, _holders(secret) as holders:
        assert guilty.pid in ready(holders).holders


def test_whoever_stands_in_a_hidden_folder_is_known(secret: Path, holders: Holders) -> None:
    with program(IDLER, cwd=secret / "below") as guilty:
        until(holders, lambda known: guilty.pid in known.holders)


@pytest.mark.parametrize("way", ["{}", "file://{}", "--file={}"])
def test_whoever_was_started_with_something_hidden_is_known(way: str, secret: Path, holders: Holders) -> None:
    link = secret.parent / "link.txt"
    link.symlink_to(secret / "lettre.txt")
    command = [sys.executable, "-c", "import time; time.sleep(60)", way.format(link)]
    with subprocess.Popen(command) as guilty:
        try:
            until(holders, lambda known: guilty.pid in known.holders)
        finally:
            guilty.kill()


def test_another_name_of_a_hidden_file_is_no_way_round(secret: Path) -> None:
    os.link(secret / "lettre.txt", secret.parent / "harmless.txt")
    with _holders(secret) as holders, program(OPENER, secret.parent / "harmless.txt") as guilty:
        until(holders, lambda known: guilty.pid in known.holders)


def test_a_renamed_folder_stays_hidden(secret: Path, holders: Holders) -> None:
    moved = secret.rename(secret.parent / "Autre")
    with program(OPENER, moved / "below" / "deep" / "photo.png") as guilty:
        until(holders, lambda known: guilty.pid in known.holders)


def test_what_is_put_in_the_place_of_a_hidden_folder_is_hidden_too(secret: Path, holders: Holders) -> None:
    secret.rename(secret.parent / "Autre")
    secret.mkdir()
    (secret / "nouveau.txt").write_text("x")
    with program(OPENER, secret / "nouveau.txt") as guilty:
        until(holders, lambda known: guilty.pid in known.holders)


def test_what_is_made_in_it_later_is_hidden_too(secret: Path, holders: Holders) -> None:
    (secret / "new").mkdir()
    (secret / "new" / "nouveau.txt").write_text("x")
    with program(OPENER, secret / "new" / "nouveau.txt") as guilty:
        known = until(holders, lambda known: guilty.pid in known.holders)
    assert "nouveau.txt" in until(holders, lambda known: known.ready).names | known.names


def test_an_opening_is_in_doubt_at_once_whatever_the_thread_does(secret: Path, holders: Holders) -> None:
    for _ in range(5):
        ready(holders)
        os.listdir(secret)
        assert holders.knowledge().doubt
    assert ready(holders).ghosts


def test_an_opening_by_nobody_that_can_be_found_is_remembered(secret: Path, holders: Holders) -> None:
    began = time.monotonic()
    (secret / "lettre.txt").read_text()
    known = ready(holders)
    assert time.monotonic() - began >= 0.4
    assert len(known.ghosts) == 1
    assert known.holders == frozenset()


def test_who_read_a_file_and_closed_it_is_kept_in_mind(secret: Path, holders: Holders) -> None:
    script = "import sys, time; f = open(sys.argv[1]); print('ready', flush=True); time.sleep(0.5); f.close(); input()"
    with program(script, secret / "lettre.txt") as guilty:
        until(holders, lambda known: guilty.pid in known.holders)
        time.sleep(1.5)
        until(holders, lambda known: guilty.pid in known.known)
        assert guilty.pid in ready(holders).holders


def test_who_watched_a_folder_is_let_go_a_second_after_it_left(secret: Path, holders: Holders) -> None:
    script = WATCHER.replace("sys.stdin.read()", "sys.stdin.readline(); notify.rm_watch(1); print('gone', flush=True)")
    script = script.replace("'gone', flush=True)", "'gone', flush=True); sys.stdin.read()")
    with program(script.strip(), secret) as guilty:
        until(holders, lambda known: guilty.pid in known.holders)
        assert guilty.stdin
        assert guilty.stdout
        guilty.stdin.write("\n")
        guilty.stdin.flush()
        assert guilty.stdout.readline() == "gone\n"
        left = time.monotonic()
        until(holders, lambda known: guilty.pid not in known.holders)
        assert time.monotonic() - left >= 0.9


def test_showing_it_again_ends_everything(secret: Path, holders: Holders) -> None:
    holders.use([])
    assert until(holders, lambda known: known.ready) == Knowledge(ready=True)
    os.listdir(secret)
    assert not holders.knowledge().doubt


@pytest.mark.parametrize("moved", [False, True])
def test_a_tree_past_its_bounds_is_still_held_by_the_folders_above(
    moved: bool, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MAX_FOLDERS", 1)
    with _holders(secret) as holders:
        ready(holders)
        above = secret.parent.rename(secret.parents[1] / "moved") if moved else secret.parent
        with program(OPENER, above / "Coffre" / "below" / "deep" / "photo.png") as guilty:
            until(holders, lambda known: guilty.pid in known.holders)


def test_a_dead_thread_means_doubt(secret: Path, holders: Holders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda told: None)
    monkeypatch.setattr("agent.disk.holders._recents", lambda path, tree: 1 // 0)
    os.listdir(secret)
    until(holders, lambda known: not known.ready, seconds=5)


def test_a_system_without_room_for_it_means_doubt_until_there_is(
    secret: Path, holders: Holders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError("no inotify instance left")

    with monkeypatch.context() as patch:
        patch.setattr("agent.disk.holders.Tree", no_room)
        patch.setattr("agent.disk.holders.RETRY_SECONDS", 0.01)
        holders.use([secret, secret.parent])
        time.sleep(0.1)
        assert not holders.knowledge().ready
    assert ready(holders)


def test_a_look_that_hangs_means_doubt(holders: Holders, monkeypatch: pytest.MonkeyPatch) -> None:
    assert holders.knowledge().ready
    monkeypatch.setattr("agent.disk.holders.monotonic", lambda: time.monotonic() + 3600)
    assert not holders.knowledge().ready


def test_a_new_window_s_process_is_looked_at_at_once(holders: Holders) -> None:
    with program(IDLER) as process:
        began = time.monotonic()
        holders.notice({process.pid})
        until(holders, lambda known: process.pid in known.known)
        assert time.monotonic() - began < 5


def test_a_change_is_told(secret: Path) -> None:
    told = SimpleQueue[frozenset[int]]()
    holders = Holders(secret.parents[1])
    holders.start(lambda: told.put(holders.knowledge().holders))
    holders.use([secret])
    ready(holders)
    with program(OPENER, secret / "lettre.txt") as guilty:
        while guilty.pid not in told.get(timeout=10):
            pass
    holders.stop()
