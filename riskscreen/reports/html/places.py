"""What a place in a record is called: a JSON Pointer in the words of the form, for people who fill it in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel

from riskscreen.model.field_guide import FIELD_GUIDE
from riskscreen.model.project import Project
from riskscreen.reports.html.both import Both

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=8192)
def place(pointer: str) -> Both:
    """The names of the steps of a pointer, items of lists by their number from 1; unknown steps as they are."""
    zh: list[str] = []
    en: list[str] = []
    model: type[BaseModel] | None = Project
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if key.isdecimal() and zh:
            zh[-1] += f"第{int(key) + 1}项"
            en[-1] += f" {int(key) + 1}"
        elif key != "*":
            guide = FIELD_GUIDE.get(model.__name__, {}).get(key) if model else None
            zh.append(guide.zh if guide else key)
            en.append(_CAPITAL.sub(" ", key).lower() if guide else key)
            model = _model_below(model, key)
    return Both(" › ".join(zh), " › ".join(en))


def _model_below(model: type[BaseModel] | None, key: str) -> type[BaseModel] | None:
    """The model that a field of a model holds, alone or as a list's items."""
    fields = model.model_fields.values() if model else ()
    return next((_model_in(field.annotation) for field in fields if field.alias == key), None)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
