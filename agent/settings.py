"""What this build of the agent is told once and for all: whose it is, where its server is, what may be asked.

Everything comes from one brand file (agent/brand_file.py says what it may hold). A built agent carries its own and
takes no other: no environment, argument, file name or address changes it.
"""

import base64
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from agent.admin import Admin
from agent.brand_bundle import Bundle, read_bundle, unpack
from agent.brand_mistakes import SettingsError
from agent.embedded import embedded
from agent.language import Lang, locale_language
from agent.policy import DEFAULT, Policy, policies
from agent.protocol.permissions import Permission
from agent.system_consent import Consent
from agent.ui.documents import Document, privacy, terms
from agent.ui.model import Brand

__all__ = ["Settings", "SettingsError", "code_from_filename", "load_settings", "own_settings", "settings_of"]


@dataclass(frozen=True)
class Settings:
    """The agent's settings. `server` is an origin as browsers write it: scheme, host, port if it is unusual."""

    server: str
    brand: Brand
    lang: Lang
    may_ask: frozenset[Permission]
    """What technicians can ask for at all: what the policy allows, narrowed by the brand file."""
    to_allow: tuple[Consent, ...] = ()
    """What the system itself has not allowed this program (macOS)."""
    policy: Policy = field(default_factory=lambda: policies()[DEFAULT])
    """The policy in force, with the sentence that says it to the customer (`fr`, `en`)."""
    hand_seconds: float = 1.5
    """How long after the customer's last own input the technician's hand stays off."""
    pins: tuple[str, ...] = ()
    """The server's public keys, one of which it must show ("sha256/..."); none: the system's certificates decide."""
    session_days: int | None = None
    """How many days the server keeps who helped whom, as the customer is told."""
    own_words: Mapping[str, str] = field(default_factory=dict)
    """The operator's own texts by name and language ("welcome_fr", "terms_en"), where there are any."""
    admin: Admin = Admin.NO
    """Whether this run has an administrator's rights, or can be opened anew with them."""
    journal_dir: Path | None = None
    """Where the journal is written; None: a private temporary folder, gone at the end."""

    def own(self, name: Literal["welcome", "terms", "privacy"]) -> str:
        """Return the operator's own text in the language of the windows; empty where there is none."""
        return self.own_words.get(f"{name}_{self.lang}", "")

    @property
    def documents(self) -> tuple[Document, Document]:
        """The terms and the text on the customer's data that are in force."""
        return terms(self.lang, self.own("terms")), privacy(self.lang, self.own("privacy"))


def load_settings(path: Path) -> Settings:
    """Read a brand file. Raise SettingsError with every mistake, its line and what to write instead."""
    return settings_of(read_bundle(path))


def own_settings(brand: Path | None = None) -> Settings:
    """Load the settings this agent runs with: a build's own, or from source those of `brand` (`--brand FILE`).

    Raise SettingsError when a build is given another brand, or when there is none.
    """
    if getattr(sys, "frozen", False):
        if brand is not None:
            raise SettingsError("this program was built for one service and takes no other brand file")
        return settings_of(unpack(embedded()))
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


def settings_of(bundle: Bundle) -> Settings:
    """Return the settings that a brand file and its files come to."""
    file, session, texts = bundle.file, bundle.file.session, bundle.file.texts
    operator = file.operator
    logo = base64.b64encode(bundle.files.get("operator/logo", b"")).decode()
    said = {"welcome_fr": texts.welcome_fr or "", "welcome_en": texts.welcome_en or ""}
    own = {key.removeprefix("texts/"): _text(raw) for key, raw in bundle.files.items() if key.startswith("texts/")}
    return Settings(
        server=file.server.url,
        pins=tuple(file.server.pins),
        brand=Brand(name=operator.name, phone=operator.phone, accent=operator.accent, logo=logo),
        lang=locale_language() if session.language == "auto" else session.language,
        may_ask=session.can_ask,
        policy=policies()[session.policy],
        hand_seconds=session.hand_seconds,
        session_days=file.retention.session_days,
        own_words={key: text for key, text in {**said, **own}.items() if text},
        journal_dir=file.journal.directory,
    )


def _text(raw: bytes) -> str:
    return raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
