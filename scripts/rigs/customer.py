"""The scripted customer: the real agent, with windows that a script answers. For tests, demo, lab and proofs only.

`python -m scripts.rigs.customer --server URL [--grant view,control] [--join] [--again]` on $DISPLAY says JSON lines:
each view the customer would see (without its clocks), how many marks the technician has on the screen as they come
and go, then `{"ended": N}`. It is told actions of agent/ui/model.py.
When its standard input closes, the customer presses Stop and goes.
"""

import argparse
import asyncio
import itertools
import json
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import agent.run
from agent import clock
from agent.comeback.comeback import take
from agent.comeback.entry import Command, entry_here
from agent.comeback.kept import Kept
from agent.protocol.errors import HandrailError
from agent.protocol.permissions import AVAILABLE, Permission
from agent.settings import Settings
from agent.ui.child import Guard
from agent.ui.drawn import Drawn
from agent.ui.model import (
    AcceptTerms,
    Action,
    Answer,
    Brand,
    EnterCode,
    Finish,
    Press,
    SendReport,
    ShowCode,
    Strike,
    View,
    parse_action,
)

ROOT = Path(__file__).resolve().parents[2]


class ScriptedCustomer:
    """Answers as told: agent.ui.host.Windows without a window, and without a person."""

    def __init__(
        self,
        grant: frozenset[Permission],
        join: bool,
        tell: Callable[[View], None],
        strike: frozenset[str] = frozenset(),
        drawn: Callable[[Drawn], None] = lambda _: None,
    ) -> None:
        """Say yes to `grant` and no to the rest; `join`: wait to be told the technician's code, else show one.

        Of a report the lines `strike` are struck out. `drawn` is told what the technician shows on the screen.
        """
        self._grant, self._join, self._tell, self._strike, self._drawn = grant, join, tell, strike, drawn
        self._told: View | None = None
        self._act: Callable[[Action], None] = lambda _: None

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        """Take note of whom to answer."""
        self._act = on_action

    def guard(self, guard: Guard) -> None:
        """Tell the watchdog nothing: there are no windows."""

    def show(self, view: View) -> None:
        """Say what changed and answer, after the agent has finished what it is doing."""
        timeless = view.model_copy(update={"code_seconds_left": 0, "live_seconds": 0})
        if timeless != self._told:
            self._told = timeless
            self._tell(timeless)
            asyncio.get_running_loop().call_soon(self._answer, timeless)

    def do(self, action: Action) -> None:
        """Do what the script was told from outside."""
        self._act(action)

    def annotate(self, drawn: Drawn) -> None:
        """Say what the technician shows: there is no window to draw it."""
        self._drawn(drawn)

    def pids(self) -> set[int]:
        """Return nothing: there are no windows."""
        return set()

    async def close(self) -> None:
        """Answer nothing more."""
        self._act = lambda _: None

    def _answer(self, view: View) -> None:
        action = self._reply(view)
        if action is not None:
            self._act(action)

    def _reply(self, view: View) -> Action | None:
        if view.awaited_by or view.comes_back:
            return None  # said from outside
        if view.question is not None:
            return Answer(number=view.question.number, yes=view.question.permission in self._grant)
        match view.screen:
            case "start":
                return self._way_in() if view.terms_accepted else AcceptTerms()
            case "report":
                kept = (line.key for line in view.report if line.key in self._strike and not line.struck)
                key = next(kept, None)
                return Strike(key=key, struck=True) if key else SendReport(send=True)
            case "ended" | "problem":
                return Finish(keep=True)
            case _:
                return None

    def _way_in(self) -> Action:
        return EnterCode() if self._join else ShowCode()


def say(view: View) -> None:
    """Write one view as a line."""
    print(view.model_dump_json(), flush=True)


def say_drawn(drawn: Drawn) -> None:
    """Write as a line how much the technician shows."""
    print(json.dumps({"marks": len(drawn.marks)}), flush=True)


