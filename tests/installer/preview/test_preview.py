import io
from pathlib import Path

import pytest
from PIL import Image

from agent.settings import settings_of
from agent.ui.words import Lang
from installer.errors import InstallerError
from installer.preview import BANNERS, ONLY_WITH, splash, views
from installer.preview.page import MOMENTS
from installer.preview.stage import stage
from installer.preview.views import views_of
from installer.rules import check
from scripts.rigs.brands import write_brand
from scripts.rigs.reader import plain, read


def test_the_views_are_the_operators(tmp_path: Path) -> None:
    shown = views(settings_of(check(write_brand(tmp_path))), "fr")
    assert all(view.brand.name == "Maison d'Aide" and view.brand.logo for view in shown.values())
    assert shown["start"].welcome == "Nous sommes là."
    assert shown["start"].terms.startswith("Version 2.0")


def test_only_what_the_service_can_ask_for_is_shown(tmp_path: Path) -> None:
    shown = views(settings_of(check(write_brand(tmp_path))), "en")
    assert [name for name in shown if name.startswith("asking_")] == ["asking_view", "asking_control", "asking_again"]
    assert "hand" in shown
    assert not {"report", "changed", "difference", "ended_changed", "kept"} & shown.keys()


def test_every_view_has_words_on_the_page(tmp_path: Path) -> None:
    shown = views(settings_of(check(write_brand(tmp_path))), "en")
    every = views_of(shown["start"])
    assert not [name for name in every if name not in MOMENTS and not name.startswith("asking_")]
    assert MOMENTS.keys() - {"opening"} | ONLY_WITH.keys() | set(BANNERS) <= every.keys()


@pytest.mark.parametrize(("lang", "said"), [("fr", "Rien n'est partage"), ("en", "Nothing is shared")])
def test_the_splash_is_among_the_pictures(tmp_path: Path, lang: Lang, said: str) -> None:
    picture = splash(write_brand(tmp_path), lang, tmp_path, lambda step: None)
    seen = plain("".join(word.text for word in read(Image.open(io.BytesIO(picture.png)))))
    assert plain("Maison d'Aide") in seen
    assert plain(said) in seen
    assert (picture.lang, picture.what) == (lang, "splash")


def test_of_a_window_that_closes_there_is_no_picture(tmp_path: Path) -> None:
    with stage(["true"], speaks=False) as place, pytest.raises(InstallerError, match="closed"):
        place.shoot(tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()
