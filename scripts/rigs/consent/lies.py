"""What a hostile console says: every message of the wire, in any order, and everything that is none."""

import json
from typing import get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from agent.protocol import messages as wire
from agent.protocol.file_messages import FileSort
from agent.protocol.messages import ConsoleMessage, FromConsole
from agent.protocol.permissions import AVAILABLE, Permission
from agent.protocol.registry_messages import RegistryView, ValueKind
from agent.protocol.service_messages import Scope, Verb
from agent.protocol.transfer_messages import WhenTaken

_FIELDS: dict[str, SearchStrategy[object]] = {
    "permission": st.one_of(st.sampled_from(sorted(AVAILABLE)), st.sampled_from(list(Permission))),
    "text": st.sampled_from(["oui", "x", "Autoriser\n", "é" * 120]),
    "t": st.floats(0, 1e9),
    "x": st.integers(0, 32767),
    "y": st.integers(0, 32767),
    "width": st.integers(1, 32767),
    "height": st.integers(1, 32767),
    "name": st.sampled_from(["Impots", "..", "a" * 255]),
    "frame": st.integers(0, 2**31),
    "dx": st.integers(-20, 20),
    "dy": st.integers(-20, 20),
    "codecs": st.lists(st.sampled_from(list(wire.VideoCodec)), max_size=3),
    "quality": st.sampled_from(list(wire.Quality)),
    "monitor": st.one_of(st.none(), st.integers(1, 64)),
    "sdp": st.just("v=0"),
    "candidate": st.just(""),
    "public_key": st.just("ab" * 32),
    "signature": st.just("cd" * 64),
    "count": st.integers(1, 200),
    "final": st.booleans(),
    "button": st.integers(0, 4),
    "down": st.booleans(),
    "code": st.sampled_from(["KeyA", "Enter", "Space", "Tab", "ShiftLeft"]),
    "key": st.sampled_from(["a", "Enter", " "]),
    "mark": st.integers(1, 9),
    "tool": st.sampled_from(list(wire.MarkTool)),
    "colour": st.sampled_from(list(wire.MarkColour)),
    "stay": st.booleans(),
    "points": st.lists(st.integers(0, 32767), min_size=4, max_size=4),
    "fresh": st.booleans(),
    "id": st.integers(1, 2**31 - 1),
    "scope": st.sampled_from(list(Scope)),
    "verb": st.sampled_from(list(Verb)),
    "on": st.booleans(),
    "view": st.sampled_from(list(RegistryView)),
    "names": st.lists(
        st.sampled_from(["HKEY_CURRENT_USER", "Software", "a%0000b", "..", "%0025"]), min_size=1, max_size=4
    ),
    "sought": st.sampled_from(["x", "é" * 200]),
    "kind": st.sampled_from(list(ValueKind)),
    "transfer": st.integers(1, 2),
    "size": st.integers(1, 40),
    "secret": st.just("ef" * 32),
    "columns": st.integers(20, 240),
    "rows": st.integers(5, 80),
    "number": st.integers(1, 9),
    "listing": st.integers(1, 3),
    "act": st.integers(1, 3),
    "path": st.sampled_from(["/", "/etc/passwd", "/no%FFwhere/..", "/a\nb"]),
    "folder": st.sampled_from(["/", "/no%25where"]),
    "sort": st.sampled_from(list(FileSort)),
    "descending": st.booleans(),
    "filter": st.sampled_from(["", "Impots", "é"]),
    "dotted": st.booleans(),
    "first": st.integers(0, 300),
    "opened": st.integers(1, 3),
    "parts": st.integers(0, 2),
    "item": st.integers(0, 3),
    "items": st.integers(0, 3),
    "offset": st.integers(0, 100),
    "bytes": st.integers(0, 100),
    "when_taken": st.sampled_from(list(WhenTaken)),
    "data": st.sampled_from(["AAAA", "eHl6", "eHk="]),
}
"""A strategy for each field of the wire; a field without one stops the proof, so that a new message is not left out."""


def _strategy(message: type[FromConsole]) -> SearchStrategy[FromConsole]:
    fields = {name: _FIELDS[name] for name in message.model_fields if name != "type"}
    return st.builds(message, **fields)


