"""What this build of the agent is told once and for all: whose it is, where its server is, what may be asked.

Everything comes from one brand file (agent/brand_file.py says what it may hold). A built agent carries its own and
takes no other: no environment, argument, file name or address changes it.
"""

import importlib
import locale
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from agent.brand_file import BrandFile, parse_brand_file
from agent.brand_mistakes import SettingsError
from agent.policy import DEFAULT, Policy, policies
from agent.protocol.permissions import Permission
from agent.ui.model import Brand

__all__ = ["Settings", "SettingsError", "code_from_filename", "load_settings", "own_settings", "read_brand"]

Lang = Literal["fr", "en"]

EMBEDDED_MODULE = "handrail_brand"
"""The module that the installer writes into a build; its `TEXT` is the brand file. It lies in the executable."""

MAX_FILE = 64 * 1024
"""Bytes of a brand file."""


@dataclass(frozen=True)
class Settings:
    """The agent's settings. `server` is an origin as browsers write it: scheme, host, port if it is unusual."""

    server: str
    brand: Brand
    lang: Lang
    may_ask: frozenset[Permission]
    """What technicians can ask for at all: what the policy allows, narrowed by the brand file."""
    policy: Policy = field(default_factory=lambda: policies()[DEFAULT])
    """The policy in force, with the sentence that says it to the customer (`fr`, `en`)."""
    hand_seconds: float = 1.5
    """How long after the customer's last own input the technician's hand stays off."""
    journal_dir: Path | None = None
    """Where the journal is written; None: a private temporary folder, gone at the end."""


def load_settings(path: Path) -> Settings:
    """Read a brand file. Raise SettingsError with every mistake, its line and what to write instead."""
    return _settings(parse_brand_file(read_brand(path)))


def read_brand(path: Path) -> bytes:
    """Return a brand file as it is. Raise SettingsError when it cannot be one."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except OSError as error:
        raise SettingsError(f"the brand file {path} cannot be read: {error.strerror}") from None
    if len(raw) > MAX_FILE:
        raise SettingsError(f"the brand file {path} is longer than {MAX_FILE // 1024} KiB: it cannot be one")
    return raw


def own_settings(brand: Path | None = None) -> Settings:
    """Load the settings this agent runs with: a build's own, or from source those of `brand` (`--brand FILE`).

    Raise SettingsError when a build is given another brand, or when there is none.
    """
    if getattr(sys, "frozen", False):
        if brand is not None:
            raise SettingsError("this program was built for one service and takes no other brand file")
        text: str = importlib.import_module(EMBEDDED_MODULE).TEXT
        return _settings(parse_brand_file(text.encode()))
    if brand is None:
        raise SettingsError("say whose service this is: --brand FILE (an example: installer/brands/example.toml)")
    return load_settings(brand)


_CODE_IN_NAME = re.compile(r"(?<![0-9])([0-9]{4})[ _-]?([0-9]{4})[ _-]?([0-9]{4})(?![0-9])")
_COPY_MARK = re.compile(r"\s*\([0-9]{1,3}\)$")


def code_from_filename(name: str) -> str | None:
    """Find the code in a program's name: "Assistance 1234 5678 9012 (1).exe" gives "123456789012".

    None where there is no code or more than one. Its check digit is for the protocol to judge.
    """
    stem = _COPY_MARK.sub("", re.sub(r"\.[A-Za-z]{1,8}$", "", name))
    found = _CODE_IN_NAME.findall(stem)
    return "".join(found[0]) if len(found) == 1 else None


def _settings(file: BrandFile) -> Settings:
    session = file.session
    return Settings(
        server=file.server.url,
        brand=Brand(name=file.operator.name, phone=file.operator.phone, accent=file.operator.accent),
        lang=locale_language() if session.language == "auto" else session.language,
        may_ask=session.can_ask,
        policy=policies()[session.policy],
        hand_seconds=session.hand_seconds,
        journal_dir=file.journal.directory,
    )


def locale_language() -> Lang:
    """Judge by the person's locale, in the order gettext asks; a machine that says nothing speaks French."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    if sys.platform != "linux":  # where the system's own setting is not in the environment
        names.append(locale.getlocale()[0] or "")
    spoken = next((name.lower() for name in names if name.split(".")[0] not in ("", "C", "POSIX")), "fr")
    return "fr" if spoken.startswith("fr") else "en"
