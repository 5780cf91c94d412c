"""How a character is written on the customer's layout: by one key, a dead key and one more, or with Caps Lock off."""

from typing import NamedTuple

from agent.desktop.x11.keycodes import LOCK
from agent.desktop.x11.keysyms import dead_sequence
from agent.desktop.x11.layout import Layout, State, Stroke


class Plan(NamedTuple):
    """Keys to strike in turn; `without_caps`: with Caps Lock, which is on, turned off meanwhile."""

    strokes: tuple[Stroke, ...]
    without_caps: bool = False


def plan(char: str, layout: Layout, state: State, place: int | None = None) -> Plan | None:
    """Find the way that needs least; the key at `place` first. None when the layout cannot write `char`."""
    strokes = _strokes(char, layout, state, place)
    if strokes is None and state.modifiers & LOCK:
        strokes = _strokes(char, layout, state._replace(modifiers=state.modifiers & ~LOCK), place)
        return Plan(strokes, without_caps=True) if strokes else None
    return Plan(strokes) if strokes else None


def _strokes(char: str, layout: Layout, state: State, place: int | None) -> tuple[Stroke, ...] | None:
    stroke = layout.find_character(char, state, place)
    if stroke is not None:
        return (stroke,)
    sequence = dead_sequence(char)
    if sequence is None:
        return None
    dead, base = layout.find(sequence[0], state), layout.find_character(sequence[1], state)
    return (dead, base) if dead and base else None
