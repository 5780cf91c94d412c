"""A restart on real parts: browser, rendezvous, agent, a logind of our own; the machine's part is played by SIGTERM and
by running what the entry says. After each way it can go, the customer's home is as it was.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import gi
import psutil
import pytest

from scripts.rigs.applications import Desk
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.logind import Logind, logind
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.scene import Customer, place
from scripts.rigs.talker import Talker, talker
from scripts.rigs.technician import Technician
from scripts.rigs.traces import Traces, is_running, kill
from tests.console.driver import Complaints

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd-logind and desktop entries")

ENTRY = ".config/autostart/handrail-return.desktop"
KEPT = ".local/state/handrail-return.json"
ASKED = "[data-testid=permission-restart] button"
WAITING = "[data-testid=returning]"


@dataclass(frozen=True)
class Ground:
    """What all ways share."""

    desk: Desk
    server: Rendezvous
    tab: ChromiumTab
    technician: Technician


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with place() as (desk, server), chromium("en") as tab:
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        yield Ground(desk, server, tab, technician)


@dataclass(frozen=True)
class Stage:
    """A live session in which a restart is allowed."""

    ground: Ground
    system: Logind
    environment: dict[str, str]
    traces: Traces
    agent: Talker

    @property
    def technician(self) -> Technician:
        return self.ground.technician

    @property
    def home(self) -> Path:
        return self.traces.folder / "home"

    def left(self) -> list[str]:
        """Name every file and folder of the customer's home, but the record that they agreed to."""
        there = sorted(str(path.relative_to(self.home)) for path in self.home.rglob("*"))
        return [name for name in there if not name.endswith(".html")]

    def nothing_left(self) -> None:
        self.technician.wait(lambda: self.left() == [], "nothing to be left")

    def begin(self) -> None:
        """Press the button, and say that it is meant."""
        self.technician.press(ASKED)
        self.technician.press("[data-testid=confirm-yes]")

    def restarts(self) -> None:
        """Begin, and see that the computer restarts, as far as the system goes."""
        self.begin()
        self.agent.wait_for(lambda said: bool(said.get("comes_back")), "the restart")
        assert self.system.reboots == [False]
        self.technician.wait(lambda: self.technician.there(WAITING), "the waiting screen")
        assert self.left() == [".config", ".config/autostart", ENTRY, ".local", ".local/state", KEPT]

    def shut_down(self) -> None:
        """End everything of the agent's as a system does that restarts."""
        os.kill(self.agent.pid, signal.SIGTERM)
        self.agent.process.wait(20)
        for dog in self.dogs():
            dog.terminate()
            dog.wait(20)

    def dogs(self) -> list[psutil.Process]:
        """Return the watchdogs that live."""
        return [process for process in self.traces.processes() if "watchdog" in process.cmdline()]

    def entered(self) -> list[str]:
        """Read what the entry starts, as a desktop does."""
        entry = Gio.DesktopAppInfo.new_from_filename(str(self.home / ENTRY))
        _, words = GLib.shell_parse_argv(entry.get_commandline())
        assert words[:3] == [sys.executable, "-m", "scripts.rigs.customer"]
        return list(words[3:])


@contextmanager
def stage(ground: Ground, folder: Path) -> Iterator[Stage]:
    """Bring the two together, and allow a restart."""
    traces = Traces(folder)
    with logind() as (system, buses):
        environment = {**ground.desk.environment, **traces.environment, **buses}
        options = ["--server", ground.server.url, "--grant", "view,annotate,restart", "--lang", "fr"]
        ground.tab.goto(f"{ground.server.url}/console/")
        with talker("scripts.rigs.customer", *options, env=environment) as agent:
            ground.technician.join(Customer(agent).code())
            ground.technician.wait_live()
            met = Stage(ground, system, environment, traces, agent)
            met.technician.press(ASKED)
            met.technician.wait(lambda: met.technician.standing("restart") == "granted", "the customer's yes")
            assert met.left() == []
            yield met


