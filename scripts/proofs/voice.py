"""[voice] Each hears the other, and mute, Pause and withdrawal close the microphone: 0 packets later than 250 ms.

A real agent with a sound server of its own, a real Chromium with a microphone that beeps; the browser says when the
last packet came, PulseAudio whether the device is open. The time is asked of the full run alone: a quick one shares
the machine with other tests.
"""

from collections.abc import Callable

from scripts.proofs import Finding
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.scene import Customer, Scene, meet, place
from scripts.rigs.sound import sound
from scripts.rigs.talker import talker
from scripts.rigs.technician import Technician
from scripts.rigs.voice_checks import CHECKS, FLAGS, HERTZ, KEEPING, PATIENT_MS, STOP_MS, Voice

TRIALS, QUICK = 5, 1

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Talk, mute, pause and withdraw in 5 sessions (quick: one)."""
    trials = QUICK if quick else TRIALS
    wrong: list[str] = []
    with chromium("en", flags=FLAGS) as tab:
        tab.page.add_init_script(KEEPING)
        for _ in range(trials):
            wrong += _session(tab, PATIENT_MS if quick else STOP_MS, say)
    for fault in wrong:
        say(f"NOT {fault}")
    return Finding(not wrong, f"{trials} sessions, {len(CHECKS)} checks each, {len(wrong)} failed")


def _session(tab: ChromiumTab, most_ms: float, say: Say) -> list[str]:
    """Hold one session; return what failed in it."""
    with place() as (desk, server), sound() as heard, heard.tone(HERTZ):
        environment = {**desk.environment, "PULSE_SERVER": heard.server}
        options = ["--server", server.url, "--grant", "view,voice"]
        with talker("scripts.rigs.customer", *options, env=environment) as agent:
            scene = Scene(desk, server, Customer(agent), Technician(tab, server.url))
            meet(scene, join=False)
            scene.technician.ask("voice")
            for name, check in CHECKS.items():
                try:
                    say(f"{name}: {check(Voice(scene, heard, most_ms))}")
                except (AssertionError, TimeoutError) as error:
                    return [f"{name}: {error}"]
    return []
