import secrets

import cpace as oracle
import pytest

from agent.protocol.cpace import CpaceError, CpaceFault, Exchange, generator, lv_cat, scalar_mult_vfy
from tests.protocol import vectors

if vectors.excused():
    pytest.skip(vectors.MISSING, allow_module_level=True)
V = vectors.x25519()


def exchange(scalar: str) -> Exchange:
    return Exchange(V["PRS"], V["CI"], V["sid"], V[scalar])


def test_the_generator_is_the_drafts() -> None:
    assert generator(V["PRS"], V["CI"], V["sid"]) == V["g"]


def test_the_shares_are_the_drafts() -> None:
    assert exchange("ya").share == V["Ya"]
    assert exchange("yb").share == V["Yb"]
    assert scalar_mult_vfy(V["ya"], V["Yb"]) == scalar_mult_vfy(V["yb"], V["Ya"]) == V["K"]


def test_both_sides_reach_the_drafts_session_key() -> None:
    a = exchange("ya").agree_as_initiator(V["Yb"], V["ADa"], V["ADb"])
    b = exchange("yb").agree_as_responder(V["Ya"], V["ADa"], V["ADb"])
    assert a == b
    assert a.isk == V["ISK_IR"]


@pytest.mark.parametrize("name", sorted(vectors.invalid_points()))
def test_every_invalid_point_of_the_draft_is_refused(name: str) -> None:
    with pytest.raises(CpaceError) as caught:
        exchange("ya").agree_as_initiator(vectors.invalid_points()[name])
    assert caught.value.fault is CpaceFault.BAD_POINT


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_share_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(CpaceError) as caught:
        exchange("ya").agree_as_responder(bytes([9]) * length)
    assert caught.value.fault is CpaceFault.LENGTH


def test_our_own_share_sent_back_is_refused() -> None:
    side = exchange("ya")
    with pytest.raises(CpaceError) as caught:
        side.agree_as_initiator(side.share)
    assert caught.value.fault is CpaceFault.REFLECTED


def test_a_wrong_secret_gives_other_keys_and_other_tags() -> None:
    a, b = Exchange(b"123456", b"ci", b"sid"), Exchange(b"123457", b"ci", b"sid")
    left, right = a.agree_as_initiator(b.share), b.agree_as_responder(a.share)
    assert left.isk != right.isk
    assert left.tag_a != right.tag_a
    assert left.tag_b != right.tag_b


def test_lengths_are_leb128() -> None:
    assert lv_cat(b"", b"1234") == b"\x00\x041234"
    assert lv_cat(bytes(128))[:2] == b"\x80\x01"
    assert lv_cat(bytes(300))[:2] == b"\xac\x02"


@pytest.mark.parametrize("ours_is_initiator", [True, False])
def test_another_implementation_agrees_on_key_and_tags(ours_is_initiator: bool) -> None:
    role = oracle.CPaceRole.RESPONDER if ours_is_initiator else oracle.CPaceRole.INITIATOR
    for _ in range(50):
        prs, ci, sid = (secrets.token_bytes(secrets.randbelow(200) + 1) for _ in range(3))
        ours, theirs = Exchange(prs, ci, sid), oracle.CPace.start(role=role, prs=prs, sid=sid, ci=ci)
        theirs.derive(ours.share)
        agree = ours.agree_as_initiator if ours_is_initiator else ours.agree_as_responder
        agreed = agree(theirs.public_share)
        assert agreed.isk == theirs.isk
        assert theirs.verify(agreed.tag_a if ours_is_initiator else agreed.tag_b)
        assert theirs.tag() == (agreed.tag_b if ours_is_initiator else agreed.tag_a)
