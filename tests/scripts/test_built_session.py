"""The proof of a whole session with a built file: what it makes of its steps, and of the brand."""

from pathlib import Path
from typing import cast

import pytest

from agent.brand_mistakes import SettingsError
from agent.protocol.permissions import Permission
from installer.rules import check
from scripts.proofs import built_session_windows
from scripts.proofs.built_session import go_through, write_pinned_brand
from scripts.rigs.built.computer import Met
from scripts.rigs.built.prefix import State, changed, outermost
from scripts.rigs.built.steps import Step

PIN = "sha256/" + "A" * 43 + "="
NOBODY = cast("Met", None)


def fail(_: Met) -> str:
    raise AssertionError("a click arrived")


def test_the_example_brand_is_held_to_the_servers_key_and_lets_files_and_settings_be_asked_for(tmp_path: Path) -> None:
    file = check(write_pinned_brand(tmp_path, "https://127.0.0.1:8443", PIN)).file
    assert (file.server.url, list(file.server.pins)) == ("https://127.0.0.1:8443", [PIN])
    assert {Permission.FILES_WRITE, Permission.REGISTRY} <= file.session.can_ask


def test_a_server_without_tls_is_not_pinned(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        check(write_pinned_brand(tmp_path, "http://127.0.0.1:8080", PIN))


def test_the_first_step_that_does_not_hold_is_the_last() -> None:
    steps = (Step("code", lambda met: "read"), Step("control", fail), Step("stop", lambda met: "gone"))
    said: list[str] = []
    finding = go_through(NOBODY, steps, said.append)
    assert not finding.holds
    assert finding.figure == "1 of 3 steps hold; not « control »"
    assert said == ["code: read", "control: NOT a click arrived"]


def test_it_holds_where_every_step_does() -> None:
    assert go_through(NOBODY, (Step("code", lambda met: "read"),), lambda _: None).holds


def test_on_windows_files_may_be_read(tmp_path: Path) -> None:
    file = check(write_pinned_brand(tmp_path, "https://127.0.0.1:8443", PIN, **built_session_windows.BRAND)).file
    assert {Permission.FILES_READ, Permission.CONTROL, Permission.SYSTEM, Permission.REGISTRY} <= file.session.can_ask


def test_what_came_went_or_is_otherwise_is_named_and_what_stayed_is_not() -> None:
    before: State = {"HKCU\\a": ("1",), "HKCU\\b": ("1",), "HKCU\\c": ()}
    now: State = {"HKCU\\a": ("1",), "HKCU\\b": ("2",), "HKCU\\d": ()}
    assert changed(before, now) == ["HKCU\\b", "HKCU\\c", "HKCU\\d"]


def test_of_keys_in_keys_the_outermost_are_named() -> None:
    assert outermost(["HKCU\\a", "HKCU\\a\\b", "HKCU\\ab"]) == ["HKCU\\a", "HKCU\\ab"]
