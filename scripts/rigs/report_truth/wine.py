"""Windows' lines of the report under Wine, and what Wine's own `reg` and `wmic` and the machine below say of each."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from agent.protocol.report_keys import ReportKey
from scripts.rigs.report_truth import computer
from scripts.rigs.report_truth.asked import near, said, size
from scripts.rigs.report_truth.computer import NOTHING, UNREAD, Truth
from scripts.rigs.report_truth.on_windows import SESSION
from scripts.rigs.report_truth.programs import is_session, running
from scripts.rigs.wine import PREFIX, PROGRAM, PYTHON, Wine

VERSION = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
BIOS = r"HKLM\HARDWARE\DESCRIPTION\System\BIOS"
EXPLORER = r"HKLM\SOFTWARE\Microsoft\Internet Explorer"
MAIN = r"HKCU\SOFTWARE\Microsoft\Internet Explorer\Main"
INTERNET = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings"
PROXY = "proxy.example:3128"

_ZONES = {0x10000: "low", 0x10500: "medium to low", 0x11000: "medium", 0x11500: "medium to high", 0x12000: "high"}

Report = dict[ReportKey, list[str]]
Items = Sequence[str]


class WindowsUnderWine:
    """The Windows whose report is compared."""

    def __init__(self, wine: Wine) -> None:
        """Ask through `wine`."""
        self._wine = wine

    def report(self) -> Report:
        """Collect the report there, with a proxy switched on in its settings."""
        for name, kind, value in (("ProxyEnable", "REG_DWORD", "1"), ("ProxyServer", "REG_SZ", f"anne:secret@{PROXY}")):
            self._wine.said("reg", "add", INTERNET, "/v", name, "/t", kind, "/d", value, "/f")
        try:
            text = self._wine.said(PYTHON, "-m", "scripts.rigs.report_truth.on_windows")
        finally:
            self._wine.said("reg", "add", INTERNET, "/v", "ProxyEnable", "/t", "REG_DWORD", "/d", "0", "/f")
        line = next(line for line in text.splitlines() if line.startswith("{"))
        return {ReportKey(key): items for key, items in json.loads(line).items()}

    def value(self, path: str, name: str) -> str:
        """Ask Wine's `reg` for a value; nothing where there is none."""
        found = re.search(
            rf"^\s+{re.escape(name)}\s+REG_\w+\s+(.*)$", self._wine.said("reg", "query", path, "/v", name), re.M
        )
        return found[1].strip() if found else ""

    def told(self, kind: str, name: str) -> list[str]:
        """Ask Wine's `wmic`."""
        return [
            line.strip() for line in self._wine.said("wmic", "path", kind, "get", name).splitlines()[1:] if line.strip()
        ]

    def truths(self, since: datetime, screen: tuple[int, int]) -> dict[ReportKey, Truth]:
        """Return how each line is judged."""
        sounds, serial = self.told("Win32_SoundDevice", "Name"), self.told("Win32_BIOS", "SerialNumber")
        browser = self.value(EXPLORER, "svcVersion") or self.value(EXPLORER, "Version")
        zone = _ZONES.get(int(self.value(rf"{INTERNET}\Zones\3", "CurrentLevel") or "0", 16), "set by hand")
        home = "/".join(self.value(MAIN, "Start Page").split("/")[:3])
        settings = [f"proxy (Windows): {PROXY}", f"home page (Internet Explorer): {home}"]
        told = {
            ReportKey.OS: self._system(),
            ReportKey.COMPUTER: [
                value for name in ("SystemManufacturer", "SystemProductName") if (value := self.value(BIOS, name))
            ],
            ReportKey.DISPLAYS: [f"DISPLAY1: {screen[0]} × {screen[1]}"],
            ReportKey.PRINTERS: [],
            ReportKey.AUDIO: sounds,
            ReportKey.BROWSERS: [f"Internet Explorer {browser}"],
            ReportKey.BROWSER_SETTINGS: [*settings, f"Internet Explorer's security on the internet: {zone}"],
            ReportKey.SERIAL: [number for number in serial if number != "0"],
        }
        return {
            **{key: _exactly(items or NOTHING) for key, items in told.items()},
            # Wine's WMI knows neither Service nor PNPClass of a device
            ReportKey.USB: _exactly(UNREAD),
            ReportKey.CAMERAS: _exactly(UNREAD),
            ReportKey.SESSION: lambda items: is_session(items, SESSION, since),
            ReportKey.MEMORY: computer.memory,
            ReportKey.PROCESSOR: computer.processor,
            ReportKey.NETWORK: computer.network,
            ReportKey.DISKS: _disks,
            ReportKey.PROCESSES: _processes,
        }

    def _system(self) -> list[str]:
        names = {"EditionID": "edition ", "DisplayVersion": "version ", "CurrentBuild": "build ", "CSDVersion": ""}
        values = {name: self.value(VERSION, name) for name in names}
        language = self.value(r"HKCU\Control Panel\International", "LocaleName")
        told = [f"{phrase}{values[name]}" for name, phrase in names.items() if values[name]]
        return [self.value(VERSION, "ProductName"), *told, "architecture AMD64", f"language {language}"]


def _exactly(expected: Items) -> Truth:
    return lambda items: list(items) == list(expected)


def _disks(items: Items) -> bool:
    """Each drive that Wine maps, with what `df` says of where it leads."""
    drives = sorted(path for path in (PREFIX / "dosdevices").iterdir() if re.fullmatch("[a-z]:", path.name))
    return len(items) == len(drives) and all(_is_drive(item, drive) for item, drive in zip(items, drives, strict=True))


def _is_drive(item: str, drive: Path) -> bool:
    total, free = said("df", "--block-size=1", "--output=size,avail", str(drive.resolve())).splitlines()[1].split()
    match = re.fullmatch(r"(.):\\ \(.+\): (.+) free of (.+)", item)
    if match is None or match[1].lower() != drive.name[0]:
        return False
    return match[3] == size(int(total)) and near(match[2], int(free), 0.05)


def _processes(items: Items) -> bool:
    """Windows programs are the machine's own processes: each must run below, and the Python that reports be told."""
    names = {comm for comm, _ in running().values()} | {PROGRAM}
    told = [item.split(" · ") for item in items]
    known = all(len(one) == 4 and any(comm.startswith(one[0][:15]) for comm in names) for one in told)
    return known and any(one[0] == PROGRAM and one[3] == PYTHON for one in told)
