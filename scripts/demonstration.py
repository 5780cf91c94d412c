"""A whole session on this computer, to try by hand; with `--check` both ways in, without a person, step by step."""

import argparse
import os
import secrets
import subprocess
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import ExitStack

from scripts import laboratory
from scripts.proofs import flows
from scripts.rigs import own_windows
from scripts.rigs.applications import Desk, desk
from scripts.rigs.person import person
from scripts.rigs.rendezvous import rendezvous
from scripts.rigs.talker import Talker
from scripts.rigs.xserver import xvfb


def check() -> int:
    """Go through every flow without a person; return 0 only when every step was seen."""
    finding = flows.prove(False, tell)
    tell("the technician reads out a code, at the agent's own windows:")
    windows = own_windows.check(tell)
    tell(f"{'ALL SEEN' if finding.holds and windows else 'NOT ALL SEEN'}: {finding.figure}")
    return 0 if finding.holds and windows else 1


def on_this_screen(stack: ExitStack, display: str, lang: str) -> None:
    """Open the plug-in, the customer's page and the console for the person in front of this screen."""
    server = stack.enter_context(rendezvous(module="scripts.rigs.lab_server", stdin=subprocess.PIPE))
    token = secrets.token_urlsafe(16)
    door = Talker(server.process)
    door.tell({"token": token, "cookie": server.log_in()})
    door.tell({"code": ""})
    stack.enter_context(person(Desk(display, server.data_dir), server.url, lang))
    tell(f"The customer's page:      {server.url}/?lang={lang}")
    tell(f"The technician's console: {server.url}/lab/{token}  (signs you in once; without it: {server.url}/console/)")
    tell("In the window that opened, be the customer: accept, show a code. In the console, be the technician: type it.")
    webbrowser.open(f"{server.url}/?lang={lang}")
    webbrowser.open(f"{server.url}/lab/{token}")
    wait_for_enter()


def on_a_virtual_desktop(stack: ExitStack, lang: str) -> None:
    """Where there is no screen: a virtual desktop, a customer who answers by script, and a URL to help from."""
    furnished = stack.enter_context(desk(stack.enter_context(xvfb())))
    tell("This computer has no screen ($DISPLAY is empty): the customer's desktop is virtual and says yes by itself.")
    tell("Open the console's address below in a browser on this computer; close standard input (Ctrl+D) to end.")
    options = laboratory.parser().parse_args(
        ["--display", furnished.display, "--listen", "127.0.0.1:0", "--lang", lang],
    )
    laboratory.run(options, stack)


def wait_for_enter() -> None:
    """Wait until the person has seen enough."""
    tell("Press Enter here to end everything.")
    sys.stdin.readline()


def tell(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0, or 1 when `--check` missed something."""
    parser = argparse.ArgumentParser(prog="demo.py", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="no person: go through both ways in and say what proves it"
    )
    parser.add_argument("--lang", choices=("fr", "en"), default="fr")
    options = parser.parse_args(arguments)
    if options.check:
        return check()
    with ExitStack() as stack:
        if display := os.environ.get("DISPLAY"):
            on_this_screen(stack, display, options.lang)
        else:
            on_a_virtual_desktop(stack, options.lang)
    return 0


if __name__ == "__main__":
    sys.exit(main())
