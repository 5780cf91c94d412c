import re
import subprocess
import sys
from pathlib import Path

import pytest

import installer.command_line
from installer.__main__ import EXAMPLE, main
from scripts.rigs.brands import small_plugin, write_brand
from scripts.rigs.misfortunes import self_signed

COMMAND_LINE = Path(installer.command_line.__file__)


def test_init_writes_a_brand_file_that_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brand = tmp_path / "brand.toml"
    assert main(["init", str(brand)]) == 0
    assert main(["check", str(brand)]) == 0
    assert "no mistakes. Customers will read « Exemple Assistance »" in capsys.readouterr().out


def test_init_leaves_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brand = tmp_path / "brand.toml"
    brand.write_text("mine")
    assert main(["init", str(brand)]) == 1
    assert brand.read_text() == "mine"
    assert "is there already" in capsys.readouterr().err


def test_init_says_where_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "missing" / "brand.toml")]) == 1
    assert "cannot be written: No such file or directory" in capsys.readouterr().err


def test_every_line_of_the_example_that_is_no_setting_explains_one() -> None:
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#")]
    keys = [line for line in lines if not line.startswith("[")]
    assert len([line for line in EXAMPLE.read_text().splitlines() if line.startswith("#")]) >= len(keys)


def test_check_tells_mistakes_with_line_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brand = tmp_path / "brand.toml"
    brand.write_text(EXAMPLE.read_text().replace("https://", "http://"))
    assert main(["check", str(brand)]) == 1
    told = capsys.readouterr().err
    assert "line 22, server.url: http:// is for tests on this computer alone" in told
    assert 'Write the address without a path: "https://assistance.exemple.fr"' in told


def test_check_notes_a_plugin_that_works_here_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brand = tmp_path / "brand.toml"
    brand.write_text(EXAMPLE.read_text().replace("https://assistance.exemple.fr", "http://127.0.0.1:8080"))
    assert main(["check", str(brand)]) == 0
    assert "works here alone" in capsys.readouterr().out


def test_build_refuses_a_brand_with_mistakes_before_it_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brand = tmp_path / "brand.toml"
    brand.write_text("[operator]\n")
    assert main(["build", str(brand), "--platform", "linux", "--out", str(tmp_path / "out")]) == 1
    assert "line 1, operator.name: it is missing" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_platform_that_cannot_be_built_here_says_where_it_can(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(EXAMPLE), "--platform", "macos"]) == 1
    assert "the macOS plug-in is made on a Mac" in capsys.readouterr().err
    assert main(["build", str(EXAMPLE), "--platform", "windows", "--windows-python", "/nowhere"]) == 1
    assert "run this on Windows, or name one that runs under Wine" in capsys.readouterr().err


def test_keys_are_made_and_a_manifest_is_signed_and_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    word = tmp_path / "word"
    word.write_text("une phrase de passe\n")
    assert main(["key", str(tmp_path / "operator.pem"), "--password-file", str(word)]) == 0
    public = capsys.readouterr().out.splitlines()[-1]
    assert public.startswith('public_key = "')
    brand, out = write_brand(tmp_path, public.split('"')[1]), tmp_path / "dist"
    small_plugin(brand, out)
    assert main(["verify", str(brand), "--out", str(out)]) == 1
    assert "it is not signed" in capsys.readouterr().out
    key = ["--key", str(tmp_path / "operator.pem"), "--key-password-file", str(word)]
    assert main(["sign", str(brand), "--out", str(out), *key]) == 0
    assert main(["verify", str(brand), "--out", str(out)]) == 0
    assert "Maison-d-Aide: as the operator signed it" in capsys.readouterr().out


def test_a_wrong_password_is_told_and_not_repeated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "word").write_text("right")
    (tmp_path / "other").write_text("wrong words")
    assert main(["key", str(tmp_path / "operator.pem"), "--password-file", str(tmp_path / "word")]) == 0
    brand = write_brand(tmp_path)
    small_plugin(brand, tmp_path)
    key = ["--key", str(tmp_path / "operator.pem"), "--key-password-file", str(tmp_path / "other")]
    assert main(["sign", str(brand), "--out", str(tmp_path), *key]) == 1
    told = capsys.readouterr()
    assert "cannot be opened: a wrong password, or not a key" in told.err
    assert "wrong words" not in told.err + told.out


def test_no_option_takes_a_secret() -> None:
    options = [
        word for word in re.findall(r'"--([a-z0-9-]+)"', COMMAND_LINE.read_text()) if "pass" in word or "pin" in word
    ]
    assert options
    assert all(option.endswith("-file") for option in options)


def test_a_pin_is_printed_as_the_brand_file_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certificate, _ = self_signed(tmp_path)
    assert main(["pin", str(certificate)]) == 0
    line = capsys.readouterr().out.strip()
    brand = tmp_path / "brand.toml"
    brand.write_text(re.sub(r"# pins = .*", line, EXAMPLE.read_text()))
    assert main(["check", str(brand)]) == 0


def test_checking_does_not_need_pyinstaller() -> None:
    program = "import sys; sys.modules['PyInstaller'] = None; from installer.__main__ import main; "
    program += f"sys.exit(main(['check', {str(EXAMPLE)!r}]))"
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
