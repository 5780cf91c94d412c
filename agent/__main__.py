"""`handrail-agent`: the plug-in's command line, and the entrance of the agent's own processes (windows, watchdog)."""

import argparse
import asyncio
import dataclasses
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.protocol.errors import HandrailError

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
    options = _parser().parse_args(arguments)
    from agent.run import run  # the window's process must not load the picture's libraries
    from agent.settings import SettingsError, own_settings

    try:
        settings = own_settings(options.brand)
    except SettingsError as error:
        return _complain(error, EXIT_SETTINGS)
    if options.lang:
        settings = dataclasses.replace(settings, lang=options.lang)
    from agent.desktop.base import DesktopError
    from agent.ui.child import UiError

    try:
        asyncio.run(run(settings))
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
    from agent.settings import locale_language

    return verify(arguments, locale_language())


def _watchdog(arguments: Sequence[str]) -> int:
    from agent.watchdog.watch import main as watchdog

    return watchdog(list(arguments))


def _terminal(_: Sequence[str]) -> int:
    from agent.tools.terminal.process import main as terminal

    return terminal()


def _bulk(_: Sequence[str]) -> int:
    from agent.transport.bulk_process import main as bulk

    return bulk()


_PROCESSES: dict[str, Callable[[Sequence[str]], int]] = {
    "ui-window": _window,
    "ui-banner": _banner,
    "watchdog": _watchdog,
    "bulk": _bulk,
    "terminal": _terminal,
    "verify": _verify,
}
"""The agent's own processes by the word it starts them with, not meant to be typed; and `verify`, which is."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handrail-agent",
        description="Get help on this computer from a technician you are on the phone with. "
        "You see everything that is done and can stop it at any time.",
        epilog="handrail-agent verify FILE: say, offline, what a saved report proves.",
    )
    parser.add_argument("--brand", type=Path, metavar="FILE", help="whose service this is (from source only)")
    parser.add_argument("--lang", choices=["fr", "en"], help="language of the windows (default: your computer's)")
    return parser


def _complain(error: HandrailError, code: int) -> int:
    print(f"handrail-agent: {error}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
