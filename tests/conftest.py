"""What holds for all tests: no example of hypothesis is judged by how long it took, as the machine may be busy.

Workers that run side by side have a temporary folder each: what an agent finds left there must be its own.
"""

import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

WORKER = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        config.stash[WORKER] = os.environ["TMPDIR"] = tempfile.mkdtemp(prefix=f"{worker}-")
        tempfile.tempdir = None


def pytest_unconfigure(config: pytest.Config) -> None:
    if folder := config.stash.get(WORKER, ""):
        shutil.rmtree(folder, ignore_errors=True)
