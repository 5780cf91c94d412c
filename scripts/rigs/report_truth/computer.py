"""The computer and its devices: os-release and uname, dmidecode, lscpu, free, df, ip, and the devices' own nodes."""

import ipaddress
import platform
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.areas import Rect
from agent.protocol.report_keys import ReportKey
from scripts.rigs.report_truth.asked import near, said, size, told_as_json

Items = Sequence[str]
Truth = Callable[[Items], bool]
"""Says whether a line's items are so, by what the system itself says."""

NOTHING, UNREAD = ["Nothing found."], ["Could not be read."]
DMI = Path("/sys/class/dmi/id")


def truths(monitors: dict[str, Rect]) -> dict[ReportKey, Truth]:
    """Return how each line about the computer is judged; `monitors` are those that were plugged in."""
    return {
        ReportKey.OS: operating_system,
        ReportKey.COMPUTER: computer,
        ReportKey.MEMORY: memory,
        ReportKey.PROCESSOR: processor,
        ReportKey.DISKS: disks,
        ReportKey.DISPLAYS: lambda items: sorted(items) == _plugged(monitors),
        ReportKey.PRINTERS: printers,
        ReportKey.AUDIO: audio,
        ReportKey.USB: usb,
        ReportKey.NETWORK: network,
        ReportKey.CAMERAS: cameras,
        ReportKey.SERIAL: serial,
    }


def operating_system(items: Items) -> bool:
    """os-release as Python's own reader has it, uname, the point release, and the locale."""
    release = platform.freedesktop_os_release()
    point = Path("/etc/debian_version")
    version = point.read_text("ascii").strip() if point.exists() else release.get("VERSION_ID", "")
    kernel, machine = said("uname", "-r", "-m").split()
    words = re.findall(r'^(LC_ALL|LC_MESSAGES|LANG)="?([^"\n]*)"?$', said("locale"), re.MULTILINE)
    locale = dict(words)
    language = locale.get("LC_ALL") or locale.get("LC_MESSAGES") or locale.get("LANG") or "C"
    told = [release["PRETTY_NAME"], f"version {version}", f"kernel {kernel}", f"architecture {machine}"]
    return list(items) in ([*told, f"language {language}"], [*told, f"language {locale.get('LANG') or 'C'}"])


def computer(items: Items) -> bool:
    """The SMBIOS table by dmidecode, or by the kernel where that is not there."""
    names = ("system-manufacturer", "system-product-name", "system-version")
    asked = [said("dmidecode", "-s", name).strip() for name in names]
    table = [one for one in asked if one] or [
        said("cat", str(DMI / name)).strip() for name in ("sys_vendor", "product_name", "product_version")
    ]
    known = [one for one in table if one]
    return all(item in known for item in items) if known else list(items) == UNREAD


def serial(items: Items) -> bool:
    """The SMBIOS table's serial number, by dmidecode or by the kernel."""
    number = (said("dmidecode", "-s", "system-serial-number") or said("cat", str(DMI / "product_serial"))).strip()
    return list(items) == ([number] if number else UNREAD) or (bool(number) and list(items) == NOTHING)


def memory(items: Items) -> bool:
    """What `free` says; what is free changes meanwhile."""
    rows = {
        words[0]: [int(word) for word in words[1:]]
        for line in said("free", "-b").splitlines()[1:]
        if (words := line.split())
    }
    (total, *_, available), (swap, *_) = rows["Mem:"], rows["Swap:"]
    told = [f"{size(total)} in all", *([f"swap: {size(swap)}"] if swap else [])]
    free = [item for item in items if item.endswith(" free")]
    rest = [item for item in items if item not in free]
    return rest == told and len(free) == 1 and near(free[0].removesuffix(" free"), available, 0.3)


