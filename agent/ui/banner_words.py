"""What the banner says for a view, and whether there is a banner and a border at all."""

from dataclasses import dataclass
from typing import Literal

from agent.protocol.voice_messages import Microphone
from agent.ui import shades
from agent.ui.lines import sharing
from agent.ui.model import Cover, Press, View, WipeMarks
from agent.ui.parts import Pressable
from agent.ui.sound_shown import Mute
from agent.ui.words import Words, plain

Pushed = Press | Cover | WipeMarks | Mute
"""What a button of the banner means."""

MAX_WHO = 28
"""Characters of a name on the banner."""


@dataclass(frozen=True)
class BarButton:
    """A button of the banner."""

    label: str
    action: Pushed


@dataclass(frozen=True)
class Bar:
    """The banner, every word chosen. `hand` is set while the customer's own hand holds off the technician's."""

    text: str
    second: str
    """The line below: that the microphone is open, what will end soon, or else where the technician belongs."""
    short: str
    hand: str
    tone: Literal["calm", "still", "wrong"]
    buttons: tuple[BarButton, ...]
    wipe: BarButton
    """While the technician's marks are on the screen: takes them away."""
    few: tuple[BarButton, ...]
    """The buttons of the banner made small."""
    smaller: str
    larger: str
    colour: str
    border: bool
    covered: bool


def bar(view: View) -> Bar | None:
    """Compose the banner; None where no session is on."""
    if not _in_session(view):
        return None
    words = Words(view.lang)
    who = plain(view.technician.name, MAX_WHO) if view.technician else words.text("frame/nameless")
    organisation = plain(view.technician.organisation, MAX_WHO) if view.technician else ""
    still = view.paused_by is not None or view.covered
    shared = bool(view.granted) and not (still or view.link_lost)
    stop, cover = _press(words, "frame/stop", "stop"), _cover(words, view)
    mute = (BarButton(words.text("sound/mute"), Mute(on=True)),) if _is_open(view) else ()
    return Bar(
        text="".join(run.text for run in sharing(words, view, who)),
        second=_microphone(words, view) or _ending(words, view) or organisation,
        short=who,
        hand=words.text("live/hand") if view.customer_has_hand and not still and not view.link_lost else "",
        tone="wrong" if view.link_lost else "still" if still else "calm",
        buttons=(_pause_or_resume(words, view), stop, cover, _press(words, "banner/hide", "hiding"), *mute),
        wipe=BarButton(words.text("banner/wipe"), WipeMarks()),
        few=(stop, cover, *mute),
        smaller=words.text("banner/smaller"),
        larger=words.text("banner/larger"),
        colour=shades.on_light(view.brand.accent).colour,
        border=shared,
        covered=view.covered,
    )


def _press(words: Words, key: str, button: Pressable) -> BarButton:
    return BarButton(words.text(key), Press(button=button))


def _pause_or_resume(words: Words, view: View) -> BarButton:
    return _press(words, "frame/resume", "resume") if view.paused_by else _press(words, "frame/pause", "pause")


def _cover(words: Words, view: View) -> BarButton:
    """Hide everything in one click: what was shown by accident must not wait for a window to be found."""
    label = words.text("banner/uncover" if view.covered else "banner/cover")
    return BarButton(label, Cover(covered=not view.covered))


def _is_open(view: View) -> bool:
    return view.sound is not None and view.sound.microphone is Microphone.OPEN


def _microphone(words: Words, view: View) -> str:
    """Say that the microphone is open; opening one that was closed is left to the window."""
    return words.text("sound/banner") if _is_open(view) else ""


def _ending(words: Words, view: View) -> str:
    """Say what the customer gave for some minutes and will end first."""
    limited = [(held.seconds_left, held.permission) for held in view.granted if held.seconds_left is not None]
    if not limited:
        return ""
    seconds, permission = min(limited)
    what = words.text(f"permission/{permission}/ask")
    if seconds < 60:
        return words.text("banner/still_short", what=what)
    return words.text("banner/still", m=str(-(-seconds // 60)), what=what)


def _in_session(view: View) -> bool:
    """Say whether a session is on: from the first yes or the first live second, not during the first question."""
    begun = bool(view.granted) or view.live_seconds > 0
    return view.screen in ("live", "hiding", "report") or (view.screen == "asking" and begun)
