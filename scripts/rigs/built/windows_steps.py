"""What happens in a session with a built plug-in on Windows: the shared steps, and where Windows goes another way.

There a hidden folder covers every window and closes the registry (docs/decisions/windows.md): it is hidden after what
must be seen and set. Files are taken, not brought.
"""

import hashlib
from collections.abc import Sequence

from scripts.rigs.built import panels, steps
from scripts.rigs.built.computer import Met
from scripts.rigs.built.steps import Step

NO_PICKERS = "delete window.showSaveFilePicker; delete window.showDirectoryPicker"
"""Before the console's page: as in Firefox. Chromium's own save dialog is a window that Playwright cannot answer."""
NOT_SHOWN = (
    "a plug-in without administrator's rights, UAC and the secure desktop (Wine has none)",
    "antivirus and SmartScreen (Wine has none)",
    "the web view's window (no WebView2 under Wine: the plain one is shown)",
    "our own windows left out of the picture (Wine refuses WDA_EXCLUDEFROMCAPTURE)",
    "the tool deleted while it runs (Wine keeps what runs: it goes into the bin)",
    "several monitors and scaling",
    "files brought or changed (not built for Windows), and the technician's marks (a rig of their own shows them)",
)
"""What no step here can say anything about."""


def hide_later(met: Met) -> str:
    """In the session, the customer hides a folder in the system's own dialog."""
    met.hand.presses("Cacher quelque chose")
    steps.hide(met)
    return "a folder hidden in the session"


def files(met: Met) -> str:
    """A hidden folder is in no list, and its window is flat in the picture."""
    panels.ask_on_panel(met, "files", "Ask to read the files", "files-places")
    return steps.hidden_folder(met)


def take(met: Met) -> str:
    """A file arrives as it lies at the customer's."""
    page = panels.open_home(met)
    panels.row(page, met.computer.downloads.name).dblclick()
    panels.row(page, met.parcel.name).click(timeout=panels.PATIENCE_MS)
    with page.expect_download(timeout=panels.PATIENCE_MS) as download:
        page.get_by_role("button", name="Take a copy").click()
    there, here = (hashlib.sha256(path.read_bytes()).hexdigest() for path in (met.parcel, download.value.path()))
    assert there == here, f"{there} lies there, {here} arrived"
    return f"{met.parcel.stat().st_size} bytes, SHA-256 {here[:12]}… on both sides"


def stop(met: Met) -> str:
    """As on the other system; the tool goes into the bin, as where a disk deletes nothing that runs."""
    steps.stop(met)
    return "the tool put itself into the bin, and nothing else is left but the record"


STEPS: Sequence[Step] = (
    Step("code", steps.read_code),
    Step("consent", steps.consent),
    Step("picture", steps.picture),
    Step("control", steps.control),
    Step("letters", steps.letters),
    Step("priority", steps.priority),
    Step("setting", steps.setting),
    Step("hide a folder", hide_later),
    Step("hidden folder", files),
    Step("report", steps.report),
    Step("transfer", take),
    Step("stop", stop),
)
