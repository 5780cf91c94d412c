"""What both ends of a transfer compare of a file: block after block, however it comes, and gone back to."""

import hashlib
import os

import pytest

from agent.tools.transfers.digest import BLOCK, Digest
from tests.tools.transfers.fakes import compared


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7])
@pytest.mark.parametrize("piece", [65_529, BLOCK, 5 * BLOCK])
def test_the_digest_is_that_of_the_blocks_and_the_journals_that_of_all(size: int, piece: int) -> None:
    data, digest = os.urandom(size), Digest()
    for at in range(0, size, piece):
        digest.add(data[at : at + piece])
    assert (digest.offset, digest.value()) == (size, compared(data))
    assert digest.sha256 == hashlib.sha256(data).hexdigest()


def test_a_copy_goes_on_from_where_it_was_made() -> None:
    data, digest = os.urandom(2 * BLOCK + 9), Digest()
    digest.add(data[: BLOCK + 5])
    copy = digest.copy()
    digest.add(b"another end")
    copy.add(data[BLOCK + 5 :])
    assert (copy.offset, copy.value()) == (len(data), compared(data))
