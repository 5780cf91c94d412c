"""Puts a hostile string into every free text of a model: of a message, of a view."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

LENGTHS = (None, 2000, 1000, 500, 255, 120, 60, 20)
"""To how much a string is cut until the model takes it; None: not at all."""

Place = tuple[str | int, ...]


def filled(one: BaseModel, text: str) -> BaseModel:
    """Return the model with `text` wherever it takes any text, as much of it as goes in."""
    values = json.loads(one.model_dump_json())
    for place in list(_texts(values)):
        before = _at(values, place)
        for length in LENGTHS:
            _put(values, place, text[:length])
            if _valid(type(one), values):
                break
        else:
            _put(values, place, before)
    return type(one).model_validate_json(json.dumps(values))


def _valid(model: type[BaseModel], values: object) -> bool:
    try:
        model.model_validate_json(json.dumps(values))
    except ValidationError:
        return False
    return True


def _texts(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield where a text is, but for the names of kinds."""
    match value:
        case str():
            yield place
        case dict():
            for key, below in value.items():
                if key not in ("type", "lang", "screen"):
                    yield from _texts(below, (*place, key))
        case list():
            for number, below in enumerate(value):
                yield from _texts(below, (*place, number))


def _at(values: Any, place: Place) -> Any:
    for step in place:
        values = values[step]
    return values


def _put(values: Any, place: Place, text: str) -> None:
    if place:
        _at(values, place[:-1])[place[-1]] = text
