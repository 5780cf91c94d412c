"""The scripted customer (scripts/rigs/customer.py) whose agent sends and receives bulk as fast as it may.

What a file tool would ask for is granted here before there is one. Each chunk begins with how many bytes came so far.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from unittest import mock

from agent.bulk_line import BulkLine
from agent.protocol.bulk_messages import FILES
from agent.protocol.messages import FromAgent
from agent.protocol.permissions import AVAILABLE
from agent.transport.bulk import Bulk, BulkGone
from scripts.rigs import customer

CHUNK = 32 * 1024


class TransferLine(BulkLine):
    """Uses each connection as it comes."""

    def __init__(self, command: Sequence[str], tell: Callable[[FromAgent], None]) -> None:
        super().__init__(command, tell)
        self._using: set[asyncio.Task[None]] = set()
        super().use(self._carry)

    def use(self, user: Callable[[Bulk], None]) -> None:
        """Leave it to this rig alone."""

    def _carry(self, bulk: Bulk) -> None:
        transfer = Transfer(bulk)
        for work in (transfer.send(), transfer.receive()):
            task = asyncio.get_running_loop().create_task(work)
            self._using.add(task)
            task.add_done_callback(self._using.discard)


class Transfer:
    """Both directions over one connection, until it is gone."""

    def __init__(self, bulk: Bulk) -> None:
        self._bulk, self._came = bulk, 0

    async def send(self) -> None:
        """Send what no line can make smaller."""
        noise = os.urandom(CHUNK)
        with contextlib.suppress(BulkGone):
            while True:
                await self._bulk.send(self._came.to_bytes(8, "big") + noise[8:])

    async def receive(self) -> None:
        """Take what comes."""
        with contextlib.suppress(BulkGone):
            while True:
                self._came += len(await self._bulk.receive())


def main() -> int:
    """Run the scripted customer with it."""
    more = AVAILABLE | set(FILES)
    with (
        mock.patch("agent.session.grants.AVAILABLE", more),
        mock.patch("scripts.rigs.customer.AVAILABLE", more),
        mock.patch("agent.performer.BulkLine", TransferLine),
    ):
        return customer.main()


if __name__ == "__main__":
    sys.exit(main())
