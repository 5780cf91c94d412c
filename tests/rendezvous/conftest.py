"""One real rendezvous for the tests that leave it as they found it, and a logged-in technician's cookie."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.rigs.rendezvous import Rendezvous, rendezvous

GENEROUS = """
[limits]
claims_per_address_per_minute = 100000
registrations_per_address_per_minute = 100000
failures_per_technician_in_15_minutes = 100000
failures_per_technician_a_day = 100000
login_failures_per_address_in_15_minutes = 100000
connections_per_address = 1000
"""


@pytest.fixture(scope="session")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rendezvous") / "log"


@pytest.fixture(scope="session")
def server(log_file: Path) -> Iterator[Rendezvous]:
    with rendezvous(settings=GENEROUS, logins=("camille", "dominique"), log=log_file) as running:
        yield running


@pytest.fixture(scope="session")
def cookie(server: Rendezvous) -> str:
    return server.log_in()
