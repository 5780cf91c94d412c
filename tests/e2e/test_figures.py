"""The figures of a real session: what the agent counts and decides is what the technician reads."""

from collections.abc import Iterator

import pytest

from scripts.rigs.browser import chromium
from scripts.rigs.scene import Scene, place, scene


@pytest.fixture(scope="module")
def met() -> Iterator[Scene]:
    with place() as (desk, server), chromium("en") as tab, scene(desk, server, tab) as live:
        yield live


def figure(met: Scene, name: str) -> str:
    return met.technician.text(f"[data-testid={name}]")


def test_every_figure_is_known_within_seconds(met: Scene) -> None:
    for name in ("roundTrip", "images", "rate", "loss", "data", "way", "limit"):
        met.technician.wait(lambda name=name: figure(met, name) not in ("", "–"), f"the figure {name}")  # type: ignore[misc]
    assert figure(met, "roundTrip").endswith(" ms")
    assert figure(met, "way") == "direct"
    assert figure(met, "data").endswith(" MB")


def test_what_was_sent_grows_with_what_is_shown(met: Scene) -> None:
    before = float(figure(met, "data").removesuffix(" MB"))
    refresh = "document.querySelector('[data-testid=quality]')"
    for quality in ("sharp", "least", "smooth", "automatic"):
        chosen = f"({refresh}.value = '{quality}', {refresh}.dispatchEvent(new Event('change', {{bubbles: true}})))"
        met.technician.tab.evaluate(chosen)
    met.technician.press(".status [data-tool=figures]")
    met.technician.wait(lambda: not met.technician.there("[data-testid=data]"), "the figures to be folded")
    met.technician.press(".status [data-tool=figures]")
    met.technician.wait(lambda: figure(met, "data") != "–", "the figures again")
    assert float(figure(met, "data").removesuffix(" MB")) >= before
    assert met.technician.phase == "live", "none of the qualities was refused"
