"""A session answered by keys alone at the agent's own windows, as `demo.py --check` ends."""

from scripts.rigs import own_windows


def test_a_session_is_answered_by_keys_at_the_agents_own_windows() -> None:
    said: list[str] = []
    assert own_windows.check(said.append), said
    assert len(said) == 4
