import pytest

from agent.protocol.signalling import (
    Bye,
    Claim,
    IceServer,
    Meet,
    Met,
    Paired,
    PeerGone,
    Refused,
    Register,
    Registered,
    Relay,
)
from rendezvous.codes import Codes
from rendezvous.config import Limits
from rendezvous.exchange import Exchange
from rendezvous.meetings import Meetings
from tests.rendezvous.fakes import CAMILLE, FakeLedger, FakeLine, agent, console

ISSUER_NONCE, JOINER_NONCE = "a" * 32, "b" * 32
RELAY = Relay(body="c2VhbGVk")


class Room:
    """An exchange with its ledger."""

    def __init__(self, servers: list[IceServer] | None = None) -> None:
        self.ledger = FakeLedger(servers)
        self.exchange = Exchange(Codes(Limits()), Meetings(Limits()), self.ledger, 600)

    def register(self, line: FakeLine, now: float = 0) -> str:
        self.exchange.handle(line, Register(version="1", nonce=ISSUER_NONCE), now)
        assert isinstance(line.last, Registered)
        return line.last.nameplate

    def claim(self, line: FakeLine, nameplate: str, now: float = 1) -> None:
        self.exchange.handle(line, Claim(version="1", nameplate=nameplate, nonce=JOINER_NONCE), now)

    def pair(self, issuer: FakeLine, joiner: FakeLine) -> str:
        nameplate = self.register(issuer)
        self.claim(joiner, nameplate)
        return nameplate


@pytest.mark.parametrize("issuer_is_agent", [True, False])
def test_both_ends_are_told_the_same_but_their_role(issuer_is_agent: bool) -> None:
    servers = [IceServer(urls=["stun:stun.example:3478"])]
    room = Room(servers)
    issuer, joiner = (agent(), console()) if issuer_is_agent else (console(), agent())
    nameplate = room.pair(issuer, joiner)
    expected = Paired(
        role="issuer",
        nameplate=nameplate,
        issuer_nonce=ISSUER_NONCE,
        joiner_nonce=JOINER_NONCE,
        technician=CAMILLE,
        ice_servers=servers,
    )
    assert issuer.last == expected
    assert joiner.last == expected.model_copy(update={"role": "joiner"})


def test_the_console_is_told_its_own_identity_when_it_registers_and_the_agent_none() -> None:
    room, technician, customer = Room(), console(), agent()
    room.register(technician)
    room.register(customer)
    assert isinstance(technician.last, Registered)
    assert technician.last.technician == CAMILLE
    assert isinstance(customer.last, Registered)
    assert customer.last.technician is None


def test_a_relayed_body_reaches_the_other_end_alone() -> None:
    room, issuer, joiner, stranger = Room(), agent(), console(), agent()
    room.register(stranger)
    room.pair(issuer, joiner)
    seen = len(stranger.received), len(issuer.received)
    room.exchange.handle(issuer, RELAY, 2)
    assert joiner.last == RELAY
    assert (len(stranger.received), len(issuer.received)) == seen


def test_a_body_without_a_pair_goes_nowhere() -> None:
    room, lonely, other = Room(), agent(), console()
    room.register(lonely)
    room.exchange.handle(lonely, RELAY, 1)
    room.exchange.handle(other, RELAY, 1)
    assert len(lonely.received) == 1
    assert not other.received


def test_when_one_leaves_the_other_is_told_and_the_code_stays_burned() -> None:
    room, issuer, joiner = Room(), agent(), console()
    nameplate = room.pair(issuer, joiner)
    room.exchange.leave(joiner)
    assert issuer.last == PeerGone()
    late = console("198.51.100.1")
    room.claim(late, nameplate)
    assert late.last == Refused(reason="code")


def test_after_both_are_gone_nothing_is_remembered() -> None:
    room, issuer, joiner = Room(), agent(), console()
    room.pair(issuer, joiner)
    room.exchange.handle(joiner, Bye(), 3)
    room.exchange.leave(joiner)
    room.exchange.leave(issuer)
    assert room.exchange.counts() == (0, 0)
    assert [value for value in vars(room.exchange).values() if isinstance(value, dict)] == [{}, {}, {}]
    assert len(room.ledger.begun) == len(room.ledger.ended) == 1


def test_an_issuer_who_leaves_takes_the_code_along() -> None:
    room, issuer, joiner = Room(), agent(), console()
    nameplate = room.register(issuer)
    room.exchange.leave(issuer)
    room.claim(joiner, nameplate)
    assert joiner.last == Refused(reason="code")
    assert room.exchange.counts() == (0, 0)


