"""Ways to lose a technician who works in a real browser: `python -m scripts.rigs.stuck_browser --times N`.

Runs itself in a network of its own, so that its cable can be cut. Needs root for that. Says a JSON line a trial.
"""

import argparse
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import psutil
from playwright.sync_api import Error as PlaywrightError

from scripts.rigs.applications import ROOT, Desk, desk
from scripts.rigs.browser import ChromiumTab, chromium
from scripts.rigs.ending import tied
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.stuck import Down, Outcome, tell
from scripts.rigs.talker import talker
from scripts.rigs.technician import Technician
from scripts.rigs.xserver import xvfb

ADDRESS: Final = "10.203.7.1/24"
"""Of the one interface but loopback that WebRTC needs; in a network of its own it is nobody else's."""


@dataclass
class Scene:
    """What a way may act on."""

    desk: Desk
    server: Rendezvous
    tab: ChromiumTab
    technician: Technician
    frozen: list[psutil.Process] = field(default_factory=list)

    def browsers(self) -> list[psutil.Process]:
        """List the processes of our browser."""
        children = psutil.Process().children(recursive=True)
        return [process for process in children if "chromium" in process.name()]

    def freeze(self, *processes: psutil.Process) -> None:
        """Stop processes, until `thaw`."""
        for process in processes:
            with suppress(psutil.Error):
                process.suspend()
                self.frozen.append(process)

    def thaw(self) -> None:
        """Let everything go on."""
        while self.frozen:
            with suppress(psutil.Error):
                self.frozen.pop().resume()


def close_tab(scene: Scene) -> None:
    scene.tab.page.close()


def reload(scene: Scene) -> None:
    with suppress(PlaywrightError):  # whatever the page says: it is being left
        scene.tab.page.reload(wait_until="commit", timeout=3000)


def kill_browser(scene: Scene) -> None:
    for process in scene.browsers():
        with suppress(psutil.Error):
            process.kill()


def freeze_browser(scene: Scene) -> None:
    scene.freeze(*scene.browsers())


def freeze_page(scene: Scene) -> None:
    scene.tab.evaluate("setTimeout(() => { const end = Date.now() + 2500; while (Date.now() < end); }, 0)")


def freeze_browser_and_server(scene: Scene) -> None:
    scene.freeze(psutil.Process(scene.server.pid), *scene.browsers())


def cut(scene: Scene) -> None:
    _ip("link", "set", "lo", "down")


def go_to_chat(scene: Scene) -> None:
    scene.technician.turn_to("chat")
    scene.technician.focus("#chat-field")


WAYS: Final[dict[str, Callable[[Scene], None]]] = {
    "the tab is closed": close_tab,
    "the page is loaded anew": reload,
    "the browser is killed (SIGKILL)": kill_browser,
    "the technician's machine freezes (SIGSTOP)": freeze_browser,
    "the page hangs": freeze_page,
    "browser and server freeze": freeze_browser_and_server,
    "the network is cut": cut,
    "the technician writes in the chat": go_to_chat,
}


def hold(scene: Scene) -> None:
    """Press a button, a modifier and a key, as a person does."""
    scene.technician.take_keys()
    scene.tab.move(*scene.technician.place(900, 300))
    scene.tab.page.mouse.down()
    scene.tab.page.keyboard.down("Shift")
    scene.tab.page.keyboard.down("ArrowDown")


def let_go(scene: Scene) -> None:
    """Let go of it all."""
    scene.tab.page.mouse.up()
    for name in ("Shift", "ArrowDown"):
        scene.tab.page.keyboard.up(name)


def hold_for_sure(scene: Scene, down: Down) -> tuple[str, ...]:
    """Hold for a while, and once more where it was not taken: a window new to the agent takes no input at first."""
    for _ in range(3):
        hold(scene)
        with suppress(TimeoutError):
            down.wait_until_held(2)
            time.sleep(random.uniform(0, 0.5))  # noqa: S311 - a moment, no secret
            return down.wait_until_held(0)  # what is not held any more cannot be released by the loss
        let_go(scene)
    raise TimeoutError("nothing could be held")


