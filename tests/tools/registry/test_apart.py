"""The process that has GSettings ends, is silent or talks nonsense: each is a fault; what comes next is answered."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from agent.protocol.registry_messages import RegistryFault, RegistryView
from agent.tools.registry.apart import ApartSettings
from agent.tools.registry.source import Key, OpenKey, RegistryError
from agent.ui.host import child_command

REAL = child_command("settings")
SAYS = "import socket; s = socket.socket(fileno=0); s.recv(9); s.sendall({!r}.encode()); s.recv(9)"


@contextmanager
def asked_of(command: list[str], patience: float = 60) -> Iterator[ApartSettings]:
    settings = ApartSettings(command, patience)
    try:
        yield settings
    finally:
        settings.cut()
        assert children() == []


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "settings" in child.cmdline()]


def fault(settings: ApartSettings, name: str = "org") -> RegistryFault | None:
    try:
        with settings.open(Key(RegistryView.ONLY, (name,))):
            return None
    except RegistryError as error:
        return error.fault


def refusal(opened: OpenKey) -> RegistryFault:
    with pytest.raises(RegistryError) as refused:
        opened.value("x")
    return refused.value.fault


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a backend that keeps what is set."""
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")


def test_a_process_that_ended_is_replaced() -> None:
    with asked_of(REAL) as settings:
        assert fault(settings, "no such") is RegistryFault.MISSING
        (first,) = children()
        first.kill()
        first.wait()
        assert fault(settings, "no such") is RegistryFault.MISSING
        (second,) = children()
        assert second.pid != first.pid


def test_a_process_that_ends_over_a_question_fails_that_one_alone() -> None:
    with asked_of(REAL) as settings:
        fault(settings, "no such")
        (process,) = children()
        process.suspend()

        def end_it() -> None:
            process.send_signal(signal.SIGABRT)
            process.resume()  # one that is stopped hears of nothing else

        threading.Timer(0.5, end_it).start()
        assert fault(settings, "no such") is RegistryFault.CRASHED
        assert fault(settings, "no such") is RegistryFault.MISSING


def test_silence_has_an_end() -> None:
    with asked_of([sys.executable, "-c", "import time; time.sleep(600)"], patience=0.2) as settings:
        assert fault(settings) is RegistryFault.CRASHED
        assert children() == []


@pytest.mark.parametrize("nonsense", ["hello\n", '{"faults": 1}\n', '{"fault": "funny"}\n', "\n"])
def test_nonsense_is_no_answer(nonsense: str) -> None:
    with asked_of([sys.executable, "-c", SAYS.format(nonsense)]) as settings:
        assert fault(settings) is RegistryFault.CRASHED


def test_a_program_that_is_not_there_is_a_fault() -> None:
    with asked_of(["/nowhere/at-all"]) as settings:
        assert fault(settings) is RegistryFault.CRASHED


def test_a_cut_ends_what_is_asked_and_what_waits_behind_it_is_not_done() -> None:
    with asked_of(REAL) as settings, settings.open(Key(RegistryView.ONLY, ("org",))) as opened:
        (process,) = children()
        process.suspend()
        faults: list[RegistryFault] = []
        asking = [threading.Thread(target=lambda: faults.append(refusal(opened))) for _ in range(3)]
        for thread in asking:
            thread.start()
        settings.cut()
        for thread in asking:
            thread.join(60)
        assert set(faults) <= {RegistryFault.CRASHED, RegistryFault.STOPPED}
        assert faults.count(RegistryFault.STOPPED) >= 2
        assert len(faults) == 3
        assert children() == []


def test_the_process_goes_with_the_agent_even_while_the_system_does_not_answer() -> None:
    hangs = "import time; from agent.tools.registry import settings_process as process; "
    hangs += "process.GSettings.roots = lambda settings: time.sleep(600); process.main()"
    agent = f"""
import sys, threading
from agent.tools.registry.apart import ApartSettings
settings = ApartSettings([sys.executable, "-c", {hangs!r}])
threading.Thread(target=settings.roots, daemon=True).start()
while not settings._process:
    pass
print(settings._process._process.pid, flush=True)
sys.stdin.read()
"""
    with subprocess.Popen([sys.executable, "-c", agent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as started:
        assert started.stdout
        process = psutil.Process(int(started.stdout.readline()))
        started.kill()
    psutil.wait_procs([process], timeout=60)
    assert not process.is_running()
