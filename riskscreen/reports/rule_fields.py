"""Which fields a rule looks at, and where a record holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.tree import (
    Absence,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    MeasureTest,
    Member,
    Not,
    Or,
    Pattern,
    Query,
)
from riskscreen.lang.vocabulary import Field, Relation

_PARTY = "/parties/*"


class UsedField(NamedTuple):
    """A relation of the vocabulary and a field of it; None where only the existence of rows matters."""

    relation: Relation
    field: Field | None

    def label(self, lang: str) -> str:
        """What the field is called, with its relation's name unless that is the subject itself."""
        own = self.relation.label.zh if lang == "zh" else self.relation.label.en
        if self.field is None:
            return own
        label = self.field.label.zh if lang == "zh" else self.field.label.en
        return label if self.relation.name in VOCABULARY else f"{own} · {label}"

    def inputs(self) -> tuple[str, ...]:
        """Where a record holds it: JSON Pointers, ``*`` for each item of a list."""
        lists = self.relation.list_at
        if self.field is None or not self.field.inputs:
            return lists
        return tuple(pointer for written in self.field.inputs for pointer in _resolved(written, lists))


def used_fields(query: Query) -> list[UsedField]:
    """Every field that the rule compares or adds up, in the order of the vocabulary, and every list it looks into."""
    subject = VOCABULARY[query.subject]
    relations = {subject.name: subject.root, **subject.by_name}
    formulas = [query.scope, *(measure.filter for measure in query.measures)]
    references = [measure.weight for measure in query.measures if measure.weight]
    looked_into = {measure.relation for measure in query.measures}
    for alternative in query.alternatives:
        formulas.append(alternative.condition)
        references += [ref for ref in (alternative.sample and alternative.sample.size, alternative.statistic) if ref]
        looked_into |= {pattern.relation for pattern in alternative.patterns}
    for formula in formulas:
        for part in _parts(formula) if formula else ():
            if isinstance(part, Pattern):
                looked_into.add(part.relation)
            else:
                references.append(part)
    used = {(ref.relation, ref.index) for ref in references if _comes_from_data(relations[ref.relation], ref)}
    bare = looked_into - {relation for relation, _ in used}
    return [
        UsedField(relation, None if index is None else relation.fields[index])
        for name, relation in relations.items()
        for index in ([None] if name in bare else sorted(index for of, index in used if of == name))
    ]


def _comes_from_data(relation: Relation, ref: FieldRef) -> bool:
    """Not so for a row's place in its list, and for the bounds of another field, which has the same inputs."""
    field = relation.fields[ref.index]
    bounds = {bound for other in relation.fields for bound in (other.least, other.most)}
    return bool(field.inputs) and field.name not in bounds


def _parts(formula: Formula) -> Iterator[FieldRef | Pattern]:
    match formula:
        case Compare(left, _, right):
            yield left
            if not isinstance(right, Literal):
                yield right
        case Member(field):
            yield field
        case And(parts) | Or(parts):
            for part in parts:
                yield from _parts(part)
        case Not(part):
            yield from _parts(part)
        case Absence(patterns, condition):
            yield from patterns
            yield from _parts(condition)
        case MeasureTest():
            pass


def _resolved(written: str, lists: tuple[str, ...]) -> list[str]:
    """An input as a pointer into the record: ``//`` is from its top, ``@1`` from the party, else from the row."""
    if written.startswith("//"):
        return [written[1:]]
    if written.startswith("@1"):
        return [_PARTY + written[2:]]
    rows = [place for place in lists if not any(other.startswith(f"{place}/") for other in lists)]
    return [f"{place}/*{written}" for place in rows] or [written]
