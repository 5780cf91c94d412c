"""A key is told in pages, as it is and in order; one value as a whole; what the system refuses is said."""

from base64 import b64decode

import pytest

from agent.hiding.knowledge import Knowledge
from agent.protocol import registry_messages as wire
from agent.protocol.message import ForTool
from agent.protocol.registry_messages import MAX_VALUE_BYTES, PREVIEW_BYTES, RegistryFault, ValueKind
from agent.tools import paging
from agent.tools.registry import looking
from tests.tools.registry.fakes import Desk, laid_out, number, raw, text

CLOCK = r"HKEY_CURRENT_USER\Software\Clock"


async def test_the_roots_are_told_with_both_views() -> None:
    desk = Desk(laid_out())
    told = await desk.ask(wire.AskRoots(), wire.RegistryRoots)
    assert [row.name for row in told.roots] == ["HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"]
    assert [view.value for view in told.views] == ["64", "32"]
    assert desk.customer.kinds == ["registry.roots"]


async def test_a_key_tells_its_keys_and_values_in_order_with_their_bytes() -> None:
    registry = laid_out(text("Zone", "Paris"), text("", "own"), number("alarm", 7))
    registry.keys[rf"{CLOCK}\zebra"], registry.keys[rf"{CLOCK}\Ant"] = {}, {}
    (page,) = await (desk := Desk(registry)).open(CLOCK)
    assert [row.name for row in page.keys] == ["Ant", "zebra"]
    assert [row.name for row in page.values] == ["", "alarm", "Zone"]
    assert [(row.kind, row.code, row.size) for row in page.values][1] == (ValueKind.DWORD, 4, 4)
    assert b64decode(page.values[2].data) == "Paris\0".encode("utf-16-le")
    assert (page.first, page.more, page.total_keys, page.total_values) == (True, False, 2, 3)
    assert desk.customer.recorded == [("registry.opened", {"name": CLOCK})]


async def test_ten_thousand_values_come_page_by_page_and_none_is_lost() -> None:
    registry = laid_out(*(number(f"value {at:05}", at) for at in range(10_000)))
    pages = await Desk(registry).open(CLOCK)
    assert [row.name for page in pages for row in page.values] == [f"value {at:05}" for at in range(10_000)]
    assert [page.first for page in pages] == [True] + [False] * (len(pages) - 1)
    assert max(len(page.model_dump_json()) for page in pages) < 2 * paging.PAGE_BYTES


async def test_more_than_is_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_ROWS", 5)
    (page,) = await Desk(laid_out(*(number(str(at), at) for at in range(6)))).open(CLOCK)
    assert page.cut
    assert page.total_values == 5


async def test_a_large_value_is_previewed_and_then_shown_as_far_as_fits() -> None:
    desk = Desk(laid_out(raw("big", ValueKind.BINARY, bytes(range(256)) * 400)))
    row = (await desk.values(CLOCK))["big"]
    assert (len(b64decode(row.data)), row.size) == (PREVIEW_BYTES, 102_400)
    told = await desk.ask(wire.ReadValue.model_validate(desk.at(CLOCK, name="big")), wire.ValueTold)
    assert (len(b64decode(told.row.data)), told.row.size) == (MAX_VALUE_BYTES, 102_400)
    assert desk.customer.recorded[-1] == ("registry.read", {"name": rf"{CLOCK}\big"})


async def test_names_of_any_script_and_halves_of_characters_go_there_and_back() -> None:
    names = ["Zażółć", "日本語", "עברית", "😀", "half \ud83d", "100 %", "a\0b"]
    desk = Desk(laid_out(*(number(name, 1) for name in names)))
    rows = await desk.values(CLOCK)
    assert {"half %D83D", "100 %0025", "a%0000b", "😀"} <= rows.keys()
    assert rows["a%0000b"].closed is wire.Closed.UNNAMED
    told = await desk.ask(wire.ReadValue.model_validate(desk.at(CLOCK, name="half %D83D")), wire.ValueTold)
    assert told.row.name == "half %D83D"


@pytest.mark.parametrize(("path", "fault"), [(r"HKEY_CURRENT_USER\No", "missing"), (CLOCK, "denied"), ("X", "missing")])
async def test_what_cannot_be_opened_says_why(path: str, fault: str) -> None:
    registry = laid_out()
    registry.denied = frozenset({CLOCK})
    assert await Desk(registry).fault_of_opening(path) == fault


async def test_a_pause_closes_what_is_open_and_cuts_what_waits_for_the_system() -> None:
    registry = laid_out(*(number(str(at), at) for at in range(2000)))
    desk = Desk(registry)
    message = wire.OpenKey(listing=7, view=desk.view, names=CLOCK.split("\\"))
    assert (await desk.ask(message, wire.KeyPage)).more
    desk.tool.stop(desk.tool.permissions, ended=False)
    desk.tool.use(wire.AskMore(listing=7))
    assert (desk.customer.told, registry.cuts) == ([], 1)


async def test_nothing_is_told_once_it_is_not_allowed_any_more() -> None:
    desk = Desk(laid_out(number("a", 1)))
    desk.customer.withdraw_at = "registry.opened"
    desk.tool.use(wire.OpenKey(listing=1, view=desk.view, names=CLOCK.split("\\")))
    await desk.idle()
    assert desk.customer.told == []


async def test_what_is_asked_after_a_withdrawal_is_neither_done_nor_recorded() -> None:
    registry = laid_out(number("a", 1))
    desk = Desk(registry)
    desk.customer.permits = False
    desk.tool.use(wire.AskRoots())
    desk.tool.use(wire.OpenKey(listing=1, view=desk.view, names=CLOCK.split("\\")))
    for message in (wire.ExportKey, wire.SearchRegistry, wire.ReadValue):
        desk.tool.use(message.model_validate({**desk.at(CLOCK), **_more(message)}))
    await desk.idle()
    assert (desk.customer.recorded, desk.customer.told, registry.opened) == ([], [], [])


async def test_a_page_that_was_judged_by_what_was_known_before_is_not_told() -> None:
    desk = Desk(laid_out(*(number(str(at), at) for at in range(2000))))
    await desk.ask(wire.OpenKey(listing=3, view=desk.view, names=CLOCK.split("\\")), wire.KeyPage)
    desk.customer.knowledge = Knowledge(ready=True, names=frozenset({"1999"}))
    closed = await desk.ask(wire.AskMore(listing=3), wire.KeyClosed)
    assert closed.fault is RegistryFault.CHANGED
    assert desk.customer.told == []


def _more(message: type[ForTool]) -> dict[str, object]:
    fields = {"sought": "a", "name": "a"}
    return {name: value for name, value in fields.items() if name in message.model_fields}


async def test_more_requests_than_a_person_makes_are_refused() -> None:
    desk = Desk(laid_out())
    for _ in range(60):
        desk.tool.use(wire.OpenKey(listing=1, view=desk.view, names=CLOCK.split("\\")))
    assert (await desk.customer.hear(wire.KeyClosed)).fault is RegistryFault.TOO_MANY


async def test_asked_too_often_where_to_begin_it_says_so() -> None:
    desk = Desk(laid_out())
    for _ in range(60):
        desk.tool.use(wire.AskRoots())
    await desk.idle()
    told = [one for one in desk.customer.told if isinstance(one, wire.RegistryRoots)]
    refused = [one for one in desk.customer.told if isinstance(one, wire.KeyClosed)]
    assert len(told) + len(refused) == 60
    assert {(one.listing, one.fault) for one in refused} == {(0, RegistryFault.TOO_MANY)}
    assert desk.customer.kinds == ["registry.roots"] * len(told)
