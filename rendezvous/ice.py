"""The ICE servers both ends are given: those configured, and coturn's with credentials that run out."""

import base64
import hashlib
import hmac
import secrets

from agent.protocol.signalling import IceServer
from rendezvous.config import Ice
from rendezvous.errors import UsageError


class IceServers:
    """Makes the list for one pair."""

    def __init__(self, settings: Ice) -> None:
        self._settings = settings
        self._secret = _read(settings)

    def for_pair(self, now: float) -> list[IceServer]:
        """Return the list; `now` in seconds since 1970."""
        if self._secret is None:
            return list(self._settings.servers)
        username, credential = ephemeral(self._secret, int(now + self._settings.turn_seconds), secrets.token_hex(8))
        relay = IceServer(urls=self._settings.turn_urls, username=username, credential=credential)
        return [*self._settings.servers, relay]


def ephemeral(secret: bytes, expires: int, opaque: str) -> tuple[str, str]:
    """Return username and password for coturn until `expires` (draft-uberti-behave-turn-rest-00 section 2.2)."""
    username = f"{expires}:{opaque}"
    return username, base64.b64encode(hmac.new(secret, username.encode(), hashlib.sha1).digest()).decode()


def _read(settings: Ice) -> bytes | None:
    if settings.turn_secret_file is None:
        return None
    try:
        secret = settings.turn_secret_file.read_bytes().strip()
    except OSError as error:
        raise UsageError(
            f"ice.turn_secret_file: {settings.turn_secret_file} cannot be read: {error.strerror}."
        ) from None
    if not secret:
        raise UsageError(f"ice.turn_secret_file: {settings.turn_secret_file} is empty; write coturn's secret into it.")
    return secret
