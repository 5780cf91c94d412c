"""Shows every window a brand's customers will see, in each language, as pictures on one HTML page: nothing is built."""

import dataclasses
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from agent.policy import policies
from agent.protocol.permissions import Permission
from agent.settings import Settings, settings_of
from agent.ui.host import child_command
from agent.ui.model import View
from agent.ui.words import Lang
from installer.errors import InstallerError
from installer.preview.page import Picture, write
from installer.preview.stage import Stage, stage
from installer.preview.views import views_of
from installer.rules import LANGS, check
from installer.splash import command as splash_command

BANNERS = ("live", "limited", "talking", "hand", "paused", "covered", "link_lost")
BANNER_HEIGHT = 160
"""Pixels at the top of the screen that hold the banner."""

ONLY_WITH: dict[str, Permission] = {
    "talking": Permission.VOICE,
    "hand": Permission.CONTROL,
    "report": Permission.SYSTEM,
    "changed": Permission.FILES_WRITE,
    "difference": Permission.FILES_WRITE,
    "ended_changed": Permission.FILES_WRITE,
    "kept": Permission.FILES_WRITE,
    "kept_undone": Permission.FILES_WRITE,
    "kept_asks": Permission.FILES_WRITE,
}
"""What a customer meets only where the service can ask for something."""

Say = Callable[[str], None]


def preview(brand: Path, out: Path, say: Say) -> int:
    """Write the page for a brand; return how many pictures are on it. Raise SettingsError or InstallerError."""
    bundle = check(brand)
    settings = settings_of(bundle)
    with tempfile.TemporaryDirectory(prefix="handrail-preview-") as folder:
        pictures = [
            one
            for lang in LANGS
            for one in (splash(brand, lang, Path(folder), say), *_pictures(settings, lang, Path(folder), say))
        ]
    try:
        out.write_bytes(write(bundle.file.operator.name, pictures))
    except OSError as error:
        raise InstallerError(f"{out} cannot be written: {error.strerror}") from None
    return len(pictures)


def views(settings: Settings, lang: Lang) -> dict[str, View]:
    """Return all that this operator's customers can see, by name, in one language."""
    spoken = dataclasses.replace(settings, lang=lang)
    policy = policies()[settings.policy.name]
    before = View(
        lang=lang,
        brand=settings.brand,
        screen="start",
        may_ask=[permission for permission in Permission if permission in settings.may_ask],
        policy=policy.fr if lang == "fr" else policy.en,
        welcome=spoken.own("welcome"),
        terms=spoken.own("terms"),
        privacy=spoken.own("privacy"),
        session_days=settings.session_days,
    )
    every = views_of(before)
    return {name: view for name, view in every.items() if ONLY_WITH.get(name, Permission.VIEW) in settings.may_ask}


def splash(brand: Path, lang: Lang, folder: Path, say: Say) -> Picture:
    """Take a picture of what the customer sees first, by way of a file in `folder`. Raise InstallerError."""
    say(f"taking a picture of the splash ({lang})")
    file = folder / f"{lang}.png"
    with stage(splash_command(f"--lang {lang}", brand, folder), speaks=False) as place:
        place.shoot(file)
    return Picture(lang, "splash", "opening", file.read_bytes())


def _pictures(settings: Settings, lang: Lang, folder: Path, say: Say) -> Iterator[Picture]:
    shown = views(settings, lang)
    say(f"taking {len(shown)} pictures of the window ({lang})")
    with stage(child_command("ui-window")) as window:
        window.warm_up(shown["problem"])
        yield from _each(window, shown, folder / f"{lang}.png", lang)
    bars = {name: shown[name] for name in BANNERS if name in shown}
    say(f"taking {len(bars)} pictures of the banner ({lang})")
    with stage(child_command("ui-banner")) as banner:
        banner.warm_up(shown["problem"])
        yield from _each(banner, bars, folder / f"{lang}.png", lang, BANNER_HEIGHT)


def _each(place: Stage, shown: dict[str, View], file: Path, lang: Lang, height: int | None = None) -> Iterator[Picture]:
    for name, view in shown.items():
        place.show(view)
        place.shoot(file, height)
        yield Picture(lang, "banner" if height else "window", name, file.read_bytes())
