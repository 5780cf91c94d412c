"""[tools] Each tool in a real browser against a real desktop: granted it works, refused nothing of it comes, and once
consent goes in the middle nothing of it comes any more; the journal holds, and the customer's list is the same.

A tool is one `Case` of CASES; what it needs lies in a rig of its own (scripts/rigs/tool_processes.py is one).
"""

import random
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Error as PageError

from agent.protocol.permissions import FIRST_STEPS
from scripts.proofs import Finding
from scripts.rigs import (
    tool_annotations,
    tool_clipboard,
    tool_files,
    tool_processes,
    tool_registry,
    tool_restart,
    tool_terminal,
    tool_transfers,
)
from scripts.rigs.applications import Desk
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.scene import place
from scripts.rigs.tool_scene import ToolScene, note_what_arrives, tool_scene

LIMIT_MS = 250.0
WATCH_SECONDS = 3.0
"""How long nothing may come: longer than any tool here is silent while it may speak."""
TRIALS, QUICK = 12, 1
SLACK = 2.0
"""A single trial among other tests looks for what does not stop, not for milliseconds."""
HELD_SECONDS = 0.1
"""A page that stood still for longer when a message was noted does not say when it came: nothing is judged by it."""
AGAIN = 3
"""How often consent goes once more where the page stood still; after that the proof does not hold."""

DICE = random.Random(5)  # noqa: S311 - moments, not secrets

Say = Callable[[str], None]


@dataclass(frozen=True)
class Case:
    """One tool."""

    name: str
    permissions: tuple[str, ...]
    """What it is granted; the first is the one that is refused and withdrawn."""
    answers: tuple[str, ...]
    """How the types of its own messages begin."""
    furnished: Callable[[Path], AbstractContextManager[Mapping[str, str]]]
    """Has what it works on, in a folder of its own; yields what the agent's environment needs besides."""
    ask: Callable[[ToolScene], None]
    """Asks for it as a technician does."""
    work: Callable[[ToolScene], str]
    """Works through it; returns what proves it, and raises where it is missed."""
    busy: Callable[[ToolScene], None]
    """Has it telling something that would go on."""
    entries: tuple[str, ...]
    """What the journal must hold after `work`, in this order."""
    left: Callable[[ToolScene], str] = lambda met: ""
    """Says what is left of what was under way when consent went; "" for nothing."""


