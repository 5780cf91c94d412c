"""What is changed: each change named to the customer with old and new before it is made, and put on the undo list."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from agent.disk.base import Halted
from agent.protocol import registry_messages as wire
from agent.protocol.registry_messages import RegistryFault, RegistryKind, ValueKind
from agent.tools.files.threads import Halt
from agent.tools.registry.desk import Desk
from agent.tools.registry.guard import GuardedKey, SeenValue
from agent.tools.registry.kinds import CODES, is_well_made, said
from agent.tools.registry.names import decoded
from agent.tools.registry.rows import key_of, value_row
from agent.tools.registry.source import Key, OpenKey, RegistryError, Value
from agent.tools.registry.undoer import RegistryUndoer
from agent.tools.registry.undoing import RegistryWay, way_back, way_back_from_key
from agent.undo.base import NotUndone

PATH_SHOWN = 90
"""Characters of a value's path beside old and new."""


@dataclass(frozen=True)
class _Step:
    """One change: its entry, where, what is asked of the key before it and again right before, what is done then."""

    entry: str
    key: Key
    name: str
    look: Callable[[GuardedKey], Value | None]
    take: Callable[[OpenKey], None]


class Changing:
    """The changing half of the tool."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._undoer = RegistryUndoer(desk.guarded.source)

    async def set(self, message: wire.SetValue) -> None:
        """Make or change a value."""
        await self._desk.perform(message.act, partial(self._set, message))

    async def delete(self, message: wire.DeleteValue) -> None:
        """Delete a value."""
        await self._desk.perform(message.act, partial(self._delete, message))

    async def make(self, message: wire.MakeKey) -> None:
        """Make a key."""
        await self._desk.perform(message.act, partial(self._make, message))

    async def _set(self, message: wire.SetValue, halt: Halt) -> None:
        new, key = self._new(message), key_of(message.view, message.names)
        name = new.name
        step = _Step("registry.set", key, name, lambda opened: opened.to_be_set(name), lambda opened: opened.put(new))
        before = await self._look(step)
        if before and (before.kind, before.data, before.stored) == (new.kind, new.data, True):
            return self._done(message.act, before)
        called = self._begin(step, f"{said(before)} → {said(new)}")
        after = await self._take(step, before, halt)
        self._made(step, called, way_back(key, name, before, after))
        self._done(message.act, after)

    async def _delete(self, message: wire.DeleteValue, halt: Halt) -> None:
        key, name = key_of(message.view, message.names), decoded(message.name)
        step = _Step(
            "registry.deleted", key, name, lambda opened: opened.to_be_deleted(name), lambda opened: opened.delete(name)
        )
        before = await self._look(step)
        called = self._begin(step, said(before))
        after = await self._take(step, before, halt)
        self._made(step, called, way_back(key, name, before, after))
        self._done(message.act, after)

    async def _make(self, message: wire.MakeKey, halt: Halt) -> None:
        key, name = key_of(message.view, message.names), decoded(message.name)
        step = _Step("registry.made", key, name, lambda opened: opened.may_make(name), lambda opened: opened.make(name))
        await self._look(step)
        called = self._begin(step, "")
        await self._take(step, None, halt)
        self._made(step, called, way_back_from_key(key, name))
        self._done(message.act, None)

    def _new(self, message: wire.SetValue) -> Value:
        """Return the value that is to be. Raise RegistryError where the bytes are none."""
        data = base64.b64decode(message.data)
        windows = self._desk.guarded.kind is RegistryKind.WINDOWS
        if windows != (message.kind is not ValueKind.SETTING) or (windows and not is_well_made(message.kind, data)):
            raise RegistryError(RegistryFault.WRONG_DATA)
        return Value(decoded(message.name), message.kind, CODES.get(message.kind, 0), data, len(data))

    async def _look(self, step: _Step) -> Value | None:
        """Return what is there now. Raise RegistryError where it may not be changed."""
        desk, discretion = self._desk, self._desk.around.discretion()

        def look() -> Value | None:
            with desk.guarded.open(step.key, discretion) as opened:
                return step.look(opened)

        return await desk.off_loop(look)

    async def _take(self, step: _Step, before: Value | None, halt: Halt) -> Value | None:
        """Take the step, if all is as it was a moment ago; return what is there then. A failure is recorded."""
        desk, discretion = self._desk, self._desk.around.discretion()

        def take() -> Value | None:
            with desk.guarded.open(step.key, discretion, write=True) as opened:
                if step.look(opened) != before:
                    raise RegistryError(RegistryFault.CHANGED)
                halt.check()
                step.take(opened.opened)
                return opened.opened.value(step.name)

        if not desk.may:
            raise Halted
        try:
            return await desk.off_loop(take)
        except RegistryError as error:
            self._failed(error)
            raise

    def _begin(self, step: _Step, change: str) -> str:
        """Show the customer what is done now, before it is done; return how. Raise Halted if it may not be any more."""
        path = self._desk.called(step.key, step.name, PATH_SHOWN)
        hidden = self._desk.around.discretion().tells(change)
        called = f"{path} : {change}" if change and not hidden else path
        self._desk.begin(step.entry, called)
        return called

    def _made(self, step: _Step, called: str, way: RegistryWay) -> None:
        """Put a change that was made on the customer's list."""
        self._desk.around.changes.add(step.entry, called, partial(self._undo, way, called), way)

    async def _undo(self, way: RegistryWay, name: str) -> bool:
        """Bring back what was, for the customer, whatever the technician may do by now."""
        self._desk.around.record("registry.undone", {"name": name})
        try:
            await self._undoer.undo(way)
        except NotUndone as error:
            self._desk.around.record("registry.failed", {"fault": error.why})
            return False
        self._desk.tell(wire.RegistryUndone())
        return True

    def _failed(self, error: RegistryError) -> None:
        self._desk.around.record("registry.failed", {"fault": f"registry/{error.fault.value}"})

    def _done(self, act: int, value: Value | None) -> None:
        row = value_row(SeenValue(value, None)) if value else None
        self._desk.tell(wire.RegistryDone(act=act, row=row))
