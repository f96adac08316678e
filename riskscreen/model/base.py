"""Shared ground of the boundary models: camelCase on the wire, frozen in memory, exact types.

What is wrong with a value is told by an error *type* (``not_a_number``), so that a reader of records can say it
in any language; the message given here is the English one.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_DIGITS = 15
_BOUND = 10**MOST_DIGITS
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r" *-?\d{1,15}(\.\d{1,30})? *", re.ASCII)


class Record(BaseModel):
    """A part of a project record. Keys are camelCase, as in OCDS; Python code may use the field names."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


def _calendar_date(value: Any) -> date:
    """The calendar date as written: an ISO date, or the date part of an ISO date-time in its own time zone."""
    if isinstance(value, str):
        day = read_date(value)
    else:
        day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
    if day is None:
        raise PydanticCustomError("not_a_date", "a date is written YYYY-MM-DD, or as an ISO 8601 date-time")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("year_out_of_range", "the year lies outside 1900 to 2200")
    return day


@lru_cache(maxsize=4096)  # the same few days stand in a record, and in its neighbours, again and again
def read_date(text: str | None) -> date | None:
    """The calendar date of an ISO date or date-time as written, of any year; None where the text is neither."""
    if text is None or not _DATE.match(text):
        return None
    try:
        return date.fromisoformat(text) if len(text) == len("YYYY-MM-DD") else datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _exact_number(value: Any) -> Decimal:
    """A finite decimal from a JSON number or a string of digits; floats keep the digits they print with."""
    if type(value) is int and -_BOUND < value < _BOUND:
        return Decimal(value)
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise PydanticCustomError("not_a_number", "a number is written with digits and a point, without separators")
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise PydanticCustomError("not_a_number", "a number is expected")
    number = Decimal(str(value).strip())
    if not number.is_finite() or abs(number) >= _BOUND:
        raise PydanticCustomError("number_too_large", "a finite number below 10^15 is expected")
    return number


def _blank_is_unknown(text: str | None) -> str | None:
    """Exports write an empty cell as ``""``: it says nothing, and must not equal another one."""
    return text or None


def _number_schema(digits: str, **bounds: int) -> WithJsonSchema:
    """JSON Schema of a number that may also be written as a string of digits."""
    text = {"type": "string", "pattern": f"^ *({digits}) *$"}
    return WithJsonSchema({"anyOf": [{"type": "number", **bounds}, text]})


_PLACES = r"(\.[0-9]{1,30})?"
_NO_PLACES = r"(\.0{1,30})?"
_ZERO = f"-0{{1,15}}{_NO_PLACES}"
_YEAR = f"(19[0-9]{{2}}|2[01][0-9]{{2}}|{LAST_YEAR})"
_DATE_SCHEMA = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "format": "date", "pattern": f"^{_YEAR}-[0-9]{{2}}-[0-9]{{2}}$"},
            {"type": "string", "pattern": f"^{_YEAR}-[0-9]{{2}}-[0-9]{{2}}.[0-9]{{2}}.*$"},
        ]
    }
)

CalendarDate = Annotated[date, BeforeValidator(_calendar_date), _DATE_SCHEMA]
Number = Annotated[
    Decimal,
    BeforeValidator(_exact_number),
    _number_schema(f"-?[0-9]{{1,15}}{_PLACES}", exclusiveMinimum=-_BOUND, exclusiveMaximum=_BOUND),
]
NonNegative = Annotated[
    Decimal,
    BeforeValidator(_exact_number),
    Field(ge=0),
    _number_schema(f"[0-9]{{1,15}}{_PLACES}|{_ZERO}", minimum=0, exclusiveMaximum=_BOUND),
]
Share = Annotated[
    Decimal,
    BeforeValidator(_exact_number),
    Field(ge=0, le=1),
    _number_schema(f"0{{1,15}}{_PLACES}|0{{0,14}}1{_NO_PLACES}|{_ZERO}", minimum=0, maximum=1),
]
Percentage = Annotated[
    Decimal,
    BeforeValidator(_exact_number),
    Field(ge=0, le=100),
    _number_schema(f"0{{0,13}}[0-9]{{1,2}}{_PLACES}|0{{0,12}}100{_NO_PLACES}|{_ZERO}", minimum=0, maximum=100),
]
Count = Annotated[StrictInt, Field(ge=0, lt=2**53)]
Positive = Annotated[StrictInt, Field(ge=1, lt=2**53)]
Flag = StrictBool
Name = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Text: TypeAlias = Annotated[
    Annotated[str, StringConstraints(strict=True, strip_whitespace=True)] | None, AfterValidator(_blank_is_unknown)
]
