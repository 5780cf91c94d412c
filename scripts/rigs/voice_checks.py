"""What must be seen of the voice in a whole session: one check each, returning what proves it, or raising.

The customer's sound is PulseAudio's own (sound.py), the technician's a real Chromium with its fake microphone, which
beeps. A closed connection is kept open in the page, so that whatever were still sent would be seen to arrive; its
microphones are kept count of.
"""

import time
from dataclasses import dataclass

from scripts.rigs.scene import Scene
from scripts.rigs.sound import QUIET_SECONDS, Sound, settled, until

FLAGS = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""Chromium's microphone that beeps, and a person who says yes to it."""

HERTZ, NEAR = 440, 25
STOP_MS, PATIENT_MS = 250.0, 5000.0
"""What a packet may still take once the customer pressed: on a quiet machine, and on one that does other things."""
SECONDS = 30.0
"""More than the console waits for a connection, so that it says itself what failed."""
VOICE = "[data-testid=voice]"
LOUD_DB, LOUD_SAMPLE = -50.0, 500
"""What counts as heard: in the browser (dB of full scale), in the headset (the loudest sample, of 32768)."""

KEEPING = """
    window.voices = [];
    const add = RTCPeerConnection.prototype.addTransceiver;
    RTCPeerConnection.prototype.addTransceiver = function (...details) {
        window.voices.push(this);
        this.close = () => {};
        return add.apply(this, details);
    };
    window.microphones = [];
    const devices = navigator.mediaDevices;  // none on the empty page before ours
    const open = devices?.getUserMedia.bind(devices);
    if (open) devices.getUserMedia = async (...details) => {
        const stream = await open(...details);
        window.microphones.push(...stream.getTracks());
        return stream;
    };
    window.microphoneIsOpen = () => window.microphones.some((one) => one.readyState === 'live');
    window.lastSound = async () => {
        let last = 0;
        for (const one of await window.voices.at(-1).getStats().then((all) => [...all.values()]))
            if (one.type === 'inbound-rtp') last = one.lastPacketReceivedTimestamp;
        return last / 1000;
    };
    window.heardPitch = async (hertz, near, loud) => {
        const context = new AudioContext(), analyser = context.createAnalyser();
        analyser.fftSize = 8192;
        const sound = document.querySelector('[data-testid=voice-sound]').srcObject;
        context.createMediaStreamSource(sound).connect(analyser);
        const parts = new Float32Array(analyser.frequencyBinCount).fill(-999);
        let [at, heard] = [0, 0];
        for (let look = 0; look < 100 && !(parts[at] > loud && Math.abs(heard - hertz) < near); look++) {
            await new Promise((resolve) => setTimeout(resolve, 200));
            analyser.getFloatFrequencyData(parts);
            at = parts.indexOf(Math.max(...parts));
            heard = at * context.sampleRate / analyser.fftSize;
        }
        await context.close();
        return [heard, parts[at]];
    };
"""


