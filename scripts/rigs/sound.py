"""A computer's sound without any hardware: a PulseAudio of its own with a microphone and a headset that are none."""

import math
import os
import subprocess
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from scripts.rigs.ending import tied

T = TypeVar("T")
RATE = 48_000
SECONDS = 20.0
QUIET_SECONDS = 1.0
"""How long nothing may change before it is over: longer than a busy machine leaves a packet unread."""
PLAYS_SECONDS = 300
MICROPHONE, HEADSET = "Desk microphone", "Headset"
EAR = "1"
"""The headset's number: PulseAudio counts from 0, in the order of _DEVICES."""

_DEVICES = (
    "module-null-sink sink_name=room sink_properties=device.description=Room",
    f"module-null-sink sink_name=ear sink_properties=device.description={HEADSET}",
    f"module-remap-source source_name=mic master=room.monitor source_properties=\"device.description='{MICROPHONE}'\"",
)
"""Whatever is played in the room, the microphone hears."""


class Sound:
    """One PulseAudio, by its socket."""

    def __init__(self, server: str) -> None:
        self.server = server
        """What a program finds in PULSE_SERVER to use it."""
        self.environment = {**os.environ, "PULSE_SERVER": server}

    @contextmanager
    def tone(self, hertz: float) -> Iterator[None]:
        """Play a tone in the room."""
        command = ["pacat", "--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "-d", "room"]
        wave = array("h", (round(12_000 * math.sin(2 * math.pi * hertz * i / RATE)) for i in range(RATE)))
        with tempfile.NamedTemporaryFile() as file:
            file.write(wave.tobytes() * PLAYS_SECONDS)
            file.flush()
            with subprocess.Popen(tied([*command, file.name]), env=self.environment) as player:
                try:
                    yield
                finally:
                    player.kill()

    def recorders(self) -> list[str]:
        """Which programs have a microphone open, by the system's word."""
        lines = [line.split("\t") for line in self._pactl("list", "short", "source-outputs").splitlines()]
        return [client for _, _, client, *_ in lines if client != "-"]  # that is PulseAudio itself

    def listeners(self) -> list[str]:
        """Which programs play into the headset."""
        lines = [line.split("\t") for line in self._pactl("list", "short", "sink-inputs").splitlines()]
        return [client for _, sink, client, *_ in lines if sink == EAR]

    def headset(self, seconds: float) -> "array[int]":
        """Record what is played into the headset."""
        command = ["parec", "--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", "-d", "ear.monitor"]
        with subprocess.Popen(tied(command), env=self.environment, stdout=subprocess.PIPE) as recorder:
            assert recorder.stdout
            samples = array("h", recorder.stdout.read(2 * round(RATE * seconds)))
            recorder.kill()
        return samples

    def has_devices(self) -> bool:
        """Say whether the server answers and has loaded all of them."""
        command = ["pactl", "list", "short", "sources"]
        return "\tmic\t" in subprocess.run(command, env=self.environment, capture_output=True, text=True).stdout

    def use_headset(self) -> None:
        """Make the microphone and the headset the system's own choice."""
        self._pactl("set-default-source", "mic")
        self._pactl("set-default-sink", "ear")

    def unplug(self) -> None:
        """Take the microphone away."""
        self._pactl("unload-module", "module-remap-source")

    def _pactl(self, *arguments: str) -> str:
        command = ["pactl", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout


def pitch(samples: "array[int]", low: int = 100, high: int = 2000) -> int:
    """Return the loudest frequency in Hz, in steps of 20 (Goertzel's way); 0 where there is no sound."""
    part = samples[: RATE // 5]
    if max(map(abs, part), default=0) < 200:
        return 0
    return max(range(low, high, 20), key=lambda hertz: _power(part, hertz))


def _power(samples: "array[int]", hertz: float) -> float:
    twice = 2 * math.cos(2 * math.pi * hertz / RATE)
    before, last = 0.0, 0.0
    for sample in samples:
        before, last = last, sample + twice * last - before
    return before * before + last * last - twice * before * last


def until(
    true: Callable[[], object], what: str, seconds: float = SECONDS, told: Callable[[], str] = lambda: "nothing"
) -> None:
    """Wait until it is so. Raise TimeoutError, with what is told instead."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited in vain for {what}, told: {told()}")
        time.sleep(0.02)


def settled(read: Callable[[], T], what: str, seconds: float = SECONDS) -> T:
    """Wait until what is read has not changed for QUIET_SECONDS; return it. Raise TimeoutError."""
    end, last, since = time.monotonic() + seconds, read(), time.monotonic()
    while time.monotonic() - since < QUIET_SECONDS:
        if time.monotonic() > end:
            raise TimeoutError(f"waited in vain for the end of {what}")
        time.sleep(0.02)
        if (now := read()) != last:
            last, since = now, time.monotonic()
    return last


@contextmanager
def sound() -> Iterator[Sound]:
    """Run a PulseAudio that nobody else knows of."""
    with tempfile.TemporaryDirectory(prefix="sound-") as folder:
        socket = Path(folder) / "socket"
        modules = [f"module-native-protocol-unix socket={socket} auth-anonymous=1", *_DEVICES]
        options = [
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--exit-idle-time=-1",
            "--disable-shm=yes",
            "--realtime=no",
        ]
        environment = {**os.environ, "PULSE_RUNTIME_PATH": folder, "HOME": folder, "DBUS_SESSION_BUS_ADDRESS": "unix:"}
        command = ["pulseaudio", *options, *(f"--load={module}" for module in modules)]
        with subprocess.Popen(tied(command), env=environment, stderr=subprocess.DEVNULL) as server:
            try:
                made = Sound(f"unix:{socket}")
                until(made.has_devices, "the sound server and its devices")
                made.use_headset()
                yield made
            finally:
                server.terminate()
