"""Projects in memory go the same way as projects in files."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from riskscreen.intake.read import Record, read_objects
from riskscreen.model.project import Contract, Period, Project, Value
from riskscreen.model.report import Reject


def _one(value: Any) -> Record | Reject:
    (result,) = read_objects([value], lang="en")
    return result


def test_mappings_with_python_values() -> None:
    record = _one({"id": "a", "contract": {"value": {"amount": Decimal("12.50")}, "dateSigned": date(2018, 1, 2)}})
    assert isinstance(record, Record)
    assert record.raw == {"id": "a", "contract": {"value": {"amount": 12.5}, "dateSigned": "2018-01-02"}}
    assert (record.source, record.line, record.index) == ("objects", None, 0)


def test_models_come_back_equal() -> None:
    project = Project(
        id="a",
        contract=Contract(
            period=Period(start_date=date(2018, 1, 1), end_date=date(2018, 5, 31)),
            value=Value(amount=Decimal("123456789012345.123456789"), currency="CNY"),
        ),
        roles=[],
    )
    record = _one(project)
    assert isinstance(record, Record)
    assert record.project == project
    assert record.raw["contract"]["period"] == {"startDate": "2018-01-01", "endDate": "2018-05-31"}


def _circle() -> dict[str, Any]:
    record: dict[str, Any] = {"id": "a"}
    record["self"] = record
    return record


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "this is null"),
        (object(), "this is text"),
        ({"id": "a", "x": [math.nan]}, "/x/0: NaN and Infinity"),
        ({"id": "a", "x": Decimal("1e999999")}, "/x: NaN and Infinity"),
        ({"id": "a", "x": 10**5000}, "/x: NaN and Infinity"),
        ({"id": "a\ud800"}, "/id: the text holds half a character"),
        (_circle(), "nested more than 64 deep"),
        ({"ocid": ""}, "a release needs an ocid"),
        ({1: "a"}, "/id: is required"),
    ],
)
def test_what_is_no_project_is_a_reject(value: Any, reason: str) -> None:
    reject = _one(value)
    assert isinstance(reject, Reject)
    assert reason in reject.error
    assert reject.index == 0


def test_repeats_are_known() -> None:
    intake = read_objects([{"id": "a"}, Project(id="a"), {"id": "a", "title": "x"}])
    kinds = [type(result) for result in intake]
    assert kinds == [Record, Reject]
    assert intake.accounting.duplicates == 1
