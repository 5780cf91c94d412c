"""Who asks: the cookie, the origin, the role and the address to count under. Deny by default."""

import ipaddress
from datetime import UTC, datetime
from enum import StrEnum

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import Response

from agent.protocol.signalling import Technician
from rendezvous.accounts import Accounts
from rendezvous.site import Site
from rendezvous.store.tables import Role, TechnicianRow


class Right(StrEnum):
    """What a role may be allowed."""

    HELP = "help"


RIGHTS: dict[Role, frozenset[Right]] = {Role.TECHNICIAN: frozenset({Right.HELP}), Role.ADMIN: frozenset()}
"""The whole table: a role that is not in it, and a right that is not listed, is refused."""


class Access:
    """Answers for one site: is this request its own, and who is logged in?"""

    def __init__(self, site: Site, accounts: Accounts) -> None:
        self._site = site
        self._accounts = accounts
        self.cookie = "__Host-handrail" if site.secure else "handrail"

    def own_origin(self, asker: HTTPConnection) -> bool:
        """Tell whether a browser's page of this site asks."""
        return asker.headers.get("origin") in self._site.origins

    def foreign_origin(self, asker: HTTPConnection) -> bool:
        """Tell whether a browser's page of another site asks."""
        return "origin" in asker.headers and not self.own_origin(asker)

    def token(self, asker: HTTPConnection) -> str | None:
        """Return the web session's opaque id, if one was sent."""
        return asker.cookies.get(self.cookie)

    async def who(self, asker: HTTPConnection, right: Right | None = None) -> TechnicianRow | None:
        """Return who is logged in, if they hold `right`."""
        token = self.token(asker)
        if not token:
            return None
        row = await run_in_threadpool(self._accounts.who, token, datetime.now(UTC))
        return row if row and (right is None or right in rights_of(row)) else None

    def set_cookie(self, answer: Response, token: str) -> None:
        """Hand the browser its session: unreadable to scripts, sent to this site alone."""
        answer.set_cookie(self.cookie, token, path="/", secure=self._site.secure, httponly=True, samesite="strict")

    def drop_cookie(self, answer: Response) -> None:
        """Take the browser's session back."""
        answer.delete_cookie(self.cookie, path="/", secure=self._site.secure, httponly=True, samesite="strict")


def rights_of(row: TechnicianRow) -> frozenset[Right]:
    """Return what an account may do; nothing when its role is unknown."""
    try:
        return RIGHTS.get(Role(row.role), frozenset())
    except ValueError:
        return frozenset()


def attested(row: TechnicianRow) -> Technician:
    """Return the identity that customers are shown: the administrator's words, never the technician's own."""
    return Technician(id=row.id, name=row.name, organisation=row.organisation)


def counted_address(asker: HTTPConnection) -> str:
    """Return the key an address is counted under: IPv4 whole, IPv6 by its /64 (one customer line)."""
    host = asker.client.host if asker.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)
