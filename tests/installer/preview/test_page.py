import base64
import re

from installer.preview.page import MOMENTS, POLICY, Picture, write

PNG = b"\x89PNG a picture"


def test_each_picture_is_on_the_page_with_words_for_it() -> None:
    page = write(
        "Maison d'Aide", [Picture("fr", "window", "start", PNG), Picture("en", "banner", "live", PNG)]
    ).decode()
    assert page.count(base64.b64encode(PNG).decode()) == 2
    assert 'alt="the window: at the start: the warning, who you are, the terms"' in page
    assert "the banner at the top of the screen: during the session" in page


def test_a_question_is_named_for_what_is_asked() -> None:
    page = write("x", [Picture("fr", "window", "asking_clipboard_in", PNG)]).decode()
    assert "asked for: clipboard in" in page


def test_what_an_operator_is_called_stays_text() -> None:
    page = write("<script>alert(1)</script>", []).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    page = write("x", [Picture("fr", "window", name, PNG) for name in MOMENTS]).decode()
    assert "default-src 'none'; img-src data:" in POLICY
    assert not re.search(r"https?://|<script|\son\w+=", page)
