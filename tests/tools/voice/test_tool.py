"""The tool with its real process and a real sound server: heard, muted, paused, withdrawn, without devices."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from agent.journal import JournalError
from agent.protocol.permissions import Permission
from agent.protocol.voice_messages import (
    EndVoice,
    Microphone,
    OfferVoice,
    VoiceAnswer,
    VoiceEnd,
    VoiceEnded,
    VoiceStanding,
)
from agent.tools.sound import Sound as Shown
from agent.tools.voice.child import Child
from agent.tools.voice.tool import VoiceTool
from scripts.rigs.sound import HEADSET, MICROPHONE, Sound, pitch, settled, sound, until
from scripts.rigs.voice_console import VoiceConsole
from tests.tools.fakes import Customer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="its sound server is Linux's")

COMMAND = [sys.executable, "-m", "agent", "voice"]
VOICE = frozenset({Permission.VOICE})
GONE_SECONDS = 5.0
"""Long enough for a busy machine; scripts/proofs measures it on a quiet one."""


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sound]:
    with sound() as made:
        monkeypatch.setenv("PULSE_SERVER", made.server)
        yield made


class Ends:
    """The tool, its customer and the technician's end."""

    def __init__(self) -> None:
        self.customer, self.shown, self.console = Customer(), Shown(), VoiceConsole()
        self.tasks: list[asyncio.Task[None]] = []
        around = self.customer.around(sound=self.shown, spawn=lambda work: self.tasks.append(asyncio.create_task(work)))
        self.tool = VoiceTool(around, lambda: Child(COMMAND))

    async def connect(self) -> VoiceStanding:
        """Offer, and wait until it stands."""
        self.tool.use(OfferVoice(sdp=await self.console.offer()))
        await self.console.answered((await self.customer.hear(VoiceAnswer)).sdp)
        return await self.customer.hear(VoiceStanding)


@asynccontextmanager
async def ends() -> AsyncIterator[Ends]:
    made = Ends()
    try:
        async with asyncio.timeout(90):
            yield made
    finally:
        await made.tool.close()
        await asyncio.gather(*made.tasks)
        await made.console.close()


async def so(true: Callable[[], object], what: str) -> None:
    """Wait on a thread for what another program says."""
    await asyncio.to_thread(until, true, what)


async def open_are(computer: Sound, microphones: int, loudspeakers: int) -> None:
    """Wait until so many devices are open, by the sound server's word."""
    counts = (microphones, loudspeakers)
    await so(lambda: (len(computer.recorders()), len(computer.listeners())) == counts, f"{counts} open devices")


async def is_heard(made: Ends, hertz: int) -> None:
    """Wait until the technician hears this tone. Raise TimeoutError."""
    async with asyncio.timeout(20):
        while abs(pitch(await made.console.hears(0.3)) - hertz) > 20:
            continue


async def test_each_side_hears_the_other_and_the_level_is_told(computer: Sound) -> None:
    async with ends() as made:
        with computer.tone(440):
            standing = await made.connect()
            assert (standing.microphone, standing.loudspeaker) == (Microphone.OPEN, True)
            await is_heard(made, 440)
            await so(lambda: abs(pitch(computer.headset(1.0)) - 880) <= 20, "the technician's tone in the headset")
            await so(
                lambda: made.shown.shown and min(made.shown.shown.mine, made.shown.shown.theirs) > 4, "both levels"
            )
    assert made.shown.shown
    assert (made.shown.shown.used_microphone, made.shown.shown.used_loudspeaker) == (MICROPHONE, HEADSET)


@pytest.mark.parametrize(("ended", "kept"), [(False, "a pause"), (True, "withdrawn")])
async def test_a_pause_or_a_withdrawal_closes_the_microphone_and_nothing_more_leaves(
    computer: Sound, ended: bool, kept: str
) -> None:
    async with ends() as made:
        with computer.tone(440):
            await made.connect()
            await made.console.hears(0.2)
            await open_are(computer, 1, 1)
            at = time.monotonic()
            made.customer.permits = False
            made.tool.stop(VOICE, ended=ended)
            await open_are(computer, 0, 0)
            last = await asyncio.to_thread(settled, lambda: made.console.last_packet, "the sound")
            assert last - at < GONE_SECONDS, kept
    assert (await made.customer.hear(VoiceEnded)).end is VoiceEnd.NOT_ALLOWED
    assert made.customer.kinds == ["voice.begun", "voice.ended"]
    assert made.shown.shown is None


