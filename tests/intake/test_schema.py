"""The published JSON Schema of a project and the reader agree on what a project is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from riskscreen.intake.native import InvalidRecordError, read_project
from riskscreen.model.project import Project
from tests.support.projects import projects

validator = Draft202012Validator(Project.model_json_schema(by_alias=True))


def _is_read(record: Any) -> bool:
    try:
        read_project(record)
    except InvalidRecordError:
        return False
    return True


def test_schema_is_valid() -> None:
    Draft202012Validator.check_schema(validator.schema)


@settings(max_examples=150, deadline=None)
@given(projects())
def test_schema_accepts_what_is_read(record: dict[str, Any]) -> None:
    assert validator.is_valid(record)
    assert _is_read(record)


def _amount(value: Any) -> dict[str, Any]:
    return {"id": "a", "contract": {"value": {"amount": value}}}


def _date(value: Any) -> dict[str, Any]:
    return {"id": "a", "award": {"date": value}}


def _share(value: Any) -> dict[str, Any]:
    return {"id": "a", "region": {"needShare": value}}


def _score(value: Any) -> dict[str, Any]:
    return {"id": "a", "evaluation": {"score": value}}


@pytest.mark.parametrize(
    "record",
    [
        {"id": "a", "anything": 1},
        {"id": " a "},
        {"id": "a", "title": "", "buyer": {"id": ""}},
        {"id": "a", "incomplete": None},
        {"id": "a", "incomplete": ["activities", "/evaluation/methods"]},
        *map(_amount, [0, 1.5, "1.50", " 12 ", "007", 999_999_999_999_999, "999999999999999.99", None, "-0", -0.0]),
        *map(_date, ["2018-02-28", "2018-02-28T23:59:59+08:00", "2018-02-28T00:00:00Z", "1900-01-01", "2200-12-31"]),
        *map(_share, [0, 1, "0.5", "1.000", "1", "0", 0.333333]),
        *map(_score, [0, 100, "99.9", "100.00", "007.5"]),
    ],
)
def test_both_accept(record: dict[str, Any]) -> None:
    assert validator.is_valid(record)
    assert _is_read(record)


@pytest.mark.parametrize(
    "record",
    [
        [],
        "a",
        {},
        {"id": ""},
        {"id": 1},
        {"id": None},
        {"id": "a", "title": 5},
        {"id": "a", "showcase": "true"},
        {"id": "a", "showcase": 1},
        {"id": "a", "budgetYear": "2018"},
        {"id": "a", "budgetYear": 1500},
        {"id": "a", "contract": []},
        {"id": "a", "roles": {}},
        {"id": "a", "roles": [None]},
        {"id": "a", "roles": [{"side": "Buyer"}]},
        {"id": "a", "ties": [{"organisations": [{"id": "a"}]}]},
        {"id": "a", "incomplete": ["nothing"]},
        {"id": "a", "incomplete": "activities"},
        {"id": "a", "beneficiaries": {"served": -1}},
        {"id": "a", "beneficiaries": {"served": 1.5}},
        {"id": "a", "contract": {"value": {"currency": "yuan"}}},
        *map(_amount, [-1, "-1", "1,000", "1 000", "1e5", "１２", "", "12万", True, [], 10**15, "1000000000000000"]),
        *map(_date, ["2018-2-1", "20180201", "2018/02/01", "1899-12-31", "2201-01-01", "", 20180201, "2018"]),
        *map(_share, [-0.1, 1.1, "1.1", "2", "50%"]),
        *map(_score, [-1, 100.5, "100.5", "101", "1000"]),
    ],
)
def test_both_refuse(record: Any) -> None:
    assert not validator.is_valid(record)
    assert not _is_read(record)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([_amount, _date, _share, _score]),
    st.text("0123456789.-+ TZ:e%", max_size=12) | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
)
def test_schema_refuses_nothing_that_is_read(build: Any, value: Any) -> None:
    record = build(value)
    if _is_read(record):
        assert validator.is_valid(record)
