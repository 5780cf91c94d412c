"""The microphones and loudspeakers of this computer, by miniaudio: PulseAudio (or PipeWire), else ALSA.

What only repeats what the computer itself plays (PulseAudio's monitors) is no microphone and is never opened.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import miniaudio
from miniaudio import Backend, CaptureDevice, MiniaudioError, PlaybackDevice, SampleFormat, ffi, lib

from agent.tools.voice import pulse
from agent.tools.voice.samples import RATE
from agent.tools.voice.words import MAX_DEVICES, MAX_NAME

BACKENDS = [Backend.PULSEAUDIO, Backend.ALSA]
"""Not miniaudio's own silent one, which would pass for a device."""

MONITOR = b".monitor"
"""How PulseAudio names the source that repeats a sink (pactl(1))."""

CARD = b":"
"""How miniaudio begins the ids of ALSA's cards (":0,0"); ALSA lists converters and silence among them."""

PERIOD_MS = 20

Devices = dict[str, Any]
"""miniaudio's ids by a name of their own, the system's own choice first."""


@dataclass(frozen=True)
class Found:
    """What there is."""

    microphones: Devices
    loudspeakers: Devices


def find() -> Found:
    """Look for devices; none where there is no sound at all. Comes before any is opened."""
    pulse.leave_nothing()
    speakers, microphones = ffi.new("ma_device_info**"), ffi.new("ma_device_info**")
    counts = ffi.new("ma_uint32[2]")
    try:
        system = miniaudio.Devices(BACKENDS)  # its context goes with it
    except MiniaudioError:  # no sound system at all
        return Found({}, {})
    if lib.ma_context_get_devices(system._context, speakers, counts, microphones, counts + 1) != lib.MA_SUCCESS:
        return Found({}, {})
    real = CARD if system.backend == "ALSA" else b""
    heard, played = (
        [infos[0][at] for at in range(n)] for infos, n in ((microphones, counts[1]), (speakers, counts[0]))
    )
    return Found(
        _named([one for one in heard if _id(one).startswith(real) and not _id(one).endswith(MONITOR)]),
        _named([one for one in played if _id(one).startswith(real)]),
    )


def open_microphone(device: Any, hear: Callable[[bytes], None]) -> Any:
    """Open it; `hear` is called with what it hears, on a thread of its own. Return what closes it; None: it failed."""
    try:
        opened = CaptureDevice(SampleFormat.SIGNED16, 1, RATE, PERIOD_MS, device, backends=BACKENDS)
        return _started(opened, _heard(hear))
    except MiniaudioError:
        return None


def open_loudspeaker(device: Any, take: Callable[[int], bytes]) -> Any:
    """Open it; `take` gives so many bytes to play, on a thread of its own. Return what closes it; None: it failed."""
    try:
        opened = PlaybackDevice(SampleFormat.SIGNED16, 1, RATE, PERIOD_MS, device, backends=BACKENDS)
        return _started(opened, _played(take))
    except MiniaudioError:
        return None


def _started(device: Any, sound: Generator[Any, Any, None]) -> Any:
    next(sound)
    device.start(sound)
    return device


def _heard(hear: Callable[[bytes], None]) -> Generator[None, bytes, None]:
    while True:
        hear(bytes((yield)))


def _played(take: Callable[[int], bytes]) -> Generator[bytes, int, None]:
    samples = yield b""
    while True:
        samples = yield take(2 * samples)


def _named(infos: list[Any]) -> Devices:
    """Give each a name of its own; the ids are copied, since miniaudio's list goes with its context."""
    named: Devices = {}
    for info in sorted(infos, key=lambda info: not info.isDefault)[:MAX_DEVICES]:
        name = ffi.string(info.name).decode(errors="replace")[: MAX_NAME - 5]
        alike = sum(1 for other in named if other == name or other.startswith(f"{name} ("))
        named[f"{name} ({alike + 1})" if alike else name] = ffi.new("ma_device_id*", info.id)
    return named


def _id(info: Any) -> bytes:
    """Read the system's own name out of miniaudio's id, which begins with it."""
    return bytes(ffi.buffer(ffi.addressof(info, "id"))).partition(b"\0")[0]
