"""The lies a rendezvous can tell, one entry a lie: what it makes of each frame that passes.

Some are given the sealing keys as well (no server has them), to try what lies behind the seal: the rule for
descriptions, the certificate, the binding.
"""

import base64
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.protocol.pairing import Body
from agent.protocol.sealed import Opener, Sealer
from agent.transport.introduction import Introduced
from scripts.rigs.middleman import Middleman
from scripts.rigs.relay import Frame, Relay

Negotiation = dict[str, str]


@dataclass
class Stage:
    """One run: who is who, what passed, and when the lie was told."""

    relay: Relay
    console_role: str
    number: int
    struck_at: float | None = None
    introduced: Introduced | None = None
    passed: list[bytes] = field(default_factory=list)
    held: list[bytes] = field(default_factory=list)
    middleman: Middleman | None = None
    _seals: dict[str, tuple[Opener, Sealer]] = field(default_factory=dict)

    def program(self, role: str) -> str:
        """Say which program has this role."""
        return "console" if role == self.console_role else "agent"

    def strike(self) -> None:
        """Note the moment of the first lie."""
        self.struck_at = self.struck_at or time.time()

    def opened(self, to: str, body: bytes) -> Negotiation:
        """Open what goes to `to`, with keys that no server has."""
        negotiation: Negotiation = json.loads(self._seal(to)[0].open(body[1:]))
        return negotiation

    def sealed(self, to: str, negotiation: Negotiation) -> bytes:
        """Seal what goes to `to`, with keys that no server has."""
        return bytes([Body.SEALED]) + self._seal(to)[1].seal(json.dumps(negotiation).encode())

    async def say(self, to: str, negotiation: Negotiation) -> None:
        """Say something of our own to `to`."""
        role = self.console_role if to == "console" else ({"issuer", "joiner"} - {self.console_role}).pop()
        await self.relay.say_plainly(role, relayed(self.sealed(to, negotiation)))

    def _seal(self, to: str) -> tuple[Opener, Sealer]:
        if self.introduced is None:
            raise RuntimeError("the agent's keys did not leak in time")
        key = self.introduced.open_key if to == "agent" else self.introduced.seal_key
        return self._seals.setdefault(to, (Opener(key), Sealer(key)))


Lie = Callable[[Stage, Frame, str], Sequence[Frame]]
"""Takes a frame and the program it goes to; gives what goes there instead."""
Change = Callable[[Stage, bytes], Sequence[bytes]]


def relayed(body: bytes) -> Frame:
    """Make the frame that relays `body`."""
    return {"type": "relay", "body": base64.b64encode(body).decode()}


def told(program: str, **otherwise: str) -> Lie:
    """Tell `program` something else about who is paired."""

    def lie(stage: Stage, frame: Frame, to: str) -> Sequence[Frame]:
        if frame["type"] != "paired" or to != program:
            return [frame]
        stage.strike()
        who = {**frame["technician"], **{k: v for k, v in otherwise.items() if k in frame["technician"]}}
        rest = {k: v for k, v in otherwise.items() if k in frame}
        return [{**frame, **rest, "technician": who}]

    return lie


def body(kind: Body, change: Change, to: str = "", every: bool = False) -> Lie:
    """Change the first body of a kind on its way (or every one), to either program or to one."""

    def lie(stage: Stage, frame: Frame, program: str) -> Sequence[Frame]:
        if frame["type"] != "relay":
            return [frame]
        content = base64.b64decode(frame["body"])
        stage.passed.append(content)
        if content[0] != kind or to not in ("", program) or (stage.struck_at and not every):
            return [frame]
        changed = change(stage, content)
        if list(changed) != [content]:
            stage.strike()
        return [relayed(one) for one in changed]

    return lie


def behind(to: str, kind: str, change: Callable[[Negotiation], Sequence[Negotiation]]) -> Lie:
    """Change one kind of negotiation behind the seal."""

    def changed(stage: Stage, content: bytes) -> Sequence[bytes]:
        negotiation = stage.opened(to, content)
        if negotiation["type"] != kind:
            return [stage.sealed(to, negotiation)]
        stage.strike()
        return [stage.sealed(to, one) for one in change(negotiation)]

    return body(Body.SEALED, changed, to, every=True)