@dataclass(frozen=True)
class Voice:
    """A session in which the two may talk."""

    scene: Scene
    sound: Sound
    most_ms: float = STOP_MS

    @property
    def standing(self) -> str:
        return str(self.scene.technician.attribute(VOICE, "data-standing") or "")

    @property
    def customers_microphone(self) -> str:
        """What the console says of it."""
        return str(self.scene.technician.attribute(VOICE, "data-customer") or "")

    @property
    def microphone_open(self) -> bool:
        """Whether a program has it open, by PulseAudio's word."""
        return bool(self.sound.recorders())

    @property
    def technicians_microphone_open(self) -> bool:
        """Whether the page has one open."""
        return bool(self.scene.technician.tab.evaluate("window.microphoneIsOpen()"))

    def open(self) -> None:
        """Begin to talk, as the technician does."""
        technician = self.scene.technician
        technician.turn_to("session")
        technician.wait(lambda: self.standing == "closed", "the button")
        technician.press(f"{VOICE}[data-standing=closed] button")
        until(lambda: self.standing == "open", "the voice", SECONDS, lambda: technician.text(VOICE))
        technician.wait(lambda: self.customers_microphone == "open", "the customer's microphone", SECONDS)

    def pressed(self, action: dict[str, object]) -> float:
        """Have the customer do this while sound arrives; return when, in seconds since 1970."""
        before = self._last_packet()
        self.scene.technician.wait(lambda: self._last_packet() > before, "sound", SECONDS)
        at = time.time()
        self.scene.customer.agent.tell(action)
        return at

    def closed_after(self, at: float) -> str:
        """See the device closed and nothing arrive later than `most_ms` after `at`; say how late it was."""
        until(lambda: not self.microphone_open, "the microphone to be closed", SECONDS)
        device = time.time() - at
        late = (settled(self._last_packet, "the sound") - at) * 1000
        assert late < self.most_ms, f"sound still came {late:.0f} ms afterwards"
        return f"last packet after {late:+.0f} ms, device closed within {device * 1000:.0f} ms"

    def stays_closed(self) -> None:
        """See that no program opens the microphone."""
        end = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < end:
            assert not self.microphone_open, "the microphone is open again"

    def _last_packet(self) -> float:
        """When the browser got the last one, in seconds since 1970."""
        return float(self.scene.technician.tab.evaluate("window.lastSound()"))


def talked(voice: Voice) -> str:
    """Each hears the other, and both see how loud it is."""
    assert not voice.microphone_open, "a microphone is open before anybody asked"
    voice.open()
    tab = voice.scene.technician.tab
    heard, loud = map(float, tab.evaluate(f"window.heardPitch({HERTZ}, {NEAR}, {LOUD_DB})"))
    assert abs(heard - HERTZ) < NEAR, f"the technician hears {heard:.0f} Hz at {loud:.0f} dB"
    assert loud > LOUD_DB, f"the technician hears {loud:.0f} dB"
    assert voice.technicians_microphone_open, "the technician's microphone is not seen to be open"
    until(lambda: max(map(abs, voice.sound.headset(1))) > LOUD_SAMPLE, "a beep in the headset")
    voice.scene.customer.sees(lambda said: (said.get("sound") or {}).get("mine", 0) > 4, "the level of the microphone")
    voice.scene.customer.sees(lambda said: (said.get("sound") or {}).get("theirs", 0) > 0, "the technician's level")
    level = "document.querySelector('[data-testid=voice-theirs]').value"
    voice.scene.technician.wait(lambda: float(tab.evaluate(level)) > 0.3, "the level on the page")
    return f"a tone of {HERTZ} Hz heard as {heard:.0f} Hz, the technician's beep in the headset, both levels shown"


def muted(voice: Voice) -> str:
    """The customer closes the microphone with one press, and opens it again."""
    told = voice.closed_after(voice.pressed({"type": "mute", "on": True}))
    voice.scene.technician.wait(lambda: voice.customers_microphone == "muted", "the console to say so")
    voice.scene.customer.agent.tell({"type": "mute", "on": False})
    voice.scene.technician.wait(lambda: voice.customers_microphone == "open", "the microphone again")
    until(lambda: voice.microphone_open, "the microphone to be opened again")
    return told


def paused(voice: Voice) -> str:
    """A pause closes the microphone; it is not opened again by itself."""
    told = voice.closed_after(voice.pressed({"type": "press", "button": "pause"}))
    voice.scene.customer.press("resume")
    voice.scene.technician.wait(lambda: voice.scene.technician.phase == "live", "the session to go on")
    voice.stays_closed()
    voice.open()
    return told


def withdrawn(voice: Voice) -> str:
    """The permission taken back closes everything."""
    told = voice.closed_after(voice.pressed({"type": "withdraw", "permission": "voice"}))
    voice.scene.technician.wait(lambda: voice.standing == "", "the voice to go from the page")
    voice.scene.technician.wait(lambda: not voice.technicians_microphone_open, "the technician's microphone to close")
    return told


CHECKS = {"talked": talked, "muted": muted, "paused": paused, "withdrawn": withdrawn}
"""In their order."""
