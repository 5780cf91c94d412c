"""What a transfer says in the chunks of bulk (docs/protocol.md, "Transfers"): whole records, one after another.

A sender's items follow one another; each file's data end with its SHA-256. All numbers are big-endian. Twin of
rendezvous/console/src/transfers/records.ts.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import assert_never

from agent.protocol.errors import WireError
from agent.protocol.file_messages import MAX_FILE_PATH, FileFault
from agent.transport.bulk_wire import MOST_CHUNK

_HEAD = struct.Struct(">BIH")
_ITEM = struct.Struct(">I")
_FILE = struct.Struct(">IQQ")
_SETTLED = struct.Struct(">IB")
DIGEST = 32

MOST_DATA = MOST_CHUNK - _HEAD.size
"""Bytes of data in one record."""

_PATH = re.compile(r"([^%/\x00]|%[0-9A-F]{2})+(/([^%/\x00]|%[0-9A-F]{2})+)*")
_FAULTS: tuple[FileFault, ...] = tuple(FileFault)


class Kind(IntEnum):
    """The first byte."""

    FOLDER = 1
    FILE = 2
    DATA = 3
    END = 4
    SKIPPED = 5
    LAST = 6
    SETTLED = 7


@dataclass(frozen=True)
class Folder:
    """An item that is a folder. Paths are relative, in the wire's form, and begin with the transfer's own name."""

    transfer: int
    item: int
    path: str


@dataclass(frozen=True)
class File:
    """An item that is a file of `size` bytes; its data follow from `offset` on."""

    transfer: int
    item: int
    offset: int
    size: int
    path: str


@dataclass(frozen=True)
class Data:
    """The next bytes of the file."""

    transfer: int
    data: bytes


@dataclass(frozen=True)
class End:
    """The file is whole; `digest` is the SHA-256 of all of it, as it was read."""

    transfer: int
    digest: bytes


@dataclass(frozen=True)
class Skipped:
    """The sender cannot read the item (any more); what came of it counts for nothing."""

    transfer: int
    item: int
    fault: FileFault


@dataclass(frozen=True)
class Last:
    """There are no more items."""

    transfer: int


@dataclass(frozen=True)
class Settled:
    """The receiver's word on an item: the name it got, or why there is nothing of it. In the items' order."""

    transfer: int
    item: int
    fault: FileFault | None
    name: str


Record = Folder | File | Data | End | Skipped | Last | Settled


def pack(record: Record) -> bytes:
    """Write one record."""
    kind, content = _content(record)
    return _HEAD.pack(kind, record.transfer, len(content)) + content


def _content(record: Record) -> tuple[Kind, bytes]:
    match record:
        case Folder():
            return Kind.FOLDER, _ITEM.pack(record.item) + record.path.encode()
        case File():
            return Kind.FILE, _FILE.pack(record.item, record.offset, record.size) + record.path.encode()
        case Data():
            return Kind.DATA, record.data
        case End():
            return Kind.END, record.digest
        case Skipped():
            return Kind.SKIPPED, _SETTLED.pack(record.item, _code(record.fault))
        case Last():
            return Kind.LAST, b""
        case Settled():
            return Kind.SETTLED, _SETTLED.pack(record.item, _code(record.fault)) + record.name.encode()
        case _:
            assert_never(record)


def records(chunk: bytes) -> Iterator[Record]:
    """Read a chunk. Raise WireError on anything else."""
    at = 0
    while at < len(chunk):
        try:
            kind, transfer, length = _HEAD.unpack_from(chunk, at)
            at += _HEAD.size
            content = chunk[at : at + length]
            if len(content) != length:
                raise WireError("a record of a transfer is cut off")
            at += length
            yield _record(Kind(kind), transfer, content)
        except (struct.error, ValueError):
            raise WireError("not a record of a transfer") from None


def _record(kind: Kind, transfer: int, content: bytes) -> Record:
    match kind:
        case Kind.FOLDER:
            (item,) = _ITEM.unpack_from(content)
            return Folder(transfer, item, _path(content[_ITEM.size :]))
        case Kind.FILE:
            item, offset, size = _FILE.unpack_from(content)
            return File(transfer, item, offset, size, _path(content[_FILE.size :]))
        case Kind.DATA if content:
            return Data(transfer, content)
        case Kind.END if len(content) == DIGEST:
            return End(transfer, content)
        case Kind.SKIPPED:
            item, code = _SETTLED.unpack(content)
            return Skipped(transfer, item, _fault(code) or FileFault.FAILED)
        case Kind.LAST if not content:
            return Last(transfer)
        case Kind.SETTLED:
            item, code = _SETTLED.unpack_from(content)
            return Settled(transfer, item, _fault(code), content[_SETTLED.size :].decode())
        case _:
            raise WireError("a record of a transfer has another length")


def _path(content: bytes) -> str:
    path = content.decode()
    if len(path) > MAX_FILE_PATH or not _PATH.fullmatch(path):
        raise WireError("a record of a transfer names no path")
    return path


def _code(fault: FileFault | None) -> int:
    return 0 if fault is None else _FAULTS.index(fault) + 1


def _fault(code: int) -> FileFault | None:
    if code > len(_FAULTS):
        raise WireError("a record of a transfer names no fault")
    return _FAULTS[code - 1] if code else None
