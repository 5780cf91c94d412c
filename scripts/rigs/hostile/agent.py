"""An agent that says whatever it is told: `python -m scripts.rigs.hostile.agent URL` shows a code, then relays lines.

It says {"code"}, then {"opened": true}; it is told {"say": TEXT}, which goes out on `control` as it is.
"""

import asyncio
import json
import sys

from agent.transport.events import CodeReady, Failed, LinkEvent, Opened
from agent.transport.link import Link


async def run(url: str) -> None:
    """Go on until standard input closes."""
    link = Link(url, _tell)
    link.issue()
    lines = asyncio.StreamReader(limit=1 << 20)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        link.send("control", json.loads(line)["say"])
        await asyncio.sleep(0)
    await link.close()


def _tell(event: LinkEvent) -> None:
    match event:
        case CodeReady():
            _say({"code": event.code.digits})
        case Opened():
            _say({"opened": True})
        case Failed():
            _say({"failed": str(event.problem)})


def _say(words: dict[str, object]) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1]))
