"""The console's types are those of the Python messages, and a stale file is told."""

from typing import get_args

import pytest

from agent.protocol import messages
from agent.protocol.message import any_of
from scripts import make_types


def test_the_generated_types_are_up_to_date() -> None:
    assert make_types.TARGET.read_text() == make_types.generate()


def test_check_fails_when_the_file_is_stale(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = tmp_path_factory.mktemp("wire") / "messages.ts"
    stale.write_text(make_types.TARGET.read_text().replace('"view"', '"look"'))
    monkeypatch.setattr(make_types, "TARGET", stale)
    monkeypatch.setattr("sys.argv", ["make_types", "--check"])
    assert make_types.main() == 1
    stale.write_text(make_types.generate())
    assert make_types.main() == 0


def test_every_message_is_in_the_types_with_what_it_needs() -> None:
    text = make_types.TARGET.read_text()
    for model in get_args(messages.ConsoleMessage):
        needed = ",".join(f'\n    "{permission}"' for permission in any_of(model.needs))
        need = f"[{needed}\n  ]" if needed else "[]"
        assert f"export interface {model.__name__} {{" in text
        assert f'"{model.model_fields["type"].default}": {need}' in text
