"""The real agent with its real windows, kept from session to session; it notes when packets of the picture leave.

`python -m scripts.rigs.stopped_agent --server URL --notes FILE` on $DISPLAY. Says each view as a line; is told actions,
and `{"block": SECONDS}`, which holds up its own loop.
"""

import argparse
import asyncio
import json
import os
import struct
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from aiortc.rtcdtlstransport import RTCDtlsTransport

import agent.run
from agent.protocol.messages import CHANNELS
from agent.protocol.permissions import Permission
from agent.settings import Settings
from agent.transport.internals import DATA, chunk_type, stream_of
from agent.ui.child import Guard
from agent.ui.host import ProcessWindows
from agent.ui.model import Action, Brand, Press, View, parse_action
from agent.watchdog import agents_end
from scripts.rigs.customer import ScriptedCustomer, say

OF_THE_PICTURE = {CHANNELS["picture"], CHANNELS["pointer"]}

NOTE = struct.Struct("<dI")
"""When a packet with picture left (monotonic seconds), and its bytes before DTLS."""


def note_what_leaves(path: Path) -> None:
    """From now on, append a NOTE for each SCTP packet of the picture that went into the socket."""
    notes = os.open(path, os.O_WRONLY | os.O_APPEND)
    send = RTCDtlsTransport._send_data

    async def noted(self: RTCDtlsTransport, packet: bytes) -> None:
        await send(self, packet)
        if chunk_type(packet) == DATA and stream_of(packet) in OF_THE_PICTURE:
            os.write(notes, NOTE.pack(time.monotonic(), len(packet)))

    setattr(RTCDtlsTransport, "_send_data", noted)  # noqa: B010 (mypy lets no method be assigned)


def keep_one_pipe() -> None:
    """Give each watchdog the same pipe: here the windows outlive a session."""
    read, write = os.pipe()
    agents_end.press_pipe = lambda: (os.dup(read), os.dup(write))


class KeptWindows(ProcessWindows):
    """The real windows; questions are answered yes by script, everything else is left to the hand."""

    def __init__(self) -> None:
        super().__init__()
        self._script = ScriptedCustomer(frozenset({Permission.VIEW}), join=False, tell=say)
        self._opened = False
        self._act: Callable[[Action], None] = lambda action: None
        self._freeze: Callable[[], None] = lambda: None

    def guard(self, guard: Guard) -> None:
        """Let them tell the first watchdog's pipe, which all have; answer to the present one."""
        self._guard = guard
        if not self._opened:
            super().guard(Guard(guard.presses, lambda number: self._guard.on_press(number)))

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        """Open them once."""
        self._act, self._freeze = on_action, on_frozen
        await self._script.start(on_action, on_frozen)
        if not self._opened:
            await super().start(lambda action: self._act(action), lambda: self._freeze())
            self._opened = True

    def show(self, view: View) -> None:
        """Show it, say it, and answer its question."""
        super().show(view)
        self._script.show(view)

    def do(self, action: Action) -> None:
        """Do what the conductor says."""
        self._act(action)

    async def close(self) -> None:
        """Stay, until the next session."""

    async def leave(self) -> None:
        """Close them."""
        await super().close()


async def obey(windows: KeptWindows, finished: asyncio.Event) -> None:
    """Do what standard input says until it closes."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        told = json.loads(line)
        if "block" in told:
            time.sleep(told["block"])  # noqa: ASYNC251 - on purpose
        else:
            windows.do(parse_action(line.decode()))
    finished.set()
    windows.do(Press(button="stop"))


async def run(options: argparse.Namespace) -> None:
    """Run one session after the other until standard input closes."""
    note_what_leaves(options.notes)
    keep_one_pipe()
    windows, finished = KeptWindows(), asyncio.Event()
    obeying = asyncio.create_task(obey(windows, finished))
    settings = Settings(options.server, Brand(name="Exemple Assistance"), "fr", frozenset({Permission.VIEW}))
    number = 0
    while not finished.is_set():
        await agent.run.run(settings, windows)
        number += 1
        print(json.dumps({"ended": number}), flush=True)
    obeying.cancel()
    await windows.leave()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; return 0."""
    parser = argparse.ArgumentParser(prog="stopped_agent", description=__doc__)
    parser.add_argument("--server", required=True)
    parser.add_argument("--notes", type=Path, required=True)
    asyncio.run(run(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
