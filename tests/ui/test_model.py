"""The lines between the agent and its windows: what one side writes the other can read, however long others made it."""

import pytest
from pydantic import ValidationError

from agent.protocol.messages import MAX_CHAT
from agent.tools.files.text import MAX_TEXT
from agent.ui.change_lines import MAX_CHANGED, ChangedText, ChangeLine, DifferenceShown
from agent.ui.model import MAX_LINES, MAX_VIEW_LINE, Brand, ChatLine, View, parse_shown, view_line

WORST = "\x01"
"""Takes six bytes in JSON for the one that it is."""


def difference() -> DifferenceShown:
    """Return a whole file replaced by another, as long as a file that can be edited."""
    line = WORST * (MAX_TEXT // (MAX_CHANGED // 2) - 1)
    lines = [ChangedText(added=added, text=line) for added in (False, True) for _ in range(MAX_CHANGED // 2)]
    return DifferenceShown(number=1, place="/etc/hosts", lines=lines)


def test_a_window_can_read_whatever_the_technician_makes_it_say() -> None:
    said = [ChatLine(clock="14:00", mine=False, text=str(nth) + WORST * (MAX_CHAT - 3)) for nth in range(MAX_LINES)]
    changes = [ChangeLine(number=nth, kind="files.moved", what=WORST * 2000) for nth in range(500, 0, -1)]
    view = View(lang="fr", screen="difference", chat=said, changes=changes, under_way=changes, difference=difference())
    line = view_line(view)
    assert len(line) <= MAX_VIEW_LINE
    read = parse_shown(line)
    assert isinstance(read, View)
    assert read.difference == view.difference  # what the customer decides on is whole
    assert (read.chat[-1], read.changes[0]) == (view.chat[-1], view.changes[0])  # the newest stay


def test_a_list_that_fits_is_told_whole() -> None:
    changes = [ChangeLine(number=nth, kind="files.moved", what="lettre.txt") for nth in range(500, 0, -1)]
    read = parse_shown(view_line(View(lang="fr", screen="kept", changes=changes)))
    assert isinstance(read, View)
    assert read.changes == changes


@pytest.mark.parametrize("logo", ["<script>", "AAAA\n", "AAA", "AAAA,x", "====", "QQ==QQ=="])
def test_a_logo_is_base64_and_nothing_else(logo: str) -> None:
    assert Brand(logo="iVBORw0KGgo=").logo
    with pytest.raises(ValidationError):
        Brand(logo=logo)
