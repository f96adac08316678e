"""Faults of a rule set, one a line, as editors and other programs read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from riskscreen.errors import Fault
from riskscreen.reports.plain_text import plain


def write_faults(faults: Iterable[Fault], stream: TextIO) -> None:
    """``file:line: code message [field]``, one line a fault. A fault of a whole file stands on its line 1."""
    for fault in faults:
        place = fault.location
        field = f" [{place.field}]" if place.field else ""
        stream.write(plain(f"{place.file}:{place.line or 1}: {fault.code} {fault.message}{field}") + "\n")


def faults_as_data(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """The same for JSON: file, line, column, field, code and message."""
    return [{**_place(fault), "code": fault.code, "message": fault.message} for fault in faults]


def _place(fault: Fault) -> dict[str, Any]:
    return {**asdict(fault.location), "line": fault.location.line or 1}
