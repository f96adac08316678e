"""A rule at work: its first flagged example judged now, and judged again without each value it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from riskscreen.engines.base import Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import UsageError
from riskscreen.findings.wording import UNKNOWN
from riskscreen.model.policy import Policy, ProcessPolicy
from riskscreen.model.report import Evidence, Finding, Language
from riskscreen.model.rule import Example
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.given import given_case, given_records
from riskscreen.screening import Screener

_ANY_DAY = "2000-01-01"
"""The date of a report that nobody sees."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A value behind a finding, and what the rule says without it; None if nothing is left to judge.

    ``missing`` are the fields that an undecided rule on a project then waits for. Without an item a list would claim
    something else; so the whole list is removed instead (``whole_list``).
    """

    evidence: Evidence
    verdict: Verdict | None = None
    missing: tuple[str, ...] = ()
    whole_list: bool = False


@dataclass(frozen=True, slots=True)
class Demonstration:
    """An example, what is found on it, and what each value that the finding rests on does to the verdict."""

    example: Example
    finding: Finding
    removals: tuple[Removal, ...]


def demonstrate(rule: Rule, book: Rulebook, lang: Language) -> Demonstration:
    """Run the flagged example of the rule that leaves the fewest values of the message open.

    Raises :class:`UsageError` if an example is not flagged as it says.
    """
    bench = _Bench(rule, book, lang)
    flagged = [example for example in rule.examples if example.verdict == "flagged"]
    found = [(example, bench.finding(example)) for example in flagged]
    example, finding = min(
        found, key=lambda pair: (pair[0].processes is not None, pair[1].message.count(UNKNOWN[lang]))
    )
    return Demonstration(example, finding, tuple(bench.removals(example, finding.evidence)))


class _Bench:
    """Judges variants of a rule's examples."""

    def __init__(self, rule: Rule, book: Rulebook, lang: Language) -> None:
        self._rule = rule
        self._taxonomy = book.taxonomy
        self._book = replace(book, rules=(rule,))
        self._lang = lang
        self._usual = self._screener_under(book.policy)
        self._engine = ReferenceEngine([rule.engine_rule])

    def finding(self, example: Example) -> Finding:
        """What is found on the example."""
        report = self._screener(example).screen(given_records(example))
        project = [finding for project in report.projects for finding in (*project.findings, *project.protective)]
        judged = [each for each in report.organisations if each.id == example.organisation]
        of_organisation = [finding for organisation in judged for finding in organisation.findings]
        found = [*project, *of_organisation, *report.market.findings]
        if not found:
            raise UsageError(f"{self._rule.full_name}: an example that should be flagged is not; run rules test")
        return found[0]

    def _screener(self, example: Example) -> Screener:
        """Screens as the example's settings ask."""
        if example.processes is None:
            return self._usual
        processes = ProcessPolicy.model_validate(example.processes)
        return self._screener_under(self._book.policy.model_copy(update={"processes": processes}))

    def _screener_under(self, policy: Policy) -> Screener:
        book = replace(self._book, policy=policy)
        return Screener(rulebook=book, lang=self._lang, as_of=_ANY_DAY, engine="reference")

    def removals(self, example: Example, evidence: Sequence[Evidence]) -> Iterator[Removal]:
        """The verdicts without each of the values."""
        records = given_records(example)
        for piece in evidence:
            named = [record.get("ocid", record.get("id")) for record in records]
            place = next((n for n, identifier in enumerate(named) if piece.project in (None, identifier)), 0)
            record = deepcopy(records[place])
            whole_list = _remove(record, piece.pointer)
            verdict = self._verdict(example, [*records[:place], record, *records[place + 1 :]])
            undecided = verdict is Verdict.UNKNOWN and self._rule.file.subject == "project"
            yield Removal(piece, verdict, self._missing(example, record) if undecided else (), whole_list)

    def _verdict(self, example: Example, records: list[dict[str, Any]]) -> Verdict | None:
        given = records[0] if self._rule.file.subject == "project" else records
        case = given_case(self._rule.file.subject, example.model_copy(update={"given": given}), self._taxonomy)
        if case is None:
            return None
        (evaluation,) = self._engine.evaluate([case])
        return evaluation.outcomes[0].verdict

    def _missing(self, example: Example, record: dict[str, Any]) -> tuple[str, ...]:
        unknown = self._screener(example).screen_one(record).unknown
        return tuple(unknown[0].missing) if unknown else ()


def _remove(record: dict[str, Any], pointer: str) -> bool:
    """Remove the value at a pointer, or the whole list if it is an item of one; tells whether it is."""
    value: Any = record
    *path, last = pointer.split("/")[1:]
    for step in path:
        value = value[int(step)] if isinstance(value, list) else value[step]
    if isinstance(value, list):
        _remove(record, pointer.rpartition("/")[0])
        return True
    del value[last]
    return False
