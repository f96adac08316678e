"""The report as one JSON object (``--format json``)."""

from __future__ import annotations

import re

from riskscreen.model.report import Report

# JSON leaves these as they are, but terminals and editors act on them. In JSON text they stand only inside strings.
_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")


def to_json(report: Report) -> str:
    """The report as indented JSON with a final line feed; Chinese text stands as it is."""
    return f"{escaped(report.model_dump_json(indent=2))}\n"


def escaped(json_text: str) -> str:
    """JSON text in which no character acts on whoever displays it."""
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", json_text)
