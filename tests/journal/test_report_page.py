"""The report in a browser: axe finds nothing (WCAG 2.2 AA, contrast AAA), its policy holds, its journal is unseen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from agent.ui.words import Lang
from scripts.rigs.browser import CHROMIUM, FLAGS
from scripts.rigs.journals import session

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "rendezvous/console/node_modules/axe-core/axe.min.js").read_text()
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
LOOKS: list[tuple[Lang, Literal["light", "dark"]]] = [("fr", "light"), ("fr", "dark"), ("en", "light"), ("en", "dark")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


def opened(browser: Browser, folder: Path, lang: Lang, width: int = 860, **look: Any) -> tuple[Page, list[str]]:
    saved = folder / "report.html"
    saved.write_bytes(session(folder, lang).report())
    page = browser.new_context(viewport={"width": width, "height": 640}, **look).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(saved.as_uri())
    return page, complaints


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_axe_finds_nothing(chromium: Browser, tmp_path: Path, lang: Lang, scheme: Literal["light", "dark"]) -> None:
    page, complaints = opened(chromium, tmp_path, lang, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    result: dict[str, Any] = page.evaluate("(options) => axe.run(options)", OPTIONS)
    found = [f"{fault['id']}: {node['target']}" for fault in result["violations"] for node in fault["nodes"]]
    assert found == []
    assert complaints == []
    page.context.close()


def test_all_type_is_18_pixels_or_larger_and_fits_a_telephone(chromium: Browser, tmp_path: Path) -> None:
    page, _ = opened(chromium, tmp_path, "fr", width=390)
    sizes = page.evaluate("[...document.querySelectorAll('main *')].map(e => parseFloat(getComputedStyle(e).fontSize))")
    assert min(sizes) >= 18
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_the_journal_inside_is_neither_seen_nor_printed(chromium: Browser, tmp_path: Path) -> None:
    page, _ = opened(chromium, tmp_path, "fr")
    assert page.locator("#handrail-journal").is_hidden()
    page.emulate_media(media="print")
    assert page.locator("#handrail-journal").is_hidden()
    assert "eyJ" not in page.inner_text("body")
    page.context.close()


def test_a_script_that_somebody_puts_in_does_not_run(chromium: Browser, tmp_path: Path) -> None:
    page, _ = opened(chromium, tmp_path, "fr")
    saved = tmp_path / "report.html"
    saved.write_bytes(saved.read_bytes().replace(b"</main>", b"</main><script>document.title = 'owned'</script>"))
    page.goto(saved.as_uri())
    assert page.title().startswith("Compte rendu")
    page.context.close()
