import pytest
from pydantic import ValidationError

from agent.protocol.messages import MAX_MESSAGE, ReportLine
from agent.protocol.permissions import Permission
from agent.protocol.report_keys import ReportKey
from agent.tools.report import texts as report_texts
from agent.tools.report.collecting import platform_sources
from agent.tools.report.fields import FIELDS, _require_texts, label, labels, notice
from agent.tools.report.texts import Lang

LANGS: tuple[Lang, ...] = ("fr", "en")

PROMISED = {
    "session": "R-060, R-062",
    "browsers": "R-063",
    "os": "R-064, R-066",
    "computer": "R-065",
    "displays": "R-067",
    "printers": "R-067",
    "audio": "R-067",
    "usb": "R-067",
    "network": "R-067",
    "cameras": "R-067",
    "browser_settings": "R-068",
    "disks": "R-069",
    "processes": "R-070",
    "serial": "R-071",
    "memory": "asked of the report beside the list of the terms",
    "processor": "asked of the report beside the list of the terms",
}
"""The list is closed (R-072): a new field must be promised to the customer first, then be added here."""


def test_the_list_holds_what_the_terms_promise_and_nothing_else() -> None:
    assert {field.key for field in FIELDS} == PROMISED.keys()


def test_every_key_of_the_wire_has_its_field_in_the_order_shown() -> None:
    assert [field.key for field in FIELDS] == list(ReportKey)


def test_a_line_that_is_not_on_the_list_is_not_of_the_wire() -> None:
    with pytest.raises(ValidationError):
        ReportLine.model_validate({"key": "bookmarks", "items": ["x"]})


@pytest.mark.parametrize("lang", LANGS)
def test_the_notice_lists_every_field_and_no_other(lang: Lang) -> None:
    lines = [line for line in notice(lang).splitlines() if line.startswith("• ")]
    assert [line[2:].partition(":")[0].strip() for line in lines] == [label(field.key, lang) for field in FIELDS]
    assert all(report_texts.FIELDS[lang][field.key].holds in notice(lang) for field in FIELDS)


def test_a_field_without_its_notice_does_not_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(report_texts.FIELDS["en"], "usb")
    with pytest.raises(TypeError, match=r"the notice \(en\) and the list of fields differ: usb"):
        _require_texts(FIELDS)


def test_a_notice_without_its_field_does_not_import() -> None:
    with pytest.raises(TypeError, match="serial"):
        _require_texts(FIELDS[:-1])


def test_both_languages_have_the_same_phrases_with_the_same_places() -> None:
    french, english = report_texts.PHRASES["fr"], report_texts.PHRASES["en"]
    assert french.keys() == english.keys()
    for name, phrase in french.items():
        assert sorted(_places(phrase)) == sorted(_places(english[name])), name


def test_the_serial_number_alone_needs_its_own_permission() -> None:
    assert [field.key for field in FIELDS if field.permission is not Permission.SYSTEM] == ["serial"]
    assert FIELDS[-1].permission is Permission.SERIAL


def test_every_field_has_a_source_on_linux() -> None:
    assert platform_sources().keys() | {"session"} == {field.key for field in FIELDS}


def test_all_lines_at_their_largest_fit_one_message() -> None:
    assert sum(field.max_bytes + len(field.key) + 30 for field in FIELDS) + 100 <= MAX_MESSAGE


def test_labels_come_by_key_and_language_in_the_order_shown() -> None:
    assert list(labels()) == [field.key for field in FIELDS]
    assert labels()["disks"] == {"fr": "Disques", "en": "Disks"}


def _places(phrase: str) -> list[str]:
    return [part.partition("}")[0] for part in phrase.split("{")[1:]]
