"""A key as a .reg file, exactly as regedit writes it, told part by part; what cannot be in it is counted."""

import pytest

from agent.protocol import registry_messages as wire
from agent.protocol.registry_messages import RegistryFault, RegistryView, ValueKind
from agent.tools.registry import exporting
from agent.tools.registry.reg_file import RegFile
from agent.tools.registry.source import Key, Value
from tests.tools.registry.fakes import Desk, laid_out, number, raw, text

CLOCK = r"HKEY_CURRENT_USER\Software\Clock"

LINES = [
    (text("", "own"), '@="own"\r\n'),
    (text('a "b" \\', 'C:\\x "y"'), '"a \\"b\\" \\\\"="C:\\\\x \\"y\\""\r\n'),
    (number("n", 0xDEADBEEF), '"n"=dword:deadbeef\r\n'),
    (text("é", "Zażółć 😀"), '"é"="Zażółć 😀"\r\n'),
    (text("lines", "a\nb"), '"lines"=hex(1):61,00,0a,00,62,00,00,00\r\n'),
    (raw("no end", ValueKind.SZ, b"a\0"), '"no end"=hex(1):61,00\r\n'),
    (raw("half", ValueKind.SZ, b"\x3d\xd8\0\0"), '"half"=hex(1):3d,d8,00,00\r\n'),
    (text("x", "%A%", ValueKind.EXPAND_SZ), '"x"=hex(2):25,00,41,00,25,00,00,00\r\n'),
    (raw("m", ValueKind.MULTI_SZ, b"a\0\0\0\0\0"), '"m"=hex(7):61,00,00,00,00,00\r\n'),
    (raw("b", ValueKind.BINARY, b"\1\xff"), '"b"=hex:01,ff\r\n'),
    (raw("empty", ValueKind.BINARY, b""), '"empty"=hex:\r\n'),
    (raw("none", ValueKind.NONE, b""), '"none"=hex(0):\r\n'),
    (raw("be", ValueKind.DWORD_BIG_ENDIAN, b"\0\0\0\1"), '"be"=hex(5):00,00,00,01\r\n'),
    (raw("l", ValueKind.LINK, b"a\0"), '"l"=hex(6):61,00\r\n'),
    (raw("q", ValueKind.QWORD, bytes(8)), '"q"=hex(b):00,00,00,00,00,00,00,00\r\n'),
    (raw("short", ValueKind.DWORD, b"\1"), '"short"=hex(4):01\r\n'),
    (raw("own type", ValueKind.OTHER, b"\1"), '"own type"=hex(8):01\r\n'),
]


@pytest.mark.parametrize(("value", "line"), LINES, ids=lambda one: one.name if isinstance(one, Value) else None)
def test_each_kind_of_value_has_its_line(value: Value, line: str) -> None:
    assert RegFile().value(value) == line


@pytest.mark.parametrize("name", ["a\nb", "a\0b", "half \ud83d"])
def test_a_name_that_such_a_file_cannot_say_has_no_line(name: str) -> None:
    assert RegFile().value(number(name, 1)) is None
    assert RegFile().key(Key(RegistryView.WIDE, ("HKEY_CURRENT_USER", name)), ("USER", name)) is None


def test_long_data_goes_on_below_within_eighty_columns() -> None:
    lines = RegFile().value(raw("value", ValueKind.BINARY, bytes(range(100))))
    assert lines is not None
    first, second, *_ = lines.split("\r\n")
    assert first == '"value"=hex:' + ",".join(f"{byte:02x}" for byte in range(21)) + ",\\"
    assert second == "  " + ",".join(f"{byte:02x}" for byte in range(21, 46)) + ",\\"
    assert max(map(len, lines.split("\r\n"))) < 80


def test_a_key_of_32_bit_programs_is_named_as_it_lies() -> None:
    key = Key(RegistryView.NARROW, ("HKEY_LOCAL_MACHINE", "SOFTWARE", "Clock"))
    line = RegFile().key(key, ("MACHINE", "SOFTWARE", "WOW6432Node", "Clock"))
    assert line == "\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Clock]\r\n"


async def test_a_key_goes_with_all_below_it() -> None:
    registry = laid_out(number("n", 1), text("Password", "x"))
    registry.keys[rf"{CLOCK}\Below"] = {"m": number("m", 2)}
    registry.keys[rf"{CLOCK}\Locked"] = {}
    registry.denied = frozenset({rf"{CLOCK}\Locked"})
    desk = Desk(registry)
    message = wire.ExportKey.model_validate(desk.at(CLOCK))
    part = await desk.ask(message, wire.ExportPart)
    assert part.text == (
        "Windows Registry Editor Version 5.00\r\n"
        f'\r\n[{CLOCK}]\r\n"n"=dword:00000001\r\n'
        f'\r\n[{CLOCK}\\Below]\r\n"m"=dword:00000002\r\n'
        "\r\n"
    )
    assert (part.last, part.left_out) == (True, 2)
    assert desk.customer.recorded == [("registry.exported", {"name": CLOCK})]


async def test_a_long_file_comes_in_parts_that_fit_messages() -> None:
    desk = Desk(laid_out(*(text(str(at), '"é\\' * 400) for at in range(60))))
    whole = await desk.export(CLOCK)
    assert whole.count('"="') == 60
    assert desk.customer.kinds == ["registry.exported"]
    message = wire.ExportKey.model_validate(desk.at(CLOCK))
    part = await desk.ask(message, wire.ExportPart)
    assert len(part.model_dump_json().encode()) < 60 * 1024
    desk.tool.use(wire.StopRegistryAct(act=message.act))
    desk.tool.use(wire.AskPart(act=message.act))
    await desk.idle()
    assert desk.customer.told == []


async def test_a_file_beyond_all_measure_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MAX_EXPORT", 20_000)
    desk = Desk(laid_out(*(text(str(at), "x" * 1000) for at in range(40))))
    message = wire.ExportKey.model_validate(desk.at(CLOCK))
    assert not (await desk.ask(message, wire.ExportPart)).last
    assert (await desk.ask(wire.AskPart(act=message.act), wire.RegistryFailed)).fault is RegistryFault.TOO_LARGE
