"""From plain data to a model, with every error as a fault that names the line and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from pydantic import BaseModel, TypeAdapter, ValidationError

from riskscreen.errors import Fault, RuleFaults, suggestion
from riskscreen.rulebook.yaml_source import DataPath, Source

T = TypeVar("T")


def validated(source: Source, form: type[T]) -> T:
    """The content of a file as an instance of ``form``: a pydantic model, or a dict or list of models.

    A file without content is an empty mapping. Raises :class:`RuleFaults` with every error, located in the file.
    """
    return validated_part(source, (), {} if source.data is None else source.data, form)


def validated_part(source: Source, path: DataPath, data: Any, form: type[T]) -> T:
    """``data``, which stands at ``path`` in the file, as an instance of ``form``; raises :class:`RuleFaults`."""
    try:
        if isinstance(form, type) and issubclass(form, BaseModel):
            checked: T = form.model_validate(data)
        else:
            checked = TypeAdapter(form).validate_python(data)
    except ValidationError as error:
        items = error.errors(include_url=False)
        raise RuleFaults(_fault(item, source, path, data, form) for item in items) from None
    return checked


def first_error(error: ValidationError, data: Any, form: type[Any]) -> str:
    """The first of the errors in data that stands in no file, with its place."""
    item = error.errors(include_url=False)[0]
    place = _place(item["loc"], data, item["type"] == "missing")
    return f"{'.'.join(map(str, place))}: {_in_plain_words(item, place, form)[1]}"


def unknown_keys(source: Source, path: DataPath, data: Any, form: Any) -> Iterator[Fault]:
    """A fault for every key in ``data`` that ``form`` has no field for; for models that pass over such keys."""
    yield from _unknown_keys(source, path, data, frozenset(_branches(form)))


def _unknown_keys(source: Source, path: DataPath, data: Any, forms: frozenset[Any]) -> Iterator[Fault]:
    if isinstance(data, Mapping):
        items: Any = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    else:
        return
    for step, value in items:
        inner = frozenset(branch for form in forms for branch in _inside(form, step))
        if inner:
            yield from _unknown_keys(source, (*path, step), value, inner)
        elif isinstance(data, Mapping) and (known := _keys(forms)):
            yield source.fault((*path, step), "unknown-key", _no_such_key(step, known))


def _fault(item: Any, source: Source, path: DataPath, data: Any, form: Any) -> Fault:
    place = _place(item["loc"], data, item["type"] == "missing")
    code, message = _in_plain_words(item, place, form)
    return source.fault((*path, *place), code, message)


def _place(loc: tuple[str | int, ...], data: Any, missing: bool) -> DataPath:
    """Pydantic's location without the names of union branches, which are not in the file."""
    place: list[str | int] = []
    for position, step in enumerate(loc):
        last = position + 1 == len(loc)
        within = step in data if isinstance(data, Mapping) else isinstance(data, list) and isinstance(step, int)
        if within:
            data = data[step]
        elif not (missing and last):
            continue
        place.append(step)
    return tuple(place)


def _in_plain_words(item: Any, place: DataPath, form: Any) -> tuple[str, str]:
    """The code and the sentence for one pydantic error."""
    kind, given, context = item["type"], item["input"], item.get("ctx", {})
    if kind == "missing":
        return "missing-key", f"the key {place[-1]!r} is missing"
    if kind == "extra_forbidden":
        forms = _forms_at(form, place[:-1])
        meant = next((each.meant[place[-1]] for each in forms if place[-1] in getattr(each, "meant", {})), None)
        if meant is not None:
            return "unknown-key", f"there is no key {place[-1]!r} here: {meant}"
        return "unknown-key", _no_such_key(place[-1], _keys(forms))
    if kind == "literal_error":
        words = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return "wrong-value", f"{_shown(given)} is none of {', '.join(words)}{suggestion(str(given), words)}"
    if kind == "value_error":
        return "wrong-value", str(context["error"])
    if kind in ("string_too_short", "too_short"):
        return "empty", "this cannot be empty"
    if kind in ("less_than_equal", "greater_than_equal"):
        # pydantic gives a decimal bound as "Decimal('0.95')"
        bound = str(context.get("le", context.get("ge"))).removeprefix("Decimal('").removesuffix("')")
        return "out-of-range", f"{_shown(given)} is out of range: at {'most' if 'le' in context else 'least'} {bound}"
    if kind == "wrong_form":
        return "wrong-type", f"{item['msg']}, not {_shown(given)}"
    if kind in _EXPECTED:
        return "wrong-type", f"{_EXPECTED[kind]} is expected, not {_shown(given)}{_quotes(kind, given)}"
    return "wrong-value", f"{_shown(given)}: {item['msg'][0].lower()}{item['msg'][1:]}"


_EXPECTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
}


def _shown(given: Any) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list):
        return "a list"
    return repr(given) if isinstance(given, str) else str(given)


def _quotes(kind: str, given: Any) -> str:
    scalar = given is not None and not isinstance(given, dict | list)
    return "; put it in quotes" if kind == "string_type" and scalar else ""


def _no_such_key(key: str | int, known: set[str]) -> str:
    hint = suggestion(str(key), sorted(known)) or f"; known keys: {', '.join(sorted(known))}"
    return f"there is no key {key!r} here{hint}"


def _forms_at(form: Any, place: DataPath) -> frozenset[Any]:
    """The types a value at ``place`` may have within the type ``form``, over all branches of its unions."""
    forms = frozenset(_branches(form))
    for step in place:
        forms = frozenset(inner for outer in forms for inner in _inside(outer, step))
    return forms


def _keys(forms: frozenset[Any]) -> set[str]:
    structures = {field.encode_name for form in forms if _is_structure(form) for field in msgspec.structs.fields(form)}
    return structures | {
        field.alias or name
        for model in forms
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name, field in model.model_fields.items()
    }


def _inside(form: Any, step: str | int) -> Iterator[Any]:
    """The types of the value under a key or at a position."""
    if isinstance(form, type) and issubclass(form, BaseModel):
        for name, field in form.model_fields.items():
            if step in (name, field.alias):
                yield from _branches(field.annotation)
    elif _is_structure(form):
        for part in msgspec.structs.fields(form):
            if step == part.encode_name:
                yield from _branches(part.type)
    elif get_origin(form) in (dict, list):
        yield from _branches(get_args(form)[-1])


def _is_structure(form: Any) -> bool:
    return isinstance(form, type) and issubclass(form, msgspec.Struct)


def _branches(form: Any) -> Iterator[Any]:
    """The members of a union; a type that is none is its own only branch."""
    origin = get_origin(form)
    if origin is Annotated:
        yield from _branches(get_args(form)[0])
    elif origin in (Union, UnionType):
        for branch in get_args(form):
            yield from _branches(branch)
    elif form is not NoneType:
        yield form
