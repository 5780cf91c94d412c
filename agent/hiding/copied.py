"""Decides whether what a program copied may be read: as its windows may be shown, and only when all of them may. Pure.

A clipboard tells which program holds it, never which of its windows the text came from.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from agent.areas import cut
from agent.hiding.facts import SETTLE_SECONDS, Judge, WindowFacts
from agent.hiding.family import can_hide
from agent.hiding.knowledge import Knowledge
from agent.hiding.vocabulary import Hidden


def may_be_read(windows: Sequence[WindowFacts], hidden: Hidden, knowledge: Knowledge, judge: Judge) -> bool:
    """Say whether what a program with these windows copied may be read. One without any window is not known enough."""
    if not can_hide(hidden):
        return True
    if hidden.everything or not windows:
        return False
    if hidden.only is not None and any(window.id != hidden.only for window in windows if not window.pops_up):
        return False
    return all(_is_open(window, hidden, knowledge, judge) for window in windows)


def _is_open(window: WindowFacts, hidden: Hidden, knowledge: Knowledge, judge: Judge) -> bool:
    """Say whether a window, its newness apart, may be shown as a whole; one of the agent's own names hidden things."""
    if window.own or any(cut(window.area, area) for area in hidden.areas):
        return False
    settled = replace(window, age=inf, stable=max(window.stable, SETTLE_SECONDS))
    return bool(judge(settled, hidden, knowledge))
