import pytest

from scripts.rigs.lanes import Lane, trials

MODULE = "tests.scripts.dying_lane"
WHOLE = Lane(MODULE, ["4"], 4)


def numbers(lane: list[dict[str, int]]) -> list[int]:
    return [said["trial"] for said in lane]


def test_every_trial_of_every_lane_is_told_also_those_that_are_alike() -> None:
    made, short = trials([WHOLE, WHOLE], "trial", 20)
    assert [numbers(lane) for lane in made] == [[0, 0, 1, 1]] * 2
    assert short == []


def test_a_lane_that_dies_costs_its_own_trials_alone_and_is_named() -> None:
    made, short = trials([Lane(MODULE, ["3"], 4), WHOLE], "trial", 20)
    assert [len(lane) for lane in made] == [3, 4]
    assert len(short) == 1
    assert "lane 1" in short[0]
    assert "3 of 4 trials" in short[0]


def test_a_lane_that_hangs_does_not_hold_up_the_others() -> None:
    made, short = trials([Lane(MODULE, ["1", "silent"], 4), WHOLE], "trial", 5)
    assert [len(lane) for lane in made] == [1, 4]
    assert "1 of 4 trials: waited in vain" in short[0]


def test_lanes_that_made_nothing_at_all_raise_instead_of_passing() -> None:
    with pytest.raises(TimeoutError, match="0 of 4 trials"):
        trials([Lane(MODULE, ["0"], 4)], "trial", 20)
