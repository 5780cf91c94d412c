"""`handrail-agent`: the plug-in's command line, and the entrance of the agent's own processes (windows, watchdog).

What each needs is imported where it is needed: none waits for what another imports.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent import __version__
from agent.opening import opened
from agent.protocol.errors import HandrailError
from agent.ui import message_box

if TYPE_CHECKING:
    import argparse

EXIT_SETTINGS = 2
"""Wrong use, or a brand file with mistakes."""
EXIT_DESKTOP = 3
"""No screen, or no window can be shown on it."""
EXIT_FAILED = 4
"""Anything else that stopped the program before the customer did (a full disk, most often)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the plug-in; return the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and arguments[0] in _PROCESSES:
        return _PROCESSES[arguments[0]](arguments[1:])
    if _is_report(arguments):
        return _undo(arguments)
    options = _parser().parse_args(arguments)
    if options.self_check:
        from agent.self_check import main as self_check

        opened()
        return self_check(options.brand)
    return _run(options)


def _run(options: "argparse.Namespace", coming_back: bool = False, anew: bool = False) -> int:
    """Run it; `coming_back`: only if something was kept over a restart, for that; `anew`: as administrator."""
    import asyncio
    import dataclasses

    from agent import clock
    from agent.comeback.comeback import take
    from agent.comeback.entry import command_here, entry_here
    from agent.run import run  # the window's process must not load the picture's libraries
    from agent.settings import SettingsError, own_settings

    try:
        settings = own_settings(options.brand)
    except SettingsError as error:
        return _complain(error, EXIT_SETTINGS)
    back = take(settings.server, settings.pins, entry_here(), clock.utc_now()) if coming_back else None
    if coming_back and back is None:
        return 0
    if options.lang:
        settings = dataclasses.replace(settings, lang=options.lang)
    from agent.desktop.base import DesktopError
    from agent.elevation import open_as_administrator
    from agent.inherited import HeldBackError
    from agent.startup import told, too_old
    from agent.ui.child import UiError

    if version := too_old():
        return _complain(told(settings, "too_old", f"Windows {version}"), EXIT_FAILED)
    try:
        while asyncio.run(run(settings, again=command_here(options.brand), back=back, anew=anew, on_open=opened)):
            if open_as_administrator(settings.lang):
                return 0
            back, anew = None, True  # the customer, or Windows, said no: it opens as it was
    except (HeldBackError, ImportError) as error:  # a library that was taken out of what the file unpacked, too
        return _complain(told(settings, "held", str(error)), EXIT_FAILED)
    except (DesktopError, UiError) as error:
        return _complain(error, EXIT_DESKTOP)
    except HandrailError as error:
        return _complain(error, EXIT_FAILED)
    return 0


def _window(arguments: Sequence[str]) -> int:
    from agent.ui.window import main as window

    return window(list(arguments))


def _banner(arguments: Sequence[str]) -> int:
    from agent.ui.banner import main as banner

    return banner(list(arguments))


def _verify(arguments: Sequence[str]) -> int:
    from agent.journal.command import main as verify
    from agent.language import locale_language

    return verify(arguments, locale_language())


def _is_report(arguments: Sequence[str]) -> bool:
    """Say whether the plug-in was opened with one saved report and nothing else, as by dropping it on the program."""
    return len(arguments) == 1 and arguments[0].endswith(".html") and Path(arguments[0]).is_file()


def _undo(arguments: Sequence[str]) -> int:
    from agent.language import locale_language
    from agent.undo.command import main as undo

    return undo(arguments, locale_language())


def _watchdog(arguments: Sequence[str]) -> int:
    from agent.watchdog.watch import main as watchdog

    return watchdog(list(arguments))


def _terminal(_: Sequence[str]) -> int:
    from agent.tools.terminal.process import main as terminal

    return terminal()


def _voice(_: Sequence[str]) -> int:
    from agent.tools.voice.process import main as voice

    return voice()


def _bulk(_: Sequence[str]) -> int:
    from agent.transport.bulk_process import main as bulk

    return bulk()


def _settings(_: Sequence[str]) -> int:
    from agent.tools.registry.settings_process import main as settings

    return settings()


def _return(arguments: Sequence[str]) -> int:
    return _run(_parser().parse_args(arguments), coming_back=True)


def _elevated(arguments: Sequence[str]) -> int:
    return _run(_parser().parse_args(arguments), anew=True)


_PROCESSES: dict[str, Callable[[Sequence[str]], int]] = {
    "ui-window": _window,
    "ui-banner": _banner,
    "watchdog": _watchdog,
    "bulk": _bulk,
    "voice": _voice,
    "terminal": _terminal,
    "settings": _settings,
    "verify": _verify,
    "undo": _undo,
    "return": _return,
    "elevated": _elevated,
}
"""The agent's own processes by the word it starts them with, not meant to be typed; `verify` and `undo`, which are.
`return`: what starts it once after a restart; `elevated`: what opens it as administrator."""


def _parser() -> "argparse.ArgumentParser":
    import argparse

    parser = argparse.ArgumentParser(
        prog="handrail-agent",
        description="Get help on this computer from a technician you are on the phone with. "
        "You see everything that is done and can stop it at any time.",
        epilog="handrail-agent verify FILE: say, offline, what a saved report proves. "
        "handrail-agent undo FILE: undo what was changed, from a saved report.",
    )
    parser.add_argument("--brand", type=Path, metavar="FILE", help="whose service this is (from source only)")
    parser.add_argument("--version", action="version", version=f"handrail {__version__}")
    parser.add_argument("--self-check", action="store_true", help="say whether everything inside works here, and end")
    parser.add_argument("--lang", choices=["fr", "en"], help="language of the windows (default: your computer's)")
    return parser


def _complain(error: HandrailError, code: int) -> int:
    opened()
    print(f"handrail-agent: {error}", file=sys.stderr)
    message_box.show("Assistance", str(error))
    return code


if __name__ == "__main__":
    sys.exit(main())
