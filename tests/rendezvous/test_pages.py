"""The customer's pages in a real Chromium, as a person with a mouse, a keyboard or a screen reader meets them."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from agent.protocol.codes import Code, new_secret, parse_code
from scripts.rigs.browser import CHROMIUM, FLAGS
from scripts.rigs.rendezvous import Rendezvous, rendezvous

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "rendezvous/console/node_modules/axe-core/axe.min.js"
PLUGIN = b"the plug-in for Linux"
CODE = str(Code("12345", "678901"))
LANGUAGES = ["fr", "en"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rendezvous]:
    folder = tmp_path_factory.mktemp("plug-ins")
    (folder / "handrail-1.0.run").write_bytes(PLUGIN)
    (folder / "handrail 1.0.exe").write_bytes(b"the plug-in for Windows")
    (folder / "handrail-1.0.run.cdx.json").write_text('{"bomFormat": "CycloneDX"}')
    (folder / "handrail-1.0.run.licences.txt").write_text("MIT")
    settings = f'downloads_dir = "{folder}"\n[brand]\nname = "Exemple Assistance"\nphone = "01 23 45 67 89"\n'
    with rendezvous(settings=settings, logins=()) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS)) as running,
    ):
        yield running


class Visit:
    """A page, what it asked the network for, and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url + (request.post_data or "")))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def field(self) -> str:
        return self.page.locator("#code-said").inner_text()


Visiting = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, site: Rendezvous) -> Iterator[Visiting]:
    contexts = []

    def go(path: str = "/?lang=en", width: int = 1280, scheme: str = "light") -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        visited = Visit(context.new_page())
        visited.page.goto(site.url + path)
        return visited

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "typed", [CODE, CODE.replace(" ", ""), CODE.replace(" ", "-"), "12 34.56 78-90 18", f" {CODE} "]
)
def test_a_right_code_is_told_at_once_in_any_grouping(visit: Visiting, typed: str) -> None:
    visited = visit()
    visited.page.fill("#code", typed)
    assert visited.field == "The code is well written."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1234 5678 9013", "This code is not right"),
        ("1234 5687 9018", "This code is not right"),
        ("1234 5678 9018 1", "There are too many digits"),
        ("1234 5678 901O", "A code is made of digits only."),
        ("١٢٣٤ ٥٦٧٨ ٩٠١٨", "A code is made of digits only."),
    ],
)
def test_a_slip_is_told_at_once_and_closes_the_download(visit: Visiting, typed: str, said: str) -> None:
    visited = visit()
    visited.page.check("#accept")
    visited.page.fill("#code", typed)
    assert visited.field.startswith(said)
    assert visited.page.get_attribute("#code", "aria-invalid") == "true"
    assert visited.page.locator("[data-testid=download]").first.get_attribute("href") is None


def test_half_a_code_is_no_fault_yet(visit: Visiting) -> None:
    visited = visit()
    visited.page.fill("#code", "1234 56")
    assert visited.field == ""
    assert visited.page.get_attribute("#code", "aria-invalid") == "false"


def test_the_page_judges_codes_as_the_wire_does(visit: Visiting) -> None:
    page = visit().page
    codes = [Code(f"{number * 331 % 100000:05d}", new_secret()).digits for number in range(300)]
    slips = [code[:at] + str((int(code[at]) + 1) % 10) + code[at + 1 :] for at, code in enumerate(codes[:12])]
    judge = "typed => import('/static/code.js').then(code => typed.map(code.judge))"
    assert page.evaluate(judge, codes) == ["right"] * len(codes)
    assert page.evaluate(judge, slips) == ["wrong"] * len(slips)
    assert page.evaluate(judge, [str(parse_code(code)) for code in codes[:5]]) == ["right"] * 5


def test_the_code_never_leaves_the_page_but_in_the_files_name(visit: Visiting) -> None:
    visited = visit()
    page = visited.page
    page.fill("#code", CODE.replace(" ", ""))
    page.check("#accept")
    with page.expect_download() as downloading:
        page.locator("[data-testid=download]").first.click()
    assert downloading.value.suggested_filename == f"Assistance {CODE}.run"
    secret = CODE.replace(" ", "")[5:11]
    asked = [*visited.requests, downloading.value.url]
    assert not [url for url in asked if secret in re.sub(r"\D", "", url.split("/", 3)[-1])]
    assert page.url.endswith("/?lang=en")
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_the_file_is_the_one_whose_hash_is_shown(visit: Visiting) -> None:
    page = visit().page
    page.check("#accept")
    with page.expect_download() as downloading:
        page.locator("[data-testid=download]").first.click()
    assert downloading.value.suggested_filename == "Assistance.run"
    received = Path(downloading.value.path()).read_bytes()
    assert received == PLUGIN
    assert page.locator("[data-testid=sha256]").first.inner_text() == hashlib.sha256(received).hexdigest()


