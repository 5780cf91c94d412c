import pytest

from agent.protocol.errors import WireError
from agent.protocol.sdp import (
    MAX_SDP,
    Candidate,
    Offer,
    SdpError,
    bind_proof,
    fingerprint,
    keep_sha256,
    parse_negotiation,
)
from agent.protocol.voice_messages import VOICE_MEDIA

HASH = ":".join(f"{number:02X}" for number in range(32))
FINGERPRINT = f"a=fingerprint:sha-256 {HASH}"
SDP = "\r\n".join(
    [
        "v=0",
        "o=- 1 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0",
        "a=ice-ufrag:x",
        FINGERPRINT,
        "a=setup:actpass",
        "a=mid:0",
        "",
    ]
)


def test_the_one_fingerprint_is_given() -> None:
    assert fingerprint(SDP) == bytes(range(32))
    assert fingerprint(SDP.replace("\r\n", "\n")) == bytes(range(32))


@pytest.mark.parametrize(
    ("breach", "old", "new"),
    [
        ("no fingerprint", FINGERPRINT + "\r\n", ""),
        ("the same twice", FINGERPRINT, FINGERPRINT + "\r\n" + FINGERPRINT),
        ("a second one", FINGERPRINT, FINGERPRINT + "\r\n" + FINGERPRINT.replace("00:01", "01:01")),
        ("one for the session", "t=0 0", "t=0 0\r\n" + FINGERPRINT),
        ("one in capitals", FINGERPRINT, FINGERPRINT + "\r\na=FINGERPRINT:sha-256 " + HASH),
        ("another hash", "sha-256", "sha-1"),
        ("a stronger hash beside", FINGERPRINT, FINGERPRINT + "\r\na=fingerprint:sha-512 " + ":".join(["00"] * 64)),
        ("a short one", ":1F", ""),
        ("a long one", ":1F", ":1F:20"),
        ("one hidden behind a vertical tab", FINGERPRINT, f"{FINGERPRINT}\x0b{FINGERPRINT}"),
        ("one hidden behind a next line", FINGERPRINT, f"{FINGERPRINT}\x85{FINGERPRINT}"),
        ("one hidden behind a line separator", FINGERPRINT, f"{FINGERPRINT}\u2028{FINGERPRINT}"),
        ("a bare carriage return", "t=0 0", "t=0 0\rm=audio 9 X 0"),
        ("sound", "a=mid:0", "a=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0"),
        ("picture before", "m=application", "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nm=application"),
        ("two data sections", "a=mid:0", "a=mid:0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel"),
        ("no section", "m=application", "a=application"),
        ("an empty line", "t=0 0", "t=0 0\r\n"),
        ("no line", "t=0 0", "hello"),
        ("too much", "t=0 0", "t=" + "0" * MAX_SDP),
    ],
)
def test_a_description_that_breaks_the_rule_is_refused(breach: str, old: str, new: str) -> None:
    assert old in SDP
    with pytest.raises(SdpError):
        fingerprint(SDP.replace(old, new, 1))


def test_voice_has_a_description_of_its_own() -> None:
    sound = SDP.replace("m=application", "m=audio")
    assert fingerprint(sound, VOICE_MEDIA) == bytes(range(32))
    for kinds in ((), ("audio", "application")):
        with pytest.raises(SdpError):
            fingerprint(sound, kinds)
    with pytest.raises(SdpError):
        fingerprint(SDP, VOICE_MEDIA)


def test_our_own_description_keeps_one_fingerprint() -> None:
    three = SDP.replace(FINGERPRINT, f"{FINGERPRINT}\r\na=fingerprint:sha-384 00\r\na=fingerprint:sha-512 00")
    assert keep_sha256(three) == SDP


def test_a_proof_is_of_one_role_two_certificates_and_one_pairing() -> None:
    console, agent = bytes(32), bytes([1]) * 32
    proofs = {
        bind_proof(b"key", "console", console, agent),
        bind_proof(b"key", "agent", console, agent),
        bind_proof(b"key", "console", agent, console),
        bind_proof(b"another", "console", console, agent),
    }
    assert len(proofs) == 4


def test_a_proof_is_the_one_the_console_makes() -> None:
    # rendezvous/console/tests/link_sdp.test.ts has the same figure
    proof = "dd6d177ea08d3bff593f3bd7e4cb4819f2106d911e46a88e2751c69254184fee"
    assert bind_proof(b"key", "agent", bytes(32), bytes([1]) * 32) == proof


def test_what_is_negotiated_is_parsed() -> None:
    assert parse_negotiation(b'{"type":"offer","sdp":"v=0"}') == Offer(sdp="v=0")
    line = "candidate:1 1 udp 2113937151 192.0.2.1 5000 typ host generation 0 ufrag x network-cost 999"
    assert parse_negotiation(f'{{"type":"candidate","candidate":"{line}"}}'.encode()) == Candidate(candidate=line)
    assert parse_negotiation(b'{"type":"candidate","candidate":""}') == Candidate(candidate="")


@pytest.mark.parametrize(
    "plaintext",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"type":"pranswer","sdp":""}',
        b'{"type":"offer"}',
        b'{"type":"offer","sdp":"","extra":1}',
        b'{"type":"offer","sdp":"' + b"x" * (MAX_SDP + 1) + b'"}',
        b'{"type":"candidate","candidate":"candidate:1"}',
        b'{"type":"candidate","candidate":"x"}',
        '{"type":"candidate","candidate":"candidate:1 1 udp 1 h\u00f4te 5 typ host"}'.encode(),
    ],
)
def test_anything_else_is_not_a_negotiation(plaintext: bytes) -> None:
    with pytest.raises(WireError):
        parse_negotiation(plaintext)