MESSAGES: dict[str, SearchStrategy[FromConsole]] = {
    str(message.model_fields["type"].default): _strategy(message) for message in get_args(ConsoleMessage)
}
"""Every message a console may send, by its type."""

DOING = [
    "input/move", "input/button", "input/scroll", "input/key", "input/text", "annotate/point", "annotate/draw",
    "annotate/write", "system/request",
    "registry/open", "registry/set", "registry/export",
    "files/list", "files/view", "files/trash", "files/rename",
    "clipboard/read", "clipboard/took", "clipboard/put_text", "clipboard/part",
    "view/refresh", "view/monitor", "view/shown", "hide/window", "hide/folder", "chat/say",
]  # fmt: skip
"""What does something where it is allowed."""

ACTIVE = ["consent/request"] * 6 + ["session/resume"] + DOING
"""Said more often than its share: what opens, and what would do something."""

NO_MESSAGES = [
    "", "{}", "null", "[]", "0", "[" * 3000, "{" * 3000, '{"type":null}', '{"type":["consent/request"]}',
    '{"type":"consent/grant","permission":"view"}', '{"type":"consent/answer","number":1,"yes":true}',
    '{"type":"answer","number":1,"yes":true}', '{"type":"session/state","granted":["view"]}',
    '{"type":"hide/show","number":1}', '{"type":"hide/clear"}', '{"type":"cover","covered":false}',
    '{"type":"files/list","path":"/"}', '{"type":"files/read","path":"/etc/passwd"}', '{"type":"processes/list"}',
    '{"type":"terminal/run","line":"id"}', '{"type":"clipboard/read"}', '{"type":"record/start"}',
    '{"type":"consent/request","permission":"view","permission":"control","yes":true}',
    '{"type":"consent/request","permission":"VIEW"}', '{"type":"consent/request"}', '{"type":"session/end","now":1}',
    '{"type":"input/move","x":-1,"y":0}', '{"type":"input/move","x":1e9,"y":0}',
    '{"type":"input/move","x":"1","y":NaN}',
    '{"type":"input/key","code":"Key A","key":"a","down":true}', '{"type":"chat/say","text":""}', "\x00", "\ud7ff\x00{",
]  # fmt: skip
"""Frames that are no message of this wire."""

OVERSIZED = json.dumps({"type": "chat/say", "text": "x" * (70 * 1024)})


@st.composite
def broken(draw: st.DrawFn) -> str | bytes:
    """Draw a message with one thing wrong: cut, doubled, a field too many or too few; or no message."""
    kind = draw(st.sampled_from(["none", "bytes", "text", "huge", "cut", "extra", "missing", "wrong", "twice"]))
    match kind:
        case "none":
            return draw(st.sampled_from(NO_MESSAGES))
        case "bytes":
            return draw(st.binary(max_size=60))
        case "text":
            return draw(st.text(max_size=60))
        case "huge":
            return OVERSIZED
    message = draw(MESSAGES[draw(st.sampled_from(sorted(MESSAGES)))])
    fields = json.loads(message.model_dump_json())
    match kind:
        case "cut":
            return message.model_dump_json()[: draw(st.integers(0, 20))]
        case "twice":
            return message.model_dump_json() * 2
        case "extra":
            return json.dumps({**fields, draw(st.sampled_from(["yes", "granted", "needs", "by"])): True})
        case "missing":
            return json.dumps({name: value for name, value in fields.items() if name != "type"})
        case _:
            return json.dumps({name: [value] for name, value in fields.items()})


@st.composite
def wanted(draw: st.DrawFn) -> FromConsole:
    """Draw a message of the wire."""
    types = sorted(MESSAGES)
    kind = draw(st.one_of(st.sampled_from(types), st.sampled_from(ACTIVE)))
    return draw(MESSAGES[kind])


@st.composite
def doing(draw: st.DrawFn) -> FromConsole:
    """Draw a message that does something where it is allowed."""
    return draw(MESSAGES[draw(st.sampled_from(DOING))])


def channel_of(message: FromConsole) -> str:
    """Return the channel on which this message belongs."""
    return "input" if isinstance(message, wire.INPUT_TYPES) else "control"
