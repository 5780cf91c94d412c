"""What psutil reads alike on every system: memory, processor, disks, network, processes."""

import ipaddress
import re
import socket
import time
from pathlib import PureWindowsPath
from typing import Any, NamedTuple

import psutil

from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.tools.clean import clean
from agent.tools.discretion import Discretion
from agent.tools.report.words import Words

NOTHING_HIDDEN = Discretion(Hidden(guards=frozenset()), Knowledge(ready=True))

SAMPLE_SECONDS = 0.5
"""How long processor use is watched."""

_NOT_A_VOLUME = {"squashfs", "overlay", "iso9660", "erofs"}


def memory(words: Words) -> list[str]:
    """Total and free memory, and swap."""
    ram, swap = psutil.virtual_memory(), _swap()
    lines = [words.say("total", size=words.size(ram.total)), words.say("free", size=words.size(ram.available))]
    return [*lines, words.say("swap", size=words.size(swap))] if swap else lines


def _swap() -> int:
    """Return the bytes of swap; 0 where Windows' performance counters, which psutil asks, are switched off."""
    try:
        return psutil.swap_memory().total
    except RuntimeError:
        return 0


def processor(words: Words) -> list[str]:
    """How many cores; the model is the platform's to add."""
    threads = psutil.cpu_count() or 1
    return [words.say("cores", cores=psutil.cpu_count(logical=False) or threads, threads=threads)]


def disks(words: Words, discretion: Discretion = NOTHING_HIDDEN) -> list[str]:
    """Local volumes: no network, no FUSE without a device, none twice (bind mounts), none that is hidden."""
    lines: dict[str, str] = {}
    for part in sorted(psutil.disk_partitions(all=False), key=lambda part: len(part.mountpoint)):
        if part.device in lines or part.fstype in _NOT_A_VOLUME or part.device.startswith("/dev/loop"):
            continue
        if discretion.lies_hidden(part.mountpoint):
            continue
        try:
            usage = psutil.disk_usage(part.mountpoint)
        except OSError:  # a drive without a medium
            continue
        sizes = {"free": words.size(usage.free), "total": words.size(usage.total)}
        lines[part.device] = words.say("disk", place=part.mountpoint, kind=part.fstype, **sizes)
    return list(lines.values())


def network(words: Words) -> list[str]:
    """Adapters that are not loopback, with addresses cut short; hardware addresses are left out."""
    states = psutil.net_if_stats()
    lines = []
    for name, addresses in psutil.net_if_addrs().items():
        cut = [
            short for a in addresses if a.family in (socket.AF_INET, socket.AF_INET6) and (short := shorten(a.address))
        ]
        if any(a.address in ("127.0.0.1", "::1") for a in addresses):
            continue
        state = words.say("up" if name in states and states[name].isup else "down", name=_without_mac(name))
        lines.append(", ".join([state, *dict.fromkeys(cut)]))
    return lines


def shorten(address: str) -> str:
    """Cut an address to its network: IPv4 without the last 8 bits, IPv6 without the last 64.

    An IPv6 address made from an IPv4 one (6to4, RFC 3056) loses the same 8 bits of that.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return f"{str(ip).rpartition('.')[0]}.x"
    return str(ipaddress.ip_network((ip, 40 if ip.sixtofour else 64), strict=False))


def _without_mac(name: str) -> str:
    """Cut the hardware address out of an adapter's name (systemd calls USB adapters enx001122334455)."""
    return re.sub(r"[0-9a-fA-F]{12}", "…", name)


def processes(words: Words, discretion: Discretion = NOTHING_HIDDEN) -> list[str]:
    """Running programs, those that use most first; what has no memory of its own (the kernel's threads) is left out.

    Raise SourceError while it is not known which of them are hidden.
    """
    running = list(psutil.process_iter(["cpu_percent"]))  # the first answer only starts the clock
    time.sleep(SAMPLE_SECONDS)
    found = sorted(
        filter(None, (_snapshot(one, discretion) for one in running)), key=lambda one: (-one.cpu, -one.rss, one.name)
    )
    return [
        words.say("process", name=one.name, cpu=words.decimal(one.cpu), memory=words.size(one.rss), path=one.path)
        for one in found
    ]


class _Process(NamedTuple):
    name: str
    path: str
    cpu: float
    rss: int


def _snapshot(process: psutil.Process, discretion: Discretion) -> _Process | None:
    """Read one process; None when it is gone, hidden, or a thread of the kernel's."""
    try:
        seen = _read(process)
    except psutil.NoSuchProcess:
        return None
    memory_used = seen["memory_info"]
    if memory_used and not memory_used.vms:
        return None
    if discretion.hides_program(process.pid, seen["name"] or "", seen["exe"] or "", tuple(seen["cmdline"] or ())):
        return None
    rss = memory_used.rss if memory_used else 0
    return _Process(clean(seen["name"] or "?", 80), clean(seen["exe"] or "?", 160), seen["cpu_percent"] or 0.0, rss)


def _read(process: psutil.Process) -> dict[str, Any]:
    """Ask for all; where Windows does not say what a process runs, its command line does."""
    try:
        return process.as_dict(["name", "exe", "cmdline", "cpu_percent", "memory_info"])
    except OSError:
        seen = process.as_dict(["cmdline", "cpu_percent", "memory_info"])
        program = next(iter(seen["cmdline"] or ()), "")
        return {**seen, "name": PureWindowsPath(program).name, "exe": program}
