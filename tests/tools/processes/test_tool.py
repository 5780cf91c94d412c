"""Running programs, real ones: told without what is hidden, ended as asked and no others, silent without consent."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psutil
import pytest

from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.journal import JournalError
from agent.protocol.permissions import Permission
from agent.protocol.process_messages import (
    EndOutcome,
    EndProcess,
    ForceProcess,
    Kept,
    ListProcesses,
    ListUnreadable,
    ProcessOutcome,
    ProcessPage,
    ProcessRow,
)
from agent.tools import paging
from agent.tools.processes.tool import Processes
from tests.tools.fakes import Customer, take_pid

MINE = frozenset({Permission.PROCESSES})
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"


class Start(Protocol):
    def __call__(self, name: str, *arguments: str, folder: Path | None = None) -> subprocess.Popen[bytes]: ...


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.tools.processes.tool.READ_EVERY", 0.0)
    monkeypatch.setattr("agent.tools.processes.tool.BUSY_SHARE", 1e9)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a program of that name: a sleep that lies in `folder`."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(name: str, *arguments: str, folder: Path | None = None) -> subprocess.Popen[bytes]:
        program = (folder or tmp_path) / name
        shutil.copy("/bin/sleep", program)
        running.append(subprocess.Popen([program, *(arguments or ("60",))]))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def own(start: Start) -> int:
    return start("the-plug-in").pid


@pytest.fixture
def customer() -> Customer:
    return Customer()


@pytest.fixture
def tool(customer: Customer, own: int) -> Processes:
    return Processes(customer.around(), own)


async def whole_table(tool: Processes, customer: Customer, fresh: bool = True) -> list[ProcessPage]:
    """Ask page by page, until there is no more."""
    pages: list[ProcessPage] = []
    while not pages or pages[-1].more:
        tool.use(ListProcesses(fresh=fresh and not pages))
        pages.append(await customer.hear(ProcessPage))
    return pages


async def rows(tool: Processes, customer: Customer, fresh: bool = True) -> dict[int, ProcessRow]:
    """Return the rows by pid."""
    return {row.pid: row for page in await whole_table(tool, customer, fresh) for row in page.rows}


def lives(victim: subprocess.Popen[bytes]) -> bool:
    """Say whether a program goes on; one that was sent a signal is given the time to end by it."""
    try:
        victim.wait(0.2)
    except subprocess.TimeoutExpired:
        return True
    return False


async def outcome(customer: Customer) -> EndOutcome:
    return (await customer.hear(ProcessOutcome)).outcome


# --- the table ------------------------------------------------------------------------------------------------------


async def test_a_running_program_is_told_with_its_place_user_and_memory(
    tool: Processes, customer: Customer, start: Start, tmp_path: Path
) -> None:
    victim = start("a-program")
    row = (await rows(tool, customer))[victim.pid]
    assert (row.name, row.path) == ("a-program", str(tmp_path / "a-program"))
    assert row.user == psutil.Process().username()
    assert row.memory > 0
    assert row.kept is None
    assert row.cpu is None
    assert customer.kinds == ["processes.listed"]
    assert customer.done[0] == "processes.listed"


async def test_after_the_whole_table_only_what_changed_is_told(
    tool: Processes, customer: Customer, start: Start
) -> None:
    first = start("first")
    idle = start("idle")
    before = await rows(tool, customer)
    assert (await rows(tool, customer, fresh=False))[idle.pid].cpu == 0
    second = start("second")
    first.kill()
    first.wait()
    pages = await whole_table(tool, customer, fresh=False)
    assert not any(page.first for page in pages)
    told = {row.pid for page in pages for row in page.rows}
    assert second.pid in told
    assert idle.pid not in told
    assert before[first.pid].id in [number for page in pages for number in page.gone]


async def test_no_command_line_is_ever_told(tool: Processes, customer: Customer) -> None:
    python = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "Zebre-4711"])
    try:
        pages = await whole_table(tool, customer)
    finally:
        python.kill()
        python.wait()
    assert python.pid in {row.pid for page in pages for row in page.rows}
    assert "Zebre-4711" not in "".join(page.model_dump_json() for page in pages)


async def test_what_is_shown_of_a_name_is_one_line_without_tricks(
    tool: Processes, customer: Customer, start: Start
) -> None:
    victim = start("bad\u202e\nname")
    row = (await rows(tool, customer))[victim.pid]
    assert row.name == "bad\ufffd name"
    assert "\n" not in row.path
    assert "\u202e" not in row.path


async def test_a_long_table_is_told_page_by_page_and_only_as_asked(
    tool: Processes, customer: Customer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_BYTES", 300)
    victims = [start(f"program-{number}") for number in range(5)]
    pages = await whole_table(tool, customer)
    assert [page.first for page in pages] == [True, *[False] * (len(pages) - 1)]
    assert len(pages) > 2
    assert max(len(page.rows) for page in pages) <= 3
    assert {victim.pid for victim in victims} <= {row.pid for page in pages for row in page.rows}
    await asyncio.sleep(0.05)
    assert customer.told == []


async def test_the_table_is_not_read_again_before_its_time(
    tool: Processes, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.tools.processes.tool.READ_EVERY", 0.4)
    clock = asyncio.get_running_loop().time
    began = clock()
    for fresh in (True, False, True):
        await whole_table(tool, customer, fresh)
    assert clock() - began >= 0.8


async def test_what_is_asked_for_again_and_again_is_recorded_once(tool: Processes, customer: Customer) -> None:
    for _ in range(3):
        await whole_table(tool, customer)
    assert customer.kinds == ["processes.listed"]
    tool.stop(MINE, ended=True)
    await whole_table(tool, customer)
    assert customer.kinds == ["processes.listed"] * 2


# --- what is hidden -------------------------------------------------------------------------------------------------


async def test_a_hidden_program_is_absent_without_trace(tool: Processes, customer: Customer, start: Start) -> None:
    secret = start("zebre-4711")
    shown = start("a-program")
    customer.hidden = Hidden(applications=frozenset({"zebre-4711"}), guards=frozenset())
    pages = await whole_table(tool, customer)
    told = [row for page in pages for row in page.rows]
    assert shown.pid in {row.pid for row in told}
    assert secret.pid not in {row.pid for row in told}
    assert "zebre" not in "".join(page.model_dump_json() for page in pages)
    assert sorted(row.id for row in told) == list(range(1, len(told) + 1)), "a number that is missing counts it"


async def test_a_program_in_a_hidden_folder_and_one_that_holds_it_are_absent(
    tool: Processes, customer: Customer, start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "secret"
    folder.mkdir()
    inside, holder = start("inside", folder=folder), start("holder")
    customer.hidden = Hidden(folders=(folder,), guards=frozenset())
    customer.knowledge = Knowledge(ready=True, holders=frozenset({holder.pid}))
    assert not {inside.pid, holder.pid} & (await rows(tool, customer)).keys()


async def test_a_program_that_is_hidden_later_goes_as_if_it_had_ended(
    tool: Processes, customer: Customer, start: Start
) -> None:
    secret = start("zebre-4711")
    number = (await rows(tool, customer))[secret.pid].id
    customer.hidden = Hidden(applications=frozenset({"zebre-4711"}), guards=frozenset())
    tool.use(EndProcess(id=number))
    assert await outcome(customer) is EndOutcome.GONE
    pages = await whole_table(tool, customer, fresh=False)
    assert number in [gone for page in pages for gone in page.gone]
    assert secret.pid not in {row.pid for page in pages for row in page.rows}
    assert lives(secret)
    assert customer.kinds == ["processes.listed"]


async def test_while_what_is_hidden_is_not_known_nothing_is_told_or_ended(
    tool: Processes, customer: Customer, start: Start
) -> None:
    victim = start("a-program")
    number = (await rows(tool, customer))[victim.pid].id
    customer.hidden = Hidden(everything=True)
    tool.use(ListProcesses(fresh=True))
    assert await customer.hear(ListUnreadable) == ListUnreadable(list="processes", reason="not_now")
    customer.hidden = Hidden(guards=frozenset())
    number = (await rows(tool, customer))[victim.pid].id
    customer.hidden = Hidden(everything=True)
    tool.use(EndProcess(id=number))
    assert await outcome(customer) is EndOutcome.NOT_NOW
    assert lives(victim)


# --- the end of one -------------------------------------------------------------------------------------------------


async def test_a_program_is_asked_to_end_and_its_end_is_told(tool: Processes, customer: Customer, start: Start) -> None:
    victim = start("a-program")
    number = (await rows(tool, customer))[victim.pid].id
    tool.use(EndProcess(id=number))
    assert [await outcome(customer), await outcome(customer)] == [EndOutcome.ASKED, EndOutcome.ENDED]
    assert victim.wait(10) == -signal.SIGTERM
    assert customer.recorded[-1] == ("processes.ended", {"name": "a-program"})
    told = next(at for at, done in enumerate(customer.done) if isinstance(done, ProcessOutcome))
    assert customer.done.index("processes.ended") < told


async def test_a_stubborn_program_ends_only_by_a_second_message(
    tool: Processes, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.tools.processes.tool.POLITE_SECONDS", 0.2)
    with subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE) as victim:
        assert victim.stdout
        victim.stdout.readline()
        number = (await rows(tool, customer))[victim.pid].id
        tool.use(EndProcess(id=number))
        assert [await outcome(customer), await outcome(customer)] == [EndOutcome.ASKED, EndOutcome.STILL_RUNNING]
        assert lives(victim)
        tool.use(ForceProcess(id=number))
        assert [await outcome(customer), await outcome(customer)] == [EndOutcome.ASKED, EndOutcome.ENDED]
        assert victim.wait(10) == -signal.SIGKILL
    assert customer.kinds == ["processes.listed", "processes.ended", "processes.forced"]


async def test_force_without_asking_first_does_nothing(tool: Processes, customer: Customer, start: Start) -> None:
    victim = start("a-program")
    number = (await rows(tool, customer))[victim.pid].id
    tool.use(ForceProcess(id=number))
    assert await outcome(customer) is EndOutcome.ASK_FIRST
    assert lives(victim)
    assert customer.kinds == ["processes.listed"]


async def test_another_process_with_the_same_pid_is_never_ended(
    tool: Processes, customer: Customer, start: Start
) -> None:
    victim = start("a-program")
    number = (await rows(tool, customer))[victim.pid].id
    victim.kill()
    victim.wait()
    heir = take_pid(victim.pid)
    try:
        tool.use(EndProcess(id=number))
        assert await outcome(customer) is EndOutcome.GONE
        assert lives(heir)
        assert customer.kinds == ["processes.listed"]
    finally:
        heir.kill()
        heir.wait()


async def test_the_plug_in_what_started_it_and_the_desktop_are_never_ended(
    tool: Processes, customer: Customer, start: Start, own: int
) -> None:
    window_manager = start("openbox")
    table = await rows(tool, customer)
    wanted = {
        own: (Kept.HANDRAIL, EndOutcome.KEPT_HANDRAIL),
        os.getpid(): (Kept.HANDRAIL, EndOutcome.KEPT_HANDRAIL),
        window_manager.pid: (Kept.DESKTOP, EndOutcome.KEPT_DESKTOP),
    }
    for pid, (kept, refusal) in wanted.items():
        assert table[pid].kept is kept
        for message in (EndProcess(id=table[pid].id), ForceProcess(id=table[pid].id)):
            tool.use(message)
            assert await outcome(customer) is refusal
    assert lives(window_manager)
    assert customer.kinds == ["processes.listed"]


async def test_what_this_run_started_and_left_is_never_ended(
    tool: Processes, customer: Customer, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_RUN", "0123456789abcdef")
    child = start("a-program")
    tool.use(EndProcess(id=(await rows(tool, customer))[child.pid].id))
    assert await outcome(customer) is EndOutcome.KEPT_HANDRAIL
    assert lives(child)


async def test_what_cannot_be_recorded_is_not_done(own: int, start: Start) -> None:
    customer = Customer()
    tool = Processes(customer.around(), own)
    victim = start("a-program")
    number = (await rows(tool, customer))[victim.pid].id
    customer.journal_works = False
    with pytest.raises(JournalError):
        tool.use(EndProcess(id=number))
    assert lives(victim)


# --- consent --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ended", [True, False])
async def test_without_consent_in_the_middle_of_a_table_nothing_more_is_told(
    tool: Processes, customer: Customer, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    monkeypatch.setattr(paging, "PAGE_BYTES", 300)
    tool.use(ListProcesses(fresh=True))
    first = await customer.hear(ProcessPage)
    assert first.more
    tool.use(ListProcesses(fresh=False))
    await asyncio.sleep(0)  # the next page is being made
    customer.permits = False
    tool.stop(MINE, ended=ended)
    await asyncio.sleep(0.2)
    assert customer.told == []
    customer.permits = True
    tool.use(EndProcess(id=first.rows[0].id))
    assert await outcome(customer) is EndOutcome.GONE, "a number outlived consent"
    tool.use(ListProcesses(fresh=False))
    assert (await customer.hear(ProcessPage)).first


async def test_consent_is_asked_for_again_right_before_a_program_is_ended(own: int, start: Start) -> None:
    customer = Customer()
    tool = Processes(customer.around(), own)
    victim = start("a-program")
    number = (await rows(tool, customer))[victim.pid].id
    customer.withdraw_at = "processes.ended"
    tool.use(EndProcess(id=number))
    await asyncio.sleep(0)
    assert lives(victim)
    assert customer.told == []


async def test_a_pause_drops_what_was_to_be_told_of_an_end(tool: Processes, customer: Customer, start: Start) -> None:
    victim = start("a-program")
    number = (await rows(tool, customer))[victim.pid].id
    tool.use(EndProcess(id=number))
    customer.permits = False
    tool.stop(MINE, ended=False)
    assert victim.wait(10) == -signal.SIGTERM
    await asyncio.sleep(0.1)
    assert [message for message in customer.told if isinstance(message, ProcessOutcome)] == [
        ProcessOutcome(id=number, outcome=EndOutcome.ASKED)
    ]
    await tool.close()
