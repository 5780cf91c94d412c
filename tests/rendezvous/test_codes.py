import random
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendezvous.codes import MAX_LIVE, Claimant, Codes, Denied, Side
from rendezvous.config import Limits

AGENT = Claimant(Side.AGENT, "192.0.2.1")
CONSOLE = Claimant(Side.CONSOLE, "192.0.2.2", "t-1")
BAD_CODE = Denied("code")


def generous(**changes: int) -> Limits:
    many = 1_000_000
    base = {
        "claims_per_address_per_minute": many,
        "registrations_per_address_per_minute": many,
        "failures_per_technician_in_15_minutes": many,
        "failures_per_technician_a_day": many,
    }
    return Limits.model_validate(base | changes)


def allocated(codes: Codes, side: Side = Side.AGENT, now: float = 0) -> str:
    nameplate = codes.allocate(side, "192.0.2.1", now)
    assert isinstance(nameplate, str)
    return nameplate


def test_a_code_is_claimed_once() -> None:
    codes = Codes(Limits())
    nameplate = allocated(codes)
    assert codes.claim(nameplate, CONSOLE, 1) is None
    assert codes.claim(nameplate, CONSOLE, 2) == BAD_CODE


def test_unknown_used_taken_expired_and_own_sides_codes_answer_alike() -> None:
    codes = Codes(generous())
    used, expired, own = allocated(codes), allocated(codes), allocated(codes, Side.CONSOLE, 500)
    codes.claim(used, CONSOLE, 1)
    taken = allocated(codes)
    codes.claim(taken, Claimant(Side.CONSOLE, "198.51.100.9", "t-2"), 1)
    codes.forget(used)
    unknown = next(f"{n:05d}" for n in count() if f"{n:05d}" not in {used, expired, own, taken})
    assert [codes.claim(name, CONSOLE, 601) for name in (unknown, used, taken, expired, own)] == [BAD_CODE] * 5


@pytest.mark.parametrize(("issuer", "claimant"), [(Side.AGENT, AGENT), (Side.CONSOLE, CONSOLE)])
def test_a_side_cannot_claim_its_own_sides_code_and_does_not_burn_it(issuer: Side, claimant: Claimant) -> None:
    codes = Codes(Limits())
    nameplate = allocated(codes, issuer)
    assert codes.claim(nameplate, claimant, 1) == BAD_CODE
    assert codes.claim(nameplate, CONSOLE if issuer is Side.AGENT else AGENT, 2) is None


def test_a_code_lives_600_seconds_and_not_one_more() -> None:
    codes = Codes(Limits())
    early, late = allocated(codes), allocated(codes)
    assert codes.claim(early, CONSOLE, 599.9) is None
    assert codes.claim(late, CONSOLE, 600) == BAD_CODE
    assert codes.expire(600) == [late]


def test_a_nameplate_is_not_drawn_again_while_it_or_its_pair_lives() -> None:
    draws = iter([7, 7, 7, 8, 7, 9, 7])
    codes = Codes(Limits(), lambda: next(draws))
    assert allocated(codes) == "00007"
    assert allocated(codes) == "00008"
    codes.claim("00007", CONSOLE, 1)
    assert codes.expire(700) == ["00008"]
    assert allocated(codes, now=700) == "00009"
    codes.forget("00007")
    assert allocated(codes, now=700) == "00007"


def test_too_many_live_codes_are_refused_as_busy() -> None:
    numbers = count()
    codes = Codes(generous(), lambda: next(numbers))
    for _ in range(MAX_LIVE):
        allocated(codes)
    assert codes.allocate(Side.AGENT, "192.0.2.1", 0) == Denied("busy")


def test_a_technician_has_5_failures_in_15_minutes_wherever_they_are() -> None:
    codes = Codes(Limits())
    for second in range(5):
        assert codes.claim("00000", CONSOLE, second) == BAD_CODE
    elsewhere = Claimant(Side.CONSOLE, "203.0.113.5", "t-1")
    assert codes.claim("00000", elsewhere, 5) == Denied("rate", 895)
    assert codes.claim("00000", CONSOLE, 900) == BAD_CODE


def test_a_right_code_does_not_help_a_technician_who_failed_too_often() -> None:
    codes = Codes(Limits())
    nameplate = allocated(codes)
    wrong = "00001" if nameplate == "00000" else "00000"
    for second in range(5):
        codes.claim(wrong, CONSOLE, second)
    assert codes.claim(nameplate, CONSOLE, 6) == Denied("rate", 894)


def test_a_technician_has_20_failures_a_day() -> None:
    codes = Codes(Limits())
    quarter = 15 * 60
    for attempt in range(20):
        assert codes.claim("00000", CONSOLE, (attempt // 5) * quarter) == BAD_CODE
    denied = codes.claim("00000", CONSOLE, 4 * quarter)
    assert denied == Denied("rate", 24 * 3600 - 4 * quarter)


def test_an_address_has_30_claims_a_minute_and_an_agent_no_other_limit() -> None:
    codes = Codes(Limits())
    assert [codes.claim("00000", AGENT, 0) for _ in range(30)] == [BAD_CODE] * 30
    assert codes.claim("00000", AGENT, 1) == Denied("rate", 59)
    assert codes.claim("00000", AGENT, 60) == BAD_CODE


def test_an_address_has_30_registrations_a_minute() -> None:
    codes = Codes(Limits())
    for _ in range(30):
        allocated(codes)
    assert codes.allocate(Side.AGENT, "192.0.2.1", 1) == Denied("rate", 59)
    assert isinstance(codes.allocate(Side.AGENT, "192.0.2.77", 1), str)


@given(st.integers(0, 2**32), st.integers(2, 12))
def test_of_any_claimers_in_any_order_exactly_one_wins(seed: int, claimers: int) -> None:
    codes = Codes(generous())
    nameplates = [allocated(codes) for _ in range(5)]
    claims = [(name, Claimant(Side.CONSOLE, f"a{n}", f"t-{n}")) for name in nameplates for n in range(claimers)]
    random.Random(seed).shuffle(claims)
    winners = [name for name, claimant in claims if codes.claim(name, claimant, 1) is None]
    assert sorted(winners) == sorted(nameplates)


def test_nameplates_are_five_digits_drawn_from_the_whole_range() -> None:
    codes = Codes(generous())
    drawn = [allocated(codes) for _ in range(4000)]
    assert all(len(name) == 5 and name.isdigit() for name in drawn)
    assert {name[0] for name in drawn} == set("0123456789")
