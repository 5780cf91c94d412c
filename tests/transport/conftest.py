from collections.abc import AsyncIterator

import pytest

from scripts.rigs.relay import Relay, relay


@pytest.fixture
async def server() -> AsyncIterator[Relay]:
    async with relay() as running:
        yield running
