import pytest
from starlette.requests import HTTPConnection

from rendezvous.access import RIGHTS, Right, counted_address, rights_of
from rendezvous.store.tables import Role, TechnicianRow


def row(role: str) -> TechnicianRow:
    return TechnicianRow(id="t", login="l", name="n", organisation="o", role=role)


def asker(host: str | None) -> HTTPConnection:
    return HTTPConnection({"type": "http", "headers": [], "client": (host, 1) if host else None})


def test_every_role_is_in_the_table_and_only_technicians_help() -> None:
    assert set(RIGHTS) == set(Role)
    assert [role for role in Role if Right.HELP in RIGHTS[role]] == [Role.TECHNICIAN]


@pytest.mark.parametrize("role", ["", "root", "Technician", "technician "])
def test_an_unknown_role_may_do_nothing(role: str) -> None:
    assert rights_of(row(role)) == frozenset()


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", "unknown"),
        (None, "unknown"),
    ],
)
def test_addresses_are_counted_by_line(host: str | None, key: str) -> None:
    assert counted_address(asker(host)) == key
