"""A run's way over a restart, as the one loop sees it: what waits after one, and what is laid for the next."""

from agent import clock
from agent.comeback.comeback import Comeback
from agent.comeback.kept import Kept
from agent.protocol.signalling import Technician


class ReturnTrip:
    """What was kept over a restart, used once, and the way back over another."""

    def __init__(self, comeback: Comeback | None, back: Kept | None) -> None:
        self._comeback, self._back = comeback, back
        self._record_asked = False

    @property
    def awaited_by(self) -> Technician | None:
        """Return who waits to go on after a restart."""
        return self._back.technician if self._back else None

    @property
    def stands(self) -> bool:
        """Say whether the computer restarts, and the technician may come back."""
        return self._comeback is not None and self._comeback.stage == "going"

    def meets(self, technician: Technician) -> None:
        """Take note of whom the session is with."""
        if self._comeback:
            self._comeback.technician = technician

    def taken_up(self) -> Kept | None:
        """Give what was kept, once."""
        back, self._back = self._back, None
        return back

    def forget(self) -> None:
        """Do not come back after the restart: the customer does not want it, or is done here."""
        if self._comeback:
            self._comeback.forget()

    def look(self) -> bool:
        """Forget the way back when its time is over; say whether that of what was kept is, with no answer yet."""
        if self._comeback:
            self._comeback.look()
        return self._back is not None and clock.utc_now() >= self._back.until

    def record_due(self) -> bool:
        """Say, once, that the session's record must be kept now: the restart would take it along."""
        due = self.stands and not self._record_asked
        self._record_asked = self._record_asked or due
        return due
