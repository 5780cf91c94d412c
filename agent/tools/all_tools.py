"""Every tool that this computer has, by what it works by: the one place that says what can be granted here."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.comeback.comeback import Comeback
from agent.desktop.base import Desktop
from agent.protocol.permissions import AVAILABLE, OF_TOOLS, Permission
from agent.system_consent import Consent
from agent.tools.base import Around, Tool
from agent.tools.clipboard.tool import ClipboardTool
from agent.tools.registry.source import Source
from agent.tools.registry.tool import RegistryTool
from agent.tools.restart.tool import Computer, RestartTool
from agent.tools.terminal.running import Running
from agent.ui.host import child_command

OF_THE_SCREEN = frozenset({Permission.ANNOTATE})
"""Stopped with the tools, and done by no tool: the overlay does it (agent/ui/overlay.py)."""

NEEDED_FOR = {
    Consent.SCREEN: frozenset({Permission.VIEW, Permission.ANNOTATE, Permission.CONTROL}),
    Consent.CONTROL: frozenset({Permission.CONTROL}),
}
"""What cannot be done without what the system itself asks the customer for; without control, a technician guides."""


@dataclass(frozen=True)
class Offer:
    """A tool that this computer has; `make` makes it for one session."""

    permissions: frozenset[Permission]
    make: Callable[[Around], Tool]


def make_tools(around: Around, desktop: Desktop, terminals: Running, comeback: Comeback | None = None) -> list[Tool]:
    """Make the tools of one session; `terminals` is kept told of what runs in a terminal."""
    return [offer.make(around) for offer in offers(desktop, terminals, comeback)]


def permissions_here(desktop: Desktop, comeback: Comeback | None = None) -> frozenset[Permission]:
    """Name what can be granted on this computer: what no tool here does is refused without asking the customer."""
    of_tools = frozenset[Permission]().union(*(offer.permissions for offer in offers(desktop, Running(), comeback)))
    here = AVAILABLE & (of_tools | OF_THE_SCREEN | (AVAILABLE - OF_TOOLS))
    return here - _not_allowed_by_the_system(desktop)


def _not_allowed_by_the_system(desktop: Desktop) -> frozenset[Permission]:
    """Name what the system would not let this program do, whatever the customer answered in its window."""
    missing = desktop.consent.missing if desktop.consent else ()
    return frozenset[Permission]().union(*(NEEDED_FOR[consent] for consent in missing))


def offers(desktop: Desktop, terminals: Running, comeback: Comeback | None = None) -> Iterator[Offer]:
    """Name the tools that this computer has. A tool whose system is not here is left out.

    `comeback`: how this program comes back after a restart, where it can.
    """
    if clipboard := desktop.clipboard:
        yield Offer(ClipboardTool.permissions, lambda around: ClipboardTool(around, clipboard))
    if source := registry_source():
        yield Offer(RegistryTool.permissions, lambda around: RegistryTool(around, source))
    if comeback and (computer := computer_here()):
        yield Offer(RestartTool.permissions, lambda around: RestartTool(around, computer, comeback))
    if sys.platform == "linux":
        yield from _of_linux(terminals)
    if sys.platform == "win32":
        yield from _of_windows()


def _of_linux(terminals: Running) -> Iterator[Offer]:
    """Import only here what imports only here."""
    from agent.disk.guarded import Disk
    from agent.tools.files.tool import FILES, FilesTool
    from agent.tools.processes.tool import Processes
    from agent.tools.services.tool import Services
    from agent.tools.startup.tool import Startup
    from agent.tools.terminal.child import Child, Timing
    from agent.tools.terminal.tool import TerminalTool
    from agent.tools.voice.child import Child as VoiceChild
    from agent.tools.voice.tool import VoiceTool

    def child() -> Child:
        return Child(child_command("terminal"), terminals, Timing())

    yield Offer(FILES, lambda around: FilesTool(around, Disk()))
    yield Offer(Processes.permissions, Processes)
    yield Offer(Services.permissions, Services)
    yield Offer(Startup.permissions, Startup)
    yield Offer(TerminalTool.permissions, lambda around: TerminalTool(around, child))
    yield Offer(VoiceTool.permissions, lambda around: VoiceTool(around, lambda: VoiceChild(child_command("voice"))))


def _of_windows() -> Iterator[Offer]:
    """Import only there what works only there. Files are seen and taken, and not changed."""
    from agent.disk.windows.disk import WindowsDisk
    from agent.tools.files.tool import FilesTool

    seeing = frozenset({Permission.FILES_READ})
    yield Offer(seeing, lambda around: FilesTool(around, WindowsDisk(), seeing))


def registry_source() -> Source | None:
    """Return the system's tree of settings; None where there is none that can be read and written as it is."""
    if sys.platform == "win32":
        from agent.tools.registry.windows import WindowsRegistry

        return WindowsRegistry()
    if sys.platform == "linux":
        from agent.tools.registry.apart import ApartSettings

        return ApartSettings(child_command("settings"))
    return None


def computer_here() -> Computer | None:
    """Return what restarts this computer; None where nothing does that we know of."""
    if sys.platform == "win32":
        from agent.tools.restart.windows import WindowsComputer

        return WindowsComputer()
    if sys.platform == "linux":
        from agent.tools.restart.login1 import Login1

        return Login1()
    return None
