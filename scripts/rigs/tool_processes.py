"""The case of programs, services and start-up entries for [tools]: real ones, worked through in a real console."""

import asyncio
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from scripts.rigs.ending import tied
from scripts.rigs.systemd import Service, systemd
from scripts.rigs.tool_scene import ToolScene

ENTRIES = (
    "processes.listed",
    "processes.ended",
    "services.listed",
    "services.stopped",
    "startup.listed",
    "startup.off",
)
"""What `work` leaves in the journal."""
PROGRAM = "a-small-program"
CROWD = 300
"""Programs besides, so that the table is several pages long."""
SAID = "[data-testid=processes-said]"
FILTER = ".processes input"
ENTRY = "[Desktop Entry]\nType=Application\nName=Courrier\nExec=/usr/bin/true --mail\n"


@contextmanager
def furnished(folder: Path) -> Iterator[Mapping[str, str]]:
    """Have what the case works on; yield what the agent's environment needs to find it."""
    settings = folder / "xdg"
    (settings / "autostart").mkdir(parents=True)
    (settings / "autostart" / "mail.desktop").write_text(ENTRY)
    with ExitStack() as stack:
        stack.enter_context(_crowd(folder / "one-of-many"))
        address = stack.enter_context(_services())
        yield {"XDG_CONFIG_HOME": str(settings), "XDG_CONFIG_DIRS": str(folder), "DBUS_SYSTEM_BUS_ADDRESS": address}


@contextmanager
def _services() -> Iterator[str]:
    """Run a systemd of a few services on a thread of its own; yield its bus's address."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    done = asyncio.Event()
    address: list[str] = []

    async def serve() -> None:
        async with systemd(Service("cups.service", "Impression"), Service("bluetooth.service")) as (_, where):
            address.append(where)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait(10)
    try:
        yield address[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
        loop.close()


@contextmanager
def _program(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    shutil.copy("/bin/sleep", folder / PROGRAM)
    process = subprocess.Popen(tied([folder / PROGRAM, "300"]))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ask(met: ToolScene) -> None:
    """Ask for programs with the panel's own button."""
    met.open_tab("processes")
    met.technician.press("#processes-button")


def work(met: ToolScene) -> str:
    """Close a program, stop a service, switch an entry off: each as a technician does it."""
    proofs = [_close_a_program(met), _stop_a_service(met), _switch_an_entry_off(met)]
    return "; ".join(proofs)


def _close_a_program(met: ToolScene) -> str:
    technician = met.technician
    with _program(met.folder) as victim:
        technician.wait(lambda: technician.there(FILTER), "the filter")
        technician.fill(FILTER, PROGRAM)
        technician.press("[data-testid=programs] .line")
        met.click_text("Close this program")
        technician.press("[data-testid=confirm-yes]")
        technician.wait(lambda: technician.text(SAID) == f"{PROGRAM} has closed.", "the program's end")
        code = victim.wait(10)
    assert code == -signal.SIGTERM, f"the program ended by {code}"
    return "a program was asked to close and did"


def _stop_a_service(met: ToolScene) -> str:
    technician = met.technician
    technician.press("[role=tab][data-key=services]")
    technician.wait(lambda: technician.there("[data-testid=services] li"), "the services")
    technician.fill(FILTER, "cups")
    met.click_text("Stop", "[data-testid=services]")
    technician.press("[data-testid=confirm-yes]")
    stopped = "[data-testid=services] li[data-state=inactive]"
    technician.wait(lambda: technician.there(stopped), "the service to be stopped")
    return "a service stopped"


def _switch_an_entry_off(met: ToolScene) -> str:
    technician = met.technician
    technician.press("[role=tab][data-key=startup]")
    technician.wait(lambda: technician.there("[data-testid=startup] label"), "the start-up entries")
    technician.press("[data-testid=startup] label .track")
    technician.wait(lambda: "will not open by itself" in technician.text(SAID), "the switch")
    entry = met.folder / "xdg" / "autostart" / "mail.desktop"
    assert "Hidden=true" in entry.read_text(), "the entry is not switched off"
    return "a start-up entry switched off by the specification's key"


def busy(met: ToolScene) -> None:
    """Look at the table, which is told anew every two seconds, until a page of it has come."""
    technician = met.technician
    technician.press("[role=tab][data-key=startup]")
    since = time.time()
    technician.press("[role=tab][data-key=programs]")
    technician.wait(lambda: bool(met.arrivals(["processes/page"], since)), "a page")


@contextmanager
def _crowd(program: Path) -> Iterator[None]:
    """Run one program many times over."""
    shutil.copy("/bin/sleep", program)
    running = [subprocess.Popen(tied([program, "300"])) for _ in range(CROWD)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.wait()
