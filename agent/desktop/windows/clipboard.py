"""The customer's clipboard on Windows: who copied last is followed by Windows' own word, and it is read when told to.

Like hiding.copied: what a program copied may be read as its windows might be shown then, and may now. What a password
manager marks is never read. What is put is kept out of Windows' history, and taken back at the end.
"""

from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import Final, Protocol

from agent.desktop.base import Clip, ClipboardError, DesktopError
from agent.desktop.windows import win32_clipboard as win32
from agent.desktop.windows.dib import dib_of, png_of
from agent.desktop.windows.pump import Pump, Undo
from agent.desktop.windows.win32_windows import process_of
from agent.hiding.facts import WindowFacts
from agent.protocol.clipboard_messages import (
    MAX_CLIPBOARD_IMAGE,
    MAX_CLIPBOARD_PIXELS,
    MAX_CLIPBOARD_TEXT,
    ClipboardFault,
    ClipboardKind,
)

ANSWER_SECONDS: Final = 5.0
"""How long the program that copied may take to make what it promised."""

_LOOK_SECONDS: Final = 0.05
_TOLD_SECONDS: Final = 1.0
"""How long Windows' word of a change may be behind the change."""

SECRET: Final = ("ExcludeClipboardContentFromMonitorProcessing", "Clipboard Viewer Ignore")
"""Formats whose presence says: nobody's but the one who pastes it (Cloud Clipboard and Clipboard History Formats)."""
UNKEPT: Final = ("CanIncludeInClipboardHistory", "CanUploadToCloudClipboard")
"""Formats that say the same by a DWORD of 0, and by which we keep what we put out of the history."""
_NO: Final = bytes(4)
_MOST_DIB: Final = 4 * MAX_CLIPBOARD_PIXELS + 4096


class Windows(Protocol):
    """What is known of windows (WindowsMasking)."""

    def windows_of(self, pid: int) -> Sequence[WindowFacts]:
        """Return what is known of the windows of a process."""

    def may_be_read(self, windows: Sequence[WindowFacts]) -> bool:
        """Say whether what a program with these windows copied may be read."""


class WindowsClipboard:
    """Clipboard of this session."""

    def __init__(self, windows: Windows) -> None:
        """Prepare; `windows` says what is shown of whose windows."""
        self._windows = windows
        self._held: _Held | None = None

    def start(self) -> None:
        """Begin to follow who copied last. Raise DesktopError when Windows does not allow it."""
        self.close()
        self._held = _Held(self._windows)

    def read(self, given_up: Event) -> Clip:
        """Return its text or else its image. Raise ClipboardError or DesktopError."""
        return _within(lambda: self._here().read(), given_up)

    def put(self, clip: Clip) -> None:
        """Let `clip` be pasted. Raise DesktopError when Windows does not take it."""
        self._here().put(clip)

    def close(self) -> None:
        """Follow nothing more; what was put can be pasted no more."""
        held, self._held = self._held, None
        if held is not None:
            held.close()

    def _here(self) -> "_Held":
        if self._held is None:
            raise DesktopError("The clipboard is not followed.")
        return self._held


