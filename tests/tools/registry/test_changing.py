"""Each change is named with old and new before it is made, made exactly, and undone exactly by the customer alone."""

from base64 import b64encode

import pytest

from agent.protocol import registry_messages as wire
from agent.protocol.registry_messages import RegistryFault, ValueKind
from agent.tools.registry.source import Value
from tests.tools.registry.fakes import Desk, Outcome, laid_out, number, raw, text

CLOCK = r"HKEY_CURRENT_USER\Software\Clock"

OLD = [
    text("v", "Paris"),
    text("v", "%SystemRoot%\\x", ValueKind.EXPAND_SZ),
    raw("v", ValueKind.MULTI_SZ, "a\0b\0\0".encode("utf-16-le")),
    number("v", 7),
    raw("v", ValueKind.DWORD_BIG_ENDIAN, b"\0\0\0\7"),
    raw("v", ValueKind.QWORD, bytes(range(8))),
    raw("v", ValueKind.BINARY, bytes(range(256))),
    raw("v", ValueKind.NONE, b""),
    raw("v", ValueKind.LINK, "\\Registry\\Machine".encode("utf-16-le")),
    raw("v", ValueKind.OTHER, b"\1\2\3"),
    raw("v", ValueKind.SZ, b"odd"),
    raw("v", ValueKind.DWORD, b"\1"),
]
"""A value of each kind, and some that are not made as they should be."""


def refused(outcome: Outcome) -> RegistryFault | None:
    return outcome.fault if isinstance(outcome, wire.RegistryFailed) else None


@pytest.mark.parametrize("old", OLD, ids=lambda value: f"{value.kind} {len(value.data)}")
async def test_whatever_was_there_is_there_again_byte_for_byte(old: Value) -> None:
    registry = laid_out(old)
    desk = Desk(registry)
    assert refused(await desk.set(CLOCK, text("v", "new"))) is None
    assert registry.keys[CLOCK]["v"] == text("v", "new")
    await desk.undo()
    assert registry.keys[CLOCK]["v"] == old
    assert refused(await desk.delete(CLOCK, "v")) is None
    assert registry.keys[CLOCK] == {}
    await desk.undo()
    assert registry.keys[CLOCK]["v"] == old
    assert desk.customer.kinds == ["registry.set", "registry.undone", "registry.deleted", "registry.undone"]


async def test_what_was_made_is_gone_again() -> None:
    registry = laid_out()
    desk = Desk(registry)
    await desk.set(CLOCK, number("v", 1))
    await desk.make(CLOCK, "Below")
    assert [change.kind for change in desk.changes.newest_first] == ["registry.made", "registry.set"]
    await desk.undo()
    await desk.undo()
    assert registry.keys[CLOCK] == {}
    assert rf"{CLOCK}\Below" not in registry.keys


async def test_the_customer_reads_old_and_new_before_anything_is_changed() -> None:
    registry = laid_out(text("Zone", "Paris"))
    desk = Desk(registry)
    desk.customer.withdraw_at = "registry.set"
    assert await _told_nothing(desk, text("Zone", "Lima"))
    assert registry.written == []
    assert desk.customer.recorded == [("registry.set", {"name": rf'{CLOCK}\Zone : "Paris" → "Lima"'})]
    assert not desk.changes.newest_first


async def test_a_long_value_is_cut_short_in_the_list() -> None:
    desk = Desk(laid_out(text("Zone", "x" * 5000)))
    await desk.set(CLOCK, text("Zone", "y" * 5000))
    assert len(desk.customer.recorded[0][1]["name"]) < 200


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (ValueKind.DWORD, b"\0\0\0"),
        (ValueKind.DWORD_BIG_ENDIAN, b""),
        (ValueKind.QWORD, bytes(4)),
        (ValueKind.SZ, "no end".encode("utf-16-le")),
        (ValueKind.SZ, b"odd"),
        (ValueKind.EXPAND_SZ, "in\0the middle\0".encode("utf-16-le")),
        (ValueKind.SZ, b"\x3d\xd8\0\0"),
        (ValueKind.MULTI_SZ, "one end\0".encode("utf-16-le")),
        (ValueKind.MULTI_SZ, "a\0\0b\0\0".encode("utf-16-le")),
        (ValueKind.LINK, b""),
        (ValueKind.OTHER, b"x"),
        (ValueKind.SETTING, b"1"),
    ],
)
async def test_bytes_that_are_no_value_of_their_kind_are_refused(kind: ValueKind, data: bytes) -> None:
    registry = laid_out()
    assert refused(await Desk(registry).set(CLOCK, raw("v", kind, data))) is RegistryFault.WRONG_DATA
    assert registry.written == []


