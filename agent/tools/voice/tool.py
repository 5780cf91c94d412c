"""Voice in a session: at most one process that owns the devices, begun by the technician, muted by the customer.

Whatever ends the permission, or pauses it, kills that process: the microphone is closed, not merely silent. Once the
customer closed the microphone it stays closed, whatever the technician does, until they open it again themselves.
"""

import time
from collections.abc import Callable
from typing import assert_never

from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.protocol.voice_messages import (
    EndVoice,
    OfferVoice,
    VoiceAnswer,
    VoiceCandidate,
    VoiceEnd,
    VoiceEnded,
    VoiceStanding,
)
from agent.tools.base import Around
from agent.tools.voice import words
from agent.tools.voice.child import Child
from agent.tools.voice.words import FromVoice, Kind
from agent.ui.sound_shown import SoundShown

BY = {VoiceEnd.TECHNICIAN: "technician"}
"""Who the journal says ended it; anything else is by the agent itself."""


class Live:
    """One voice connection, from its offer on."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.since = time.monotonic()
        self.standing: words.Standing | None = None
        self.levels = words.Levels(mine=0, theirs=0)

    def payload(self, end: VoiceEnd) -> dict[str, str]:
        """Return what the journal keeps of it."""
        return {"by": BY.get(end, "system"), "seconds": str(round(time.monotonic() - self.since))}


class VoiceTool:
    """Implements agent.tools.base.Tool, and agent.tools.sound.Door for the customer."""

    permissions = frozenset({Permission.VOICE})
    messages: tuple[type[ForTool], ...] = (OfferVoice, VoiceCandidate, EndVoice)

    def __init__(self, around: Around, make_child: Callable[[], Child]) -> None:
        """`make_child` makes what starts the voice process."""
        self._around, self._make_child = around, make_child
        self._live: Live | None = None
        self._muted = False
        around.sound.opens_to(self)

    def use(self, message: ForTool) -> None:
        """Do what the console asks; what belongs to no connection is left aside."""
        match message:
            case OfferVoice():
                self._offered(message.sdp)
            case VoiceCandidate() if self._live:
                self._live.child.say(words.Candidate(candidate=message.candidate))
            case EndVoice():
                self._end(VoiceEnd.TECHNICIAN)

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Close the devices and the connection; the console may offer anew where the permission still holds."""
        self._end(VoiceEnd.NOT_ALLOWED)
        self._muted = self._muted and not ended

    async def close(self) -> None:
        """Let go of everything; the process is waited for where it was begun."""
        if self._live:
            self._live.child.cut()
            self._live = None

    # --- the customer -----------------------------------------------------------------------------------------------

    def mute(self, on: bool) -> None:
        """Close the microphone, or open it again; whatever becomes of the record, it is closed first."""
        if self._live is None or on == self._muted:
            return
        if on:
            self._hold_muted(self._live, True)
        self._around.record("voice.muted" if on else "voice.unmuted", {})
        if not on:
            self._hold_muted(self._live, False)

    def choose(self, kind: Kind, name: str) -> None:
        """Use another device."""
        if self._live:
            self._live.child.say(words.Use(kind=kind, name=name))

    def _hold_muted(self, live: Live, on: bool) -> None:
        self._muted = on
        live.child.say(words.Mute(on=on))

    # --- the connection ---------------------------------------------------------------------------------------------

    def _offered(self, sdp: str) -> None:
        if not self._around.permitted(Permission.VOICE):
            return
        self._end(VoiceEnd.TECHNICIAN)
        self._around.record("voice.begun", {})
        if not self._around.permitted(Permission.VOICE):
            return
        self._live = live = Live(self._make_child())
        live.child.say(words.Begin(offer=sdp, ice_servers=list(self._around.ice_servers())))
        if self._muted:
            live.child.say(words.Mute(on=True))
        self._around.spawn(self._run(live))

    async def _run(self, live: Live) -> None:
        await live.child.run(lambda word: self._heard(live, word))
        if live is self._live:
            self._end(VoiceEnd.FAILED)

    def _heard(self, live: Live, word: FromVoice) -> None:
        if live is not self._live:
            return
        match word:
            case words.Answered():
                self._around.tell(VoiceAnswer(sdp=word.sdp))
            case words.Standing():
                live.standing = word
                self._around.tell(VoiceStanding(microphone=word.microphone, loudspeaker=bool(word.used_loudspeaker)))
            case words.Levels():
                live.levels = word
            case _:
                assert_never(word)
        self._show(live)

    def _show(self, live: Live) -> None:
        if live.standing:
            shown = {**live.standing.model_dump(exclude={"type"}), **live.levels.model_dump(exclude={"type"})}
            self._around.sound.show(SoundShown.model_validate(shown))

    def _end(self, end: VoiceEnd) -> None:
        """Kill the process first; then say so."""
        live, self._live = self._live, None
        if live is None:
            return
        live.child.cut()
        self._around.sound.show(None)
        if end is not VoiceEnd.TECHNICIAN:  # their console knows, and may have begun anew meanwhile
            self._around.tell(VoiceEnded(end=end))
        self._around.record("voice.ended", live.payload(end))
