import re
from pathlib import Path

import pytest

from rendezvous import config
from rendezvous.config import Brand, Config, Documents, Ice, Limits, Retention, load
from rendezvous.errors import UsageError

EXAMPLE = Path(config.__file__).with_name("rendezvous.example.toml")


def written(folder: Path, text: str) -> Path:
    path = folder / "rendezvous.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_at_all_is_a_valid_configuration_on_loopback() -> None:
    config = load(None, {})
    assert (config.host, config.loopback, config.tls) == ("127.0.0.1", True, False)


def test_flags_come_before_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "port = 1\n")
    assert load(path, {"port": 2, "host": None}).port == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("port = 99999", "port: '99999' will not do; write a number from 0 (any free port) to 65535."),
        ("prot = 1", "prot: there is no such setting. Did you mean port?"),
        ("zzz = 1", "zzz: there is no such setting. The settings here are: host, port,"),
        ("[limits]\nframes_at_onc = 1", "limits.frames_at_onc: there is no such setting. Did you mean frames_at_once?"),
        ('[brand]\naccent = "blue"', "brand.accent: 'blue' will not do; write a dark colour"),
        ('[brand]\naccent = "#ffcc00"', "and needs 7:1; take a darker colour."),
        ('public_origin = "assistance.example"', "no path, no slash at the end."),
        ('public_origin = "https://assistance.example/"', "no path, no slash at the end."),
        ('certificate = "a.pem"', "Certificate and key go together; give both or neither."),
        ('[ice]\nturn_urls = ["turn:turn.example"]', "turn_urls and turn_secret_file go together"),
        ('[ice]\nturn_urls = ["http://turn.example"]\nturn_secret_file = "x"', "it begins with turn: or turns:"),
        ('trusted_proxies = ["proxy"]', "proxy is no IP address or network."),
        ('metrics = "maybe"', 'metrics: \'maybe\' will not do; write "loopback", "all" or "off".'),
        ("brand = 3", "brand: '3' will not do; write a section [brand]."),
        ("port = ", "is not valid TOML"),
        ('host = "0.0.0.0"\ninsecure_plain_http = true', 'write public_origin = "https://..."'),
        (
            'trusted_proxies = ["127.0.0.1"]\npublic_origin = "http://a.example"',
            "behind a reverse proxy people must use TLS",
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as error:
        load(written(tmp_path, text), {})
    assert sentence.lower() in str(error.value).lower()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read: No such file"):
        load(tmp_path / "none.toml", {})


def test_a_secret_is_never_quoted(tmp_path: Path) -> None:
    text = '[[ice.servers]]\nurls = ["turn:x"]\nusername = "u"\ncredential = 123456789\n'
    with pytest.raises(UsageError) as error:
        load(written(tmp_path, text), {})
    assert "123456789" not in str(error.value)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.77.0.1", "192.168.1.5", "::", "example.org"])
def test_plain_http_off_loopback_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="without TLS"):
        load(None, {"host": host})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_plain_http_on_loopback_is_allowed(host: str) -> None:
    assert load(None, {"host": host}).loopback


def test_plain_http_elsewhere_takes_a_loud_flag() -> None:
    assert not load(None, {"host": "10.77.0.1", "insecure_plain_http": True}).loopback


def test_the_default_colour_keeps_the_contrast_the_pages_promise() -> None:
    assert Brand.model_validate({"accent": Brand().accent}) == Brand()


def test_every_setting_of_the_top_says_what_it_may_be() -> None:
    assert [name for name, field in Config.model_fields.items() if not field.description] == []


def test_the_example_names_every_setting_and_keeps_the_defaults_it_claims() -> None:
    text = EXAMPLE.read_text("utf-8")
    example, default = load(EXAMPLE, {}), Config()
    for section in (Config, Brand, Documents, Limits, Ice, Retention):
        assert [name for name in section.model_fields if not re.search(rf"^(# )?\[?{name}\b", text, re.MULTILINE)] == []
    changed = {"data_dir", "public_origin", "certificate", "key", "downloads_dir"}
    assert {name for name in Config.model_fields if getattr(example, name) != getattr(default, name)} == changed
