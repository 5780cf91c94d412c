"""What an edit changes, line by line, for the customer to read before a file of the system's is saved."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from agent.tools.asking import ChangedLine

MOST_COMPARED = 2000
"""Lines compared one with another; a longer stretch counts as taken out and put in as a whole."""


def changed_lines(old: str, new: str) -> list[ChangedLine]:
    """Return the lines that go and the lines that come, in order."""
    before, after = old.split("\n"), new.split("\n")
    same = _alike(before, after)
    before, after = before[same:], after[same:]
    tail = _alike(before[::-1], after[::-1])
    before, after = before[: len(before) - tail], after[: len(after) - tail]
    return list(_compared(before, after))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _compared(before: list[str], after: list[str]) -> Iterator[ChangedLine]:
    if max(len(before), len(after)) > MOST_COMPARED:
        steps = [("replace", 0, len(before), 0, len(after))]
    else:
        steps = [*SequenceMatcher(None, before, after, autojunk=False).get_opcodes()]
    for kind, start, end, new_start, new_end in steps:
        if kind != "equal":
            yield from (ChangedLine(added=False, text=line) for line in before[start:end])
            yield from (ChangedLine(added=True, text=line) for line in after[new_start:new_end])
