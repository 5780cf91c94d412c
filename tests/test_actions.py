"""What the customer did in a window, as the rules hear it."""

from pathlib import Path

import pytest

from agent.actions import found_to_hide, session_event
from agent.areas import Rect
from agent.hiding.vocabulary import HiddenApplication, HiddenArea, HiddenFolder, HiddenThing, HiddenWindow
from agent.protocol import messages as wire
from agent.session import events as on
from agent.ui import model as ui
from tests.fakes import fake_desktop

WINDOW = HiddenWindow(7, "Comptes 2026")


def test_hiding_a_window_takes_its_title_from_the_desktop_not_from_the_window_that_says_it() -> None:
    assert session_event(ui.Hide(kind="window", window=7), fake_desktop([])) == on.CustomerHid(WINDOW)


def test_a_window_that_has_closed_meanwhile_is_not_hidden() -> None:
    assert session_event(ui.Hide(kind="window", window=8), fake_desktop([])) is None
    assert session_event(ui.ShareOnly(window=8), fake_desktop([])) is None


def test_a_folder_is_hidden_when_it_is_one(tmp_path: Path) -> None:
    hide = ui.Hide(kind="folder", name=str(tmp_path))
    assert session_event(hide, fake_desktop([])) == on.CustomerHid(HiddenFolder(tmp_path))
    for name in (str(tmp_path / "none"), tmp_path.name, ""):
        assert session_event(ui.Hide(kind="folder", name=name), fake_desktop([])) is None


@pytest.mark.parametrize(
    ("proposal", "things"),
    [
        (wire.HideWindow(x=1, y=1), (WINDOW,)),
        (wire.HideApplication(x=1, y=1), (HiddenApplication("calc"),)),
        (wire.HideWindow(x=2, y=2), ()),
        (wire.HideArea(x=5, y=6, width=7, height=8), (HiddenArea(Rect(5, 6, 7, 8)),)),
    ],
)
def test_what_the_technician_points_at_is_found(
    proposal: wire.HideWindow | wire.HideApplication | wire.HideArea, things: tuple[HiddenThing, ...]
) -> None:
    assert found_to_hide(proposal, fake_desktop([])) == on.FoundToHide(things)
