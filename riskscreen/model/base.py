"""Shared ground of the boundary models: camelCase on the wire, frozen in memory, exact types."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt
from pydantic.alias_generators import to_camel

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Record(BaseModel):
    """A part of a project record. Keys are camelCase, as in OCDS; Python names are accepted too."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


def _calendar_date(value: Any) -> date:
    """The calendar date as written: an ISO date, or the date part of an ISO date-time in its own time zone."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _ISO_DATE.match(value):
        try:
            if len(value) == 10:
                return date.fromisoformat(value)
            return datetime.fromisoformat(value).date()
        except ValueError:
            pass
    raise ValueError("a date is written YYYY-MM-DD, or as an ISO 8601 date-time")


def _exact_number(value: Any) -> Decimal:
    """A finite decimal from a JSON number or a string of digits; floats keep the digits they print with."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("a number is expected")
    try:
        number = Decimal(str(value).strip())
    except ArithmeticError:
        raise ValueError("a number is expected") from None
    if not number.is_finite() or abs(number) >= 10**15:
        raise ValueError("a finite number below 10^15 is expected")
    return number


CalendarDate = Annotated[date, BeforeValidator(_calendar_date)]
Number = Annotated[Decimal, BeforeValidator(_exact_number)]
NonNegative = Annotated[Decimal, BeforeValidator(_exact_number), Field(ge=0)]
Share = Annotated[Decimal, BeforeValidator(_exact_number), Field(ge=0, le=1)]
Count = Annotated[StrictInt, Field(ge=0, lt=2**53)]
Positive = Annotated[StrictInt, Field(ge=1, lt=2**53)]
Flag = StrictBool
