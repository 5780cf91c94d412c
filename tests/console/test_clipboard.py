"""The two clipboards in a real Chromium: nothing goes without a press, and what came is shown as what it is."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.console.driver import LiveView

HOSTILE = "<img src=x onerror=alert(1)>\u202egnp.exe\x1b]0;title\x07\n=HYPERLINK(1)\u200b"
BOTH = ["view", "clipboard_in", "clipboard_out"]

PASTE_IMAGE = """async (field) => {
    const canvas = new OffscreenCanvas(64, 48);
    canvas.getContext('2d').fillRect(0, 0, 64, 48);
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob({type: 'image/jpeg'})], 'x.jpg', {type: 'image/jpeg'}));
    field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def panel(live: LiveView, *granted: str) -> Locator:
    live.open()
    live.state(granted=list(granted))
    live.page.get_by_role("tab", name="Presse-papiers").click()
    return live.page.locator(".clipboards")


def hand_over(live: LiveView, kind: str, data: bytes, transfer: int = 1) -> None:
    """Say what the agent says of what the customer copied."""
    live.hear(type="clipboard/content", transfer=transfer, kind=kind, size=len(data))
    for at in range(0, len(data), 9 * 1024):
        piece = base64.b64encode(data[at : at + 9 * 1024]).decode()
        live.hear(type="clipboard/piece", transfer=transfer, data=piece)


def test_each_way_is_asked_for_by_itself_before_there_is_anything_to_press(live: LiveView) -> None:
    clipboards = panel(live, "view")
    clipboards.get_by_role("button", name="Demander à lire").click()
    clipboards.get_by_role("button", name="Demander à déposer").click()
    asked = [message["permission"] for message in live.sent("consent/request")]
    assert asked[-2:] == ["clipboard_out", "clipboard_in"]
    assert not [message for message in live.sent() if message["type"].startswith("clipboard/")]
    expect(clipboards.get_by_role("textbox")).to_have_count(0)


def test_a_text_is_read_by_a_press_shown_as_text_and_copied_by_another(live: LiveView) -> None:
    clipboards = panel(live, *BOTH)
    assert live.sent("clipboard/read") == []
    clipboards.get_by_role("button", name="Lire le presse-papiers du client").click()
    assert live.sent("clipboard/read") == [{"type": "clipboard/read", "transfer": 1}]
    expect(clipboards.get_by_role("progressbar")).to_be_visible()
    hand_over(live, "text", HOSTILE.encode())
    shown = live.page.get_by_test_id("clipboard-received")
    text = "<img src=x onerror=alert(1)>U+202Egnp.exeU+001B]0;titleU+0007\n=HYPERLINK(1)U+200B"
    expect(shown.locator("pre")).to_have_text(text, use_inner_text=True)
    expect(shown.locator("img")).to_have_count(0)
    live.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown.get_by_role("button", name="Copier chez vous").click()
    expect(shown.get_by_text("Copié.")).to_be_visible()
    copied = live.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == HOSTILE.replace("\x1b", "").replace("\x07", "")
    shown.get_by_role("button", name="Effacer").click()
    expect(shown).to_have_count(0)
    assert live.complaints.texts == []


def test_an_image_is_shown_under_the_policy_and_copied(live: LiveView) -> None:
    clipboards = panel(live, *BOTH)
    clipboards.get_by_role("button", name="Lire le presse-papiers du client").click()
    picture = io.BytesIO()
    Image.effect_noise((320, 200), 60).save(picture, "PNG")
    hand_over(live, "image", picture.getvalue())
    image = live.page.get_by_test_id("clipboard-received").locator("img")
    expect(image).to_have_attribute("alt", "Image de 320 × 200 points")
    live.page.wait_for_function(
        "() => document.querySelector('[data-testid=clipboard-received] img').naturalWidth === 320"
    )
    live.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.page.get_by_role("button", name="Copier chez vous").click()
    expect(live.page.get_by_text("Copié.", exact=True)).to_be_visible()
    types = "async () => (await navigator.clipboard.read())[0].types"
    assert live.page.evaluate(types) == ["image/png"]
    assert live.complaints.texts == []


def test_a_text_is_put_by_a_press_and_its_end_is_told(live: LiveView) -> None:
    clipboards = panel(live, *BOTH)
    clipboards.get_by_label("Texte ou image à déposer").fill("sudo apt install cups\n")
    assert live.sent("clipboard/put_text") == []
    clipboards.get_by_role("button", name="Déposer ce texte").click()
    assert live.sent("clipboard/put_text", "clipboard/part") == [
        {"type": "clipboard/put_text", "transfer": 1, "size": 22},
        {"type": "clipboard/part", "transfer": 1, "data": base64.b64encode(b"sudo apt install cups\n").decode()},
    ]
    live.hear(type="clipboard/taken", transfer=1)
    live.hear(type="clipboard/placed", transfer=1)
    expect(clipboards.get_by_text("Déposé : le client peut le coller.")).to_be_visible()


def test_a_pasted_image_is_shown_first_and_goes_as_a_png(live: LiveView) -> None:
    clipboards = panel(live, *BOTH)
    clipboards.get_by_label("Texte ou image à déposer").evaluate(PASTE_IMAGE)
    expect(clipboards.get_by_alt_text("Image à déposer")).to_be_visible()
    assert live.sent("clipboard/put_image") == []
    clipboards.get_by_role("button", name="Déposer cette image").click()
    (put,) = live.sent("clipboard/put_image")
    data = b"".join(base64.b64decode(part["data"]) for part in live.sent("clipboard/part"))
    assert len(data) == put["size"]
    assert Image.open(io.BytesIO(data)).size == (64, 48)
    assert data.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("nothing", "Il n’y a rien à lire"),
        ("too_large", "C’est trop grand"),
        ("unanswered", "n’a pas répondu"),
        ("unreadable", "ne peut pas être lu"),
        ("stopped", "rien n’a été gardé"),
    ],
)
def test_why_there_is_nothing_is_told_in_words(live: LiveView, reason: str, sentence: str) -> None:
    clipboards = panel(live, *BOTH)
    clipboards.get_by_role("button", name="Lire le presse-papiers du client").click()
    live.hear(type="clipboard/failed", transfer=1, reason=reason)
    expect(clipboards.get_by_role("status").filter(has_text=sentence)).to_be_visible()


def test_paused_or_cut_nothing_can_be_begun_and_what_was_under_way_is_gone(live: LiveView) -> None:
    clipboards = panel(live, *BOTH)
    read = clipboards.get_by_role("button", name="Lire le presse-papiers du client")
    read.click()
    live.event("onLost")
    expect(clipboards.get_by_role("progressbar")).to_have_count(0)
    expect(read).to_be_disabled()
    live.event("onBack")
    live.state(phase="paused", paused_by="customer", granted=BOTH)
    expect(read).to_be_disabled()
    live.state(granted=["view"])
    expect(read).to_have_count(0)
