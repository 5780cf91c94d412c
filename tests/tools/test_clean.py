import json

from hypothesis import given
from hypothesis import strategies as st

from agent.tools.clean import MAX_ITEM, clean, fit


def test_markup_stays_text() -> None:
    assert clean("<b onload=x>&amp;") == "<b onload=x>&amp;"


def test_terminal_sequences_and_direction_overrides_are_made_visible() -> None:
    assert clean("a\x1b[31mb\u202etxt.exe") == "a\ufffd[31mb\ufffdtxt.exe"


def test_names_that_are_no_utf8_can_be_sent() -> None:
    name = b"caf\xe9".decode(errors="surrogateescape")
    assert clean(name).encode() == "caf\ufffd".encode()


def test_accents_and_other_scripts_are_left_as_they_are() -> None:
    assert clean("Écran numéro 2 – Привет 你好") == "Écran numéro 2 – Привет 你好"


def test_long_text_is_cut_and_shows_it() -> None:
    assert clean("x" * 1000) == "x" * (MAX_ITEM - 1) + "…"


def test_what_does_not_fit_is_counted() -> None:
    assert fit(["one", "two", "three"], 112, "and {count} more") == ["one", "two", "and 1 more"]
    kept = fit([f"line {number:04}" for number in range(1000)], 500, "and {count} more")
    assert kept[-1] == f"and {1001 - len(kept)} more"


@given(st.lists(st.text(max_size=400), max_size=60), st.integers(min_value=120, max_value=3000))
def test_whatever_comes_fits_and_shows(items: list[str], room: int) -> None:
    kept = fit(items, room, "et {count} de plus")
    assert len(json.dumps(kept, ensure_ascii=False).encode()) <= room + 2
    assert all(item.isprintable() for item in kept)
