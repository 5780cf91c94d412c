"""The lab's URL opens a live session in a plain browser, again and again, and is no door of the rendezvous'."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from agent.protocol.permissions import Permission
from agent.ui.model import Answer, Question, View
from scripts.rigs.browser import chromium
from scripts.rigs.customer import ScriptedCustomer, permissions
from scripts.rigs.rendezvous import rendezvous
from scripts.rigs.talker import ROOT
from scripts.rigs.technician import Technician
from scripts.rigs.traces import is_running
from scripts.rigs.xserver import xvfb


@contextmanager
def lab() -> Iterator[tuple[dict[str, Any], subprocess.Popen[str]]]:
    with xvfb() as display:
        command = [sys.executable, "-m", "scripts.laboratory", "--display", display, "--listen", "127.0.0.1:0"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert process.stdin
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline()), process
        finally:
            process.stdin.close()
            process.wait(30)


def test_each_visit_opens_a_live_session_with_the_same_agent_and_the_end_leaves_nothing_running() -> None:
    with lab() as (said, process), chromium() as tab:
        technician = Technician(tab, "")
        for _ in range(2):
            tab.goto(said["console"])
            technician.wait_live()
            assert is_running(said["agent_pid"])
        assert process.stdin
        process.stdin.close()
        assert process.wait(30) == 0
        assert not is_running(said["agent_pid"])
        assert not is_running(said["rendezvous_pid"])


def test_a_wrong_token_opens_nothing() -> None:
    with lab() as (said, _):
        answer = httpx.get(said["console"] + "x", timeout=30)
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def test_the_rendezvous_itself_knows_no_such_door() -> None:
    with rendezvous() as server:
        assert httpx.get(f"{server.url}/lab/anything", timeout=30).status_code == 404


@pytest.mark.parametrize("grant", ["", "view"])
def test_the_scripted_customer_refuses_what_it_was_not_told_to_grant(grant: str) -> None:
    answered: list[object] = []
    customer = ScriptedCustomer(permissions(grant), False, lambda _: None)
    customer._act = answered.append
    question = Question(number=7, permission=Permission.CONTROL)
    customer._answer(View(lang="fr", screen="asking", question=question))
    assert answered == [Answer(number=7, yes=False)]
