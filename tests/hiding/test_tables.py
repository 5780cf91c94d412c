import pytest
from PyInstaller.utils.hooks import collect_data_files

from agent.hiding.programs import Kind
from agent.hiding.tables import plain, words


@pytest.mark.parametrize("name", ["guards", "programs"])
def test_the_tables_are_inside_what_is_built(name: str) -> None:
    shipped = {source.replace("\\", "/") for source, _ in collect_data_files("agent")}
    assert any(source.endswith(f"agent/hiding/{name}.toml") for source in shipped)


def test_every_kind_of_program_has_its_list() -> None:
    assert all(words("programs", kind) for kind in Kind)


def test_a_list_that_is_not_there_is_empty() -> None:
    assert words("guards", "private.programs") == frozenset()


def test_apostrophes_and_spaces_of_all_kinds_compare_alike() -> None:
    assert plain("L’Épargne\u00a0: « ok »") == plain("l'épargne : « ok »")
