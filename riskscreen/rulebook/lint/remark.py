"""Something lint says of one rule."""

from __future__ import annotations

from typing import NamedTuple

from riskscreen.rulebook.yaml_source import DataPath


class Remark(NamedTuple):
    """What is wrong at ``path`` in the file; ``column`` counts from 1 in the text there, 0 means all of it."""

    path: DataPath
    column: int
    code: str
    message: str
