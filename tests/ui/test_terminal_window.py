"""The customer's window of a terminal: letters as they come, what left the screen above, what is typed below."""

import tkinter as tk
from collections.abc import Iterator

import pytest

from agent.ui.terminal_window import Drawing, TerminalWindow
from agent.ui.words import Words
from scripts.rigs.xserver import xvfb
from tests.ui.rig import tk_root

KEPT = 10


class Scene:
    """A window on a screen of its own."""

    def __init__(self, root: tk.Tk) -> None:
        self.root = root
        self.closed = 0
        self.window = TerminalWindow(root, Words("fr"), "Camille\u202e D.", 40, self._close, KEPT)

    def _close(self) -> None:
        self.closed += 1

    def draw(
        self, *lines: str, kept: tuple[str, ...] = (), rows: int = 3, cursor: tuple[int, int] | None = None
    ) -> None:
        self.window.draw(Drawing(kept, dict(enumerate(lines)), rows, cursor))

    @property
    def text(self) -> list[str]:
        return self.window.text.get("1.0", "end -1 chars").split("\n")

    def labels(self) -> str:
        """Everything that is written around the screen."""
        shown = [widget for widget in _all(self.root) if isinstance(widget, tk.Label | tk.Button)]
        return " | ".join(str(widget.cget("text")) for widget in shown if widget.winfo_manager())


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """One for all: Tk keeps its connection to a screen, whatever windows go."""
    with xvfb((1024, 768)) as number:
        yield number


@pytest.fixture
def scene(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setenv("DISPLAY", display)
    with tk_root(display) as root:
        yield Scene(root)


def test_it_says_who_types_and_how_to_stop(scene: Scene) -> None:
    assert scene.root.title() == "Camille D. tape des commandes"
    assert "Camille D. tape des commandes sur votre ordinateur" in scene.labels()
    button = next(widget for widget in _all(scene.root) if isinstance(widget, tk.Button))
    assert button.cget("text") == "Fermer et arrêter"
    button.invoke()
    assert scene.closed == 1


def test_it_shows_the_screen_and_above_it_what_left_it(scene: Scene) -> None:
    scene.draw("a", "b", "c")
    assert scene.text == ["a", "b", "c"]
    scene.draw("b", "c", "d", kept=("a",))
    assert scene.text == ["a", "b", "c", "d"]


def test_only_the_lines_that_changed_are_drawn(scene: Scene) -> None:
    scene.draw("a", "b", "c")
    scene.window.draw(Drawing([], {1: "x"}, 3, None))
    assert scene.text == ["a", "x", "c"]


def test_what_is_kept_above_is_bounded(scene: Scene) -> None:
    scene.draw("a", "b", "c", kept=tuple(map(str, range(25))))
    scene.draw("d", kept=("x",))
    assert scene.text == [*map(str, range(16, 25)), "x", "d", "b", "c"]


def test_it_follows_another_size(scene: Scene) -> None:
    scene.draw("a", "b", "c", kept=("k",))
    scene.draw("b", "c", rows=2)
    assert scene.text == ["k", "b", "c"]
    scene.draw("b", "c", "", "", rows=4)
    assert scene.text == ["k", "b", "c", "", ""]


def test_the_cursor_is_shown_where_it_is(scene: Scene) -> None:
    scene.draw("ab", cursor=(5, 0))
    assert [str(index) for index in scene.window.text.tag_ranges("cursor")] == ["1.5", "1.6"]
    scene.draw("ab", cursor=None)
    assert scene.window.text.tag_ranges("cursor") == ()


def test_what_is_typed_is_shown_also_where_the_shell_shows_nothing(scene: Scene) -> None:
    scene.window.typed("rm -rf x↵")
    assert "Tapé : rm -rf x↵" in scene.labels().replace("\u00a0", " ")


def test_a_pause_is_said_and_taken_back(scene: Scene) -> None:
    scene.window.note("terminal/held")
    assert "En pause" in scene.labels()
    scene.window.note("")
    assert "En pause" not in scene.labels()


def test_nobody_can_type_into_it(scene: Scene) -> None:
    scene.draw("a")
    scene.window.text.focus_force()
    scene.window.text.event_generate("<Key>", keysym="x")
    assert scene.text == ["a", "", ""]


def test_whoever_reads_further_up_is_left_there(scene: Scene) -> None:
    scene.draw(*(str(n) for n in range(60)), rows=60)
    scene.window.fit()
    scene.root.update()
    scene.window.text.yview_moveto(0.0)
    scene.draw("changed", rows=60)
    assert scene.window.text.yview()[0] == 0.0


def test_it_fits_the_screen(scene: Scene) -> None:
    scene.draw(*(str(n) for n in range(60)), rows=60)
    scene.window.fit()
    scene.root.update()
    assert scene.root.winfo_rootx() + scene.root.winfo_width() <= 1024
    assert scene.root.winfo_rooty() + scene.root.winfo_height() <= 768


def _all(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from _all(child)
