import os
import threading
from pathlib import Path

from agent.disk import proc
from agent.disk.identity import identity
from agent.disk.places import Places


def _learnt(places: Places, told: threading.Event, *folders: Path, hidden: Path | None = None) -> frozenset[str]:
    closed = [identity(os.stat(hidden))] if hidden else []
    keys = proc.keys(folders)
    assert all(keys)
    places.names(keys, closed)
    assert told.wait(20)
    return places.names(keys, closed)


def test_a_watched_folder_is_known_by_its_name_and_path(tmp_path: Path) -> None:
    (tmp_path / "Mes Photos").mkdir()
    told = threading.Event()
    found = _learnt(Places(told.set, tmp_path), told, tmp_path / "Mes Photos")
    assert found == {"mes photos", str(tmp_path / "Mes Photos").casefold()}


def test_the_home_folder_has_the_names_that_file_managers_give_it(tmp_path: Path) -> None:
    told = threading.Event()
    assert {"home", "dossier personnel"} <= _learnt(Places(told.set, tmp_path), told, tmp_path)


def test_nothing_hidden_is_ever_a_known_place(tmp_path: Path) -> None:
    (tmp_path / "Coffre" / "below").mkdir(parents=True)
    told = threading.Event()
    places = Places(told.set, tmp_path)
    hidden = tmp_path / "Coffre"
    assert _learnt(places, told, hidden, hidden / "below", hidden=hidden) == frozenset()


def test_what_was_looked_for_in_vain_is_not_looked_for_again(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*"123456789")
    deep.mkdir(parents=True)
    told = threading.Event()
    places = Places(told.set, tmp_path)
    assert _learnt(places, told, deep) == frozenset()
    told.clear()
    places._walked = float("-inf")
    places.names(proc.keys([deep]), [])
    assert not told.wait(0.3)
