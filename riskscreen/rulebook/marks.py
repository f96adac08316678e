"""Marks in a rule file for what its author has still to write; a file with one of them does not load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from riskscreen.errors import Fault
from riskscreen.rulebook.yaml_source import DataPath, Source

_START = "<fill in"
_MARK = re.compile(rf"{_START}: ([^<>]*)>")


def mark(hint: str) -> str:
    """The mark for a place where ``hint`` belongs."""
    return f"{_START}: {hint}>"


def unfilled(source: Source) -> Iterator[Fault]:
    """A fault for every value of the file that is marked as still to be filled in."""
    if _START in source.text:
        yield from _unfilled(source, (), source.data)


def _unfilled(source: Source, path: DataPath, value: Any) -> Iterator[Fault]:
    if isinstance(value, str) and _START in value:
        hints = _MARK.findall(value)
        message = f"still to be filled in: {', '.join(hints)}" if hints else "still to be filled in"
        yield source.fault(path, "not-filled-in", message)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _unfilled(source, (*path, key), part)
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _unfilled(source, (*path, position), part)
