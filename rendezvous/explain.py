"""Turns pydantic's findings about the settings into sentences that say what to write instead."""

import difflib

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_NEVER_QUOTED = ("credential", "secret")


def explain(error: ValidationError, model: type[BaseModel], source: str) -> str:
    """Return one sentence a fault: where it is, what was found, what to write. Values of secrets are not quoted."""
    lines = [f"  {_sentence(fault, model)}" for fault in error.errors(include_url=False)]
    return f"Something in {source} must be put right:\n" + "\n".join(lines)


def _sentence(fault: ErrorDetails, model: type[BaseModel]) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{where}: there is no such setting.{_nearest(fault, model)}"
    if fault["type"] == "value_error":
        reason = str(fault["ctx"]["error"])
        return f"{where}: {reason}." if where else f"{reason[0].upper()}{reason[1:]}."
    wanted = _description(fault, model) or fault["msg"].lower()
    return f"{where}: {_found(fault, where)}write {wanted}."


def _found(fault: ErrorDetails, where: str) -> str:
    value = fault["input"]
    if isinstance(value, (dict, list)) or any(word in where for word in _NEVER_QUOTED):
        return ""
    return f"{str(value)[:60]!r} will not do; "


def _section(fault: ErrorDetails, model: type[BaseModel]) -> type[BaseModel] | None:
    """Find the model that the faulty setting belongs to."""
    for part in fault["loc"][:-1]:
        field = model.model_fields.get(str(part))
        inner = field.annotation if field else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return None
        model = inner
    return model


def _description(fault: ErrorDetails, model: type[BaseModel]) -> str | None:
    section = _section(fault, model)
    field = section.model_fields.get(str(fault["loc"][-1])) if section else None
    return field.description if field else None


def _nearest(fault: ErrorDetails, model: type[BaseModel]) -> str:
    section = _section(fault, model)
    if section is None:
        return ""
    near = difflib.get_close_matches(str(fault["loc"][-1]), section.model_fields, 1)
    return f" Did you mean {near[0]}?" if near else f" The settings here are: {', '.join(section.model_fields)}."
