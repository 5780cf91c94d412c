"""The voice in a whole session: a real browser, a real agent, a real sound server; heard, muted, paused, withdrawn."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.journal.evidence import from_folder
from scripts.rigs import voice_checks
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.scene import Customer, Scene, meet, place
from scripts.rigs.sound import sound
from scripts.rigs.talker import talker
from scripts.rigs.technician import Technician
from scripts.rigs.voice_checks import FLAGS, HERTZ, KEEPING, PATIENT_MS, Voice
from tests.console.driver import Complaints

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its sound server is Linux's")


@pytest.fixture
def tab() -> Iterator[ChromiumTab]:
    with chromium("en", flags=FLAGS) as opened:
        opened.page.add_init_script(KEEPING)
        yield opened


def test_the_two_talk_and_the_microphone_is_closed_by_mute_pause_and_withdrawal(
    tab: ChromiumTab, tmp_path: Path
) -> None:
    complaints = Complaints(tab.page)
    with place() as (desk, server), sound() as heard, heard.tone(HERTZ):
        options = ["--server", server.url, "--grant", "view,voice", "--journal", str(tmp_path)]
        environment = {**desk.environment, "PULSE_SERVER": heard.server}
        with talker("scripts.rigs.customer", *options, env=environment) as agent:
            scene = Scene(desk, server, Customer(agent), Technician(tab, server.url))
            meet(scene, join=False)
            scene.technician.ask("voice")
            for check in voice_checks.CHECKS.values():
                check(Voice(scene, heard, PATIENT_MS))
            scene.customer.press("stop")
            agent.wait_for(lambda said: "ended" in said, "the end")
    evidence = from_folder(tmp_path / "session-1")
    counts = [evidence.facts.count(f'"voice.{kind}"'.encode()) for kind in ("begun", "muted", "unmuted", "ended")]
    assert counts == [2, 1, 1, 2]
    assert complaints.texts == []
