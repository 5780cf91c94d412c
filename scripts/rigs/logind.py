"""A private D-Bus with a logind of a few lines: locks, switches, sleeps, restarts when told; and a screen saver."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import gi

from scripts.rigs.ending import tied

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

NAME = "org.freedesktop.login1"
ROOT = "/org/freedesktop/login1"
SESSION = f"{ROOT}/session/_31"
PATIENCE = 10.0

INTERFACES = """
<node>
  <interface name="org.freedesktop.login1.Manager">
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="h" direction="out"/>
    </method>
    <method name="CanReboot"><arg type="s" direction="out"/></method>
    <method name="ListInhibitors"><arg type="a(ssssuu)" direction="out"/></method>
    <method name="Reboot"><arg type="b" direction="in"/></method>
    <method name="GetSession"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
    <method name="GetSessionByPID"><arg type="u" direction="in"/><arg type="o" direction="out"/></method>
    <method name="GetUser"><arg type="u" direction="in"/><arg type="o" direction="out"/></method>
    <signal name="PrepareForSleep"><arg type="b"/></signal>
  </interface>
  <interface name="org.freedesktop.login1.User">
    <property name="Display" type="(so)" access="read"/>
  </interface>
</node>
"""


@contextmanager
def bus(more: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a dbus-daemon of our own; yield its address, for DBUS_SYSTEM_BUS_ADDRESS or DBUS_SESSION_BUS_ADDRESS.

    `more` is in the environment of what it starts.
    """
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    env = {**os.environ, **(more or {})}
    process = subprocess.Popen(tied(command), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


class Logind:
    """What the customer's computer says of itself. Give `knows` the ways by which a session is found."""

    def __init__(self, address: str, knows: frozenset[str] = frozenset({"GetSession", "GetSessionByPID"})) -> None:
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self._knows = knows
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._inhibitors: list[int] = []
        self.may_reboot = "yes"
        """What CanReboot answers."""
        self.locks: list[tuple[str, str, str, str, int, int]] = []
        """What ListInhibitors answers: what, who, why, mode, user, process."""
        self.refuses = ""
        """The error with which Reboot is refused."""
        self.silent = False
        """Whether Reboot is never answered."""
        self.reboots: list[bool] = []
        """How Reboot was called: whether it was to prompt."""
        self._ready = threading.Event()
        self._bus: Any = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait(PATIENCE)

    # --- what happens -----------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Ask the session to lock itself (loginctl lock-session)."""
        self._emit(SESSION, f"{NAME}.Session", "Lock", None)

    def say(self, name: str, value: bool) -> None:
        """Change a property of the session: LockedHint, Active."""
        changed = GLib.Variant("(sa{sv}as)", (f"{NAME}.Session", {name: GLib.Variant("b", value)}, []))
        self._emit(SESSION, "org.freedesktop.DBus.Properties", "PropertiesChanged", changed)

    def sleep(self) -> None:
        """Begin to go to sleep."""
        self._emit(ROOT, f"{NAME}.Manager", "PrepareForSleep", GLib.Variant("(b)", (True,)))

    def wake(self) -> None:
        """Be awake again."""
        self._emit(ROOT, f"{NAME}.Manager", "PrepareForSleep", GLib.Variant("(b)", (False,)))

    def screen_saver(self, active: bool, interface: str = "org.freedesktop.ScreenSaver") -> None:
        """Say as a screen saver that the screen is locked or not."""
        self._emit("/org/freedesktop/ScreenSaver", interface, "ActiveChanged", GLib.Variant("(b)", (active,)))

    def held_back(self) -> int:
        """Count the programs that hold sleep back now."""
        return sum(_is_held(descriptor) for descriptor in self._inhibitors)

    def wait_held_back(self, count: int) -> None:
        """Wait until so many hold sleep back."""
        until = time.monotonic() + PATIENCE
        while self.held_back() != count:
            if time.monotonic() > until:
                raise TimeoutError(f"{self.held_back()} hold sleep back, not {count}")
            time.sleep(0.01)

    def close(self) -> None:
        """Leave the bus."""
        self._loop.quit()
        self._thread.join(PATIENCE)
        for descriptor in self._inhibitors:
            os.close(descriptor)

    # --- the service ------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        self._context.push_thread_default()
        manager, user = Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces
        self._bus.register_object(ROOT, manager, self._called, None, None)
        self._bus.register_object(f"{ROOT}/user/_0", user, None, self._property, None)
        Gio.bus_own_name_on_connection(self._bus, NAME, Gio.BusNameOwnerFlags.NONE, self._owned, None)
        self._loop.run()
        self._bus.close_sync(None)

    def _owned(self, *_: Any) -> None:
        self._ready.set()

    def _called(
        self, _bus: Any, _sender: str, _path: str, _interface: str, method: str, _arguments: Any, call: Any
    ) -> None:
        if method == "Inhibit":
            self._inhibit(call)
        elif method in ("CanReboot", "ListInhibitors", "Reboot"):
            self._restart(method, _arguments, call)
        elif method == "GetUser":
            call.return_value(GLib.Variant("(o)", (f"{ROOT}/user/_0",)))
        elif method in self._knows:
            call.return_value(GLib.Variant("(o)", (SESSION,)))
        else:
            call.return_dbus_error(f"{NAME}.NoSessionForPID", "there is none")

    def _restart(self, method: str, arguments: Any, call: Any) -> None:
        match method:
            case "CanReboot":
                call.return_value(GLib.Variant("(s)", (self.may_reboot,)))
            case "ListInhibitors":
                call.return_value(GLib.Variant("(a(ssssuu))", (self.locks,)))
            case _ if self.silent:
                return
            case _ if self.refuses:
                call.return_dbus_error(self.refuses, "not now")
            case _:
                self.reboots.append(arguments.unpack()[0])
                call.return_value(None)

    def _inhibit(self, call: Any) -> None:
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        self._inhibitors.append(ours)
        descriptors = Gio.UnixFDList.new_from_array([theirs])
        call.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), descriptors)

    def _property(self, *_: Any) -> Any:
        return GLib.Variant("(so)", ("1", SESSION))

    def _emit(self, path: str, interface: str, signal: str, arguments: Any) -> None:
        self._bus.emit_signal(None, path, interface, signal, arguments)
        self._bus.flush_sync(None)


def _is_held(descriptor: int) -> bool:
    try:
        return os.read(descriptor, 1) != b""
    except BlockingIOError:
        return True


@contextmanager
def logind(*knows: str) -> Iterator[tuple[Logind, dict[str, str]]]:
    """Run a bus with a logind on it; yield it, and what a program's environment needs to meet it on both buses."""
    with bus() as address:
        service = Logind(address, frozenset(knows or ("GetSession", "GetSessionByPID")))
        try:
            yield service, {"DBUS_SYSTEM_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}
        finally:
            service.close()
