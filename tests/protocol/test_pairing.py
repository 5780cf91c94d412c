from dataclasses import replace

import pytest

from agent.protocol.pairing import (
    MAX_RUNS,
    Body,
    Issuer,
    Joiner,
    PairingContext,
    PairingError,
    PairingFault,
    SessionKeys,
    derive_keys,
)
from agent.protocol.signalling import Technician
from tests.protocol import vectors

SECRET = "678901"
CONTEXT = PairingContext(
    "https://help.example",
    "12345",
    "00" * 16,
    "11" * 16,
    Technician(id="t1", name="Camille D.", organisation="Exemple"),
)


def pair(
    joiner_secret: str = SECRET, joiner_context: PairingContext = CONTEXT
) -> tuple[SessionKeys | None, SessionKeys | None]:
    issuer = begun()
    joiner = Joiner(joiner_secret, joiner_context)
    share_b = issuer.receive(joiner.start()).send
    tag_a = joiner.receive(share_b or b"").send
    last = issuer.receive(tag_a or b"")
    return joiner.receive(last.send or b"").keys, last.keys


def begun() -> Issuer:
    issuer = Issuer(SECRET)
    issuer.begin(CONTEXT)
    return issuer


def fault_of(issuer: Issuer, *bodies: bytes) -> PairingFault:
    for body in bodies[:-1]:
        issuer.receive(body)
    with pytest.raises(PairingError) as caught:
        issuer.receive(bodies[-1])
    return caught.value.fault


def test_the_same_code_gives_both_sides_the_same_four_keys() -> None:
    joiner, issuer = pair()
    assert joiner == issuer
    assert joiner is not None
    assert len({joiner.joiner_seals, joiner.issuer_seals, joiner.bind, joiner.resume}) == 4


def test_the_keys_are_those_the_console_derives() -> None:
    # rendezvous/console/tests/link_pairing.test.ts has the same figure
    keys = derive_keys(bytes(64), bytes(32))
    assert keys.joiner_seals.hex() == "92e5f8c8bc4f5bee14e63fa5ea6a8c50c5efadd19b7f0fef8a248f5c5457fda1"


def test_keys_stay_out_of_what_is_logged() -> None:
    joiner, _ = pair()
    assert joiner is not None
    assert joiner.bind.hex() not in repr(joiner)
    assert str(joiner.bind) not in repr(joiner)


def test_a_wrong_secret_is_refused_and_burns_the_code() -> None:
    with pytest.raises(PairingError) as caught:
        pair(joiner_secret="678902")
    assert caught.value.fault is PairingFault.WRONG_TAG


@pytest.mark.parametrize(
    "told_otherwise",
    [
        {"origin": "https://help.example:8443"},
        {"nameplate": "12346"},
        {"issuer_nonce": "01" + "00" * 15},
        {"joiner_nonce": "00" * 16},
        {"technician": Technician(id="t2", name="Camille D.", organisation="Exemple")},
        {"technician": Technician(id="t1", name="Camille E.", organisation="Exemple")},
        {"technician": Technician(id="t1", name="Camille D.", organisation="Exemples")},
    ],
)
def test_whatever_the_two_sides_were_told_differently_they_do_not_pair(told_otherwise: dict[str, object]) -> None:
    with pytest.raises(PairingError):
        pair(joiner_context=replace(CONTEXT, **told_otherwise))  # type: ignore[arg-type]


def test_names_that_join_alike_are_told_apart() -> None:
    one = Technician(id="ab", name="c", organisation="d")
    other = Technician(id="a", name="bc", organisation="d")
    assert replace(CONTEXT, technician=one).ci != replace(CONTEXT, technician=other).ci


def test_a_code_pairs_once() -> None:
    issuer, joiner = begun(), Joiner(SECRET, CONTEXT)
    tag_a = joiner.receive(issuer.receive(joiner.start()).send or b"").send
    assert issuer.receive(tag_a or b"").keys is not None
    assert issuer.burned
    with pytest.raises(PairingError) as caught:
        issuer.begin(CONTEXT)
    assert caught.value.fault is PairingFault.BURNED


