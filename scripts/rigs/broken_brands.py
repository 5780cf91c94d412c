"""Brand files with one mistake each: what to change in a whole one, where that is told, and with which words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.rigs.brands import TEXTS, png, write_brand

Change = Callable[[Path], None]


@dataclass(frozen=True)
class Broken:
    """One mistake. `key`: where it is told; `told`: words that must be in it, the last ones of the remedy."""

    what: str
    change: Change
    key: str
    told: Sequence[str]


def brand_with(folder: Path, broken: Broken) -> Path:
    """Write a whole brand into `folder` and break it."""
    brand = write_brand(folder)
    broken.change(folder)
    return brand


def _line(written: str, instead: str) -> Change:
    def change(folder: Path) -> None:
        brand = folder / "brand.toml"
        text = brand.read_text(encoding="utf-8")
        if text.count(written) != 1:
            raise ValueError(f"{written!r} does not stand once in the brand")
        brand.write_text(text.replace(written, instead), encoding="utf-8")

    return change


def _file(name: str, content: str | bytes | None) -> Change:
    def change(folder: Path) -> None:
        if content is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return change


def _both(*changes: Change) -> Change:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


_RECORDED = _line('policy = "assist-no-copy"\nmay_ask = ["view", "control"]', 'policy = "assist-recorded"')
_NAME = 'name = "Maison d\'Aide"'

BROKEN = (
    Broken("no name", _line(f"{_NAME}\n", ""), "operator.name", ("it is missing", "Write your name")),
    Broken(
        "a name that is a number", _line(_NAME, "name = 7"), "operator.name", ("a text in quotes", "Write your name")
    ),
    Broken("a name that runs backwards", _line(_NAME, 'name = "a\\u202eb"'), "operator.name", ("cannot be shown",)),
    Broken("a name as long as a page", _line(_NAME, f'name = "{"x" * 61}"'), "operator.name", ("too long",)),
    Broken("a key that does not exist", _line("phone =", "fone ="), "operator.fone", ('Write "phone"',)),
    Broken(
        "a number nobody can call", _line("01 23 45 67 89", "call me"), "operator.phone", ("or leave the line out",)
    ),
    Broken("a colour by name", _line("#0a4f96", "blue"), "operator.accent", ("# and six hexadecimal digits",)),
    Broken("a colour too light", _line("#0a4f96", "#0b7dcd"), "operator.accent", ("contrast 4.3, 7 is needed",)),
    Broken("a logo elsewhere", _line('"logo.png"', '"/etc/passwd"'), "operator.logo", ("beside the brand file",)),
    Broken(
        "a logo that is not there", _file("logo.png", None), "operator.logo", ("cannot be read", "Put the file there")
    ),
    Broken("a logo that is no PNG", _file("logo.png", "GIF89a"), "operator.logo", ("it is no PNG picture",)),
    Broken("a logo too large", _file("logo.png", png(600, 40)), "operator.logo", ("480 on a side are the most",)),
    Broken("a logo cut short", _file("logo.png", png(90, 40)[:-9]), "operator.logo", ("it is cut short",)),
    Broken("an icon that is not square", _file("icon.png", png(256, 64)), "operator.icon", ("256 x 256 is what",)),
    Broken("no server", _line('url = "https://aide.example"\n', ""), "server.url", ("it is missing",)),
    Broken("a server without TLS", _line("https://", "http://"), "server.url", ("for tests on this computer alone",)),
    Broken("a server with a path", _line("aide.example", "aide.example/x"), "server.url", ("end after the host name",)),
    Broken(
        "a pin of another kind", _line("[session]", 'pins = ["md5/x"]\n[session]'), "server.pins", ("as `handrail",)
    ),
    Broken(
        "a policy that does not exist", _line("assist-no-copy", "assist"), "session.policy", ('or "visual-support"',)
    ),
    Broken(
        "a recording and silent terms", _RECORDED, "session.policy", ("no text customers read", "Say under [texts]")
    ),
    Broken(
        "a recording that the terms deny",
        _both(_RECORDED, _file("terms.txt", TEXTS["terms.txt"] + "Nothing is ever recorded.\n")),
        "session.policy",
        ("says that nothing is recorded", 'choose the policy "assist-no-copy"'),
    ),
    Broken("asking beyond the policy", _line('"control"]', '"record"]'), "session.may_ask", ("Write some of",)),
    Broken("control without view", _line('["view", "control"]', '["control"]'), "session.may_ask", ('without "view"',)),
    Broken(
        "a sentence in one language", _line('welcome_en = "We are here."\n', ""), "texts.welcome_fr", ("welcome_en",)
    ),
    Broken("terms in one language", _line('terms_fr = "conditions.txt"\n', ""), "texts.terms_en", ("Write the other",)),
    Broken("terms without a version", _file("terms.txt", "Our terms.\n"), "texts.terms_en", ("Begin the file with",)),
    Broken("terms of two versions", _file("terms.txt", "Version 3\n"), "texts.terms_en", ("the same version",)),
    Broken(
        "terms that are still the sample",
        _file("terms.txt", "Version 2.0\nTERMS OF USE (a sample, to be replaced)\n"),
        "texts.terms_en",
        ("words of the sample",),
    ),
    Broken(
        "terms in Latin-1", _file("terms.txt", b"Version 2.0\n\xe9t\xe9\n"), "texts.terms_en", ("line 2 of the file",)
    ),
    Broken("days that no text names", _line("= 30", "= 90"), "texts.privacy_fr", ("90 days", "Say there how long")),
    Broken(
        "days that are none", _line("session_days = 30", "session_days = 0"), "retention.session_days", ("too small",)
    ),
    Broken(
        "a key that is none", _line('public_key = "A', 'public_key = "'), "signing.public_key", ("handrail-installer",)
    ),
    Broken("a line that is no TOML", _line("[retention]", "[retention"), "file", ("Each line is [table]",)),
)
