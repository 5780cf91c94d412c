"""[tamper] `verify` finds each of 200 random changes to the built file, its manifest and signature, its papers and the
brand; an agent whose server shows another key says so, sends nothing and stops."""

import asyncio
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from agent.protocol.errors import HandrailError
from agent.transport.events import Failed, LinkEvent, Problem
from agent.transport.link import Link
from installer.authenticity import sign_manifest, verify
from installer.keys import public_text
from installer.rules import check
from scripts.proofs import Finding
from scripts.rigs.brands import NO_KEY, small_plugin, write_brand
from scripts.rigs.plugins import KEY, copied
from scripts.rigs.trusted import trusted_server

CHANGES = 200
SEED = 20261123

Say = Callable[[str], None]


def prove(quick: bool, say: Say) -> Finding:
    """Change a signed plug-in (quick: a small one) at random, then meet a server with another key."""
    with tempfile.TemporaryDirectory() as folder:
        missed, changed = _changes(Path(folder), quick, say)
    for one in missed:
        say(f"not found: {one}")
    heard, problem = asyncio.run(_wrong_server())
    stopped = problem is Problem.OTHER_SERVER and not heard
    told = f"a server with another key heard {heard} requests, the agent said « {problem} »"
    return Finding(not missed and stopped, f"{changed - len(missed)} of {changed} random changes found; {told}")


def _changes(folder: Path, quick: bool, say: Say) -> tuple[list[str], int]:
    """Make every change and take it back; return those that `verify` did not find, and how many there were."""
    draw = random.Random(SEED)  # noqa: S311 - where to change, nothing secret
    brand, plugin = _small(folder) if quick else copied("linux", folder, say)
    sign_manifest(check(brand), "linux", plugin, KEY)
    out = plugin.parent
    if not _is_whole(brand, out):
        return ["nothing was changed, and something is found"], 0
    named = [brand.parent / name for name in ("logo.png", "conditions.txt", "data.txt")]
    files = [brand, *named, *sorted(out.iterdir())]
    missed = []
    for number in range(CHANGES):
        path = files[number % len(files)]
        content = path.read_bytes()
        what, altered = _change(content, draw)
        path.write_bytes(altered)
        if _is_whole(brand, out):
            missed.append(f"{path.name}: {what}")
        path.write_bytes(content)
    if not _is_whole(brand, out):
        missed.append("everything is as it was again, and something is found")
    return missed, CHANGES


def _small(folder: Path) -> tuple[Path, Path]:
    brand = write_brand(folder, public_text(KEY))
    return brand, small_plugin(brand, folder / "dist")


def _is_whole(brand: Path, out: Path) -> bool:
    try:
        return not any(one.wrong for one in verify(check(brand), out))
    except HandrailError:
        return False  # a brand that is none any more, or names no key


def _change(content: bytes, draw: random.Random) -> tuple[str, bytes]:
    """Change one bit, put one byte in, take one out, or cut the end."""
    at = draw.randrange(len(content))
    match draw.randrange(4):
        case 0:
            bit = 1 << draw.randrange(8)
            return f"a bit at {at}", content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]
        case 1:
            return f"a byte more at {at}", content[:at] + bytes([draw.randrange(256)]) + content[at:]
        case 2:
            return f"a byte less at {at}", content[:at] + content[at + 1 :]
        case _:
            return f"cut at {at}", content[:at]


async def _wrong_server() -> tuple[int, Problem | None]:
    """Let an agent meet a server that the system trusts and whose key it does not know."""
    ended: asyncio.Future[Problem] = asyncio.get_running_loop().create_future()

    def on_event(event: LinkEvent) -> None:
        if isinstance(event, Failed) and not ended.done():
            ended.set_result(event.problem)

    async with trusted_server() as server:
        link = Link(server.url, on_event, pins=[f"sha256/{NO_KEY}"])
        link.issue()
        problem = await asyncio.wait_for(ended, 30)
        return len(server.heard), problem
