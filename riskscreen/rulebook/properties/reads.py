"""Which places of a record a rule depends on, by the inputs that fields declare."""

from __future__ import annotations

from collections.abc import Iterator

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.parts import fields_read, rows_read
from riskscreen.lang.tree import Query
from riskscreen.lang.vocabulary import Field, Relation
from riskscreen.rulebook.properties.places import places

_SECOND_ANCHOR = "/parties/*"
"""The second anchor of every row that has one: the details of its organisation."""

_JUDGED = ("/buyer/id", "/contractor/id", "/evaluation/evaluator/id")
"""The places whose organisations are judged, each by its own case."""


def places_read(query: Query) -> frozenset[str]:
    """The patterns of all places that a verdict depends on: scalars, and lists whose items it goes through."""
    found = set(_patterns(query))
    for pattern in tuple(found):
        steps = pattern.split("/")
        found |= {"/".join(steps[:at]) for at, step in enumerate(steps) if step == "*"}
    return frozenset(pattern for pattern in found if pattern in places())


def _patterns(query: Query) -> Iterator[str]:
    subject = VOCABULARY[query.subject]
    rows = {row.relation: subject.by_name[row.relation] for row in rows_read(query)}
    for ref in fields_read(query):
        if ref.relation == query.subject:
            yield from _inputs(subject.root.fields[ref.index], [""])
        else:
            yield from _inputs(rows[ref.relation].fields[ref.index], _anchors(rows[ref.relation]))
    for relation in rows.values():
        yield from relation.list_at
        if query.subject != "project":  # what makes a row of a batch depends on all its columns
            for field in relation.fields:
                yield from _inputs(field, [""])
    if query.subject == "organisation":
        yield from _JUDGED


def _anchors(relation: Relation) -> list[str]:
    """The patterns of a relation's rows: the items of its lists, or of those within their items."""
    lists = relation.list_at
    return [f"{path}/*" for path in lists if not any(other.startswith(f"{path}/*/") for other in lists)]


def _inputs(field: Field, anchors: list[str]) -> Iterator[str]:
    """A field's inputs as patterns; :class:`riskscreen.lang.vocabulary.Field` has the forms of a declared pointer."""
    for declared in field.inputs:
        if declared.startswith("//"):
            yield declared[1:]
        elif declared.startswith("@1"):
            yield f"{_SECOND_ANCHOR}{declared[2:]}"
        else:
            yield from (f"{anchor}{declared}" for anchor in anchors)
