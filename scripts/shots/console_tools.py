"""Pictures of the technician's tools beside the picture, each at work, on the laptop that many of them have."""

from pathlib import Path
from typing import Any

from agent.protocol.permissions import AVAILABLE
from agent.ui.words import Lang
from scripts.shots import Subject
from scripts.shots.console import FIGURES, chromium, live_page, new_page, shoot
from tests.console.driver import LiveView

LAPTOP = (1366, 768)
HOME = "/home/odile"
LINES = {
    "fr": ["Bonjour, je vous entends.", "L’imprimante clignote en orange.", "Elle s’appelle HP, dans le bureau."],
    "en": ["Hello, I can hear you.", "The printer blinks orange.", "It is called HP, in the office."],
}
ANSWER = {"fr": "D’accord, je regarde la file d’attente.", "en": "All right, I am looking at its queue."}
RUNNING = ["firefox", "gnome-terminal-server", "soffice.bin", "cupsd", "Xorg", "pipewire-pulse", "evolution", "bash"]
NAMES = ["Bureau", "Documents", "Images", "facture-electricite-novembre.pdf", "liste.ods", "notes.txt", "vacances.jpg"]


def tools(folder: Path, lang: Lang) -> None:
    """The chat, the files and the programs, with everything granted."""
    with live_page() as address, chromium() as browser:
        view = LiveView(new_page(browser, lang, LAPTOP), address)
        view.steer(1920, 1080)
        view.state(granted=[str(permission) for permission in AVAILABLE], input_open=True)
        view.hear(**FIGURES)
        for at, line in enumerate(LINES[lang]):
            if at:
                view.turn_to("chat")
            view.hear(type="chat/say", text=line)
            if at == 0:
                shoot(view.page, folder, "console-tools-session", lang)
        view.page.locator("#chat-field").fill(ANSWER[lang])
        shoot(view.page, folder, "console-tools-chat", lang)
        _files(view)
        shoot(view.page, folder, "console-tools-files", lang)
        view.turn_to("processes")
        view.hear(type="processes/page", first=True, rows=[_program(at) for at in range(1, 81)], gone=[], more=False)
        view.page.locator(".programs .line").nth(1).click()
        shoot(view.page, folder, "console-tools-programs", lang)


def _files(view: LiveView) -> None:
    view.turn_to("files")
    view.page.wait_for_function("() => harness.link.types().includes('files/places')")
    view.hear(type="files/places", places=[{"kind": "home", "path": HOME, "total": 500 << 30, "free": 93 << 30}])
    view.page.wait_for_function("() => harness.link.types().includes('files/list')")
    rows = [_file(at, name) for at, name in enumerate(NAMES)]
    told = {"rows": rows, "total": len(rows), "all": len(rows), "reading": False, "cut": False}
    view.hear(type="files/rows", listing=view.sent("files/list")[-1]["listing"], first=0, **told)
    view.page.locator("#file-3").click()


def _file(at: int, name: str) -> dict[str, Any]:
    kind = "file" if "." in name else "folder"
    return {
        "name": name,
        "kind": kind,
        "size": 61_000 * at if kind == "file" else None,
        "modified": 1_790_000_000 + 90_000 * at,
    }


def _program(at: int) -> dict[str, Any]:
    name = RUNNING[at % len(RUNNING)]
    told = {
        "id": at,
        "pid": 1000 + at,
        "name": name,
        "path": f"/usr/bin/{name}",
        "user": "root" if at % 4 == 3 else "odile",
    }
    return {**told, "cpu": 37.5 / at, "memory": (700 << 20) // at, "kept": None}


SUBJECTS: dict[str, Subject] = {"console-tools": tools}
