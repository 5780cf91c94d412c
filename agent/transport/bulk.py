"""A way for bytes beside the picture: a peer connection of its own, in a process of its own, cut by killing that.

What the bytes are, and whether they may be sent at all, is decided elsewhere. After a cut line it is simply gone.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence

from agent.protocol.errors import HandrailError, WireError
from agent.protocol.signalling import IceServer
from agent.transport.bulk_flow import MOST_WAITING
from agent.transport.bulk_pipe import Start, Word, count, read_word, word
from agent.transport.bulk_wire import MOST_CHUNK

GONE_SECONDS = 2.0
"""How long a killed process may take to be gone."""


class BulkGone(HandrailError):
    """The bulk connection ended: cut, closed by the other side, or lost. Nothing is known of what was under way."""


class Bulk:
    """One bulk connection, for one offer. Every method is called on the event loop's thread."""

    def __init__(
        self,
        command: Sequence[str],
        offer: str,
        ice_servers: Sequence[IceServer],
        on_answer: Callable[[str], None],
        on_gone: Callable[[], None],
    ) -> None:
        """Start the process `command` and have it answer `offer`.

        `on_answer` is told the answer's SDP, `on_gone` once that it is over; neither after `cut`.
        """
        self._on_answer, self._on_gone = on_answer, on_gone
        self._process: asyncio.subprocess.Process | None = None
        self._early = [word(Word.START, Start(offer=offer, ice_servers=list(ice_servers)).model_dump_json().encode())]
        self._changed = asyncio.Event()
        self._open = self._over = self._cut = False
        self._waiting = 0
        self._arrived: deque[bytes] = deque()
        self._run = asyncio.get_running_loop().create_task(self._live(command))

    def add_candidate(self, candidate: str) -> None:
        """Take one of the console's candidates."""
        self._say(word(Word.CANDIDATE, candidate.encode()))

    async def send(self, chunk: bytes) -> None:
        """Send a chunk (1 byte to MOST_CHUNK), in order, once there is room. Raise BulkGone."""
        if not 0 < len(chunk) <= MOST_CHUNK:
            raise ValueError("a chunk has from 1 to 65536 bytes")
        await self._until(lambda: self._open and self._waiting < MOST_WAITING)
        self._waiting += len(chunk)
        self._say(word(Word.CHUNK, chunk))

    async def receive(self) -> bytes:
        """Return the next chunk; only then has the other side room for more. Raise BulkGone."""
        await self._until(lambda: bool(self._arrived))
        chunk = self._arrived.popleft()
        self._say(count(Word.TAKEN, len(chunk)))
        return chunk

    def cut(self) -> None:
        """End now: the process is killed before this returns, and nothing more is delivered. Harmless when repeated."""
        self._cut = True
        self._end()

    def end(self) -> None:
        """Cut it, and tell so as if it were lost."""
        self._end()

    async def gone(self) -> None:
        """Wait until the process is gone, for GONE_SECONDS at most."""
        await asyncio.wait({self._run}, timeout=GONE_SECONDS)

    # --- the process --------------------------------------------------------------------------------------------------

    async def _live(self, command: Sequence[str]) -> None:
        pipe = asyncio.subprocess.PIPE
        try:
            self._process = process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        except OSError:
            return self._end()
        if self._over:
            self._kill()
        early, self._early = self._early, []
        self._say(b"".join(early))
        with contextlib.suppress(WireError):
            while process.stdout and (said := await read_word(process.stdout)):
                self._hear(*said)
        self._end()
        if process.stdin:
            process.stdin.close()
        await process.wait()

    def _hear(self, kind: Word, content: bytes) -> None:
        match kind:
            case _ if self._over:
                return
            case Word.ANSWER:
                self._on_answer(content.decode())
            case Word.OPENED:
                self._open = True
            case Word.CHUNK:
                self._arrived.append(content)
            case Word.ROOM:
                self._waiting -= int.from_bytes(content, "big")
            case _:
                self._end()
        self._changed.set()

    def _say(self, said: bytes) -> None:
        """Tell the process; how much can pile up in the pipe is bounded by MOST_WAITING."""
        if self._process is None:
            self._early.append(said)
        elif self._process.stdin and not self._over:
            self._process.stdin.write(said)

    def _end(self) -> None:
        if self._over:
            return
        self._over = True
        self._kill()
        self._changed.set()
        if not self._cut:
            self._on_gone()

    def _kill(self) -> None:
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _until(self, ready: Callable[[], bool]) -> None:
        """Wait for it. Raise BulkGone when the connection is over before."""
        while not self._over and not ready():
            self._changed.clear()
            await self._changed.wait()
        if self._over:
            raise BulkGone("the bulk connection is over")
