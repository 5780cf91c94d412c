"""The table of what is kept: inside what is built, and written as it is compared."""

from itertools import product

import pytest
from PyInstaller.utils.hooks import collect_data_files

from agent.tools.kept_names import kept_names

LISTS = [("programs", "desktop"), ("programs", "system"), ("services", "desktop"), ("services", "line")]


def test_the_table_is_inside_what_is_built() -> None:
    shipped = {source.replace("\\", "/") for source, _ in collect_data_files("agent")}
    assert any(source.endswith("agent/tools/kept.toml") for source in shipped)


@pytest.mark.parametrize(("kind", "reason"), LISTS)
def test_every_list_has_names_as_they_are_compared(kind: str, reason: str) -> None:
    names = kept_names(kind, reason)
    assert names
    assert {name for name in names if name != name.casefold() or name.endswith(".service")} == set()


def test_nothing_is_kept_for_two_reasons() -> None:
    for one, other in product(LISTS, LISTS):
        assert one == other or one[0] != other[0] or not kept_names(*one) & kept_names(*other)
