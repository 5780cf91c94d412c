from dataclasses import replace
from pathlib import Path

from scripts.benchmark import kept
from scripts.benchmark.kept import Run
from scripts.benchmark.report import keep, page
from tests.scripts.benchmark.fakes import GOOD, PEER, UNSEEN

RESULTS = {("typing", "handrail"): GOOD, ("typing", "tigervnc"): UNSEEN, ("typing", "selkies"): PEER}
RUN = Run("2026-11-22", "2 cores", ("Handrail 0.1.0", "Chromium 140"), 3, 6.0, RESULTS)


def test_every_figure_is_in_the_table_and_what_is_unknown_is_a_dash() -> None:
    told = page({"adsl": RUN})
    assert "| typing | handrail | 20.0 | 30.0 | 180/180 | 30.0 | 1.0 | 0.10 | 100 |" in told
    assert "| typing | tigervnc | – | – | 0/180 | 0.0 | – | – | – |" in told


def test_the_day_the_machine_and_the_versions_are_told() -> None:
    assert all(words in page({"adsl": RUN}) for words in ("2026-11-22", "2 cores", "Handrail 0.1.0; Chromium 140"))


def test_what_was_left_out_is_told_as_not_measured() -> None:
    told = page({"adsl": RUN}).partition("## Not measured")[2]
    assert "the lines lan, fibre, mobile" in told
    assert "over adsl, the loads idle, scroll, drag, video" in told


def test_a_run_takes_the_place_of_the_one_before_over_the_same_line_alone(tmp_path: Path) -> None:
    keep({"mobile": RUN, "lan": RUN}, tmp_path)
    keep({"lan": replace(RUN, day="2026-11-23")}, tmp_path)
    again = kept.read(tmp_path / "performance.json")
    assert [(profile, run.day) for profile, run in again.items()] == [("lan", "2026-11-23"), ("mobile", "2026-11-22")]
    assert again["mobile"].results["typing", "handrail"] == GOOD
    assert "2026-11-23" in (tmp_path / "performance.md").read_text(encoding="utf-8")


def test_the_same_figures_make_the_same_plot_with_every_program_in_it(tmp_path: Path) -> None:
    keep({"adsl": RUN}, tmp_path)
    one = (tmp_path / "performance.svg").read_bytes()
    keep({"adsl": RUN}, tmp_path)
    assert (tmp_path / "performance.svg").read_bytes() == one
    assert all(words in one.decode() for words in ("handrail", "selkies", "nothing shown", "adsl", "typing"))
