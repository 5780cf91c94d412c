"""The agent's parsers, each kind of message a row of its own: wires, windows, watchdog. `more_targets` has the rest."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from agent.protocol import messages, sdp, signalling
from agent.tools.voice import words as voice
from agent.transport import vigil
from agent.ui import model, page
from agent.watchdog import words
from scripts.rigs.fuzz import more_targets, schema
from scripts.rigs.fuzz.target import Target, text


def targets() -> dict[str, Target]:
    """Return every row by its name, in the order shown."""
    return {target.name: target for target in (*_messages(), *_other_models(), *more_targets.targets())}


def console_seeds(count: int, number: int) -> dict[str, list[str]]:
    """Make valid inputs for the console's parsers of JSON, by the name of the message or frame."""
    kinds = (*get_args(messages.AgentMessage), *get_args(signalling.ServerFrame))
    made = {kind: schema.examples(kind, count, number) for kind in kinds}
    return {_type_of(kind): [one.decode() for one in made[kind]] for kind in kinds}


def _messages() -> Iterator[Target]:
    """Yield a row for each kind of each wire, so that the rare kinds are met as often as the others."""
    yield from _rows("control", messages.ConsoleMessage, lambda data: messages.parse_console_message(text(data)))
    yield from _rows("server", signalling.ServerFrame, lambda data: signalling.parse_server_frame(text(data)))
    yield from _rows("sealed", sdp.Negotiation, sdp.parse_negotiation)
    yield from _rows("window", model.Action, lambda data: model.parse_action(text(data)))
    yield from _rows("page", page.Pressed, lambda data: page.parse_pressed(text(data)))
    yield from _rows("to voice", voice.ToVoice, voice.read_to_voice)
    yield from _rows("from voice", voice.FromVoice, voice.read_from_voice)


def _other_models() -> Iterator[Target]:
    for line in get_args(words.AgentLine):
        yield Target(f"watchdog {line.__name__.lower()}", words.read_agent, partial(schema.examples, line))
    yield Target("watchdog pressed", words.read_window, partial(schema.examples, words.Pressed))
    for shown in get_args(get_type_hints(model.parse_shown)["return"]):
        yield Target(f"shown {shown.__name__.lower()}", model.parse_shown, partial(schema.examples, shown))
    yield Target("link word", lambda data: vigil._word(text(data)), partial(schema.examples, messages.PingFromConsole))


def _rows(wire: str, union: Any, read: Callable[[bytes], object]) -> Iterator[Target]:
    for kind in get_args(union):
        yield Target(f"{wire} {_type_of(kind)}", read, partial(schema.examples, kind))


def _type_of(kind: type[BaseModel]) -> str:
    return str(kind.model_fields["type"].default)
