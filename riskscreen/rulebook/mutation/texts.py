"""A rule changed in one place: its conditions, and the parts they are arranged in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from riskscreen.lang import syntax
from riskscreen.lang.compile import RESERVED, RuleText
from riskscreen.lang.tree import Query
from riskscreen.lang.writing import written, written_measure, written_pattern
from riskscreen.model.rule import RuleHead
from riskscreen.rulebook.clauses import Bound, Branch, Clause, MeasureClause, names_in, rule_clauses
from riskscreen.rulebook.compiling import rule_text
from riskscreen.rulebook.mutation.expressions import Change, changes
from riskscreen.rulebook.yaml_source import DataPath


@dataclass(frozen=True, slots=True)
class Variant:
    """A rule with one change: where, what, and its text. It need not compile.

    ``column`` counts within the text at ``path`` from 1 (0: all of it). ``no_matter``: as in
    :class:`riskscreen.rulebook.mutation.expressions.Change`.
    """

    path: DataPath
    column: int
    what: str
    text: RuleText
    no_matter: str = ""


def variants(file: RuleHead, query: Query, params: Mapping[str, Any]) -> Iterator[Variant]:
    """Every change of one place in a rule that compiles, ``query`` being what it compiles to under ``params``."""
    text = rule_text(file, params)
    clauses = rule_clauses(file, query, params)
    if clauses.scope is not None:
        yield Variant(("scope",), 0, "the scope left out", replace(text, scope=None))
        yield from _in_condition(text, clauses.scope)
    for measure in clauses.measures:
        yield from _in_measure(text, measure)
    for branch in clauses.branches:
        if len(clauses.branches) > 1:
            yield Variant(branch.path, 0, "the alternative left out", _put(text, branch.path, None))
        yield from _in_branch(text, branch)


def _in_condition(text: RuleText, clause: Clause) -> Iterator[Variant]:
    for change in changes(clause.expression, clause.context):
        yield _variant(text, clause.path, change, written(change.expression))


def _in_measure(text: RuleText, measure: MeasureClause) -> Iterator[Variant]:
    if measure.where is None:
        return
    parsed = syntax.parse_measure(text.let[measure.measure.name])
    everything = written_measure(replace(parsed, where=None))
    yield Variant(measure.path, 0, "the where left out", _put(text, measure.path, everything))
    for change in changes(measure.where.expression, measure.where.context):
        yield _variant(text, measure.path, change, written_measure(replace(parsed, where=change.expression)))


def _in_branch(text: RuleText, branch: Branch) -> Iterator[Variant]:
    if branch.condition is not None:
        if branch.bound or branch.absent:
            yield Variant(branch.condition.path, 0, "the if left out", _put(text, branch.condition.path, None))
        yield from _in_condition(text, branch.condition)
    if branch.sample is not None:
        yield from _in_condition(text, branch.sample)
    for bound in (*branch.bound, *branch.absent):
        yield from _in_pattern(text, bound)
        yield from _without_pattern(text, branch, bound)
    if branch.absent:
        path = (*branch.path, "none")
        yield Variant(path, 0, "the rows of none asked for instead", _present(text, branch))
        if branch.bound or branch.condition:
            yield Variant(path, 0, "the none left out", _put(text, path, None))


def _in_pattern(text: RuleText, bound: Bound) -> Iterator[Variant]:
    if bound.where is None:
        return
    relation = bound.relation.name
    yield Variant(bound.path, 0, "the where left out", _put(text, bound.path, relation))
    for change in changes(bound.where.expression, bound.where.context):
        yield _variant(text, bound.path, change, written_pattern(relation, change.expression))


def _without_pattern(text: RuleText, branch: Branch, bound: Bound) -> Iterator[Variant]:
    """The rule without a variable, and without what the other variables' conditions say of it."""
    if len(branch.bound) + len(branch.absent) == 1 and branch.condition is None:
        return
    changed = _put(text, bound.path, None)
    for other in (*branch.bound, *branch.absent):
        if other is not bound and other.where is not None:
            where = _silent_on(bound.variable, other.where.expression)
            if where != other.where.expression:
                changed = _put(changed, other.path, written_pattern(other.relation.name, where))
    if bound in branch.absent and len(branch.absent) == 1:
        changed = _put(text, (*branch.path, "none"), None)
    yield Variant(bound.path, 0, f"the variable {bound.variable} left out", changed)


def _silent_on(variable: str, where: syntax.Expression) -> syntax.Expression | None:
    """The parts of a condition that do not name the variable; None if nothing remains."""
    parts = where.parts if isinstance(where, syntax.All) else (where,)
    kept = [part for part in parts if not any(name.parts[0] == variable for name in names_in(part))]
    if len(kept) > 1:
        return syntax.All(tuple(kept))
    return kept[0] if kept else None


def _present(text: RuleText, branch: Branch) -> RuleText:
    """The rule with the rows of ``none`` asked for, after all others."""
    when = _at(text, branch.path)
    patterns = {key: value for key, value in when.items() if key not in RESERVED}
    others = {key: value for key, value in when.items() if key in RESERVED and key != "none"}
    return _put(text, branch.path, {**patterns, **when["none"], **others})


def _variant(text: RuleText, path: DataPath, change: Change, changed: str) -> Variant:
    within = replace(text, params={**text.params, **change.params})
    return Variant(path, change.column, change.what, _put(within, path, changed), change.no_matter)


def _at(text: RuleText, path: DataPath) -> Any:
    value = getattr(text, str(path[0]))
    for step in path[1:]:
        value = value[step]
    return value


def _put(text: RuleText, path: DataPath, value: Any) -> RuleText:
    """The rule with another value at ``path``, or without what stands there (None)."""
    key = str(path[0])
    return replace(text, **{key: _replaced(getattr(text, key), path[1:], value)})


def _replaced(whole: Any, path: Sequence[str | int], value: Any) -> Any:
    if not path:
        return value
    items = dict(whole) if isinstance(whole, Mapping) else dict(enumerate(whole))
    items[path[0]] = _replaced(items[path[0]], path[1:], value)
    if items[path[0]] is None:
        del items[path[0]]
    return items if isinstance(whole, Mapping) else list(items.values())
