"""What macOS lets this program do only once the customer allows it in its settings (CGWindow.h, CGEvent.h).

A program learns of it when it starts: what is missing then is not offered in this run, and the window says how to
give it.
"""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from agent.system_consent import Consent

PANES: Final = {
    Consent.SCREEN: "x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture",
    Consent.CONTROL: "x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility",
}
"""The page of the system's settings on which each is given."""


class AccessCalls(Protocol):
    """What is asked of Quartz."""

    def CGPreflightScreenCaptureAccess(self) -> bool:
        """Say whether the screen may be recorded."""

    def CGRequestScreenCaptureAccess(self) -> bool:
        """Enter this program in the settings' list; macOS asks the customer the first time."""

    def CGPreflightPostEventAccess(self) -> bool:
        """Say whether input may be injected."""

    def CGRequestPostEventAccess(self) -> bool:
        """Enter this program in the settings' list; macOS asks the customer the first time."""

    def CGPreflightListenEventAccess(self) -> bool:
        """Say whether input of others may be heard."""


class SettingsCalls(Protocol):
    """What is asked of AppKit; objects of Objective-C are opaque."""

    NSWorkspace: Any
    NSURL: Any


class MacConsent:
    """agent.desktop.base.SystemConsent, as it was when this began."""

    def __init__(self, calls: AccessCalls, settings: SettingsCalls) -> None:
        """Look."""
        self._calls, self._settings = calls, settings
        self.missing: Sequence[Consent] = tuple(self._look())

    def _look(self) -> list[Consent]:
        control = self._calls.CGPreflightPostEventAccess() and self._calls.CGPreflightListenEventAccess()
        given = {Consent.SCREEN: self._calls.CGPreflightScreenCaptureAccess(), Consent.CONTROL: control}
        return [one for one in Consent if not given[one]]

    def ask(self, consent: Consent) -> None:
        """Have macOS ask, and open the page of its settings on which the customer gives it."""
        match consent:
            case Consent.SCREEN:
                self._calls.CGRequestScreenCaptureAccess()
            case Consent.CONTROL:
                self._calls.CGRequestPostEventAccess()
        page = self._settings.NSURL.URLWithString_(PANES[consent])
        self._settings.NSWorkspace.sharedWorkspace().openURL_(page)
