"""A console in Python, over a real WebSocket and a real peer connection, that can be told to misbehave."""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from agent.protocol import VERSION
from agent.protocol.codes import Code, new_secret, parse_code
from agent.protocol.messages import CHANNELS
from agent.protocol.pairing import Body, Issuer, Joiner, PairingContext, SessionKeys
from agent.protocol.sdp import bind_proof, fingerprint, keep_sha256
from agent.protocol.sealed import Opener, Sealer
from agent.protocol.signalling import Paired, Registered, Relay, parse_server_frame

SECONDS = 15.0
NONCE = "5a" * 16


def sent_as_it_is(text: str) -> str:
    """Alter nothing."""
    return text


@dataclass
class Manners:
    """What this console does otherwise than an honest one."""

    offer: Callable[[str], str] = sent_as_it_is
    """What becomes of its offer before it is sealed."""
    proof: Callable[[str], str | None] = sent_as_it_is
    """What becomes of its proof; None: it sends none."""
    first: str | None = None
    """What it says on `input` before its proof."""
    stranger: bool = False
    """Whether it opens a channel that was not agreed."""


@dataclass
class Console:
    """One console's end of one link."""

    url: str
    manners: Manners = field(default_factory=Manners)
    cookie: str = ""
    received: list[tuple[str, str | bytes]] = field(default_factory=list)
    on_text: Callable[[str], object] = lambda text: None
    """What it does at each text it is told."""
    offer: str = ""
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def join(self, code: Code) -> None:
        """Use the customer's code, then offer."""
        await self._connect()
        await self._say({"type": "claim", "version": VERSION, "nameplate": code.nameplate, "nonce": NONCE})
        paired = await self.hear(Paired)
        joiner = Joiner(code.secret, self._context(paired))
        await self.relay(joiner.start())
        await self.relay(joiner.receive(await self.body()).send or b"")
        keys = joiner.receive(await self.body()).keys
        assert keys
        await self._offer(keys, Sealer(keys.joiner_seals), Opener(keys.issuer_seals))

    async def show(self) -> Code:
        """Register, and give the code to use; `serve` goes on from there."""
        await self._connect()
        await self._say({"type": "register", "version": VERSION, "nonce": NONCE})
        self.code = Code((await self.hear(Registered)).nameplate, new_secret())
        return parse_code(str(self.code))

    async def serve(self) -> None:
        """Wait for the agent that uses the code, then offer."""
        issuer = Issuer(self.code.secret)
        issuer.begin(self._context(await self.hear(Paired)))
        await self.relay(issuer.receive(await self.body()).send or b"")
        step = issuer.receive(await self.body())
        assert step.keys
        await self.relay(step.send or b"")
        await self._offer(step.keys, Sealer(step.keys.issuer_seals), Opener(step.keys.joiner_seals))

    def send(self, label: str, data: str | bytes) -> None:
        """Say something on a channel, whether the agent wants it or not."""
        self.channels[label].send(data)

    async def say_sealed(self, negotiation: dict[str, Any]) -> None:
        """Seal and relay something more."""
        await self.relay(bytes([Body.SEALED]) + self._sealer.seal(json.dumps(negotiation).encode()))

    async def relay(self, body: bytes) -> None:
        """Relay a body as it is."""
        await self._say({"type": "relay", "body": base64.b64encode(body).decode()})

    async def body(self) -> bytes:
        """Wait for a relayed body."""
        return base64.b64decode((await self.hear(Relay)).body)

    async def hear(self, kind: type[Any]) -> Any:
        """Wait for a frame of one kind."""
        frame = parse_server_frame(str(await asyncio.wait_for(self._socket.recv(), SECONDS)))
        assert isinstance(frame, kind), frame
        return frame

    async def leave(self) -> None:
        """Close everything."""
        await self._peer.close()
        await self._socket.close()

    async def _connect(self) -> None:
        address, headers = self.url.replace("http", "ws", 1) + "/ws/console", {"Cookie": self.cookie}
        self._socket: ClientConnection = await connect(address, origin=Origin(self.url), additional_headers=headers)
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.channels = {label: self._channel(label) for label in CHANNELS}

    async def _offer(self, keys: SessionKeys, sealer: Sealer, opener: Opener) -> None:
        self._sealer, self._keys = sealer, keys
        if self.manners.stranger:
            self._peer.createDataChannel("stranger")
        await self._peer.setLocalDescription(await self._peer.createOffer())
        self.offer = offer = keep_sha256(self._peer.localDescription.sdp)
        await self.say_sealed({"type": "offer", "sdp": self.manners.offer(offer)})
        answer = json.loads(opener.open((await self.body())[1:]))["sdp"]
        self._ours, self._theirs = fingerprint(offer), fingerprint(answer)
        await self._peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        self.answered.set()

    def _channel(self, label: str) -> RTCDataChannel:
        channel = self._peer.createDataChannel(label, negotiated=True, id=CHANNELS[label])
        channel.on("message", lambda data: self._take(label, data))
        channel.on("close", lambda: self.closed.set())
        if label == "control":
            # not before the other two are open as well
            channel.on("open", lambda: asyncio.get_running_loop().call_soon(self._prove))
        return channel

    def _prove(self) -> None:
        if self.manners.first is not None:
            self.send("input", self.manners.first)
        proof = self.manners.proof(bind_proof(self._keys.bind, "console", self._ours, self._theirs))
        if proof is not None:
            self.send("control", json.dumps({"type": "link/bind", "proof": proof}))

    def _take(self, label: str, data: str | bytes) -> None:
        if self.opened.is_set():
            if '"link/mark"' in str(data):
                return self.send("input", data)
            self.received.append((label, data))
            if isinstance(data, str):
                self.on_text(data)
        elif "link/bind" in str(data):
            assert json.loads(data)["proof"] == bind_proof(self._keys.bind, "agent", self._ours, self._theirs)
            if self.manners.proof("") is not None:
                self.send("control", json.dumps({"type": "link/ready"}))
        elif "link/ready" in str(data):
            self.opened.set()

    def _context(self, paired: Paired) -> PairingContext:
        nonces = paired.issuer_nonce, paired.joiner_nonce
        return PairingContext(self.url, paired.nameplate, *nonces, paired.technician)

    async def _say(self, frame: dict[str, Any]) -> None:
        await self._socket.send(json.dumps(frame))
