"""The difference shows every line that goes and comes, and nothing else; so quick that nobody waits for it."""

from hypothesis import given
from hypothesis import strategies as st

from agent.tools.files.difference import MOST_COMPARED, changed_lines

LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12).map("\n".join)


def told(old: str, new: str) -> list[tuple[bool, str]]:
    return [(line.added, line.text) for line in changed_lines(old, new)]


def test_a_changed_line_goes_and_comes() -> None:
    assert told("a\nb\nc", "a\nB\nc") == [(False, "b"), (True, "B")]


def test_nothing_changed_is_nothing() -> None:
    assert told("a\nb", "a\nb") == []


@given(LINES, LINES)
def test_what_comes_less_what_goes_is_what_changed(old: str, new: str) -> None:
    lines = told(old, new)
    before, after = old.split("\n"), new.split("\n")
    for line in {*before, *after}:
        grown = sum(text == line for added, text in lines if added) - sum(
            text == line for added, text in lines if not added
        )
        assert grown == after.count(line) - before.count(line)


def test_a_long_stretch_counts_as_a_whole() -> None:
    count = MOST_COMPARED + 1
    old, new = "\n".join(["x"] * count), "\n".join(["y"] * count)
    assert len(told(old, new)) == 2 * count