def test_the_first_bad_tag_burns_the_code() -> None:
    issuer, joiner = begun(), Joiner(SECRET, CONTEXT)
    assert fault_of(issuer, joiner.start(), bytes([Body.TAG_A]) + bytes(64)) is PairingFault.WRONG_TAG
    assert issuer.burned


def test_no_tag_of_ours_leaves_before_theirs_was_right() -> None:
    issuer, joiner = begun(), Joiner("000000", CONTEXT)
    step = issuer.receive(joiner.start())
    assert (step.send or b"")[:1] == bytes([Body.SHARE_B])
    assert len(step.send or b"") == 33
    assert step.keys is None


@pytest.mark.parametrize("name", sorted(vectors.invalid_points()))
def test_an_invalid_point_burns_the_code(name: str) -> None:
    issuer = begun()
    assert fault_of(issuer, bytes([Body.SHARE_A]) + vectors.invalid_points()[name]) is PairingFault.BAD_POINT
    assert issuer.burned


@pytest.mark.parametrize(
    "body",
    [b"", b"\x01", bytes(33), bytes([Body.SHARE_B]) + bytes([9]) * 32, bytes([Body.SHARE_A]) + bytes([9]) * 33],
)
def test_a_malformed_step_burns_the_code(body: bytes) -> None:
    issuer = begun()
    assert fault_of(issuer, body) is PairingFault.MALFORMED
    assert issuer.burned


def test_a_share_out_of_turn_burns_the_code() -> None:
    issuer, joiner = begun(), Joiner(SECRET, CONTEXT)
    assert fault_of(issuer, joiner.start(), joiner.start()) is PairingFault.MALFORMED
    assert issuer.burned


def test_the_code_is_burned_after_three_unfinished_runs() -> None:
    issuer = Issuer(SECRET)
    for _ in range(MAX_RUNS):
        issuer.begin(CONTEXT)
        issuer.receive(Joiner(SECRET, CONTEXT).start())
    with pytest.raises(PairingError) as caught:
        issuer.begin(CONTEXT)
    assert caught.value.fault is PairingFault.BURNED
    assert issuer.burned


def test_an_old_run_cannot_be_finished_in_a_new_one() -> None:
    issuer, joiner = begun(), Joiner(SECRET, CONTEXT)
    tag_a = joiner.receive(issuer.receive(joiner.start()).send or b"").send
    issuer.begin(CONTEXT)
    assert fault_of(issuer, tag_a or b"") is PairingFault.MALFORMED


def test_a_joiner_refuses_its_own_share_sent_back() -> None:
    joiner = Joiner(SECRET, CONTEXT)
    with pytest.raises(PairingError) as caught:
        joiner.receive(bytes([Body.SHARE_B]) + joiner.start()[1:])
    assert caught.value.fault is PairingFault.REFLECTED


def test_a_joiner_refuses_its_own_tag_sent_back() -> None:
    issuer, joiner = begun(), Joiner(SECRET, CONTEXT)
    tag_a = joiner.receive(issuer.receive(joiner.start()).send or b"").send or b""
    with pytest.raises(PairingError) as caught:
        joiner.receive(bytes([Body.TAG_B]) + tag_a[1:])
    assert caught.value.fault is PairingFault.REFLECTED


def test_a_joiner_is_dead_after_a_wrong_message() -> None:
    issuer, joiner = begun(), Joiner(SECRET, CONTEXT)
    share_b = issuer.receive(joiner.start()).send or b""
    with pytest.raises(PairingError):
        joiner.receive(share_b[:-1])
    with pytest.raises(PairingError):
        joiner.receive(share_b)


def test_a_joiner_without_the_issuers_tag_has_no_keys() -> None:
    issuer, joiner = begun(), Joiner(SECRET, CONTEXT)
    joiner.receive(issuer.receive(joiner.start()).send or b"")
    with pytest.raises(PairingError) as caught:
        joiner.receive(bytes([Body.TAG_B]) + bytes(64))
    assert caught.value.fault is PairingFault.WRONG_TAG
