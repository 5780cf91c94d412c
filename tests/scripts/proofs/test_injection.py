import httpx

from agent.protocol.messages import Report, ReportLine, SayFromAgent
from agent.protocol.report_keys import ReportKey
from scripts.rigs.hostile.console import computed
from scripts.rigs.hostile.fill import filled
from scripts.rigs.hostile.strings import COUNT, hostile
from scripts.rigs.hostile.watch import Seen, beacon


def test_there_are_500_different_strings_and_the_same_ones_each_time() -> None:
    strings = hostile("http://127.0.0.1:1")
    assert len(set(strings)) == COUNT
    assert strings == hostile("http://127.0.0.1:1")
    assert strings[:20] == hostile("http://127.0.0.1:1", 20)


def test_every_free_text_of_a_message_is_filled_and_nothing_else() -> None:
    report = Report(lines=[ReportLine(key=ReportKey.OS, items=["Debian", "12"])])
    assert filled(report, "<b>") == Report(lines=[ReportLine(key=ReportKey.OS, items=["<b>", "<b>"])])


def test_a_text_is_cut_to_what_its_place_takes() -> None:
    said = filled(SayFromAgent(text="hello"), "x" * 10_000)
    assert isinstance(said, SayFromAgent)
    assert 1000 <= len(said.text) <= 2000


def test_a_cell_that_a_spreadsheet_computes_is_told_and_a_quoted_one_is_not() -> None:
    assert computed('"Printers","=1+1"\r\n', ["=1+1"])
    assert computed('"Printers","\'=1+1"\r\n', ["=1+1"]) == []
    assert computed('"Printers","other"\r\n', ["=1+1"]) == ["the CSV's cells are not the items"]


def test_a_page_is_judged_by_what_happened_since() -> None:
    before = Seen(hits=["1"], reports=[], inserted=["<script>"])
    after = Seen(hits=["1", "2"], reports=["img-src x"], inserted=["<script>", "<img>"])
    assert after.beyond(before) == ["2", "img-src x", "<img>"]


def test_the_beacon_writes_down_who_asks() -> None:
    with beacon() as listening:
        httpx.get(f"{listening.url}/7", trust_env=False)
        assert listening.asked == ["/7"]
