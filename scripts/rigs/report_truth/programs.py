"""The session, browsers, their settings and running programs: the browsers' own answer, xdg-mime, ps, the clock."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from agent.protocol.report_keys import ReportKey
from scripts.rigs.ending import end, tied
from scripts.rigs.report_truth.asked import near, said
from scripts.rigs.report_truth.computer import Truth

PROXY = "http://anne:secret@proxy.example:3128/start"
"""What the customer's environment names as its proxy."""
HELD_MIB = 300
HELD_BY = "proof-holds"
"""What the program that holds much memory calls itself."""
PASSING = 2
"""Programs that may have come and gone meanwhile."""

_BROWSERS = {"Firefox": "firefox-esr", "Chromium": "chromium"}
_STAMP = r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC \((\d\d:\d\d) [^)]+\)"


Listing = dict[int, tuple[str, int]]
"""What ps says: name and resident memory in bytes, by pid."""


def running() -> Listing:
    """Ask ps now."""
    rows = (line.split(None, 2) for line in said("ps", "-eo", "pid=,rss=,comm=").splitlines())
    return {int(pid): (comm, int(rss) * 1024) for pid, rss, comm in rows}


def truths(session: str, since: datetime, holder: int, around: Sequence[Listing]) -> dict[ReportKey, Truth]:
    """Return how the lines about programs are judged.

    The session began after `since`; `holder` holds much memory; `around` is what ran before and after the report.
    """
    return {
        ReportKey.SESSION: lambda items: is_session(items, session, since),
        ReportKey.BROWSERS: browsers,
        ReportKey.BROWSER_SETTINGS: lambda items: list(items) == ["proxy (https_proxy): http://proxy.example:3128"],
        ReportKey.PROCESSES: lambda items: processes(items, holder, around),
    }


def is_session(items: Sequence[str], session: str, since: datetime) -> bool:
    """Judge number and moments: 128 bits, begun after `since`, written after that and not in the future."""
    if len(items) != 3 or items[0] != f"number {session}" or not re.fullmatch(r"[0-9a-f]{32,}", session):
        return False
    phrases = ("started", "description made")
    stamps = [re.fullmatch(rf"{phrase}: {_STAMP}", item) for phrase, item in zip(phrases, items[1:], strict=True)]
    moments = [_moment(stamp) for stamp in stamps if stamp]
    return len(moments) == 2 and since - timedelta(seconds=1) <= moments[0] <= moments[1] <= datetime.now(UTC)


def _moment(stamp: re.Match[str]) -> datetime:
    """Read a moment; one whose two clocks differ is none of today."""
    at = datetime.strptime(f"{stamp[1]} +0000", "%Y-%m-%d %H:%M:%S %z")
    return at if f"{at.astimezone():%H:%M}" == stamp[2] else datetime.min.replace(tzinfo=UTC)


def browsers(items: Sequence[str]) -> bool:
    """Ask each browser for its version, and the desktop which opens a page."""
    default = said("xdg-mime", "query", "default", "x-scheme-handler/https").strip().removesuffix(".desktop")
    told = []
    for name, program in _BROWSERS.items():
        if version := re.search(r"\d+(\.\d+)+", said(program, "--version")):
            mark = r" \(default\)" if default == program else ""
            told.append(rf"{name} {re.escape(version[0])}[^ ]*{mark}")
    return len(items) == len(told) and all(
        re.fullmatch(one, item) for one, item in zip(sorted(told), sorted(items), strict=True)
    )


def processes(items: Sequence[str], holder: int, around: Sequence[Listing]) -> bool:
    """Judge by ps: nothing is told that did not run, nor left out, and what holds much is told with that much.

    A few programs that came and went between the two looks may be told.
    """
    names = {comm for listing in around for comm, _ in listing.values()}
    held = around[-1][holder][1]
    named = [re.fullmatch(r"(.+) · processor [\d.]+ % · memory (.+) · (.+)", item) for item in items]
    known = [one for one in named if one]
    rest = [item for item in items if item not in {one[0] for one in known}]
    with_memory = sum(rss > 0 for _, rss in around[-1].values())
    strange = [one for one in known if not any(comm.startswith(one[1][:15]) for comm in names)]
    more = sum(int(number) for item in rest for number in re.findall(r"^and (\d+) more$", item))
    return (
        len(rest) <= 1
        and (not rest or more > 0)
        and len(strange) <= PASSING
        and any(one[1] == HELD_BY and near(one[2], held, 0.03) for one in known)
        and abs(len(known) + more - with_memory) <= max(6, with_memory // 10)
    )


@contextmanager
def holder() -> Iterator[int]:
    """Run a program that holds much memory, under a name that only it has; yield its pid."""
    name = f"open('/proc/self/comm', 'w').write('{HELD_BY}')"
    script = f"{name}; held = b'x' * ({HELD_MIB} << 20); print(len(held), flush=True); input()"
    pipe = subprocess.PIPE
    process = subprocess.Popen(tied([sys.executable, "-c", script]), stdin=pipe, stdout=pipe)
    try:
        assert process.stdout
        process.stdout.readline()
        yield process.pid
    finally:
        end(process)
