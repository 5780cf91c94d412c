"""The brand file: what it may hold, and for each mistake its line and what to write instead.

Read by the agent (settings.py) and by the installer, which explains it to the person who writes it.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo

from agent.brand_mistakes import Mistake, SettingsError, explain_syntax, explain_value
from agent.brand_values import beside, one_line, origin, readable
from agent.policy import DEFAULT, policies
from agent.protocol.permissions import AVAILABLE, REQUIRES, Permission


def _can_be_asked(permission: Permission) -> Permission:
    if permission not in AVAILABLE:
        raise ValueError(f'"{permission.value}" is not in this version')
    return permission


def _with_what_they_need(permissions: list[Permission]) -> list[Permission]:
    for permission in permissions:
        missing = REQUIRES.get(permission, frozenset()) - set(permissions)
        if missing:
            raise ValueError(f'"{permission.value}" makes no sense without "{min(missing).value}"')
    return permissions


def _known_policy(name: str) -> str:
    if name not in policies():
        raise ValueError("it is none of the words that are known here")
    return name


def _within_the_policy(permissions: list[Permission] | None, info: ValidationInfo) -> list[Permission] | None:
    policy = policies().get(info.data.get("policy", ""))
    for permission in permissions or ():
        if policy and permission not in policy.may_ask:
            raise ValueError(f'"{permission.value}" cannot be asked under the policy "{policy.name}"')
    return permissions


def _absolute(path: Path) -> Path:
    if not path.is_absolute():
        raise ValueError("it must be a whole path, from the root")
    return path


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_of(names: Iterable[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)


_Beside = Annotated[str, Field(max_length=200), AfterValidator(beside)]
"""The name of a file that lies beside the brand file, or in a folder there."""

_PERMISSIONS = ", ".join(f'"{p.value}"' for p in Permission if p in AVAILABLE)


class Operator(_Table):
    """Who runs the service: what the customer reads in every window. Each description is the remedy for a mistake."""

    name: Annotated[
        str,
        AfterValidator(one_line),
        Field(min_length=1, max_length=60, description='Write your name as customers know it: "Exemple Assistance"'),
    ]
    phone: Annotated[
        str | None,
        Field(
            pattern=r"^\+?[0-9][0-9 .()-]{2,24}$",
            description='Write the number customers call: "01 23 45 67 89", or leave the line out',
        ),
    ] = None
    accent: Annotated[
        str,
        Field(
            pattern=r"^#[0-9a-fA-F]{6}$",
            description='Write a dark colour as # and six hexadecimal digits: "#0a4f96"',
        ),
        AfterValidator(readable),
    ] = "#0a4f96"
    logo: Annotated[
        _Beside | None,
        Field(description="Write the name of a PNG picture beside this file, or leave the line out"),
    ] = None
    icon: Annotated[
        _Beside | None,
        Field(description="Write the name of a PNG of 256 x 256 pixels beside this file, or leave the line out"),
    ] = None


class Server(_Table):
    """Where the rendezvous is."""

    url: Annotated[
        str,
        Field(max_length=300, description='Write the address without a path: "https://assistance.exemple.fr"'),
        AfterValidator(origin),
    ]
    pins: Annotated[
        list[Annotated[str, Field(pattern=r"^sha256/[A-Za-z0-9+/]{43}=$")]],
        Field(
            max_length=4,
            description="Write the SHA-256 of the server's public key, as `handrail-installer pin` prints it: "
            '["sha256/...="], or leave the line out',
        ),
    ] = []


class SessionPolicy(_Table):
    """How sessions go."""

    language: Annotated[
        Literal["auto", "fr", "en"], Field(description='Write "fr", "en", or "auto" for the language of the computer')
    ] = "auto"
    policy: Annotated[
        str, AfterValidator(_known_policy), Field(description=f"Write {_one_of(policies())}, in quotes")
    ] = DEFAULT
    may_ask: Annotated[
        Annotated[
            list[Annotated[Permission, AfterValidator(_can_be_asked)]],
            Field(min_length=1, max_length=20),
            AfterValidator(_with_what_they_need),
        ]
        | None,
        Field(
            description=f"Write some of {_PERMISSIONS}, each in quotes, inside [ ], "
            "or leave the line out: all that the policy allows"
        ),
        AfterValidator(_within_the_policy),
    ] = None
    hand_seconds: Annotated[float, Field(ge=1, le=5, strict=True, description="Write a number from 1 to 5: 1.5")] = 1.5

    @property
    def can_ask(self) -> frozenset[Permission]:
        """Name what technicians can ask for: what the policy allows, narrowed by `may_ask`."""
        allowed = policies()[self.policy].can_ask
        return allowed if self.may_ask is None else allowed & frozenset(self.may_ask)


class Journal(_Table):
    """Where the journal is written on the customer's computer."""

    directory: Annotated[
        Path | None,
        Field(description="Leave the line out: the journal then lies in a private folder that is gone at the end"),
        AfterValidator(lambda path: path and _absolute(path)),
    ] = None


_WELCOME = "Write one sentence that customers read first, in both languages, or leave both lines out"
_OWN_TEXT = "Write the name of a text file beside this one, for both languages, or leave both lines out"

_Welcome = Annotated[
    Annotated[str, Field(min_length=1, max_length=200), AfterValidator(one_line)] | None, Field(description=_WELCOME)
]
_OwnText = Annotated[_Beside | None, Field(description=_OWN_TEXT)]


class Texts(_Table):
    """The operator's own words; where there are none, customers read Handrail's samples."""

    welcome_fr: _Welcome = None
    welcome_en: _Welcome = None
    terms_fr: _OwnText = None
    terms_en: _OwnText = None
    privacy_fr: _OwnText = None
    privacy_en: _OwnText = None


class Retention(_Table):
    """What is kept of a session, as the customer is told."""

    session_days: Annotated[
        int | None,
        Field(
            ge=2,
            le=3650,
            strict=True,
            description="Write the days for which your server keeps who helped whom, as in its settings: 365",
        ),
    ] = None


class Signing(_Table):
    """What shows that a plug-in is the operator's."""

    public_key: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Za-z0-9+/]{43}=$",
            description="Write the line that `handrail-installer key` printed, or leave it out",
        ),
    ] = None


class BrandFile(_Table):
    """The whole file."""

    operator: Operator
    server: Server
    session: SessionPolicy = SessionPolicy()
    texts: Texts = Texts()
    retention: Retention = Retention()
    signing: Signing = Signing()
    journal: Journal = Journal()


def parse_brand_file(raw: bytes) -> BrandFile:
    """Parse a brand file. Raise SettingsError naming every mistake at once."""
    try:
        text = raw.decode("utf-8-sig")
        return BrandFile.model_validate(tomllib.loads(text))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = Mistake(line, "file", "a character is not written in UTF-8", "Save the file as UTF-8")
        raise SettingsError("the brand file cannot be read", (wrong,)) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("the brand file cannot be read", (explain_syntax(error),)) from None
    except ValidationError as error:
        found = (explain_value(BrandFile, fault["loc"], fault["type"], fault["msg"], text) for fault in error.errors())
        mistakes = tuple(sorted(set(found), key=lambda mistake: (mistake.line, mistake.key)))
        raise SettingsError("the brand file has mistakes", mistakes) from None
    except (ValueError, RecursionError):  # tomllib's own bounds: digits of a number, depth of lists
        wrong = Mistake(0, "file", "a number is too long, or lists lie too deep in one another", "Write it simpler")
        raise SettingsError("the brand file cannot be read", (wrong,)) from None
