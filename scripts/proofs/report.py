"""[report] The system report of this machine is what the machine says of itself, and a line struck out leaves no trace.

Two real sessions in a real browser; what is struck out in one is sent in the other. Every line is compared with
another way to ask the system, and each comparison must tell three lies. Under Wine, Windows' lines with Wine's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.protocol.report_keys import ReportKey
from scripts.proofs import Finding
from scripts.rigs import wine
from scripts.rigs.browser import chromium
from scripts.rigs.monitors import monitors, side_by_side
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.report_truth import computer, programs
from scripts.rigs.report_truth.computer import NOTHING, UNREAD, Truth
from scripts.rigs.report_truth.lies import untold
from scripts.rigs.report_truth.memory import in_processes
from scripts.rigs.report_truth.struck import Sent, Struck, customer
from scripts.rigs.report_truth.wine import WindowsUnderWine
from scripts.rigs.xserver import window_manager, xvfb

MOST_NEEDLES = 4
"""Items of each line that are looked for in the memory of the browser's processes, the longest first."""
WINDOWS_SCREEN = (1024, 768)
SHORTEST = 6
"""Letters of an item that is looked for; a shorter one is found anywhere."""
TAKING_TURNS = (
    [key for nth, key in enumerate(ReportKey) if nth % 2],
    [key for nth, key in enumerate(ReportKey) if not nth % 2],
)

Say = Callable[[str], None]


@dataclass
class Tally:
    """What was compared and looked for, and what is wrong with it."""

    wrong: list[str]
    compared: int = 0
    lies: int = 0
    searched: int = 0
    """Items looked for, times the places."""


def prove(quick: bool, say: Say) -> Finding:
    """Hold two sessions; quick: one, without the browser's whole memory, and without Wine."""
    tally = Tally([])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="handrail-proof-")))
        display = stack.enter_context(xvfb((2000, 800)))
        stack.enter_context(window_manager(display))
        left, right = side_by_side(stack.enter_context(monitors(display)), 1000, 800)
        server = stack.enter_context(rendezvous(log=folder / "log"))
        holder = stack.enter_context(programs.holder())
        for struck in TAKING_TURNS[: 1 if quick else 2]:
            sent = _session(server, display, frozenset(struck), folder / "log", not quick, tally)
            truths = {
                **computer.truths({"LEFT": left, "RIGHT": right}),
                **programs.truths(sent.session, sent.since, holder, sent.around),
            }
            _compare(sent.previewed if quick else sent.received, truths, tally, say)
    told = "Windows not looked at" if quick else _under_wine(tally, say)
    for one in tally.wrong:
        say(f"NOT {one}")
    figure = (
        f"{tally.compared} lines as the system says, {tally.lies} lies told; {tally.searched} searches for what was "
        f"struck out; {told}; {len(tally.wrong)} faults"
    )
    return Finding(not tally.wrong, figure)


def _session(
    server: Rendezvous, display: str, struck: frozenset[ReportKey], log: Path, deep: bool, tally: Tally
) -> Sent:
    """Hold one session, and look for what was struck out everywhere on the other side."""
    since = datetime.now(UTC)
    environment = {"https_proxy": programs.PROXY, "no_proxy": "127.0.0.1", "LC_ALL": "C.UTF-8"}
    with customer(server, display, struck, environment) as talking, chromium() as tab:
        held = Struck(server, tab, talking, log)
        sent = held.run(struck, since)
        tally.wrong += [f"{key} was struck out and came" for key in sent.received.keys() & struck]
        tally.wrong += [f"{key} did not come as previewed" for key in _differing(sent)]
        secrets = _needles(sent.secrets)
        tally.wrong += [f"struck out and in the {place}: {item!r}" for place, item in _found(sent.places, secrets)]
        tally.searched += len(secrets) * len(sent.places)
        tally.wrong += _controls(sent)
        suspects = _in_memory(sent, tally) if deep else set()
        tally.wrong += _planted(held, max(secrets, key=len))
    tally.wrong += [f"struck out and in the browser's memory: {item!r}" for item in sorted(_not_its_own(suspects))]
    return sent