def processor(items: Items) -> bool:
    """What `lscpu` says."""
    rows = {row["field"].rstrip(":"): row["data"] for row in _flat(told_as_json("lscpu", "-J")["lscpu"])}
    cores = int(rows["Core(s) per socket"]) * int(rows["Socket(s)"])
    return list(items) == [rows["Model name"], f"{cores} cores, {rows['CPU(s)']} threads"]


def _flat(rows: list[dict[str, object]]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for row in rows:
        found.append({"field": str(row["field"]), "data": str(row["data"])})
        children = row.get("children")
        found += _flat(children) if isinstance(children, list) else []
    return found


def disks(items: Items) -> bool:
    """What `df` says of what lies on a device, each device once, at the shortest of its places."""
    places: dict[str, tuple[str, str, int, int]] = {}
    for line in said("df", "--local", "--block-size=1", "--output=source,fstype,size,avail,target").splitlines()[1:]:
        source, kind, total, free, target = line.split(maxsplit=4)
        if source.startswith("/dev/") and not source.startswith("/dev/loop") and kind not in ("iso9660", "erofs"):
            shorter = source not in places or len(target) < len(places[source][0])
            places[source] = (target, kind, int(total), int(free)) if shorter else places[source]
    if len(items) != len(places):
        return list(items) == NOTHING and not places
    return all(any(_is_disk(item, *one) for one in places.values()) for item in items)


def _is_disk(item: str, target: str, kind: str, total: int, free: int) -> bool:
    match = re.fullmatch(r"(.+) \((.+)\): (.+) free of (.+)", item)
    if match is None:
        return False
    return match[1] == target and match[2] == kind and match[4] == size(total) and near(match[3], free, 0.05)


def printers(items: Items) -> bool:
    """The printers that CUPS writes down for old programs (printcap), or tells."""
    printcap = Path("/etc/printcap")
    written = re.findall(r"^([^#|\s][^|]*)\|", printcap.read_text("utf-8"), re.MULTILINE) if printcap.exists() else []
    known = sorted(written or [line.split()[0] for line in said("lpstat", "-a").splitlines()])
    return sorted(items) == known if known else list(items) == NOTHING


def audio(items: Items) -> bool:
    """As many cards as there are control devices."""
    cards = list(Path("/dev/snd").glob("controlC*")) if Path("/dev/snd").exists() else []
    return len(items) == len(cards) and list(items) != NOTHING if cards else list(items) == NOTHING


def usb(items: Items) -> bool:
    """As many devices as `lsusb` lists that are no hubs; none where there is no bus."""
    if not Path("/dev/bus/usb").exists():
        return list(items) == NOTHING
    hubs = ("hub", "Hub")
    return len(items) == sum(not line.rstrip().endswith(hubs) for line in said("lsusb").splitlines())


def cameras(items: Items) -> bool:
    """None without a video device; else at least one."""
    return (list(items) == NOTHING) == (not list(Path("/dev").glob("video*")))


def network(items: Items) -> bool:
    """What `ip` says, addresses cut here once more by their own rule: no host part may be left."""
    told = set()
    for adapter in told_as_json("ip", "-j", "addr"):
        if "LOOPBACK" not in adapter["flags"]:
            state = "connected" if "UP" in adapter["flags"] else "not connected"
            addresses = (_network_of(one["local"]) for one in adapter["addr_info"])
            told.add(", ".join([f"{adapter['ifname']}: {state}", *dict.fromkeys(addresses)]))
    return set(items) == (told or set(NOTHING)) and len(items) == max(1, len(told))


def _network_of(address: str) -> str:
    ip = ipaddress.ip_address(address)
    if ip.version == 4:
        return f"{ipaddress.ip_network((int(ip) & ~0xFF, 24)).network_address}".removesuffix("0") + "x"
    return f"{ipaddress.IPv6Address(int(ip) >> 64 << 64)}/64"


def _plugged(monitors: dict[str, Rect]) -> list[str]:
    return sorted(f"{name}: {area.width} × {area.height}" for name, area in monitors.items())
