"""The agent's side: two real processes, told the newest view, watched for silence, ended for sure."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from agent.inherited import HeldBackError
from agent.ui import model as ui
from agent.ui.child import Timing, UiError
from agent.ui.host import ProcessWindows, child_command
from agent.ui.model import Action, View
from scripts.rigs.customer_views import example_views
from tests.ui.rig import PATIENCE, Desk

FR = example_views("fr")
FAST = Timing(silence=2.0, give_up=60.0)


@dataclass
class Customer:
    """What came back from the windows."""

    actions: "asyncio.Queue[Action]" = field(default_factory=asyncio.Queue)
    frozen: asyncio.Event = field(default_factory=asyncio.Event)

    async def did(self) -> Action:
        return await asyncio.wait_for(self.actions.get(), PATIENCE)

    async def froze(self) -> None:
        await asyncio.wait_for(self.frozen.wait(), PATIENCE)


@contextlib.asynccontextmanager
async def started(windows: ProcessWindows) -> AsyncIterator[Customer]:
    customer = Customer()
    await windows.start(customer.actions.put_nowait, customer.frozen.set)
    try:
        yield customer
    finally:
        await windows.close()


async def becomes(look: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.05)


def scripted(source: str) -> Callable[[str], list[str]]:
    """Return commands that run `source` as both windows: children that go wrong in ways real ones do not."""
    return lambda _name: [sys.executable, "-c", source]


BEATING = """
import os, sys, threading, time
def say(line):  # one write, so that the beat never lands in the middle of a line
    os.write(1, line + b"\\n")
def beat():
    while True:
        say(b'{"type":"alive"}'); time.sleep(0.2)
