"""A Mac's desktop as a whole: what the customer has not allowed in the system's settings is not offered."""

from contextlib import nullcontext

import pytest

from agent.areas import Rect
from agent.desktop.base import Desktop, DesktopError
from agent.desktop.macos import frameworks, open_macos, open_macos_releaser, programs
from agent.desktop.macos.access import PANES, MacConsent
from agent.desktop.macos.frameworks import Quartz, complete, names
from agent.desktop.macos.ground import FocusCalls
from agent.desktop.macos.programs import Program
from agent.hiding.vocabulary import Hidden
from agent.protocol.permissions import Permission
from agent.system_consent import Consent
from agent.tools.all_tools import permissions_here
from tests.desktop.macos.fakes import OURS, FakeFocus, FakeKit, FakeQuartz, FakeSettings, window

SEEING = {Permission.VIEW, Permission.ANNOTATE}


@pytest.fixture
def quartz(monkeypatch: pytest.MonkeyPatch) -> FakeQuartz:
    quartz = FakeQuartz()
    monkeypatch.setattr(programs, "_ask", lambda pid: Program(f"/Applications/{pid}"))
    monkeypatch.setattr(frameworks, "quartz", lambda: quartz)
    monkeypatch.setattr(frameworks, "accessibility", FakeFocus)
    monkeypatch.setattr(frameworks, "capture_kit", FakeKit)
    monkeypatch.setattr(frameworks, "app_kit", FakeSettings)
    monkeypatch.setattr(frameworks, "pool", nullcontext)
    return quartz


def desktop() -> Desktop:
    return open_macos(lambda: {OURS})


async def test_with_both_permissions_the_parts_work_together(quartz: FakeQuartz) -> None:
    quartz.shown = [window(1), window(2, pid=8, area=Rect(0, 0, 1440, 900))]
    mac = desktop()
    assert mac.consent is not None
    assert not mac.consent.missing
    assert {*SEEING, Permission.CONTROL, Permission.SYSTEM} <= permissions_here(mac)
    mac.masking.start(lambda areas, sudden: None)
    mac.hand.start(lambda kind: None)
    assert len(mac.screen.grab(Rect(0, 0, 8, 8))) == 256, "which has the windows looked at"
    mac.injector.move(900, 500)
    assert [one.kind for one in quartz.posted] == ["mouse 5"]
    mac.masking.use(Hidden(windows=frozenset({2})))
    mac.injector.move(901, 500)
    mac.screen.grab(Rect(0, 0, 8, 8))
    mac.injector.move(901, 500)
    assert len(quartz.posted) == 1, "neither before it is known where that lies nor after"
    mac.hand.stop()
    mac.masking.stop()
    mac.injector.close()
    mac.screen.close()


async def test_without_accessibility_the_technician_guides_and_has_no_control(quartz: FakeQuartz) -> None:
    quartz.allowed = {"screen"}
    mac = desktop()
    assert mac.consent is not None
    assert list(mac.consent.missing) == [Consent.CONTROL]
    here = permissions_here(mac)
    assert here >= SEEING
    assert Permission.CONTROL not in here
    mac.hand.start(lambda kind: None)
    mac.hand.stop()


@pytest.mark.parametrize("allowed", [{"screen", "post"}, {"screen", "listen"}])
def test_control_needs_that_the_customers_hand_is_heard_too(quartz: FakeQuartz, allowed: set[str]) -> None:
    quartz.allowed = allowed
    assert Permission.CONTROL not in permissions_here(desktop())


def test_without_screen_recording_nothing_of_the_screen_is_offered(quartz: FakeQuartz) -> None:
    quartz.allowed = {"post", "listen"}
    here = permissions_here(desktop())
    assert not here & {*SEEING, Permission.CONTROL}
    assert Permission.SYSTEM in here


def test_the_clipboard_and_what_else_is_not_there_is_not_offered(quartz: FakeQuartz) -> None:
    here = permissions_here(desktop())
    assert not here & {Permission.CLIPBOARD_IN, Permission.CLIPBOARD_OUT}


def test_the_system_is_asked_and_its_settings_opened_only_when_told() -> None:
    quartz, settings = FakeQuartz(), FakeSettings()
    quartz.allowed = set()
    consent = MacConsent(quartz, settings)
    assert list(consent.missing) == [Consent.SCREEN, Consent.CONTROL]
    assert (quartz.asked, settings.opened) == ([], [])
    consent.ask(Consent.CONTROL)
    assert (quartz.asked, settings.opened) == (["post"], [PANES[Consent.CONTROL]])
    consent.ask(Consent.SCREEN)
    assert quartz.asked == ["post", "screen"]


def test_the_watchdog_has_its_own_way_in(quartz: FakeQuartz) -> None:
    open_macos_releaser().release_all()
    assert quartz.posted == []


def test_the_fakes_have_every_call_that_is_asked_for() -> None:
    assert "CGEventTapCreate" in names(Quartz)
    assert "kCFRunLoopCommonModes" in names(Quartz)
    assert complete(FakeQuartz(), Quartz)
    assert complete(FakeFocus(), FocusCalls)


def test_a_mac_that_lacks_a_call_says_so_at_the_start() -> None:
    with pytest.raises(DesktopError, match="macOS 14 \\(AXUIElementCopyAttributeValue"):
        complete(object(), FocusCalls)
