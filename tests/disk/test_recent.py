from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from agent.disk.recent import recent_list, telling_programs
from agent.disk.tree import Tree

ENTRY = """<bookmark href="file://{}" added="x"><info><metadata><bookmark:applications>
<bookmark:application name="{}" exec="&apos;{} %u&apos;" count="1"/>
</bookmark:applications></metadata></info></bookmark>"""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    folder = tmp_path / "Coffre à clé"
    folder.mkdir()
    (folder / "é.txt").touch()
    return folder


@pytest.fixture
def tree(secret: Path) -> Iterator[Tree]:
    made = Tree([secret])
    yield made
    made.close()


def _entry(path: Path, name: str, program: str) -> str:
    return ENTRY.format(quote(str(path)), name, program)


def test_programs_that_list_something_hidden_are_named(secret: Path, tree: Tree) -> None:
    text = _entry(secret / "é.txt", "Mousepad", "mousepad") + _entry(secret.parent / "x", "Other", "other")
    assert telling_programs(text, tree) == {"mousepad"}


def test_a_file_that_is_no_more_is_still_listed(secret: Path, tree: Tree) -> None:
    assert telling_programs(_entry(secret / "gone.txt", "Editor", "/usr/bin/gedit"), tree) == {"editor", "gedit"}


def test_a_link_to_something_hidden_is_found_out(secret: Path, tree: Tree) -> None:
    link = secret.parent / "harmless.txt"
    link.symlink_to(secret / "é.txt")
    assert telling_programs(_entry(link, "Editor", "editor"), tree) == {"editor"}


@pytest.mark.parametrize("text", ["", "<xbel>", "<bookmark href='x'", '<bookmark href="file://\0">x</bookmark>'])
def test_a_broken_list_names_nobody(text: str, tree: Tree) -> None:
    assert telling_programs(text, tree) == frozenset()


def test_the_list_lies_where_the_desktop_keeps_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert recent_list() == tmp_path / "recently-used.xbel"
    assert recent_list(tmp_path / "home") == tmp_path / "home/.local/share/recently-used.xbel"
