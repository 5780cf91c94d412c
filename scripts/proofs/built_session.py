"""[built-session] A whole session with the built Linux file: the customer is a hand and eyes outside, the technician at
the console in Chromium, the rendezvous one whose key is pinned in the brand. Whole run only: it builds.
"""

import os
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError

from installer.build import build
from installer.pyinstaller import ROOT
from installer.rules import check
from scripts.proofs import Finding
from scripts.rigs.browser import chromium
from scripts.rigs.built.computer import Met
from scripts.rigs.built.linux import linux_computer
from scripts.rigs.built.steps import STEPS, Step
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.technician import Technician
from scripts.rigs.trusted import make_certificate

PARCEL = 3_000_000
"""Bytes of the file that is sent."""

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Build for a rendezvous that runs, and go through the steps (quick: only that the example brand can be so)."""
    with tempfile.TemporaryDirectory(prefix="handrail-built-", dir="/var/tmp") as name:
        folder = Path(name)
        certificate, key, pin = make_certificate(folder)
        if quick:
            server_of = check(write_pinned_brand(folder, "https://127.0.0.1:1", pin)).file.server
            return Finding(server_of.pins == [pin], "the example brand takes a server and its key")
        settings = f'certificate = "{certificate}"\nkey = "{key}"\n'
        with rendezvous(settings=settings) as server:
            brand = write_pinned_brand(folder, server.url, pin)
            plugin = build(brand, "linux", folder / "dist", say).path
            return session(folder, plugin, certificate, server, say)


def write_pinned_brand(folder: Path, url: str, pin: str, **more: str) -> Path:
    """Write the example brand for another server, held to its key, where files and settings may be asked for.

    `more`: lines in place of the example's, as TOML has them.
    """
    text = (ROOT / "installer" / "brands" / "example.toml").read_text(encoding="utf-8")
    may_ask = '["view", "annotate", "control", "system", "serial", "files_write", "registry"]'
    given = {"url": f'"{url}"', "pins": f'["{pin}"]', "may_ask": may_ask, **more}
    for key, value in given.items():
        text, count = re.subn(rf"(?m)^(# )?{key} = .*$", f"{key} = {value}", text)
        if count != 1:
            raise RuntimeError(f"the example brand has {count} lines for {key}")
    brand = folder / "brand.toml"
    brand.write_text(text, encoding="utf-8")
    return brand


def session(folder: Path, plugin: Path, certificate: Path, server: Rendezvous, say: Say) -> Finding:
    """Go through the steps with a built Linux file."""
    parcel = folder / "pilote.bin"
    parcel.write_bytes(os.urandom(PARCEL))
    with chromium("en") as tab, linux_computer(folder, plugin, certificate) as computer:
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        return go_through(Met(computer, technician, parcel), STEPS, say)


def go_through(met: Met, steps: Sequence[Step], say: Say) -> Finding:
    """Take each step in turn; the first that does not hold is the last."""
    for number, step in enumerate(steps):
        try:
            say(f"{step.name}: {step.take(met)}")
        except (AssertionError, TimeoutError, PlaywrightError) as error:
            say(f"{step.name}: NOT {error}")
            return Finding(False, f"{number} of {len(steps)} steps hold; not « {step.name} »")
    return Finding(True, f"{len(steps)} of {len(steps)} steps hold: {', '.join(step.name for step in steps)}")
