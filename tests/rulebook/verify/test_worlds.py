"""The solver's view of a record is the record's facts: every field, relation by relation, of records it makes up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import z3

from riskscreen.facts.case import Case
from riskscreen.facts.derive_quantities import share
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.tree import Op
from riskscreen.lang.vocabulary import IDENTITY, Field, Kind, Relation
from riskscreen.rulebook.verify.inputs import View
from riskscreen.rulebook.verify.search import Clock
from riskscreen.rulebook.verify.sizes import Sizes
from riskscreen.rulebook.verify.terms import Plain, Quotient, Term, compared, quotient_compared
from riskscreen.rulebook.verify.trial import witness_of
from riskscreen.rulebook.verify.workshop import Workshop
from riskscreen.rulebook.verify.world import World
from tests.support.taxonomy import TAXONOMY

Values = dict[str, Any]
HOSTS = {"owner": ["party"], "tenderer": ["bid", "party"], "need": ["service_item"]}
RELATIONS = [
    (name, relation.name)
    for name, subject in VOCABULARY.items()
    for relation in subject.relations
    if relation.form == "native"
]
LISTED_AS = {"tenderer": "position", "origin": "kind"}
"""Relations whose rows stand in a record in another order than the solver has them in."""

UNWRITTEN = {"market.projects"}
"""What no record can be made up for yet, besides OCDS releases: rules that read it are told to be undecided."""


def _world(subject: str, relation: str | None) -> World:
    sizes: Counter[str] = Counter()
    if relation is not None:
        sizes.update(dict.fromkeys([relation, *HOSTS.get(relation, [])], 3))
    return Workshop([], TAXONOMY, Clock(60)).world(subject, Sizes(sizes))


def _terms(world: World, relation: Relation, row: int) -> dict[str, Term]:
    return {field.name: world.term(relation.name, row, field.name) for field in relation.fields}


def _values(view: View, world: World, relation: Relation, terms: dict[str, Term]) -> Values:
    """A row as the solver sees it. Private texts and identifiers stay numbers: only which are equal means something."""
    return {field.name: _value(view, world, field, terms[field.name]) for field in relation.fields}


def _value(view: View, world: World, field: Field, term: Term) -> Any:
    if not view.truth(term.known):
        return None
    if isinstance(term, Quotient):
        scale, part, whole = term.scale, view.number(term.part), view.number(term.whole)
        return share(part * scale, whole * 10**6)  # the same rounding at another scale
    if z3.is_bool(term.expression):
        return view.truth(term.expression)
    number = view.number(term.expression)
    if field.kind in (Kind.CODE, Kind.TEXT) and not field.private:
        return world.inputs.json_of(number, field.kind)
    return number


def _facts(case: Case, relation: Relation) -> list[Values]:
    rows = [case.root] if relation.name == case.subject else case.relations[relation.name].rows
    assert relation.name == case.subject or case.relations[relation.name].complete
    return [dict(zip([field.name for field in relation.fields], row, strict=True)) for row in rows]


def _comparable(rows: list[Values], relation: Relation) -> list[tuple[str, ...]]:
    """The rows with identifiers and private texts replaced by the order in which they first appear."""
    seen: dict[Any, str] = {}
    found = []
    for row in rows:
        values = []
        for field in relation.fields:
            value = row[field.name]
            if value is not None and (field.kind in IDENTITY or field.private):
                value = seen.setdefault((field.private and field.name, value), f"#{len(seen)}")
            values.append(str(value))
        found.append(tuple(values))
    return found


def _random_constraints(
    random: Random, world: World, relation: Relation, rows: list[dict[str, Term]]
) -> Iterator[z3.BoolRef]:
    for row, terms in enumerate(rows):
        if relation.name != world.subject.name:
            yield world.present(relation.name, row) == random.choice([True, True, False])
        for field in relation.fields:
            term = terms[field.name]
            if isinstance(term, Quotient):
                yield quotient_compared(term, random.choice(list(Op)), random.randrange(0, 1_200_000, 100_000))
            elif field.kind is Kind.BOOL:
                yield term.expression == random.choice([True, False])
            elif field.kind is Kind.CODE:
                yield term.expression == world.texts.number(random.choice(field.values))
            elif field.kind in IDENTITY or field.kind is Kind.TEXT:
                others = [other[field.name] for other in rows[:row]]
                if others and isinstance(other := random.choice(others), Plain):
                    yield compared(term.expression, random.choice([Op.EQ, Op.NE]), other.expression)
            elif field.kind is not Kind.DATE:
                yield compared(term.expression, random.choice([Op.LE, Op.GE]), random.randint(-3, 40))


def _model(random: Random, world: World, constraints: list[z3.BoolRef]) -> View:
    """A model of as many of the constraints as can be met one after the other."""
    solver = z3.Solver()
    solver.set("timeout", 10_000)
    solver.add(world.inputs.axioms)
    for constraint in [*random.sample(world.inputs.wishes, len(world.inputs.wishes)), *constraints]:
        if random.random() < 0.6:
            solver.push()
            solver.add(constraint)
            if solver.check() != z3.sat:
                solver.pop()
    for _ in range(100):
        assert solver.check() == z3.sat
        view = View(solver.model())
        wrong = [correction for check in world.corrections for correction in check(view)]
        if not wrong:
            return view
        solver.add(wrong)
    raise AssertionError("the calendar was never met")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("subject", "name"), RELATIONS)
def test_rows_are_the_facts_of_the_record(subject: str, name: str, seed: int) -> None:
    random = Random(f"{subject} {name} {seed}")  # noqa: S311 -- no secret is made
    world = _world(subject, name)
    relation = VOCABULARY[subject].by_name[name]
    rows = [_terms(world, relation, row) for row in range(world.rows(name))]
    constraints = list(_random_constraints(random, world, relation, rows))
    world.seal()
    view = _model(random, world, constraints)
    witness = witness_of(subject, world.records(view), TAXONOMY)
    assert witness is not None
    there = [terms for row, terms in enumerate(rows) if view.truth(world.present(name, row))]
    seen = [_values(view, world, relation, terms) for terms in there]
    facts = _facts(witness.case, relation)
    if subject == "project":
        if name in LISTED_AS:
            seen.sort(key=lambda row: row[LISTED_AS[name]])
        assert _comparable(seen, relation) == _comparable(facts, relation)
    else:
        _assert_among(seen, facts, relation)


def _assert_among(seen: list[Values], facts: list[Values], relation: Relation) -> None:
    """Each row is one of the batch's; what projects made for it add beside it is no concern of it."""
    bare = [{name: value for name, value in row.items() if name not in ("buyer", "region")} for row in facts]
    for row in seen:
        assert {name: value for name, value in row.items() if name not in ("buyer", "region")} in bare


@pytest.mark.parametrize("seed", range(10))
def test_the_projects_own_row_is_that_of_the_facts(seed: int) -> None:
    random = Random(seed)  # noqa: S311 -- no secret is made
    world = _world("project", None)
    root = VOCABULARY["project"].root
    terms = _terms(world, root, 0)
    constraints = list(_random_constraints(random, world, root, [terms]))
    world.seal()
    view = _model(random, world, constraints)
    witness = witness_of("project", world.records(view), TAXONOMY)
    assert witness is not None
    seen = _values(view, world, root, terms)
    assert _comparable([seen], root) == _comparable(_facts(witness.case, root), root)


@pytest.mark.parametrize("subject", VOCABULARY)
def test_every_field_has_a_way_back_into_a_record(subject: str) -> None:
    declared = VOCABULARY[subject]
    written = [relation for relation in declared.relations if relation.form == "native"]
    sizes = Sizes(Counter({relation.name: 2 for relation in written}))
    world = Workshop([], TAXONOMY, Clock(60)).world(subject, sizes)
    for relation in (declared.root, *written):
        for field in relation.fields:
            world.term(relation.name, 0, field.name)
    assert set(world.unwritten_fields) <= UNWRITTEN
