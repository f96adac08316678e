"""The strategy that the suite's properties rest on: valid records in which every field can occur."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from hypothesis import given, settings

from riskscreen.model.base import Record
from riskscreen.model.project import Project
from tests.support.projects import batches, projects


def _present(value: Any) -> Iterator[tuple[type[Record], str]]:
    """Every field that a record states, with the part of the model it belongs to."""
    if isinstance(value, Record):
        for name in value.model_fields_set:
            yield type(value), name
            yield from _present(getattr(value, name))
    elif isinstance(value, list):
        for item in value:
            yield from _present(item)


def _declared(annotation: Any) -> Iterator[tuple[type[Record], str]]:
    """Every field that the model declares."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        for name, field in annotation.model_fields.items():
            yield annotation, name
            yield from _declared(field.annotation)
    for inner in get_args(annotation):
        yield from _declared(inner)


@settings(max_examples=20)
@given(batches(min_size=2, max_size=3))
def test_ids_of_a_batch_differ(records: list[dict[str, Any]]) -> None:
    assert len({record["id"] for record in records}) == len(records)


def test_records_are_valid_and_every_field_of_the_model_occurs() -> None:
    seen: set[tuple[type[Record], str]] = set()

    @settings(max_examples=100, database=None, derandomize=True)
    @given(projects())
    def collect(record: dict[str, Any]) -> None:
        seen.update(_present(Project.model_validate(record)))

    collect()
    assert seen == set(_declared(Project))
