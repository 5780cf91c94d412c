"""The Linux half of [built-session]: the built file in a bare Debian, on an X server whose mouse is another's window's.

The plug-in sees nothing of this machine but the person's home, the X server and the processes; the desktop's programs
are this machine's, and run as the same ordinary user.
"""

import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image

from agent.areas import Rect
from agent.leftovers import SHARED_MEMORY
from agent.tools.files.names import encoded
from scripts.rigs.applications import application, bring_forward
from scripts.rigs.built import bare_root
from scripts.rigs.built.computer import Setting
from scripts.rigs.built.hand import Hand
from scripts.rigs.built.person_on_linux import USER, Desktop, as_user, give, let_in, session_bus
from scripts.rigs.person import TITLE
from scripts.rigs.pixels import grab
from scripts.rigs.traces import Traces, held
from scripts.rigs.xserver import window_manager, xephyr, xvfb

SIZE = (1900, 1000)
COLOURED, WRITTEN = Rect(10, 130, 470, 380), Rect(500, 130, 420, 250)
FOLDER_WINDOW, PLUGIN = Rect(500, 430, 420, 200), Rect(960, 110, 920, 860)
SECRET = "Prive"
PICKER = "Quel dossier voulez-vous cacher"
SYSTEM_PYTHON = "/usr/bin/python3"
"""This machine's own, with Tk: what an ordinary user may start."""
SOUND = "/org/gnome/desktop/sound/theme-name"
SETTINGS_FOLDER = "dconf"
"""What keeps settings writes there whenever one is set; what they are is compared by its own program."""
RECORD = re.compile(r"Exemple Assistance .*\.html")

State = dict[str, tuple[object, ...]]


class LinuxComputer:
    """Implements scripts.rigs.built.computer.Computer."""

    secret = SECRET
    coloured, written, folder_window = COLOURED, WRITTEN, FOLDER_WINDOW
    field = (WRITTEN.x + 200, WRITTEN.y + 150)
    setting = Setting("org/gnome/desktop/sound", "theme-name", "'yaru'")

    def __init__(self, base: Path, hand: Hand, desktop: Desktop, traces: Traces, stack: ExitStack) -> None:
        self.hand, self.home = hand, traces.folder / "home"
        self.tool = next((self.home / "Bureau").iterdir())
        self.downloads = self.home / "Documents"
        self.place = encoded(str(self.home))
        self._base, self._desktop, self._traces, self._stack = base, desktop, traces, stack
        self._before = self._state()

    def typed(self) -> str:
        return (self._base / "apart" / "letter.txt").read_text(encoding="utf-8")

    def clicked(self) -> list[tuple[int, int]]:
        lines = (self._base / "apart" / "clicks").read_text(encoding="utf-8").splitlines()
        return [_place(line) for line in lines if '"ButtonPress"' in line]

    def choose_folder(self) -> None:
        self.hand.waits(lambda: self.hand.window(PICKER) is not None, "the folder picker")
        bring_forward(PICKER, {**os.environ, "DISPLAY": self.hand.display})
        self.hand.keys("ctrl+slash")
        self.hand.types(str(self.home / SECRET))
        self.hand.keys("Return", "Return")  # the first goes there, the second says that it is this one
        self.hand.waits(lambda: self.hand.window(PICKER) is None, "the folder picker to go")

    def show_folder(self) -> None:
        self._stack.enter_context(self._desktop.program("pcmanfm", "--new-win", self.home / SECRET))
        self.hand.put(f"^{SECRET}$", FOLDER_WINDOW)

    def truth(self) -> Image.Image:
        return grab(self.hand.display)

    def setting_now(self) -> str:
        return self._desktop.dconf("read", SOUND) or "its default"

    def left(self) -> list[str]:
        now = self._state()
        other = sorted(name for name in self._before.keys() | now.keys() if self._before.get(name) != now.get(name))
        files = [name for name in other if not self._is_meant(Path(name))]
        processes = [f"process {process.pid} {process.name()}" for process in self._traces.processes()]
        return [*files, *processes, *self._traces.listening(), *held(self.hand.display)]

    def _is_meant(self, path: Path) -> bool:
        """Say whether it is the deleted tool, the record that the customer kept, or the file that was sent."""
        if path == self.tool:
            return not path.exists()
        return path.parent == self.downloads and (path.suffix == ".bin" or RECORD.fullmatch(path.name) is not None)

    def _state(self) -> State:
        """Return everything that lies in the bare system and in the person's folders, and the settings."""
        settings = _settings(self._desktop.dconf("dump", "/"))
        tops = (self._base / "root", self._traces.folder, SHARED_MEMORY)
        state = {name: facts for top in tops for name, facts in _below(top) if top != SHARED_MEMORY or USER in facts}
        return {**state, **settings}


