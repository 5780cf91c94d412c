import errno

import pytest

from agent.disk import base
from agent.disk.told import KINDS, telling, told


@pytest.mark.parametrize("number", sorted(KINDS))
def test_an_error_is_told_by_kind_and_without_a_name(number: int) -> None:
    with pytest.raises(base.DiskError) as raised, telling():
        raise OSError(number, "text", "/home/secret")
    assert type(raised.value) is KINDS[number]
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_an_unknown_error_is_told_as_such() -> None:
    assert type(told(OSError(errno.EPROTO, "text"))) is base.DiskError


def test_each_kind_has_a_sentence_of_its_own() -> None:
    kinds = base.DiskError.__subclasses__()
    texts = {kind.text for kind in kinds}
    assert len(texts) >= 12
    assert all(text.endswith(".") for text in texts)