def between(stage: Stage, frame: Frame, to: str) -> Sequence[Frame]:
    """Stand between the peer connections, with the sealing keys but without `bind`; counts from the first message."""
    content = base64.b64decode(frame["body"]) if frame["type"] == "relay" else b"\0"
    if content[0] != Body.SEALED:
        return [frame]
    stage.middleman = stage.middleman or Middleman(stage.say, stage.strike)
    stage.middleman.take(to, stage.opened(to, content))
    return []


def flip(stage: Stage, content: bytes) -> Sequence[bytes]:
    """Flip one bit, another in every run; never in the first byte, which says the kind."""
    place = 1 + stage.number * 37 % (len(content) - 1)
    return [content[:place] + bytes([content[place] ^ 1 << stage.number % 8]) + content[place + 1 :]]


def point(stage: Stage, content: bytes) -> Sequence[bytes]:
    """Put a point of low order in the share's place, another in every run."""
    return [content[:1] + LOW_ORDER[stage.number % len(LOW_ORDER)]]


def swap_places(stage: Stage, content: bytes) -> Sequence[bytes]:
    """Hold the first body back until the second went."""
    stage.held.append(content)
    return [] if len(stage.held) == 1 else [content, stage.held[0]] if len(stage.held) == 2 else [content]


def reflect(kind: Body) -> Change:
    """Send back, as `kind`, what its addressee said last."""
    return lambda stage, content: [bytes([kind]) + stage.passed[-2][1:]]


def sent_back(stage: Stage, _: bytes) -> Sequence[bytes]:
    """Send the console its own first sealed frame."""
    return [next(content for content in stage.passed if content[0] == Body.SEALED)]


def in_clear(negotiation: Negotiation) -> Change:
    """Say something unsealed instead."""
    return lambda *_: [json.dumps(negotiation).encode()]


def fingerprint(change: Callable[[str], str]) -> Callable[[Negotiation], Sequence[Negotiation]]:
    """Change the line that holds the fingerprint."""

    def changed(negotiation: Negotiation) -> Sequence[Negotiation]:
        lines = negotiation["sdp"].split("\r\n")
        altered = [change(line) if line.startswith("a=fingerprint:") else line for line in lines]
        return [{**negotiation, "sdp": "\r\n".join(altered)}]

    return changed


def another(line: str) -> str:
    """Name another certificate."""
    return line[:-2] + ("00" if line[-2:] != "00" else "01")


def beside(line: str) -> str:
    """Name another certificate as well."""
    return f"{line}\r\n{another(line)}"


def other_hash(line: str) -> str:
    """Name the certificate by a hash that is broken."""
    return "a=fingerprint:sha-1 " + line.split(" ")[1][: 20 * 3 - 1]


