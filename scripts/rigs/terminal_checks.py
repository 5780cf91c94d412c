"""What must be seen of a terminal in a whole session: one check each, returning what proves it, or raising."""

import contextlib
import getpass
import subprocess
import time

import psutil

from scripts.rigs.applications import until
from scripts.rigs.scene import Scene

SECONDS = 20.0
QUIET_SECONDS = 1.5
STOP_SECONDS = 0.25
"""What was drawn already by then may still show; nothing after it."""
SCREEN = "[data-testid=terminal-screen]"
WATCH = """window.terminalChanged = 0; new MutationObserver((changes) => { for (const {target} of changes)
    if ((target.nodeType === 1 ? target : target.parentElement)?.closest?.('.xterm-rows'))
        window.terminalChanged = Date.now();
    }).observe(document, {subtree: true, childList: true, characterData: true})"""
"""Keeps when the page's terminal last changed, in milliseconds of the machine's clock, which is the customer's too."""


class Terminal:
    """The technician's terminal, its window on the customer's screen, and the processes in it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._agent = psutil.Process(scene.customer.agent.pid)
        scene.technician.tab.evaluate(WATCH)

    def open(self) -> None:
        """Open it, and see the shell's window and its prompt."""
        technician = self.scene.technician
        technician.press("[data-testid=terminal] button")
        technician.wait(lambda: self.standing == "open", "an open terminal", 2 * SECONDS)
        until(lambda: bool(self.window()), "the customer's window", SECONDS)
        self.type("PS1='$ '; echo rea''dy\n")
        self.says("ready")

    def close(self) -> None:
        """Close it, and see everything go."""
        self.scene.technician.press("[data-testid=terminal] .terminal-head button:last-child")
        until(lambda: not self.inside() and not self.window(), "everything to end", SECONDS)
        self.scene.technician.wait(lambda: self.standing == "closed", "the end on the page")

    def running(self) -> list[psutil.Process]:
        """What in it is not stopped."""
        return [one for one in self.inside() if not gone(one) and one.status() != psutil.STATUS_STOPPED]

    @property
    def standing(self) -> str:
        return str(self.scene.technician.attribute("[data-testid=terminal]", "data-standing") or "")

    @property
    def text(self) -> str:
        """What the technician's terminal shows."""
        return self.scene.technician.text(f"{SCREEN} .xterm-rows")

    @property
    def changed(self) -> float:
        """When it last changed, in seconds of the machine's clock."""
        return float(self.scene.technician.tab.evaluate("window.terminalChanged")) / 1000

    def type(self, text: str) -> None:
        self.scene.technician.focus(f"{SCREEN} textarea")
        lines = text.split("\n")
        for number, line in enumerate(lines):
            self.scene.technician.tab.type(line)
            if number < len(lines) - 1:
                self.scene.technician.tab.chord(["Enter"])

    def says(self, text: str) -> None:
        until(lambda: text in self.text, f"{text!r} in the terminal, which says {self.text[-200:]!r}", SECONDS)

    def window(self) -> str:
        """The customer's window of it, by its X number; "" where there is none."""
        command = ["xdotool", "search", "--onlyvisible", "--class", "handrail-terminal"]
        done = subprocess.run(command, env=self.scene.desk.environment, capture_output=True, text=True, check=False)
        return done.stdout.split("\n")[0]

    def inside(self) -> list[psutil.Process]:
        """What runs in it."""
        with contextlib.suppress(psutil.Error):
            for child in self._agent.children(recursive=True):
                if child.cmdline()[-1:] == ["terminal"]:
                    return child.children(recursive=True)
        return []

    def started(self, name: str) -> psutil.Process:
        """Wait for a program in it."""
        found: list[psutil.Process] = []

        def look() -> bool:
            found[:] = [process for process in self.inside() if name_of(process) == name]
            return bool(found)

        until(look, name, SECONDS)
        return found[0]


def name_of(process: psutil.Process) -> str:
    """A process's name, "" once it is no more."""
    with contextlib.suppress(psutil.Error):
        return process.name()
    return ""


def gone(process: psutil.Process) -> bool:
    """Say whether a process is no more."""
    with contextlib.suppress(psutil.Error):
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    return True


def typed(terminal: Terminal) -> str:
    """What is typed runs as the customer, in their sight."""
    terminal.open()
    terminal.type("echo $((6*7)) $(id -un)\n")
    terminal.says(f"42 {getpass.getuser()}")
    return "a shell as the customer, with a window on their screen; `echo $((6*7))` says 42 on the console"


def paused(terminal: Terminal) -> str:
    """A pause of the customer's stops what runs where it is, and its end lets it go on there."""
    terminal.type("yes flood\n")
    program = terminal.started("yes")
    terminal.says("flood")
    terminal.scene.customer.press("pause")
    at = time.time()
    until(lambda: program.status() == psutil.STATUS_STOPPED, "the program to stop", SECONDS)
    time.sleep(QUIET_SECONDS)
    late = terminal.changed - at
    assert late < STOP_SECONDS, f"the terminal still changed {late * 1000:.0f} ms after Pause"
    terminal.scene.customer.press("resume")
    until(lambda: program.status() != psutil.STATUS_STOPPED, "the program to go on", SECONDS)
    until(lambda: terminal.changed > at + QUIET_SECONDS, "what it says after the pause", SECONDS)
    return f"`yes` stopped, nothing later than {max(0, late) * 1000:.0f} ms after Pause; it went on afterwards"


def withdrawn(terminal: Terminal) -> str:
    """The permission taken back in the middle of a flood ends it all, what detached itself too."""
    program = terminal.started("yes")
    terminal.scene.technician.tab.chord(["Control", "z"])
    terminal.type("setsid -f env -i /bin/sleep 1000; fg\n")
    detached = terminal.started("sleep")
    everything = [program, detached, *terminal.inside()]
    until(lambda: terminal.changed > time.time() - 0.5, "the flood", SECONDS)
    at = time.time()
    terminal.scene.customer.agent.tell({"type": "withdraw", "permission": "terminal"})
    terminal.scene.technician.wait(lambda: terminal.standing == "", "the terminal to go from the page")
    until(lambda: all(gone(process) for process in everything), "everything in it to end", SECONDS)
    ended = time.time() - at
    until(lambda: not terminal.window(), "the customer's window to go", SECONDS)
    late = terminal.changed - at
    assert late < STOP_SECONDS, f"the terminal still changed {late * 1000:.0f} ms after it was withdrawn"
    return f"nothing later than {max(0, late) * 1000:.0f} ms; all {len(everything)} processes gone in {ended:.2f} s"


CHECKS = (typed, paused, withdrawn)
"""In their order."""
