"""The voice in the customer's window and on the banner: that the microphone is open, and the button that closes it."""

import pytest

from agent.protocol.voice_messages import Microphone
from agent.ui.banner_words import bar
from agent.ui.model import View
from agent.ui.page import Page, Row, Rows
from agent.ui.parts import Local
from agent.ui.screens import compose
from agent.ui.sound import DEVICES
from agent.ui.sound_shown import Mute, SoundShown, UseSound
from agent.ui.words import Lang, Words
from scripts.rigs.customer_views import example_views

LANGS: list[Lang] = ["fr", "en"]
SOUND = SoundShown(
    microphone=Microphone.OPEN,
    mine=5,
    theirs=2,
    microphones=["Desk", "Camera"],
    used_microphone="Desk",
    loudspeakers=["Headset"],
    used_loudspeaker="Headset",
)


def talking(lang: Lang = "fr", **change: object) -> View:
    return example_views(lang)["live"].model_copy(update={"sound": SOUND.model_copy(update=change)})


def rows(page: Page, key: str, lang: Lang = "fr") -> list[Row]:
    blocks = [block for block in page.blocks if isinstance(block, Rows) and block.title == Words(lang).text(key)]
    return [row for block in blocks for row in block.rows]


def said(row: Row) -> str:
    return "".join(run.text for run in row.label)


def mutes(view: View) -> list[object]:
    shown = bar(view)
    assert shown
    return [button.action for button in (*shown.buttons, *shown.few) if isinstance(button.action, Mute)]


@pytest.mark.parametrize("lang", LANGS)
def test_the_window_says_that_the_microphone_is_open_and_closes_it_with_one_press(lang: Lang) -> None:
    mine, theirs = rows(compose(talking(lang), Local(draws_levels=True)), "sound/title", lang)
    assert said(mine) == Words(lang).text("sound/open", who="Camille D.")
    assert mine.button.action == Mute(on=True)
    assert (mine.level, theirs.level) == (5, 2)


def test_a_closed_microphone_shows_no_level_and_is_opened_again() -> None:
    mine, _ = rows(compose(talking(microphone=Microphone.MUTED), Local(draws_levels=True)), "sound/title")
    assert (mine.level, mine.button.action) == (None, Mute(on=False))


def test_what_is_missing_is_said() -> None:
    view = talking(microphone=Microphone.MISSING, used_loudspeaker="")
    mine, theirs = rows(compose(view, Local(draws_levels=True)), "sound/title")
    assert "Aucun micro" in said(mine)
    assert "Aucun haut-parleur" in said(theirs)
    assert (mine.level, theirs.level) == (None, None)


def test_a_window_that_would_be_drawn_anew_shows_no_levels() -> None:
    assert [row.level for row in rows(compose(talking()), "sound/title")] == [None, None]


def test_devices_are_chosen_on_a_page_of_their_own() -> None:
    page = compose(talking(), Local(turned=DEVICES))
    assert [(said(row), row.button.action) for row in rows(page, "sound/microphone")] == [
        ("Desk", UseSound(kind="microphone", name="Desk")),
        ("Camera", UseSound(kind="microphone", name="Camera")),
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_the_banner_says_that_the_microphone_is_open_and_closes_it_large_or_small(lang: Lang) -> None:
    shown = bar(talking(lang))
    assert shown
    assert shown.second == Words(lang).text("sound/banner")
    assert mutes(talking(lang)) == [Mute(on=True)] * 2


@pytest.mark.parametrize("microphone", [Microphone.MUTED, Microphone.MISSING])
def test_the_banner_opens_no_microphone(microphone: Microphone) -> None:
    assert mutes(talking(microphone=microphone)) == []


def test_without_a_voice_nothing_is_said_of_it() -> None:
    view = example_views("fr")["live"]
    assert rows(compose(view), "sound/title") == []
    assert mutes(view) == []
