import pytest

from agent.protocol.pairing import derive_keys
from agent.protocol.resume import Resume, ResumeError

KEY, CONSOLE, AGENT = bytes(32), b"c" * 16, b"a" * 16


def test_both_sides_name_the_same_tag_and_nobody_elses() -> None:
    assert Resume(KEY).tag == Resume(KEY).tag
    assert Resume(KEY).tag != Resume(b"\1" * 32).tag


def test_every_meeting_has_keys_of_its_own() -> None:
    resume = Resume(KEY)
    first = resume.keys(CONSOLE, AGENT)
    assert first == Resume(KEY).keys(CONSOLE, AGENT)
    others = [resume.keys(CONSOLE, CONSOLE), resume.keys(AGENT, CONSOLE), resume.keys(CONSOLE, b"b" * 16)]
    keys = [key for one in (first, *others) for key in (one.console_seals, one.agent_seals, one.bind)]
    assert len(set(keys)) == 12
    assert bytes.fromhex(resume.tag) not in keys


def test_no_key_of_the_pairing_is_used_again() -> None:
    pairing = derive_keys(bytes(64), bytes(32))
    meeting = Resume(pairing.resume).keys(CONSOLE, AGENT)
    first = {pairing.joiner_seals, pairing.issuer_seals, pairing.bind, pairing.resume}
    assert not first & {meeting.console_seals, meeting.agent_seals, meeting.bind}


def test_once_erased_it_gives_nothing_any_more() -> None:
    resume = Resume(KEY)
    resume.erase()
    assert resume.erased
    with pytest.raises(ResumeError):
        resume.keys(CONSOLE, AGENT)
    with pytest.raises(ResumeError):
        _ = resume.tag


def test_keys_are_not_shown() -> None:
    assert repr(Resume(KEY).keys(CONSOLE, AGENT)) == "MeetingKeys()"
