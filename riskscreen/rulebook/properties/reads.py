"""Which places of a record a rule depends on, by the inputs that fields declare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskscreen.facts.case import Case
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.parts import fields_read, rows_read
from riskscreen.lang.tree import Query
from riskscreen.lang.vocabulary import Field, Relation
from riskscreen.rulebook.properties.places import places
from riskscreen.rulebook.properties.release_reads import RESTS_ON, STATISTICS_REST_ON

_SECOND_ANCHOR = "/parties/*"
"""The second anchor of every row of a project that has one: the details of its organisation."""

_JUDGED = ("/buyer/id", "/contractor/id", "/evaluation/evaluator/id")
"""The places whose organisations are judged, each by its own case."""


def places_read(query: Query, form: str, cases: Sequence[Case]) -> frozenset[str]:
    """The patterns of all places that a verdict depends on: scalars, and lists whose items it goes through.

    ``form`` is that of the records, ``cases`` some of the rule's: where their rows stand tells where others can.
    """
    found = set(_patterns(query, cases))
    for pattern in tuple(found):
        found |= {f"{pattern}/*", f"{pattern}/*/id"}  # a list that is read as a whole is known by its items
        steps = pattern.split("/")
        found |= {"/".join(steps[:at]) for at, step in enumerate(steps) if step == "*"}
    return frozenset(pattern for pattern in found if pattern in places(form))


def _patterns(query: Query, cases: Sequence[Case]) -> Iterator[str]:
    subject = VOCABULARY[query.subject]
    rows = {row.relation: subject.by_name[row.relation] for row in rows_read(query)}
    anchors = {name: _anchors(relation, cases) for name, relation in rows.items()}
    for ref in fields_read(query):
        if ref.relation == query.subject:
            yield from _inputs(subject.root.fields[ref.index], ([""], []))
        else:
            yield from _inputs(rows[ref.relation].fields[ref.index], anchors[ref.relation])
    for relation in rows.values():
        yield from relation.list_at
        yield from RESTS_ON.get(relation.name, ())
        if query.subject != "project":  # what makes a row of a batch depends on all its columns
            for field in relation.fields:
                yield from _inputs(field, ([""], []))
            yield from STATISTICS_REST_ON if relation.form == "ocds" else ()
    if query.subject == "organisation":
        yield from _JUDGED


def _anchors(relation: Relation, cases: Sequence[Case]) -> tuple[Sequence[str], Sequence[str]]:
    """The patterns of a relation's rows, and of the second places that their fields can name."""
    if relation.form == "ocds":
        return _anchors_met(relation.name, 0, cases), _anchors_met(relation.name, 1, cases)
    lists = relation.list_at
    return [f"{path}/*" for path in lists if not any(other.startswith(f"{path}/*/") for other in lists)], [
        _SECOND_ANCHOR
    ]


def _anchors_met(relation: str, which: int, cases: Sequence[Case]) -> Sequence[str]:
    met = (row[which] for case in cases for row in case.anchors.get(relation, ()) if len(row) > which)
    return list(dict.fromkeys("/".join("*" if step.isdecimal() else step for step in each.split("/")) for each in met))


def _inputs(field: Field, anchors: tuple[Sequence[str], Sequence[str]]) -> Iterator[str]:
    """A field's inputs as patterns; :class:`riskscreen.lang.vocabulary.Field` has the forms of a declared pointer."""
    first, second = anchors
    for declared in field.inputs:
        if declared.startswith("//"):
            yield declared[1:]
        elif declared.startswith("@1"):
            yield from (f"{anchor}{declared[2:]}" for anchor in second)
        else:
            yield from (f"{anchor}{declared}" for anchor in first)
