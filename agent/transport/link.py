"""The one thing the agent's loop uses to reach the other side: one code, one pairing, one link.

Decides nothing about permissions; hands over every message unread, after the pairing is proved and bound.
"""

from collections.abc import Callable

from agent.protocol.codes import Code
from agent.transport.events import Channel, LinkEvent


class Link:
    """One link, good for one code: make another for the next.

    Call `issue` (the customer's code) or `join` (the technician's) once. Everything that happens is said by
    `on_event`, called on the event loop's thread, in this order:
    [CodeReady] PeerPaired Opened (Received | Lost | Back)* and at any point, once and last, Failed.
    No method blocks or raises for what the network does.
    """

    def __init__(self, server_url: str, on_event: Callable[[LinkEvent], None]) -> None:
        """Prepare a link over the rendezvous at `server_url` (https://..., or http://... on loopback). Nothing is sent."""
        raise NotImplementedError

    def issue(self) -> None:
        """Ask the server for a nameplate, make the secret and wait for a technician."""
        raise NotImplementedError

    def join(self, code: Code) -> None:
        """Use a code that a technician's console shows."""
        raise NotImplementedError

    def send(self, channel: Channel, data: str | bytes) -> None:
        """Queue one message (at most 256 KiB, what browsers take). Before `Opened` and after the end it is dropped."""
        raise NotImplementedError

    def buffered(self, channel: Channel) -> int:
        """Count the bytes queued on `channel` that were not yet handed to the network."""
        raise NotImplementedError

    @property
    def sent_bytes(self) -> int:
        """Count the bytes of all messages accepted by `send`."""
        raise NotImplementedError

    def cut(self) -> None:
        """End now, synchronously, network or not: no message is sent or delivered and no event said after this returns.

        The other side is told by the transport's own goodbye, if it can be reached. Harmless when called twice.
        """
        raise NotImplementedError

    async def close(self, last_words: str | None = None) -> None:
        """End and let go of every socket. Queued messages are dropped, `last_words` (on `control`) still go, for at most 0.5 s.

        Events stop at once. Returns within 2 s, network or not. Harmless after `cut` and when called twice.
        """
        raise NotImplementedError
