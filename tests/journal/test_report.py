"""The report: text is text, nothing is fetched or run, and what it tells is what the journal tells."""

import re
import time
from pathlib import Path

import pytest

from agent.journal.evidence import OPENING, from_folder, from_report
from agent.journal.payloads import erase
from agent.journal.story import story_of
from agent.journal.verify import judge
from agent.protocol.entries import Content
from agent.ui.words import Lang
from scripts.rigs.journals import Scene, session, texts

LANGS: list[Lang] = ["fr", "en"]


def readable(page: bytes) -> str:
    return page.partition(OPENING)[0].decode()


@pytest.mark.parametrize("lang", LANGS)
def test_it_holds_no_script_and_fetches_nothing(tmp_path: Path, lang: Lang) -> None:
    page = session(tmp_path, lang).report().decode()
    assert not re.search(r"<script|<iframe|<link|<img|javascript:|\son\w+=|\bsrc=|\bhref=|@import|url\(", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_what_others_wrote_is_text(tmp_path: Path) -> None:
    page = readable(session(tmp_path).report())
    assert "ouvrez le menu &lt;b&gt;Fichier&lt;/b&gt;." in page


@pytest.mark.parametrize("lang", LANGS)
def test_the_accepted_texts_are_in_it_word_for_word(tmp_path: Path, lang: Lang) -> None:
    evidence = from_report(session(tmp_path, lang).report())
    assert evidence.texts == texts(lang)
    assert judge(evidence).faults == []


def test_each_question_is_told_with_its_answer_and_its_end(tmp_path: Path) -> None:
    session(tmp_path)
    asked = story_of(judge(from_folder(tmp_path))).asked()
    assert [(one.permission, one.answer, one.minutes, one.ended is not None) for one in asked] == [
        ("view", True, "", True),
        ("control", True, "10", True),
        ("system", False, "", False),
    ]


def test_a_report_of_an_erased_journal_says_what_was_erased(tmp_path: Path) -> None:
    scene = session(tmp_path)
    erase(tmp_path, {Content.CONVERSATION})
    page = readable(scene.report())
    assert page.count("(contenu effacé)") == 2
    assert "Fichier" not in page


def test_how_much_was_sent_is_told_to_whom_pays_for_it(tmp_path: Path) -> None:
    page = readable(session(tmp_path).report())
    assert "<dt>Données envoyées</dt><dd>12\u00a0Mo</dd>" in page


def test_a_session_cut_off_is_told_as_unfinished(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.begin()
    assert "s'arrête sans fin" in readable(scene.report())


def test_a_console_that_signed_nothing_is_told(tmp_path: Path) -> None:
    assert "Seul votre ordinateur a signé." in readable(session(tmp_path, countersigning=False).report())


def test_times_are_those_of_the_customers_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    try:
        assert "22\u00a0novembre\u00a02026, 14:00" in readable(session(tmp_path).report())
    finally:
        monkeypatch.undo()
        time.tzset()
