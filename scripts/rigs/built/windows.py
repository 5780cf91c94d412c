"""The Windows half of [built-session]: the built .exe under Wine, in a Windows of its own that has no Python.

The mouse and keyboard of the X display are its real ones.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image

from agent.areas import Rect
from agent.disk.windows.names import wire_path
from scripts.rigs.applications import UTF8
from scripts.rigs.built.computer import Setting
from scripts.rigs.built.hand import Hand
from scripts.rigs.built.prefix import Windows, changed, windows
from scripts.rigs.ending import end
from scripts.rigs.person import TITLE
from scripts.rigs.pixels import grab
from scripts.rigs.traces import MARK, Traces, held
from scripts.rigs.wine import PREFIX, windows_path
from scripts.rigs.xserver import window_manager, xvfb

SIZE = (1900, 1000)
COLOURED, WRITTEN = Rect(10, 130, 470, 380), Rect(500, 130, 420, 250)
FOLDER_WINDOW, PLUGIN = Rect(500, 430, 420, 200), Rect(960, 110, 920, 860)
SECRET = "Prive"
PICKER = "Quel dossier voulez-vous cacher"
PYTHON = PREFIX / "drive_c" / "Python311" / "python.exe"
"""What draws the coloured window: it lies outside the customer's Windows."""
ORDINARY, ORDINARY_PICKER = "ordinary program", "ordinary folder"
"""Titles of another program's windows."""
MOUSE = "HKEY_CURRENT_USER\\Control Panel\\Mouse"
RECORD = "Exemple Assistance "


class WindowsComputer:
    """Implements scripts.rigs.built.computer.Computer."""

    secret = SECRET
    coloured, written, folder_window = COLOURED, WRITTEN, FOLDER_WINDOW
    field = (WRITTEN.x + 200, WRITTEN.y + 150)
    setting = Setting(MOUSE, "DoubleClickSpeed", "900")

    def __init__(self, base: Path, hand: Hand, system: Windows, traces: Traces, used: Sequence[str]) -> None:
        self.used = used
        """What Windows itself made when another program was used, before this one was there."""
        self.hand, self.home = hand, system.home
        self.tool = next((self.home / "Desktop").iterdir())
        self.downloads = self.home / "Documents"
        self.place = wire_path(system.path(self.home))
        self._base, self._system, self._traces = base, system, traces
        self._before = system.state(base)

    def typed(self) -> str:
        return (self._base / "letter.txt").read_text(encoding="utf-8", errors="replace")

    def clicked(self) -> list[tuple[int, int]]:
        lines = (self._base / "clicks").read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines]
        return [(one["x"], one["y"]) for one in told if one["kind"] == "ButtonPress"]

    def choose_folder(self) -> None:
        _choose(self.hand, PICKER, self._system.path(self.home / SECRET))

    def show_folder(self) -> None:
        self._system.start("explorer", self.home / SECRET)
        self.hand.put(f"{SECRET}$", FOLDER_WINDOW)

    def truth(self) -> Image.Image:
        return grab(self.hand.display)

    def setting_now(self) -> str:
        return self._system.ask("reg", "query", MOUSE, "/v", "DoubleClickSpeed").split()[-1]

    def left(self) -> list[str]:
        other = changed(self._before, self._system.state(self._base))
        places = [name for name in other if not self._is_meant(Path(name))]
        processes = [f"process {process.pid} {process.name()}" for process in self._traces.processes()]
        return [*places, *processes, *self._traces.listening(), *held(self.hand.display)]

    def _is_meant(self, path: Path) -> bool:
        """Say whether it is the tool, deleted or in the bin, or the record that the customer kept."""
        if path == self.tool:
            return not path.exists()
        if path in self._system.in_bin(self.tool.name):
            return True
        return path.parent == self.downloads and path.name.startswith(RECORD) and path.suffix == ".html"


@contextmanager
def windows_computer(base: Path, plugin: Path, certificate: Path, parcel: Path) -> Iterator[WindowsComputer]:
    """Furnish it, `parcel` among its documents, and start the plug-in as a person does who has just downloaded it."""
    with ExitStack() as stack:
        display = stack.enter_context(xvfb(SIZE))
        stack.enter_context(window_manager(display))
        system = stack.enter_context(windows(base, display, LC_ALL=UTF8, LANG="fr_FR.UTF-8"))
        hand = Hand(display, display)
        _furnish(system.home, plugin, parcel)
        _open_programs(base, system, hand)
        used = _use(base, system, hand)
        traces = Traces(base / "traces")
        computer = WindowsComputer(base, hand, system, traces, used)
        given = {MARK: traces.mark, "SSL_CERT_FILE": windows_path(certificate)}
        system.start(computer.tool, **given)
        hand.put(TITLE, PLUGIN)
        yield computer


def _furnish(home: Path, plugin: Path, parcel: Path) -> None:
    """Lay the home: documents, something private, and the plug-in among what was downloaded."""
    (home / SECRET).mkdir()
    (home / SECRET / "releve.txt").write_text("IBAN FR76\n", encoding="utf-8")
    (home / "Documents" / "lettre.txt").write_text("Bonjour\n", encoding="utf-8")
    shutil.copy(parcel, home / "Documents" / parcel.name)
    shutil.copy(plugin, home / "Desktop" / plugin.name)


def _open_programs(base: Path, system: Windows, hand: Hand) -> None:
    """Open the coloured window and a real editor, side by side."""
    for name in ("letter.txt", "clicks"):
        (base / name).touch()
    system.start(PYTHON, Path(__file__).parents[1] / "click_target.py", base / "clicks")
    system.start("notepad", base / "letter.txt")
    hand.put("click target", COLOURED)
    hand.put("letter.txt", WRITTEN)


def _use(base: Path, system: Windows, hand: Hand) -> list[str]:
    """Use Windows as it has been used before any plug-in comes; return what it made or changed by itself.

    It makes keys when a program, any program, first reads its certificates, is clicked, shows a folder or has one
    chosen. What is there before the plug-in comes is compared like all else: a value more in it would be a trace.
    """
    before = system.state(base)
    documents = system.home / "Documents"
    system.start(PYTHON, Path(__file__).with_name("ordinary.py"), ORDINARY, ORDINARY_PICKER, system.path(system.home))
    hand.put(ORDINARY, PLUGIN)
    hand.clicks(PLUGIN.x + PLUGIN.width // 2, PLUGIN.y + PLUGIN.height // 2)
    _choose(hand, ORDINARY_PICKER, system.path(documents))
    hand.waits(lambda: hand.window(ORDINARY) is None, "the other program to end")
    explorer = system.start("explorer", documents)
    hand.put(f"{documents.name}$", FOLDER_WINDOW)
    end(explorer)
    hand.waits(lambda: hand.window(f"{documents.name}$") is None, "the folder's window to go")
    return changed(before, system.state(base))


def _choose(hand: Hand, picker: str, path: str) -> None:
    """Type a path into the folder dialog of that title."""
    hand.waits(lambda: hand.window(picker) is not None, "the folder picker")
    hand.types(path)
    hand.keys("Return")
    hand.waits(lambda: hand.window(picker) is None, "the folder picker to go")
