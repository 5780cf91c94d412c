"""Lines and a ledger that only write down what they are told."""

from agent.protocol.signalling import IceServer, ServerFrame, Technician
from rendezvous.codes import Side
from rendezvous.exchange import Pair

CAMILLE = Technician(id="t-1", name="Camille D.", organisation="Exemple Assistance")


class FakeLine:
    """A connected client that keeps what it is sent."""

    def __init__(self, side: Side, technician: Technician | None = None, address: str = "192.0.2.1") -> None:
        self.side = side
        self.technician = technician
        self.address = address
        self.received: list[ServerFrame] = []
        self.expired = False

    def deliver(self, frame: ServerFrame) -> None:
        self.received.append(frame)

    def expire(self) -> None:
        self.expired = True

    @property
    def last(self) -> ServerFrame:
        return self.received[-1]


class FakeLedger:
    """A ledger that counts."""

    def __init__(self, servers: list[IceServer] | None = None) -> None:
        self.begun: list[Pair] = []
        self.ended: list[Pair] = []
        self._servers = servers or []

    def paired(self, pair: Pair) -> None:
        self.begun.append(pair)

    def parted(self, pair: Pair) -> None:
        self.ended.append(pair)

    def ice_servers(self) -> list[IceServer]:
        return self._servers


def agent(address: str = "192.0.2.1") -> FakeLine:
    return FakeLine(Side.AGENT, None, address)


def console(address: str = "192.0.2.2") -> FakeLine:
    return FakeLine(Side.CONSOLE, CAMILLE, address)
