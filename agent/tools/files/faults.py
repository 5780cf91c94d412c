"""What is told when a file verb fails: one code for each kind of fault, never the system's own words."""

from agent.disk import base
from agent.protocol.errors import HandrailError
from agent.protocol.file_messages import FileFault

FAULTS: dict[type[base.DiskError], FileFault] = {
    base.Missing: FileFault.MISSING,
    base.Withheld: FileFault.WITHHELD,
    base.Denied: FileFault.DENIED,
    base.NameTaken: FileFault.NAME_TAKEN,
    base.WrongKind: FileFault.WRONG_KIND,
    base.NameTooLong: FileFault.NAME_TOO_LONG,
    base.NameNotAllowed: FileFault.NAME_NOT_ALLOWED,
    base.NotEmpty: FileFault.NOT_EMPTY,
    base.DiskFull: FileFault.DISK_FULL,
    base.DiskGone: FileFault.DISK_GONE,
    base.FileBusy: FileFault.BUSY,
    base.FileChanged: FileFault.CHANGED,
    base.KeptChanged: FileFault.CHANGED,
    base.NoTrash: FileFault.NO_TRASH,
    base.Halted: FileFault.STOPPED,
}


class FileRefused(HandrailError):
    """The tool itself refuses: no text, too much, the customer's no."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def fault_of(error: base.DiskError | FileRefused) -> FileFault:
    """Return the code of a fault."""
    return error.fault if isinstance(error, FileRefused) else FAULTS.get(type(error), FileFault.FAILED)
