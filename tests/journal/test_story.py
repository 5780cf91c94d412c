"""What a journal tells: each question with its answer and its end, whatever ended it."""

from pathlib import Path

import pytest

from agent.journal.evidence import from_folder
from agent.journal.story import Asked, story_of
from agent.journal.verify import judge
from scripts.rigs.journals import Scene


def told(folder: Path, *deeds: tuple[str, str]) -> list[Asked]:
    scene = Scene(folder)
    scene.begin()
    for kind, permission in deeds:
        scene.record(kind, {"permission": permission})
    scene.end()
    return story_of(judge(from_folder(folder))).asked()


@pytest.mark.parametrize("end", ["permission.withdrawn", "permission.expired"])
def test_a_grant_ends_when_it_is_taken_back_or_runs_out(tmp_path: Path, end: str) -> None:
    yes = ("permission.requested", "view"), ("permission.granted", "view")
    (asked,) = told(tmp_path, *yes, (end, "view"))
    assert asked.answered is not None
    assert asked.ended is not None
    assert (asked.ended - asked.answered).total_seconds() == 1


def test_what_nobody_answered_and_what_was_refused_never_ends(tmp_path: Path) -> None:
    refused = ("permission.requested", "view"), ("permission.refused", "view")
    first, second = told(tmp_path, *refused, ("permission.requested", "control"))
    assert (first.answer, first.ended) == (False, None)
    assert (second.answer, second.answered, second.ended) == (None, None, None)


def test_a_renewal_is_a_question_of_its_own_and_ends_the_grant_before(tmp_path: Path) -> None:
    yes = ("permission.requested", "view"), ("permission.granted", "view")
    first, second = told(tmp_path, *yes, ("permission.renewing", "view"), ("permission.granted", "view"))
    assert first.ended == second.answered
    assert second.ended is not None


def test_a_permission_that_another_brings_along_is_told_without_a_request(tmp_path: Path) -> None:
    asked = told(tmp_path, ("permission.requested", "control"), ("permission.granted", "view"))
    assert [(one.permission, one.answer) for one in asked] == [("control", None), ("view", True)]


def test_the_length_is_counted_by_the_clock_that_nobody_sets(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.begin()
    scene.end()
    assert story_of(judge(from_folder(tmp_path))).seconds == 2
