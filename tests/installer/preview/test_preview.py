from pathlib import Path

from agent.settings import settings_of
from installer.preview import BANNERS, ONLY_WITH, views
from installer.preview.page import MOMENTS
from installer.preview.views import views_of
from installer.rules import check
from scripts.rigs.brands import write_brand


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
    assert MOMENTS.keys() | ONLY_WITH.keys() | set(BANNERS) <= every.keys()
