"""What is seen: places, a folder at a time, and texts, by `files_read` alone. Nothing leaves that is hidden by then."""

from collections import OrderedDict

from agent.disk.base import DiskError
from agent.protocol import file_messages as wire
from agent.protocol.bulk_messages import FILES
from agent.protocol.permissions import Permission
from agent.tools.files.desk import Desk
from agent.tools.files.faults import FileRefused, fault_of
from agent.tools.files.folder import Folder
from agent.tools.files.names import decoded
from agent.tools.files.order import Choice
from agent.tools.files.places import places
from agent.tools.files.reading import Opened, open_text
from agent.tools.files.rows import pages
from agent.tools.files.sending import Sending
from agent.tools.files.threads import in_thread

READ = Permission.FILES_READ
SEE = FILES
"""Folders are seen by either: nobody changes what they cannot find."""
NO_LISTING = 0
"""Stands for the places, where a listing's number is told."""
MAX_OPENED = 16
"""Texts that can be saved over; the last ones."""


class Showing:
    """The seeing half of the tool."""

    def __init__(self, desk: Desk) -> None:
        self.opened: OrderedDict[int, Opened] = OrderedDict()
        self._desk = desk
        self._folder: Folder | None = None
        self._asked = 0
        self._sending = Sending(
            lambda message: desk.tell(READ, message), lambda: desk.may(READ), desk.around.on_the_way
        )

    def stop(self) -> None:
        """Tell nothing more of what may not be seen now."""
        if not self._desk.may(SEE):
            self._leave()
        if not self._desk.may(READ):
            self._sending.stop()

    def forget(self) -> None:
        """Keep nothing of the texts that were shown: they may not be read any more."""
        self.opened.clear()

    def hidden_changed(self) -> None:
        """Read anew what is shown: some of it may be hidden now."""
        self._sending.stop()
        folder = self._folder
        if folder is not None:
            self._leave()
            self._read(folder.number, folder.path, folder.choice)

    # --- places -----------------------------------------------------------------------------------------------------

    async def places(self) -> None:
        """Tell where to begin."""
        if not self._desk.may(SEE):
            return
        if not self._desk.within_measure():
            return self._closed(NO_LISTING, wire.FileFault.TOO_MANY)
        try:
            self._desk.around.record("files.places", {})
            found = await in_thread(lambda: places(self._desk.disk))
        except DiskError:
            found = []
        self._desk.tell(SEE, wire.FilePlaces(places=found))

    # --- a folder ---------------------------------------------------------------------------------------------------

    async def list(self, message: wire.ListFolder) -> None:
        """Show a folder, or the same one in another order."""
        self._asked = message.listing
        path, choice = decoded(message.path), chosen(message)
        folder = self._folder
        if folder and not message.fresh and folder.path == path:
            folder.number = message.listing
            return await folder.arrange(choice)
        self._leave()
        if not self._desk.within_measure():
            return self._closed(message.listing, wire.FileFault.TOO_MANY)
        try:
            await in_thread(lambda: self._desk.disk.space(path))  # says whether it is a folder that can be seen
            if self._asked != message.listing:
                return
            self._desk.begin(SEE, "files.listed", self._desk.called(path))
        except DiskError as error:
            return self._closed(message.listing, fault_of(error))
        self._read(message.listing, path, choice)

    def more(self, message: wire.AskRows) -> None:
        """Tell rows further down; of a listing that is over, nothing."""
        if self._folder and self._folder.number == message.listing:
            self._tell_rows(self._folder, message.first, message.count)

    def _read(self, number: int, path: str, choice: Choice) -> None:
        folder = self._folder = Folder(number, path, choice, self._folder_changed)
        folder.begin(lambda: self._desk.disk.list(path))

    def _leave(self) -> None:
        if self._folder:
            self._folder.leave()
        self._folder = None

    def _folder_changed(self, folder: Folder) -> None:
        if folder is not self._folder:
            return
        if folder.fault is not None:
            self._folder = None
            return self._closed(folder.number, fault_of(folder.fault))
        begun = folder.reading and folder.told
        folder.told = True
        self._tell_rows(folder, 0, 0 if begun else wire.MAX_FILE_ROWS)

    def _tell_rows(self, folder: Folder, first: int, count: int) -> None:
        for start, rows in pages(folder.entries, first, count):
            self._desk.tell(
                SEE,
                wire.FolderRows(
                    listing=folder.number,
                    first=start,
                    rows=rows,
                    total=len(folder.entries),
                    all=folder.found,
                    reading=folder.reading,
                    cut=folder.cut,
                ),
            )

    def _closed(self, number: int, fault: wire.FileFault) -> None:
        if fault is wire.FileFault.STOPPED:
            return
        self._desk.failed(fault)
        self._desk.tell(SEE, wire.FolderClosed(listing=number, fault=fault))

    # --- a text -----------------------------------------------------------------------------------------------------

    async def view(self, message: wire.ViewText) -> None:
        """Show a text file."""
        path = decoded(message.path)
        try:
            if not self._desk.within_measure():
                raise FileRefused(wire.FileFault.TOO_MANY)
            await in_thread(lambda: self._desk.disk.stat(path))
            self._desk.begin(READ, "files.viewed", self._desk.called(path))
            trail = self._desk.trails.follow(path)
            generation = self._desk.disk.generation
            opened = await in_thread(lambda: open_text(self._desk.disk, trail))
        except (DiskError, FileRefused) as error:
            return self._not_viewed(message.act, fault_of(error))
        if not self._desk.may(READ) or generation != self._desk.disk.generation:
            return self._not_viewed(message.act, wire.FileFault.STOPPED)
        self._keep(message.act, opened)
        parts = opened.text.parts()
        self._desk.tell(
            READ,
            wire.TextOpened(
                act=message.act,
                parts=len(parts),
                size=opened.size,
                encoding=opened.text.encoding,
                editable=opened.text.editable,
            ),
        )
        await self._sending.send([wire.TextShown(act=message.act, text=part) for part in parts])

    def _keep(self, act: int, opened: Opened) -> None:
        self.opened[act] = opened
        while len(self.opened) > MAX_OPENED:
            self.opened.popitem(last=False)

    def _not_viewed(self, act: int, fault: wire.FileFault) -> None:
        self._desk.failed(fault)
        self._desk.tell(READ, wire.FileFailed(act=act, fault=fault))


def chosen(message: wire.ListFolder) -> Choice:
    """Read which rows are wanted, in which order."""
    return Choice(message.sort, message.descending, message.filter, message.dotted)
