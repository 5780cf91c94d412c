"""What is hidden does not exist, in whatever spelling a list keeps it; secrets have no content; what is kept stays."""

import codecs
from pathlib import Path
from urllib.parse import quote

import pytest

from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden
from agent.protocol import registry_messages as wire
from agent.protocol.registry_messages import Closed, RegistryFault, ValueKind
from tests.tools.registry.fakes import Desk, Outcome, laid_out, number, raw, text

SOFTWARE = r"HKEY_CURRENT_USER\Software"
CLOCK = rf"{SOFTWARE}\Clock"
RECENT = rf"{SOFTWARE}\Microsoft\Windows\CurrentVersion\Explorer\RecentDocs"
RUN = rf"{SOFTWARE}\Microsoft\Windows\CurrentVersion\Run"
SYSTEM = r"HKEY_LOCAL_MACHINE\SYSTEM"

SECRET_FOLDER = Path("/home/anne/Divorce 2026")
HIDES = Hidden(folders=(SECRET_FOLDER,), guards=frozenset())

TRACES = {
    "path": text("a", f"{SECRET_FOLDER}/lettre.doc"),
    "case": text("a", str(SECRET_FOLDER).upper()),
    "address": text("a", f"file://{quote(str(SECRET_FOLDER))}/lettre.doc"),
    "slashes": text("a", r"\home\anne\Divorce 2026"),
    "short": text("a", r"C:\Users\ANNE~1\Divorce 2026"),
    "list": raw("a", ValueKind.MULTI_SZ, "ok\0D:\\Divorce 2026\0\0".encode("utf-16-le")),
    "no end": raw("a", ValueKind.SZ, str(SECRET_FOLDER).encode("utf-16-le")),
    "bytes": raw("a", ValueKind.BINARY, b"\x14\x00\x1f" + str(SECRET_FOLDER).encode("utf-16-le") + b"\x00\x00\xff"),
    "odd bytes": raw("a", ValueKind.BINARY, b"\x01" + "Divorce 2026".encode("utf-16-le") + b"\x00\x00\x02"),
    "ansi": raw("a", ValueKind.BINARY, b"\x00\x31\x00" + b"Divorce 2026\x00\xfe"),
    "unknown type": raw("a", ValueKind.OTHER, "Divorce 2026".encode("utf-16-le")),
    "name": number("Divorce 2026", 1),
    "turned": number(codecs.encode(str(SECRET_FOLDER), "rot13"), 1),
    "far in": text("a", "x " * 400 + str(SECRET_FOLDER)),
    "too long to look through": raw("a", ValueKind.BINARY, bytes(100_000)),
}


def refused(outcome: Outcome) -> RegistryFault | None:
    return outcome.fault if isinstance(outcome, wire.RegistryFailed) else None


@pytest.mark.parametrize("trace", TRACES)
async def test_a_value_that_tells_of_a_hidden_folder_is_nowhere(trace: str) -> None:
    value = TRACES[trace]
    desk = Desk(laid_out(value, text("b", "Paris")))
    assert set(await desk.values(CLOCK)) == {value.name, "b"}
    desk.hide(HIDES)
    assert list(await desk.values(CLOCK)) == ["b"]
    found = [row.value for told in await desk.search(CLOCK, "a") for row in told.rows if row.value]
    assert [row.name for row in found] == ["b"]
    assert "Divorce" not in await desk.export(CLOCK)
    message = wire.ReadValue.model_validate(desk.at(CLOCK, name=value.name))
    assert (await desk.ask(message, wire.RegistryFailed)).fault is RegistryFault.MISSING
    assert refused(await desk.set(CLOCK, number(value.name, 2))) is RegistryFault.DENIED
    assert refused(await desk.delete(CLOCK, value.name)) is RegistryFault.DENIED


async def test_a_key_named_like_a_hidden_folder_is_missing_with_all_below() -> None:
    registry = laid_out(number("a", 1), path=rf"{SOFTWARE}\Divorce 2026\Deep")
    desk = Desk(registry)
    desk.hide(HIDES)
    assert await desk.keys(SOFTWARE) == {}
    assert await desk.fault_of_opening(rf"{SOFTWARE}\Divorce 2026\Deep") is RegistryFault.MISSING
    assert refused(await desk.make(SOFTWARE, "Divorce 2026")) is RegistryFault.DENIED
    assert not any("Divorce" in str(payload) for _, payload in desk.customer.recorded)


async def test_lists_of_what_was_opened_are_gone_while_something_is_hidden() -> None:
    desk = Desk(laid_out(number("0", 1), path=RECENT))
    explorer = RECENT.rpartition("\\")[0]
    assert await desk.keys(explorer) == {"RecentDocs": None}
    desk.hide(HIDES)
    assert await desk.keys(explorer) == {}
    assert await desk.fault_of_opening(RECENT) is RegistryFault.MISSING


