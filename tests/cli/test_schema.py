"""``riskscreen schema``: valid JSON Schemas that explain themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from riskscreen.model.schema import SCHEMAS
from tests.support.command_line import FIXTURES, command_line


def _schema(patch: pytest.MonkeyPatch, name: str) -> dict[str, Any]:
    outcome = command_line(patch, "schema", name)
    assert (outcome.code, outcome.err) == (0, "")
    schema: dict[str, Any] = json.loads(outcome.out)
    return schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    schema = _schema(monkeypatch, name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    assert schema["description"]


def test_fixtures_are_valid_projects(monkeypatch: pytest.MonkeyPatch) -> None:
    validator = Draft202012Validator(_schema(monkeypatch, "project"))
    for path in sorted(FIXTURES.glob("*.json*")):
        text = path.read_text(encoding="utf-8")
        projects = map(json.loads, text.splitlines()) if path.suffix == ".jsonl" else [json.loads(text)]
        for project in projects:
            for each in project.get("projects", [project]) if isinstance(project, dict) else project:
                validator.validate(each)


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for part, definition in {"Project": schema, **schema["$defs"]}.items():
        for name, field in definition.get("properties", {}).items():
            yield part, name, field


def test_every_field_of_a_project_is_explained_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    for part, name, field in _fields(_schema(monkeypatch, "project")):
        assert field.get("description"), (part, name)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in field.get("title", "")), (part, name)


def test_keys_are_camel_case(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [name for _, name, _ in _fields(_schema(monkeypatch, "project")) if "_" in name]


def test_unknown_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "schema", "projekt")
    assert outcome.code == 2
    assert "'projekt' is not one of 'project', 'report', 'comparison', 'rule'" in outcome.err