def trial(way: str, scene: Scene, down: Down) -> Outcome:
    """Hold, lose, see how long it takes, and mend what was broken."""
    held = hold_for_sure(scene, down)
    try:
        return Outcome(way, down.after(lambda: WAYS[way](scene)), held)
    finally:
        scene.thaw()
        _ip("link", "set", "lo", "up")


@contextmanager
def live(where: Desk, server: Rendezvous, tab: ChromiumTab) -> Iterator[Scene]:
    """Run an agent, and meet it in this tab, which is signed in, with control."""
    options = ["--server", server.url, "--grant", "view,control"]
    with talker("scripts.rigs.customer", *options, env=where.environment) as agent:
        technician = Technician(tab, server.url)
        tab.goto(f"{server.url}/console/")
        technician.join(str(agent.wait_for(lambda said: bool(said.get("code")), "a code", 120)["code"]))
        technician.wait_live()
        technician.ask("control")
        technician.wait(lambda: technician.hand == "technician", "the hand")
        try:
            yield Scene(where, server, tab, technician)
        finally:
            agent.process.kill()


def run(display: str, ways: Sequence[str], times: int) -> None:
    """Try each way so many times, in turn; a browser that was killed is followed by another."""
    rest = [way for _ in range(times) for way in ways]
    with ExitStack() as stack:
        where = stack.enter_context(desk(display))
        server = stack.enter_context(rendezvous())
        down = Down(display)
        while rest:
            with suppress(_BrowserGone), chromium("en") as tab:
                Technician(tab, server.url).log_in(server.account)
                while rest:
                    _one(rest.pop(0), where, server, tab, down)


class _BrowserGone(Exception):
    """This browser is no more."""


def _one(way: str, where: Desk, server: Rendezvous, tab: ChromiumTab, down: Down) -> None:
    page = ChromiumTab(tab.page.context.new_page())
    with live(where, server, page) as scene:
        tell(trial(way, scene, down))
        if WAYS[way] in (kill_browser, freeze_browser, freeze_browser_and_server):
            kill_browser(scene)  # one that was frozen does not always answer its driver any more
            raise _BrowserGone
    if not page.page.is_closed():
        page.page.close()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, timeout=10)


def in_own_network(arguments: Sequence[str]) -> int:
    """Run this program again in a network of its own that goes with it; return its exit code.

    The X server stays outside: two networks' servers do not see each other, and would take the same display number.
    """
    name = f"handrail-{secrets.token_hex(4)}"
    _ip("netns", "add", name)
    try:
        for words in (("link", "set", "lo", "up"), ("link", "add", "line", "type", "veth", "peer", "name", "end")):
            _ip("-n", name, *words)
        _ip("-n", name, "addr", "add", ADDRESS, "dev", "line")
        for device in ("line", "end"):
            _ip("-n", name, "link", "set", device, "up")
        command = ["ip", "netns", "exec", name, sys.executable, "-m", "scripts.rigs.stuck_browser"]
        with xvfb() as display:
            inside = subprocess.Popen(tied([*command, "--inside", display, *arguments]), cwd=ROOT)
            signal.signal(signal.SIGTERM, lambda *_: inside.terminate())
            return inside.wait()
    finally:
        _ip("netns", "del", name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the trials; return 0, or 1 where there is no network of one's own to be had."""
    parser = argparse.ArgumentParser(prog="stuck_browser", description=__doc__)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--way", action="append", choices=list(WAYS))
    parser.add_argument("--inside", metavar="DISPLAY", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not options.inside:
        if os.geteuid() != 0:
            print("a network of its own needs root", file=sys.stderr)
            return 1
        return in_own_network(sys.argv[1:] if arguments is None else arguments)
    run(options.inside, options.way or list(WAYS), options.times)
    return 0


if __name__ == "__main__":
    sys.exit(main())