async def test_what_the_system_refuses_is_said_and_recorded() -> None:
    registry = laid_out(number("v", 1))
    registry.read_only = frozenset({CLOCK})
    desk = Desk(registry)
    assert refused(await desk.set(CLOCK, number("v", 2))) is RegistryFault.DENIED
    assert desk.customer.recorded[-1] == ("registry.failed", {"fault": "registry/denied"})
    assert not desk.changes.newest_first


async def test_the_same_content_is_no_change() -> None:
    registry = laid_out(number("v", 1))
    desk = Desk(registry)
    done = await desk.set(CLOCK, number("v", 1))
    assert isinstance(done, wire.RegistryDone)
    assert done.row
    assert done.row.data == b64encode(b"\1\0\0\0").decode()
    assert (registry.written, desk.customer.recorded) == ([], [])


async def test_a_value_that_is_too_large_to_be_kept_is_not_changed() -> None:
    registry = laid_out(Value("v", ValueKind.BINARY, 3, b"", 5_000_000))
    desk = Desk(registry)
    assert refused(await desk.set(CLOCK, number("v", 1))) is RegistryFault.TOO_LARGE
    assert refused(await desk.delete(CLOCK, "v")) is RegistryFault.TOO_LARGE


async def test_what_somebody_else_changed_since_is_not_undone() -> None:
    registry = laid_out(number("v", 1))
    desk = Desk(registry)
    await desk.set(CLOCK, number("v", 2))
    registry.keys[CLOCK]["v"] = number("v", 3)
    await desk.undo()
    assert registry.keys[CLOCK]["v"] == number("v", 3)
    assert desk.customer.recorded[-1] == ("registry.failed", {"fault": "registry/changed"})
    assert desk.changes.newest_first


async def test_what_is_as_it_was_already_counts_as_undone() -> None:
    registry = laid_out(number("v", 1))
    desk = Desk(registry)
    await desk.set(CLOCK, number("v", 2))
    registry.keys[CLOCK]["v"] = number("v", 1)
    await desk.undo()
    assert not desk.changes.newest_first


async def test_a_key_that_has_something_in_it_by_now_stays() -> None:
    registry = laid_out()
    desk = Desk(registry)
    await desk.make(CLOCK, "Below")
    registry.keys[rf"{CLOCK}\Below"] = {"v": number("v", 1)}
    await desk.undo()
    assert rf"{CLOCK}\Below" in registry.keys
    assert desk.customer.recorded[-1] == ("registry.failed", {"fault": "registry/not_empty"})


async def test_the_customer_undoes_after_the_permission_is_gone() -> None:
    registry = laid_out(number("v", 1))
    desk = Desk(registry)
    await desk.set(CLOCK, number("v", 2))
    desk.customer.permits = False
    desk.tool.stop(desk.tool.permissions, ended=True)
    await desk.undo()
    assert registry.keys[CLOCK]["v"] == number("v", 1)
    assert desk.customer.unallowed == []


async def _told_nothing(desk: Desk, value: Value) -> bool:
    """Have a value set; say whether nothing is told of it."""
    data = b64encode(value.data).decode()
    desk.tool.use(wire.SetValue.model_validate(desk.at(CLOCK, name=value.name, kind=value.kind, data=data)))
    await desk.idle()
    return desk.customer.told == []
