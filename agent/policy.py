"""The policies a service can choose from, as data (policies.toml): what can be asked of a customer at all.

A policy only narrows what this version can do; what is asked is still answered by the customer, one question at a time.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agent.protocol.permissions import AVAILABLE, REQUIRES, Permission

FILE = Path(__file__).with_name("policies.toml")

DEFAULT = "assist-no-copy"
"""The policy of a brand file that names none."""

Sentence = Annotated[str, Field(min_length=10, max_length=200)]


class Policy(BaseModel):
    """One policy. `fr` and `en` say it to the customer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    may_ask: frozenset[Permission]
    recording_days: Annotated[int, Field(ge=1, le=180)] | None = None
    """Days a recording may be kept; None where none can be asked for."""
    fr: Sentence
    en: Sentence

    @property
    def can_ask(self) -> frozenset[Permission]:
        """Name what it lets ask for that this version can do."""
        return self.may_ask & AVAILABLE

    @model_validator(mode="after")
    def _hangs_together(self) -> "Policy":
        for permission in self.may_ask:
            if not REQUIRES.get(permission, frozenset()) <= self.may_ask:
                raise ValueError(f"{permission} makes no sense without what it requires")
        if (Permission.RECORD in self.may_ask) is not (self.recording_days is not None):
            raise ValueError("recording_days belongs to policies that let ask for a recording, and to those alone")
        return self


@cache
def policies() -> dict[str, Policy]:
    """Read all policies there are, by name."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Policy.model_validate({"name": name, **table}) for name, table in tables.items()}
