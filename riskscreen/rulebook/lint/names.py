"""Names that stand for nothing anybody asks for, and names that look misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from riskscreen.model.rule import RuleHead, Texts
from riskscreen.rulebook.checks import PLACEHOLDER
from riskscreen.rulebook.clauses import Bound, Branch, Clause, Clauses, measure_named, names_in
from riskscreen.rulebook.lint.remark import Remark


def name_remarks(file: RuleHead, clauses: Clauses) -> Iterator[Remark]:
    """Measures and variables that nothing uses."""
    shown = _shown(file.message)
    own = file.alternative_messages or (None,)
    shown_beside = shown.union(*(_shown(texts) for texts in own if texts is not None))
    compared = {name for clause in clauses.conditions() for name in _measures_in(clause)}
    for measure in clauses.measures:
        name = measure.measure.name
        if name not in compared and name not in shown_beside:
            message = f"no condition and no message uses the measure {name}; use it, or delete it"
            yield Remark(measure.path, 0, "unused-measure", message)
    for branch, texts in zip(clauses.branches, own, strict=True):
        named = shown if texts is None else shown | _shown(texts)
        yield from _unused_variables(branch, {name.partition(".")[0] for name in named})


def _shown(texts: Texts) -> set[str]:
    return {name for text in (texts.en, texts.zh) for name in PLACEHOLDER.findall(text)}


def misspelt_mechanism(mechanism: str, of_all_rules: Sequence[str]) -> str | None:
    """The mechanism of other rules that was probably meant by one that a single rule has."""
    counts = Counter(of_all_rules)
    if counts[mechanism] > 1:
        return None
    alike = [other for other in counts if other != mechanism and _alike(mechanism, other)]
    first = of_all_rules.index(mechanism)
    meant = [other for other in alike if counts[other] > 1 or of_all_rules.index(other) < first]
    return max(meant, key=lambda other: (counts[other], other), default=None)


def _alike(left: str, right: str) -> bool:
    """Whether one slip (a letter more, less, another, or two swapped) makes one word of the other.

    More would also take words of opposite meaning for each other, such as dependence and independence.
    """
    start = _shared(left, right)
    left, right = left[start:], right[start:]
    end = _shared(left[::-1], right[::-1])
    rests = left[: len(left) - end], right[: len(right) - end]
    return max(map(len, rests)) <= 1 or (len(rests[0]) == 2 and rests[0] == rests[1][::-1])


def _shared(left: str, right: str) -> int:
    """How many letters two words begin with alike."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(left), len(right)))


def _measures_in(clause: Clause) -> Iterator[str]:
    for name in names_in(clause.expression):
        measure = measure_named(name, clause.context)
        if measure is not None:
            yield measure.name


def _unused_variables(branch: Branch, shown: set[str]) -> Iterator[Remark]:
    """Variables of whose row nothing is asked or shown.

    A variable that only says that some row is there is used, unless another one of the same relation says so too.
    """
    rows = (*branch.bound, *branch.absent)
    used = {variable for clause in branch.clauses() for variable in _variables_in(clause)} | shown
    for row in rows:
        if row.variable in used or (row.where is None and not _beside(row, branch)):
            continue
        message = f"nothing is asked or shown of the row {row.variable}; ask something of it, or delete it"
        yield Remark(row.path, 0, "unused-variable", message)


def _beside(row: Bound, branch: Branch) -> bool:
    """Whether another variable of the same list of patterns stands for a row of the same relation."""
    patterns = branch.bound if row in branch.bound else branch.absent
    return any(other is not row and other.relation is row.relation for other in patterns)


def _variables_in(clause: Clause) -> Iterator[str]:
    own = clause.context.own
    for name in names_in(clause.expression):
        if len(name.parts) > 1:
            yield name.parts[0]
        elif own is not None and clause.context.variables[own].index(name.parts[0]) is not None:
            yield own
