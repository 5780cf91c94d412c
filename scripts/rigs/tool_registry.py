"""The case of the system's settings for [tools]: GSettings over a real dconf, changed, undone, and searched."""

import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

from scripts.rigs.applications import until
from scripts.rigs.logind import bus
from scripts.rigs.tool_scene import ToolScene

ENTRIES = ("registry.roots", "registry.opened", "registry.read", "registry.set", "registry.undone")
"""What `work` leaves in the journal."""
PATIENCE_MS = 30_000
SCHEMAS, KEYS = 200, 500
"""So many of each that a search takes seconds."""
BEFORE, AFTER = "'bonjour'", "'salut'"
SCHEMA = """<schemalist>
  <schema id="org.handrail.letter" path="/org/handrail/letter/">
    <key name="greeting" type="s"><default>'bonjour'</default></key>
  </schema>
  {many}
</schemalist>"""
ONE = """<schema id="org.handrail.many.s{number}" path="/org/handrail/many/s{number}/">{keys}</schema>"""
KEY = """<key name="k{number}" type="s"><default>'nothing of interest'</default></key>"""


@contextmanager
def furnished(folder: Path) -> Iterator[Mapping[str, str]]:
    """Have settings of our own, kept by a dconf of our own on a bus of our own."""
    schemas, running = folder / "share/glib-2.0/schemas", folder / "run"
    schemas.mkdir(parents=True)
    running.mkdir(mode=0o700)
    keys = "".join(KEY.format(number=number) for number in range(KEYS))
    many = "".join(ONE.format(number=number, keys=keys) for number in range(SCHEMAS))
    (schemas / "org.handrail.gschema.xml").write_text(SCHEMA.format(many=many))
    subprocess.run(["glib-compile-schemas", schemas], check=True)
    own = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_RUNTIME_DIR": str(running)}
    own["XDG_DATA_DIRS"] = f"{folder / 'share'}:/usr/share"
    with bus(own) as address:
        yield {**own, "DBUS_SESSION_BUS_ADDRESS": address}


def ask(met: ToolScene) -> None:
    """Ask with the panel's own button."""
    met.open_tab("registry")
    met.technician.press("#registry-button")


def work(met: ToolScene) -> str:
    """Change a setting; the customer has it back with one click."""
    page = met.page
    _go_to(met, "org/handrail/letter")
    page.locator("#registry-values .line", has_text="greeting").dblclick(timeout=PATIENCE_MS)
    page.get_by_test_id("registry-data").fill(AFTER, timeout=PATIENCE_MS)
    page.get_by_test_id("registry-save").click()
    expect(page.locator("#registry-values")).to_contain_text(AFTER, timeout=PATIENCE_MS)
    said = met.customer.sees(lambda view: bool(view.get("changes")), "a change that can be undone")
    met.customer.agent.tell({"type": "undo", "number": said["changes"][0]["number"]})
    until(lambda: "registry.undone" in met.entries(), "the setting to be back", 30)
    page.get_by_role("button", name="Read again").click()
    expect(page.locator("#registry-values")).to_contain_text(BEFORE, timeout=PATIENCE_MS)
    return "a setting changed, and brought back by the customer"


def busy(met: ToolScene) -> None:
    """Search for what is nowhere, which is told of as it goes on."""
    page = met.page
    _go_to(met, "org/handrail/many")
    if page.get_by_role("button", name="Close the search").count():
        page.get_by_role("button", name="Close the search").click()
    page.get_by_test_id("registry-search").fill("a needle", timeout=PATIENCE_MS)
    since = time.time()
    page.get_by_test_id("registry-search").press("Enter")
    met.technician.wait(lambda: bool(met.arrivals(["registry/found"], since)), "how far it is")


def _go_to(met: ToolScene, path: str) -> None:
    field = met.page.get_by_test_id("registry-path")
    field.fill(path, timeout=PATIENCE_MS)
    field.press("Enter")
    expect(field).to_have_value(path.replace("/", "\\"), timeout=PATIENCE_MS)  # as the panel writes it