def test_the_papers_of_a_plugin_can_be_read_beside_it(visit: Visiting) -> None:
    page = visit("/?lang=fr").page
    papers = page.locator(".papers").first
    papers.locator("summary").click()
    expect(papers).to_contain_text("Le service ne l’a pas signé.")
    with page.expect_download() as downloading:
        papers.get_by_test_id("sbom").click()
    assert downloading.value.suggested_filename == "handrail-1.0.run.cdx.json"
    assert Path(downloading.value.path()).read_text() == '{"bomFormat": "CycloneDX"}'


def test_nothing_can_be_downloaded_before_the_terms_are_accepted(visit: Visiting) -> None:
    page = visit().page
    link = page.locator("[data-testid=download]").first
    expect(link).to_have_attribute("aria-disabled", "true")
    link.click(force=True)
    expect(page.locator("#accept")).to_be_focused()
    page.check("#accept")
    expect(link).to_have_attribute("href", "/download/handrail-1.0.run")
    page.uncheck("#accept")
    assert link.get_attribute("href") is None


def test_all_of_it_works_by_keyboard(visit: Visiting) -> None:
    page = visit().page
    focused = "document.activeElement.id || document.activeElement.dataset.testid || ''"
    page.keyboard.press("Tab")
    seen = [page.evaluate(focused)]
    while "code" not in seen and len(seen) < 20:
        page.keyboard.press("Tab")
        seen.append(page.evaluate(focused))
    page.keyboard.type(CODE)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    while page.evaluate(focused) != "download":
        page.keyboard.press("Tab")
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename == f"Assistance {CODE}.run"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/legal/terms", "/legal/privacy"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (1280, "dark")])
def test_axe_finds_nothing_and_contrast_is_seven_to_one(
    visit: Visiting, lang: str, path: str, width: int, scheme: str
) -> None:
    visited = visit(f"{path}?lang={lang}", width, scheme)
    visited.page.evaluate(AXE.read_text("utf-8"))
    assert _axe(visited.page) == []
    if path == "/":
        visited.page.fill("#code", "1234 5678 9013")
        visited.page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
        assert _axe(visited.page) == []
        visited.page.fill("#code", "")
        visited.page.check("#accept")
        assert _axe(visited.page) == []
    assert visited.complaints == []
    assert all(url.startswith(visited.page.url.split("/?")[0].split("/legal")[0]) for url in visited.requests)


def _axe(page: Page) -> list[str]:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": tags, "rules": {"color-contrast-enhanced": {"enabled": True}}}
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [f"{fault['id']}: {[node['html'] for node in fault['nodes']]}" for fault in found]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_letters_are_large_and_nothing_runs_off_the_side(visit: Visiting, lang: str, width: int) -> None:
    page = visit(f"/?lang={lang}", width).page
    sizes = page.evaluate(
        "[...document.querySelectorAll('main *, header *, footer *')].filter(e => e.innerText?.trim())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 18
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_language_follows_the_browser_and_the_visible_switch(site: Rendezvous, visit: Visiting) -> None:
    english = httpx.get(site.url, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="en">' in english.text
    assert english.headers["content-language"] == "en"
    page = visit("/?lang=en").page
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recevoir de l’aide sur votre ordinateur")


def test_the_warning_comes_first(visit: Visiting) -> None:
    text = visit("/?lang=fr").page.locator("main").inner_text()
    text = re.sub(r"\s", " ", text)
    assert text.startswith("On vous a appelé ? Raccrochez. Personne de sérieux ne vous appelle pour prendre la main.")


def test_without_javascript_the_page_says_so_and_offers_nothing(browser: Browser, site: Rendezvous) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.url}/?lang=en")
        expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
        assert page.locator("[data-testid=download]").first.get_attribute("href") is None


def test_with_javascript_it_does_not(visit: Visiting) -> None:
    expect(visit().page.get_by_text("This page needs JavaScript")).to_have_count(0)


def test_where_no_plugin_is_offered_the_page_says_so(server: Rendezvous) -> None:
    assert "L’outil n’est pas encore proposé" in httpx.get(f"{server.url}/?lang=fr").text


def test_a_telephone_is_told_to_use_the_computer(site: Rendezvous) -> None:
    headers = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile"}
    assert "Open this page on the computer that needs help" in httpx.get(f"{site.url}/?lang=en", headers=headers).text


def test_a_download_carries_no_name_and_unknown_ones_do_not_exist(site: Rendezvous) -> None:
    answer = httpx.get(f"{site.url}/download/handrail%201.0.exe")
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["content-type"] == "application/octet-stream"
    for name in ("none", "..%2f..%2fetc%2fpasswd", "%2e%2e/x"):
        assert httpx.get(f"{site.url}/download/{name}").status_code == 404


def test_a_visitor_gets_no_cookie(site: Rendezvous) -> None:
    for path in ("/", "/legal/terms", "/static/home.js", "/api/config"):
        assert "set-cookie" not in httpx.get(site.url + path).headers
