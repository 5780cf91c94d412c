"""What the system report may hold, a row for each key of the closed list (R-072): preview, notice and labels.

Light to import: the console's types are made from it. Who reads the values: collecting.py.
"""

from dataclasses import dataclass

from agent.protocol.permissions import Permission
from agent.protocol.report_keys import ReportKey
from agent.tools.report import texts
from agent.tools.report.texts import Lang


@dataclass(frozen=True)
class ReportField:
    """One line of the report: its key on the wire, the permission it needs, the bytes of JSON its items may take."""

    key: ReportKey
    permission: Permission = Permission.SYSTEM
    max_bytes: int = 2000


FIELDS: tuple[ReportField, ...] = (
    ReportField(ReportKey.SESSION),
    ReportField(ReportKey.OS),
    ReportField(ReportKey.COMPUTER),
    ReportField(ReportKey.MEMORY),
    ReportField(ReportKey.PROCESSOR),
    ReportField(ReportKey.DISKS),
    ReportField(ReportKey.DISPLAYS),
    ReportField(ReportKey.PRINTERS),
    ReportField(ReportKey.AUDIO),
    ReportField(ReportKey.USB),
    ReportField(ReportKey.NETWORK),
    ReportField(ReportKey.CAMERAS),
    ReportField(ReportKey.BROWSERS),
    ReportField(ReportKey.BROWSER_SETTINGS),
    ReportField(ReportKey.PROCESSES, max_bytes=28_000),
    ReportField(ReportKey.SERIAL, Permission.SERIAL),
)
"""One a key, in the order shown. Their bytes together stay below MAX_MESSAGE: a report always fits one message."""


def label(key: str, lang: Lang) -> str:
    """Return what the line `key` is called."""
    return texts.FIELDS[lang][key].label


def labels() -> dict[str, dict[Lang, str]]:
    """Return every label by key and language, in the order shown."""
    return {field.key: {lang: label(field.key, lang) for lang in texts.FIELDS} for field in FIELDS}


def notice(lang: Lang) -> str:
    """Return the text that tells the customer, before they are asked, everything the report may hold."""
    first, last = texts.NOTICE[lang]
    colon = " : " if lang == "fr" else ": "
    lines = (f"• {label(field.key, lang)}{colon}{texts.FIELDS[lang][field.key].holds}." for field in FIELDS)
    return "\n".join([first, *lines, last])


def _require_texts(fields: tuple[ReportField, ...]) -> None:
    """Refuse, at import, a field that the notice of either language does not list, and a text without a field."""
    keys = {field.key for field in fields}
    for lang, listed in texts.FIELDS.items():
        if differing := keys ^ listed.keys():
            raise TypeError(f"the notice ({lang}) and the list of fields differ: {', '.join(sorted(differing))}")


_require_texts(FIELDS)