async def test_nothing_is_told_while_it_is_not_known_what_is_hidden() -> None:
    desk = Desk(laid_out(number("a", 1)))
    desk.customer.knowledge = Knowledge(ready=False)
    desk.customer.hidden = HIDES
    assert await desk.fault_of_opening(CLOCK) is RegistryFault.NOT_NOW


async def test_a_key_that_is_open_is_closed_when_more_is_hidden() -> None:
    desk = Desk(laid_out(*(number(str(at), at) for at in range(2000))))
    page = await desk.ask(wire.OpenKey(listing=3, view=desk.view, names=CLOCK.split("\\")), wire.KeyPage)
    assert page.more
    desk.hide(HIDES)
    assert (await desk.customer.hear(wire.KeyClosed)).fault is RegistryFault.CHANGED
    desk.tool.use(wire.AskMore(listing=3))
    assert desk.customer.told == []


@pytest.mark.parametrize(
    "path", [r"HKEY_LOCAL_MACHINE\SAM", r"HKEY_LOCAL_MACHINE\SECURITY", rf"{SYSTEM}\ControlSet001\Control\Lsa\JD"]
)
async def test_secret_keys_are_there_and_closed(path: str) -> None:
    above, _, name = path.rpartition("\\")
    desk = Desk(laid_out(number("a", 1), path=rf"{path}\Deep"))
    assert (await desk.keys(above))[name] is Closed.SECRET
    assert await desk.fault_of_opening(path) is RegistryFault.SECRET
    assert await desk.fault_of_opening(rf"{path}\Deep") is RegistryFault.SECRET
    assert "Deep" not in await desk.export(above)


async def test_a_link_leads_nowhere_that_its_end_may_not_be_seen() -> None:
    registry = laid_out(number("a", 1), path=r"HKEY_LOCAL_MACHINE\SAM\Deep")
    registry.links = {rf"{SOFTWARE}\Way": r"HKEY_LOCAL_MACHINE\SAM\Deep"}
    assert await Desk(registry).fault_of_opening(rf"{SOFTWARE}\Way") is RegistryFault.SECRET


@pytest.mark.parametrize("name", ["DefaultPassword", "Proxy-Password", "api_key", "Mot de passe", "RefreshToken"])
async def test_a_password_is_named_and_never_told(name: str) -> None:
    desk = Desk(laid_out(text(name, "hunter2"), text("b", "x")))
    row = (await desk.values(CLOCK))[name]
    assert (row.closed, row.data, row.size) == (Closed.SECRET, "", 0)
    message = wire.ReadValue.model_validate(desk.at(CLOCK, name=name))
    assert (await desk.ask(message, wire.RegistryFailed)).fault is RegistryFault.SECRET
    assert not [row for told in await desk.search(CLOCK, "hunter") for row in told.rows]
    assert "hunter2" not in await desk.export(CLOCK)
    assert refused(await desk.set(CLOCK, text(name, "mine"))) is RegistryFault.SECRET
    assert refused(await desk.delete(CLOCK, name)) is RegistryFault.SECRET


@pytest.mark.parametrize(
    "path",
    [
        rf"{SYSTEM}\ControlSet001\Services\WinDefend",
        rf"{SYSTEM}\CurrentControlSet\Control\Terminal Server",
        r"HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Microsoft\Windows NT\CurrentVersion\Winlogon",
        r"HKEY_CURRENT_USER\Software\Handrail",
    ],
)
async def test_what_guards_the_computer_is_read_and_not_changed(path: str) -> None:
    registry = laid_out(number("Start", 2), path=path)
    desk = Desk(registry)
    assert (await desk.values(path))["Start"].closed is Closed.KEPT
    assert refused(await desk.set(path, number("Start", 4))) is RegistryFault.KEPT
    assert refused(await desk.set(path, number("New", 4))) is RegistryFault.KEPT
    assert refused(await desk.delete(path, "Start")) is RegistryFault.KEPT
    assert refused(await desk.make(path, "New")) is RegistryFault.KEPT
    assert registry.written == []
    assert not desk.changes.newest_first


async def test_what_starts_by_itself_can_be_taken_away_but_nothing_put_there() -> None:
    guard = text("Security", r"C:\Windows\System32\SecurityHealthSystray.exe")
    desk = Desk(laid_out(text("Adware", r"C:\adware.exe"), guard, path=RUN))
    assert refused(await desk.set(RUN, text("Mine", r"C:\mine.exe"))) is RegistryFault.KEPT
    assert refused(await desk.delete(RUN, "Security")) is RegistryFault.KEPT
    assert refused(await desk.delete(RUN, "Adware")) is None
    assert list(await desk.values(RUN)) == ["Security"]


async def test_names_with_a_nul_are_shown_and_never_used() -> None:
    registry = laid_out(number("a\0b", 1))
    desk = Desk(registry)
    assert refused(await desk.delete(CLOCK, "a\0b")) is RegistryFault.UNNAMED
    assert registry.written == []
