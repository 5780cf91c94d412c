"""The system report: reads every line of the closed list (fields.py) and nothing else.

What the customer strikes out, and whether anything goes at all, is for the session; this room only reads.
"""

import asyncio
import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

import psutil

from agent.protocol.messages import ReportLine
from agent.protocol.permissions import Permission
from agent.tools.clean import fit
from agent.tools.discretion import Discretion
from agent.tools.known import SourceError
from agent.tools.off_loop import off_loop
from agent.tools.report import portable
from agent.tools.report.fields import FIELDS, ReportField
from agent.tools.report.texts import Lang
from agent.tools.report.words import Words

SECONDS = 6.0
"""How long one source may take; all are read at once."""

Source = Callable[[Words], Sequence[str]]


async def collect(
    session_id: str,
    started: datetime,
    include_serial: bool,
    lang: Lang = "fr",
    discretion: Discretion = portable.NOTHING_HIDDEN,
    sources: Mapping[str, Source] | None = None,
    seconds: float = SECONDS,
) -> list[ReportLine]:
    """Read the report, each line in `lang`; a source that is slow or fails yields a line that says so.

    `started` must know its time zone. Without `include_serial` the serial number is not even read. The lines
    together fit one message (MAX_MESSAGE). What `discretion` hides is in none of them. `sources` replaces the system's
    own, in tests.
    """
    words = Words(lang)
    read = {**(platform_sources(discretion) if sources is None else sources), "session": _session(session_id, started)}
    fields = [field for field in FIELDS if include_serial or field.permission is not Permission.SERIAL]
    return list(
        await asyncio.gather(*(_line(field, read.get(field.key), words, seconds, discretion) for field in fields))
    )


def platform_sources(discretion: Discretion = portable.NOTHING_HIDDEN) -> dict[str, Source]:
    """Return who reads what on this system; a field that is absent cannot be read here."""
    everywhere: dict[str, Source] = {
        "memory": portable.memory,
        "processor": portable.processor,
        "disks": partial(portable.disks, discretion=discretion),
        "network": portable.network,
        "processes": partial(portable.processes, discretion=discretion),
    }
    if sys.platform == "win32":
        return everywhere | _of_windows()
    return everywhere | _of_linux() if sys.platform == "linux" else everywhere


def _of_linux() -> dict[str, Source]:
    from agent.tools.report import browsers_linux
    from agent.tools.report.browser_settings_linux import LinuxBrowserSettings
    from agent.tools.report.linux import LinuxSources

    linux = LinuxSources()
    return {
        "os": linux.operating_system,
        "computer": linux.computer,
        "processor": linux.processor,
        "displays": linux.displays,
        "printers": linux.printers,
        "audio": linux.audio,
        "usb": linux.usb,
        "cameras": linux.cameras,
        "browsers": browsers_linux.installed,
        "browser_settings": LinuxBrowserSettings().read,
        "serial": linux.serial,
    }


if sys.platform == "win32":

    def _of_windows() -> dict[str, Source]:
        from agent.tools.report import asking_windows
        from agent.tools.report.browsers_windows import WindowsBrowsers
        from agent.tools.report.windows import WindowsSources

        own, browsers = WindowsSources(asking_windows.here()), WindowsBrowsers(asking_windows.here())
        return {
            "os": own.operating_system,
            "computer": own.computer,
            "processor": own.processor,
            "displays": own.displays,
            "printers": own.printers,
            "audio": own.audio,
            "usb": own.usb,
            "cameras": own.cameras,
            "browsers": browsers.installed,
            "browser_settings": browsers.settings,
            "serial": own.serial,
        }


async def _line(
    field: ReportField, source: Source | None, words: Words, seconds: float, discretion: Discretion
) -> ReportLine:
    def read() -> list[str] | None:
        with contextlib.suppress(SourceError, OSError, psutil.Error):  # the faults that sources are known to have
            if source is not None:
                told = [item for item in source(words) if not discretion.tells(item)]
                return fit(told or [words.say("none")], field.max_bytes, words.phrase("more"))
        return None

    items = await off_loop(read, seconds, f"report-{field.key}")
    return ReportLine(key=field.key, items=items or [words.say("unread")])


def _session(session_id: str, started: datetime) -> Source:
    """The session's own line: its number, and moments by UTC and the customer's clock (R-060, R-062)."""

    def read(words: Words) -> list[str]:
        moments = {"started": started, "written": datetime.now(UTC)}
        told = [words.say(phrase, value=_moment(at)) for phrase, at in moments.items()]
        return [words.say("number", value=session_id), *told]

    return read


def _moment(at: datetime) -> str:
    utc, local = at.astimezone(UTC), at.astimezone()
    return f"{utc:%Y-%m-%d %H:%M:%S} UTC ({local:%H:%M} {local.tzname()})"
