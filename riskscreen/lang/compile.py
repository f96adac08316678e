"""From the formal part of a rule to a checked query, with every problem found and where it stands."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from riskscreen.errors import suggestion
from riskscreen.lang import syntax
from riskscreen.lang.check import CheckProblem, Context, Params, ParamValue, Range, check, resolve
from riskscreen.lang.concerns import Concern, compile_concern
from riskscreen.lang.tree import (
    TRUE,
    Absence,
    Alternative,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    Measure,
    MeasureKind,
    Op,
    Pattern,
    Query,
    Sample,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind, Relation, Subject, Vocabulary

T = TypeVar("T")
RESERVED = ("any", "if", "none", "sample", "statistic", "message")
MAX_PATTERNS = 6


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a rule's formal part: the key path in the file, and the column in that text (0: all of it)."""

    path: tuple[str | int, ...]
    column: int
    code: str
    message: str


class RuleProblems(Exception):
    """A rule that does not compile, with every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class RuleText:
    """The formal part of a rule file, as written."""

    subject: str
    when: str | Mapping[str, Any]
    scope: str | None = None
    let: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    in_force_on: str | None = None
    concerns: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a message may name: exactly one of a field, a measure and a parameter's value.

    ``kind`` is what a parameter is compared with.
    """

    field: FieldRef | None = None
    measure: Measure | None = None
    param: ParamValue | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule's query, the parameters it uses, and what its message may name (``project.start``, ``late_share``, …).

    ``of_alternatives``: what the message of each alternative of ``any`` may name. ``ranges``: what each parameter is
    compared with. ``concerns``: which organisations a finding is also reported on.
    """

    query: Query
    used_params: frozenset[str]
    placeholders: Mapping[str, Placeholder]
    of_alternatives: tuple[Mapping[str, Placeholder], ...] = ()
    ranges: Mapping[str, Sequence[Range]] = field(default_factory=dict)
    concerns: tuple[Concern, ...] = ()


def compile_rule(text: RuleText, vocabulary: Vocabulary) -> Compiled:
    """Check a rule's formal part against the vocabulary; raises :class:`RuleProblems` with everything wrong."""
    return _RuleCompiler(text, vocabulary[text.subject]).compile()


