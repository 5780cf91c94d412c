"""A code is claimed once, cannot be guessed, and a bad one tells nothing: races, wrong secrets, answers compared."""

import asyncio
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from agent.protocol.codes import new_secret
from agent.protocol.pairing import Issuer, Joiner, PairingContext, PairingError, SessionKeys
from agent.protocol.signalling import Bye, Paired, PeerGone, Refused, Relay
from scripts.proofs import Finding
from scripts.rigs.rendezvous import Rendezvous, rendezvous
from scripts.rigs.signalling_client import Client, agent, console

CLAIMERS = 8
LANES = 4
"""Wrong secrets are tried on so many connections at once."""
MAX_SPREAD = 0.25
"""The medians of the bad codes' answers may differ by so much of the smallest."""
BAD_CODE = '{"type":"refused","reason":"code"}'

Say = Callable[[str], None]

_MANY = 100_000_000 // 10
_SETTINGS = f"""
[limits]
claims_per_address_per_minute = {_MANY}
registrations_per_address_per_minute = {_MANY}
connections_per_address = 1000
failures_per_technician_in_15_minutes = {_MANY}
failures_per_technician_a_day = {_MANY}
frames_per_second = 100000
frames_at_once = 100000
"""
_SHORT_LIVED = "code_seconds = 2\n"


def prove(quick: bool, say: Say) -> Finding:
    """Run the three parts against a real server; quick: a fiftieth of it."""
    races, guesses, rounds = (20, 200, 30) if quick else (1000, 10_000, 1000)
    with rendezvous(settings=_SETTINGS) as server:
        cookie = server.log_in()
        won = asyncio.run(_race_all(server, cookie, races))
        say(f"races: {races} of {CLAIMERS} claimers; races with exactly one winner: {won}")
        tally = asyncio.run(_guess_all(server, cookie, guesses))
        say(f"wrong secrets: {guesses}; sessions: {tally.sessions}; codes burned: {tally.burned}")
        say(f"right secrets, to see that these runs can succeed: {tally.controls} of {tally.controls_tried}")
    with rendezvous(settings=_SETTINGS + _SHORT_LIVED) as server:
        answers = asyncio.run(_compare_all(server, server.log_in(), rounds))
    for answer in answers:
        say(f"{answer.kind}: {answer.texts}, median {answer.median_us:.0f} µs of {rounds}")
    spread = max(a.median_us for a in answers) / min(a.median_us for a in answers) - 1
    alike = all(a.texts == {BAD_CODE} for a in answers) and spread < MAX_SPREAD
    holds = won == races and tally.sound(guesses) and alike
    return Finding(
        holds,
        f"{won}/{races} races with one winner; {tally.sessions} sessions and {tally.burned} burned codes of {guesses} "
        f"wrong secrets; bad codes answered alike: {alike}, medians within {spread:.1%}",
    )


# --- races ----------------------------------------------------------------------------------------------------------


async def _race_all(server: Rendezvous, cookie: str, races: int) -> int:
    """Return how many races had exactly one winner, told so, and seven losers told alike."""
    async with AsyncExitStack() as stack:
        issuer = await stack.enter_async_context(agent(server))
        rivals = [await stack.enter_async_context(console(server, cookie)) for _ in range(CLAIMERS)]
        won = 0
        for _ in range(races):
            winner = await _race(issuer, rivals)
            if winner is not None:
                won += 1
                rivals[winner] = await stack.enter_async_context(console(server, cookie))
        return won


async def _race(issuer: Client, rivals: list[Client]) -> int | None:
    nameplate = (await issuer.register()).nameplate
    answers = await asyncio.gather(*(rival.claim(nameplate) for rival in rivals))
    winners = [index for index, answer in enumerate(answers) if isinstance(answer, Paired)]
    losers = [answer for answer in answers if answer == Refused(reason="code")]
    told = await issuer.read()
    if len(winners) != 1 or len(losers) != len(rivals) - 1 or not isinstance(told, Paired):
        return None
    await rivals[winners[0]].send(Bye())
    return winners[0] if await issuer.read() == PeerGone() else None


# --- wrong secrets --------------------------------------------------------------------------------------------------


@dataclass
class _Tally:
    sessions: int = 0
    burned: int = 0
    controls: int = 0
    controls_tried: int = 0

    def sound(self, guesses: int) -> bool:
        return (self.sessions, self.burned, self.controls) == (0, guesses, self.controls_tried)


