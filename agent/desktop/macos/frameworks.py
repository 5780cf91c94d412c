"""macOS' own libraries as pyobjc gives them, by the calls that are used: it has no stubs, and looks each name up late.

So every name is looked for here at once: a Mac that lacks one says so at the start and not in the middle of a session.
"""

from contextlib import AbstractContextManager
from typing import Any, Protocol, cast

from agent.desktop.base import DesktopError
from agent.desktop.macos.access import AccessCalls, SettingsCalls
from agent.desktop.macos.capture_kit import ImageCalls, KitCalls
from agent.desktop.macos.displays import DisplayCalls
from agent.desktop.macos.ground import FocusCalls
from agent.desktop.macos.presence import PresenceCalls
from agent.desktop.macos.tap import TapCalls


class Quartz(AccessCalls, DisplayCalls, ImageCalls, PresenceCalls, TapCalls, Protocol):
    """All that is asked of Quartz."""


def quartz() -> Quartz:
    """Return Quartz. Raise DesktopError where it lacks something."""
    import Quartz as module

    return cast(Quartz, complete(module, Quartz))


def capture_kit() -> KitCalls:
    """Return ScreenCaptureKit. Raise DesktopError where it lacks something."""
    import ScreenCaptureKit as module

    return cast(KitCalls, complete(module, KitCalls))


def accessibility() -> FocusCalls:
    """Return ApplicationServices. Raise DesktopError where it lacks something."""
    import ApplicationServices as module

    return cast(FocusCalls, complete(module, FocusCalls))


def app_kit() -> SettingsCalls:
    """Return AppKit. Raise DesktopError where it lacks something."""
    import AppKit as module

    return cast(SettingsCalls, complete(module, SettingsCalls))


def pool() -> AbstractContextManager[object]:
    """Free, at its end, what Objective-C made on this thread meanwhile."""
    import objc

    return cast(AbstractContextManager[object], objc.autorelease_pool())


def complete(module: Any, calls: type) -> Any:
    """Return `module` if it has every name of a protocol. Raise DesktopError if not."""
    missing = [name for name in sorted(names(calls)) if not hasattr(module, name)]
    if missing:
        raise DesktopError(f"This Mac is too old for Handrail, which needs macOS 14 ({missing[0]} is not there).")
    return module


def names(calls: type) -> set[str]:
    """Return the names that a protocol asks for."""
    parts = [part for part in calls.__mro__ if part not in (Protocol, object)]
    return {name for part in parts for name in (*vars(part), *part.__annotations__) if not name.startswith("_")}