def with_sound(negotiation: Negotiation) -> Sequence[Negotiation]:
    """Add a section for sound."""
    return [{**negotiation, "sdp": negotiation["sdp"] + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:9\r\n"}]


def twice(negotiation: Negotiation) -> Sequence[Negotiation]:
    """Say it twice, each well sealed."""
    return [negotiation, negotiation]


def say_instead(type_: str, **frame: Any) -> Callable[[str], Lie]:
    """Make a lie that says another frame in place of the first relayed one to a program."""

    def to_program(program: str) -> Lie:
        def lie(stage: Stage, passing: Frame, to: str) -> Sequence[Frame]:
            if passing["type"] != "relay" or to != program or stage.struck_at:
                return [passing]
            stage.strike()
            return [{"type": type_, **frame}]

        return lie

    return to_program


def anew(stage: Stage, frame: Frame, to: str) -> Sequence[Frame]:
    """Introduce the issuer a second time where it waits for Ta."""
    tag_a = frame["type"] == "relay" and base64.b64decode(frame["body"])[0] == Body.TAG_A
    if not tag_a:
        return [frame]
    stage.strike()
    return [stage.relay.paired("issuer")]


def no_lie(stage: Stage, frame: Frame, to: str) -> Sequence[Frame]:
    """Lie about nothing."""
    return [frame]


# Points of low order on Curve25519 and its twist (draft-irtf-cfrg-cpace-21, appendix B.1.10); the first is the zero.
LOW_ORDER = [
    bytes(32),
    b"\x01" + bytes(31),
    b"\xec" + b"\xff" * 30 + b"\x7f",
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    b"\xed" + b"\xff" * 30 + b"\x7f",
    b"\xee" + b"\xff" * 30 + b"\x7f",
]

CANDIDATE = "candidate:1 1 udp 2113937151 192.0.2.66 5000 typ host"

LIES: dict[str, Lie] = {
    "technician's name swapped, to the agent": told("agent", name="Dominique F."),
    "technician's name swapped, to the console": told("console", name="Dominique F."),
    "organisation swapped": told("agent", organisation="Votre banque"),
    "technician's id swapped": told("agent", id="t2"),
    "issuer's nonce changed, to the agent": told("agent", issuer_nonce="00" * 16),
    "joiner's nonce changed, to the agent": told("agent", joiner_nonce="00" * 16),
    "joiner's nonce changed, to the console": told("console", joiner_nonce="00" * 16),
    "nameplate changed": told("agent", nameplate="54321"),
    "both told the same role": told("agent", role="joiner", issuer_nonce="00" * 16),
    "Ya altered": body(Body.SHARE_A, flip),
    "Yb altered": body(Body.SHARE_B, flip),
    "Ya of low order": body(Body.SHARE_A, point),
    "Yb of low order": body(Body.SHARE_B, point),
    "Ya zero": body(Body.SHARE_A, lambda _, b: [b[:1] + bytes(32)]),
    "Yb zero": body(Body.SHARE_B, lambda _, b: [b[:1] + bytes(32)]),
    "Yb = Ya": body(Body.SHARE_B, reflect(Body.SHARE_B)),
    "Ya truncated": body(Body.SHARE_A, lambda _, b: [b[:-1]]),
    "Yb lengthened": body(Body.SHARE_B, lambda _, b: [b + b"\0"]),
    "Ya replayed": body(Body.SHARE_A, lambda _, b: [b, b]),
    "Ta altered": body(Body.TAG_A, flip),
    "Tb altered": body(Body.TAG_B, flip),
    "Tb = Ta": body(Body.TAG_B, reflect(Body.TAG_B)),
    "Ta skipped": body(Body.TAG_A, lambda _, b: [bytes([Body.SEALED]) + b[1:]]),
    "pairing downgraded to none": body(Body.SHARE_A, in_clear({"type": "offer", "sdp": "v=0"})),
    "sealed frame altered, to the agent": body(Body.SEALED, flip, "agent"),
    "sealed frame altered, to the console": body(Body.SEALED, flip, "console"),
    "sealed frame truncated": body(Body.SEALED, lambda _, b: [b[:-1]]),
    "sealed frame replayed": body(Body.SEALED, lambda _, b: [b, b], "agent"),
    "sealed frames reordered": body(Body.SEALED, swap_places, "agent", every=True),
    "sealed frame dropped, the next let through": body(Body.SEALED, lambda *_: [], "agent"),
    "sealed frame sent back": body(Body.SEALED, sent_back, "console"),
    "offer put in clear": body(Body.SEALED, in_clear({"type": "offer", "sdp": "v=0"}), "agent"),
    "candidate injected in clear": body(
        Body.SEALED, lambda _, b: [b, json.dumps({"type": "candidate", "candidate": CANDIDATE}).encode()], "agent"
    ),
    "registration repeated midway": say_instead("registered", nameplate="54321", expires_in=600)("agent"),
    "a frame of no wire": say_instead("steer", x=1)("agent"),
    "a frame of no wire, to the console": say_instead("steer", x=1)("console"),
}
"""What a server can do with what it has."""

LIES_WITH_KEYS: dict[str, Lie] = {
    "fingerprint swapped in the offer": behind("agent", "offer", fingerprint(another)),
    "fingerprint swapped in the answer": behind("console", "answer", fingerprint(another)),
    "fingerprint added to the offer": behind("agent", "offer", fingerprint(beside)),
    "fingerprint added to the answer": behind("console", "answer", fingerprint(beside)),
    "fingerprint of another hash": behind("agent", "offer", fingerprint(other_hash)),
    "section for sound added to the offer": behind("agent", "offer", with_sound),
    "section for sound added to the answer": behind("console", "answer", with_sound),
    "second offer": behind("agent", "offer", twice),
    "second answer": behind("console", "answer", twice),
    "man in the middle of the peer connections": between,
}
"""What it could try if it had the sealing keys, though not `bind`."""

DROPS: dict[str, Lie] = {
    "pairing message dropped": body(Body.SHARE_B, lambda *_: []),
    "pairing begun anew midway": anew,
    "offer and candidates dropped": body(Body.SEALED, lambda *_: [], "agent", every=True),
    "answer dropped": body(Body.SEALED, lambda *_: [], "console", every=True),
}
"""Silence: told by time-out alone."""
