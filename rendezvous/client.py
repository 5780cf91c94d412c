"""One connected client, as the rooms that know no sockets see it."""

from typing import Protocol

from agent.protocol.signalling import ServerFrame, Technician
from rendezvous.codes import Side


class Line(Protocol):
    """One connected client."""

    @property
    def side(self) -> Side:
        """Say which program it is."""

    @property
    def address(self) -> str:
        """Return the key its address is counted under."""

    @property
    def technician(self) -> Technician | None:
        """Return who is logged in on it; None on an agent."""

    def deliver(self, frame: ServerFrame) -> None:
        """Queue a frame for the client."""

    def expire(self) -> None:
        """End the connection: nobody claimed its code, or met it, in time."""
