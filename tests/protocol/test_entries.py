"""The table of entries: what is not in it does not import, and nothing in it goes without words."""

import re
from pathlib import Path
from typing import get_args

import pytest

from agent.protocol.entries import ENTRIES, UNRECORDED
from agent.protocol.messages import ConsoleMessage, FromConsole
from agent.ui.words import Lang, Words

AGENT = Path(__file__).parents[2] / "agent"


def test_a_message_that_names_an_unknown_entry_does_not_import() -> None:
    with pytest.raises(TypeError, match=r"no entry that the journal knows"):

        class Surprise(FromConsole, needs=None, journal="files.read"):
            type: str = "files/read"


def test_a_message_that_names_no_entry_does_not_import_unless_none_is_owed() -> None:
    with pytest.raises(TypeError, match=r"no entry that the journal knows"):

        class Silent(FromConsole, needs=None, journal=None):
            type: str = "files/read"


def test_what_leaves_no_entry_is_a_message_of_the_wire() -> None:
    types = {message.model_fields["type"].default for message in get_args(ConsoleMessage) if message.journal is None}
    assert types == UNRECORDED.keys()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_entry_has_its_sentence(lang: Lang) -> None:
    words = Words(lang)
    assert [kind for kind in ENTRIES if f"activity/{kind}" not in words] == []
    sentences = {key.removeprefix("activity/") for key in sorted(words.keys()) if key.startswith("activity/")}
    assert sentences == {*ENTRIES, "other"}


def test_every_entry_is_recorded_by_somebody_and_nobody_records_another() -> None:
    sources = "".join(path.read_text("utf-8") for path in [*AGENT.glob("*.py"), *(AGENT / "session").glob("*.py")])
    named = {name for name in re.findall(r'"([a-z]+\.[a-z_]+)"', sources) if not name.endswith(".toml")}
    tools = "".join(path.read_text("utf-8") for path in (AGENT / "tools").rglob("*.py"))
    named |= {kind for kind in ENTRIES if f'"{kind}"' in tools}
    named |= {message.journal for message in get_args(ConsoleMessage) if message.journal}
    assert named == ENTRIES.keys()
