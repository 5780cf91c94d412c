"""Both CPace implementations hold to the draft, and agree with each other where and only where the code is the same."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

from agent.protocol.codes import new_secret
from agent.protocol.cpace import CpaceError, Exchange, generator
from agent.protocol.pairing import Issuer, Joiner, PairingContext, PairingError, SessionKeys
from agent.protocol.signalling import Technician
from scripts.proofs import Finding
from scripts.rigs.link_page import bundle, chromium
from scripts.rigs.relay import relay
from tests.protocol import vectors

RUNS = 10_000
QUICK_RUNS = 100
AT_ONCE = 50

VECTORS_JS = """async ([v, points]) => {
  const { Exchange, generator, fromHex: h, toHex } = window.rig;
  const a = await Exchange.start(h(v.PRS), h(v.CI), h(v.sid), h(v.ya));
  const b = await Exchange.start(h(v.PRS), h(v.CI), h(v.sid), h(v.yb));
  const ads = [h(v.ADa), h(v.ADb)];
  const agreed = [await a.agreeAsInitiator(h(v.Yb), ...ads), await b.agreeAsResponder(h(v.Ya), ...ads)];
  const isRefused = (point) => a.agreeAsInitiator(h(point)).then(() => false, (e) => e.fault === "bad_point");
  const refused = await Promise.all(points.map(isRefused));
  return {
    g: toHex(await generator(h(v.PRS), h(v.CI), h(v.sid))),
    Ya: toHex(a.share), Yb: toHex(b.share), isks: agreed.map((x) => toHex(x.isk)), refused,
  };
}"""

# One step of many runs at a time: `made` keeps the console's sides between the calls.
START_JS = """async (runs) => {
  const { Joiner, Issuer, toHex } = window.rig;
  window.made = await Promise.all(runs.map(async ({ secret, context, joins }) => {
    if (joins) return Joiner.make(secret, context);
    const issuer = new Issuer(secret);
    await issuer.begin(context);
    return issuer;
  }));
  return window.made.map((side) => (side.start ? toHex(side.start()) : null));
}"""
RECEIVE_JS = """async (bodies) => {
  const { fromHex, toHex } = window.rig;
  const receive = async (side, body) => {
    const { send, keys } = await side.receive(fromHex(body));
    const all = keys && [keys.joinerSeals, keys.issuerSeals, keys.bind, keys.resume].map(toHex);
    return { send: send ? toHex(send) : null, keys: all ?? null };
  };
  const attempt = (body, i) => body === null ? null : receive(window.made[i], body)
    .catch((e) => ({ fault: e.fault ?? String(e), send: null, keys: null }));
  return Promise.all(bodies.map(attempt));
}"""


@dataclass
class Run:
    """One pairing between Python and the console."""

    secret: str
    console_secret: str
    context: PairingContext
    console_joins: bool

    @property
    def told_to_console(self) -> dict[str, Any]:
        """Give what the console must know."""
        c = self.context
        context = {
            "origin": c.origin,
            "nameplate": c.nameplate,
            "issuerNonce": c.issuer_nonce,
            "joinerNonce": c.joiner_nonce,
            "technician": c.technician.model_dump(),
        }
        return {"secret": self.console_secret, "context": context, "joins": self.console_joins}


def prove(quick: bool, say: Callable[[str], None]) -> Finding:
    """Try the vectors in both, then pair Python with the console at random."""
    if quick and vectors.excused():
        say(f"{vectors.MISSING}: only the agreement of both sides is tried")
        return asyncio.run(_prove(QUICK_RUNS, say, with_vectors=False))
    return asyncio.run(_prove(QUICK_RUNS if quick else RUNS, say))


async def _prove(runs: int, say: Callable[[str], None], with_vectors: bool = True) -> Finding:
    in_python = _vectors_in_python() if with_vectors else []
    say(f"the draft's X25519 vectors in Python: {_verdict(in_python)}")
    async with relay(files={"/link_page.js": bundle()}) as server, chromium() as browser:
        page = await browser.new_page()
        await page.goto(server.url)
        in_chromium = await _vectors_in_chromium(page) if with_vectors else []
        say(f"the draft's X25519 vectors in Chromium {browser.version}: {_verdict(in_chromium)}")
        agreed, refused = await _agreements(page, runs, wrong=False), await _agreements(page, runs, wrong=True)
    say(f"{runs} pairings with one code, both ways round: {agreed} agreed on all four keys")
    say(f"{runs} pairings with two codes that differ: {refused} agreed on any key, or on a tag")
    held = (
        f"{sum(in_python)}/{len(in_python)} vectors hold in Python, {sum(in_chromium)}/{len(in_chromium)} in Chromium"
    )
    figure = f"{held}; {agreed} of {runs} random runs agree; {refused} of {runs} wrong codes do"
    return Finding(all(in_python) and all(in_chromium) and agreed == runs and refused == 0, figure)


def _verdict(held: list[bool]) -> str:
    return f"{sum(held)} of {len(held)} hold"


def _vectors_in_python() -> list[bool]:
    v = vectors.x25519()
    a, b = (Exchange(v["PRS"], v["CI"], v["sid"], v[scalar]) for scalar in ("ya", "yb"))
    isks = [
        a.agree_as_initiator(v["Yb"], v["ADa"], v["ADb"]).isk,
        b.agree_as_responder(v["Ya"], v["ADa"], v["ADb"]).isk,
    ]
    held = [generator(v["PRS"], v["CI"], v["sid"]) == v["g"], a.share == v["Ya"], b.share == v["Yb"]]
    return held + [isk == v["ISK_IR"] for isk in isks] + [_refused(a, p) for p in vectors.invalid_points().values()]


def _refused(exchange: Exchange, point: bytes) -> bool:
    try:
        exchange.agree_as_initiator(point)
    except CpaceError:
        return True
    return False


async def _vectors_in_chromium(page: Page) -> list[bool]:
    v = {name: value.hex() for name, value in vectors.x25519().items()}
    points = [point.hex() for point in vectors.invalid_points().values()]
    found = await page.evaluate(VECTORS_JS, [v, points])
    isks = [isk == v["ISK_IR"] for isk in found["isks"]]
    return [found[name] == v[name] for name in ("g", "Ya", "Yb")] + isks + [bool(r) for r in found["refused"]]


async def _agreements(page: Page, runs: int, *, wrong: bool) -> int:
    """Count the pairings, of `runs`, at whose end any key or tag was accepted by anybody."""
    count = 0
    for first in range(0, runs, AT_ONCE):
        batch = [_random_run(number, wrong) for number in range(first, min(first + AT_ONCE, runs))]
        count += await _pair(page, batch)
    return count


def _random_run(number: int, wrong: bool) -> Run:
    secret = new_secret()
    other = f"{(int(secret) + 1 + secrets.randbelow(10**6 - 1)) % 10**6:06d}"
    who = Technician(id=secrets.token_hex(4), name=secrets.token_hex(1 + secrets.randbelow(50)), organisation="Éx")
    nameplate = f"{secrets.randbelow(10**5):05d}"
    context = PairingContext("https://help.example", nameplate, secrets.token_hex(16), secrets.token_hex(16), who)
    return Run(secret, other if wrong else secret, context, number % 2 == 0)


async def _pair(page: Page, batch: list[Run]) -> int:
    """Run a batch to its end: the sides that join speak first, on either side."""
    ours = [OurSide(run) for run in batch]
    starts: list[str | None] = await page.evaluate(START_JS, [run.told_to_console for run in batch])
    bodies = [side.receive(start) if start else side.start() for side, start in zip(ours, starts, strict=True)]
    theirs: list[list[str] | None] = [None] * len(batch)
    while any(bodies):
        answers: list[dict[str, Any] | None] = await page.evaluate(RECEIVE_JS, bodies)
        _check_faults(answers)
        bodies = [side.receive(answer["send"] if answer else None) for side, answer in zip(ours, answers, strict=True)]
        theirs = [answer["keys"] if answer else known for known, answer in zip(theirs, answers, strict=True)]
    return sum(side.agrees_with(keys) for side, keys in zip(ours, theirs, strict=True))


def _check_faults(answers: list[dict[str, Any] | None]) -> None:
    """A wrong code shows as a wrong tag and as nothing else."""
    if strange := [a["fault"] for a in answers if a and a.get("fault", "wrong_tag") != "wrong_tag"]:
        raise AssertionError(f"the console failed otherwise than by a wrong tag: {strange[0]}")


class OurSide:
    """The Python side of one run."""

    def __init__(self, run: Run) -> None:
        self._keys: SessionKeys | None = None
        self._joiner = None if run.console_joins else Joiner(run.secret, run.context)
        self._issuer = Issuer(run.secret)
        self._issuer.begin(run.context)

    def start(self) -> str | None:
        """Give the first message, where this side joins."""
        return self._joiner.start().hex() if self._joiner else None

    def receive(self, body: str | None) -> str | None:
        """Take a message and give the next, if there is one."""
        if not body:
            return None
        try:
            step = (self._joiner or self._issuer).receive(bytes.fromhex(body))
        except PairingError:
            return None
        self._keys = step.keys
        return step.send.hex() if step.send else None

    def agrees_with(self, theirs: list[str] | None) -> bool:
        """Say whether both sides hold the same four keys; that one holds keys alone must not be."""
        if (self._keys is None) != (theirs is None):
            raise AssertionError("one side has keys and the other has none")
        k = self._keys
        return k is not None and [x.hex() for x in (k.joiner_seals, k.issuer_seals, k.bind, k.resume)] == theirs
