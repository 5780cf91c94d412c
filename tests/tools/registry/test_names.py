"""Names go over the wire and come back as they were, whatever a registry holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.tools.registry.names import decoded, encoded, shown

UNITS = st.lists(st.integers(0, 0xFFFF), max_size=20).map(
    lambda units: b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "surrogatepass")
)


@given(UNITS)
def test_every_name_comes_back(name: str) -> None:
    wire = encoded(name)
    wire.encode()  # no half of a character is left
    assert "\0" not in wire
    assert decoded(wire) == name


@pytest.mark.parametrize(
    ("name", "wire"), [("100 %", "100 %0025"), ("a\0", "a%0000"), ("\ud83d", "%D83D"), ("😀", "😀")]
)
def test_what_no_text_may_hold_stands_as_its_unit(name: str, wire: str) -> None:
    assert encoded(name) == wire


def test_a_long_path_shows_its_end() -> None:
    assert shown(["HKEY_CURRENT_USER", "x" * 300, "Clock"], 40) == "…" + "x" * 33 + "\\Clock"
