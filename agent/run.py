"""One run of the plug-in on this computer: a private folder, the rooms, the app, and afterwards nothing left (P7)."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from agent import clock
from agent.app import App
from agent.comeback.comeback import Comeback, forget_what_is_over
from agent.comeback.entry import Command, entry_here
from agent.comeback.kept import Kept
from agent.desktop import open_desktop
from agent.elevation import admin_here
from agent.farewell import delete_plugin
from agent.journal import Journal
from agent.journal.folders import forget_contents, own_folder
from agent.leftovers import Left, difference, mark_this_run, snapshot, with_descendants
from agent.settings import Settings, code_from_filename
from agent.tools.all_tools import make_tools, permissions_here
from agent.tools.report.collecting import collect
from agent.tools.terminal.running import Running
from agent.transport.link import Link
from agent.ui.caches import without_traces
from agent.ui.child import Guard
from agent.ui.host import ProcessWindows, Windows
from agent.watchdog.agents_end import start_watchdog


async def run(
    settings: Settings,
    windows: Windows | None = None,
    again: Command | None = None,
    back: Kept | None = None,
    anew: bool = False,
    on_open: Callable[[], None] = lambda: None,
) -> bool:
    """Run until the customer is done; say whether they want it opened anew as administrator.

    Raise DesktopError, UiError, HeldBackError or JournalError when it cannot begin. `again`: how this program is
    started after a restart, where that can be; `back`: what was kept over one; `anew`: the file's name has no new code;
    `on_open` is called once the windows can be seen.
    """
    entry = entry_here()
    forget_what_is_over(entry, clock.utc_now())
    mark_this_run()
    before = snapshot()
    kept = own_folder(settings.journal_dir, clock.utc_now()) if settings.journal_dir else None
    private = Path(tempfile.mkdtemp(prefix="handrail-"))
    windows = windows or ProcessWindows(env=without_traces(private), on_open=on_open)
    watchdog, terminals, comeback = None, Running(), None
    try:
        desktop = open_desktop(None, lambda: {os.getpid()} | windows.pids() | terminals.windows)
        watchdog = start_watchdog(private, lambda: windows.pids() | terminals.pids(), lambda: desktop.injector.holding)
        windows.guard(Guard(watchdog.presses, watchdog.acting_on_press))
        desktop.injector.on_holding = watchdog.pressing
        desktop.hand.answer(watchdog.acting_on_key)
        ours = watchdog.pid

        def leftovers() -> list[Left]:
            return difference(before, snapshot(), private, with_descendants([*windows.pids(), ours]))

        if again and entry:
            comeback = Comeback(settings.server, settings.pins, again, entry, watchdog.returning)
        to_allow = tuple(desktop.consent.missing) if desktop.consent else ()
        record = Journal(kept or private)
        app = App(
            replace(
                settings,
                may_ask=settings.may_ask & permissions_here(desktop, comeback),
                to_allow=to_allow,
                admin=admin_here(),
            ),
            windows,
            desktop,
            record,
            collect,
            None if anew else _offered_code(),
            leftovers,
            lambda around: make_tools(around, desktop, terminals, comeback),
            open_link=partial(Link, pins=settings.pins),
            comeback=comeback,
            back=back,
        )
        _stop_on_signals(app.stop)
        choice = await app.run()
    finally:
        if comeback:
            comeback.over()
        if kept:
            forget_contents(kept)
        shutil.rmtree(private, ignore_errors=True)
        if watchdog and comeback and comeback.stage == "going":
            watchdog.leave()
        elif watchdog:
            watchdog.close()
    if not choice.keep:
        delete_plugin()
    return choice.elevated


def _stop_on_signals(stop: Callable[[], None]) -> None:
    """Have what asks this program to end, end it as the customer's Stop does."""
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":  # its loops know no signals; Ctrl+Break is what one process can send another
        for number in (signal.SIGINT, signal.SIGBREAK):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
    else:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, stop)


def _offered_code() -> str | None:
    return code_from_filename(Path(sys.executable).name) if getattr(sys, "frozen", False) else None
