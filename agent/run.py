"""One run of the plug-in on this computer: a private folder, the rooms, the app, and afterwards nothing left (P7)."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from agent import clock
from agent.app import App
from agent.desktop import open_desktop
from agent.farewell import delete_plugin
from agent.journal import Journal
from agent.journal.folders import forget_contents, own_folder
from agent.leftovers import Left, difference, mark_this_run, snapshot, with_descendants
from agent.settings import Settings, code_from_filename
from agent.tools.all_tools import make_tools
from agent.tools.sysinfo import collect
from agent.tools.terminal.child import Running
from agent.ui.child import Guard
from agent.ui.host import ProcessWindows, Windows
from agent.watchdog.agents_end import start_watchdog


async def run(settings: Settings, windows: Windows | None = None) -> None:
    """Run until the customer is done. Raise DesktopError, UiError or JournalError when it cannot begin."""
    windows = windows or ProcessWindows()
    mark_this_run()
    before = snapshot()
    kept = own_folder(settings.journal_dir, clock.utc_now()) if settings.journal_dir else None
    private = Path(tempfile.mkdtemp(prefix="handrail-"))
    watchdog, terminals = None, Running()
    try:
        desktop = open_desktop(None, lambda: {os.getpid()} | windows.pids() | terminals.windows)
        watchdog = start_watchdog(private, lambda: windows.pids() | terminals.pids(), lambda: desktop.injector.holding)
        windows.guard(Guard(watchdog.presses, watchdog.acting_on_press))
        desktop.injector.on_holding = watchdog.pressing
        desktop.hand.answer(watchdog.acting_on_key)
        ours = watchdog.pid

        def leftovers() -> list[Left]:
            return difference(before, snapshot(), private, with_descendants([*windows.pids(), ours]))

        record = Journal(kept or private)
        app = App(
            settings,
            windows,
            desktop,
            record,
            collect,
            _offered_code(),
            leftovers,
            lambda around: make_tools(around, desktop, terminals),
        )
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, app.stop)
        choice = await app.run()
    finally:
        if kept:
            forget_contents(kept)
        shutil.rmtree(private, ignore_errors=True)
        if watchdog:
            watchdog.close()
    if not choice.keep:
        delete_plugin()


def _offered_code() -> str | None:
    return code_from_filename(Path(sys.executable).name) if getattr(sys, "frozen", False) else None
