"""The agent's parsers that do not read a schema: descriptions, frames of bytes, codes, pairing, brand file, journal."""

import asyncio
import copy
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from aiortc.sdp import SessionDescription

from agent.brand_file import parse_brand_file
from agent.journal.chain import read_line
from agent.journal.evidence import Evidence, from_folder, from_report
from agent.journal.payloads import read_payload
from agent.journal.verify import judge
from agent.protocol.codes import Code, parse_code
from agent.protocol.errors import HandrailError
from agent.protocol.file_messages import FileFault
from agent.protocol.pairing import Issuer, Joiner, PairingContext
from agent.protocol.receipt import read_receipts
from agent.protocol.sdp import fingerprint, parse_negotiation
from agent.protocol.sealed import Opener, Sealer
from agent.protocol.signalling import Relay, Technician, parse_server_frame
from agent.protocol.voice_messages import VOICE_MEDIA
from agent.tools.transfers import records as transfer
from agent.transport import bulk_wire
from agent.transport.answering import UNREADABLE, candidate
from agent.transport.bulk_pipe import Word, read_word, word
from agent.transport.introduction import body_of
from agent.transport.peer import _first_message, _same
from scripts.rigs.fuzz.target import Target, fixed, text
from scripts.rigs.journals import Scene

KEY = bytes(range(32))
OFFER = (
    b"v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    b"a=extmap-allow-mixed\r\na=msid-semantic: WMS\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
    b"c=IN IP4 0.0.0.0\r\na=candidate:1 1 udp 2113937151 10.0.0.7 55555 typ host generation 0 network-cost 999\r\n"
    b"a=ice-ufrag:Yb3l\r\na=ice-pwd:gkQ6ivJWvIrfXAqPKZr3WAeD\r\na=ice-options:trickle\r\na=fingerprint:sha-256 "
    + b":".join(b"%02X" % byte for byte in KEY)
    + b"\r\na=setup:actpass\r\na=mid:0\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n"
)
SOUND = (
    b"v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    b"m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n"
    b"a=ice-ufrag:Yb3l\r\na=ice-pwd:gkQ6ivJWvIrfXAqPKZr3WAeD\r\na=fingerprint:sha-256 "
    + b":".join(b"%02X" % byte for byte in KEY)
    + b"\r\na=setup:actpass\r\na=mid:0\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=sendrecv\r\n"
    b"a=msid:- 3f1c\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n"
    b"a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"
    b"a=rtpmap:0 PCMU/8000\r\na=ssrc:1001 cname:Yb3l\r\n"
)
CANDIDATES = (
    b"candidate:842163049 1 udp 1677729535 203.0.113.5 46154 typ srflx raddr 10.0.0.7 rport 46154 generation 0",
    b"candidate:1 1 udp 2113937151 7d3c2a6e-0c7b-4a5c-9a8f-b1c0d8e0a111.local 55555 typ host tcptype active",
)
BRAND = Path(__file__).resolve().parents[3] / "installer" / "brands" / "example.toml"
_RECORDS: tuple[transfer.Record, ...] = (
    transfer.Folder(1, 0, "Photos"),
    transfer.File(1, 1, 5, 1 << 40, "Photos/%FF.jpg"),
    transfer.Data(1, b"some bytes of a file"),
    transfer.End(1, bytes(transfer.DIGEST)),
    transfer.Skipped(1, 2, FileFault.CHANGED),
    transfer.Settled(1, 1, None, "a"),
)
_EVERY_LINE = b"""[operator]
name = "Exemple"
phone = "01 23"
accent = "#0a4f96"
[server]
url = "https://a.example:8443"
[session]
language = "fr"
may_ask = ["view", "control"]
hand_seconds = 2.5
[journal]
directory = "/var/journal"
"""


def targets() -> Iterator[Target]:
    """Yield the rows."""
    yield from _descriptions()
    yield from _frames()
    yield from _pairing()
    yield from _files()


def _descriptions() -> Iterator[Target]:
    yield Target("sdp rule", lambda data: fingerprint(text(data)), fixed(OFFER), plain=True)
    # what aiortc is given once the rule let it pass
    yield Target("sdp in aiortc", _describe, fixed(OFFER), (HandrailError, *UNREADABLE), plain=True)
    yield Target("sound in aiortc", _describe_sound, fixed(SOUND), (HandrailError, *UNREADABLE), plain=True)
    yield Target("candidate", lambda data: candidate(text(data)), fixed(*CANDIDATES), plain=True)


def _describe(data: bytes) -> None:
    fingerprint(text(data))
    SessionDescription.parse(text(data))


def _describe_sound(data: bytes) -> None:
    fingerprint(text(data), VOICE_MEDIA)
    SessionDescription.parse(text(data))


