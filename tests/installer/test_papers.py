import json
import subprocess
from pathlib import Path

from installer.distributions import Package, packages, python
from installer.papers import write_papers

SIX = Package("six", "1.0", "MIT", ("Permission is hereby granted.",))
LIBRARIES = {"libtk8.6.so": "0" * 64}


def _papers(folder: Path, name: str = "Aide") -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    plugin = folder / name
    plugin.write_bytes(b"a plug-in")
    write_papers(plugin, [SIX], LIBRARIES, 1_700_000_000)
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_the_bill_names_packages_and_libraries(tmp_path: Path) -> None:
    bill = json.loads(_papers(tmp_path)["Aide.cdx.json"])
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "Aide"
    assert bill["metadata"]["timestamp"].startswith("2023-11-14T22:13:20")
    found = {one["name"]: one for one in bill["components"]}
    assert found["six"]["purl"] == "pkg:pypi/six@1.0"
    assert found["libtk8.6.so"]["hashes"] == [{"alg": "SHA-256", "content": "0" * 64}]


def test_the_licences_are_there_word_for_word(tmp_path: Path) -> None:
    text = _papers(tmp_path)["Aide.licences.txt"]
    assert "six 1.0: MIT" in text
    assert "Permission is hereby granted." in text


def test_the_hash_is_read_by_sha256sum(tmp_path: Path) -> None:
    _papers(tmp_path)
    subprocess.run(["sha256sum", "--check", "--strict", "Aide.sha256"], cwd=tmp_path, check=True, capture_output=True)


def test_the_same_plugin_has_the_same_papers(tmp_path: Path) -> None:
    assert _papers(tmp_path / "one") == _papers(tmp_path / "other")


def test_packages_are_found_by_the_modules_they_came_with() -> None:
    found = {one.name.lower(): one for one in packages(["av", "yaml_that_is_not_there", "websockets"], ["pyinstaller"])}
    assert set(found) == {"av", "websockets", "pyinstaller"}
    assert "BSD" in found["av"].licence
    assert found["websockets"].texts


def test_python_itself_has_a_licence() -> None:
    assert python().name == "CPython"
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in python().texts[0]
