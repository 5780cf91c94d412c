"""The real agent with its real windows, and a script that says what was done in them: for proofs only.

`python -m scripts.rigs.windowed --server URL [--plain]` says JSON lines: {"did": action} for each action that came out
of a window, and each view. It is told actions, which are done as if in a window, but are not said.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Sequence

import agent.run
from agent.protocol.permissions import AVAILABLE
from agent.settings import Settings
from agent.ui.host import ProcessWindows, child_command
from agent.ui.model import Action, Brand, View, parse_action


class Windowed(ProcessWindows):
    """The real windows, overheard."""

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        """Open them, and say what is done in them."""

        def overheard(action: Action) -> None:
            print(json.dumps({"did": action.model_dump(mode="json")}), flush=True)
            on_action(action)

        self.do = on_action
        await super().start(overheard, on_frozen)
        print(json.dumps({"opened": sorted(self.pids())}), flush=True)

    def show(self, view: View) -> None:
        """Show it, and say it."""
        print(view.model_dump_json(), flush=True)
        super().show(view)


def _plain(name: str) -> list[str]:
    return [*child_command(name), *(["--plain"] if name == "ui-window" else [])]


async def _obey(windows: Windowed) -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        windows.do(parse_action(line.decode()))


async def run(options: argparse.Namespace) -> None:
    """Run one agent."""
    windows = Windowed(_plain if options.plain else child_command)
    settings = Settings(options.server, Brand(name="Exemple Assistance"), "fr", AVAILABLE, hand_seconds=1.0)
    obeying = asyncio.create_task(_obey(windows))
    try:
        await agent.run.run(settings, windows)
    finally:
        obeying.cancel()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; return 0."""
    parser = argparse.ArgumentParser(prog="windowed", description=__doc__)
    parser.add_argument("--server", required=True)
    parser.add_argument("--plain", action="store_true")
    asyncio.run(run(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
