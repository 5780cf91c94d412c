from dataclasses import replace

import pytest

from agent.areas import Rect
from agent.hiding.facts import WindowFacts
from agent.hiding.guards import guarded
from agent.hiding.tables import plain, table
from agent.hiding.vocabulary import Guard

BROWSER = WindowFacts(
    1, Rect(0, 0, 9, 9), "", ("Navigator", "firefox-esr"), executable="/usr/lib/firefox-esr/firefox-esr"
)
EDITOR = WindowFacts(1, Rect(0, 0, 9, 9), "", ("mousepad", "Mousepad"), executable="/usr/bin/mousepad")


def _titled(title: str, window: WindowFacts = BROWSER) -> WindowFacts:
    return replace(window, title=title)


@pytest.mark.parametrize(
    "title",
    [
        "Mon espace | BNP Paribas — Mozilla Firefox",
        "Crédit Agricole Île-de-France - Accueil",
        "Caisse d’Épargne : banque et assurances",
        "CIC - Particuliers",
        "Mes comptes — Mozilla Firefox",
        "LCL | Connexion",
        "La Banque Postale",
        "Boursobank — Synthèse",
        "Deutsche Bank Online-Banking",
        "E-Banking Login - PostFinance",
        "Votre banque",
    ],
)
def test_banking_pages_are_guarded(title: str) -> None:
    assert guarded(_titled(title), frozenset({Guard.BANKING}))
    assert not guarded(_titled(title, EDITOR), frozenset({Guard.BANKING}))
    assert not guarded(_titled(title), frozenset({Guard.PRIVATE}))


@pytest.mark.parametrize(
    "title",
    [
        "Météo Paris - Mozilla Firefox",
        "Banque d'images libres — Mozilla Firefox",
        "Banque alimentaire du Rhône",
        "Le cirque en ville",
        "Tourism in Lille: cicerone",
        "Shine a light - lyrics",
        "Nickelback",
        "Banquet de mariage",
        "Mozilla Firefox",
        "",
    ],
)
def test_other_pages_are_not(title: str) -> None:
    assert not guarded(_titled(title), frozenset(Guard))


@pytest.mark.parametrize(
    "title",
    [
        "Mozilla Firefox — Navigation privée",
        "Météo — Navigation privée de Mozilla Firefox",
        "Weather — Mozilla Firefox Private Browsing",
        "New Incognito Tab - Google Chrome",
        "Bing - [InPrivate] - Microsoft Edge",
    ],
)
def test_private_windows_are_guarded(title: str) -> None:
    assert guarded(_titled(title), frozenset({Guard.PRIVATE}))


def test_a_browser_started_for_private_windows_is_guarded_whatever_its_titles() -> None:
    window = replace(BROWSER, title="Météo", arguments=("chromium", "--incognito"))
    assert guarded(window, frozenset({Guard.PRIVATE}))
    assert not guarded(replace(window, arguments=("chromium",)), frozenset({Guard.PRIVATE}))


@pytest.mark.parametrize("program", ["keepassxc", "bitwarden", "1password", "seahorse", "pinentry-gtk-2"])
def test_password_managers_are_guarded_by_their_program(program: str) -> None:
    by_executable = WindowFacts(1, Rect(0, 0, 9, 9), "x", executable=f"/usr/bin/{program}")
    by_class = WindowFacts(1, Rect(0, 0, 9, 9), "x", wm_class=("x", program.title()))
    assert guarded(by_executable, frozenset({Guard.PASSWORDS}))
    assert guarded(by_class, frozenset({Guard.PASSWORDS}))


def test_a_password_manager_s_page_is_guarded_too() -> None:
    assert guarded(_titled("Coffre | Bitwarden"), frozenset({Guard.PASSWORDS}))


def test_a_guard_that_is_off_guards_nothing() -> None:
    assert not guarded(_titled("Mes comptes"), frozenset())


def test_the_table_has_every_guard_and_no_line_twice() -> None:
    lists = [table("guards")["browsers"]]
    for guard in Guard:
        lists += [value for value in table("guards")[guard].values() if isinstance(value, list)]
    lists += [value for value in table("programs").values() if isinstance(value, list)]
    for found in lists:
        assert found
        assert len(set(map(plain, found))) == len(found)
        assert [plain(line) for line in found] == found
