"""The voice on the customer's window: whether the microphone is open, how loud it is, and which devices are used."""

from typing import Literal

from agent.protocol.voice_messages import Microphone
from agent.ui.head import session_head
from agent.ui.page import Button, Row, Rows, Runs, Turn
from agent.ui.parts import Draft
from agent.ui.sound_shown import Mute, SoundShown, UseSound
from agent.ui.words import plain

DEVICES = "devices"
"""The page where devices are chosen."""

MAX_DEVICE = 90

MUTES = {Microphone.OPEN: True, Microphone.MUTED: False}
"""What the button of the microphone's row does; a microphone that is missing has none of its own."""


def summary(draft: Draft) -> None:
    """Say whether the technician can be heard and hears; nothing where there is no voice."""
    if sound := draft.view.sound:
        rows = [_mine(draft, sound), _theirs(draft, sound)]
        draft.blocks.append(Rows(title=draft.words.text("sound/title"), rows=rows))


def devices(draft: Draft) -> None:
    """Show the devices there are, and which are used."""
    session_head(draft)
    draft.name = DEVICES
    draft.say("title", "sound/devices")
    if sound := draft.view.sound:
        _choose(draft, "microphone", sound.microphones, sound.used_microphone)
        _choose(draft, "loudspeaker", sound.loudspeakers, sound.used_loudspeaker)
    draft.buttons = [Button(label=draft.words.text("frame/back"), action=Turn(to=""))]


def _mine(draft: Draft, sound: SoundShown) -> Row:
    on = MUTES.get(sound.microphone)
    if on is None:
        button = _devices(draft)
    else:
        button = Button(label=draft.words.text("sound/mute" if on else "sound/unmute"), action=Mute(on=on))
    shown = sound.mine if sound.microphone is Microphone.OPEN and draft.local.draws_levels else None
    return Row(label=_said(draft, f"sound/{sound.microphone}"), button=button, level=shown)


def _theirs(draft: Draft, sound: SoundShown) -> Row:
    shown = sound.theirs if sound.used_loudspeaker and draft.local.draws_levels else None
    return Row(
        label=_said(draft, "sound/hears" if sound.used_loudspeaker else "sound/deaf"),
        button=_devices(draft),
        level=shown,
    )


def _said(draft: Draft, key: str) -> Runs:
    return draft.words.runs(key, who=draft.who)


def _devices(draft: Draft) -> Button:
    return Button(label=draft.words.text("sound/choose"), action=Turn(to=DEVICES))


def _choose(draft: Draft, kind: Literal["microphone", "loudspeaker"], names: list[str], used: str) -> None:
    words = draft.words
    rows = []
    for name in names:
        shown = plain(name, MAX_DEVICE)
        label = words.text("sound/used" if name == used else "sound/use")
        button = Button(label=label, name=f"{label} : {shown}", action=UseSound(kind=kind, name=name))
        rows.append(Row(label=words.runs("sound/device", what=shown), button=button))
    draft.blocks.append(Rows(title=words.text(f"sound/{kind}"), rows=rows, empty=words.text(f"sound/no_{kind}")))
