from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from agent.tools.report.asking_windows import WindowsMonitor
from agent.tools.report.browsers_windows import CHOICE, EXPLORER, INTERNET, LEVELS, MAIN, ZONE, WindowsBrowsers
from agent.tools.report.windows import BIOS, LOCALE, PROCESSOR, VERSION, WindowsSources
from agent.tools.report.words import Words
from tests.tools.fakes import lay

WORDS = Words("en")
Registry = Mapping[str, Mapping[str, str | int]]
CHROME = r"HKLM\SOFTWARE\Clients\StartMenuInternet\Google Chrome"

TEN: Registry = {
    VERSION: {
        "ProductName": "Windows 10 Pro",
        "EditionID": "Professional",
        "DisplayVersion": "22H2",
        "CurrentBuild": "19045",
        "UBR": 5011,
    },
    LOCALE: {"LocaleName": "fr-FR"},
    BIOS: {"SystemManufacturer": "LENOVO", "SystemProductName": "20XW", "SystemFamily": "Default string"},
    PROCESSOR: {"ProcessorNameString": "Intel(R) Core(TM)  i5-8250U CPU @ 1.60GHz   "},
}


class LaidOut:
    """A Windows laid out in a table: the registry, what WMI finds by the class asked, versions of files."""

    def __init__(self, registry: Registry, wmi: Mapping[str, Any] | None = None) -> None:
        self._registry, self._wmi = registry, wmi or {}

    def value(self, path: str, name: str = "") -> str | int | None:
        return self._registry.get(path, {}).get(name)

    def keys(self, path: str) -> Sequence[str]:
        below = (key[len(path) + 1 :] for key in self._registry if key.startswith(path + "\\"))
        return list(dict.fromkeys(key.partition("\\")[0] for key in below))

    def instances(self, query: str, names: Sequence[str]) -> Sequence[Mapping[str, str]]:
        rows: Sequence[Mapping[str, str]] = next((rows for kind, rows in self._wmi.items() if kind in query), [])
        return [{name: row.get(name, "") for name in names} for row in rows]

    def monitors(self) -> Sequence[WindowsMonitor]:
        return [WindowsMonitor("DISPLAY1", 1920, 1080)]

    def file_version(self, path: str) -> str:
        return "140.0.7339.81" if path == r"C:\Chrome\chrome.exe" else ""


def test_a_windows_10_is_told_with_edition_version_build_and_update() -> None:
    items = WindowsSources(LaidOut(TEN)).operating_system(WORDS)
    assert items[0] == "Windows 10 Pro"
    assert {"edition Professional", "version 22H2", "build 19045.5011", "language fr-FR"} <= set(items)


def test_a_windows_11_is_told_by_its_build_whatever_its_name() -> None:
    registry: Registry = {VERSION: {"ProductName": "Windows 10 Home", "CurrentBuild": "22631"}}
    assert WindowsSources(LaidOut(registry)).operating_system(WORDS)[0] == "Windows 11 Home"


def test_an_old_windows_is_told_with_its_service_pack() -> None:
    registry: Registry = {
        VERSION: {"ProductName": "Windows 7 Professional", "CurrentBuild": "7601", "CSDVersion": "Service Pack 1"}
    }
    items = WindowsSources(LaidOut(registry)).operating_system(WORDS)
    assert items[:3] == ["Windows 7 Professional", "build 7601", "Service Pack 1"]


def test_a_registry_that_says_nothing_still_names_the_system() -> None:
    assert WindowsSources(LaidOut({})).operating_system(WORDS)[0] == "Windows"


def test_maker_model_and_processor_are_told_and_what_is_unfilled_is_not() -> None:
    sources = WindowsSources(LaidOut(TEN))
    assert sources.computer(WORDS) == ["LENOVO", "20XW"]
    assert sources.processor(WORDS)[0] == "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz"


