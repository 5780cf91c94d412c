"""How much was sent, in words that do not change all the time."""

import itertools

import pytest

from agent.ui.lines import amount
from agent.ui.words import Lang, Words


@pytest.mark.parametrize(
    ("sent", "fr"),
    [
        (0, "moins de 1\u00a0Mo"),
        (999_999, "moins de 1\u00a0Mo"),
        (1_900_000, "1\u00a0Mo"),
        (12_499_999, "12\u00a0Mo"),
        (123_456_789, "120\u00a0Mo"),
        (999_000_000, "1,0\u00a0Go"),
        (1_240_000_000, "1,2\u00a0Go"),
        (51_000_000_000, "51,0\u00a0Go"),
    ],
)
def test_an_amount_has_two_digits(sent: int, fr: str) -> None:
    assert amount(Words("fr"), sent) == fr


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_amount_grows_with_what_was_sent_and_rarely_changes(lang: Lang) -> None:
    said = [amount(Words(lang), sent) for sent in range(0, 2_000_000_000, 500_000)]
    changes = [after for before, after in itertools.pairwise(said) if before != after]
    assert len(changes) == len(set(changes)) == 200