async def _guess_all(server: Rendezvous, cookie: str, guesses: int) -> _Tally:
    tally = _Tally()
    lanes = [guesses // LANES + (lane < guesses % LANES) for lane in range(LANES)]
    await asyncio.gather(*(_lane(server, cookie, share, tally) for share in lanes))
    return tally


async def _lane(server: Rendezvous, cookie: str, guesses: int, tally: _Tally) -> None:
    async with agent(server) as issuer, console(server, cookie) as second:
        for number in range(guesses):
            await _wrong(server, cookie, issuer, second, tally)
            if number % 10 == 0:
                tally.controls_tried += 1
                paired = await _right(server, cookie, issuer)
                tally.controls += paired


async def _wrong(server: Rendezvous, cookie: str, issuer: Client, second: Client, tally: _Tally) -> None:
    """One guess at a live code, and a second claim of it while the pair lives and when it is gone."""
    secret = new_secret()
    guess = f"{(int(secret) + 1 + secrets.randbelow(999_999)) % 1_000_000:06d}"
    run = Issuer(secret)
    async with console(server, cookie) as joiner:
        nameplate, keys = await _pair(server, issuer, joiner, run, guess)
        tally.sessions += keys is not None
        again = await second.claim(nameplate)
    gone = await issuer.read()
    late = await second.claim(nameplate)
    refused = Refused(reason="code")
    tally.burned += run.burned and gone == PeerGone() and again == late == refused


async def _right(server: Rendezvous, cookie: str, issuer: Client) -> bool:
    secret = new_secret()
    async with console(server, cookie) as joiner:
        _, keys = await _pair(server, issuer, joiner, Issuer(secret), secret)
    await issuer.read()
    return keys is not None


async def _pair(
    server: Rendezvous, issuer: Client, joiner: Client, run: Issuer, guess: str
) -> tuple[str, SessionKeys | None]:
    """Pair over the server with `guess`; return the nameplate, and the issuer's keys if it came to any."""
    nameplate = (await issuer.register()).nameplate
    paired = await joiner.claim(nameplate)
    told = await issuer.read()
    if not isinstance(paired, Paired) or not isinstance(told, Paired):
        raise RuntimeError("the claim of a live code was refused")
    run.begin(_context(server, told))
    joining = Joiner(guess, _context(server, paired))
    await _relay(joiner, joining.start())
    first = run.receive(await _body(issuer))
    await _relay(issuer, first.send)
    second = joining.receive(await _body(joiner))
    await _relay(joiner, second.send)
    try:
        return nameplate, run.receive(await _body(issuer)).keys
    except PairingError:
        return nameplate, None


def _context(server: Rendezvous, told: Paired) -> PairingContext:
    return PairingContext(server.url, told.nameplate, told.issuer_nonce, told.joiner_nonce, told.technician)


async def _relay(client: Client, body: bytes | None) -> None:
    if body is None:
        raise RuntimeError("the pairing had nothing to say")
    await client.send(Relay(body=b64encode(body).decode()))


async def _body(client: Client) -> bytes:
    frame = await client.read()
    if not isinstance(frame, Relay):
        raise RuntimeError(f"expected a relayed body, got {frame.type}")
    return b64decode(frame.body)


# --- bad codes answered alike ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Answers:
    kind: str
    texts: set[str]
    median_us: float


async def _compare_all(server: Rendezvous, cookie: str, rounds: int) -> list[_Answers]:
    """Claim bad codes of every kind in turn, `rounds` times; return what was answered and how fast."""
    async with AsyncExitStack() as stack:
        bad = await _bad_codes(stack, server, cookie)
        asker = await stack.enter_async_context(console(server, cookie))
        texts: dict[str, set[str]] = {kind: set() for kind in bad}
        times: dict[str, list[float]] = {kind: [] for kind in bad}
        for _ in range(rounds):
            for kind in secrets.SystemRandom().sample(sorted(bad), len(bad)):
                text, seconds = await _ask(asker, bad[kind])
                texts[kind].add(text)
                times[kind].append(seconds)
        return [_Answers(kind, texts[kind], median(times[kind]) * 1e6) for kind in bad]


async def _ask(asker: Client, nameplate: str) -> tuple[str, float]:
    frame = f'{{"type":"claim","version":"1","nameplate":"{nameplate}","nonce":"{"0" * 32}"}}'
    began = perf_counter()
    await asker.socket.send(frame)
    text = await asker.text()
    return text, perf_counter() - began


async def _bad_codes(stack: AsyncExitStack, server: Rendezvous, cookie: str) -> dict[str, str]:
    """Make one bad code of every kind: expired, used, taken and unknown."""
    late = await stack.enter_async_context(agent(server))
    expired = (await late.register()).nameplate
    await late.closed()
    taken = await _claimed(stack, server, cookie)
    async with AsyncExitStack() as brief:
        used = await _claimed(brief, server, cookie)
    bad = {"expired": expired, "used": used, "taken": taken}
    unknown = next(n for n in iter(lambda: f"{secrets.randbelow(100_000):05d}", "") if n not in bad.values())
    return {**bad, "unknown": unknown}


async def _claimed(stack: AsyncExitStack, server: Rendezvous, cookie: str) -> str:
    issuer = await stack.enter_async_context(agent(server))
    joiner = await stack.enter_async_context(console(server, cookie))
    nameplate = (await issuer.register()).nameplate
    if not isinstance(await joiner.claim(nameplate), Paired):
        raise RuntimeError("the claim of a live code was refused")
    return nameplate
