"""What the banner says for a view, and whether there is a banner and a border at all."""

from dataclasses import dataclass
from typing import Literal

from agent.ui import shades
from agent.ui.lines import sharing
from agent.ui.model import View
from agent.ui.words import Words, plain

MAX_WHO = 28
"""Characters of a name on the banner."""


@dataclass(frozen=True)
class Bar:
    """The banner, every word chosen. `hand` is set while the customer's own hand holds off the technician's."""

    text: str
    organisation: str
    short: str
    hand: str
    tone: Literal["calm", "still", "wrong"]
    pause_label: str
    pause_button: Literal["pause", "resume"]
    stop_label: str
    smaller: str
    larger: str
    colour: str
    border: bool


def bar(view: View) -> Bar | None:
    """Compose the banner; None where no session is on."""
    if not _in_session(view):
        return None
    words = Words(view.lang)
    who = plain(view.technician.name, MAX_WHO) if view.technician else words.text("frame/nameless")
    organisation = plain(view.technician.organisation, MAX_WHO) if view.technician else ""
    paused = view.paused_by is not None
    text = "".join(run.text for run in sharing(words, view, who))
    return Bar(
        text=text,
        organisation=organisation,
        short=who,
        hand=words.text("live/hand") if view.customer_has_hand and not paused and not view.link_lost else "",
        tone="wrong" if view.link_lost else "still" if paused else "calm",
        pause_label=words.text("frame/resume" if paused else "frame/pause"),
        pause_button="resume" if paused else "pause",
        stop_label=words.text("frame/stop"),
        smaller=words.text("banner/smaller"),
        larger=words.text("banner/larger"),
        colour=shades.on_light(view.brand.accent).colour,
        border=bool(view.granted) and not paused,
    )


def _in_session(view: View) -> bool:
    """Say whether a session is on: from the first yes or the first live second, not during the first question."""
    begun = bool(view.granted) or view.live_seconds > 0
    return view.screen in ("live", "report") or (view.screen == "asking" and begun)
