"""Receipts over a real session: the agent, a browser that countersigns, and what is left on the customer's disk."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.journal.evidence import from_folder
from agent.journal.verdict import Standing
from agent.journal.verify import judge
from scripts.rigs.applications import Desk
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.rendezvous import Rendezvous
from scripts.rigs.scene import Customer, place
from scripts.rigs.talker import talker
from scripts.rigs.technician import Technician
from scripts.rigs.traces import is_running


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[Desk, Rendezvous, ChromiumTab, Technician]]:
    with place() as (desk, server), chromium("en") as tab:
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        yield desk, server, tab, technician


@contextmanager
def live(stage: tuple[Desk, Rendezvous, ChromiumTab, Technician], folder: Path) -> Iterator[Customer]:
    desk, server, tab, technician = stage
    tab.goto(f"{server.url}/console/")
    options = ["--server", server.url, "--grant", "view", "--journal", str(folder)]
    with talker("scripts.rigs.customer", *options, env=desk.environment) as agent:
        customer = Customer(agent)
        technician.join(customer.code())
        technician.wait_live()
        yield customer


def test_both_sides_sign_the_end_and_the_technicians_copy_agrees(
    stage: tuple[Desk, Rendezvous, ChromiumTab, Technician], tmp_path: Path
) -> None:
    page = stage[2].page
    with live(stage, tmp_path) as customer:
        customer.press("stop")
        customer.agent.wait_for(lambda said: "ended" in said, "the end")
        with page.expect_download() as download:
            page.get_by_role("button", name="Keep the signed receipt").click()
        copy = Path(download.value.path()).read_bytes()
    verdict = judge(from_folder(tmp_path / "session-1"), copy)
    assert verdict.faults == []
    assert (verdict.standing, verdict.copy_agrees) == (Standing.WHOLE, True)
    assert verdict.erased == [entry.sequence for entry in verdict.entries if entry.type == "technician.identified"]


def test_what_was_signed_on_the_way_outlives_an_agent_that_is_killed(
    stage: tuple[Desk, Rendezvous, ChromiumTab, Technician], tmp_path: Path
) -> None:
    with live(stage, tmp_path) as customer:
        pid = customer.agent.pid
        stage[3].wait(lambda: judge(from_folder(tmp_path / "session-1")).signed_by_both > 0, "a checkpoint")
        os.kill(pid, signal.SIGKILL)
        stage[3].wait(lambda: not is_running(pid), "its end")
    verdict = judge(from_folder(tmp_path / "session-1"))
    assert (verdict.standing, verdict.faults) == (Standing.PARTLY, [])


def said(folder: Path, kind: str, key: str) -> str:
    verdict = judge(from_folder(folder / "session-1"))
    return verdict.payloads[next(entry.sequence for entry in verdict.entries if entry.type == kind)][key]


def test_two_machines_of_one_case_have_each_their_own_code_consent_session_and_journal(
    stage: tuple[Desk, Rendezvous, ChromiumTab, Technician], tmp_path: Path
) -> None:
    desk, server, tab, technician = stage
    second_tab = ChromiumTab(tab.page.context.new_page())
    second = Technician(second_tab, server.url)
    folders = tmp_path / "one", tmp_path / "other"
    with live(stage, folders[0]) as one, live((desk, server, second_tab, second), folders[1]):
        one.press("pause")
        technician.wait(lambda: technician.phase == "paused", "the pause")
        assert second.phase == "live"
        one.press("stop")
        technician.wait(lambda: technician.phase == "ended", "the end")
        assert second.phase == "live"
    for kind, key in (("session.started", "session"), ("agent.started", "key"), ("receipt.agreed", "key")):
        assert said(folders[0], kind, key) != said(folders[1], kind, key)
    assert [judge(from_folder(folder / "session-1")).faults for folder in folders] == [[], []]
