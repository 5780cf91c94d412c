"""[built-session] A whole session with the built .exe under Wine, as with the Linux file. Whole run only: it builds.

What Wine or the plug-in on Windows cannot show is said, and no part of what holds.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from installer.build import build
from installer.rules import check
from scripts.proofs import Finding
from scripts.proofs.built_session import PARCEL, go_through, write_pinned_brand
from scripts.rigs import wine
from scripts.rigs.browser import chromium
from scripts.rigs.built.computer import Met
from scripts.rigs.built.prefix import outermost
from scripts.rigs.built.windows import windows_computer
from scripts.rigs.built.windows_steps import NO_PICKERS, NOT_SHOWN, STEPS
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.technician import Technician
from scripts.rigs.trusted import make_certificate
from scripts.rigs.windows_exe import make_ready

BRAND = {
    "policy": '"assist-recorded"',
    "may_ask": '["view", "annotate", "control", "system", "serial", "files_read", "registry"]',
}
"""On Windows files are taken; the policy that lets nothing be copied would refuse that."""

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Build for a rendezvous that runs, and go through the steps (quick: only that the example brand can be so)."""
    with tempfile.TemporaryDirectory(prefix="handrail-built-", dir="/var/tmp") as name:
        folder = Path(name)
        certificate, key, pin = make_certificate(folder)
        if quick:
            brand = write_pinned_brand(folder, "https://127.0.0.1:1", pin, **BRAND)
            return Finding(check(brand).file.server.pins == [pin], "the example brand takes a server and its key")
        settings = f'certificate = "{certificate}"\nkey = "{key}"\n'
        with wine.alone(), rendezvous(settings=settings) as server:
            brand = write_pinned_brand(folder, server.url, pin, **BRAND)
            plugin = build(brand, "windows", folder / "dist", say, make_ready()).path
            return session(folder, plugin, certificate, server, say)


def session(folder: Path, plugin: Path, certificate: Path, server: Rendezvous, say: Say) -> Finding:
    """Go through the steps with a built Windows file."""
    for what in NOT_SHOWN:
        say(f"not shown: {what}")
    parcel = folder / "pilote.bin"
    parcel.write_bytes(os.urandom(PARCEL))
    with chromium("en") as tab, windows_computer(folder, plugin, certificate, parcel) as computer:
        say(f"Windows' own, made when another program was used before: {', '.join(outermost(computer.used))}")
        tab.page.add_init_script(NO_PICKERS)
        technician = Technician(tab, server.url)
        technician.log_in(server.account)
        return go_through(Met(computer, technician, parcel), STEPS, say)