class _Held:
    """The window that hears of changes, and what is known of who made the last one."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._window = 0
        self._copied: tuple[int, int, Sequence[WindowFacts], bool] = (-1, 0, (), False)
        """The number of the change, the owner's window, its program's windows, and whether it might be read, then."""
        self._pump = Pump("clipboard", self._begin)

    def read(self) -> Clip:
        """Read it. Raise ClipboardError, DesktopError."""
        self._wait_for_word()
        with win32.opened(0):
            self._require(win32.owner())
            clip = _content()
            self._require(win32.owner())  # it may have been hidden meanwhile
        return clip

    def put(self, clip: Clip) -> None:
        """Fill it. Raise DesktopError."""
        forms = _forms(clip) | {win32.named(name): _NO for name in UNKEPT}
        with win32.opened(self._window):
            win32.fill(forms)

    def close(self) -> None:
        """End the thread, which empties the clipboard where it is still ours."""
        self._pump.stop()

    def _begin(self) -> Undo:
        window = win32.ClipboardWindow(self._changed)
        self._window = window.handle
        self._changed()
        return window.close

    def _changed(self) -> None:
        """Take in who copied, while it is fresh who that is. On the pump's thread."""
        number, window = win32.sequence(), win32.owner()
        windows = self._windows.windows_of(process_of(window)) if window else ()
        trusted = self._is_ours(window) or self._windows.may_be_read(windows)
        self._copied = number, window, windows, trusted

    def _is_ours(self, window: int) -> bool:
        return window == self._window != 0

    def _wait_for_word(self) -> None:
        """Wait until the last change is known; making what was promised counts as one of which there is no word."""
        until = monotonic() + _TOLD_SECONDS
        pause = Event()
        while self._copied[0] != win32.sequence() and monotonic() < until:
            pause.wait(_LOOK_SECONDS)

    def _require(self, owner: int) -> None:
        _, window, then, trusted = self._copied
        if window != owner:
            raise ClipboardError(ClipboardFault.UNANSWERED)  # another program copies just now
        now = self._windows.windows_of(process_of(window)) if window else ()
        if not trusted or not (self._is_ours(window) or self._windows.may_be_read((*then, *now))):
            raise ClipboardError(ClipboardFault.NOTHING)


def _within(work: Callable[[], Clip], given_up: Event) -> Clip:
    """Do it on a thread of its own, which a program that does not answer may keep. Raise DesktopError."""
    done: SimpleQueue[Clip | DesktopError] = SimpleQueue()

    def run() -> None:
        try:
            done.put(work())
        except DesktopError as error:
            done.put(error)

    Thread(target=run, name="clipboard-read", daemon=True).start()
    until = monotonic() + ANSWER_SECONDS
    while monotonic() < until and not given_up.is_set():
        try:
            found = done.get(timeout=_LOOK_SECONDS)
        except Empty:
            continue
        if isinstance(found, DesktopError):
            raise found
        return found
    raise ClipboardError(ClipboardFault.STOPPED if given_up.is_set() else ClipboardFault.UNANSWERED)


def _content() -> Clip:
    """Return the text or else the picture. Only while opened. Raise ClipboardError."""
    if any(win32.holds(win32.named(name)) for name in SECRET) or any(_says_no(win32.named(name)) for name in UNKEPT):
        raise ClipboardError(ClipboardFault.NOTHING)
    if win32.holds(win32.TEXT) and (text := _text(win32.take(win32.TEXT, 2 * MAX_CLIPBOARD_TEXT + 4))):
        return Clip(ClipboardKind.TEXT, _bounded(text, MAX_CLIPBOARD_TEXT))
    if win32.holds(win32.named("PNG")) and (png := win32.take(win32.named("PNG"), MAX_CLIPBOARD_IMAGE + 1)):
        return Clip(ClipboardKind.IMAGE, _bounded(png, MAX_CLIPBOARD_IMAGE))
    if win32.holds(win32.DIB) and (png := png_of(win32.take(win32.DIB, _MOST_DIB))):
        return Clip(ClipboardKind.IMAGE, _bounded(png, MAX_CLIPBOARD_IMAGE))
    raise ClipboardError(ClipboardFault.NOTHING)


def _says_no(form: int) -> bool:
    return win32.holds(form) and win32.take(form, len(_NO)) == _NO


def _text(data: bytes) -> bytes:
    """Return Windows' text, which ends at its first null, in UTF-8 and with our line ends."""
    text = data[: len(data) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
    return text.replace("\r\n", "\n").encode()


def _bounded(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise ClipboardError(ClipboardFault.TOO_LARGE)
    return data


def _forms(clip: Clip) -> dict[int, bytes]:
    """Return what is put, in each form that programs ask for. Raise DesktopError for a picture that is none."""
    if clip.kind is ClipboardKind.TEXT:
        text = clip.data.decode().replace("\r\n", "\n").replace("\n", "\r\n")
        return {win32.TEXT: f"{text}\0".encode("utf-16-le")}
    try:
        return {win32.named("PNG"): clip.data, win32.DIB: dib_of(clip.data)}
    except ValueError:
        raise DesktopError("The clipboard was given a picture that is none.") from None
