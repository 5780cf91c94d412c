"""Restarts a computer with Windows, as its start menu does: programs that hold something unsaved are asked first."""

from agent.desktop.base import DesktopError
from agent.desktop.windows.win32_restart import NotAllowed, allow_restart, restart
from agent.protocol.restart_messages import RestartFault


class WindowsComputer:
    """The computer, as Windows knows it."""

    async def obstacle(self) -> RestartFault | None:
        """Ask whether this user may."""
        try:
            allow_restart()
        except NotAllowed:
            return RestartFault.DENIED
        except DesktopError:
            return RestartFault.UNAVAILABLE
        return None

    async def restart(self) -> RestartFault | None:
        """Begin; what programs and user then answer, Windows asks by itself."""
        try:
            restart()
        except NotAllowed:
            return RestartFault.DENIED
        except DesktopError:
            return RestartFault.UNAVAILABLE
        return None

    def close(self) -> None:
        """Hold nothing."""