threading.Thread(target=beat, daemon=True).start()
"""
OBEDIENT = BEATING + "sys.stdin.read()"


async def test_it_is_told_once_the_windows_can_be_seen(desk: Desk) -> None:
    opened: list[int] = []
    windows = ProcessWindows(env=desk.env, on_open=lambda: opened.append(len(windows.pids())))
    async with started(windows):
        assert opened == [2]


async def test_both_windows_open_and_are_known_by_their_process(desk: Desk) -> None:
    windows = ProcessWindows(env=desk.env)
    async with started(windows):
        assert len(windows.pids()) == 2
        assert all(psutil.pid_exists(pid) for pid in windows.pids())


async def test_the_windows_listen_to_nothing_and_leave_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR")}
    windows = ProcessWindows(env={**desk.env, **home})
    async with started(windows):
        windows.show(FR["live"])
        await becomes(lambda: bool(desk.windows("handrail-banner")), "the banner")
        everyone = [one for pid in windows.pids() for one in (psutil.Process(pid), *psutil.Process(pid).children(True))]
        assert [socket for one in everyone for socket in sockets_of(one)] == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def sockets_of(process: psutil.Process) -> list[object]:
    with contextlib.suppress(psutil.NoSuchProcess):  # a web view's helpers come and go
        return [*process.net_connections("inet")]
    return []


async def test_pause_on_the_banner_comes_back_though_the_window_is_frozen(desk: Desk) -> None:
    windows = ProcessWindows(env=desk.env, timing=FAST)
    async with started(windows) as customer:
        windows.show(FR["live"])
        await becomes(lambda: bool(desk.windows("handrail-banner")), "the banner")
        window_pid = next(pid for pid in windows.pids() if "ui-window" in psutil.Process(pid).cmdline())
        os.kill(window_pid, signal.SIGSTOP)
        await customer.froze()
        await asyncio.to_thread(click_on_banner, desk)
        assert await customer.did() == ui.Press(button="pause")


def click_on_banner(desk: Desk) -> None:
    """Click where Pause is: at the left of the foot."""
    banner = desk.windows("handrail-banner")[-1]
    lines = desk.xdotool("getwindowgeometry", "--shell", banner).splitlines()
    shape = dict(line.split("=") for line in lines)
    place = "40", str(int(shape["HEIGHT"]) - 16)
    desk.xdotool("mousemove", "--window", banner, *place, "click", "1")


async def test_a_frozen_web_page_is_noticed_too(desk: Desk) -> None:
    windows = ProcessWindows(env=desk.env, timing=FAST)
    async with started(windows) as customer:
        window_pid = next(pid for pid in windows.pids() if "ui-window" in psutil.Process(pid).cmdline())
        helpers = [child for child in psutil.Process(window_pid).children() if "WebProcess" in child.name()]
        assert helpers
        os.kill(helpers[0].pid, signal.SIGSTOP)
        await customer.froze()


def test_a_frozen_window_is_noticed_within_three_seconds() -> None:
    """The last heartbeat may just have come; then one look may just miss the silence."""
    timing = Timing()
    assert timing.silence + 2 * timing.check <= 3
    assert timing.silence > 2, "one heartbeat, a second apart, may be lost"


@pytest.mark.alone
async def test_closing_ends_a_stopped_window_with_all_its_helpers_within_two_seconds(desk: Desk) -> None:
    windows = ProcessWindows(env=desk.env)
    async with started(windows):
        family = [
            process for pid in windows.pids() for process in (psutil.Process(pid), *psutil.Process(pid).children())
        ]
        assert len(family) > 2
        for process in family:
            process.suspend()
        began = time.monotonic()
        await windows.close()
        assert time.monotonic() - began < 2.5
        assert windows.pids() == set()
    await becomes(lambda: not any(process.is_running() and process.status() != "zombie" for process in family), "gone")


async def test_a_window_that_dies_comes_back_with_the_newest_view(desk: Desk) -> None:
    windows = ProcessWindows(env=desk.env)
    async with started(windows) as customer:
        windows.show(FR["live"])
        first = windows.pids()
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        await becomes(lambda: len(windows.pids() - first) == 2, "two new processes")
        await becomes(lambda: bool(desk.windows("handrail-banner")), "the banner again")
        assert not customer.frozen.is_set()


async def test_a_window_that_keeps_dying_is_replaced_by_the_plain_one(desk: Desk) -> None:
    windows = ProcessWindows(env=desk.env)
    async with started(windows):
        for _ in range(2):
            pids = windows.pids()
            window = next(pid for pid in pids if "ui-window" in psutil.Process(pid).cmdline())
            os.kill(window, signal.SIGKILL)
            await becomes(lambda pids=pids: len(windows.pids() - pids) == 1, "a new window")  # type: ignore[misc]
        assert any("--plain" in psutil.Process(pid).cmdline() for pid in windows.pids())


async def test_no_window_at_all_is_told_as_such() -> None:
    env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    with pytest.raises(UiError, match="display"):
        await ProcessWindows(env=env).start(lambda _action: None, lambda: None)


async def test_a_display_that_does_not_exist_is_told_as_such() -> None:
    with pytest.raises(UiError, match="display"):
        await ProcessWindows(env={**os.environ, "DISPLAY": ":9999"}).start(lambda _action: None, lambda: None)


async def test_windows_that_die_for_good_count_as_frozen() -> None:
    windows = ProcessWindows(scripted(BEATING + "sys.stdin.readline(); sys.exit(1)"))
    async with started(windows) as customer:
        windows.show(FR["live"])
        await customer.froze()
        await becomes(lambda: windows.pids() == set(), "all gone")


async def test_the_window_gone_for_good_counts_as_closed_by_its_cross() -> None:
    dying, lasting = scripted(BEATING + "sys.stdin.readline(); sys.exit(1)"), scripted(OBEDIENT)
    windows = ProcessWindows(lambda name: (dying if name == "ui-window" else lasting)(name))
    async with started(windows) as customer:
        windows.show(FR["live"])
        assert [await customer.did(), await customer.did()] == [ui.Press(button="close"), ui.Press(button="close")]
        assert customer.actions.empty()


async def test_a_window_that_goes_silent_is_told_once_and_again_after_it_recovered() -> None:
    told: list[float] = []
    source = """
import sys, time
for pause in (0, .1, 1.5, .1, .1, .1, 1.5, .1):
    time.sleep(pause); print('{"type":"alive"}', flush=True)