async def test_a_muted_microphone_is_closed_and_stays_so_whatever_the_technician_does(computer: Sound) -> None:
    async with ends() as made:
        with computer.tone(440):
            await made.connect()
            await made.console.hears(0.2)
            made.tool.mute(True)
            assert (await made.customer.hear(VoiceStanding)).microphone is Microphone.MUTED
            await open_are(computer, 0, 1)
            await made.console.close()
            made.console = VoiceConsole()
            assert (await made.connect()).microphone is Microphone.MUTED
            assert computer.recorders() == []
            made.tool.mute(False)
            assert (await made.customer.hear(VoiceStanding)).microphone is Microphone.OPEN
            await is_heard(made, 440)
    assert made.customer.kinds[:2] == ["voice.begun", "voice.muted"]
    assert made.customer.kinds[-1] == "voice.unmuted"


async def test_a_muted_microphone_stays_closed_after_a_pause(computer: Sound) -> None:
    async with ends() as made:
        await made.connect()
        made.tool.mute(True)
        assert (await made.customer.hear(VoiceStanding)).microphone is Microphone.MUTED
        made.tool.stop(VOICE, ended=False)
        await open_are(computer, 0, 0)
        await made.console.close()
        made.console = VoiceConsole()
        assert (await made.connect()).microphone is Microphone.MUTED
        assert computer.recorders() == []


async def test_a_microphone_is_closed_even_when_the_record_fails_and_opened_only_when_it_does_not(
    computer: Sound,
) -> None:
    async with ends() as made:
        await made.connect()
        made.customer.journal_works = False
        with pytest.raises(JournalError):
            made.tool.mute(True)
        await open_are(computer, 0, 1)
        with pytest.raises(JournalError):
            made.tool.mute(False)
        made.tool.choose("loudspeaker", HEADSET)  # answered after what was said before
        assert (await made.customer.hear(VoiceStanding)).microphone is Microphone.MUTED
        assert (await made.customer.hear(VoiceStanding)).microphone is Microphone.MUTED
        assert computer.recorders() == []
        made.customer.journal_works = True
        made.tool.mute(False)
        await open_are(computer, 1, 1)


async def test_a_connection_that_the_technician_drops_closes_the_devices(computer: Sound) -> None:
    async with ends() as made:
        await made.connect()
        await open_are(computer, 1, 1)
        await made.console.close()
        await open_are(computer, 0, 0)
        assert (await made.customer.hear(VoiceEnded)).end is VoiceEnd.FAILED
    assert made.shown.shown is None


async def test_the_process_ends_with_the_agents_pipe() -> None:
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=asyncio.subprocess.PIPE)
    assert process.stdin
    process.stdin.close()
    try:
        assert await asyncio.wait_for(process.wait(), 20) == 0
    finally:
        if process.returncode is None:
            process.kill()


async def test_what_the_computer_plays_is_no_microphone(computer: Sound) -> None:
    computer.unplug()
    async with ends() as made:
        with computer.tone(440):
            standing = await made.connect()
            assert (standing.microphone, standing.loudspeaker) == (Microphone.MISSING, True)
            assert computer.recorders() == []


async def test_without_any_sound_system_both_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    async with ends() as made:
        standing = await made.connect()
    assert (standing.microphone, standing.loudspeaker) == (Microphone.MISSING, False)


async def test_another_loudspeaker_is_used_when_it_is_chosen(computer: Sound) -> None:
    async with ends() as made:
        await made.connect()
        made.tool.choose("loudspeaker", "Room")
        assert (await made.customer.hear(VoiceStanding)).loudspeaker
        assert made.shown.shown
        assert made.shown.shown.used_loudspeaker == "Room"
        assert made.shown.shown.loudspeakers[0] == HEADSET


async def test_nothing_begins_without_consent() -> None:
    async with ends() as made:
        made.customer.permits = False
        made.tool.use(OfferVoice(sdp=await made.console.offer()))
    assert (made.customer.done, made.tasks) == ([], [])


async def test_nothing_begins_when_consent_goes_as_it_is_recorded() -> None:
    async with ends() as made:
        made.customer.withdraw_at = "voice.begun"
        made.tool.use(OfferVoice(sdp=await made.console.offer()))
    assert (made.customer.told, made.tasks) == ([], [])


async def test_the_technician_ends_it_and_the_journal_says_who(computer: Sound) -> None:
    async with ends() as made:
        await made.connect()
        made.tool.use(EndVoice())
        await so(lambda: not computer.recorders(), "the microphone to be closed")
    assert made.customer.recorded[-1][0] == "voice.ended"
    assert made.customer.recorded[-1][1]["by"] == "technician"


async def test_an_offer_that_breaks_the_rule_ends_in_nothing(computer: Sound) -> None:
    async with ends() as made:
        made.tool.use(OfferVoice(sdp=(await made.console.offer()).replace("m=audio", "m=video")))
        assert (await made.customer.hear(VoiceEnded)).end is VoiceEnd.FAILED
    assert computer.recorders() == []