def _settings(dump: str) -> State:
    """Return each setting that has a value of its own."""
    parsed = RawConfigParser(delimiters="=")
    parsed.read_string(dump)
    return {f"setting {path}/{key}": (value,) for path in parsed.sections() for key, value in parsed.items(path)}


def _below(top: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Go through what lies below a folder; of a folder its times are left out, as others' files change them too."""
    for folder, inner, files in os.walk(top):
        inner[:] = [name for name in inner if name != SETTINGS_FOLDER]
        for name in (*inner, *files):
            path = os.path.join(folder, name)
            try:
                told = os.lstat(path)
            except FileNotFoundError:
                continue  # it is another program's, and went while we looked
            facts = (told.st_mode, told.st_uid, told.st_gid)
            yield path, facts if stat.S_ISDIR(told.st_mode) else (*facts, told.st_size, told.st_mtime_ns)


def _place(line: str) -> tuple[int, int]:
    told = json.loads(line)
    return told["x"], told["y"]


@contextmanager
def linux_computer(base: Path, plugin: Path, certificate: Path) -> Iterator[LinuxComputer]:
    """Furnish it, and start the plug-in as a person does who has just downloaded it."""
    base.chmod(0o755)
    traces = Traces(base / "person")
    traces.folder.mkdir()
    folders = traces.environment
    _furnish(base, Path(folders["HOME"]), plugin)
    with ExitStack() as stack:
        root = stack.enter_context(bare_root.copy(base))
        for folder in (traces.folder, Path("/tmp/.X11-unix")):  # noqa: S108 - where X servers listen
            (root / folder.relative_to("/")).mkdir(parents=True)
        shutil.copyfile(certificate, root / "etc" / "customer.pem")
        outer = stack.enter_context(xvfb(SIZE))
        inner = stack.enter_context(xephyr(outer, SIZE))
        let_in(inner)
        stack.enter_context(window_manager(inner, USER))  # another's files nobody sees: its windows would be hidden
        bus = stack.enter_context(session_bus(Path(folders["HOME"]), traces.folder / "run"))
        desktop = Desktop(inner, traces.folder, base / "apart", bus)
        hand = Hand(outer, inner)
        _open_programs(base / "apart", desktop, hand, stack)
        computer = LinuxComputer(base, hand, desktop, traces, stack)
        given = {**folders, "DISPLAY": inner, "DBUS_SESSION_BUS_ADDRESS": bus, "LANG": "fr_FR.UTF-8"}
        stack.enter_context(application(_inside(root, traces.folder, computer.tool, given), dict(os.environ)))
        hand.put(TITLE, PLUGIN)
        yield computer


def _furnish(base: Path, home: Path, plugin: Path) -> None:
    """Lay the home: documents, something private, and the plug-in among what was downloaded."""
    for folder in (
        home / "Documents",
        home / SECRET,
        home / "Bureau",
        home / ".config" / SETTINGS_FOLDER,
        base / "apart",
    ):
        folder.mkdir(parents=True)
    (home / SECRET / "releve.txt").write_text("IBAN FR76\n", encoding="utf-8")
    (home / "Documents" / "lettre.txt").write_text("Bonjour\n", encoding="utf-8")
    shutil.copy(plugin, home / "Bureau" / plugin.name)
    shutil.copy(Path(__file__).parents[1] / "click_target.py", base / "apart")
    for name in ("letter.txt", "clicks"):
        (base / "apart" / name).touch()
    for top in (home.parent, base / "apart"):
        give(top)


def _open_programs(apart: Path, desktop: Desktop, hand: Hand, stack: ExitStack) -> None:
    """Open the coloured window and a real editor, side by side."""
    stack.enter_context(desktop.program(SYSTEM_PYTHON, apart / "click_target.py", apart / "clicks"))
    stack.enter_context(desktop.program("mousepad", "--disable-server", apart / "letter.txt"))
    hand.put("click target", COLOURED)
    hand.put("letter.txt", WRITTEN)


def _inside(root: Path, person: Path, plugin: Path, given: dict[str, str]) -> list[str]:
    """Return the command that runs the plug-in as the user in the bare system, which has the home and the screen."""
    shown = [str(person), "/tmp/.X11-unix"]  # noqa: S108 - where X servers listen
    binds = [word for path in shown for word in ("--bind", path, path)]
    env = {**given, "PATH": "/usr/bin:/bin", "SSL_CERT_FILE": "/etc/customer.pem"}
    named = [word for name, value in env.items() for word in ("--setenv", name, value)]
    may = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]  # to become the user, who has none
    system = ["--bind", str(root), "/", "--proc", "/proc", "--dev-bind", "/dev", "/dev"]
    return ["bwrap", "--die-with-parent", *may, *system, *binds, "--clearenv", *named, "--", *as_user([plugin])]
