"""The process that has GSettings: answers one question after the other, gone at once when the agent is.

It is alone with GLib, which ends the program it is in where something is not as it expects.
"""

import os
import socket
import threading
from queue import SimpleQueue
from typing import assert_never

from agent.protocol.registry_messages import RegistryFault, RegistryView, ValueKind
from agent.tools.registry.gsettings import GSettings, SettingsKey
from agent.tools.registry.names import decoded
from agent.tools.registry.settings_words import MAX_LINE, Asked, Deed, Told, line
from agent.tools.registry.source import Key, RegistryError, Value


def main() -> int:
    """Answer what comes by standard input, a socket, over the same."""
    agent = socket.socket(fileno=0)
    asked: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(agent, asked), daemon=True).start()
    settings = GSettings()
    while True:
        told = line(answer(settings, Asked.model_validate_json(asked.get())))
        agent.sendall(told if len(told) <= MAX_LINE else line(Told(fault=RegistryFault.TOO_LARGE)))


def answer(settings: GSettings, asked: Asked) -> Told:
    """Do what is asked for."""
    try:
        if asked.do is Deed.ROOTS:
            return Told(names=tuple(settings.roots()))
        return _answer_of(settings.open(Key(RegistryView.ONLY, tuple(map(decoded, asked.names)))), asked)
    except RegistryError as error:
        return Told(fault=error.fault)


def _answer_of(key: SettingsKey, asked: Asked) -> Told:
    name = decoded(asked.name)
    match asked.do:
        case Deed.ROOTS | Deed.OPEN:
            return Told(names=key.place)
        case Deed.KEYS:
            return Told(names=tuple(key.keys()))
        case Deed.VALUES:
            return Told(values=tuple(key.values()))
        case Deed.VALUE:
            value = key.value(name)
            return Told(values=(value,) if value else ())
        case Deed.DETAIL:
            return Told(detail=key.detail(name))
        case Deed.PUT:
            key.put(Value(name, ValueKind.SETTING, 0, asked.data, len(asked.data), asked.stored))
            return Told()
        case _:
            assert_never(asked.do)


def _listen(agent: socket.socket, asked: SimpleQueue[bytes]) -> None:
    """Take questions, and end the process with the agent even while GLib does not return."""
    with agent.makefile("rb") as lines:
        while (question := lines.readline(MAX_LINE)).endswith(b"\n"):
            asked.put(question)
    os._exit(0)
