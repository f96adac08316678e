"""Dates as publishers write them."""

from __future__ import annotations

from datetime import UTC, datetime, time

from riskscreen.model.base import read_date


def instant(text: str | None) -> datetime | None:
    """The moment a date or date-time stands for; without a zone it is taken as UTC, without a time as midnight."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        day = read_date(text.strip())
        return None if day is None else datetime.combine(day, time(), UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