def _frames() -> Iterator[Target]:
    bulk: tuple[bulk_wire.Frame, ...] = (
        bulk_wire.Piece(123_456, True, 1 << 40, b"some bytes of a file"),
        bulk_wire.Ack(1234, 1 << 40, 1 << 39, ((1120, 2240),)),
        bulk_wire.Ack(None, 1 << 40, 1 << 39),
    )
    yield Target("bulk frame", bulk_wire.parse, fixed(*(bulk_wire.pack(frame) for frame in bulk)), plain=True)
    words = (
        word(Word.START, b'{"offer":"v=0","ice_servers":[]}'),
        word(Word.ROOM, bytes(8)),
        word(Word.TAKEN, bytes(8)),
    )
    yield Target("transfer records", lambda data: list(transfer.records(data)), fixed(*map(transfer.pack, _RECORDS)))
    yield Target("bulk process", _read_words, fixed(*words))
    yield Target("relayed body", lambda data: _body(text(data)), fixed(b"AAECAwQFBgc=", b"", b"//8="))
    yield Target("sealed frame", _open, fixed(Sealer(KEY).seal(b'{"type":"end"}'), Sealer(KEY).seal(OFFER)))
    proof = b'{"type":"link/bind","proof":"%s"}' % (b"0a" * 32)
    yield Target("link proof", _prove, fixed(proof, b'{"type":"link/ready"}'))


def _read_words(data: bytes) -> None:
    reader = asyncio.StreamReader(loop=_loop())
    reader.feed_data(data)
    reader.feed_eof()
    coroutine = read_word(reader)
    try:
        coroutine.send(None)  # everything is there already, so it never waits
    except StopIteration:
        return
    raise AssertionError("it waits for what will not come")


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def _body(body: str) -> bytes:
    frame = parse_server_frame(Relay.model_construct(body=body).model_dump_json())
    return body_of(frame) if isinstance(frame, Relay) else b""


def _open(data: bytes) -> object:
    return parse_negotiation(Opener(KEY).open(data))


def _prove(data: bytes) -> object:
    match _first_message(text(data)):
        case {"type": "link/bind", "proof": str(proof)}:
            return _same(proof, "0a" * 32)
        case other:
            return other


def _pairing() -> Iterator[Target]:
    code = str(Code("12345", "678901")).encode()
    yield Target("typed code", lambda data: parse_code(text(data)), fixed(code, b"1234-5678.9012"), plain=True)
    technician = Technician(id="t1", name="Camille D.", organisation="Exemple Assistance")
    context = PairingContext("https://assistance.example", "12345", "0a" * 16, "0b" * 16, technician)
    joiner, issuer = Joiner("678901", context), Issuer("678901")
    issuer.begin(context)
    share = issuer_share(context, joiner.start())
    yield Target("pairing as joiner", lambda data: copy.copy(joiner).receive(data), fixed(share), plain=True)
    yield Target("pairing as issuer", lambda data: copy.copy(issuer).receive(data), fixed(joiner.start()), plain=True)


def issuer_share(context: PairingContext, share: bytes) -> bytes:
    """Answer a joiner's first message as an issuer of its own does."""
    other = Issuer("678901")
    other.begin(context)
    return other.receive(share).send or b""


def _files() -> Iterator[Target]:
    yield Target("brand file", parse_brand_file, fixed(BRAND.read_bytes(), _EVERY_LINE), plain=True)
    yield Target("journal entry", read_line, lambda count, number: _lines(_journal()[0].facts), plain=True)
    yield Target("journal payload", read_payload, lambda count, number: _lines(_journal()[0].payloads), plain=True)
    yield Target("receipts", read_receipts, lambda count, number: [_journal()[0].receipt])
    yield Target("journal to verify", _judge, lambda count, number: [_few().facts])
    yield Target("saved report", from_report, lambda count, number: [_journal()[1]])


def _judge(facts: bytes) -> object:
    """Judge altered facts beside honest payloads; the receipts, which cost most, are read by a row of their own."""
    return judge(Evidence(facts, _few().payloads, b""))


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines()


@cache
def _few() -> Evidence:
    """Record a few entries, which are judged a million times."""
    with tempfile.TemporaryDirectory(prefix="handrail-fuzz-") as folder:
        scene = Scene(Path(folder))
        scene.record("chat.received", {"text": "Bonjour"})
        scene.record("permission.granted", {"permission": "view"})
        return from_folder(Path(folder))


@cache
def _journal() -> tuple[Evidence, bytes]:
    """Record a short session: its journal, and the report around it (cut down to its block, where the reading is)."""
    with tempfile.TemporaryDirectory(prefix="handrail-fuzz-") as folder:
        scene = Scene(Path(folder))
        scene.begin()
        scene.end()
        page = scene.report()
        opening = page.index(b"<pre id=")
        return from_folder(Path(folder)), page[opening - 100 : page.index(b"</pre>", opening) + 100]
