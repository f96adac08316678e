"""The page on OCDS is written from the table that the reading goes by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from riskscreen.intake.ocds.correspondence import CARRIED, CODES_CARRIED, LISTS
from riskscreen.model.codes import COMPLETE_LISTS
from riskscreen.model.project import LIST_PATHS, Project
from riskscreen.reports.ocds_page import ocds_markdown

PAGE = Path(__file__).parents[2] / "rules" / "OCDS.md"


def test_the_page_is_the_one_that_is_written() -> None:
    assert PAGE.read_text(encoding="utf-8") == ocds_markdown(), "python -m riskscreen.reports.ocds_page > rules/OCDS.md"


def test_every_native_field_of_the_table_is_one_of_the_project_model() -> None:
    schema: dict[str, Any] = Project.model_json_schema(by_alias=True)
    for native in CARRIED:
        node: Any = schema
        for key in native.split("/")[1:]:
            node = _resolved(schema, node)
            node = node["items"] if key == "*" else node["properties"][key]


def test_the_tables_speak_of_the_same_lists() -> None:
    assert set(LISTS) <= LIST_PATHS
    assert {path for paths in LISTS.values() for path in paths} == set(COMPLETE_LISTS)
    assert set(CODES_CARRIED) <= set(CARRIED)


def _resolved(schema: dict[str, Any], node: Any) -> Any:
    """The node behind references and ``anyOf`` with null."""
    while not {"properties", "items"} & node.keys():
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        else:
            node = next(each for each in node["anyOf"] if each.get("type") != "null")
    return node
