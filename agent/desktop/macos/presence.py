"""Whether the customer's own desktop is on the screen: not another user's, not the lock, not macOS' own question.

Beside a question of macOS' own (a password, a permission) nothing is shown and nothing injected: only the customer
answers it.
"""

from typing import Final, Protocol

from agent.desktop.base import DesktopError
from agent.desktop.macos.programs import Programs
from agent.desktop.macos.session import Login, SessionCalls, login_now
from agent.desktop.macos.window_list import ON_SCREEN, WindowCalls, windows

ASKING: Final = frozenset(
    {
        "securityagent",
        "coreautha",
        "loginwindow",
        "usernotificationcenter",
        "universalaccessauthwarn",
        "screensaverengine",
    }
)
"""Programs of macOS that ask for a password, a finger or a permission, or stand before the desktop."""


class PresenceCalls(SessionCalls, WindowCalls, Protocol):
    """What is asked of Quartz."""


class Presence:
    """Looks, each time it is asked. Any thread."""

    def __init__(self, calls: PresenceCalls) -> None:
        self._calls, self._programs = calls, Programs()

    def login(self) -> Login:
        """Say how this login stands."""
        return login_now(self._calls)

    def asked(self) -> bool:
        """Say whether macOS itself asks the customer something; in doubt, it does."""
        try:
            shown = {window.pid for window in windows(self._calls, ON_SCREEN)}
        except DesktopError:
            return True
        self._programs.keep(shown)
        return any(self._programs.of(pid).name in ASKING for pid in shown)

    def __call__(self) -> bool:
        """Say whether the customer's desktop can be seen."""
        return self.login().open and not self.asked()
