"""Running the examples of rules: does every engine give the verdict that the example states?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from riskscreen.engines.base import Engine, EngineRule, Evaluation, Outcome, Verdict
from riskscreen.errors import Fault
from riskscreen.facts.case import Case
from riskscreen.model.rule import Example
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.given import given_case
from riskscreen.rulebook.thresholds import untested_sides

EngineBuilder: TypeAlias = Callable[[Sequence[EngineRule]], Engine]
"""Makes an engine for the rules, whose outcomes come in the order of the rules."""

VERDICTS: tuple[Literal["flagged", "clear", "unknown"], ...] = ("flagged", "clear", "unknown")


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """What running the examples showed.

    ``counts`` gives for each rule, by full name, how many examples state each verdict. ``run`` is the number of
    examples judged, engines apart. ``faults`` are the examples that do not hold and the sides of thresholds that no
    example stands on, in order of their places.
    """

    engines: tuple[str, ...]
    run: int
    counts: Mapping[str, Mapping[str, int]]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An example and its case. ``outcome`` is the place of its rule's outcome in an evaluation."""

    rule: Rule
    outcome: int
    position: int
    example: Example
    case: Case

    def fault(self, code: str, message: str) -> Fault:
        note = f" ({self.example.note})" if self.example.note else ""
        return self.rule.source.fault(("examples", self.position), code, f"{message}{note}")


def example_counts(rulebook: Rulebook) -> Mapping[str, Mapping[str, int]]:
    """How many examples of each rule, by full name, state each verdict."""
    counts: dict[str, dict[str, int]] = {}
    for rule in rulebook.rules:
        stated = [example.verdict for example in rule.examples]
        counts[rule.full_name] = {verdict: stated.count(verdict) for verdict in VERDICTS}
    return counts


def run_examples(rulebook: Rulebook, engines: Sequence[EngineBuilder]) -> ExampleReport:
    """Judge every example by every engine, and see whether both sides of each threshold have one.

    The rule book must have been loaded with examples and without a policy: examples state what a rule means as its
    file has it.
    """
    faults: list[Fault] = []
    prepared: list[_Prepared] = []
    for rule, outcome in _positions(rulebook):
        cases, misses = _prepare(rule, outcome, rulebook)
        prepared += cases
        faults += misses
        faults += untested_sides(rule, [item.case for item in cases])
    names: list[str] = []
    wrong: dict[tuple[int, Verdict], list[str]] = {}
    for build in engines:
        engine = build([rule.engine_rule for rule in rulebook.rules])
        names.append(engine.name)
        try:
            for place, evaluation in enumerate(engine.evaluate([item.case for item in prepared])):
                item = prepared[place]
                faults += _disputes(engine, item, evaluation)
                found = evaluation.outcomes[item.outcome]
                if found.verdict != item.example.verdict:
                    wrong.setdefault((place, found.verdict), []).append(engine.name)
                else:
                    faults += _misses_concerned(engine, item, found)
        finally:
            engine.close()
    faults += [_wrong(prepared[place], verdict, by) for (place, verdict), by in wrong.items()]
    return ExampleReport(tuple(names), len(prepared), example_counts(rulebook), tuple(sorted(faults)))


def _prepare(rule: Rule, outcome: int, rulebook: Rulebook) -> tuple[list[_Prepared], list[Fault]]:
    prepared, faults = [], []
    for position, example in enumerate(rule.examples):
        case = given_case(rule.file.subject, example, rulebook.taxonomy)
        if case is None:
            message = f"{example.organisation} has no part in the projects of the example"
            faults.append(rule.source.fault(("examples", position, "organisation"), "unknown-organisation", message))
        else:
            prepared.append(_Prepared(rule, outcome, position, example, case))
    return prepared, faults


def _wrong(item: _Prepared, verdict: Verdict, engines: Sequence[str]) -> Fault:
    by = f"engine{'s' if len(engines) > 1 else ''} {', '.join(engines)}"
    return item.fault("wrong-verdict", f"should be {item.example.verdict}, but is {verdict} by {by}")


def _disputes(engine: Engine, item: _Prepared, evaluation: Evaluation) -> Iterator[Fault]:
    for dispute in evaluation.disputed:
        if dispute.code in ("", item.rule.full_name):
            yield item.fault("disputed", f"engine {engine.name}: {dispute.reason}")


def _misses_concerned(engine: Engine, item: _Prepared, outcome: Outcome) -> Iterator[Fault]:
    """An example that says who is concerned says it of all that are."""
    if item.example.concerns is None:
        return
    found = list(item.rule.concern_finder.organisations(item.case, outcome.bindings))
    if found != sorted(item.example.concerns):
        told = ", ".join(found) or "nobody"
        wanted = ", ".join(item.example.concerns) or "nobody"
        yield item.fault("wrong-concerned", f"should concern {wanted}, but concerns {told} by engine {engine.name}")


def _positions(rulebook: Rulebook) -> Iterator[tuple[Rule, int]]:
    """The place of each rule's outcome: engines count the rules on each subject apart."""
    seen: Counter[str] = Counter()
    for rule in rulebook.rules:
        yield rule, seen[rule.file.subject]
        seen[rule.file.subject] += 1
