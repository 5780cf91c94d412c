"""The policies are data: each hangs together, and none is wider than it says."""

import pytest
from pydantic import ValidationError

from agent.policy import DEFAULT, Policy, policies
from agent.protocol.permissions import Permission

COPIES = {Permission.RECORD, Permission.CLIPBOARD_OUT, Permission.FILES_READ}


def test_the_policies_are_those_that_the_brand_file_offers() -> None:
    assert list(policies()) == ["assist-no-copy", "assist-recorded", "visual-support"]
    assert DEFAULT in policies()


@pytest.mark.parametrize("policy", policies().values(), ids=lambda policy: policy.name)
def test_a_policy_that_says_nothing_is_recorded_lets_nothing_be_taken_away(policy: Policy) -> None:
    if "nothing is recorded or copied" in policy.en:
        assert "rien n'est enregistré ni copié" in policy.fr
        assert not policy.may_ask & COPIES
    else:
        assert f"{policy.recording_days} days" in policy.en
        assert f"{policy.recording_days} jours" in policy.fr


def test_visual_support_never_touches_mouse_keyboard_or_files() -> None:
    assert policies()["visual-support"].can_ask == {Permission.VIEW, Permission.ANNOTATE, Permission.VOICE}


@pytest.mark.parametrize(
    "change",
    [
        {"may_ask": ["control"]},
        {"may_ask": ["view", "record"]},
        {"recording_days": 5},
        {"may_ask": ["everything"]},
        {"fr": ""},
        {"note": "x"},
    ],
)
def test_a_policy_that_does_not_hang_together_does_not_load(change: dict[str, object]) -> None:
    good = {"name": "x", "may_ask": ["view"], "fr": "Avec votre accord.", "en": "With your agreement."}
    Policy.model_validate(good)
    with pytest.raises(ValidationError):
        Policy.model_validate(good | change)
