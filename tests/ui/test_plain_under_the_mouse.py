"""What the plain window does between the mouse's coming and the button's letting go: nothing moves or is drawn anew."""

import pytest

from agent.ui.page import Lines, Run
from agent.ui.screens import compose
from scripts.rigs.customer_views import example_views
from tests.ui.plain_probe import Plain

FR = example_views("fr")


@pytest.mark.parametrize("label", ["Arrêter", "Retirer"])
def test_a_click_counts_though_the_page_changes_between_press_and_release(plain: Plain, label: str) -> None:
    plain.show(FR["live"])
    plain.settle()
    press(plain, label)
    plain.show(FR["live"].model_copy(update={"link_lost": True}))
    plain.desk.xdotool("mouseup", "1")
    plain.wait(lambda: plain.actions, "what was pressed")
    plain.wait(lambda: "est coupée" in plain.text(), "what came meanwhile")


def test_a_button_of_the_mouse_that_stays_down_keeps_no_page_back_for_long(plain: Plain) -> None:
    plain.show(FR["live"])
    plain.settle()
    press(plain, "Arrêter")
    plain.show(FR["asking_control"])
    plain.wait(lambda: plain.window.guarded, "the question")
    plain.desk.xdotool("mouseup", "1")
    plain.settle()
    assert plain.actions == []


def test_what_passes_meanwhile_draws_no_button_anew_under_the_mouse(plain: Plain) -> None:
    page = compose(FR["live"])
    plain.window.draw(page)
    withdraw, text, stops = plain.button("Retirer"), plain.text(), len(plain.window.body.stops)
    done = next(index for index, block in enumerate(page.blocks) if isinstance(block, Lines))
    fewer = page.blocks[done].model_copy(update={"lines": []})
    blocks = [*page.blocks[:done], fewer, *page.blocks[done + 1 :]]
    plain.window.draw(page.model_copy(update={"status": [Run(text="3 min")], "blocks": blocks}))
    plain.root.update()
    assert withdraw.winfo_exists()
    assert plain.text() != text
    plain.window.draw(page)
    assert (plain.text(), len(plain.window.body.stops)) == (text, stops)
    plain.window.draw(page.model_copy(update={"blocks": page.blocks[done:]}))
    plain.root.update()
    assert not withdraw.winfo_exists()


def test_a_shorter_line_at_the_top_moves_no_button(plain: Plain) -> None:
    page = compose(FR["live"])

    def top(name: str, words: str) -> int:
        plain.window.draw(page.model_copy(update={"name": name, "status": [Run(text=words)]}))
        plain.settle()
        return plain.window.body.text.winfo_rooty()

    before = top("live", "peut voir votre écran " * 20)
    assert abs(top("live", "peut voir votre écran") - before) <= 1
    assert abs(top("live", "peut voir") - before) <= 2
    assert top("another", "peut voir") < before - 20


def press(plain: Plain, label: str) -> None:
    """Press the mouse's button down on a button, until the window has heard of it."""
    button = plain.button(label)
    place = button.winfo_rootx() + button.winfo_width() // 2, button.winfo_rooty() + button.winfo_height() // 2
    plain.desk.xdotool("mousemove", *map(str, place), "mousedown", "1")
    plain.wait(lambda: button.cget("relief") == "sunken", "the button pressed down")
