import re
from pathlib import Path

import pytest

from agent.brand_file import parse_brand_file
from agent.brand_mistakes import SettingsError

EXAMPLE = Path("installer/brands/example.toml").read_text()

BROKEN = [
    # (what is written in the example, what stands there instead, the mistake as it is told)
    ('name = "Exemple Assistance"', "name = 3", "operator.name: it must be a text in quotes. Write your name"),
    ('name = "Exemple Assistance"', 'name = ""', "operator.name: it is empty. Write your name"),
    ('name = "Exemple Assistance"', f'name = "{"x" * 61}"', "operator.name: it is too long. Write your name"),
    ('name = "Exemple Assistance"', 'name = "a\\u202eb"', "operator.name: it holds characters that cannot be shown"),
    (
        'name = "Exemple Assistance"',
        'name = "Exemple "',
        "operator.name: it holds characters that cannot be shown, or sp",
    ),
    (
        'name = "Exemple Assistance"',
        'nom = "Exemple"',
        "operator.nom: there is no such key. There are: name, phone, acc",
    ),
    ('phone = "01', 'fone = "01', 'operator.fone: there is no such key. Write "phone"'),
    ('phone = "01 23 45 67 89"', 'phone = "call me"', "operator.phone: it is not written in this form. Write the nu"),
    ('phone = "01 23 45 67 89"', "phone = 0123456789", 'file: .*texts stand in quotes: name = "Exemple"'),
    ('accent = "#0a4f96"', 'accent = "blue"', "operator.accent: it is not written in this form. Write a dark"),
    ('accent = "#0a4f96"', 'accent = "#ffcc00"', r"operator.accent: white text on it is hard to read \(contrast 1.5"),
    ("[server]", "[sever]", 'sever: there is no such key. Write "server"'),
    (
        'url = "https://assistance.exemple.fr"',
        'url = "assistance.exemple.fr"',
        "server.url: it must begin with https://",
    ),
    ('url = "https://', 'url = "http://', "server.url: http:// is for tests on this computer alone"),
    ('exemple.fr"', 'exemple.fr/aide"', "server.url: it must end after the host name and port. Write the address w"),
    (
        'language = "auto"',
        'language = "de"',
        'session.language: it is none of the words .* Write "fr", "en", or "auto"',
    ),
    ('["view",', '["vue",', 'session.may_ask: it is none of the words .* Write some of "view", "control", "annotate"'),
    ('["view",', '["record",', 'session.may_ask: "record" is not in this version. Write some of'),
    ('["view", "annotate", "control"', '["control"', 'session.may_ask: "control" makes no sense without "view"'),
    (
        '["view", "annotate", "control", "system"',
        '["view"',
        'session.may_ask: "serial" makes no sense without "system"',
    ),
    ('["view", "annotate", "control", "system", "serial"]', "[]", "session.may_ask: it is empty. Write some of"),
    (
        '["view", "annotate", "control", "system", "serial"]',
        '"view"',
        r"session.may_ask: it must be a list in \[ \]. Write some",
    ),
    (
        'policy = "assist-no-copy"',
        'policy = "assist"',
        'session.policy: it is none of the words .* Write "assist-no-copy" or "assist-recorded" or "visual-support"',
    ),
    ('policy = "assist-no-copy"', "policy = 3", "session.policy: it must be a text in quotes. Write"),
    ('policy = "assist-no-copy"', 'polciy = "assist-no-copy"', 'session.polciy: there is no such key. Write "policy"'),
    ("hand_seconds = 1.5", "hand_seconds = 0.5", "session.hand_seconds: it is too small. Write a number from 1"),
    ("hand_seconds = 1.5", "hand_seconds = 9", "session.hand_seconds: it is too large. Write a number from 1 to 5"),
    ("hand_seconds = 1.5", 'hand_seconds = "2"', "session.hand_seconds: it must be a number. Write a number"),
    ("hand_seconds = 1.5", "hand_seconds = nan", "session.hand_seconds: it is too large. Write a number from 1 to 5"),
    ("hand_seconds = 1.5", "hand_seconds = true", "session.hand_seconds: it must be a number. Write a number"),
    ('# directory = "/tmp/', 'directory = "tmp/', "journal.directory: it must be a whole path, from the root"),
    ('# logo = "logo.png"', 'logo = "/etc/logo.png"', "operator.logo: it must be the name of a file that lies beside"),
    ('# logo = "logo.png"', 'logo = "../logo.png"', "operator.logo: it must be the name of a file that lies beside"),
    (
        '# icon = "icon.png"',
        'icon = "C:icon.png"',
        "operator.icon: it must be the name of a file .* Write the name of a",
    ),
    ('# pins = ["sha256/', 'pins = ["sha1/', "server.pins: it is not written in this form. Write the SHA-256 of the"),
    ("# welcome_fr = ", 'welcome_fr = "\\u202e" #', "texts.welcome_fr: it holds characters that cannot be shown"),
    (
        '# terms_fr = "conditions.txt"',
        'terms_fr = ""',
        "texts.terms_fr: it must be the name of a file that lies beside",
    ),
    ("session_days = 365", "session_days = 1", "retention.session_days: it is too small. Write the days"),
    ("session_days = 365", "session_days = 1.5", "retention.session_days: it must be a whole number. Write the days"),
    ('# public_key = "', 'public_key = "no', "signing.public_key: it is not written in this form. Write the line that"),
    ("[journal]", "[session]", "file: .*"),
    ("[journal]", "journal = 3", "signing.journal: there is no such key. There are: public_key"),
]


