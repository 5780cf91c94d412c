"""The settings: one TOML file and a few flags. Says what each may be; what is wrong with one is said in explain.py."""

import ipaddress
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from agent.protocol.signalling import CODE_SECONDS, IceServer
from rendezvous.errors import UsageError
from rendezvous.explain import explain

WHITE_LUMINANCE = 1.0


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Brand(_Section):
    """What the customer's pages and the console show of the operator."""

    name: Annotated[str, Field(min_length=1, max_length=60, description='a name, for example "Exemple Assistance"')] = (
        "Handrail"
    )
    phone: Annotated[str | None, Field(max_length=30, description='a phone number, for example "01 23 45 67 89"')] = (
        None
    )
    accent: Annotated[
        str,
        Field(pattern=r"^#[0-9a-fA-F]{6}$", description='a dark colour, for example "#0a4f96"'),
    ] = "#0a4f96"

    @field_validator("accent")
    @classmethod
    def _dark_enough(cls, value: str) -> str:
        contrast = (WHITE_LUMINANCE + 0.05) / (_luminance(value) + 0.05)
        if contrast < 7:
            raise ValueError(f"white text on it has a contrast of {contrast:.1f}:1 and needs 7:1; take a darker colour")
        return value


def _luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2, "relative luminance")."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_Count = Annotated[int, Field(ge=1, le=10_000_000, description="a whole number from 1")]
_Seconds = Annotated[float, Field(gt=0, le=604_800, description="seconds, more than 0")]


class Limits(_Section):
    """Every bound on what a stranger or a technician may do; the defaults are DESIGN 4's."""

    code_seconds: _Seconds = CODE_SECONDS
    claims_per_address_per_minute: _Count = 30
    registrations_per_address_per_minute: _Count = 30
    meetings_per_address_per_minute: _Count = 240
    meetings_per_technician_per_minute: _Count = 60
    connections_per_address: _Count = 60
    connections: _Count = 2000
    failures_per_technician_in_15_minutes: _Count = 5
    failures_per_technician_a_day: _Count = 20
    login_failures_in_15_minutes: _Count = 5
    login_failures_per_address_in_15_minutes: _Count = 30
    frames_per_second: _Count = 50
    frames_at_once: _Count = 200
    bytes_per_second: _Count = 512 * 1024
    queue_frames: _Count = 32
    hello_seconds: _Seconds = 60
    meeting_seconds: _Seconds = 120
    session_seconds: _Seconds = 12 * 3600


class Ice(_Section):
    """The ICE servers both ends are given; none by default. With `turn_secret_file`, coturn's ephemeral credentials."""

    servers: Annotated[
        list[IceServer], Field(max_length=6, description='a list like [{ urls = ["stun:stun.example.fr:3478"] }]')
    ] = []
    turn_urls: Annotated[
        list[str], Field(max_length=8, description='a list like ["turns:turn.example.fr:5349?transport=tcp"]')
    ] = []
    turn_secret_file: Annotated[
        Path | None, Field(description="the path of a file that holds coturn's static-auth-secret")
    ] = None
    turn_seconds: _Seconds = 12 * 3600

    @field_validator("turn_urls")
    @classmethod
    def _turn_only(cls, urls: list[str]) -> list[str]:
        if bad := [url for url in urls if not url.startswith(("turn:", "turns:"))]:
            raise ValueError(f"{bad[0]} is no TURN address; it begins with turn: or turns:")
        return urls

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if bool(self.turn_urls) != bool(self.turn_secret_file):
            raise ValueError("turn_urls and turn_secret_file go together; give both or neither")
        return self


class Documents(_Section):
    """The operator's own terms and privacy policy: plain text files, a title on the first line."""

    terms_fr: Path | None = None
    terms_en: Path | None = None
    privacy_fr: Path | None = None
    privacy_en: Path | None = None


