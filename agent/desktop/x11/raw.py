"""X Input 2 raw events: what each device did, before windows, grabs and layouts (XI2proto.txt, RawEvent)."""

import struct
from enum import IntEnum
from typing import Any, NamedTuple

from Xlib.ext import xinput

from agent.desktop.base import DesktopError
from agent.desktop.x11.connection import X11Connection


class RawKind(IntEnum):
    """XI2 event types; the first five are the core event type plus 11."""

    KEY_PRESS = 13
    KEY_RELEASE = 14
    BUTTON_PRESS = 15
    BUTTON_RELEASE = 16
    MOTION = 17
    TOUCH_BEGIN = 22
    TOUCH_UPDATE = 23
    TOUCH_END = 24


CORE_TO_RAW = 11
"""What to add to a core event type (which XTEST takes) to get the raw one."""

_MASK = sum(1 << kind for kind in RawKind)
_KEYS = 1 << RawKind.KEY_PRESS | 1 << RawKind.KEY_RELEASE
_BODY = struct.Struct("=HIIH")  # deviceid, time, detail, sourceid: what follows the ten bytes of a generic event's head


class RawEvent(NamedTuple):
    """One thing one device did: `detail` is the keycode, button or touch, `time` the server's milliseconds."""

    kind: RawKind
    time: int
    detail: int
    source: int
    sequence: int


def select_raw(connection: X11Connection, wanted: bool) -> None:
    """Ask the server for raw events of all master devices, also while something grabs them (XI 2.1 on), or for none."""
    mask = _MASK if wanted else 0
    connection.root.xinput_select_events([(xinput.AllMasterDevices, mask)])
    connection.display.flush()


def select_keys(connection: X11Connection) -> None:
    """Ask the server for raw events of all keyboards alone."""
    connection.root.xinput_select_events([(xinput.AllMasterDevices, _KEYS)])
    connection.display.flush()


def require_raw(connection: X11Connection) -> None:
    """Announce XI 2.2 to the server. Raise DesktopError when it knows only an older one."""
    display = connection.display.display
    opcode = display.get_extension_major(xinput.extname)
    reply = xinput.XIQueryVersion(display=display, opcode=opcode, major_version=2, minor_version=2)
    if (reply.major_version, reply.minor_version) < (2, 2):
        raise DesktopError(
            "This screen's X Input extension is too old to tell the customer's hand from the technician's."
        )


def parse_raw(event: Any, opcode: int) -> RawEvent | None:
    """Read a generic event of extension `opcode`; None when it is no raw event."""
    if event.extension != opcode or event.evtype not in RawKind.__members__.values():
        return None
    _, time, detail, source = _BODY.unpack_from(event.data)
    return RawEvent(RawKind(event.evtype), time, detail, source, event.sequence_number)


def xtest_devices(connection: X11Connection) -> frozenset[int]:
    """Name the devices through which XTEST injects."""
    return frozenset(device.deviceid for device in _xtest(connection))


def xtest_keyboard(connection: X11Connection) -> int:
    """Name the keyboard through which XTEST types: its map becomes everyone's as soon as it is used."""
    found = [device.deviceid for device in _xtest(connection) if device.use == xinput.SlaveKeyboard]
    if not found:
        raise DesktopError("This screen has no XTEST keyboard, which Handrail needs to type.")
    return int(min(found))


def _xtest(connection: X11Connection) -> list[Any]:
    """List the devices that the server marks as XTEST's, by a property that no client can remove."""
    display = connection.display
    marker = display.intern_atom("XTEST Device")
    return [
        device
        for device in display.xinput_query_device(xinput.AllDevices).devices
        if display.xinput_get_device_property(device.deviceid, marker, 0, 0, 1).type
    ]