async def one_session(
    settings: Settings, options: argparse.Namespace, told: asyncio.Queue[Action | None], back: Kept | None
) -> None:
    """Run one agent to its end; after a restart it is started again as this one was."""
    again = Command([sys.executable, "-m", "scripts.rigs.customer", *options.words, "--back"], ROOT)
    customer = ScriptedCustomer(options.grant, options.join, say, options.strike, say_drawn)
    listener = asyncio.create_task(_obey(customer, told))
    try:
        await agent.run.run(settings, customer, again, back)
    finally:
        listener.cancel()


async def _obey(customer: ScriptedCustomer, told: asyncio.Queue[Action | None]) -> None:
    while (action := await told.get()) is not None:
        customer.do(action)
    customer.do(Press(button="stop"))
    customer.do(Finish(keep=True))


async def _listen(told: asyncio.Queue[Action | None]) -> None:
    """Read actions from standard input; None when it closes."""
    if sys.platform == "win32":
        return await _listen_on_a_thread(told)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        told.put_nowait(parse_action(line.decode()))
    told.put_nowait(None)


async def _listen_on_a_thread(told: asyncio.Queue[Action | None]) -> None:
    """Do the same where loops cannot read every pipe."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def listen() -> None:
        for line in iter(sys.stdin.readline, ""):
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=listen, daemon=True).start()
    while line := await lines.get():
        told.put_nowait(parse_action(line))
    told.put_nowait(None)


async def run(options: argparse.Namespace) -> None:
    """Run one agent, or with `--again` one after the other, until standard input closes."""
    told: asyncio.Queue[Action | None] = asyncio.Queue()
    listening = asyncio.create_task(_listen(told))
    for number in itertools.count(1):
        settings = _settings(options, number)
        back = take(settings.server, settings.pins, entry_here(), clock.utc_now()) if options.back else None
        if options.back and back is None:
            break
        await one_session(settings, options, told, back)
        print(json.dumps({"ended": number}), flush=True)
        if not options.again or listening.done():
            break
    listening.cancel()


def _settings(options: argparse.Namespace, number: int) -> Settings:
    journal = (
        options.journal / (f"session-{number}-back" if options.back else f"session-{number}")
        if options.journal
        else None
    )
    if journal:
        journal.mkdir(parents=True, mode=0o700)
    return Settings(
        server=options.server,
        brand=Brand(name="Exemple Assistance", phone="01 23 45 67 89"),
        lang=options.lang,
        may_ask=AVAILABLE,
        hand_seconds=options.hand_seconds,
        journal_dir=journal,
    )


def permissions(text: str) -> frozenset[Permission]:
    """Read "view,control"; an empty text grants nothing."""
    return frozenset(Permission(word) for word in text.split(",") if word)


def keys(text: str) -> frozenset[str]:
    """Read "os,network"."""
    return frozenset(filter(None, text.split(",")))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the scripted customer; return 0, or 1 after saying why the agent could not begin."""
    parser = argparse.ArgumentParser(prog="customer", description=__doc__)
    parser.add_argument("--server", required=True)
    parser.add_argument("--grant", type=permissions, default=AVAILABLE)
    parser.add_argument("--strike", type=keys, default=frozenset(), help="lines of a report to strike out: os,network")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr")
    parser.add_argument("--join", action="store_true", help="wait to be told the technician's code")
    parser.add_argument("--again", action="store_true", help="after a session, run the next one")
    parser.add_argument("--hand-seconds", type=float, default=1.5, help="the setting of that name (1 to 5)")
    parser.add_argument("--back", action="store_true", help="come back after a restart, if that was laid")
    parser.add_argument("--journal", type=Path, help="keep each session's journal in a folder of its own in this one")
    try:
        words = list(sys.argv[1:] if arguments is None else arguments)
        options = parser.parse_args(words)
        options.words = [word for word in words if word != "--back"]
        asyncio.run(run(options))
    except HandrailError as error:
        print(json.dumps({"problem": str(error)}), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
