"""Lays the pictures of a preview out on one page that holds them itself: no script, nothing fetched."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from agent.ui.words import Lang

STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; img-src data:; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"

LANGUAGES: dict[Lang, str] = {"fr": "Français", "en": "English"}
WHAT = {"splash": "the splash", "window": "the window", "banner": "the banner at the top of the screen"}

MOMENTS = {
    "opening": "at once, while the tool opens",
    "start": "at the start: the warning, who you are, the terms",
    "allow": "on a Mac: what its settings must allow this program first",
    "awaited": "after that restart: may the technician go on?",
    "ways": "the two ways in",
    "code": "the code to read out",
    "enter_code": "the field for a code",
    "connecting": "while they wait",
    "asking_again": "a permission is over and asked for again",
    "live": "during the session",
    "limited": "something is hidden, and a permission has minutes left",
    "guided": "nothing is shared any more; the technician guides by words",
    "talking": "the two talk through the computer",
    "hand": "the customer has taken the mouse",
    "paused": "paused",
    "prompt": "the computer itself asks for something, such as a password",
    "locked": "the screen is locked",
    "hiding": "choosing what to hide",
    "hiding_only": "one window alone is shared",
    "covered": "something was shown by accident",
    "link_lost": "the line is lost",
    "report": "the system report, before it goes",
    "changed": "what can be undone",
    "difference": "a change to a file, before it is made",
    "ended": "the end",
    "ended_left": "the end, where something was left behind",
    "ended_changed": "the end, where changes can still be undone later",
    "kept": "later, with the saved report: what can still be undone",
    "kept_undone": "later: something was undone",
    "kept_asks": "later: what changed meanwhile is undone only if they say so",
    "restarts": "the computer restarts, as was asked for",
    "problem": "something went wrong",
}
"""When the customer sees each view, for the person who prepares the build."""


@dataclass(frozen=True)
class Picture:
    """One picture, a PNG."""

    lang: Lang
    what: Literal["splash", "window", "banner"]
    name: str
    png: bytes


def moment(name: str) -> str:
    """Say when the customer sees a view."""
    return MOMENTS.get(name) or f"asked for: {name.removeprefix('asking_').replace('_', ' ')}"


def write(operator: str, pictures: Sequence[Picture]) -> bytes:
    """Write the page."""
    html = Element("html", {"lang": "en"})
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    _add(head, "title", f"What customers of {operator} see")
    _add(head, "style", STYLE)
    main = SubElement(SubElement(html, "body"), "main")
    _add(main, "h1", f"What customers of {operator} see")
    _add(main, "p", "On Linux, with an example technician and an example session. Documents open behind their buttons.")
    for lang, language in LANGUAGES.items():
        section = SubElement(main, "section", {"lang": lang})
        _add(section, "h2", language)
        for picture in (one for one in pictures if one.lang == lang):
            _add_picture(section, picture)
    return f"<!doctype html>\n{tostring(html, encoding='unicode', method='html')}\n".encode()


def _add_picture(section: Element, picture: Picture) -> None:
    figure = SubElement(section, "figure")
    said = f"{WHAT[picture.what]}: {moment(picture.name)}"
    source = f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"
    SubElement(figure, "img", {"src": source, "alt": said, "loading": "lazy"})
    _add(figure, "figcaption", said, lang="en")


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text
