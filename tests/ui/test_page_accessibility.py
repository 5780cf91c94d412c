"""axe finds nothing (WCAG 2.2 AA, and contrast AAA) in any page of the window, in either language, light or dark.

Chromium draws the window's own page here: axe cannot run in the web view. What the page complains of counts as well.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from agent.ui.model import Problem, View
from agent.ui.parts import Local
from agent.ui.screens import compose
from agent.ui.web_window import PAGE
from agent.ui.words import Lang
from scripts.rigs.browser import CHROMIUM, FLAGS
from scripts.rigs.customer_views import example_views

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "rendezvous/console/node_modules/axe-core/axe.min.js").read_text()
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,  # the page may not fetch its style sheet again
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
WHOLE = Local(takes_drops=True, draws_areas=True)
LOOKS: list[tuple[Lang, Literal["light", "dark"]]] = [("fr", "light"), ("fr", "dark"), ("en", "light"), ("en", "dark")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[Page, Lang, list[str]]]:
    lang, scheme = request.param
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 860, "height": 640})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(PAGE)
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    yield page, lang, complaints
    context.close()


def faults(page: Page, view: View, local: Local = WHOLE) -> list[str]:
    """What axe finds once the view is shown, one line each."""
    page.evaluate("(next) => handrail.show(next)", compose(view, local).model_dump(mode="json"))
    result: dict[str, Any] = page.evaluate("(options) => axe.run(options)", OPTIONS)
    return [f"{fault['id']}: {node['target']}" for fault in result["violations"] for node in fault["nodes"]]


def test_axe_finds_nothing_on_any_page(look: tuple[Page, Lang, list[str]]) -> None:
    page, lang, complaints = look
    found = {name: faults(page, view) for name, view in example_views(lang).items()}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert complaints == []


@pytest.mark.parametrize("turned", ["windows", "windows 2", "guards"])
def test_axe_finds_nothing_on_the_pages_of_the_hiding_screen(look: tuple[Page, Lang, list[str]], turned: str) -> None:
    page, lang, complaints = look
    local = Local(turned=turned, takes_drops=True, draws_areas=True)
    for name in ("hiding", "hiding_only"):
        assert faults(page, example_views(lang)[name], local) == []
    assert complaints == []


def test_axe_finds_nothing_while_a_document_is_open_or_a_mistake_told(look: tuple[Page, Lang, list[str]]) -> None:
    page, lang, complaints = look
    views = example_views(lang)
    mistaken = views["enter_code"].model_copy(update={"problem": Problem(text="code_mistyped")})
    assert faults(page, mistaken) == []
    assert faults(page, views["start"]) == []
    page.evaluate("document.querySelector('main button').click()")
    result = page.evaluate("(options) => axe.run(options)", OPTIONS)
    assert result["violations"] == []
    assert complaints == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_cut_on_a_small_screen_at_125_percent(chromium: Browser, lang: Lang) -> None:
    context = chromium.new_context(viewport={"width": 760, "height": 400}, device_scale_factor=1.25)
    page = context.new_page()
    page.goto(PAGE)
    for name, view in example_views(lang).items():
        page.evaluate("(next) => handrail.show(next)", compose(view).model_dump(mode="json"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        below = "[...document.querySelectorAll('#top button, #buttons button')].filter(b => "
        assert page.evaluate(f"{below} b.getBoundingClientRect().bottom > innerHeight).length") == 0, name
    context.close()


def test_all_type_is_18_pixels_or_larger(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 860, "height": 640})
    page.goto(PAGE)
    for name, view in example_views("fr").items():
        page.evaluate("(next) => handrail.show(next)", compose(view).model_dump(mode="json"))
        sizes = page.evaluate(
            "[...document.querySelectorAll('body *')].map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(sizes) >= 18, name
    page.close()
