"""docs/protocol.md says what the code does: its tables and figures are compared with it."""

from pathlib import Path
from typing import get_args

import pytest

from agent.protocol.message import any_of
from agent.protocol.messages import CHANNELS, INPUT_TYPES, AgentMessage, ConsoleMessage, FromAgent, FromConsole
from agent.protocol.pairing import derive_keys
from agent.protocol.permissions import Permission
from agent.protocol.resume import Resume
from agent.protocol.sdp import bind_proof
from agent.protocol.sealed import Sealer

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "protocol.md").read_text()


def row_of(message: type[FromConsole] | type[FromAgent], section: str) -> list[str]:
    text = PAGE.split(f"### {section}\n")[1].split("\n## ")[0].split("\n### ")[0]
    name = f"`{message.model_fields['type'].default}`"
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]
    found = [row for row in rows if row[0] == name]
    assert len(found) == 1, f"{name} has {len(found)} rows in {section}"
    return found[0]


def fields_of(message: type[FromConsole] | type[FromAgent]) -> str:
    names = ((name, field.is_required()) for name, field in message.model_fields.items() if name != "type")
    return ", ".join(f"`{name}`" if required else f"`{name}`?" for name, required in names)


@pytest.mark.parametrize("message", get_args(ConsoleMessage))
def test_the_page_has_each_message_of_the_console_with_its_permission(message: type[FromConsole]) -> None:
    _, channel, fields, needs, journal, _ = row_of(message, "Console to agent")
    assert channel == ("input" if message in INPUT_TYPES else "control")
    assert fields == fields_of(message)
    assert needs == (" or ".join(any_of(message.needs)) or "nothing")
    assert journal == (message.journal or "—")


@pytest.mark.parametrize("message", get_args(AgentMessage))
def test_the_page_has_each_message_of_the_agent(message: type[FromAgent]) -> None:
    assert row_of(message, "Agent to console")[1] == fields_of(message)


def test_the_page_names_every_permission_and_channel() -> None:
    assert ", ".join(f"`{permission}`" for permission in Permission) in PAGE
    for label, stream in CHANNELS.items():
        assert f"| `{label}` | {stream} |" in PAGE


def test_the_figures_on_the_page_are_the_codes() -> None:
    sealer = Sealer(bytes(32))
    sealer.seal(b"frame 0")
    assert sealer.seal(b"frame 1").hex() in PAGE
    assert derive_keys(bytes(64), bytes(32)).joiner_seals.hex() in PAGE
    assert bind_proof(b"key", "agent", bytes(32), bytes([1]) * 32) in PAGE
    assert Resume(bytes(32)).tag in PAGE
    assert Resume(bytes(32)).keys(bytes(16), bytes([1]) * 16).bind.hex() in PAGE
