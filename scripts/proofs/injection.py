"""[injection] 500 hostile strings, wherever the product shows what comes from elsewhere: they stay text.

0 scripts run, 0 reports of the Content Security Policy or of Trusted Types, nothing fetched, exports inert.
A tool that shows texts of its own adds its row to the table here.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scripts.proofs import Finding
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.hostile import console, customer, files, processes
from scripts.rigs.hostile.strings import COUNT, hostile
from scripts.rigs.hostile.watch import PAGE, Beacon, beacon
from scripts.rigs.rendezvous import rendezvous
from scripts.rigs.xserver import window_manager, xvfb
from tests.ui.rig import Desk

QUICK_COUNT = 18
QUICK_PROGRAMS = 6
REPORTED_SECONDS = 5.0
"""Within which a browser reports what its policy forbade."""
PROGRAMS = 120
"""Of the strings that also run as programs: one report has no room for more."""

Say = Callable[[str], None]
Strings = Sequence[str]


@dataclass(frozen=True)
class Row:
    """One place where strings are shown, and what went wrong there."""

    place: str
    strings: int
    wrong: list[str]


def prove(quick: bool, say: Say) -> Finding:
    """Show 500 strings in each place (quick: 18 of them, those where a window is not opened first)."""
    rows: list[Row] = []
    with beacon() as listening:
        strings = hostile(listening.url)
        chosen = strings[:: COUNT // QUICK_COUNT][:QUICK_COUNT] if quick else strings
        missed: list[str] = []
        for row in _rows(listening, chosen, quick, missed):
            say(f"{'NOT' if row.wrong else 'ok '} {row.place}: {row.strings} strings, {len(row.wrong)} did more")
            for one in row.wrong[:5]:
                say(f"      {one[:300]}")
            rows.append(row)
        asked = list(listening.asked)
    for one in (*missed, *asked[:5]):
        say(f"NOT {one}")
    wrong = sum(len(row.wrong) for row in rows)
    figure = (
        f"{len(chosen)} strings in {len(rows)} places: {wrong} did more than be shown, {len(asked)} fetched anything; "
        f"{len(missed)} of 4 plants missed"
    )
    return Finding(not wrong and not asked and not missed, figure)


def _rows(listening: Beacon, strings: Strings, quick: bool, missed: list[str]) -> Iterator[Row]:
    """Yield each place's row; what is planted and not seen is written to `missed`."""
    yield from _in_browser(listening, strings, missed)
    programs = strings[:: max(1, len(strings) // (QUICK_PROGRAMS if quick else PROGRAMS))]
    yield Row("names of programs in the system report", len(programs), processes.in_process_names(programs))
    if not quick:  # tests/ui shows the windows hostile texts at each run of the tests
        yield from _in_windows(strings)


def _in_browser(listening: Beacon, strings: Strings, missed: list[str]) -> Iterator[Row]:
    with rendezvous() as server, chromium() as tab:
        with console.live(server, tab) as session:
            yield Row("console: chat", len(strings), console.in_chat(session, strings))
            yield Row("console: report, its JSON and its CSV", len(strings), console.in_report(session, strings))
            yield Row("console: all texts of all messages", len(strings), console.in_every_message(session, strings))
            missed += _policy_plant(session)
            yield Row("console: technician's name", len(strings), console.in_name(session, server, strings))
        yield Row("saved report, and verify on a terminal", len(strings), files.in_saved_report(tab, strings))
        asked = len(listening.asked)
        missed += _script_plants(tab, listening)
        del listening.asked[asked:]
    missed += _export_plant()


def _in_windows(strings: Strings) -> Iterator[Row]:
    with xvfb() as display, window_manager(display):
        desk = Desk(display)
        yield Row("customer's window", len(strings), customer.in_web_window(desk, strings))
        yield Row("customer's plain window", len(strings), customer.in_plain_window(desk, strings))
        yield Row("customer's banner", len(strings), customer.in_banner(desk, strings))


def _policy_plant(session: console.Live) -> list[str]:
    """Have the console's page take a text for markup: its policy must report it, and the watch must see that."""
    session.tab.evaluate("(() => { try { document.body.innerHTML = '<b>x</b>'; } catch { return true; } })()")
    until = time.monotonic() + REPORTED_SECONDS  # the browser tells of it in a turn of its own
    while time.monotonic() < until:
        if any("trusted" in one for one in session.wrong()):
            return []
        time.sleep(0.05)
    return ["planted: markup in the console, not reported"]


def _script_plants(tab: ChromiumTab, listening: Beacon) -> list[str]:
    """Have a page without a policy take strings for markup: a script must be seen to run, and the beacon be asked."""
    tab.goto(f"{listening.url}{PAGE}")
    with tab.page.expect_response(f"{listening.url}/plant"):
        markup = f"<img src=x onerror='hit(1)'><img src='{listening.url}/plant'>"
        tab.page.evaluate("(markup) => { document.body.innerHTML = markup; }", markup)
    tab.page.wait_for_function("() => window.__seen.hits.length > 0")
    asked = "/plant" in listening.asked
    found = console.seen(tab)
    return [
        *([] if found.hits else ["planted: a script that runs, not seen"]),
        *([] if found.inserted else ["planted: an element, not seen"]),
        *([] if asked else ["planted: a fetched picture, not seen"]),
    ]


def _export_plant() -> list[str]:
    """Write a CSV file as many do."""
    return [] if console.computed('"Printers","=1+1"\r\n', ["=1+1"]) else ["planted: a formula in a CSV file, not seen"]
