"""The table as the console knows it: what a row holds, and what never comes into one."""

from dataclasses import replace
from itertools import count
from pathlib import Path

import psutil
import pytest

from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Guard, Hidden
from agent.protocol.process_messages import Kept, ProcessPage, ProcessRow
from agent.tools.discretion import Discretion
from agent.tools.processes.reading import Seen, look
from agent.tools.processes.table import COARSE, Table
from agent.tools.report.portable import NOTHING_HIDDEN

LONGEST_ROW = 4 * 1024
"""What paging.Budget counts on."""


@pytest.fixture
def seen() -> Seen:
    """This very process, under another name."""
    found = look(psutil.Process())
    assert found
    return replace(found, name="a-program", path="/usr/bin/a-program", user="odile", memory=10 * COARSE, arguments=())


def told(seen: Seen, discretion: Discretion = NOTHING_HIDDEN, kept: dict[int, Kept] | None = None) -> ProcessPage:
    table = Table(count(1))
    table.fill([seen], kept or {})
    return table.page(discretion)


def hiding(*folders: str, **more: object) -> Discretion:
    hidden = Hidden(folders=tuple(map(Path, folders)), **{"guards": frozenset(), **more})  # type: ignore[arg-type]
    return Discretion(hidden, Knowledge(ready=True))


def test_a_row_says_what_was_read(seen: Seen) -> None:
    page = told(replace(seen, cpu=12.34), kept={seen.pid: Kept.DESKTOP})
    row = ProcessRow(
        id=1, pid=seen.pid, name="a-program", path=seen.path, user="odile", cpu=12.3, memory=10 * COARSE, kept="desktop"
    )  # fmt: skip
    assert page == ProcessPage(first=True, rows=[row], gone=[], more=False)


def test_what_did_not_change_enough_is_not_told_again(seen: Seen) -> None:
    table = Table(count(1))
    table.fill([seen], {})
    assert table.page(NOTHING_HIDDEN).rows
    table.fill([replace(seen, memory=seen.memory + COARSE - 1)], {})
    assert table.page(NOTHING_HIDDEN) == ProcessPage(first=False, rows=[], gone=[], more=False)
    table.fill([replace(seen, memory=seen.memory + COARSE)], {})
    assert [row.id for row in table.page(NOTHING_HIDDEN).rows] == [1]
    table.fill([], {})
    assert table.page(NOTHING_HIDDEN).gone == [1]
    assert table.find(1) is None


def test_a_user_named_like_a_hidden_folder_is_left_blank(seen: Seen) -> None:
    (row,) = told(seen, hiding("/home/odile")).rows
    assert row.user == ""


@pytest.mark.parametrize("change", [{"name": "Impots 2024"}, {"path": "/mnt/Impots/tool"}, {"name": "keepassxc"}])
def test_what_names_something_hidden_is_absent(seen: Seen, change: dict[str, str]) -> None:
    discretion = hiding("/home/odile/Impots", guards=frozenset({Guard.PASSWORDS}))
    assert told(replace(seen, **change), discretion).rows == []  # type: ignore[arg-type]
    assert len(told(seen, discretion).rows) == 1


def test_the_longest_row_is_as_long_as_the_pages_count_on(seen: Seen) -> None:
    longest = "\U0001f600" * 5000
    (row,) = told(replace(seen, name=longest, path=longest, user=longest, cpu=99.9)).rows
    assert len(row.model_dump_json().encode()) < LONGEST_ROW