def test_a_line_holds_one_code_or_one_pair_at_a_time() -> None:
    room, issuer, joiner = Room(), agent(), console()
    nameplate = room.register(issuer)
    room.exchange.handle(issuer, Register(version="1", nonce=ISSUER_NONCE), 1)
    assert issuer.last == Refused(reason="busy")
    room.claim(joiner, nameplate)
    room.claim(joiner, nameplate)
    assert joiner.last == Refused(reason="busy")


def test_after_the_other_left_a_line_may_register_again() -> None:
    room, issuer, joiner = Room(), agent(), console()
    room.pair(issuer, joiner)
    room.exchange.leave(joiner)
    assert room.exchange.idle(issuer)
    room.register(issuer, 10)


def test_another_version_is_refused_before_any_code_is_looked_at() -> None:
    room, issuer, joiner = Room(), agent(), console()
    nameplate = room.register(issuer)
    for name in (nameplate, "00000"):
        room.exchange.handle(joiner, Claim(version="0", nameplate=name, nonce=JOINER_NONCE), 1)
        assert joiner.last == Refused(reason="version")
    room.claim(joiner, nameplate)
    assert isinstance(joiner.last, Paired)


def test_an_expired_line_is_ended_and_a_claimed_one_is_not() -> None:
    room, waiting, issuer, joiner = Room(), agent(), agent(), console()
    room.register(waiting)
    room.pair(issuer, joiner)
    room.exchange.expire(600)
    assert waiting.expired
    assert not issuer.expired
    assert room.exchange.counts() == (0, 1)


def test_an_expired_line_leaving_late_takes_no_one_elses_code() -> None:
    draws = iter([5, 5])
    ledger = FakeLedger()
    exchange = Exchange(Codes(Limits(), lambda: next(draws)), Meetings(Limits()), ledger, 600)
    old, new, joiner = agent(), agent(), console()
    exchange.handle(old, Register(version="1", nonce=ISSUER_NONCE), 0)
    exchange.handle(new, Register(version="1", nonce=ISSUER_NONCE), 600)
    exchange.leave(old)
    exchange.handle(joiner, Claim(version="1", nameplate="00005", nonce=JOINER_NONCE), 601)
    assert isinstance(joiner.last, Paired)


MEET = Meet(version="1", tag="a" * 64)


def test_two_who_lost_one_another_are_brought_together_and_relay() -> None:
    servers = [IceServer(urls=["stun:stun.example:3478"])]
    room, customer, technician = Room(servers), agent(), console()
    room.exchange.handle(customer, MEET, 0)
    assert customer.received == []
    assert not room.exchange.idle(customer)
    room.exchange.handle(technician, MEET, 5)
    room.exchange.handle(customer, RELAY, 6)
    assert customer.received == [Met(ice_servers=servers)]
    assert technician.received == [Met(ice_servers=servers), RELAY]
    assert room.ledger.begun == []


def test_what_is_relayed_before_a_meeting_goes_nowhere() -> None:
    room, customer, technician = Room(), agent(), console()
    room.exchange.handle(customer, MEET, 0)
    room.exchange.handle(customer, RELAY, 1)
    room.exchange.handle(technician, MEET, 2)
    assert technician.received == [Met()]


def test_a_waiting_line_is_let_go_in_time_and_a_met_one_told_that_the_other_left() -> None:
    room, lonely, customer, technician = Room(), agent(), agent(), console()
    room.exchange.handle(lonely, Meet(version="1", tag="b" * 64), 0)
    room.exchange.handle(customer, MEET, 0)
    room.exchange.handle(technician, MEET, 0)
    room.exchange.expire(120)
    assert (lonely.expired, customer.expired) == (True, False)
    room.exchange.leave(technician)
    assert customer.last == PeerGone()
    assert room.exchange.idle(customer)


def test_who_meets_holds_no_code_and_who_holds_a_code_does_not_meet() -> None:
    room, customer = Room(), agent()
    room.register(customer)
    room.exchange.handle(customer, MEET, 1)
    assert customer.last == Refused(reason="busy")
    other = agent()
    room.exchange.handle(other, MEET, 1)
    room.exchange.handle(other, MEET, 1)
    assert other.last == Refused(reason="busy")
    room.exchange.handle(technician := console(), Meet(version="2", tag="a" * 64), 1)
    assert technician.last == Refused(reason="version")
