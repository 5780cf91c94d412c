"""The command, and the report dropped on the plug-in, open the same window; without one it says so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.__main__ import main
from agent.ui.child import UiError
from agent.ui.model import Action, Press, View
from agent.undo import command
from tests.undo.fakes import Window


class ClosedAtOnce(Window):
    """A window that its customer closes as soon as it is there; remembers its views for the test."""

    seen: list[View]

    def show(self, view: View) -> None:
        super().show(view)
        self.seen.append(view)
        self.do(Press(button="close"))


class NoWindow(Window):
    """No display."""

    async def start(self, on_action: Callable[[Action], None], on_frozen: Callable[[], None]) -> None:
        raise UiError("no display")


@pytest.mark.parametrize("words", [["undo", "--lang", "en"], []])
def test_a_report_is_opened_by_the_word_undo_or_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    seen: list[View] = []
    monkeypatch.setattr(command, "ProcessWindows", lambda with_banner, on_open: ClosedAtOnce())
    monkeypatch.setattr(ClosedAtOnce, "seen", seen, raising=False)
    report = tmp_path / "report.html"
    report.write_text("no report")
    assert main([*words, str(report)]) == 0
    assert [view.kept.why for view in seen if view.kept] == ["unreadable"]
    assert {view.screen for view in seen} == {"kept"}


def test_without_a_window_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "ProcessWindows", lambda with_banner, on_open: NoWindow())
    assert main(["undo", str(tmp_path / "report.html")]) == command.EXIT_NO_WINDOW
    assert "no display" in capsys.readouterr().err
