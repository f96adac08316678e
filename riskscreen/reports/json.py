"""The report as one JSON object (``--format json``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import indent
from typing import TextIO

from riskscreen.model.report import ProjectReport, Report

_STEP = 2
# A line feed stands in JSON text only between values, so these stand where they seem to.
_NO_PROJECTS = f'\n{_STEP * " "}"projects": [],'
_PROJECTS = f'\n{_STEP * " "}"projects": [\n'

# JSON leaves these as they are, but terminals and editors act on them. In JSON text they stand only inside strings.
_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")


def to_json(report: Report) -> str:
    """The report as indented JSON with a final line feed; Chinese text stands as it is."""
    return f"{escaped(report.model_dump_json(indent=_STEP))}\n"


def write_json(projects: Iterable[ProjectReport], whole: Report, stream: TextIO) -> None:
    """Writes the same text as :func:`to_json` with the projects one by one, where ``whole`` has none."""
    before, after = escaped(whole.model_dump_json(indent=_STEP)).split(_NO_PROJECTS, 1)
    stream.write(before)
    separator = _PROJECTS
    for project in projects:
        stream.write(separator)
        stream.write(indent(escaped(project.model_dump_json(indent=_STEP)), 2 * _STEP * " "))
        separator = ",\n"
    stream.write(_NO_PROJECTS if separator == _PROJECTS else f"\n{_STEP * ' '}],")
    stream.write(f"{after}\n")


def escaped(json_text: str) -> str:
    """JSON text in which no character acts on whoever displays it."""
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", json_text)
