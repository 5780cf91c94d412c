"""Windows 10 and 11: the screen (GDI), the technician's hand (SendInput), the customer's hand (hooks), masks."""

from collections.abc import Callable

from agent.desktop.acting import Acting
from agent.desktop.base import Desktop
from agent.desktop.unknown import Unknown
from agent.desktop.windows.absence import WindowsAbsence
from agent.desktop.windows.clipboard import WindowsClipboard
from agent.desktop.windows.cursor import WindowsPointerSource
from agent.desktop.windows.hand import WindowsHand
from agent.desktop.windows.injector import WindowsInjector
from agent.desktop.windows.masking import WindowsMasking
from agent.desktop.windows.monitors import WindowsMonitors
from agent.desktop.windows.own_windows import WindowsOwnWindows
from agent.desktop.windows.screen import WindowsScreen
from agent.desktop.windows.win32_display import be_aware_of_pixels
from agent.desktop.windows.win32_session import input_desktop_is_ours
from agent.desktop.windows.windows import WindowsOfDesktop
from agent.hiding.judge import judge


def open_windows(own_pids: Callable[[], set[int]]) -> Desktop:
    """Open this session's desktop. Raise DesktopError when there is none, or Windows lacks what Handrail needs."""
    be_aware_of_pixels()
    seen, monitors, acting = input_desktop_is_ours, WindowsMonitors(), Acting()
    desk = WindowsOfDesktop(monitors, own_pids)
    masking = WindowsMasking(desk, monitors, judge, Unknown(), seen, lambda: screen.nudge())
    screen = WindowsScreen(monitors, masking.look, seen)
    own = WindowsOwnWindows(monitors, own_pids)
    injector = WindowsInjector(acting, monitors, own, masking, nudge=screen.nudge)
    hand = WindowsHand(acting, screen.nudge)
    pointer, clipboard = WindowsPointerSource(monitors, seen), WindowsClipboard(masking)
    return Desktop(screen, injector, hand, masking, WindowsAbsence(seen), pointer, clipboard)
