"""Whatever a shell says: text and harmless orders get through as they are, everything else not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.tools.terminal.stream import MAX_REPEAT, MAX_STRING, Ask, Harmless, Piece, Question


def fed(*portions: bytes) -> list[Piece]:
    harmless = Harmless()
    return [piece for portion in portions for piece in harmless.feed(portion)]


def text(*portions: bytes) -> str:
    return "".join(piece for piece in fed(*portions) if isinstance(piece, str))


@pytest.mark.parametrize(
    "said",
    [
        "plain text, été, 日本語, 👩‍🔧",
        "\x1b[31mred\x1b[m",
        "\x1b[38;5;196mx\x1b[48;2;1;2;3my",
        "\x1b[2J\x1b[H\x1b[10;20Hhere\x1b[K",
        "\x1b[?1049h\x1b[?25l\x1b[?2004h",
        "\x1b7\x1b8\x1bM\x1b(0qqq\x1b(B",
        "a\bb\tc\r\n",
    ],
)
def test_what_terminals_draw_passes_unchanged(said: str) -> None:
    assert text(said.encode()) == said


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (b"\x1b]52;c;ZXZpbA==\x07after", "after"),  # the clipboard
        (b"\x1b]52;c;?\x1b\\after", "after"),
        (b"\x1b]0;a title\x07after", "after"),
        (b"\x1b]8;;https://evil.example/\x1b\\link\x1b]8;;\x1b\\", "link"),
        (b"\x1b]10;?\x07\x1b]4;1;?\x07after", "after"),  # colours, which would be answered
        (b'\x1bP$q"p\x1b\\after', "after"),  # DECRQSS
        (b"\x1bP+q544e\x1b\\\x1b_Gi=1;\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\after", "after"),
        (b"\x07\x05\x11\x13\x00after", "after"),  # bell, answerback, flow control
        (b"\x1b[?1000h\x1b[?1003h\x1b[?1006h\x1b[?1004hafter", "after"),  # the mouse, the focus
        (b"\x1b[>c\x1b[=c\x1b[>q\x1b[?u\x1b[18t\x1b[21t\x1b[?6n\x1b[$p\x1b[?1$pafter", "after"),
        (b"\x1b[5i\x1b[4iafter", "after"),  # printing
        (b"\xc2\x9b31m\xc2\x9d0;t\x07after", "31m0;tafter"),  # the eight-bit forms: no order any more
        ("\u202egnp.exe\u2066x\u200f".encode(), "\ufffdgnp.exe\ufffdx\ufffd"),
        (b"\xff\xfe\x80", "\ufffd\ufffd\ufffd"),
        (b"\x1b[4:3mx\x1b[38:2::1:2:3my", "xy"),  # parts of numbers, which not all read alike
        (b"\x1b[1;2;3Ax", "x"),  # more numbers than it takes
        (b"\x1b[?25;1000hx", "\x1b[?25hx"),
    ],
)
def test_what_orders_more_than_drawing_is_left_out(said: bytes, left: str) -> None:
    assert text(said) == left


@pytest.mark.parametrize(
    ("said", "question"),
    [
        (b"\x1b[c", Question.KIND),
        (b"\x1b[0c", Question.KIND),
        (b"\x1b[5n", Question.HEALTH),
        (b"\x1b[6n", Question.CURSOR),
    ],
)
def test_questions_are_kept_from_the_technician_and_stand_where_they_were_asked(
    said: bytes, question: Question
) -> None:
    assert fed(b"a" + said + b"b") == ["a", Ask(question), "b"]


def test_a_repeated_character_is_written_out_and_bounded() -> None:
    assert text(b"-\x1b[3b") == "----"
    assert len(text(b"-\x1b[999999b")) == 1 + MAX_REPEAT


def test_a_pile_of_accents_is_cut() -> None:
    assert text(("e" + "\u0301" * 1000 + "x").encode()) == "e\u0301\u0301x"


def test_a_string_without_an_end_is_forgotten_after_a_while() -> None:
    assert text(b"\x1b]0;" + b"a" * (MAX_STRING * 3) + b"prompt$ ").endswith("aprompt$ ")
    assert len(text(b"\x1b]0;" + b"a" * (MAX_STRING - 3))) == 0


def test_numbers_are_bounded() -> None:
    assert text(b"\x1b[99999999999999999999A") == "\x1b[999A"


def test_an_order_in_two_portions_is_one() -> None:
    assert text(b"\x1b", b"[3", b"1mred") == "\x1b[31mred"
    assert text(b"\x1b]0;ti", b"tle\x1b", b"\\after") == "after"
    assert text(b"\xc3", b"\xa9") == "é"


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_portions_make_no_difference(portions: list[bytes]) -> None:
    assert text(*portions) == text(b"".join(portions))


@given(st.binary(max_size=300))
def test_what_got_through_gets_through_again(said: bytes) -> None:
    once = text(said)
    assert text(once.encode()) == once


@given(
    st.lists(
        st.sampled_from(
            [b"\x1b", b"]", b"52;", b"[", b"?", b"1", b";", b"c", b"n", b"P", b"\\", b"\x07", b"h", b"t", b"A"]
        )
    )
)
def test_no_string_and_no_question_gets_through_whatever_is_pieced_together(parts: list[bytes]) -> None:
    left = text(b"".join(parts))
    assert not any(order in left for order in ("\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x07"))
