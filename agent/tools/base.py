"""What a tool is to the agent, and what it has around it. A tool decides nothing about consent: the gate let its
messages pass, and it asks again right before anything leaves or is changed.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from agent.hiding.vocabulary import Hidden
from agent.language import Lang
from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission
from agent.protocol.signalling import IceServer
from agent.tools.asking import Asking
from agent.tools.changes import Changes
from agent.tools.discretion import Discretion
from agent.tools.sound import Sound
from agent.tools.under_way import UnderWay
from agent.transport.bulk import Bulk


@dataclass(frozen=True)
class Around:
    """What every tool may use. Everything is called on the event loop's thread."""

    tell: Callable[[FromAgent], None]
    """Send to the console, on `control`."""
    record: Callable[[str, Mapping[str, str]], None]
    """Write a journal entry, which is also a line in the customer's list: before what it names is done.

    Raises JournalError: then nothing is done.
    """
    permitted: Callable[[Permission], bool]
    """Say whether a permission holds at this moment, and nothing is paused or lost."""
    discretion: Callable[[], Discretion]
    """What is hidden at this moment."""
    lang: Lang
    spawn: Callable[[Coroutine[Any, Any, None]], object] = asyncio.create_task
    """Begin work beside the loop's events; a HandrailError that it raises ends the session."""
    on_hidden: Callable[[Callable[[Hidden], None]], None] = lambda listener: None
    """Have this called at each change of what is hidden, before anything else is told. May raise: ends the session."""
    on_bulk: Callable[[Callable[[Bulk], None]], None] = lambda user: None
    """Have this called with each connection for bulk, as it is offered: whoever uses it waits until it stands."""
    ice_servers: Callable[[], Sequence[IceServer]] = tuple
    """By which servers the console may be reached."""
    sound: Sound = field(default_factory=Sound)
    """What the customer sees of the voice, and chooses."""
    on_the_way: Callable[[], int] = lambda: 0
    """Count the bytes told that the console has not got yet: no Stop takes them back."""
    technician: str = ""
    """Who asks, as the customer knows them."""
    changes: Changes = field(default_factory=Changes)
    """What the customer can undo."""
    under_way: UnderWay = field(default_factory=UnderWay)
    """What the customer can stop by itself."""
    asking: Asking = field(default_factory=lambda: Asking(lambda open_now: None))
    """The one question of a tool's to the customer."""
    restarting: Callable[[], None] = lambda: None
    """Say that the computer restarts: the session ends for it."""


class Tool(Protocol):
    """One thing that a technician may ask for. Every method is called on the event loop's thread."""

    permissions: frozenset[Permission]
    """What it does something by."""
    messages: tuple[type[ForTool], ...]
    """What it performs."""

    def use(self, message: ForTool) -> None:
        """Begin what a message asks, which the gate let pass. May raise HandrailError, which ends the session.

        What can go wrong in everyday use is told to the console instead.
        """

    def stop(self, permissions: frozenset[Permission], *, ended: bool) -> None:
        """Let nothing more out or in by these permissions once this returns; what was under way leaves nothing behind.

        `ended`: they are no longer granted; else there is a pause, or the line is lost, and they may be used again.
        """

    async def close(self) -> None:
        """Let go of everything, at the end of the run."""
