"""What Linux tells without administrator rights: system, computer, screens, peripherals, serial number.

Everything is read below `root`, so that tests can lay a machine of their own.
"""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import distro
from Xlib.display import Display
from Xlib.error import DisplayError

from agent.tools.known import NotInstalledError, SourceError, ask, read_text
from agent.tools.report import portable
from agent.tools.report.words import Words

MAX_DEVICES = 60

_UNSET = {"", "None", "Not Specified", "To Be Filled By O.E.M.", "Default string", "System Product Name", "0123456789"}
"""What makers leave in the DMI table when they fill in nothing."""

_USB_HUB = "09"
"""bDeviceClass of a hub (USB 2.0, 11.23.1)."""


@dataclass(frozen=True)
class LinuxSources:
    """Sources of the report that are Linux's own, read below `root`."""

    root: Path = Path("/")

    def operating_system(self, words: Words) -> list[str]:
        """Edition, version, kernel, architecture, language."""
        system = distro.LinuxDistribution(include_lsb=False, include_uname=False, root_dir=str(self.root))
        language = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "C")
        return [
            system.name(pretty=True) or "Linux",
            *([words.say("version", value=version)] if (version := system.version(best=True)) else []),
            words.say("kernel", value=platform.release()),
            words.say("architecture", value=platform.machine()),
            words.say("language", value=language),
        ]

    def computer(self, words: Words) -> list[str]:
        """Maker and model, from the DMI table or the device tree."""
        dmi = [self._dmi(name) for name in ("sys_vendor", "product_name", "product_version")]
        known = [value for value in dmi if value not in _UNSET]
        return known or [read_text(self.root / "sys/firmware/devicetree/base/model").rstrip("\0")]

    def serial(self, words: Words) -> list[str]:
        """The computer's serial number; most systems give it to administrators alone."""
        return [number] if (number := read_text(self.root / "sys/class/dmi/id/product_serial")) not in _UNSET else []

    def processor(self, words: Words) -> list[str]:
        """Model and cores."""
        lines = [line.partition(":") for line in read_text(self.root / "proc/cpuinfo").splitlines()]
        models = [value.strip() for name, _, value in lines if name.strip() in ("model name", "Model", "Hardware")]
        return [*models[:1], *portable.processor(words)]

    def displays(self, words: Words) -> list[str]:
        """Monitors as the X server knows them (RandR 1.5), in pixels."""
        try:
            display = Display()
        except (DisplayError, OSError):
            raise SourceError("there is no X display") from None
        try:
            screen = display.screen()
            if not display.has_extension("RANDR"):
                return [f"{screen.width_in_pixels} × {screen.height_in_pixels}"]
            monitors = screen.root.xrandr_get_monitors().monitors
            return [f"{display.get_atom_name(m.name)}: {m.width_in_pixels} × {m.height_in_pixels}" for m in monitors]
        finally:
            display.close()

    def printers(self, words: Words) -> list[str]:
        """Printers CUPS knows; a system without CUPS has none."""
        try:
            return ask("lpstat", "-e").splitlines()
        except NotInstalledError:
            return []

    def audio(self, words: Words) -> list[str]:
        """Sound cards (ALSA)."""
        cards = self.root / "proc/asound/cards"
        lines = read_text(cards).splitlines() if cards.exists() else []
        return [line.partition("]:")[2].strip() for line in lines if "]:" in line]

    def usb(self, words: Words) -> list[str]:
        """Maker and name of USB devices; hubs are left out, serial numbers never read."""
        found = []
        for device in self._devices("sys/bus/usb/devices"):
            if not (device / "idVendor").exists() or self._value(device / "bDeviceClass") == _USB_HUB:
                continue
            name = " ".join(filter(None, (self._value(device / part) for part in ("manufacturer", "product"))))
            found.append(name or f"{self._value(device / 'idVendor')}:{self._value(device / 'idProduct')}")
        return found

    def cameras(self, words: Words) -> list[str]:
        """Cameras (Video4Linux); one camera has several nodes."""
        names = (self._value(device / "name") for device in self._devices("sys/class/video4linux"))
        return list(dict.fromkeys(filter(None, names)))

    def _dmi(self, name: str) -> str:
        return self._value(self.root / "sys/class/dmi/id" / name)

    def _devices(self, folder: str) -> list[Path]:
        path = self.root / folder
        return sorted(path.iterdir())[:MAX_DEVICES] if path.is_dir() else []

    @staticmethod
    def _value(path: Path) -> str:
        try:
            return read_text(path, 200)
        except SourceError:
            return ""
