"""The terminal in a real Chromium, under the product's own policy: drawn, typed, pasted with care, left by a key."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.console.driver import LiveView

HOSTILE = (
    "\x1b]52;c;ZXZpbA==\x07\x1b]52;c;?\x07",
    "\x1b]0;<script>document.title='x'</script>\x07\x1b]2;evil\x1b\\",
    "\x1b]8;;javascript:alert(1)\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]10;?\x07\x1b]11;?\x07\x1b]12;?\x07\x1b]4;1;?\x07\x1b]4;1;rgb:00/00/00\x07",
    "\x1b[c\x1b[>c\x1b[=c\x1b[0c\x1b[5n\x1b[6n\x1b[?6n\x1b[?15n\x1b[18t\x1b[14t\x1b[21t\x1b[>q\x1b[?u\x1b[?1$p\x1b[4$p",
    '\x1bP$q"p\x1b\\\x1bP$qm\x1b\\\x1bP+q544e\x1b\\\x1bZ\x05',
    "\x1b[?9h\x1b[?1000h\x1b[?1002h\x1b[?1003h\x1b[?1004h\x1b[?1006h\x1b[?1h\x1b[?1l",
    "<img src=x onerror=alert(1)><style>*{display:none}</style>\r\n",
    "\x1b[38;2;1;2;3m\x1b[48;2;200;100;50mtrue colour\x1b[38;5;200m of 256\x1b[m",
    "\x1b[4:3mcurly\x1b[58;2;9;9;9munder\x1b[m\r\n",
    "\x1b[30;40mhidden\x1b[8mconcealed\x1b[m \u202egnp.exe\u202c\r\n",
    "\x9b31mC1\x9d0;t\x07\x90q\x9c\r\n",
    "日本語 👩‍🔧 e" + "\u0301" * 50 + "\r\n",
    "\x1b[" + "9" * 5000 + "A\x1b[;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;m\x1b[999999999b",
)
"""What an agent that lies could send, past its own filter."""


@pytest.fixture
def terminal(live: LiveView) -> Locator:
    """An open terminal, with the keyboard in it."""
    live.steer()
    live.state(granted=["view", "terminal"])
    live.page.get_by_test_id("terminal").get_by_role("button").click()
    live.page.wait_for_function("() => harness.link.types().includes('terminal/open')")
    live.hear(type="terminal/opened")
    return live.page.get_by_test_id("terminal-screen")


def says(live: LiveView, *texts: str, first: int = 1) -> None:
    for number, text in enumerate(texts, first):
        live.hear(type="terminal/output", number=number, text=text)
    shown = first + len(texts) - 1
    live.page.wait_for_function(
        "(n) => harness.link.sent.some(({message}) => message.type === 'terminal/shown' && message.number === n)",
        arg=shown,
    )


def typed(live: LiveView) -> str:
    return "".join(message["text"] for message in live.sent("terminal/input"))


def paste(terminal: Locator, text: str) -> None:
    """Paste as the browser does, with the text as its own data."""
    terminal.locator("textarea").evaluate(
        """(field, text) => { const data = new DataTransfer(); data.setData("text/plain", text);
        field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def test_it_is_asked_for_and_not_there_before_the_yes(live: LiveView) -> None:
    live.steer()
    expect(live.page.get_by_test_id("terminal")).to_have_count(0)
    live.forget()
    live.page.get_by_test_id("permission-terminal").get_by_role("button").click()
    assert live.sent("consent/request") == [{"type": "consent/request", "permission": "terminal"}]


def test_it_opens_in_the_size_there_is_and_takes_the_keyboard(live: LiveView, terminal: Locator) -> None:
    (opened,) = live.sent("terminal/open")
    assert opened["columns"] > 60
    assert 5 <= opened["rows"] < 60
    expect(terminal.locator("textarea")).to_be_focused()
    live.page.keyboard.type("ls -l\n")
    live.page.keyboard.press("Control+c")
    live.page.keyboard.press("ArrowUp")
    live.page.keyboard.press("Tab")
    assert typed(live) == "ls -l\r\x03\x1b[A\t"
    assert live.input() == [], "none of it went to the customer's screen"
    assert live.complaints.texts == []


def test_what_the_shell_says_is_drawn_and_told_to_be_shown(live: LiveView, terminal: Locator) -> None:
    says(live, "$ \x1b[1;32mbonjour\x1b[m\r\n", "\x1b[38;2;10;200;30mété\x1b[m")
    expect(terminal.locator(".xterm-rows")).to_contain_text("bonjour")
    expect(terminal.locator(".xterm-rows")).to_contain_text("été")
    colour = terminal.locator(".xterm-rows span", has_text="bonjour").evaluate("(e) => getComputedStyle(e).color")
    assert re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", colour)
    assert colour != terminal.locator(".xterm-rows").evaluate("(e) => getComputedStyle(e).color")
    family = terminal.locator(".xterm-rows").evaluate("(e) => getComputedStyle(e).fontFamily")
    assert "monospace" in family, "the renderer's own style sheet is in force"


def test_hostile_bytes_run_nothing_answer_nothing_and_break_no_policy(live: LiveView, terminal: Locator) -> None:
    title = live.page.title()
    live.forget()
    says(live, *HOSTILE)
    box = terminal.bounding_box()
    assert box
    live.page.mouse.click(box["x"] + 60, box["y"] + 30)
    live.page.mouse.move(box["x"] + 90, box["y"] + 50)
    live.page.keyboard.press("ArrowUp")
    says(live, "the end", first=len(HOSTILE) + 1)
    assert typed(live) == "\x1b[A", "nothing was answered, no mouse reported, no key changed"
    assert live.page.title() == title
    assert terminal.locator("a, img, script, style").count() == 0
    assert live.page.context.pages == [live.page]
    assert live.complaints.texts == []


def test_one_line_is_pasted_and_several_are_asked_about(live: LiveView, terminal: Locator) -> None:
    live.forget()
    paste(terminal, "one\x1b[31m")
    assert typed(live) == "one[31m"
    paste(terminal, "rm -r a\nrm -r b\n")
    dialog = live.page.get_by_role("dialog")
    expect(dialog).to_contain_text("rm -r b")
    expect(dialog.get_by_role("button", name="Ne pas coller")).to_be_focused()
    dialog.get_by_role("button", name="Ne pas coller").click()
    expect(dialog).to_have_count(0)
    assert typed(live) == "one[31m"
    paste(terminal, "a\nb")
    live.page.get_by_role("dialog").get_by_role("button", name="Coller", exact=True).click()
    assert typed(live) == "one[31ma\rb"
    expect(terminal.locator("textarea")).to_be_focused()
    assert live.complaints.texts == []


def test_what_is_selected_is_copied(
    live: LiveView, terminal: Locator, grant_clipboard: Callable[[LiveView], None]
) -> None:
    grant_clipboard(live)
    says(live, "copyme")
    box = terminal.locator(".xterm-screen").bounding_box()
    assert box
    live.page.mouse.dblclick(box["x"] + 20, box["y"] + 8)
    live.page.get_by_role("button", name="Copier la sélection").click()
    assert live.page.evaluate("navigator.clipboard.readText()") == "copyme"


@pytest.fixture
def grant_clipboard() -> Callable[[LiveView], None]:
    return lambda live: live.page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def test_the_keyboard_leaves_it_by_the_shortcut_which_the_shell_never_gets(live: LiveView, terminal: Locator) -> None:
    live.forget()
    live.page.keyboard.press("Control+Alt+Shift+KeyK")
    expect(live.page.get_by_test_id("keys")).to_be_focused()
    assert typed(live) == ""
    expect(live.page.get_by_test_id("terminal")).to_contain_text("Ctrl+Alt+Maj+K")


def test_a_pause_is_told_and_what_comes_again_is_drawn_once(live: LiveView, terminal: Locator) -> None:
    says(live, "before ")
    live.state(phase="paused", paused_by="customer", granted=["view", "terminal"])
    expect(live.page.get_by_test_id("terminal")).to_contain_text("En pause")
    live.forget()
    live.page.keyboard.type("x")
    assert live.sent("terminal/input") == []
    live.state(granted=["view", "terminal"])
    live.hear(type="terminal/opened")
    live.hear(type="terminal/unseen", unseen=False)
    says(live, "before ", "after", first=1)
    expect(terminal.locator(".xterm-rows")).to_contain_text("before after")


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        ("customer", "Le client a fermé le terminal."),
        ("exited", "Le terminal est fermé"),
        ("failed", "n’a pas pu s’ouvrir"),
    ],
)
def test_its_end_is_told_in_words_and_another_can_be_opened(
    live: LiveView, terminal: Locator, end: str, sentence: str
) -> None:
    live.hear(type="terminal/closed", end=end)
    expect(live.page.get_by_test_id("terminal")).to_contain_text(sentence)
    expect(terminal).to_have_count(0)
    live.forget()
    live.page.get_by_test_id("terminal").get_by_role("button").click()
    live.page.wait_for_function("() => harness.link.types().includes('terminal/open')")
    assert live.page.evaluate("document.adoptedStyleSheets.length") <= 4, "the last one's style sheets are gone"


def test_withdrawn_it_is_gone_from_the_page(live: LiveView, terminal: Locator) -> None:
    live.state(granted=["view"])
    live.hear(type="terminal/closed", end="not_allowed")
    expect(live.page.get_by_test_id("terminal")).to_have_count(0)
    assert live.complaints.texts == []
