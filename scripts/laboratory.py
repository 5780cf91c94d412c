"""A scripted session on an X display, to measure and to drive from outside: `lab.py --display :50 --listen HOST:PORT`.

Prints one JSON line {"console", "agent_pid", "rendezvous_pid", "journal"} and runs until its standard input closes.
Each visit of the console's URL gets a session of its own with the same agent process (docs/decisions/lab-door.md).
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from scripts.rigs.rendezvous import rendezvous
from scripts.rigs.talker import Talker, talker

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Lab:
    """A rendezvous with the lab's door, and an agent whose customer answers by script."""

    def __init__(self, door: Talker, agent: Talker) -> None:
        self._door, self._agent = door, agent
        self._visits = 0
        self._code = self._next_code()

    def serve(self, closed: threading.Event) -> None:
        """Answer visits until `closed`. Raise TimeoutError when the agent shows no code."""
        while not closed.wait(0.05):
            self._agent.drain()
            visits = sum("visit" in said for said in self._door.drain())
            while self._visits < visits:
                if self._visits:
                    self._end_session()
                self._visits += 1
                self._door.tell({"code": self._code})

    def _end_session(self) -> None:
        self._agent.tell({"type": "press", "button": "stop"})
        ended = {"ended": self._visits}
        self._agent.wait_for(lambda said: said == ended, "the end of the session before", 20)
        self._code = self._next_code(self._agent.said.index(ended))

    def _next_code(self, since: int = 0) -> str:
        shown = self._agent.wait_for(lambda said: bool(said.get("code")), "a code", 20, since)
        return str(shown["code"])


def run(options: argparse.Namespace, stack: ExitStack) -> None:
    """Start everything, print where it is, and serve until standard input closes."""
    host, _, port = options.listen.rpartition(":")
    journal = options.journal or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handrail-lab-")))
    server = stack.enter_context(
        rendezvous(
            host.strip("[]"),
            int(port),
            settings=f"console_dir = {json.dumps(str(options.console))}" if options.console else "",
            insecure_plain_http=host not in LOOPBACK,
            module="scripts.rigs.lab_server",
            stdin=subprocess.PIPE,
        )
    )
    agent = stack.enter_context(
        talker(
            options.customer,
            *("--server", server.url, "--grant", options.grant, "--lang", options.lang, "--again"),
            *("--journal", str(journal)),
            env={"DISPLAY": options.display},
        )
    )
    door, token = Talker(server.process), secrets.token_urlsafe(16)
    door.tell({"token": token, "cookie": server.log_in()})
    said = {
        "console": f"{server.url}/lab/{token}",
        "agent_pid": agent.pid,
        "rendezvous_pid": server.pid,
        "journal": str(journal / "session-1" / "journal.jsonl"),
    }
    lab = Lab(door, agent)
    print(json.dumps(said), flush=True)
    lab.serve(_input_closed())


def _input_closed() -> threading.Event:
    closed = threading.Event()

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        closed.set()

    threading.Thread(target=watch, daemon=True).start()
    return closed


def parser() -> argparse.ArgumentParser:
    """Return what the lab can be told."""
    made = argparse.ArgumentParser(prog="lab.py", description=__doc__)
    made.add_argument("--display", required=True, help="the X display of the customer, ':50'")
    made.add_argument("--listen", required=True, metavar="HOST:PORT", help="where the rendezvous listens")
    made.add_argument("--grant", default="view,control,system", help="what the scripted customer says yes to")
    made.add_argument("--customer", default="scripts.rigs.customer", metavar="MODULE", help=argparse.SUPPRESS)
    made.add_argument("--console", type=Path, metavar="DIR", help="serve this console instead of the built one")
    made.add_argument("--lang", choices=("fr", "en"), default="fr")
    made.add_argument(
        "--journal", type=Path, metavar="DIR", help="keep the journals here (default: a folder that goes)"
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the lab; return the exit code."""
    with ExitStack() as stack:
        run(parser().parse_args(arguments), stack)
    return 0


if __name__ == "__main__":
    sys.exit(main())