def _planted(held: Struck, item: str) -> Iterator[str]:
    """Leak an item on purpose; say where that is not found."""
    held.leak(item)
    seen = {place for place, _ in _found(held.places(), [item])}
    yield from (
        f"planted: a leak that is not found in the {place}"
        for place in ("messages", "page", "heap")
        if place not in seen
    )


def _differing(sent: Sent) -> list[ReportKey]:
    """Return the lines that did not come exactly as the customer read them."""
    kept = {key: items for key, items in sent.previewed.items() if key not in sent.struck}
    return [key for key in kept.keys() | sent.received.keys() if kept.get(key) != sent.received.get(key)]


def _needles(items: Sequence[str]) -> list[str]:
    """Return the items that say something of this machine, each once."""
    said = dict.fromkeys(item for item in items if item not in (*NOTHING, *UNREAD) and len(item) >= SHORTEST)
    return [item for item in said if not item.startswith("and ")]


def _found(places: Mapping[str, str], items: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, text in places.items():
        for item in items:
            if item in text:
                yield place, item


def _controls(sent: Sent) -> Iterator[str]:
    """Say where what was sent is not found: there, nothing found means nothing. The server must not have it either."""
    items = [item for key in sent.received for item in _needles(sent.received[key])[:MOST_NEEDLES]]
    found = set(_found(sent.places, items))
    for place in ("messages", "text", "heap", "JSON"):
        yield from (f"sent and not found in the {place}: {item!r}" for item in items if (place, item) not in found)
    for place in ("database", "log"):
        yield from (f"the server has in its {place}: {item!r}" for item in items if (place, item) in found)


def _in_memory(sent: Sent, tally: Tally) -> set[str]:
    """Look through the memory of the browser's pages; return what of the struck out is there."""
    secret = [item for key in sent.struck for item in _longest(sent.previewed[key]) if item in sent.secrets]
    control = [item for key in sent.received for item in _longest(sent.received[key])]
    found = in_processes([*secret, *control])
    tally.searched += len(secret)
    if not found & set(control):
        tally.wrong.append("nothing that was sent is found in the browser's memory")
    return found & set(secret)


def _not_its_own(suspects: set[str]) -> set[str]:
    """Take away what a browser holds that was in no session: it knows the processor's name by itself."""
    if not suspects:
        return suspects
    with chromium() as tab:
        tab.goto("about:blank")
        return suspects - in_processes(sorted(suspects))


def _longest(items: Sequence[str]) -> list[str]:
    return sorted(_needles(items), key=len)[-MOST_NEEDLES:]


def _compare(
    report: Mapping[ReportKey, Sequence[str]], truths: Mapping[ReportKey, Truth], tally: Tally, say: Say
) -> None:
    """Compare each line with what the system says in another way, then with lies about it."""
    for key, items in report.items():
        judge = truths[key]
        pivot = next((nth for nth, item in enumerate(items) if item.startswith((programs.HELD_BY, wine.PROGRAM))), 0)
        so, taken = judge(items), untold(judge, items, pivot)
        say(f"{'ok ' if so and not taken else 'NOT'} {key}: {'; '.join(items)[:150]}")
        tally.compared += 1
        tally.lies += 3 - len(taken)
        tally.wrong += [] if so else [f"{key} is not what the system says"]
        tally.wrong += [f"a lie about {key} is taken for the truth: {lie}" for lie in taken]


def _under_wine(tally: Tally, say: Say) -> str:
    """Compare Windows' lines with what Wine's own tools say."""
    if reason := wine.missing():
        tally.wrong.append(f"Windows was not looked at: {reason}")
        return "Windows not looked at"
    since = datetime.now(UTC)
    with wine.alone(), xvfb(WINDOWS_SCREEN) as display:
        windows = WindowsUnderWine(wine.Wine(display))
        report = windows.report()
        _compare(report, windows.truths(since, WINDOWS_SCREEN), tally, say)
    return f"{len(report)} lines under Wine"