CASES = (
    Case(
        name="processes",
        permissions=("processes",),
        answers=("processes/", "services/", "startup/"),
        furnished=tool_processes.furnished,
        ask=tool_processes.ask,
        work=tool_processes.work,
        busy=tool_processes.busy,
        entries=tool_processes.ENTRIES,
    ),
    Case(
        name="clipboard, out",
        permissions=("clipboard_out",),
        answers=("clipboard/content", "clipboard/piece"),
        furnished=tool_clipboard.furnished,
        ask=tool_clipboard.ask_to_read,
        work=tool_clipboard.read,
        busy=tool_clipboard.read_on,
        entries=tool_clipboard.READ_ENTRIES,
        left=tool_clipboard.read_left,
    ),
    Case(
        name="clipboard, in",
        permissions=("clipboard_in",),
        answers=("clipboard/taken", "clipboard/placed"),
        furnished=tool_clipboard.furnished,
        ask=tool_clipboard.ask_to_put,
        work=tool_clipboard.put,
        busy=tool_clipboard.put_on,
        entries=tool_clipboard.PUT_ENTRIES,
        left=tool_clipboard.put_left,
    ),
    Case(
        name="terminal",
        permissions=("terminal",),
        answers=("terminal/",),
        furnished=tool_terminal.furnished,
        ask=tool_terminal.ask,
        work=tool_terminal.work,
        busy=tool_terminal.busy,
        entries=tool_terminal.ENTRIES,
        left=tool_terminal.left,
    ),
    Case(
        name="restart",
        permissions=("restart",),
        answers=("restart/",),
        furnished=tool_restart.furnished,
        ask=tool_restart.ask,
        work=tool_restart.work,
        busy=tool_restart.busy,
        entries=tool_restart.ENTRIES,
        left=tool_restart.left,
    ),
    Case(
        name="files, read",
        permissions=("files_read",),
        answers=("files/",),
        furnished=tool_files.furnished,
        ask=tool_files.ask_to_read,
        work=tool_files.read,
        busy=tool_files.read_on,
        entries=tool_files.READ_ENTRIES,
    ),
    Case(
        name="files, changed",
        permissions=("files_write",),
        answers=("files/",),
        furnished=tool_files.furnished,
        ask=tool_files.ask_to_change,
        work=tool_files.change,
        busy=tool_files.change_on,
        entries=tool_files.CHANGE_ENTRIES,
        left=tool_files.change_left,
    ),
    Case(
        name="files, taken",
        permissions=("files_read",),
        answers=("transfers/", tool_transfers.BYTES),
        furnished=tool_transfers.furnished,
        ask=tool_transfers.ask_to_take,
        work=tool_transfers.take,
        busy=tool_transfers.take_on,
        entries=tool_transfers.TAKE_ENTRIES,
        left=tool_transfers.take_left,
    ),
    Case(
        name="files, brought",
        permissions=("files_write",),
        answers=("transfers/", tool_transfers.BYTES),
        furnished=tool_transfers.furnished,
        ask=tool_transfers.ask_to_bring,
        work=tool_transfers.bring,
        busy=tool_transfers.bring_on,
        entries=tool_transfers.BRING_ENTRIES,
        left=tool_transfers.bring_left,
    ),
    Case(
        name="registry",
        permissions=("registry",),
        answers=("registry/",),
        furnished=tool_registry.furnished,
        ask=tool_registry.ask,
        work=tool_registry.work,
        busy=tool_registry.busy,
        entries=tool_registry.ENTRIES,
    ),
    Case(
        name="annotations",
        permissions=("annotate",),
        answers=("annotate/",),
        furnished=tool_annotations.furnished,
        ask=tool_annotations.ask,
        work=tool_annotations.work,
        busy=tool_annotations.busy,
        entries=tool_annotations.ENTRIES,
        left=tool_annotations.left,
    ),
)
"""Every tool but the report, whose lines the customer sends, and the voice: each has a proof of its own."""


class Last(NamedTuple):
    """The last message after consent went, in seconds: how late it was noted, and how long the page had stood still."""

    late: float
    held: float


class Ground(NamedTuple):
    """What all cases stand on."""

    desk: Desk
    server: Rendezvous
    tab: ChromiumTab


@dataclass
class Try:
    """One case as it is gone through."""

    case: Case
    ground: Ground
    folder: Path
    environment: Mapping[str, str]
    trials: int
    say: Say
    faults: list[str] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    """Milliseconds from each withdrawal or pause to the tool's last message, 0 where none came after it."""

    def scene(self, name: str, *granted: str) -> AbstractContextManager[ToolScene]:
        """Begin a session in which so much is granted, and of what every session begins with all but the case's own."""
        always = [step for step in FIRST_STEPS if step not in self.case.permissions]
        return tool_scene(*self.ground, [*always, *granted], self.folder, name, self.environment)


def prove(quick: bool, say: Say) -> Finding:
    """Go through the cases (quick: the first, in which consent goes once); else it goes a dozen times in each."""
    tries: list[Try] = []
    with tempfile.TemporaryDirectory(prefix="handrail-tools-") as folder, place() as (desk, server), chromium() as tab:
        note_what_arrives(tab)
        for case in CASES[:1] if quick else CASES:
            say(f"{case.name}:")
            own = Path(folder) / case.name
            own.mkdir()
            with case.furnished(own) as environment:
                tries.append(Try(case, Ground(desk, server, tab), own, environment, QUICK if quick else TRIALS, say))
                _go_through(tries[-1])
    worst = max((late for one in tries for late in one.late), default=0.0)
    faults = [f"{one.case.name}: {fault}" for one in tries for fault in one.faults]
    trials = sum(len(one.late) for one in tries)
    figure = f"{len(tries)} tools, {trials} times consent went: the last message {worst:.0f} ms later at most"
    return Finding(not faults and worst <= LIMIT_MS * (SLACK if quick else 1.0), "; ".join([figure, *faults]))


