import subprocess
import sys
from pathlib import Path

import pytest

from installer.__main__ import EXAMPLE, main


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
    assert "line 15, server.url: http:// is for tests on this computer alone" in told
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


def test_a_platform_that_is_not_built_yet_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", str(EXAMPLE), "--platform", "windows"])
    assert ended.value.code == 2
    assert "choose from" in capsys.readouterr().err


def test_checking_does_not_need_pyinstaller() -> None:
    program = "import sys; sys.modules['PyInstaller'] = None; from installer.__main__ import main; "
    program += f"sys.exit(main(['check', {str(EXAMPLE)!r}]))"
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
