"""The messages that begin, go on with and end transfers of files; what they carry goes over bulk (docs/protocol.md).

A transfer is one file or one folder with all it holds. Its number is the console's; the sender counts its items from 0.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agent.protocol.bulk_messages import FILES
from agent.protocol.file_messages import FileFault, FileName, FilePath, Number
from agent.protocol.message import ForTool, FromAgent
from agent.protocol.permissions import Permission

MAX_TRANSFER_ITEMS = 200_000
"""Files and folders of one transfer."""
MAX_TRANSFER_BYTES = 1 << 50

Item = Annotated[int, Field(ge=0, le=MAX_TRANSFER_ITEMS)]
Bytes = Annotated[int, Field(ge=0, le=MAX_TRANSFER_BYTES)]


class WhenTaken(StrEnum):
    """What is done where a name is in use already."""

    ASK = "ask"
    """Nothing: it is left out, told as `name_taken`, and the technician decides."""
    KEEP_BOTH = "keep_both"
    """It gets another name."""
    REPLACE = "replace"
    """A file's old content is kept beside it; what is in a folder is put into the one that is there."""


class BringFiles(ForTool, needs=Permission.FILES_WRITE, journal="files.bringing"):
    """Announce something that is to be put into `folder`; answered by `transfers/ready` or `transfers/failed`.

    `name` is what lies in the folder in the end, `items` and `bytes` all of it.
    """

    type: Literal["transfers/bring"] = "transfers/bring"
    transfer: Number
    folder: FilePath
    name: FileName
    items: Item
    bytes: Bytes
    when_taken: WhenTaken


class TakeFiles(ForTool, needs=Permission.FILES_READ, journal="files.taking"):
    """Ask for a file or a folder; answered by `transfers/ready` or `transfers/failed`, and begun by `transfers/go`."""

    type: Literal["transfers/take"] = "transfers/take"
    transfer: Number
    path: FilePath


class GoOn(ForTool, needs=FILES, journal=None):
    """Go on with a transfer over the connection for bulk that stands now.

    What is taken goes on at byte `offset` of item `item`: there the console stands. For what is brought, `item` counts
    the results that were heard; answered by `transfers/stands`.
    """

    type: Literal["transfers/go"] = "transfers/go"
    transfer: Number
    item: Item
    offset: Bytes


class PauseTransfer(ForTool, needs=FILES, journal=None):
    """Send nothing more of what is taken until `transfers/go`."""

    type: Literal["transfers/pause"] = "transfers/pause"
    transfer: Number


class CloseTransfer(ForTool, needs=FILES, journal=None):
    """Let go of a transfer: of a file that is not whole nothing is left."""

    type: Literal["transfers/close"] = "transfers/close"
    transfer: Number


class TransferReady(FromAgent):
    """There is room for what is brought; or what is taken was looked through, and is so much."""

    type: Literal["transfers/ready"] = "transfers/ready"
    transfer: int
    items: int
    bytes: int


class TransferStands(FromAgent):
    """Where to go on with what is brought: at byte `offset` of item `item`."""

    type: Literal["transfers/stands"] = "transfers/stands"
    transfer: int
    item: int
    offset: int


class TransferFailed(FromAgent):
    """Nothing comes of a transfer, or nothing more. Nothing is left of a file that was under way."""

    type: Literal["transfers/failed"] = "transfers/failed"
    transfer: int
    fault: FileFault


TransferRequest = BringFiles | TakeFiles | GoOn | PauseTransfer | CloseTransfer
"""What the file tool performs for transfers."""

TransferAnswer = TransferReady | TransferStands | TransferFailed
"""What it answers."""