class Retention(_Section):
    """How many days what is kept is kept."""

    support_sessions_days: Annotated[int, Field(ge=1, le=3650, description="whole days, from 1 to 3650")] = 365
    web_session_hours: Annotated[int, Field(ge=1, le=168, description="whole hours, from 1 to 168")] = 12


class Config(_Section):
    """Everything `serve` needs."""

    host: Annotated[str, Field(min_length=1, description='an address to listen on, for example "127.0.0.1"')] = (
        "127.0.0.1"
    )
    port: Annotated[int, Field(ge=0, le=65535, description="a number from 0 (any free port) to 65535")] = 8443
    public_origin: Annotated[
        str | None, Field(description='the address people use, for example "https://assistance.example.fr"')
    ] = None
    data_dir: Annotated[Path, Field(description='a directory, for example "/var/lib/handrail"')] = Path("handrail-data")
    certificate: Annotated[Path | None, Field(description="the path of a PEM certificate chain")] = None
    key: Annotated[Path | None, Field(description="the path of the certificate's PEM private key")] = None
    trusted_proxies: Annotated[
        list[str], Field(description='addresses of your reverse proxy, for example ["127.0.0.1"]')
    ] = []
    insecure_plain_http: Annotated[bool, Field(description="true or false; true only for trials")] = False
    downloads_dir: Annotated[Path | None, Field(description="the directory that holds the plug-ins to offer")] = None
    console_dir: Annotated[Path, Field(description="the directory of the built console")] = (
        Path(__file__).parent / "console" / "dist"
    )
    metrics: Annotated[Literal["loopback", "all", "off"], Field(description='"loopback", "all" or "off"')] = "loopback"
    brand: Annotated[Brand, Field(description="a section [brand]")] = Brand()
    documents: Annotated[Documents, Field(description="a section [documents]")] = Documents()
    limits: Annotated[Limits, Field(description="a section [limits]")] = Limits()
    ice: Annotated[Ice, Field(description="a section [ice]")] = Ice()
    retention: Annotated[Retention, Field(description="a section [retention]")] = Retention()

    @field_validator("public_origin")
    @classmethod
    def _an_origin(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
            raise ValueError(
                "an origin is https://, a name, and a port where it is not 443: no path, no slash at the end"
            )
        return value.lower()

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: list[str]) -> list[str]:
        for address in value:
            try:
                ipaddress.ip_network(address, strict=False)
            except ValueError:
                raise ValueError(f"{address} is no IP address or network") from None
        return value

    @property
    def tls(self) -> bool:
        """Tell whether this process speaks TLS itself."""
        return self.certificate is not None

    @property
    def loopback(self) -> bool:
        """Tell whether `host` is reached from this machine only."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def wildcard(self) -> bool:
        """Tell whether `host` means every address of the machine."""
        return self.host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("certificate and key go together; give both or neither")
        if not (self.tls or self.loopback or self.trusted_proxies or self.insecure_plain_http):
            raise ValueError(
                f"{self.host} can be reached from other machines, and without TLS passwords would travel in clear; "
                "give certificate and key, or trusted_proxies when a reverse proxy does TLS"
            )
        if self.public_origin is None and (self.wildcard or self.trusted_proxies or (self.tls and not self.loopback)):
            raise ValueError('the name people use cannot be guessed here; write public_origin = "https://..."')
        if self.trusted_proxies and not (self.public_origin or "").startswith("https://"):
            raise ValueError('behind a reverse proxy people must use TLS; write public_origin = "https://..."')
        return self


def load(path: Path | None, flags: dict[str, Any]) -> Config:
    """Read the TOML file at `path`, lay the flags that were given over it, and check. Raise UsageError, explained."""
    settings = _read(path) if path else {}
    settings.update({name: value for name, value in flags.items() if value is not None})
    try:
        return Config.model_validate(settings)
    except ValidationError as error:
        raise UsageError(explain(error, Config, str(path) if path else "the settings")) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"The configuration file {path} cannot be read: {reason}.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The configuration file {path} is not valid TOML: {error}.") from None
