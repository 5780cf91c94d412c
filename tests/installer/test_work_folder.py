import ast
import plistlib
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from agent.brand_bundle import Bundle, unpack
from installer.png import size_of
from installer.rules import check
from installer.work_folder import ICON, fill, version_information
from scripts.rigs.brands import write_brand


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return check(write_brand(tmp_path))


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def test_the_brand_lies_in_a_module_of_one_text(bundle: Bundle, work: Path) -> None:
    fill(work, bundle, "linux", "Maison-d-Aide")
    (statement,) = ast.parse((work / "handrail_brand.py").read_text()).body
    assert isinstance(statement, ast.Assign)
    assert unpack(ast.literal_eval(statement.value)) == bundle
    assert sorted(path.name for path in work.iterdir()) == ["handrail_brand.py", "splash.tcl", "start.py"]


def test_windows_is_told_who_made_the_file(bundle: Bundle, work: Path) -> None:
    fill(work, bundle, "windows", "Maison-d-Aide.exe")
    told = (work / "version.txt").read_text(encoding="utf-8")
    assert "StringStruct('CompanyName', \"Maison d'Aide\")" in told
    assert "filevers=(0, 1, 0, 0)" in told
    assert (work / "icon.ico").read_bytes()[:6] == b"\0\0\1\0\1\0"


def test_what_an_operator_is_called_is_text_and_no_program() -> None:
    told = version_information("x'), __import__('os').system('true'), ('", "a.exe")
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(told))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert calls == {
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    }


def test_windows_starts_it_as_the_customer_and_sharp(bundle: Bundle, work: Path) -> None:
    fill(work, bundle, "windows", "Maison-d-Aide.exe")
    manifest = fromstring((work / "app.manifest").read_bytes())
    said = {element.tag.rpartition("}")[2]: element for element in manifest.iter()}
    assert said["requestedExecutionLevel"].attrib == {"level": "asInvoker", "uiAccess": "false"}
    assert said["dpiAwareness"].text == "PerMonitorV2, PerMonitor"


def test_a_mac_gets_its_icon_and_its_papers(bundle: Bundle, work: Path) -> None:
    fill(work, bundle, "macos", "Maison-d-Aide.app")
    assert (work / "icon.icns").read_bytes()[:4] == b"icns"
    assert plistlib.loads((work / "Info.plist").read_bytes())["CFBundleDisplayName"] == "Assistance – Maison d'Aide"


def test_an_operator_without_an_icon_has_ours() -> None:
    assert size_of(ICON.read_bytes(), 256) == (256, 256)
