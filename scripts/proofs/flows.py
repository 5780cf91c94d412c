"""[flows] Both ways into a session, in Chromium and Firefox: seen, steered, told, paused and stopped on real parts."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from scripts.proofs import Finding
from scripts.rigs.browser import Tab, chromium, firefox
from scripts.rigs.flow_checks import CHECKS, Check, Observed, typing_by_real_keys, typing_in_page
from scripts.rigs.scene import place, scene
from scripts.rigs.xserver import window_manager, xvfb

TECHNICIANS_SCREEN = (1720, 1180)

Say = Callable[[str], None]


@contextmanager
def chromium_with_keyboard() -> Iterator[tuple[Tab, Sequence[Check]]]:
    """Give Chromium a window on a screen of its own, with real AZERTY and QWERTY keyboards."""
    with xvfb(TECHNICIANS_SCREEN) as display, window_manager(display), chromium("en", display) as tab:
        yield tab, typing_by_real_keys(display)


@contextmanager
def firefox_headless() -> Iterator[tuple[Tab, Sequence[Check]]]:
    """Give Firefox, which types what WebDriver BiDi sends."""
    with firefox("en") as tab:
        yield tab, typing_in_page()


FLOWS = (
    ("the customer reads out a code, Chromium", False, chromium_with_keyboard),
    ("the technician reads out a code, Chromium", True, chromium_with_keyboard),
    ("the customer reads out a code, Firefox", False, firefox_headless),
)


def prove(quick: bool, say: Say) -> Finding:
    """Go through the flows (quick: the first), every check in each."""
    outcomes: list[bool] = []
    lowest: list[float] = []
    for name, join, browser in FLOWS[:1] if quick else FLOWS:
        say(f"{name}:")
        with place() as (desk, server), browser() as (tab, typing), scene(desk, server, tab, join=join) as met:
            observed = Observed(met)
            for check in [*CHECKS.before_typing, *typing, *CHECKS.after_typing]:
                outcomes.append(run(check, observed, say))
            lowest.append(observed.psnr)
    held = f"{sum(outcomes)} of {len(outcomes)} checks hold in {len(lowest)} flows, lowest PSNR {min(lowest):.1f} dB"
    return Finding(all(outcomes), held)


def run(check: Check, observed: Observed, say: Say) -> bool:
    """Run one check and print what proves it, or what was missed."""
    try:
        proof = check.look(observed)
    except (AssertionError, TimeoutError) as missed:
        say(f"  MISSED {check.name}: {missed}")
        return False
    say(f"  ok     {check.name}: {proof}")
    return True
