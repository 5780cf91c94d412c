"""[clean-end] After the end, and after kill -9 of the agent at random moments: nothing runs, listens or is held."""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scripts.proofs import Finding
from scripts.rigs.applications import Desk
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.person import TITLE, person
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.scene import GRANT, Customer, place
from scripts.rigs.talker import talker
from scripts.rigs.technician import Technician
from scripts.rigs.traces import Traces, held, kill

MOMENTS = ("starting", "code shown", "pairing", "asked", "live", "keys held", "windows open", "ended by Stop")
"""When the agent is killed; the last is the end as it should be."""
KILLS = 50
PATIENCE = 8.0
"""Seconds within which everything must be gone."""

HELD = {"key", "button"}
"""What the technician holds when the agent is killed at "keys held"."""

Say = Callable[[str], None]


class Stage(NamedTuple):
    """What the rounds share."""

    desk: Desk
    server: Rendezvous
    tab: ChromiumTab
    technician: Technician


def prove(quick: bool, say: Say) -> Finding:
    """Kill the agent 50 times (quick: once at three moments), end it once, and look for what is left."""
    dice = random.Random()  # noqa: S311 - moments, not secrets
    kills = ["keys held", "starting", "windows open"] if quick else [dice.choice(MOMENTS[:-1]) for _ in range(KILLS)]
    left: list[str] = []
    with place() as (desk, server), chromium("en") as tab:
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        for number, moment in enumerate(["ended by Stop", *kills]):
            let_go(tab)
            found = one_round(Stage(desk, server, tab, technician), moment, dice.uniform(0, 0.4))
            say(f"{number:3} {moment}: {'; '.join(found) or 'nothing left'}")
            left += found
    held_true = f"{len(kills)} kills and 1 end: {len(left)} things left"
    return Finding(not left, held_true)


def one_round(stage: Stage, moment: str, delay: float) -> list[str]:
    """Run the agent to `moment`, end or kill it, and return what is left."""
    with tempfile.TemporaryDirectory(prefix="handrail-traces-") as folder:
        traces = Traces(Path(folder))
        environment = {**stage.desk.environment, **traces.environment}
        listening: list[str] = []
        if moment == "windows open":
            with person(Desk(stage.desk.display, stage.desk.folder), stage.server.url, env=environment) as someone:
                stage.desk.focus(TITLE)
                time.sleep(5 * delay)
                listening = traces.listening()
                kill(someone.pid)
                return [*listening, *remains(traces, stage.desk)]
        options = ["--server", stage.server.url, "--grant", GRANT]
        with talker("scripts.rigs.customer", *options, env=environment, log=Path(folder).with_suffix(".log")) as agent:
            drive(stage, Customer(agent), moment)
            time.sleep(delay)
            listening = traces.listening()
            if moment != "ended by Stop":
                kill(agent.pid)
            found = [*listening, *remains(traces, stage.desk)]
        Path(folder).with_suffix(".log").unlink()
        return found


def drive(stage: Stage, customer: Customer, moment: str) -> None:
    """Bring the session to that moment."""
    technician, wanted = stage.technician, MOMENTS.index(moment)
    if moment == "starting":
        return
    stage.tab.goto(f"{stage.server.url}/console/")
    code = customer.code()
    if moment == "code shown":
        return
    technician.join(code)
    if moment == "pairing":
        return
    technician.wait(lambda: technician.standing("view") in ("asked", "granted"), "the question")
    if wanted >= MOMENTS.index("live"):
        technician.wait_live()
    if wanted >= MOMENTS.index("keys held"):
        hold(stage)
    if moment == "ended by Stop":
        customer.press("stop")


def hold(stage: Stage) -> None:
    """Hold keys and a button at the customer's, and see that they are held."""
    stage.technician.ask("control")
    stage.technician.wait(lambda: stage.technician.hand == "technician", "the hand")
    stage.technician.take_keys()
    stage.tab.move(*stage.technician.place(900, 300))
    stage.tab.page.mouse.down()
    stage.tab.page.keyboard.down("Shift")
    stage.tab.page.keyboard.down("a")
    stage.technician.wait(lambda: kinds(held(stage.desk.display)) >= HELD, "held keys")


def let_go(tab: ChromiumTab) -> None:
    """Let go of what the technician's own keyboard and mouse hold."""
    tab.page.mouse.up()
    for key in ("a", "Shift"):
        tab.page.keyboard.up(key)


def kinds(down: list[str]) -> set[str]:
    """Say what kinds of things are held: keys, buttons."""
    return {name.split()[0] for name in down}


def remains(traces: Traces, desk: Desk) -> list[str]:
    """Return what is still there when patience ends; nothing as soon as nothing is."""
    until = time.monotonic() + PATIENCE
    while found := _found(traces, desk):
        if time.monotonic() > until:
            break
        time.sleep(0.1)
    return found


def _found(traces: Traces, desk: Desk) -> list[str]:
    return [
        *(f"process {process.pid} {process.name()}" for process in traces.processes()),
        *(f"file {name}" for name in traces.files()),
        *held(desk.display),
    ]
