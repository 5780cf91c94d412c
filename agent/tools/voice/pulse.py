"""Keeps the library of PulseAudio (or of PipeWire in its place) from making folders and a key where it finds none.

On most desktops all of it is there already; on any other computer nothing may be left that was not there before. ALSA
may load that library too.
"""

import os
from pathlib import Path

SERVER, COOKIE = "PULSE_SERVER", "PULSE_COOKIE"
"""Environment variables by which the library finds the server and its key (pulseaudio(1))."""

NO_SERVER = "unix:/dev/null"
"""A server that is named is not looked for, and no folder is made for its socket."""

NO_KEY = "/dev/zero"
"""Read as a key, which a server on the same computer does not ask for: it knows the user by the socket."""


def leave_nothing() -> None:
    """Have the library, in this process, leave nothing that is not there already. Before it is first used."""
    if not _server_is_here():
        os.environ[SERVER] = NO_SERVER
    if not _has_key():
        os.environ.setdefault(COOKIE, NO_KEY)


def _server_is_here() -> bool:
    """Say whether a server is named, or has its socket where the library looks."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    sockets = [Path(runtime, "pulse", "native")] if runtime else _settings().glob("*-runtime/native")
    return bool(os.environ.get(SERVER)) or any(socket.is_socket() for socket in sockets)


def _has_key() -> bool:
    return any(key.exists() for key in (_settings() / "cookie", Path.home() / ".pulse-cookie"))


def _settings() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "pulse")
