"""The JSON Schemas (2020-12) of project records, reports, comparisons of reports, and rule files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from riskscreen.model.comparison import Comparison
from riskscreen.model.field_guide import FIELD_GUIDE
from riskscreen.model.project import Project
from riskscreen.model.report import Report
from riskscreen.model.rule import RuleFile

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _project() -> dict[str, Any]:
    whole = Project.model_json_schema(by_alias=True)
    for part, fields in FIELD_GUIDE.items():
        properties = (whole if part == Project.__name__ else whole["$defs"][part])["properties"]
        for key, guide in fields.items():
            properties[key] |= {"title": guide.zh, "description": guide.en}
    return whole


def _report() -> dict[str, Any]:
    return Report.model_json_schema(mode="serialization")


def _comparison() -> dict[str, Any]:
    return Comparison.model_json_schema(mode="serialization")


def _rule() -> dict[str, Any]:
    return RuleFile.model_json_schema(by_alias=True)


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "project": _project,
    "report": _report,
    "comparison": _comparison,
    "rule": _rule,
}
"""What has a schema, by name."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of ``project``, ``report``, ``comparison`` or ``rule``."""
    return {"$schema": _DIALECT, **SCHEMAS[name]()}


def schema_text(name: str) -> str:
    """The schema as indented JSON."""
    return f"{json.dumps(schema(name), ensure_ascii=False, indent=2)}\n"
