"""A search finds what is in names and data, says how far it is, and stops at once and at its bounds."""

import asyncio
import threading

import pytest

from agent.protocol import registry_messages as wire
from agent.protocol.registry_messages import RegistryFault, ValueKind
from agent.tools.registry import seeking, walking
from tests.tools.registry.fakes import Desk, Endless, SlowRegistry, laid_out, number, raw, text

SOFTWARE = r"HKEY_CURRENT_USER\Software"
CLOCK = rf"{SOFTWARE}\Clock"


def found(told: list[wire.RegistryFound]) -> list[tuple[str, str | None]]:
    return [("\\".join(row.key), row.value.name if row.value else None) for one in told for row in one.rows]


async def test_names_and_data_of_every_kind_are_looked_through() -> None:
    registry = laid_out(
        text("a", "in PARIS"),
        text("Paris name", "x"),
        raw("b", ValueKind.BINARY, b"\0\1" + "Paris".encode("utf-16-le")),
        number("c", 1234),
        text("d", "Lima"),
    )
    registry.keys[rf"{CLOCK}\Parisian"] = {}
    desk = Desk(registry)
    told = await desk.search(SOFTWARE, "paris")
    assert sorted(found(told), key=str) == sorted(
        [(CLOCK, "a"), (CLOCK, "Paris name"), (CLOCK, "b"), (rf"{CLOCK}\Parisian", None)], key=str
    )
    assert told[-1].looked == 3
    assert found(await desk.search(SOFTWARE, "1234")) == [(CLOCK, "c")]
    assert found(await desk.search(SOFTWARE, "0x4d2")) == [(CLOCK, "c")]
    assert desk.customer.recorded[0] == ("registry.searched", {"name": SOFTWARE})


async def test_what_cannot_be_looked_into_is_passed_over() -> None:
    registry = laid_out(number("a", 1))
    registry.keys[rf"{SOFTWARE}\Other"] = {"a": number("a", 1)}
    registry.denied = frozenset({CLOCK})
    assert found(await Desk(registry).search(SOFTWARE, "a")) == [(SOFTWARE, None), (rf"{SOFTWARE}\Other", "a")]


async def test_more_than_is_found_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "MOST_FOUND", 3)
    told = await Desk(laid_out(*(number(f"a{at}", at) for at in range(9)))).search(CLOCK, "a")
    assert len(found(told)) == 3
    assert told[-1].cut


async def test_more_keys_than_are_looked_through_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "MOST_LOOKED", 2)
    told = await Desk(laid_out(number("a", 1))).search("HKEY_CURRENT_USER", "nothing")
    assert (told[-1].looked, told[-1].cut) == (2, True)


async def test_a_link_into_itself_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "DEEPEST", 5)
    registry = laid_out()
    registry.keys[rf"{CLOCK}\again"] = {}
    registry.links = Endless(CLOCK)
    assert (await Desk(registry).search(CLOCK, "zzz"))[-1].looked == 6


@pytest.mark.parametrize("count", [0, 50])
async def test_it_stops_when_told_to(count: int) -> None:
    registry = laid_out(*(number(f"a{at}", at) for at in range(count)))
    held = threading.Event()
    slow = SlowRegistry(registry.keys, held=held)
    desk = Desk(slow)
    message = wire.SearchRegistry.model_validate(desk.at("HKEY_CURRENT_USER", sought="a"))
    desk.tool.use(message)
    await asyncio.sleep(0)  # it has begun: its task has run up to the thread
    desk.tool.use(wire.StopRegistryAct(act=message.act))
    held.set()
    assert (await desk.customer.hear(wire.RegistryFailed)).fault is RegistryFault.STOPPED
    await desk.idle()
    assert desk.customer.told == []
    assert len(slow.opened) <= 1


async def test_rows_are_told_as_they_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "TELL_SECONDS", 0.0)
    registry = laid_out(number("a", 1))
    registry.keys[rf"{CLOCK}\Below"] = {"a": number("a", 1)}
    told = await Desk(registry).search(CLOCK, "a")
    assert [one.done for one in told] == [False] * (len(told) - 1) + [True]
    assert len(told) == 3
    assert [one.looked for one in told] == [1, 2, 2]
