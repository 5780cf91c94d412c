"""GSettings over a real dconf: a session bus of its own, a folder of its own, schemas of the test's."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = """<schemalist>
  <enum id="org.handrail.test.Hand"><value nick="left" value="0"/><value nick="right" value="1"/></enum>
  <schema id="org.handrail.test.clock" path="/org/handrail/clock-of-test/">
    <key name="zone" type="s"><default>'Paris'</default><summary>Where it is</summary></key>
    <key name="alarms" type="ai"><default>[7, 8]</default></key>
    <key name="hand" enum="org.handrail.test.Hand"><default>'left'</default></key>
    <key name="volume" type="i"><range min="0" max="10"/><default>5</default></key>
    <key name="pairing-password" type="s"><default>'hunter2'</default></key>
  </schema>
  <schema id="org.handrail.test.clock.face" path="/org/handrail/face/">
    <key name="round" type="b"><default>true</default></key>
  </schema>
</schemalist>"""

Run = Callable[..., Any]


@pytest.fixture
def here(tmp_path: Path) -> Run:
    """Return what runs steps in a program of its own, and answers what it said of each."""
    for program in ("dbus-run-session", "glib-compile-schemas", "dconf"):
        assert shutil.which(program), f"{program} is not installed"
    schemas = tmp_path / "data/glib-2.0/schemas"
    schemas.mkdir(parents=True)
    (schemas / "org.handrail.test.gschema.xml").write_text(SCHEMA)
    subprocess.run(["glib-compile-schemas", schemas], check=True)
    own = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    (tmp_path / "run").mkdir(mode=0o700)
    data = {"XDG_DATA_DIRS": f"{tmp_path / 'data'}:/usr/share", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    environment = {**os.environ, **own, **data}

    def run(*steps: object, bus: bool = True, **more: str) -> Any:
        session = ["dbus-run-session", "--"] if bus else ["env", f"DBUS_SESSION_BUS_ADDRESS=unix:path={tmp_path}/none"]
        command = [*session, sys.executable, "-m", "scripts.rigs.settings_steps", json.dumps(steps)]
        done = subprocess.run(command, env={**environment, **more}, stdout=subprocess.PIPE, check=True, timeout=120)
        return json.loads(done.stdout)

    return run


CLOCK = "org/handrail/test/clock"


def test_schemas_are_a_tree_with_their_values_and_what_they_say(here: Run) -> None:
    keys, values, detail, below = here(
        ["keys", "org/handrail/test"], ["values", CLOCK], ["read", CLOCK, "volume"], ["keys", CLOCK]
    )
    assert keys == ["clock"]
    assert below == ["face"]
    assert values["zone"] == ["'Paris'", False, None]
    assert values["pairing-password"] == ["", False, "secret"]
    assert (detail["signature"], detail["choices"], detail["initial"]) == ("i", ["0 – 10"], "5")


def test_a_setting_is_kept_by_dconf_and_undone_to_its_default(here: Run) -> None:
    done, seen, undone, after = here(
        ["set", CLOCK, "zone", "'Lima'"], ["dconf", "/org/handrail/clock-of-test/zone"], ["undo"],
        ["dconf", "/org/handrail/clock-of-test/zone"],
    )  # fmt: skip
    assert (done, seen, after) == ("done", "'Lima'", "")
    assert undone == ["registry.set", "registry.undone"]


def test_each_type_is_taken_and_what_is_none_is_refused(here: Run) -> None:
    outcomes = here(
        ["set", CLOCK, "alarms", "[1, 2, 3]"], ["set", CLOCK, "hand", "'right'"], ["set", CLOCK, "volume", "10"],
        ["set", CLOCK, "volume", "11"], ["set", CLOCK, "hand", "'both'"], ["set", CLOCK, "alarms", "'x'"],
        ["set", CLOCK, "zone", "no text"], ["set", CLOCK, "nothing", "1"], ["set", CLOCK, "pairing-password", "'x'"],
        ["make", CLOCK, "below"],
    )  # fmt: skip
    assert outcomes == ["done", "done", "done", *["wrong_data"] * 4, "missing", "secret", "denied"]


def test_a_setting_goes_back_to_its_default_and_that_is_undone(here: Run) -> None:
    path = "/org/handrail/clock-of-test/volume"
    told = here(
        ["set", CLOCK, "volume", "9"], ["delete", CLOCK, "volume"], ["dconf", path], ["undo"], ["dconf", path]
    )  # fmt: skip
    assert told[:3] == ["done", "done", ""]
    assert told[4] == "9"


def test_what_is_exported_is_what_dconf_loads(here: Run) -> None:
    _, text = here(["set", CLOCK, "zone", "'Lima'"], ["export", "org/handrail"])
    assert "\n[org/handrail/clock-of-test]\nzone='Lima'\n" in text
    assert text.count("=") == 1
    _, loaded, values = here(["delete", CLOCK, "zone"], ["load", text], ["values", CLOCK])
    assert loaded == 0
    assert values["zone"] == ["'Lima'", True, None]


def test_where_only_memory_would_keep_it_there_is_nothing(here: Run) -> None:
    assert here(["roots"], GSETTINGS_BACKEND="memory") == ["nowhere"]


def test_a_setting_that_glib_aborts_over_is_a_fault_and_the_agent_lives(here: Run) -> None:
    """GLib ends the program that it is in at a warning: here because nobody answers on the session bus."""
    outcomes = here(
        ["values", CLOCK], ["set", CLOCK, "zone", "'Lima'"], ["values", CLOCK], bus=False, G_DEBUG="fatal-warnings"
    )  # fmt: skip
    assert outcomes[1] == "crashed"
    assert outcomes[0] == outcomes[2]
    assert outcomes[2]["zone"] == ["'Paris'", False, None]


def test_names_that_are_no_text_are_names_of_nothing(here: Run) -> None:
    assert here(["set", CLOCK, "half \ud83d", "1"], ["set", CLOCK, "zo\0ne", "1"]) == ["missing", "unnamed"]