def _go_through(one: Try) -> None:
    for step in (_refused, _granted):
        try:
            step(one)
        except (AssertionError, TimeoutError, PageError) as missed:
            one.faults.append(str(missed))
            one.say(f"  MISSED {missed}")


def _refused(one: Try) -> None:
    """Nothing of the tool's comes, and nothing is done, without a yes."""
    with one.scene("refused") as met:
        one.case.ask(met)
        met.technician.wait(lambda: met.answers("permission.refused", one.case.permissions[0]) == 1, "the no")
        came = met.arrivals(one.case.answers)
        assert not came, f"{came[0].type} came without a yes"
        assert not set(one.case.entries) & set(met.entries()), "something was done without a yes"
    one.say("  ok     refused: nothing came, nothing was done")


def _granted(one: Try) -> None:
    """It works; it is silent when consent goes; and all of it is in the journal and in the customer's list."""
    with one.scene("granted", *one.case.permissions) as met:
        _grant(one.case, met)
        one.say(f"  ok     granted: {one.case.work(met)}")
        for trial in range(one.trials):
            one.late.append(_judged(one.case, met, pauses=trial % 3 == 2))
        one.say(f"  ok     consent went {one.trials} times: the last message {max(one.late):.0f} ms later at most")
        met.customer.press("stop")
        met.technician.wait(lambda: met.technician.phase == "ended", "the end")
        met.customer.agent.process.wait(20)
        one.say(f"  ok     {_complete(one.case, met)}")


def _grant(case: Case, met: ToolScene) -> None:
    """Have it asked for and granted once more than it was taken back: some is asked for on arrival already."""
    permission = case.permissions[0]
    case.ask(met)
    answers = met.answers
    met.technician.wait(
        lambda: answers("permission.granted", permission) > answers("permission.withdrawn", permission), "the yes"
    )


def _judged(case: Case, met: ToolScene, pauses: bool) -> float:
    """Take consent back while the tool is at work; return how late its last message came (milliseconds)."""
    for _ in range(1 + AGAIN):
        last = _consent_goes(case, met, pauses)
        if last.late * 1000 <= LIMIT_MS or last.held <= HELD_SECONDS:
            return last.late * 1000
    raise AssertionError(f"the page stood still for {last.held:.1f} s: it cannot say when the last message came")


def _consent_goes(case: Case, met: ToolScene, pauses: bool) -> Last:
    case.busy(met)
    time.sleep(DICE.uniform(0, 1))
    moment = met.pause() if pauses else met.withdraw(case.permissions[0])
    time.sleep(WATCH_SECONDS)
    came = met.arrivals(case.answers, moment)
    assert not (left := case.left(met)), left
    if pauses:
        met.customer.press("resume")
        met.technician.wait(lambda: met.technician.phase == "live", "the end of the pause")
    else:
        _grant(case, met)
    return max((Last(one.at - moment, one.held) for one in came), default=Last(0.0, 0.0))


def _complete(case: Case, met: ToolScene) -> str:
    """The journal's chain holds, has every entry of the tool's in its order, and the customer's list is the same."""
    entries, shown = met.entries(), met.live_list()
    assert shown == entries[: len(shown)], "the customer's list is not the journal"
    assert set(case.entries) <= set(shown), f"not in the customer's list: {set(case.entries) - set(shown)}"
    found = [entry for at, entry in enumerate(entries) if entry in case.entries and entry not in entries[:at]]
    assert found == list(case.entries), f"the journal has {found}"
    return f"{len(entries)} entries in the journal, {len(shown)} of them in the customer's list, in one order"
