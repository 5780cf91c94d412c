"""Valid inputs made from the schemas that pydantic gives for the messages, by hypothesis."""

from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pydantic import BaseModel

T = TypeVar("T")
_SCALARS: dict[str, st.SearchStrategy[Any]] = {"null": st.none(), "boolean": st.booleans()}
_MOST_LETTERS, _MOST_ITEMS = 200, 6
"""Of what the schema bounds higher: inputs near the bounds are long, and come from altering."""


def examples(model: type[BaseModel], count: int, number: int) -> list[bytes]:
    """Make `count` valid JSON texts of a model; the same ones from the same number."""
    return [one.model_dump_json().encode() for one in drawn(models(model), count, number)]


def models(model: type[BaseModel]) -> st.SearchStrategy[BaseModel]:
    """Make a model from its own schema; what a validator of its own refuses besides is left out."""
    schema = model.model_json_schema()
    values = _any(schema, schema.get("$defs", {}))
    return values.filter(lambda value: _valid(model, value)).map(model.model_validate)


def drawn(strategy: st.SearchStrategy[T], count: int, number: int) -> list[T]:
    """Draw `count` examples."""
    found: list[T] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(one: T) -> None:
        found.append(one)

    collect()
    return found


def _valid(model: type[BaseModel], value: object) -> bool:
    try:
        model.model_validate(value)
    except ValueError:
        return False
    return True


def _any(schema: dict[str, Any], known: dict[str, Any]) -> st.SearchStrategy[Any]:
    match schema:
        case {"$ref": str(name)}:
            return st.deferred(lambda: _any(known[name.rpartition("/")[2]], known))
        case {"const": value}:
            return st.just(value)
        case {"enum": list(values)}:
            return st.sampled_from(values)
        case {"anyOf": list(ways)} | {"oneOf": list(ways)}:
            return st.one_of([_any(way, known) for way in ways])
        case {"allOf": [one]}:
            return _any(one, known)
        case _:
            return _typed(schema, known)


def _typed(schema: dict[str, Any], known: dict[str, Any]) -> st.SearchStrategy[Any]:
    match schema.get("type"):
        case "string":
            return _text(schema)
        case "integer":
            return st.integers(*_bounds(schema, 1))
        case "number":
            low, high = _bounds(schema, 0)
            return st.floats(low, high, allow_nan=False, allow_infinity=False)
        case "array":
            return _list(schema, known)
        case "object":
            return _object(schema, known)
        case str(simple) if simple in _SCALARS:
            return _SCALARS[simple]
        case _:
            raise TypeError(f"a schema that is not known here: {schema}")


def _bounds(schema: dict[str, Any], step: int) -> tuple[Any, Any]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if (above := schema.get("exclusiveMinimum")) is not None:
        low = above + (step or 1e-6)
    if (below := schema.get("exclusiveMaximum")) is not None:
        high = below - (step or 1e-6)
    return low, high


def _text(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if pattern := schema.get("pattern"):
        most = schema.get("maxLength", 1 << 20)
        return (
            st.from_regex(pattern, fullmatch=True).map(lambda text: text.rstrip("\n")).filter(lambda t: len(t) <= most)
        )
    least = schema.get("minLength", 0)
    most = min(schema.get("maxLength", _MOST_LETTERS), max(_MOST_LETTERS, least))
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=least, max_size=most)


def _list(schema: dict[str, Any], known: dict[str, Any]) -> st.SearchStrategy[list[Any]]:
    least = schema.get("minItems", 0)
    most = max(least, min(schema.get("maxItems", _MOST_ITEMS), _MOST_ITEMS))
    if places := schema.get("prefixItems"):
        return st.tuples(*(_any(place, known) for place in places)).map(list)
    return st.lists(_any(schema["items"], known), min_size=least, max_size=most)


def _object(schema: dict[str, Any], known: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in schema and (values := schema.get("additionalProperties")):
        keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
        return st.dictionaries(keys, _any(values, known), max_size=_MOST_ITEMS)
    fields = {name: _any(field, known) for name, field in schema.get("properties", {}).items()}
    needed = {name: field for name, field in fields.items() if name in schema.get("required", ()) or name == "type"}
    others = {name: field for name, field in fields.items() if name not in needed}
    return st.fixed_dictionaries(needed, optional=others)
