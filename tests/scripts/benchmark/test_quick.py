import pytest

from scripts.benchmark.quick import wrong

SENT = [(1, 10.0), (2, 10.1), (3, 10.2)]


def test_steps_in_order_to_the_last_are_right_however_late_and_few() -> None:
    assert list(wrong("scroll", SENT, [(2, 15.0), (3, 99.0)])) == []


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([], "no step"),
        ([(1, 10.1), (2, 10.2)], "last step"),
        ([(2, 10.2), (1, 10.3), (3, 10.4)], "out of order"),
        ([(1, 10.1), (3, 10.1)], "before they were drawn"),
    ],
)
def test_what_is_wrong_is_told(seen: list[tuple[int, float]], told: str) -> None:
    assert any(told in fault for fault in wrong("scroll", SENT, seen))