def test_after_the_restart_the_same_two_go_on_without_a_code_once_the_customer_agrees(
    ground: Ground, tmp_path: Path
) -> None:
    complaints = Complaints(ground.tab.page)
    with stage(ground, tmp_path) as met:
        met.restarts()
        met.technician.wait(lambda: any(met.home.rglob("*.html")), "the record, which is kept before the restart")
        assert oct((met.home / KEPT).stat().st_mode)[-3:] == "600"
        met.shut_down()
        words = met.entered()
        with talker("scripts.rigs.customer", *words, env=met.environment) as again:
            asked = again.wait_for(lambda said: bool(said.get("awaited_by")), "the question")
            assert asked["awaited_by"]["name"] == ground.server.account.name
            assert met.left() == [], "what was kept is gone before it is used"
            assert met.technician.there(WAITING), "nothing goes on before the customer's yes"
            again.tell({"type": "accept_terms"})
            met.technician.wait_live()
            assert met.technician.standing("restart") == "not_asked", "nothing that was granted comes back"
            question = again.wait_for(lambda said: bool(said.get("question")), "the question whether to be seen")
            assert question["question"]["permission"] == "view"
            again.tell({"type": "press", "button": "stop"})
            again.wait_for(lambda said: "ended" in said, "the end")
        met.nothing_left()
        with talker("scripts.rigs.customer", *words, env=met.environment) as third:
            assert third.process.wait(20) == 0, "it works once"
            assert not any(said.get("awaited_by") for said in third.drain())
    assert complaints.texts == []


def test_unused_for_fifteen_minutes_it_goes_without_a_window(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as met:
        met.restarts()
        met.shut_down()
        kept = json.loads((met.home / KEPT).read_text())
        kept["written"] = str(datetime.fromisoformat(kept["written"]) - timedelta(seconds=901))
        (met.home / KEPT).write_text(json.dumps(kept))
        with talker("scripts.rigs.customer", *met.entered(), env=met.environment) as again:
            assert again.process.wait(20) == 0
            assert again.drain() == []
        met.nothing_left()
        met.technician.press(f"{WAITING} button")
        met.technician.wait(lambda: met.technician.there("[data-testid=code]"), "the code field")


def test_refused_by_the_system_it_is_said_and_the_session_goes_on(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as met:
        met.system.locks = [("shutdown", "Updater", "Writes the new kernel", "block", 0, 1)]
        met.begin()
        refusal = "[data-testid=permission-restart] [role=alert]"
        met.technician.wait(lambda: "asks to wait" in met.technician.text(refusal), "the reason")
        assert (met.system.reboots, met.left(), met.technician.phase) == ([], [], "live")


def test_the_customer_takes_it_back_while_the_computer_restarts(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as met:
        met.restarts()
        met.agent.tell({"type": "press", "button": "no_return"})
        met.nothing_left()


def test_stopped_before_it_begins_nothing_is_kept(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as met:
        met.agent.tell({"type": "press", "button": "stop"})
        met.agent.wait_for(lambda said: "ended" in said, "the end")
        assert (met.system.reboots, met.left()) == ([], [])
        assert not met.technician.there(WAITING)


def test_killed_while_the_system_is_asked_the_watchdog_forgets_it(ground: Ground, tmp_path: Path) -> None:
    with stage(ground, tmp_path) as met:
        met.system.silent = True
        met.begin()
        met.technician.wait(lambda: ENTRY in met.left(), "the entry")
        kill(met.agent.pid)
        met.nothing_left()


def test_killed_once_it_restarts_it_stays_while_the_watchdog_waits_and_no_longer(
    ground: Ground, tmp_path: Path
) -> None:
    with stage(ground, tmp_path) as met:
        met.restarts()
        dogs = met.dogs()
        kill(met.agent.pid)
        met.agent.process.wait(20)
        assert ENTRY in met.left(), "a restart kills, too"
        assert [is_running(dog.pid) for dog in dogs] == [True], "it waits for the time to be over"
        for dog in dogs:
            dog.terminate()
        subprocess.run([sys.executable, "-c", FORGET], env={**os.environ, **met.environment}, check=True)
        met.nothing_left()


FORGET = """
import time
from agent.watchdog.cleaning import Left, clean_up
clean_up(Left(returning="going", return_until=time.monotonic()))
"""