time.sleep(60)
"""
    windows = ProcessWindows(
        lambda name: scripted(source)(name) if name == "ui-window" else scripted(OBEDIENT)(name),
        timing=Timing(silence=0.8, check=0.1, give_up=60),
    )
    await windows.start(lambda _action: None, lambda: told.append(time.monotonic()))
    await becomes(lambda: len(told) == 3, "three silences")
    await windows.close()


async def test_a_slow_window_never_blocks_the_agent_and_skips_to_the_newest_view(tmp_path: Path) -> None:
    source = f"""
import sys, json, time
from pathlib import Path
print('{{"type":"alive"}}', flush=True)
while not Path({str(tmp_path / "go on")!r}).exists(): time.sleep(0.05)
seen = 0
for line in sys.stdin:
    view = json.loads(line); seen += 1
    if view["live_seconds"] == 4999:
        print(json.dumps({{"type": "say", "text": str(seen)}}), flush=True)
"""
    windows = ProcessWindows(scripted(source), timing=Timing(silence=60, give_up=60))
    async with started(windows) as customer:
        began = time.monotonic()
        for second in range(5000):
            windows.show(FR["live"].model_copy(update={"live_seconds": second}))
            await asyncio.sleep(0)
        assert time.monotonic() - began < 20
        (tmp_path / "go on").touch()
        said = await customer.did()
        assert isinstance(said, ui.Say)
        assert int(said.text) < 1000


@pytest.mark.parametrize("garbage", ["not json", '{"type":"answer"}', '{"type":"grant_all"}', "\\xff\\xfe"])
async def test_what_is_not_an_action_means_nothing(garbage: str) -> None:
    source = (
        BEATING
        + f"""
say(b'''{garbage}''')
say(b'{{"type":"press","button":"stop"}}')
sys.stdin.read()
"""
    )
    async with started(ProcessWindows(scripted(source))) as customer:
        assert await customer.did() == ui.Press(button="stop")


async def test_a_window_that_floods_its_pipe_is_ended() -> None:
    windows = ProcessWindows(scripted(BEATING + "say(b'x' * 200_000); sys.stdin.read()"))
    customer = Customer()
    with contextlib.suppress(UiError):  # where both flooded before they ever beat
        await windows.start(customer.actions.put_nowait, customer.frozen.set)
        await customer.froze()
        await becomes(lambda: windows.pids() == set(), "all ended")
    assert windows.pids() == set()
    await windows.close()


async def test_nothing_a_window_says_after_closing_began_is_heard() -> None:
    farewell = """
sys.stdin.read()
say(b'{"type":"answer","number":1,"yes":true}')
"""
    windows = ProcessWindows(scripted(BEATING + farewell))
    async with started(windows) as customer:
        pass
    assert customer.actions.empty()


async def test_a_very_long_session_still_fits_its_line() -> None:
    source = """
import sys
print('{"type":"alive"}', flush=True)
from agent.ui.model import MAX_VIEW_LINE, parse_shown
line = sys.stdin.buffer.readline()
view = parse_shown(line)
assert len(line) < MAX_VIEW_LINE
import json
print(json.dumps({"type": "say", "text": view.chat[-1].text[:5]}), flush=True)
sys.stdin.read()
"""
    chat = [ui.ChatLine(clock="14:00", mine=False, text="😀" * 2000)] * 5000
    windows = ProcessWindows(scripted(source), timing=Timing(silence=60, give_up=60))
    async with started(windows) as customer:
        windows.show(View(lang="fr", screen="live", chat=chat))
        assert await customer.did() == ui.Say(text="😀" * 5)


def test_the_one_file_build_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child_command("ui-window") == [sys.executable, "-m", "agent", "ui-window"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command("ui-banner") == [sys.executable, "ui-banner"]


@pytest.mark.parametrize("there", [True, False])
async def test_windows_that_the_system_does_not_let_start_are_told_as_held_back(there: bool, tmp_path: Path) -> None:
    program = tmp_path / "held"
    if there:
        program.write_text("")
        program.chmod(0o600)
    with pytest.raises(HeldBackError):
        await ProcessWindows(lambda _: [str(program)]).start(lambda _: None, lambda: None)
