"""The conversation over the rendezvous, from the first frame to the keys: register or claim, then pair.

agent/protocol/pairing.py decides; this file waits, and says in the customer's terms what went wrong.
"""

import asyncio
import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from agent.protocol import VERSION
from agent.protocol.codes import Code, new_secret
from agent.protocol.pairing import Issuer, Joiner, PairingContext, PairingError, PairingFault, SessionKeys
from agent.protocol.signalling import (
    CODE_SECONDS,
    Claim,
    Paired,
    PeerGone,
    Refused,
    Register,
    Registered,
    Relay,
    ServerFrame,
)
from agent.transport.events import Problem
from agent.transport.signalling import LinkFailure, Signalling

ANSWER_SECONDS = 10.0
"""How long the server may take to answer."""
PAIRING_SECONDS = 5.0
"""How long the other side's next message may take while machines talk and no person is asked."""

_REFUSALS = {
    "code": Problem.CODE,
    "rate": Problem.RATE,
    "version": Problem.VERSION,
    "busy": Problem.BUSY,
    "malformed": Problem.VERSION,
}

F = TypeVar("F", bound=ServerFrame)


@dataclass(frozen=True)
class Introduced:
    """The other side knew the code: who it is, and which key seals which way."""

    paired: Paired
    keys: SessionKeys
    seal_key: bytes
    open_key: bytes


async def introduce_as_issuer(signalling: Signalling, origin: str, show: Callable[[Code, int], None]) -> Introduced:
    """Get a nameplate, `show` the code and its seconds, wait for its use. Raise LinkFailure if it comes to nothing."""
    nonce = secrets.token_hex(16)
    await signalling.send(Register(version=VERSION, nonce=nonce))
    registered = await expect(signalling, Registered, ANSWER_SECONDS, Problem.TIMEOUT)
    code, seconds = Code(registered.nameplate, new_secret()), max(0, min(registered.expires_in, CODE_SECONDS))
    show(code, seconds)
    paired = await expect(signalling, Paired, seconds, Problem.EXPIRED)
    issuer = Issuer(code.secret)
    while True:
        if (paired.role, paired.nameplate, paired.issuer_nonce) != ("issuer", code.nameplate, nonce):
            raise LinkFailure(Problem.TAMPERED, "the server paired another registration than ours")
        outcome = await _run_as_issuer(signalling, issuer, _context(origin, paired))
        if isinstance(outcome, SessionKeys):
            return Introduced(paired, outcome, outcome.issuer_seals, outcome.joiner_seals)
        paired = outcome


async def introduce_as_joiner(signalling: Signalling, origin: str, code: Code) -> Introduced:
    """Claim `code` and pair. Raise LinkFailure when it comes to nothing."""
    nonce = secrets.token_hex(16)
    await signalling.send(Claim(version=VERSION, nameplate=code.nameplate, nonce=nonce))
    paired = await expect(signalling, Paired, ANSWER_SECONDS, Problem.TIMEOUT)
    if (paired.role, paired.nameplate, paired.joiner_nonce) != ("joiner", code.nameplate, nonce):
        raise LinkFailure(Problem.TAMPERED, "the server paired another claim than ours")
    try:
        joiner = Joiner(code.secret, _context(origin, paired))
        await signalling.relay(joiner.start())
        tag = joiner.receive(await receive_body(signalling, PAIRING_SECONDS)).send
        await signalling.relay(tag or b"")
        keys = joiner.receive(await receive_body(signalling, PAIRING_SECONDS, gone=Problem.WRONG_CODE)).keys
    except PairingError as error:
        raise LinkFailure(Problem.TAMPERED, str(error)) from None
    if keys is None:
        raise LinkFailure(Problem.TAMPERED, "the pairing ended without keys")
    return Introduced(paired, keys, keys.joiner_seals, keys.issuer_seals)


async def receive_body(signalling: Signalling, seconds: float | None, gone: Problem = Problem.PEER_GONE) -> bytes:
    """Wait for the next relayed body. Raise LinkFailure with `gone` when the other side leaves instead."""
    return body_of(await expect(signalling, Relay, seconds, Problem.TIMEOUT, gone))


def body_of(relay: Relay) -> bytes:
    """Decode a relayed body. Raise LinkFailure when it is not base64."""
    try:
        return base64.b64decode(relay.body, validate=True)
    except ValueError:
        raise LinkFailure(Problem.TAMPERED, "a relayed body is not base64") from None


async def _run_as_issuer(signalling: Signalling, issuer: Issuer, context: PairingContext) -> SessionKeys | Paired:
    """Run the pairing once: its keys, or the frame by which the server starts another run."""
    try:
        issuer.begin(context)
        while True:
            frame = await _receive(signalling, PAIRING_SECONDS, Problem.TIMEOUT)
            if isinstance(frame, Paired):
                return frame
            step = issuer.receive(body_of(_narrow(frame, Relay, Problem.PEER_GONE)))
            if step.send:
                await signalling.relay(step.send)
            if step.keys:
                return step.keys
    except PairingError as error:
        problem = Problem.WRONG_CODE if error.fault is PairingFault.WRONG_TAG else Problem.TAMPERED
        raise LinkFailure(problem, str(error)) from None


async def expect(
    signalling: Signalling, kind: type[F], seconds: float | None, late: Problem, gone: Problem = Problem.PEER_GONE
) -> F:
    """Wait for a frame of one kind. Raise LinkFailure: `late` when none comes, `gone` when the other side leaves."""
    return _narrow(await _receive(signalling, seconds, late), kind, gone)


async def _receive(signalling: Signalling, seconds: float | None, late: Problem) -> ServerFrame:
    try:
        async with asyncio.timeout(seconds):
            return await signalling.receive()
    except TimeoutError:
        raise LinkFailure(late, f"nothing came for {seconds} s") from None


def _narrow(frame: ServerFrame, kind: type[F], gone: Problem) -> F:
    match frame:
        case kind():
            return frame
        case Refused():
            raise LinkFailure(_REFUSALS[frame.reason], f"the server refused: {frame.reason}")
        case PeerGone():
            raise LinkFailure(gone, "the other side left")
        case _:
            raise LinkFailure(Problem.TAMPERED, f"the server said {frame.type} out of turn")


def _context(origin: str, paired: Paired) -> PairingContext:
    return PairingContext(origin, paired.nameplate, paired.issuer_nonce, paired.joiner_nonce, paired.technician)
