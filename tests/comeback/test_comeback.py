"""What is kept over a restart is good once, for the same server, for 15 minutes; and nothing of it is left after."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from agent.comeback import kept
from agent.comeback.comeback import forget_what_is_over, take
from agent.comeback.entry import Command, command_here
from agent.comeback.kept import ComebackError
from agent.comeback.xdg_entry import XdgEntry
from agent.watchdog.cleaning import Left, clean_up
from tests.comeback.fakes import CAMILLE, PINS, SECRET, SERVER, Dog, FakeEntry, comeback_with, everything


def now() -> datetime:
    return datetime.now(UTC)


def test_what_is_kept_is_the_owners_alone_and_taken_up_once(home: Path) -> None:
    entry = FakeEntry()
    comeback_with(entry).lay(SECRET)
    assert stat.S_IMODE(kept.place().stat().st_mode) == 0o600
    assert entry.command == Command(["handrail", "return"])
    found = take(SERVER, PINS, entry, now())
    assert found is not None
    assert (found.technician, found.secret) == (CAMILLE, SECRET)
    assert everything(home) == []
    assert entry.command is None
    assert take(SERVER, PINS, entry, now()) is None


@pytest.mark.parametrize(
    ("server", "pins", "later"),
    [
        ("https://other.example", PINS, 1),
        (SERVER, ("sha256/another",), 1),
        (SERVER, (), 1),
        (SERVER, PINS, 900),
        (SERVER, PINS, 3600),
        (SERVER, PINS, -60),
    ],
)
def test_what_is_not_good_here_and_now_is_not_used_and_goes_all_the_same(
    home: Path, server: str, pins: tuple[str, ...], later: int
) -> None:
    comeback_with(FakeEntry()).lay(SECRET)
    assert take(server, pins, FakeEntry(), now() + timedelta(seconds=later)) is None
    assert everything(home) == []


def test_it_is_still_good_shortly_before_its_time_is_over(home: Path) -> None:
    comeback_with(FakeEntry()).lay(SECRET)
    assert take(SERVER, PINS, FakeEntry(), now() + timedelta(seconds=890)) is not None


def test_what_others_may_read_or_wrote_over_is_not_used(home: Path) -> None:
    spoils: list[Callable[[Path], object]] = [open_to_others, lambda path: path.write_text("{}"), link_elsewhere]
    for spoil in spoils:
        comeback_with(FakeEntry()).lay(SECRET)
        spoil(kept.place())
        assert take(SERVER, PINS, FakeEntry(), now()) is None
        assert not kept.place().exists()


def open_to_others(path: Path) -> None:
    path.chmod(0o644)


def link_elsewhere(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize("way", ["forget", "over", "look"])
def test_each_way_out_before_the_restart_leaves_nothing(home: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dog, entry = Dog(), XdgEntry()
    comeback = comeback_with(FakeEntry(), dog)
    comeback._entry = entry
    comeback.lay(SECRET)
    assert everything(home) != []
    late = now() + timedelta(seconds=901)
    if way == "look":
        comeback.look()
        assert everything(home) != []
        monkeypatch.setattr("agent.clock.utc_now", lambda: late)
    getattr(comeback, way)()
    assert everything(home) == []
    assert dog.told == ["laid", "none"]


def test_once_the_computer_restarts_the_end_of_the_run_leaves_it_and_the_customer_takes_it_back(home: Path) -> None:
    dog, entry = Dog(), FakeEntry()
    comeback = comeback_with(entry, dog)
    comeback.lay(SECRET)
    comeback.going()
    comeback.over()
    assert kept.place().exists()
    comeback.forget()
    assert everything(home) == []
    assert dog.told == ["laid", "going", "none"]


def test_where_no_entry_can_be_made_nothing_is_kept(home: Path) -> None:
    comeback = comeback_with(FakeEntry(fails=True))
    with pytest.raises(ComebackError):
        comeback.lay(SECRET)
    assert everything(home) == []
    assert comeback.stage == "none"


def test_where_nothing_can_be_written_nothing_is_kept(home: Path) -> None:
    (home / ".local").write_text("a file where a folder should be")
    with pytest.raises(ComebackError):
        comeback_with(FakeEntry(home / ".config" / "autostart")).lay(SECRET)
    assert everything(home) == [".local"]


def test_folders_that_were_there_stay_with_what_is_in_them(home: Path) -> None:
    (home / ".config" / "autostart").mkdir(parents=True)
    (home / ".config" / "autostart" / "other.desktop").touch()
    before = everything(home)
    comeback = comeback_with(FakeEntry())
    comeback._entry = XdgEntry()
    comeback.lay(SECRET)
    comeback.forget()
    assert everything(home) == before


def test_the_next_run_forgets_what_is_over_and_nothing_else(home: Path) -> None:
    comeback_with(FakeEntry()).lay(SECRET)
    forget_what_is_over(FakeEntry(), now() + timedelta(seconds=100))
    assert kept.place().exists()
    forget_what_is_over(FakeEntry(), now() + timedelta(seconds=901))
    assert everything(home) == []


def test_a_program_that_goes_with_the_restart_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", "/home/anne/Downloads/assistance")
    assert command_here(None) == Command(["/home/anne/Downloads/assistance", "return"])
    monkeypatch.setattr("sys.executable", str(tmp_path / "assistance"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert command_here(None) is None


def test_a_dead_agents_way_back_is_forgotten_by_the_watchdog_once_its_time_is_over(home: Path) -> None:
    comeback = comeback_with(FakeEntry())
    comeback._entry = XdgEntry()
    comeback.lay(SECRET)
    clean_up(Left(returning="none"))
    assert kept.place().exists(), "another one's is left alone"
    clean_up(Left(returning="laid", return_until=monotonic() + 900))
    assert everything(home) == []
    comeback.lay(SECRET)
    begun = monotonic()
    clean_up(Left(returning="going", return_until=begun + 0.3))
    assert everything(home) == []
    assert monotonic() - begun >= 0.3
