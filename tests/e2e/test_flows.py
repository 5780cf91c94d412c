"""What a flow's checks would miss if they could not fail: each is seen to fail on a session where it must."""

from collections.abc import Callable, Iterator

import pytest

from scripts.rigs import flow_checks, pointer_check
from scripts.rigs.browser import chromium
from scripts.rigs.flow_checks import Observed
from scripts.rigs.scene import Scene, place, scene
from scripts.rigs.technician import SECONDS


@pytest.fixture(scope="module")
def met() -> Iterator[Scene]:
    with place() as (desk, server), chromium("en") as tab, scene(desk, server, tab) as live:
        yield live


def test_a_picture_that_is_not_the_customers_screen_is_told(met: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    observed = Observed(met)
    flow_checks.frames(observed)
    true_picture = met.technician.picture
    monkeypatch.setattr(met.technician, "picture", lambda: true_picture().point(lambda value: value // 2))
    monkeypatch.setattr(flow_checks, "SHARP_SECONDS", 2.0)  # it never comes
    with pytest.raises(TimeoutError):
        flow_checks.frames(observed)


def test_a_click_beside_its_place_is_told(met: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    observed = Observed(met)
    met.technician.ask("control")
    met.technician.wait(lambda: met.technician.hand == "technician", "the hand")
    true_place = met.technician.place
    monkeypatch.setattr(met.technician, "place", lambda x, y: true_place(x + 9, y))
    with pytest.raises(AssertionError, match="arrived at"):
        flow_checks.clicks(False)(observed)


def test_a_pointer_beside_its_place_is_told(met: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    if met.technician.standing("control") != "granted":
        met.technician.ask("control")
    met.technician.wait(lambda: met.technician.hand == "technician", "the hand")
    true_place, true_wait = met.technician.place, met.technician.wait

    def wait(true: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
        """Wait as ever, but for what never comes."""
        true_wait(true, what, 3 if what.startswith("the customer's pointer at") else seconds)

    monkeypatch.setattr(met.technician, "place", lambda x, y: true_place(x + 9, y))
    monkeypatch.setattr(met.technician, "wait", wait)
    with pytest.raises(TimeoutError, match="the customer's pointer at"):
        pointer_check.look(met)


def test_a_pause_that_lets_frames_through_is_told(met: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    observed = Observed(met)
    monkeypatch.setattr(met.customer, "press", lambda button: None)
    monkeypatch.setattr(met.technician, "wait", lambda true, what, seconds=1.0: None)
    with pytest.raises(AssertionError):
        flow_checks.pause(observed)
