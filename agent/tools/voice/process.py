"""The voice process: owns the microphone, the loudspeaker and the connection between them and the technician.

It does what the agent's pipe says and holds no right of its own; the agent kills it to close everything at once.
"""

import asyncio
import os
import sys
import threading
from typing import Any, assert_never

from agent.protocol.errors import HandrailError
from agent.protocol.voice_messages import Microphone
from agent.tools.voice import devices
from agent.tools.voice.peer import VoicePeer
from agent.tools.voice.samples import Waiting, level
from agent.tools.voice.sending import MicrophoneTrack
from agent.tools.voice.words import (
    MAX_LINE,
    Answered,
    Begin,
    Candidate,
    FromVoice,
    Levels,
    Mute,
    Standing,
    ToVoice,
    Use,
    line,
    read_to_voice,
)

LEVEL_SECONDS = 0.25
"""How often it is told how loud it is, where that changed."""


class Voice:
    """The connection at one end, the devices at the other. On the event loop's thread."""

    def __init__(self, out: int) -> None:
        self._out = out
        self._track, self._waiting = MicrophoneTrack(), Waiting()
        self._peer: VoicePeer | None = None
        self._found = devices.Found({}, {})
        self._microphone: Any = None
        self._loudspeaker: Any = None
        self._chosen = {"microphone": "", "loudspeaker": ""}
        self._muted = self._stands = False
        self._theirs = 0
        self._told = Levels(mine=0, theirs=0)
        self.over = asyncio.Event()

    async def do(self, word: ToVoice) -> None:
        """Do what the agent says. Raise HandrailError on what makes no sense."""
        match word:
            case Begin():
                self._peer = VoicePeer(word.ice_servers, self._track, self)
                self._say(Answered(sdp=await self._peer.answer(word.offer)))
            case Candidate():
                if self._peer:
                    self._peer.add_candidate(word.candidate)
            case Mute():
                self._muted = word.on
                self._open_microphone()
            case Use():
                self._chosen[word.kind] = word.name
                self._open_microphone() if word.kind == "microphone" else self._open_loudspeaker()
            case _:
                assert_never(word)
        if self._stands and isinstance(word, Mute | Use):
            self._tell()

    # --- VoiceEvents ------------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Open the devices, now that there is somebody to talk to."""
        self._stands = True
        self._found = devices.find()
        self._open_microphone()
        self._open_loudspeaker()
        self._tell()
        self._beat()

    def heard(self, samples: bytes) -> None:
        """Have it played."""
        self._theirs = max(self._theirs, level(samples))
        self._waiting.put(samples)

    def closed(self) -> None:
        """End."""
        self.over.set()

    # --- the devices ------------------------------------------------------------------------------------------------

    def _open_microphone(self) -> None:
        """Close what is open; then open the one that was chosen, unless it is to be closed."""
        self._track.let(False)
        if self._microphone:
            self._microphone.close()
            self._microphone = None
        name = self._used("microphone")
        if self._stands and not self._muted and name:
            self._microphone = devices.open_microphone(self._found.microphones[name], self._track.hear)
            self._track.let(self._microphone is not None)

    def _open_loudspeaker(self) -> None:
        if self._loudspeaker:
            self._loudspeaker.close()
            self._loudspeaker = None
        name = self._used("loudspeaker")
        if self._stands and name:
            self._loudspeaker = devices.open_loudspeaker(self._found.loudspeakers[name], self._waiting.take)

    def _used(self, kind: str) -> str:
        """Name the device that was chosen; where it is not there, the system's own choice; empty: there is none."""
        there = self._found.microphones if kind == "microphone" else self._found.loudspeakers
        return self._chosen[kind] if self._chosen[kind] in there else next(iter(there), "")

    # --- the agent --------------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        standing = Microphone.MUTED if self._muted and self._found.microphones else Microphone.MISSING
        self._say(
            Standing(
                microphone=Microphone.OPEN if self._microphone else standing,
                microphones=list(self._found.microphones),
                used_microphone=self._used("microphone"),
                loudspeakers=list(self._found.loudspeakers),
                used_loudspeaker=self._used("loudspeaker") if self._loudspeaker else "",
            )
        )

    def _beat(self) -> None:
        levels = Levels(mine=self._track.loudest, theirs=self._theirs)
        self._track.loudest = self._theirs = 0
        if levels != self._told:
            self._told = levels
            self._say(levels)
        asyncio.get_running_loop().call_later(LEVEL_SECONDS, self._beat)

    def _say(self, word: FromVoice) -> None:
        os.write(self._out, line(word))


async def _run(out: int) -> None:
    """Do what the agent says until the connection closes. Raise HandrailError on what makes no sense."""
    loop, words = asyncio.get_running_loop(), asyncio.Queue[bytes]()
    threading.Thread(target=_listen, args=(loop, words), daemon=True, name="words").start()
    voice = Voice(out)
    over = asyncio.create_task(voice.over.wait())
    while True:
        said = asyncio.create_task(words.get())
        await asyncio.wait({said, over}, return_when=asyncio.FIRST_COMPLETED)
        if over.done():
            return
        await voice.do(read_to_voice(said.result()))


def _listen(loop: asyncio.AbstractEventLoop, words: asyncio.Queue[bytes]) -> None:
    """Read the pipe on a thread, on every system; at its end everything closes, whatever the rest is doing."""
    while said := sys.stdin.buffer.readline(MAX_LINE + 1):
        loop.call_soon_threadsafe(words.put_nowait, said)
    os._exit(0)


def main() -> int:
    """Run until the agent closes the pipe, or the connection is over."""
    out = os.dup(1)
    os.dup2(2, 1)  # what libraries print must not be taken for a word
    code = 0
    try:
        asyncio.run(_run(out))
    except (HandrailError, ValueError) as error:
        print(f"handrail voice: {type(error).__name__}", file=sys.stderr)
        code = 1
    os._exit(code)  # at once, whatever the sound system's threads are doing: the devices go with the process
