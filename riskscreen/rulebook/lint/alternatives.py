"""Alternatives of ``any`` that say nothing new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from riskscreen.lang import syntax
from riskscreen.lang.check import resolve
from riskscreen.rulebook.clauses import Branch, Clause
from riskscreen.rulebook.lint.cubes import cube, shape, sound
from riskscreen.rulebook.lint.parts import Every, clause_part, renamed
from riskscreen.rulebook.lint.remark import Remark


def alternative_remarks(branches: Sequence[Branch], parts: Sequence[Every]) -> Iterator[Remark]:
    """Alternatives that hold only where another one does."""
    if len(branches) < 2:
        return
    dropped: set[int] = set()
    for place, branch in enumerate(branches):
        for other, wider in enumerate(branches):
            if other == place or other in dropped or not _within(branch, parts[place], wider, parts[other]):
                continue
            if other > place and _within(wider, parts[other], branch, parts[place]):
                continue
            dropped.add(place)
            message = f"this alternative adds nothing: wherever it holds, so does alternative {other + 1}"
            yield Remark(branch.path, 0, "redundant-alternative", message)
            break


def _within(branch: Branch, part: Every, wider: Branch, wider_part: Every) -> bool:
    """Whether some choice of the branch's rows for the wider one's variables makes the wider one hold."""
    if not sound(part) or not sound(wider_part):
        return False
    mine = cube(part)
    for rows in permutations(branch.bound, len(wider.bound)):
        if any(row.relation is not its.relation for row, its in zip(rows, wider.bound, strict=True)):
            continue
        names = {its.variable: row.variable for row, its in zip(rows, wider.bound, strict=True)}
        if _batch_terms(branch, {}) == _batch_terms(wider, names) and mine.implies(cube(renamed(wider_part, names))):
            return True
    return False


def _batch_terms(branch: Branch, names: Mapping[str, str]) -> tuple[object, object]:
    """The sample and the statistic of an alternative, variables called otherwise: two findings differ by them."""
    sample = None if branch.sample is None else shape(renamed(clause_part(branch.sample), names))
    return sample, _field(branch.statistic, names)


def _field(clause: Clause | None, names: Mapping[str, str]) -> tuple[str, str] | None:
    if clause is None or not isinstance(clause.expression, syntax.Name):
        return None
    ref, _ = resolve(clause.expression, clause.context)
    return names.get(ref.variable, ref.variable), ref.field
