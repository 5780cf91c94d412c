"""Between the pipe and what draws: views become pages, clicks become actions, a mistyped code is told here and now."""

from collections.abc import Callable

from agent.protocol.errors import WireError
from agent.ui.model import Action, EnterCode, View, parse_action
from agent.ui.page import Page
from agent.ui.pipe import Pipe
from agent.ui.screens import compose
from agent.ui.ways_in import code_mistake


class Presenter:
    """Draws each view with `draw`, which may be called on any thread, and passes the customer's actions on."""

    def __init__(self, pipe: Pipe, draw: Callable[[Page], None]) -> None:
        self._pipe, self._draw = pipe, draw
        self._view: View | None = None

    def show(self, view: View) -> None:
        """Draw a view."""
        self._view = view
        self._draw(compose(view))

    def act_text(self, text: str) -> None:
        """Take an action from the page. What is none, the page cannot have meant: nothing happens."""
        try:
            self.act(parse_action(text))
        except WireError:
            return

    def act(self, action: Action) -> None:
        """Pass an action on, unless it is a code that cannot be one: that is said, and nothing is sent."""
        view = self._view
        mistake = ""
        if view and isinstance(action, EnterCode) and view.screen == "enter_code":
            mistake = code_mistake(action.code, view.lang)
        if view and mistake:
            self._draw(compose(view, mistake))
        else:
            self._pipe.send(action)
