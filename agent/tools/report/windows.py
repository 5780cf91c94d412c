"""What Windows tells without administrator rights: system, computer, screens, peripherals, serial number."""

import platform
from dataclasses import dataclass

from agent.tools.report import portable
from agent.tools.report.asking_windows import Windows
from agent.tools.report.words import Words

VERSION = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
BIOS = r"HKLM\HARDWARE\DESCRIPTION\System\BIOS"
PROCESSOR = r"HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor\0"
PRINTERS = r"HKLM\SYSTEM\CurrentControlSet\Control\Print\Printers", r"HKCU\Printers\Connections"
LOCALE = r"HKCU\Control Panel\International"

ELEVEN = 22000
"""The first build of Windows 11, whose registry still says "Windows 10"."""

_UNSET = {"", "None", "System manufacturer", "System Product Name", "To Be Filled By O.E.M.", "Default string", "0"}
"""What makers leave in the SMBIOS table when they fill in nothing."""


@dataclass(frozen=True)
class WindowsSources:
    """Sources of the report that are Windows' own."""

    windows: Windows

    def operating_system(self, words: Words) -> list[str]:
        """Name, edition, version, build with its update, service pack, architecture, language."""
        build = self._text(VERSION, "CurrentBuild") or self._text(VERSION, "CurrentBuildNumber")
        name = self._text(VERSION, "ProductName")
        if build.isdigit() and int(build) >= ELEVEN:
            name = name.replace("Windows 10", "Windows 11")
        update = self._text(VERSION, "UBR")
        told = {
            "edition": self._text(VERSION, "EditionID"),
            "version": self._text(VERSION, "DisplayVersion") or self._text(VERSION, "ReleaseId"),
            "build": f"{build}.{update}" if build and update else build,
            "service_pack": self._text(VERSION, "CSDVersion"),
            "architecture": platform.machine(),
            "language": self._text(LOCALE, "LocaleName"),
        }
        return [name or "Windows", *(words.say(phrase, value=value) for phrase, value in told.items() if value)]

    def computer(self, words: Words) -> list[str]:
        """Maker and model (SMBIOS)."""
        told = [self._text(BIOS, name) for name in ("SystemManufacturer", "SystemProductName", "SystemFamily")]
        return list(dict.fromkeys(value for value in told if value not in _UNSET))

    def processor(self, words: Words) -> list[str]:
        """Model and cores."""
        model = " ".join(self._text(PROCESSOR, "ProcessorNameString").split())
        return [*([model] if model else []), *portable.processor(words)]

    def displays(self, words: Words) -> list[str]:
        """Monitors, in pixels."""
        return [f"{monitor.name}: {monitor.width} × {monitor.height}" for monitor in self.windows.monitors()]

    def printers(self, words: Words) -> list[str]:
        """Printers of this computer, and those of others that this user added (",,server,printer")."""
        names = [name for path in PRINTERS for name in self.windows.keys(path)]
        return list(dict.fromkeys(name.replace(",", "\\") for name in names))

    def audio(self, words: Words) -> list[str]:
        """Sound cards."""
        return self._names("SELECT Name FROM Win32_SoundDevice")

    def usb(self, words: Words) -> list[str]:
        """Maker and name of USB devices; hubs are left out, serial numbers (in the DeviceID) never read."""
        query = r"SELECT Name, Manufacturer, Service FROM Win32_PnPEntity WHERE PNPDeviceID LIKE 'USB\\%'"
        rows = self.windows.instances(query, ("Name", "Manufacturer", "Service"))
        shown = [row for row in rows if not row["Service"].casefold().startswith("usbhub")]
        return [" ".join(filter(None, (_maker(row["Manufacturer"]), row["Name"]))) for row in shown]

    def cameras(self, words: Words) -> list[str]:
        """Cameras."""
        return self._names("SELECT Name FROM Win32_PnPEntity WHERE PNPClass = 'Camera' OR Service = 'usbvideo'")

    def serial(self, words: Words) -> list[str]:
        """The computer's serial number."""
        rows = self.windows.instances("SELECT SerialNumber FROM Win32_BIOS", ("SerialNumber",))
        return [row["SerialNumber"] for row in rows if row["SerialNumber"] not in _UNSET]

    def _names(self, query: str) -> list[str]:
        return list(dict.fromkeys(row["Name"] for row in self.windows.instances(query, ("Name",)) if row["Name"]))

    def _text(self, path: str, name: str) -> str:
        value = self.windows.value(path, name)
        return "" if value is None else str(value).strip()


def _maker(name: str) -> str:
    """Drop what stands for a maker where there is none: "(Standard USB Host Controller)"."""
    return "" if name.startswith("(") else name
