import platform
import subprocess
from pathlib import Path

import pytest

from agent.tools import known
from agent.tools.known import SourceError
from agent.tools.report.linux import LinuxSources
from agent.tools.report.words import Words
from scripts.rigs.xserver import xvfb
from tests.tools.fakes import lay, program

WORDS = Words("en")


def test_the_system_is_what_os_release_and_uname_say() -> None:
    pretty = next(
        line.partition("=")[2].strip('"')
        for line in Path("/etc/os-release").read_text().splitlines()
        if "PRETTY_NAME" in line
    )
    kernel, architecture = subprocess.run(["uname", "-rm"], capture_output=True, text=True, check=True).stdout.split()
    items = LinuxSources().operating_system(WORDS)
    assert items[0] == pretty
    assert f"kernel {kernel}" in items
    assert f"architecture {architecture}" in items


def test_the_version_is_the_point_release() -> None:
    version = Path("/etc/debian_version").read_text().strip()
    assert f"version {version}" in LinuxSources().operating_system(WORDS)


def test_the_language_is_that_of_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "language fr_FR.UTF-8" in LinuxSources().operating_system(WORDS)


def test_maker_and_model_come_from_the_dmi_table(tmp_path: Path) -> None:
    dmi = {
        "sys_vendor": "LENOVO\n",
        "product_name": "20XW\n",
        "product_version": "ThinkPad X1\n",
        "product_serial": "PF1\n",
    }
    sources = LinuxSources(lay(tmp_path, {f"sys/class/dmi/id/{name}": text for name, text in dmi.items()}))
    assert sources.computer(WORDS) == ["LENOVO", "20XW", "ThinkPad X1"]
    assert sources.serial(WORDS) == ["PF1"]


def test_what_makers_leave_unfilled_is_not_shown(tmp_path: Path) -> None:
    dmi = {"sys_vendor": "ASUS", "product_name": "To Be Filled By O.E.M.", "product_serial": "Default string"}
    sources = LinuxSources(lay(tmp_path, {f"sys/class/dmi/id/{name}": text for name, text in dmi.items()}))
    assert sources.computer(WORDS) == ["ASUS"]
    assert sources.serial(WORDS) == []


def test_the_model_comes_from_the_device_tree_where_there_is_no_dmi_table(tmp_path: Path) -> None:
    sources = LinuxSources(lay(tmp_path, {"sys/firmware/devicetree/base/model": "Raspberry Pi 4 Model B\0"}))
    assert sources.computer(WORDS) == ["Raspberry Pi 4 Model B"]


def test_a_machine_that_tells_nothing_is_a_source_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        LinuxSources(tmp_path).computer(WORDS)
    with pytest.raises(SourceError):
        LinuxSources(tmp_path).serial(WORDS)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="cpuinfo names the model otherwise")
def test_the_processor_is_what_lscpu_says() -> None:
    lscpu = subprocess.run(["lscpu"], capture_output=True, text=True, check=True).stdout
    model = next(line.partition(":")[2].strip() for line in lscpu.splitlines() if line.startswith("Model name"))
    assert LinuxSources().processor(WORDS)[0] == model


def test_displays_are_what_the_x_server_has(monkeypatch: pytest.MonkeyPatch) -> None:
    with xvfb((1024, 768)) as display:
        monkeypatch.setenv("DISPLAY", display)
        assert LinuxSources().displays(WORDS) == ["screen: 1024 × 768"]


def test_without_an_x_server_displays_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":31999")
    with pytest.raises(SourceError):
        LinuxSources().displays(WORDS)


def test_printers_are_those_that_cups_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "lpstat", '[ "$*" = "-e" ] && printf "Bureau\\nPDF\\n"'),))
    assert LinuxSources().printers(WORDS) == ["Bureau", "PDF"]


def test_a_system_without_cups_has_no_printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "PLACES", (tmp_path,))
    assert LinuxSources().printers(WORDS) == []


def test_a_printing_system_that_fails_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "PLACES", (program(tmp_path, "lpstat", "exit 1"),))
    with pytest.raises(SourceError):
        LinuxSources().printers(WORDS)


def test_sound_cards_are_named(tmp_path: Path) -> None:
    cards = " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0xf7 irq 31\n"
    assert LinuxSources(lay(tmp_path, {"proc/asound/cards": cards})).audio(WORDS) == ["HDA-Intel - HDA Intel PCH"]


def test_usb_devices_are_named_without_hubs_and_serial_numbers(tmp_path: Path) -> None:
    devices = {
        "usb1": {"idVendor": "1d6b", "idProduct": "0002", "bDeviceClass": "09", "product": "xHCI Host Controller"},
        "1-1": {
            "idVendor": "046d",
            "idProduct": "c52b",
            "bDeviceClass": "00",
            "manufacturer": "Logitech",
            "product": "Mouse",
            "serial": "SECRET",
        },
        "1-2": {"idVendor": "abcd", "idProduct": "0001", "bDeviceClass": "00"},
        "1-1:1.0": {"bInterfaceClass": "03"},
    }
    files = {
        f"sys/bus/usb/devices/{d}/{name}": f"{text}\n" for d, values in devices.items() for name, text in values.items()
    }
    assert LinuxSources(lay(tmp_path, files)).usb(WORDS) == ["Logitech Mouse", "abcd:0001"]


def test_a_camera_with_several_nodes_is_named_once(tmp_path: Path) -> None:
    files = {f"sys/class/video4linux/video{n}/name": "Integrated Camera: Integrated C\n" for n in (0, 1)}
    assert LinuxSources(lay(tmp_path, files)).cameras(WORDS) == ["Integrated Camera: Integrated C"]


def test_a_machine_without_peripherals_has_none(tmp_path: Path) -> None:
    sources = LinuxSources(tmp_path)
    assert sources.audio(WORDS) == sources.usb(WORDS) == sources.cameras(WORDS) == []
