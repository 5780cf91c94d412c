import asyncio
import threading
from datetime import datetime, timedelta, timezone

import pytest

from agent.protocol.messages import MAX_MESSAGE, Report, ReportLine, parse_agent_message
from agent.tools.report.collecting import Source, collect, platform_sources
from agent.tools.report.fields import FIELDS
from agent.tools.report.texts import Lang
from agent.tools.report.words import Words
from tests.tools.fakes import Recording, join_threads

STARTED = datetime(2026, 11, 22, 14, 0, 0, tzinfo=timezone(timedelta(hours=2)))


async def test_the_lines_are_the_list_in_its_order() -> None:
    lines = await collect("id", STARTED, include_serial=True)
    assert [line.key for line in lines] == [field.key for field in FIELDS]
    assert all(line.items for line in lines)


async def test_the_session_line_says_number_and_start() -> None:
    first = (await _collect({}))[0]
    assert first.key == "session"
    assert first.items[0] == "numéro 8f3a"
    assert first.items[1].startswith("début : 2026-11-22 12:00:00 UTC")


async def test_without_its_permission_the_serial_number_is_not_even_read() -> None:
    serial = Recording("SN-1234")
    without = await collect("id", STARTED, include_serial=False, sources={"serial": serial})
    assert "serial" not in [line.key for line in without]
    assert not serial.read
    assert _items(await collect("id", STARTED, include_serial=True, sources={"serial": serial}), "serial") == [
        "SN-1234"
    ]


async def test_a_source_that_is_not_on_the_list_is_never_asked() -> None:
    bookmarks = Recording("https://example.org")
    lines = await _collect({"bookmarks": bookmarks})
    assert "bookmarks" not in [line.key for line in lines]
    assert not bookmarks.read


@pytest.mark.parametrize("fault", [OSError("broken"), KeyError("a surprise"), UnicodeError("bytes")])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_failing_source_says_so_and_the_others_are_read(fault: Exception) -> None:
    def fail(words: Words) -> list[str]:
        raise fault

    lines = await _collect({"usb": fail, "audio": lambda words: ["HDA Intel"]})
    join_threads("report-")
    assert _items(lines, "usb") == ["N'a pas pu être lu."]
    assert _items(lines, "audio") == ["HDA Intel"]


async def test_a_hanging_source_says_so_and_the_others_are_read() -> None:
    gate = threading.Event()
    sources: dict[str, Source] = {"usb": lambda words: [str(gate.wait())], "audio": lambda words: ["HDA Intel"]}
    lines = await collect("id", STARTED, include_serial=False, sources=sources, seconds=0.3)
    gate.set()
    assert _items(lines, "usb") == ["N'a pas pu être lu."]
    assert _items(lines, "audio") == ["HDA Intel"]


async def test_a_source_that_finds_nothing_says_so() -> None:
    assert _items(await _collect({"printers": lambda words: []}), "printers") == ["Aucun élément trouvé."]


async def test_the_report_speaks_the_customers_language() -> None:
    lines = await collect("id", STARTED, include_serial=False, lang="en", sources={"printers": lambda words: []})
    assert _items(lines, "printers") == ["Nothing found."]


@pytest.mark.parametrize("filler", ["x", '"', "\\", "é", "\u202e", "🖨", "\udcff", "\x00", "<script>"])
async def test_the_largest_report_fits_one_message_and_parses(filler: str) -> None:
    flood = [filler * 500] * 5000
    lines = await _collect({field.key: lambda words: flood for field in FIELDS})
    text = Report(lines=lines).model_dump_json()
    assert len(text.encode()) <= MAX_MESSAGE
    assert parse_agent_message(text) == Report(lines=lines)
    assert all(line.items[-1].startswith("et ") for line in lines if line.key != "session")


@pytest.mark.alone
async def test_collecting_leaves_the_loop_free() -> None:
    lags = []
    collecting = asyncio.ensure_future(collect("id", STARTED, include_serial=True))
    while not collecting.done():
        before = asyncio.get_running_loop().time()
        await asyncio.sleep(0.01)
        lags.append(asyncio.get_running_loop().time() - before)
    assert sorted(lags)[len(lags) // 2] < 0.1


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_source_of_this_system_speaks_both_languages(lang: Lang) -> None:
    for key in platform_sources().keys() - {"processes", "computer", "serial", "displays"}:
        platform_sources()[key](Words(lang))


async def _collect(sources: dict[str, Source]) -> list[ReportLine]:
    return await collect("8f3a", STARTED, include_serial=True, sources=sources)


def _items(lines: list[ReportLine], key: str) -> list[str]:
    return next(line.items for line in lines if line.key == key)