class _RuleCompiler:
    """Holds what the parts of one rule share: the subject, the parameters, the measures, the problems found."""

    def __init__(self, text: RuleText, subject: Subject) -> None:
        self._text = text
        self._subject = subject
        self._problems: list[Problem] = []
        self._params = Params(text.params, None)
        self._measures: dict[str, Measure] = {}
        self._broken_measures = False
        self._roots = {subject.name: subject.root}

    def compile(self) -> Compiled:
        text = self._text
        if text.in_force_on is not None:
            self._params.in_force_on = self._attempt(("in_force_on",), self._date_field)
        for name, measure in text.let.items():
            checked = self._attempt(("let", name), lambda name=name, measure=measure: self._measure(name, measure))  # type: ignore[misc]
            if checked:
                self._measures[name] = checked
            else:
                self._broken_measures = True
        scope = None
        if text.scope is not None:
            scope = self._attempt(("scope",), lambda: self._condition(str(text.scope), self._roots))
        alternatives = self._alternatives(text.when, ("when",))
        concerns = () if self._problems else self._concerns(alternatives)
        if self._problems:
            raise RuleProblems(self._problems)
        query = Query(text.subject, scope, tuple(self._measures.values()), tuple(alternatives))
        placeholders = self._placeholders(alternatives)
        own: tuple[Mapping[str, Placeholder], ...] = ()
        if isinstance(text.when, Mapping) and "any" in text.when:
            own = tuple(self._own_placeholders(each, placeholders) for each in alternatives)
        return Compiled(query, frozenset(self._params.used), placeholders, own, self._params.ranges, concerns)

    def _attempt(self, path: tuple[str | int, ...], action: Callable[[], T]) -> T | None:
        """The action's result, or None after noting what is wrong at ``path``."""
        try:
            return action()
        except syntax.SyntaxProblem as problem:
            self._problems.append(Problem(path, problem.column, "syntax", problem.message))
        except CheckProblem as problem:
            if self._follows(problem):
                return None
            self._problems.append(Problem(path, problem.column, problem.code, problem.message))
        return None

    def _follows(self, problem: CheckProblem) -> bool:
        """Whether the problem only repeats one in ``let`` or ``in_force_on`` that is already reported."""
        if problem.code == "no-date":
            return self._text.in_force_on is not None
        return problem.code == "unknown-name" and self._broken_measures

    def _fault(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        self._problems.append(Problem(path, 0, code, message))

    def _condition(self, text: str, variables: Mapping[str, Relation], own: str | None = None) -> Formula:
        context = Context(variables, self._params, self._measures, own)
        return check(syntax.parse_expression(text), context)

    def _date_field(self) -> FieldRef:
        name = syntax.parse_name(str(self._text.in_force_on))
        ref, _ = resolve(name, Context(self._roots, self._params))
        if ref.kind is not Kind.DATE:
            raise CheckProblem("type", f"{name} is no date", 1)
        return ref

    def _relation(self, name: str, column: int) -> Relation:
        relation = self._subject.by_name.get(name)
        if relation is None:
            known = self._subject.by_name
            raise CheckProblem(
                "unknown-relation",
                f"{name!r} is no relation of a {self._subject.name}{suggestion(name, known)}",
                column,
            )
        return relation

    def _measure(self, name: str, text: str) -> Measure:
        parsed = syntax.parse_measure(text)
        kinds = [kind.value for kind in MeasureKind]
        if parsed.kind not in kinds:
            raise CheckProblem("unknown-measure", f"{parsed.kind!r} is none of {', '.join(kinds)}", 1)
        if name in self._roots or name in RESERVED:
            raise CheckProblem("reserved-name", f"{name!r} cannot be the name of a measure", 0)
        relation = self._relation(parsed.relation, parsed.column)
        variables = {**self._roots, relation.name: relation}
        context = Context(variables, self._params, {}, relation.name)
        weight = None
        if parsed.field is not None:
            weight, _ = resolve(syntax.Name((relation.name, parsed.field), parsed.column), context)
            if weight.kind not in DECIMAL_PLACES:
                raise CheckProblem("type", f"{parsed.field} is no number to add up", parsed.column)
        kind = MeasureKind(parsed.kind)
        if (kind is MeasureKind.SUM) != (weight is not None) and kind is not MeasureKind.SHARE:
            wanted = "sum needs a field: sum(relation.field)" if weight is None else "count takes no field"
            raise CheckProblem("type", wanted, parsed.column)
        selected = TRUE if parsed.where is None else check(parsed.where, context)
        return Measure(name, kind, relation.name, weight, selected)

    def _alternatives(self, when: Any, path: tuple[str | int, ...], nested: bool = False) -> list[Alternative]:
        if isinstance(when, str):
            condition = self._attempt(path, lambda: self._condition(when, self._roots))
            return [Alternative((), condition)] if condition else []
        if not isinstance(when, Mapping):
            self._fault(path, "form", "a condition (text) or a mapping of variables to patterns is expected")
            return []
        if "any" in when:
            return self._any(when, path, nested)
        if "message" in when and not nested:
            wanted = "only one of several alternatives (any:) has a message of its own; write it as the rule's message"
            self._fault((*path, "message"), "form", wanted)
        alternative = self._conjunction(when, path)
        return [alternative] if alternative else []

    def _any(self, when: Mapping[str, Any], path: tuple[str | int, ...], nested: bool) -> list[Alternative]:
        options = when["any"]
        if nested or len(when) > 1 or not isinstance(options, list) or not options:
            self._fault(path, "form", "any: holds a list of alternatives and stands alone, at the top of when")
            return []
        found: list[Alternative] = []
        for position, option in enumerate(options):
            found += self._alternatives(option, (*path, "any", position), nested=True)
        return found

    def _conjunction(self, when: Mapping[str, Any], path: tuple[str | int, ...]) -> Alternative | None:
        variables = dict(self._roots)
        patterns: list[Pattern] = []
        parts: list[Formula] = []
        if "if" in when:
            condition = self._attempt((*path, "if"), lambda: self._condition(str(when["if"]), self._roots))
            parts += [condition] if condition else []
        texts = {name: text for name, text in when.items() if name not in RESERVED}
        self._patterns(texts, path, variables, patterns, parts)
        if "none" in when:
            absence = self._absence(when["none"], (*path, "none"), variables)
            parts += [absence] if absence else []
        sample = statistic = None
        if "sample" in when:
            sample = self._attempt((*path, "sample"), lambda: self._sample(str(when["sample"]), variables))
        if "statistic" in when:
            statistic = self._attempt((*path, "statistic"), lambda: self._statistic(str(when["statistic"]), variables))
        if not parts and not patterns and not self._problems:
            self._fault(path, "form", "nothing is said here: write if, none, or variable: relation where …")
        return Alternative(tuple(patterns), And(tuple(parts)), sample, statistic)

    def _patterns(
        self,
        texts: Mapping[str, Any],
        path: tuple[str | int, ...],
        variables: dict[str, Relation],
        patterns: list[Pattern],
        parts: list[Formula],
    ) -> None:
        """Bind each variable in order; a pattern may name the variables before it."""
        if len(texts) > MAX_PATTERNS:
            self._fault(path, "form", f"{len(texts)} variables; at most {MAX_PATTERNS} can be joined")
        for variable, text in texts.items():
            place = (*path, variable)
            if variable in variables or variable in self._measures:
                self._fault(place, "reserved-name", f"{variable!r} already has a meaning here")
                continue
            parsed = self._attempt(place, lambda text=text: syntax.parse_pattern(str(text)))  # type: ignore[misc]
            if parsed is None:
                continue
            relation = self._attempt(place, lambda parsed=parsed: self._relation(parsed.relation, parsed.column))  # type: ignore[misc]
            if relation is None:
                continue
            variables[variable] = relation
            patterns.append(Pattern(variable, relation.name))
            if parsed.where is not None:
                context = Context(dict(variables), self._params, self._measures, variable)
                condition = self._attempt(place, lambda where=parsed.where, context=context: check(where, context))  # type: ignore[misc]
                parts += [condition] if condition else []

    def _absence(self, texts: Any, path: tuple[str | int, ...], outer: Mapping[str, Relation]) -> Absence | None:
        if not isinstance(texts, Mapping) or not texts:
            self._fault(path, "form", "none: holds a mapping of variables to patterns")
            return None
        patterns: list[Pattern] = []
        parts: list[Formula] = []
        self._patterns(texts, path, dict(outer), patterns, parts)
        return Absence(tuple(patterns), And(tuple(parts)))

    def _sample(self, text: str, variables: Mapping[str, Relation]) -> Sample:
        condition = self._condition(text, variables)
        if (
            isinstance(condition, Compare)
            and condition.op is Op.GE
            and isinstance(condition.right, Literal)
            and condition.left.kind is Kind.INT
        ):
            return Sample(condition.left, int(condition.right.value))
        raise CheckProblem("form", "a sample is written variable.field >= $param, over a count", 1)

    def _statistic(self, text: str, variables: Mapping[str, Relation]) -> FieldRef:
        return resolve(syntax.parse_name(text), Context(variables, self._params))[0]

    def _placeholders(self, alternatives: Sequence[Alternative]) -> Mapping[str, Placeholder]:
        local: dict[str, Placeholder] = {name: Placeholder(measure=m) for name, m in self._measures.items()}
        used = self._params.used
        local |= {name: Placeholder(param=value, kind=used.get(name)) for name, value in self._text.params.items()}
        for variable, relation in self._shared(alternatives).items():
            local |= _fields(variable, relation)
        return ChainMap(local, dict(_root_fields(self._subject.root)))

    def _shared(self, alternatives: Sequence[Alternative]) -> dict[str, Relation]:
        """The variables that every alternative binds."""
        shared = set.intersection(*({(p.variable, p.relation) for p in a.patterns} for a in alternatives))
        return {variable: self._subject.by_name[name] for variable, name in sorted(shared)}

    def _concerns(self, alternatives: Sequence[Alternative]) -> tuple[Concern, ...]:
        variables, relations, params = self._shared(alternatives), self._subject.by_name, self._params
        found: list[Concern] = []
        for position, entry in enumerate(self._text.concerns):
            concern = self._attempt(
                ("concerns", position),
                lambda entry=entry: compile_concern(entry, variables, relations, params),  # type: ignore[misc]
            )
            found += [concern] if concern else []
        return tuple(found)

    def _own_placeholders(
        self, alternative: Alternative, general: Mapping[str, Placeholder]
    ) -> Mapping[str, Placeholder]:
        """What the message of one alternative may name: its own variables too."""
        own: dict[str, Placeholder] = {}
        for pattern in alternative.patterns:
            own |= _fields(pattern.variable, self._subject.by_name[pattern.relation])
        return ChainMap(own, dict(general))


@lru_cache(maxsize=16)
def _root_fields(root: Relation) -> Mapping[str, Placeholder]:
    return _fields(root.name, root)


def _fields(variable: str, relation: Relation) -> dict[str, Placeholder]:
    return {
        f"{variable}.{f.name}": Placeholder(FieldRef(variable, relation.name, f.name, index, f.kind))
        for index, f in enumerate(relation.fields)
    }
