"""Restart and come back: once, when the customer allowed it, and never by force.

What is needed to come back is laid before the system is asked (agent/comeback), and forgotten where it says no.
"""

from typing import Protocol, cast

from agent.comeback.comeback import Comeback
from agent.comeback.kept import ComebackError
from agent.protocol.message import ForTool
from agent.protocol.permissions import Permission
from agent.protocol.restart_messages import BeginRestart, RestartFault, RestartRefused
from agent.tools.base import Around
from agent.tools.tasks import Tasks


class Computer(Protocol):
    """What restarts this computer."""

    async def obstacle(self) -> RestartFault | None:
        """Say what stands against a restart now."""

    async def restart(self) -> RestartFault | None:
        """Restart it, as the user's own menu does: programs may ask to save. None: it restarts."""

    def close(self) -> None:
        """Let go of everything. Never raises."""


class RestartTool:
    """The tool."""

    permissions = frozenset({Permission.RESTART})
    messages: tuple[type[ForTool], ...] = (BeginRestart,)

    def __init__(self, around: Around, computer: Computer, comeback: Comeback) -> None:
        self._around, self._computer, self._comeback = around, computer, comeback
        self._tasks = Tasks(around.spawn)
        self._busy = False

    def use(self, message: ForTool) -> None:
        """Begin to restart; while that is under way it is not begun again."""
        if not self._busy:
            self._busy = True
            self._around.record("restart.begun", {})
            self._tasks.spawn(self._restart(cast(BeginRestart, message).secret))

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Do not restart, or come back, after all; once the computer restarts, the session ends by that."""
        self._tasks.drop()
        self._busy = False
        self._comeback.over()

    async def close(self) -> None:
        """Let go of everything."""
        await self._tasks.close()
        self._comeback.over()
        self._computer.close()

    async def _restart(self, secret: str) -> None:
        fault = await self._computer.obstacle() or self._laid(secret)
        if fault is None and self._allowed:
            fault = await self._computer.restart()
        if fault is None and self._allowed:
            self._comeback.going()
            return self._around.restarting()
        self._comeback.forget()
        self._busy = False
        if fault and self._allowed:
            self._around.record("restart.refused", {"fault": fault})
            self._around.tell(RestartRefused(reason=fault))

    @property
    def _allowed(self) -> bool:
        return self._around.permitted(Permission.RESTART)

    def _laid(self, secret: str) -> RestartFault | None:
        """Lay the way back; a few lines on the user's own disk."""
        if not self._allowed:
            return None
        try:
            self._comeback.lay(secret)
        except ComebackError:
            return RestartFault.NOT_KEPT
        return None
