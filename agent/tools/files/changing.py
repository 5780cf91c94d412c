"""What is changed by `files_write`: each change named before it is made, stopped at once, and put on the undo list."""

from collections.abc import Callable
from time import monotonic

from agent.disk.base import DiskError
from agent.protocol import file_messages as wire
from agent.protocol.bulk_messages import FILES
from agent.protocol.permissions import Permission
from agent.tools.files.backward import Backward
from agent.tools.files.desk import Desk
from agent.tools.files.faults import FileRefused, fault_of
from agent.tools.files.names import decoded, encoded, joined
from agent.tools.files.threads import Halt, in_thread
from agent.tools.files.verbs import Made, Verbs
from agent.tools.files.ways import FileWay

WRITE = Permission.FILES_WRITE
MOST = 8
"""Changes under way at once."""
PROGRESS_SECONDS = 0.25

Change = wire.MakeFolder | wire.RenameFile | wire.MoveFile | wire.CopyFile | wire.TrashFile
Work = Callable[[], Made]


class Changing:
    """The changing half of the tool."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._verbs, self._backward = Verbs(desk.disk, desk.trails), Backward(desk.disk, desk.trails)
        self._under_way: dict[int, Halt] = {}

    def stop(self) -> None:
        """Stop all that is under way."""
        for halt in self._under_way.values():
            halt.now()
        self._under_way = {}

    def stop_one(self, act: int) -> None:
        """Stop what is under way under that number, if it is."""
        if halt := self._under_way.get(act):
            halt.now()

    def start(self, act: int) -> Halt | None:
        """Count an act as under way; None, and told so, when there are too many or one of that number is."""
        if act in self._under_way or len(self._under_way) >= MOST or not self._desk.within_measure():
            self._desk.tell(WRITE, wire.FileFailed(act=act, fault=wire.FileFault.TOO_MANY))
            return None
        halt = self._under_way[act] = Halt()
        return halt

    def end(self, act: int, halt: Halt) -> None:
        """Count it no more."""
        if self._under_way.get(act) is halt:
            del self._under_way[act]

    async def change(self, message: Change) -> None:
        """Make one change."""
        halt = self.start(message.act)
        if halt is None:
            return
        try:
            kind = message.journal or ""
            await in_thread(lambda: self._look(message))
            name = self._named(message)
            self._desk.begin(WRITE, kind, name)
            made = await in_thread(self._work(message, halt))
            self.made(kind, name, made.way)
            self._desk.tell(WRITE, wire.FileDone(act=message.act, name=encoded(made.name)))
        except (DiskError, FileRefused) as error:
            self.failed(message.act, fault_of(error))
        finally:
            self.end(message.act, halt)

    def made(self, kind: str, name: str, way: FileWay) -> None:
        """Put a change that was made on the customer's list."""

        async def take_back() -> bool:
            try:
                self._desk.around.record("files.undone", {"name": name})
                await in_thread(lambda: self._backward.take(way))
            except DiskError as error:
                self._desk.failed(fault_of(error))
                return False
            self._desk.tell(FILES, wire.FileUndone())
            return True

        self._desk.around.changes.add(kind, name, take_back, way)

    def failed(self, act: int, fault: wire.FileFault) -> None:
        """Tell both sides that something was not done."""
        self._desk.failed(fault)
        self._desk.tell(WRITE, wire.FileFailed(act=act, fault=fault))

    def _look(self, message: Change) -> None:
        """Look whether what a change names can be seen: nothing else may be named. Blocks. Raise DiskError."""
        if not isinstance(message, wire.MakeFolder):
            self._desk.disk.stat(decoded(message.path))
        if not isinstance(message, wire.RenameFile | wire.TrashFile):
            self._desk.disk.space(decoded(message.folder))

    def _named(self, message: Change) -> str:
        called = self._desk.called
        match message:
            case wire.MakeFolder():
                return called(joined(decoded(message.folder), decoded(message.name)))
            case wire.RenameFile():
                return called(decoded(message.path), decoded(message.name))
            case wire.MoveFile() | wire.CopyFile():
                return called(decoded(message.path), decoded(message.folder))
            case wire.TrashFile():
                return called(decoded(message.path))

    def _work(self, message: Change, halt: Halt) -> Work:
        verbs = self._verbs

        def work() -> Made:
            halt.check()
            match message:
                case wire.MakeFolder():
                    return verbs.make_folder(decoded(message.folder), decoded(message.name))
                case wire.RenameFile():
                    return verbs.rename(decoded(message.path), decoded(message.name))
                case wire.MoveFile():
                    progress = self._progress(message.act)
                    return verbs.move(decoded(message.path), decoded(message.folder), halt, progress)
                case wire.CopyFile():
                    progress = self._progress(message.act)
                    return verbs.copy(decoded(message.path), decoded(message.folder), halt, progress)
                case wire.TrashFile():
                    return verbs.trash(decoded(message.path))

        return work

    def _progress(self, act: int) -> Callable[[int, int | None], None]:
        loop, due = self._desk.loop, monotonic() + PROGRESS_SECONDS

        def progress(done: int, total: int | None) -> None:
            nonlocal due
            if monotonic() >= due:
                due = monotonic() + PROGRESS_SECONDS
                message = wire.FileProgress(act=act, done=done, total=total)
                loop.call_soon_threadsafe(self._desk.tell, WRITE, message)

        return progress
