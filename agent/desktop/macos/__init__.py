"""macOS 14 and later: the screen (ScreenCaptureKit), the technician's hand (CGEvent), the customer's (a tap), masks.

Written against Apple's documentation and pyobjc's, and never run: see docs/decisions/macos.md.
"""

from collections.abc import Callable

from agent.desktop.acting import Acting
from agent.desktop.base import Desktop
from agent.desktop.guarded import GuardedInjector
from agent.desktop.macos import frameworks
from agent.desktop.macos.absence import MacAbsence
from agent.desktop.macos.access import MacConsent
from agent.desktop.macos.capture_kit import CaptureKit
from agent.desktop.macos.displays import MacMonitors
from agent.desktop.macos.events import open_poster
from agent.desktop.macos.ground import MacGround
from agent.desktop.macos.hand import MacHand
from agent.desktop.macos.keyboard import MacKeyboard
from agent.desktop.macos.mouse import MacMouse
from agent.desktop.macos.pointer import MacPointerSource
from agent.desktop.macos.presence import Presence
from agent.desktop.macos.release import MacRelease
from agent.desktop.macos.screen import MacScreen
from agent.desktop.macos.windows import MacWindows
from agent.desktop.masking import ListedMasking
from agent.desktop.unknown import Unknown
from agent.hiding.judge import judge
from agent.system_consent import Consent


def open_macos(own_pids: Callable[[], set[int]]) -> Desktop:
    """Open this login's desktop. Raise DesktopError when there is none, or macOS lacks what Handrail needs."""
    quartz = frameworks.quartz()
    consent = MacConsent(quartz, frameworks.app_kit())
    seen, monitors, acting = Presence(quartz), MacMonitors(quartz), Acting()
    ground = MacGround(quartz, frameworks.accessibility(), monitors, own_pids)
    desk = MacWindows(quartz, monitors, own_pids)
    masking = ListedMasking(desk, ground, judge, Unknown(), seen)
    kit = None
    if Consent.SCREEN not in consent.missing:
        kit = CaptureKit(frameworks.capture_kit(), quartz, frameworks.pool, own_pids)
    screen = MacScreen(monitors, kit, masking.look, seen)
    poster = open_poster(quartz, acting.mark)
    mouse, keyboard = MacMouse(poster, monitors), MacKeyboard(poster)
    injector = GuardedInjector(acting, mouse, keyboard, ground, masking, nudge=screen.nudge)
    hand = MacHand(quartz, acting, allowed=Consent.CONTROL not in consent.missing, nudge=screen.nudge)
    pointer = MacPointerSource(quartz, monitors, seen)
    return Desktop(screen, injector, hand, masking, MacAbsence(seen), pointer, clipboard=None, consent=consent)


def open_macos_releaser() -> MacRelease:
    """Open what the watchdog needs. Raise DesktopError where the customer has not allowed it."""
    return MacRelease(frameworks.quartz())
