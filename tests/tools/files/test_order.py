"""Rows in order: folders first, names without case and accents, what is alike by name; and the selection."""

import pytest

from agent.disk.base import Entry, Kind
from agent.protocol.file_messages import FileSort
from agent.tools.files import order
from agent.tools.files.order import Choice, item, ordered, selected

ENTRIES = [
    Entry("zoo.txt", Kind.FILE, 5, 3.0),
    Entry("Été", Kind.FOLDER, None, 9.0),
    Entry("école.pdf", Kind.FILE, 50, 1.0),
    Entry("Ecole.txt", Kind.FILE, 5, 2.0),
    Entry("album", Kind.FOLDER, None, 1.0),
    Entry(".caché", Kind.FILE, 1, 1.0),
    Entry("lien", Kind.LINK, None, None),
]


@pytest.mark.parametrize(
    ("sort", "descending", "names"),
    [
        (FileSort.NAME, False, ["album", "Été", ".caché", "école.pdf", "Ecole.txt", "lien", "zoo.txt"]),
        (FileSort.NAME, True, ["Été", "album", "zoo.txt", "lien", "Ecole.txt", "école.pdf", ".caché"]),
        (FileSort.SIZE, False, ["album", "Été", "lien", ".caché", "Ecole.txt", "zoo.txt", "école.pdf"]),
        (FileSort.TIME, True, ["Été", "album", "zoo.txt", "Ecole.txt", "école.pdf", ".caché", "lien"]),
        (FileSort.KIND, False, ["album", "Été", ".caché", "lien", "école.pdf", "Ecole.txt", "zoo.txt"]),
    ],
)
def test_rows_stand_in_order(sort: FileSort, descending: bool, names: list[str]) -> None:
    assert [one.entry.name for one in ordered([*map(item, ENTRIES)], sort, descending)] == names


def test_a_filter_knows_no_case_and_no_accents_and_dotted_names_come_on_wish() -> None:
    items = ordered([*map(item, ENTRIES)], FileSort.NAME, False)
    assert [entry.name for entry in selected(items, Choice(filter="eCÔ"))] == ["école.pdf", "Ecole.txt"]
    assert ".caché" not in [entry.name for entry in selected(items, Choice())]
    assert ".caché" in [entry.name for entry in selected(items, Choice(dotted=True, filter="ach"))]


def test_many_runs_are_one_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "RUN", 7)
    items = [item(Entry(f"{(n * 37) % 100:03}", Kind.FILE, n, 0.0)) for n in range(100)]
    assert [one.entry.name for one in ordered(items, FileSort.NAME, False)] == [f"{n:03}" for n in range(100)]
