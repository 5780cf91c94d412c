from pathlib import Path

from scripts.benchmark.plot import plot
from scripts.benchmark.report import page
from tests.scripts.benchmark.fakes import GOOD, PEER, UNSEEN

RESULTS = {
    ("adsl", "typing", "handrail"): GOOD,
    ("adsl", "typing", "tigervnc"): UNSEEN,
    ("adsl", "typing", "selkies"): PEER,
}


def test_every_figure_is_in_the_table_and_what_is_unknown_is_a_dash() -> None:
    told = page(RESULTS, 3, 6)
    assert "| adsl | typing | handrail | 20.0 | 30.0 | 180/180 | 30.0 | 1.0 | 0.10 | 100 |" in told
    assert "| adsl | typing | tigervnc | – | – | 0/180 | 0.0 | – | – | – |" in told


def test_what_was_left_out_is_told_as_not_measured() -> None:
    told = page(RESULTS, 3, 6).partition("## Not measured")[2]
    assert "the lines lan, fibre, mobile" in told
    assert "the loads idle, scroll, drag, video" in told


def test_the_same_figures_make_the_same_plot_with_every_program_in_it(tmp_path: Path) -> None:
    one, other = tmp_path / "one.svg", tmp_path / "other.svg"
    plot(RESULTS, one)
    plot(RESULTS, other)
    assert one.read_bytes() == other.read_bytes()
    text = one.read_text(encoding="utf-8")
    assert all(words in text for words in ("handrail", "selkies", "nothing shown", "adsl", "typing"))
