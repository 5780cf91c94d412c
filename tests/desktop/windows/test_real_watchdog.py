"""An agent that dies on Windows leaves no key down, no window open and no folder: the watchdog sees to it."""

import subprocess
import sys
import tempfile
from pathlib import Path

from agent.desktop.windows.win32_input import is_down
from scripts.rigs.win32_windows import until

SHIFT = 0xA0

AGENT = """
import os, sys, tempfile, time
from pathlib import Path
from agent.desktop.acting import Acting
from agent.desktop.windows.injector import WindowsInjector
from agent.desktop.windows.monitors import WindowsMonitors
from agent.watchdog.agents_end import start_watchdog
injector = WindowsInjector(Acting(), WindowsMonitors())
private = Path(tempfile.mkdtemp(prefix="handrail-"))
(private / "journal.jsonl").write_text("{}")
dog = start_watchdog(private, set, lambda: injector.holding)
injector.key("ShiftLeft", "Shift", True)
print(private, flush=True)
sys.stdin.readline()
if sys.argv[1] == "dies":
    os._exit(9)
injector.release_all()
dog.close()
"""


def agent(how: str) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-B", "-c", AGENT, how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()
    process.wait(60)


def test_what_a_dead_agent_held_down_is_released_and_its_folder_is_gone() -> None:
    process, private = agent("dies")
    assert private.parent == Path(tempfile.gettempdir())
    assert private.is_dir()
    until(lambda: is_down(SHIFT))
    go_on(process)
    until(lambda: not is_down(SHIFT))
    until(lambda: not private.exists())


def test_an_agent_that_says_goodbye_is_left_alone() -> None:
    process, private = agent("says goodbye")
    go_on(process)
    assert not is_down(SHIFT)
    assert private.is_dir()
    (private / "journal.jsonl").unlink()
    private.rmdir()