def test_peripherals_are_told_by_maker_and_name_without_hubs() -> None:
    usb = [
        {"Name": "USB Mouse", "Manufacturer": "Logitech", "Service": "HidUsb"},
        {"Name": "USB Root Hub", "Manufacturer": "(Standard USB Host Controller)", "Service": "USBHUB3"},
        {"Name": "USB Storage", "Manufacturer": "(Standard)", "Service": "USBSTOR"},
    ]
    sources = WindowsSources(LaidOut({}, {"Win32_PnPEntity WHERE PNPDeviceID": usb}))
    assert sources.usb(WORDS) == ["Logitech USB Mouse", "USB Storage"]


def test_sound_cameras_and_serial_number_come_from_wmi() -> None:
    wmi = {
        "Win32_SoundDevice": [{"Name": "Realtek Audio"}, {"Name": ""}],
        "PNPClass = 'Camera'": [{"Name": "Integrated Camera"}, {"Name": "Integrated Camera"}],
        "Win32_BIOS": [{"SerialNumber": "PF1ABCDE"}],
    }
    sources = WindowsSources(LaidOut({}, wmi))
    assert sources.audio(WORDS) == ["Realtek Audio"]
    assert sources.cameras(WORDS) == ["Integrated Camera"]
    assert sources.serial(WORDS) == ["PF1ABCDE"]


def test_printers_of_other_computers_are_told_by_server_and_name() -> None:
    registry: Registry = {
        r"HKLM\SYSTEM\CurrentControlSet\Control\Print\Printers\HP LaserJet": {},
        r"HKCU\Printers\Connections\,,office,Second floor": {},
    }
    assert WindowsSources(LaidOut(registry)).printers(WORDS) == ["HP LaserJet", r"\\office\Second floor"]


def test_monitors_are_told_in_pixels() -> None:
    assert WindowsSources(LaidOut({})).displays(WORDS) == ["DISPLAY1: 1920 × 1080"]


def test_browsers_are_told_with_version_and_default_and_internet_explorer_with_its_own() -> None:
    registry: Registry = {
        CHROME: {"": "Google Chrome"},
        rf"{CHROME}\shell\open\command": {"": r'"C:\Chrome\chrome.exe"'},
        rf"{CHROME}\Capabilities\URLAssociations": {"https": "ChromeHTML"},
        CHOICE: {"ProgId": "ChromeHTML"},
        EXPLORER: {"svcVersion": "11.3636.19041.0", "Version": "9.11"},
    }
    told = WindowsBrowsers(LaidOut(registry)).installed(WORDS)
    assert told == ["Google Chrome 140.0.7339.81 (default)", "Internet Explorer 11.3636.19041.0"]


@pytest.mark.parametrize(("level", "phrase"), LEVELS.items())
def test_the_zone_of_the_internet_is_told_by_its_level(level: int, phrase: str, tmp_path: Path) -> None:
    browsers = WindowsBrowsers(LaidOut({ZONE: {"CurrentLevel": level}}), tmp_path, tmp_path)
    assert browsers.settings(WORDS)[-1] == f"Internet Explorer's security on the internet: {WORDS.say(phrase)}"


def test_proxy_and_home_page_are_told_by_host_alone(tmp_path: Path) -> None:
    registry: Registry = {
        INTERNET: {"ProxyEnable": 1, "ProxyServer": "anne:secret@proxy.example:3128"},
        MAIN: {"Start Page": "https://portal.example/?session=secret"},
        r"HKLM\SOFTWARE\Policies\Google\Chrome": {"HomepageLocation": "https://intranet.example/start"},
    }
    prefs = 'user_pref("browser.startup.homepage", "https://fox.example/x");\n'
    lay(tmp_path, {"Mozilla/Firefox/Profiles/a.default/prefs.js": prefs})
    assert WindowsBrowsers(LaidOut(registry), tmp_path, tmp_path).settings(WORDS) == [
        "proxy (Windows): proxy.example:3128",
        "home page (Internet Explorer): https://portal.example",
        "home page (Google Chrome): https://intranet.example",
        "home page (Firefox): https://fox.example",
    ]


def test_a_proxy_that_is_switched_off_is_not_told(tmp_path: Path) -> None:
    registry: Registry = {INTERNET: {"ProxyEnable": 0, "ProxyServer": "proxy.example:3128"}}
    told = WindowsBrowsers(LaidOut(registry), tmp_path, tmp_path).settings(WORDS)
    assert told == ["No proxy and no home page are set."]
