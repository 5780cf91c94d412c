"""A way back that was written down brings back what was, in another run as well; what changed since is asked about."""

import pytest
from pydantic import ValidationError

from agent.protocol.registry_messages import ValueKind
from agent.tools.registry.source import Value
from agent.tools.registry.undoer import RegistryUndoer
from agent.undo.base import NotUndone
from tests.tools.registry.fakes import Desk, LaidOutRegistry, laid_out, number, raw, text

CLOCK = r"HKEY_CURRENT_USER\Software\Clock"


def written(desk: Desk) -> str:
    """Return the newest change's way back as it is kept."""
    way = desk.changes.lasting[0].way
    assert way is not None
    return way.model_dump_json()


async def later(registry: LaidOutRegistry, way: str, *, insist: bool = False) -> None:
    undoer = RegistryUndoer(registry)
    await undoer.undo(undoer.read(way), insist=insist)


@pytest.mark.parametrize(
    "old", [text("v", "Zażółć"), raw("v", ValueKind.SZ, b"odd"), raw("half \ud83d", ValueKind.NONE, b"")]
)
async def test_a_value_is_put_back_byte_for_byte_by_another_run(old: Value) -> None:
    registry = laid_out(old)
    desk = Desk(registry)
    await desk.set(CLOCK, number(old.name, 1))
    await later(registry, written(desk))
    assert registry.keys[CLOCK] == {old.name: old}
    await later(registry, written(desk))  # once more does nothing
    assert registry.keys[CLOCK] == {old.name: old}


async def test_what_was_deleted_comes_back_and_what_was_made_goes() -> None:
    registry = laid_out(number("v", 1))
    desk = Desk(registry)
    await desk.delete(CLOCK, "v")
    await later(registry, written(desk))
    await desk.make(CLOCK, "Below")
    await later(registry, written(desk))
    assert registry.keys[CLOCK] == {"v": number("v", 1)}
    assert rf"{CLOCK}\Below" not in registry.keys


async def test_what_somebody_changed_since_goes_only_if_the_customer_insists() -> None:
    registry = laid_out(number("v", 1))
    desk = Desk(registry)
    await desk.set(CLOCK, number("v", 2))
    registry.keys[CLOCK]["v"] = number("v", 3)
    with pytest.raises(NotUndone) as refused:
        await later(registry, written(desk))
    assert (refused.value.why, refused.value.may_insist) == ("registry/changed", True)
    assert registry.keys[CLOCK]["v"] == number("v", 3)
    await later(registry, written(desk), insist=True)
    assert registry.keys[CLOCK]["v"] == number("v", 1)


async def test_what_the_system_refuses_is_said_and_cannot_be_insisted_on() -> None:
    registry = laid_out(number("v", 1))
    desk = Desk(registry)
    await desk.set(CLOCK, number("v", 2))
    registry.read_only = frozenset({CLOCK})
    with pytest.raises(NotUndone) as refused:
        await later(registry, written(desk), insist=True)
    assert (refused.value.why, refused.value.may_insist) == ("registry/denied", False)


def test_what_is_no_way_back_is_refused() -> None:
    undoer = RegistryUndoer(laid_out())
    good = '{"what":"value","view":"64","key":["A"],"name":"v"}'
    assert undoer.read(good).name == "v"
    for bad in (good.replace('"A"', '"A\\\\B"'), good.replace('["A"]', "[]"), good.replace("value", "tree")):
        with pytest.raises(ValidationError):
            undoer.read(bad)
