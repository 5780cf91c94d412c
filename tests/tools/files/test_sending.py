"""A text's parts wait for the line, so that little is still to come when consent goes."""

import asyncio

from agent.protocol.file_messages import TextShown
from agent.protocol.message import FromAgent
from agent.tools.files.sending import MOST_ON_THE_WAY, Sending

PARTS = [TextShown(act=1, text=str(number)) for number in range(3)]


class Line:
    """A line that takes parts, and whose far end has what it is said to have."""

    def __init__(self) -> None:
        self.told: list[FromAgent] = []
        self.allowed = True
        self.waiting = 0
        self.asked = asyncio.Event()

    def sending(self) -> Sending:
        return Sending(self.told.append, lambda: self.allowed, self._on_the_way)

    async def look(self) -> None:
        """Wait until it was asked what is on the way."""
        self.asked.clear()
        await asyncio.wait_for(self.asked.wait(), 20)

    def _on_the_way(self) -> int:
        self.asked.set()
        return self.waiting


async def test_a_part_waits_until_the_one_before_has_come() -> None:
    line = Line()
    line.waiting = MOST_ON_THE_WAY + 1
    sending = asyncio.create_task(line.sending().send(PARTS))
    for _ in range(3):
        await line.look()
    assert line.told == []
    line.waiting = 0
    await asyncio.wait_for(sending, 20)
    assert line.told == PARTS


async def test_what_waits_for_the_line_never_goes_once_it_may_not() -> None:
    line = Line()
    line.waiting = MOST_ON_THE_WAY + 1
    sender = line.sending()
    sending = asyncio.create_task(sender.send(PARTS))
    await line.look()
    sender.stop()
    line.waiting = 0
    await asyncio.wait_for(sending, 20)
    assert line.told == []


async def test_consent_is_asked_for_after_the_wait() -> None:
    line = Line()
    line.waiting = MOST_ON_THE_WAY + 1
    sending = asyncio.create_task(line.sending().send(PARTS))
    await line.look()
    line.allowed, line.waiting = False, 0
    await asyncio.wait_for(sending, 20)
    assert line.told == []
