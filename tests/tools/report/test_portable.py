import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from agent.protocol.messages import Report
from agent.tools.report import portable
from agent.tools.report.collecting import Source, collect
from agent.tools.report.words import Words

WORDS = Words("en")


def test_memory_is_what_the_kernel_says() -> None:
    kilobytes = int(re.search(r"^MemTotal: +(\d+) kB$", Path("/proc/meminfo").read_text(), re.M)[1])  # type: ignore[index]
    assert portable.memory(WORDS)[0] == f"{WORDS.size(kilobytes * 1024)} in all"


def test_cores_are_what_nproc_says() -> None:
    threads = subprocess.run(["nproc", "--all"], capture_output=True, text=True, check=True).stdout.strip()
    assert portable.processor(WORDS)[-1].endswith(f" {threads} threads")


def test_disks_are_what_df_says() -> None:
    df = ["df", "--local", "--block-size=1", "--output=target,fstype,avail,size", "/"]
    target, kind, free, total = (
        subprocess.run(df, capture_output=True, text=True, check=True).stdout.split("\n")[1].split()
    )
    line = next(line for line in portable.disks(WORDS) if line.startswith(f"{target} "))
    found = re.fullmatch(rf"/ \({kind}\): ([\d.]+) (\w+) free of (.+)", line)
    assert found
    assert found[3] == WORDS.size(int(total))
    near = {WORDS.size(int(free) + delta) for delta in range(-(2**31), 2**31 + 1, 2**28)}
    assert f"{found[1]} {found[2]}" in near


def test_disks_leave_out_what_is_no_local_volume() -> None:
    places = [line.partition(" ")[0] for line in portable.disks(WORDS)]
    assert not any(place.startswith(("/proc", "/sys", "/dev")) for place in places)
    assert len(places) == len(set(places))


def test_a_drive_that_cannot_be_read_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_medium(path: str) -> None:
        raise OSError("no medium")

    monkeypatch.setattr(psutil, "disk_usage", no_medium)
    assert portable.disks(WORDS) == []


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("192.0.2.17", "192.0.2.x"),
        ("10.0.0.255", "10.0.0.x"),
        ("2001:db8:1:2:a:b:c:d", "2001:db8:1:2::/64"),
        ("fe80::fc:ff:fe00:1%eth0", "fe80::/64"),
        ("2002:c000:0211::1", "2002:c000:200::/40"),
    ],
)
def test_addresses_are_cut_to_their_network(address: str, short: str) -> None:
    assert portable.shorten(address) == short


def test_no_whole_address_of_this_machine_is_in_the_report() -> None:
    text = "\n".join(portable.network(WORDS))
    shown = subprocess.run(["ip", "-o", "addr"], capture_output=True, text=True, check=True).stdout
    addresses = re.findall(r"inet6? ([0-9a-f.:]+)", shown)
    links = re.findall(
        r"link/\w+ ([0-9a-f:]{17})", subprocess.run(["ip", "link"], capture_output=True, text=True).stdout
    )
    assert addresses
    assert links
    assert not [one for one in (*addresses, *links) if one in text]
    assert "127.0.0" not in text


def test_hardware_addresses_in_adapter_names_are_cut() -> None:
    assert portable._without_mac("enx001122aabbcc") == "enx…"
    assert portable._without_mac("eth0") == "eth0"


def test_processes_are_what_ps_says() -> None:
    with subprocess.Popen(["/bin/sleep", "60"]) as process:
        lines = portable.processes(WORDS)
        ps = ["ps", "-o", "comm=,rss=", "-p", str(process.pid)]
        name, rss = subprocess.run(ps, capture_output=True, text=True, check=True).stdout.split()
        process.kill()
    path = os.path.realpath("/bin/sleep")
    assert f"{name} · processor 0.0 % · memory {WORDS.size(int(rss) * 1024)} · {path}" in lines


def test_the_busiest_process_comes_first() -> None:
    with subprocess.Popen(["/bin/sh", "-c", "while :; do :; done"]) as process:
        lines = portable.processes(WORDS)
        process.kill()
    shares = [float(share[1]) for line in lines if (share := re.search(r" · processor ([\d.]+) % · ", line))]
    assert len(shares) == len(lines)
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0


def test_the_kernels_own_threads_are_left_out() -> None:
    assert not any(line.startswith(("kthreadd ", "ksoftirqd")) for line in portable.processes(WORDS))


HOSTILE = [
    b"<b onload=x>",
    b"\x1b[31mred\x07",
    "\u202egpj.exe".encode(),
    b"\xff\xfe\x80",
    b'"};alert(1)//',
    b"a\nb\rc",
    b"=1+cmd|'",
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_process_with_a_hostile_name_is_shown_safely(name: bytes, tmp_path: Path) -> None:
    with _process_named(tmp_path, name):
        lines = await collect("id", datetime.now(UTC), include_serial=False, sources={"processes": _of(tmp_path)})
    text = Report(lines=lines).model_dump_json()
    items = next(line.items for line in lines if line.key == "processes")
    assert not re.search(r"\\u00[01]|[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    shown = next(item for item in items if str(tmp_path) in item)
    assert shown.isprintable()


def _of(folder: Path) -> Source:
    """Only the processes whose program lies in `folder`."""
    return lambda words: [line for line in portable.processes(words) if str(folder) in line]


@contextmanager
def _process_named(folder: Path, name: bytes) -> Iterator[None]:
    path = os.path.join(os.fsencode(folder), name.replace(b"/", b"_"))
    shutil.copy(b"/bin/sleep", path)
    with subprocess.Popen([path, b"60"]) as process:
        yield
        process.kill()
