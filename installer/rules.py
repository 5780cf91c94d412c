"""What a brand must keep as a whole before it is built: texts in both languages, pictures that can be drawn, and
settings that say the same as the texts customers read. Single values are agent/brand_file.py's."""

import re
from collections.abc import Iterator
from pathlib import Path

from agent.brand_bundle import Bundle, gather
from agent.brand_mistakes import Mistake, SettingsError, line_of
from agent.policy import policies
from agent.protocol.permissions import Permission
from agent.ui.documents import privacy, terms, version_of
from agent.ui.words import Lang
from installer.png import PictureError, size_of

LANGS: tuple[Lang, ...] = ("fr", "en")
MAX_LOGO_BYTES = 16 * 1024
"""It travels to the windows with each view."""
MAX_LOGO, ICON = 480, 256
"""Pixels of a side."""

_OTHER: dict[Lang, Lang] = {"fr": "en", "en": "fr"}
_SAMPLE = re.compile(r"\(exemple, à |\(a sample, to be ", re.IGNORECASE)
"""What is left of Handrail's sample in a text that was copied and not finished."""
_SPEAKS_OF_RECORDING = {"fr": re.compile("enregistr", re.I), "en": re.compile("record(ed|ing)", re.I)}
_DENIES_RECORDING = {
    "fr": re.compile(r"\b(pas|jamais|rien|aucune?)\b[^.;]{0,40}enregistr", re.I),
    "en": re.compile(r"\b(not|never|nothing|no)\b[^.;]{0,40}record(ed|ing)", re.I),
}


def check(path: Path) -> Bundle:
    """Read a brand with all its files. Raise SettingsError naming every mistake at once."""
    bundle, unread = gather(path)
    found = {*unread, *_languages(bundle), *_texts(bundle), *_pictures(bundle), *_contradictions(bundle)}
    if found:
        mistakes = sorted(found, key=lambda mistake: (mistake.line, mistake.key, mistake.wrong))
        raise SettingsError("the brand file has mistakes", tuple(mistakes))
    return bundle


def _mistake(bundle: Bundle, key: str, wrong: str, remedy: str) -> Mistake:
    return Mistake(line_of(bundle.text, key.split("/")), key.replace("/", "."), wrong, remedy)


def _languages(bundle: Bundle) -> Iterator[Mistake]:
    """A text in one language needs the other."""
    given = bundle.file.texts.model_dump()
    for name in ("welcome", "terms", "privacy"):
        for lang, other in _OTHER.items():
            if given[f"{name}_{lang}"] and not given[f"{name}_{other}"]:
                wrong, remedy = (
                    f"it is there, and {name}_{other} is missing",
                    f'Write the other too: {name}_{other} = "…"',
                )
                yield _mistake(bundle, f"texts/{name}_{lang}", wrong, remedy)


def _texts(bundle: Bundle) -> Iterator[Mistake]:
    """Own texts are text, versioned, of one version in both languages, and finished."""
    versions: dict[str, str] = {}
    for key, raw in bundle.files.items():
        if not key.startswith("texts/"):
            continue
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            yield _mistake(bundle, key, f"line {line} of the file is not written in UTF-8", "Save the file as UTF-8")
            continue
        version = version_of(text)
        if version is None:
            remedy = "Begin the file with its version: Version 1.0 du 22 novembre 2026"
            yield _mistake(bundle, key, "the file does not begin with its version, which the record names", remedy)
        elif versions.setdefault(key[:-3], version) != version:
            wrong = f"the file is version {version}, and the other language's is {versions[key[:-3]]}"
            yield _mistake(bundle, key, wrong, "Give both the same version")
        if _SAMPLE.search(text):
            yield _mistake(bundle, key, "the file still holds words of the sample", "Put your own in their place")


def _pictures(bundle: Bundle) -> Iterator[Mistake]:
    """Logo and icon can be drawn, and are bounded."""
    logo, icon = bundle.files.get("operator/logo"), bundle.files.get("operator/icon")
    try:
        if logo is not None and size_of(logo, MAX_LOGO) and len(logo) > MAX_LOGO_BYTES:
            raise PictureError(f"it has {len(logo):,} bytes, and {MAX_LOGO_BYTES:,} are the most")
    except PictureError as error:
        yield _mistake(bundle, "operator/logo", str(error), "Save it as a small PNG: 320 x 96 pixels do")
    try:
        if icon is not None and (size := size_of(icon, ICON)) != (ICON, ICON):
            raise PictureError(f"it has {size[0]} x {size[1]} pixels, and {ICON} x {ICON} is what it must have")
    except PictureError as error:
        yield _mistake(bundle, "operator/icon", str(error), f"Save it as a PNG of {ICON} x {ICON} pixels")


def _contradictions(bundle: Bundle) -> Iterator[Mistake]:
    """What is set must be what customers read."""
    file = bundle.file
    if file.server.pins and file.server.url.startswith("http://"):
        wrong = "a server without TLS has no key that could be compared"
        yield _mistake(bundle, "server/pins", wrong, "Write an https:// address, or leave the line out")
    for lang in LANGS:
        yield from _on_recording(bundle, lang)
        days, own = file.retention.session_days, bundle.files.get(f"texts/privacy_{lang}")
        if days and own is not None and not re.search(rf"\b{days}\b", own.decode(errors="replace")):
            wrong = f"the file does not name the {days} days of retention.session_days"
            yield _mistake(bundle, f"texts/privacy_{lang}", wrong, "Say there how long is kept who helped whom")


def _on_recording(bundle: Bundle, lang: Lang) -> Iterator[Mistake]:
    """Where a recording can be asked for, the texts must speak of it; none may deny it."""
    session = bundle.file.session
    asked = policies()[session.policy].may_ask
    if Permission.RECORD not in (asked if session.may_ask is None else asked & set(session.may_ask)):
        return
    texts = [_in_force(bundle, "terms", lang), _in_force(bundle, "privacy", lang)]
    remedy = 'Say under [texts] what is recorded, why and how long, or choose the policy "assist-no-copy"'
    if any(_DENIES_RECORDING[lang].search(text) for text in texts):
        wrong = f"a recording can be asked for, and a text customers read ({lang}) says that nothing is recorded"
        yield _mistake(bundle, "session/policy", wrong, remedy)
    elif not any(_SPEAKS_OF_RECORDING[lang].search(text) for text in texts):
        wrong = f"a recording can be asked for, and no text customers read ({lang}) speaks of it"
        yield _mistake(bundle, "session/policy", wrong, remedy)


def _in_force(bundle: Bundle, name: str, lang: Lang) -> str:
    own = bundle.files.get(f"texts/{name}_{lang}")
    if own is not None:
        return own.decode(errors="replace")
    return (terms if name == "terms" else privacy)(lang).text
