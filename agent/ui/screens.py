"""Composes the page for a view: which words, which buttons, and which one is safe to have the focus."""

from collections.abc import Callable

from agent.ui import changes, during, hiding, kept, shades, ways_in
from agent.ui.model import Screen, View
from agent.ui.page import Page
from agent.ui.parts import Draft, Local
from agent.ui.words import Words, plain

SCREENS: dict[Screen, Callable[[Draft], None]] = {
    "start": ways_in.start,
    "code": ways_in.code,
    "enter_code": ways_in.enter_code,
    "connecting": ways_in.connecting,
    "problem": ways_in.problem,
    "asking": during.asking,
    "live": during.live,
    "hiding": hiding.hiding,
    "report": during.report,
    "difference": changes.difference,
    "ended": during.ended,
    "kept": kept.kept,
}


def compose(view: View, local: Local = Local()) -> Page:  # noqa: B008 (frozen)
    """Compose the page for `view` in a window that knows `local`."""
    words = Words(view.lang)
    draft = Draft(view, words, local)
    if view.covered and view.screen in ("live", "hiding"):
        hiding.covered(draft)
    else:
        SCREENS[view.screen](draft)
    brand = plain(view.brand.name)
    return Page(
        lang=view.lang,
        name=draft.name,
        window_title=words.text("frame/window", brand=brand),
        brand=brand,
        logo=view.brand.logo,
        close=words.text("frame/close"),
        light=shades.on_light(view.brand.accent),
        dark=shades.on_dark(view.brand.accent),
        tone=draft.tone,
        status=draft.status,
        top=draft.top,
        blocks=draft.blocks,
        buttons=draft.buttons,
        focus=draft.focus,
        guarded=draft.guarded,
        announce=draft.announce,
        names_round=view.names_round,
        private=draft.private,
    )
