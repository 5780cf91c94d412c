from hypothesis import given
from hypothesis import strategies as st

from rendezvous.throttle import Bucket, Window


def test_the_event_past_the_limit_waits_until_the_first_is_old_enough() -> None:
    window = Window(2, 60)
    assert window.take("a", 0) == 0
    assert window.take("a", 10) == 0
    assert window.take("a", 20) == 40
    assert window.take("a", 60) == 0


def test_keys_do_not_disturb_one_another() -> None:
    window = Window(1, 60)
    window.count("a", 0)
    assert window.wait("b", 0) == 0
    assert window.wait("a", 0) == 60


def test_an_event_taken_back_does_not_count() -> None:
    window = Window(1, 60)
    window.forgive("a")
    window.count("a", 0)
    window.forgive("a")
    assert window.take("a", 1) == 0


def test_pruning_keeps_what_still_counts() -> None:
    window = Window(1, 60)
    window.count("old", 0)
    window.count("new", 50)
    window.prune(70)
    assert window.wait("old", 70) == 0
    assert window.wait("new", 70) == 40


@given(st.lists(st.floats(0, 300), min_size=1, max_size=80))
def test_no_window_ever_holds_more_than_the_limit(moments: list[float]) -> None:
    window = Window(5, 60)
    taken = [now for now in sorted(moments) if not window.take("a", now)]
    assert all(sum(1 for other in taken if now - 60 < other <= now) <= 5 for now in taken)


def test_a_bucket_gives_its_depth_at_once_and_then_its_rate() -> None:
    bucket = Bucket(rate=1, depth=3, now=0)
    assert [bucket.take(1, 0) for _ in range(4)] == [True, True, True, False]
    assert bucket.take(1, 1)
    assert not bucket.take(1, 1)
