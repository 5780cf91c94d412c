"""The customer's screen: letters alone, everything that was ever on it kept, whatever the shell orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.tools.terminal.screen import MAX_KEPT, Screen, Stream, visible
from agent.tools.terminal.stream import Harmless


def shown(*texts: str, columns: int = 40, rows: int = 5) -> Screen:
    screen = Screen(columns, rows)
    stream = Stream(screen)
    for text in texts:
        for piece in Harmless().feed(text.encode()):
            if isinstance(piece, str):
                stream.feed(piece)
    return screen


def lines(screen: Screen) -> list[str]:
    return [screen.line(y) for y in range(screen.lines)]


def test_text_is_where_it_was_written() -> None:
    assert lines(shown("$ ls\r\nété\x1b[4;3Hthere"))[:4] == ["$ ls", "été", "", "  there"]


@pytest.mark.parametrize(
    "wiped", ["\x1b[2J", "\x1b[H\x1b[J", "\x1b[3J", "\x1bc", "\x1b[?1049h", "\x1b[H\x1b[2J\x1b[3J"]
)
def test_what_is_wiped_stays_above(wiped: str) -> None:
    screen = shown("rm -rf secret\r\n", wiped)
    assert "rm -rf secret" in screen.kept


def test_what_scrolls_away_stays_above_and_is_bounded() -> None:
    screen = shown("".join(f"{n}\r\n" for n in range(MAX_KEPT + 100)))
    assert len(screen.kept) == MAX_KEPT
    assert screen.kept[-1] == str(MAX_KEPT + 95)
    assert screen.kept_count == MAX_KEPT + 96


def test_no_colour_hides_letters() -> None:
    screen = shown("\x1b[30;40;8mhidden\x1b[38;2;0;0;0mtoo")
    assert screen.line(0) == "hiddentoo"
    assert screen.buffer[0][0].fg == screen.buffer[0][0].bg == "default"


@pytest.mark.parametrize(
    "character", ["\u200d", "\u200c", "\ufe0f", "\u00ad", "\u0600", "\ue000", "\u180e", "\U000e0100"]
)
def test_no_character_hides_what_follows_it(character: str) -> None:
    assert shown(f"ls{character}hidden").line(0).replace(character, "") == "lshidden"


def test_line_drawing_is_drawn() -> None:
    assert shown("\x1b(0lqk\x1b(Blqk").line(0) == "┌─┐lqk"


def test_a_kept_cursor_is_one_and_stays() -> None:
    assert shown("\x1b7" * 1000 + "ab\x1b8X\x1b[5C\x1b8Y").line(0) == "Yb"
    assert len(shown("\x1b7" * 1000).savepoints) == 1


def test_an_editor_leaves_the_screen_as_it_was_and_its_own_above() -> None:
    screen = shown("before\r\n", "\x1b[?1049h\x1b[Hediting", "\x1b[?1049l", "after")
    assert lines(screen)[:2] == ["before", "after"]
    assert "editing" in screen.kept


def test_what_the_library_lacks_is_drawn_as_elsewhere() -> None:
    assert lines(shown("a\r\nb\r\nc\x1b[1S"))[:2] == ["b", "c"]
    assert lines(shown("a\r\nb\x1b[2T"))[:4] == ["", "", "a", "b"]
    assert shown("\tx\x1b[Zy").line(0) == "        y"
    assert shown("ab\x1b[scd\x1b[uX").line(0) == "abXd"


def test_a_smaller_screen_keeps_what_has_no_more_place() -> None:
    screen = shown("one\r\ntwo\r\nthree\r\nfour\r\nfive")
    screen.resize(3, 40)
    assert lines(screen) == ["three", "four", "five"]
    assert list(screen.kept) == ["one", "two"]


@given(st.binary(max_size=400))
def test_no_bytes_break_it(said: bytes) -> None:
    screen = Screen(20, 5)
    stream = Stream(screen)
    for piece in Harmless().feed(said):
        if isinstance(piece, str):
            stream.feed(piece)
    assert all(len(line) <= 200 for line in lines(screen))


ORDERS = (
    "\x1b[ ? 1049 6 4 ; h l r 5 2 J K 9K 7J L M @ P S T Z s u H A d x 日 e\u0301 \x1bM \x1bD \x1b7 \x1b8 \x1bc \x1b(0 q"
)
PARTS = [*ORDERS.split(" "), "\n", "\r", "\t"]


@given(st.lists(st.sampled_from(PARTS)))
def test_no_orders_break_it(parts: list[str]) -> None:
    screen = shown("".join(parts), columns=20, rows=5)
    assert 0 <= screen.cursor.y < 5


def test_what_is_typed_is_shown_on_one_line_whatever_it_is() -> None:
    assert visible("ls\r\x03\x1b[A\u202e\x7f") == "ls↵^C^[[A\ufffd^?"
