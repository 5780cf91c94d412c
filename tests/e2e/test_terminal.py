"""A terminal in a whole session: a real browser, a real agent, a real shell; typed, paused, withdrawn in a flood."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.journal.evidence import from_folder
from scripts.rigs import terminal_checks
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.scene import Customer, Scene, meet, place
from scripts.rigs.talker import talker
from scripts.rigs.technician import Technician
from scripts.rigs.terminal_checks import Terminal
from tests.console.driver import Complaints

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the terminal is kept by Linux's means")


@pytest.fixture
def tab() -> Iterator[ChromiumTab]:
    with chromium("en") as opened:
        yield opened


def test_a_shell_is_typed_in_paused_and_gone_when_it_is_withdrawn(tab: ChromiumTab, tmp_path: Path) -> None:
    complaints = Complaints(tab.page)
    with place() as (desk, server):
        options = ["--server", server.url, "--grant", "view,terminal", "--journal", str(tmp_path)]
        with talker("scripts.rigs.customer", *options, env=desk.environment) as agent:
            scene = Scene(desk, server, Customer(agent), Technician(tab, server.url))
            meet(scene, join=False)
            scene.technician.ask("terminal")
            terminal = Terminal(scene)
            for check in terminal_checks.CHECKS:
                check(terminal)
            scene.customer.press("stop")
            agent.wait_for(lambda said: "ended" in said, "the end")
    evidence = from_folder(tmp_path / "session-1")
    for kind in (b'"terminal.opened"', b'"terminal.closed"'):
        assert evidence.facts.count(kind) == 1
    assert b"flood" not in evidence.facts + evidence.payloads
    assert complaints.texts == []