def test_the_example_has_no_mistake() -> None:
    assert parse_brand_file(EXAMPLE.encode()).operator.name == "Exemple Assistance"


@pytest.mark.parametrize(("written", "instead", "told"), BROKEN)
def test_each_mistake_is_told_with_its_line_and_what_to_write_instead(written: str, instead: str, told: str) -> None:
    assert EXAMPLE.count(written) == 1
    text = EXAMPLE.replace(written, instead)
    with pytest.raises(SettingsError) as refused:
        parse_brand_file(text.encode())
    assert [mistake for mistake in refused.value.mistakes if re.match(told, str(mistake).partition(", ")[2])]
    line = EXAMPLE[: EXAMPLE.index(written)].count("\n") + 1
    assert line in {mistake.line for mistake in refused.value.mistakes}


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = EXAMPLE.replace("1.5", "9").replace("#0a4f96", "#fff").replace('"auto"', '"xx"')
    with pytest.raises(SettingsError) as refused:
        parse_brand_file(text.encode())
    keys = ["operator.accent", "session.language", "session.hand_seconds"]
    assert [mistake.key for mistake in refused.value.mistakes] == keys


def test_what_is_missing_is_told_with_its_table() -> None:
    with pytest.raises(SettingsError) as refused:
        parse_brand_file(b"[operator]\n\n[server]\n")
    told = [str(mistake) for mistake in refused.value.mistakes]
    assert told[0].startswith('line 1, operator.name: it is missing. Write your name as customers know it: "Exemple As')
    assert told[1].startswith("line 3, server.url: it is missing. Write the address")


def test_an_empty_file_is_told_what_it_lacks() -> None:
    with pytest.raises(SettingsError, match=r"operator: it is missing. Write it as a table: \[operator\]"):
        parse_brand_file(b"")


def test_a_file_that_is_not_utf8_is_told_with_its_line() -> None:
    with pytest.raises(
        SettingsError, match=r"line 2, file: a character is not written in UTF-8. Save the file as UTF-8"
    ):
        parse_brand_file(b'[operator]\nname = "caf\xe9"\n')


@pytest.mark.parametrize("value", [b"9" * 5000, b"[" * 5000])
def test_what_the_reader_itself_gives_up_on_is_a_mistake_like_others(value: bytes) -> None:
    with pytest.raises(SettingsError, match="a number is too long, or lists lie too deep"):
        parse_brand_file(b"[session]\nhand_seconds = " + value)


def test_the_mark_that_windows_editors_write_first_is_no_mistake() -> None:
    assert parse_brand_file(b"\xef\xbb\xbf" + EXAMPLE.encode())


def test_dotted_keys_are_found_by_line() -> None:
    with pytest.raises(SettingsError, match=r"line 2, server.url: "):
        parse_brand_file(b'operator.name = "x"\nserver.url = "nothing"\n')


def test_what_the_policy_does_not_allow_cannot_be_listed() -> None:
    text = EXAMPLE.replace('"assist-no-copy"\n', '"visual-support"\n')
    told = r'line \d+, session.may_ask: "control" cannot be asked under the policy "visual-support". Write some of'
    with pytest.raises(SettingsError, match=told):
        parse_brand_file(text.encode())


VIEWED = ("view", "annotate")


@pytest.mark.parametrize(
    ("lines", "can_ask"),
    [
        (
            "",
            {
                "view",
                "control",
                "annotate",
                "clipboard_in",
                "files_write",
                "processes",
                "registry",
                "terminal",
                "restart",
                "system",
                "serial",
                "voice",
            },
        ),
        ('policy = "visual-support"', {*VIEWED, "voice"}),
        ('policy = "visual-support"\nmay_ask = ["view"]', {"view"}),
        ('policy = "assist-recorded"\nmay_ask = ["view", "system"]', {"view", "system"}),
    ],
)
def test_the_brand_file_narrows_what_the_policy_allows(lines: str, can_ask: set[str]) -> None:
    text = '[operator]\nname = "x"\n[server]\nurl = "https://a.example"\n[session]\n' + lines
    assert parse_brand_file(text.encode()).session.can_ask == can_ask
