"""Where the customer reads what comes from elsewhere: the plug-in's own windows, on a real X screen."""

from collections.abc import Sequence

from agent.ui.model import View
from scripts.rigs.customer_views import example_views
from scripts.rigs.hostile.fill import filled
from scripts.rigs.hostile.watch import READ, WATCH, Seen
from tests.ui.rig import Desk, Shown, command, probed, shown

HEADING = "document.querySelector('h1')?.textContent"


def in_web_window(desk: Desk, strings: Sequence[str]) -> list[str]:
    """Show each string wherever a view has a text, in the window that a web view draws."""
    with probed(desk) as window:
        window.run_js(WATCH)
        before = _seen(window)
        for view in _views(strings):
            window.show(view)
            window.run_js("1")
        window.next_beat()
        return [*_seen(window).beyond(before), *_gone(window)]


def in_plain_window(desk: Desk, strings: Sequence[str]) -> list[str]:
    """Show them in the window that is there without a web view."""
    return _shown(desk, "plain", strings)


def in_banner(desk: Desk, strings: Sequence[str]) -> list[str]:
    """Show them in the banner."""
    return _shown(desk, "banner", strings)


def _shown(desk: Desk, kind: str, strings: Sequence[str]) -> list[str]:
    with shown(desk, command(kind)) as window:
        for view in _views(strings):
            window.show(view)
        window.next_beat()
        return _gone(window)


def _views(strings: Sequence[str]) -> list[View]:
    """Fill the example views, which take turns, each with its string."""
    examples = [view for lang in ("fr", "en") for view in example_views(lang).values()]
    made = (filled(examples[nth % len(examples)], text) for nth, text in enumerate(strings))
    return [view for view in made if isinstance(view, View)]


def _seen(window: Shown) -> Seen:
    return Seen.model_validate_json(window.run_js(READ))


def _gone(window: Shown) -> list[str]:
    """Say that the window's process fell."""
    return [] if window.process.poll() is None else [f"the window's process ended with {window.process.poll()}"]
