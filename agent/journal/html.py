"""One self-contained page: no script, nothing fetched, and whatever others wrote stays text (CSP Level 3, 2.3.1)."""

import base64
import hashlib
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from agent.ui.page import Runs

STYLE = (Path(__file__).parent / "report.css").read_text("utf-8")

_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element that holds text."""
    element = SubElement(parent, tag, attributes)
    element.text = text
    return element


def add_runs(parent: Element, tag: str, runs: Runs, **attributes: str) -> Element:
    """Add an element of runs; what others wrote is isolated, so that it cannot turn its neighbours."""
    element = SubElement(parent, tag, attributes)
    for run in runs:
        around = SubElement(element, "strong") if run.strong else element
        SubElement(around, "bdi" if run.foreign else "span").text = run.text
    return element


def page(lang: str, title: str, main: Element) -> tuple[bytes, bytes]:
    """Write the page: what comes before a hidden block at its end, and what comes after."""
    html = Element("html", {"lang": lang})
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    add(head, "title", title)
    add(head, "style", STYLE)
    SubElement(html, "body").append(main)
    text = tostring(html, encoding="unicode", method="html").encode("utf-8")
    end = b"</body></html>"
    return b"<!doctype html>\n" + text.removesuffix(end), end + b"\n"
