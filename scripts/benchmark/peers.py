"""How each program is started on the customer's host, and where the technician's browser finds its picture."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmark.lines import Line
from scripts.rigs.ending import end, tied
from scripts.rigs.talker import ROOT

START_SECONDS = 30.0
SIZE = (1920, 1080)
SELKIES = ROOT / ".selkies" / "bin" / "selkies"


@dataclass(frozen=True)
class Serving:
    """A program that serves: the page, its picture, and the processes whose cost counts."""

    url: str
    selector: str
    pids: Sequence[int]
    journals: Path | None = None
    """Of Handrail: where session N has its folder "session-N"."""


@contextmanager
def handrail(line: Line, display: str, more: Sequence[str] = ()) -> Iterator[Serving]:
    """Serve one scripted session after another; the customer says yes to view and control; `more`: options."""
    lab = [sys.executable, "-m", "scripts.laboratory", "--display", display, "--listen", f"{line.address}:8080"]
    command = line.in_customer([*lab, "--grant", "view,control", *more])
    with (
        tempfile.TemporaryFile("w+") as faults,
        subprocess.Popen(
            tied(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=faults, cwd=ROOT, text=True
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        try:
            first = process.stdout.readline()
            if not first:
                faults.seek(0)
                raise RuntimeError(f"the laboratory did not start: {faults.read()[-500:]}")
            said = json.loads(first)
            journals = Path(said["journal"]).parents[1]
            yield Serving(said["console"], "[data-testid=screen]", [said["agent_pid"]], journals)
        finally:
            process.stdin.close()
            process.wait(30)


@contextmanager
def tigervnc(line: Line, display: str) -> Iterator[Serving]:
    """Serve X0tigervnc behind noVNC's page."""
    with ExitStack() as stack:
        vnc = ["X0tigervnc", "-display", display, "-SecurityTypes", "None", "-rfbport", "5950", "-AlwaysShared"]
        server = stack.enter_context(_running(line.in_customer(vnc)))
        web = ["websockify", "--web", "/usr/share/novnc", f"{line.address}:6950", "127.0.0.1:5950"]
        proxy = stack.enter_context(_running(line.in_customer(web)))
        _wait_for(line, 6950)
        page = f"http://{line.address}:6950/vnc_lite.html?host={line.address}&port=6950&scale=0"
        yield Serving(page, "canvas", [server, proxy])


@contextmanager
def selkies(line: Line, display: str) -> Iterator[Serving]:
    """Serve Selkies over its WebSocket."""
    size = ["--manual-resolution", "true", "--manual-width", str(SIZE[0]), "--manual-height", str(SIZE[1])]
    quiet = ["--enable-basic-auth", "false", "--audio-enabled", "false", "--enable-https", "false"]
    command = [str(SELKIES), "--addr", line.address, "--port", "8960", "--mode", "websockets", "--use-cpu", "true"]
    with _running(line.in_customer([*command, *quiet, *size, "--framerate", "60"]), display) as pid:
        _wait_for(line, 8960)
        yield Serving(f"http://{line.address}:8960/", "#videoStream", [pid])


Serve = Callable[[Line, str], AbstractContextManager[Serving]]

PROGRAMS: dict[str, Serve] = {"handrail": handrail, "tigervnc": tigervnc, "selkies": selkies}


def installed() -> list[str]:
    """Name the programs that can be measured on this machine."""
    vnc = all(shutil.which(name) for name in ("X0tigervnc", "websockify")) and Path("/usr/share/novnc").is_dir()
    there = {"handrail": True, "tigervnc": vnc, "selkies": SELKIES.exists()}
    return [name for name in PROGRAMS if there[name]]


@contextmanager
def _running(command: Sequence[str], display: str | None = None) -> Iterator[int]:
    env = ["env", f"DISPLAY={display}"] if display else []
    process = subprocess.Popen(tied([*env, *command]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        end(process, 10)


def _wait_for(line: Line, port: int) -> None:
    """Wait until something listens on `port` of the customer's host. Raise TimeoutError."""
    probe = f"import socket; socket.create_connection(({line.address!r}, {port}), 1).close()"
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(line.in_customer([sys.executable, "-c", probe]), stderr=subprocess.DEVNULL).returncode:
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing listens on port {port}")
        time.sleep(0.2)
