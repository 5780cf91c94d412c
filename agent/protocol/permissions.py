"""The permissions a technician may ask for, and the customer may grant, one by one."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing the customer can allow. Names are part of the wire."""

    VIEW = "view"
    CONTROL = "control"
    ANNOTATE = "annotate"
    CLIPBOARD_IN = "clipboard_in"
    CLIPBOARD_OUT = "clipboard_out"
    FILES_READ = "files_read"
    FILES_WRITE = "files_write"
    SYSTEM = "system"
    SERIAL = "serial"
    PROCESSES = "processes"
    REGISTRY = "registry"
    TERMINAL = "terminal"
    RECORD = "record"
    VOICE = "voice"
    RESTART = "restart"


REQUIRES: dict[Permission, frozenset[Permission]] = {
    Permission.CONTROL: frozenset({Permission.VIEW}),
    Permission.ANNOTATE: frozenset({Permission.VIEW}),
    Permission.SERIAL: frozenset({Permission.SYSTEM}),
}
"""A permission that makes no sense without another: withdrawing the latter withdraws the former."""

AVAILABLE = frozenset(
    {
        Permission.VIEW,
        Permission.ANNOTATE,
        Permission.CONTROL,
        Permission.CLIPBOARD_IN,
        Permission.CLIPBOARD_OUT,
        Permission.FILES_READ,
        Permission.FILES_WRITE,
        Permission.PROCESSES,
        Permission.REGISTRY,
        Permission.TERMINAL,
        Permission.RESTART,
        Permission.SYSTEM,
        Permission.SERIAL,
        Permission.VOICE,
    }
)
"""What this version can do on one system or another; agent/tools/all_tools.py says what of it can be done on this one.

A request for anything else is refused without asking the customer."""

OF_TOOLS = frozenset(
    {
        Permission.ANNOTATE,
        Permission.CLIPBOARD_IN,
        Permission.CLIPBOARD_OUT,
        Permission.FILES_READ,
        Permission.FILES_WRITE,
        Permission.PROCESSES,
        Permission.REGISTRY,
        Permission.TERMINAL,
        Permission.VOICE,
        Permission.RESTART,
    }
)
"""What the tools of agent/tools do; the rest is done by the picture, the hand and the report."""

FIRST_STEPS = (Permission.VIEW, Permission.ANNOTATE)
"""What a console asks for by itself, in this order: help begins by guiding (R-037). Control, like everything else, is
asked for when the technician wants it."""
