"""One rule file, read, compiled and checked."""

from __future__ import annotations

from dataclasses import dataclass

from riskscreen.errors import Fault, RuleFaults
from riskscreen.lang.compile import Compiled, Problem, RuleProblems
from riskscreen.model.rule import RuleFile, RuleHead
from riskscreen.rulebook.checks import Checked, check_rule
from riskscreen.rulebook.compiling import compile_with, params_in_effect
from riskscreen.rulebook.files import RulePlace
from riskscreen.rulebook.given import given_faults
from riskscreen.rulebook.marks import unfilled
from riskscreen.rulebook.sources import Sources
from riskscreen.rulebook.validate import validated
from riskscreen.rulebook.yaml_source import Source, read_yaml


@dataclass(frozen=True, slots=True)
class Draft:
    """A sound rule file, compiled with the thresholds it states itself."""

    place: RulePlace
    source: Source
    file: RuleHead
    compiled: Compiled

    @property
    def full_name(self) -> str:
        """``pack/CODE``."""
        return f"{self.place.pack}/{self.file.code}"


@dataclass(frozen=True, slots=True)
class Examined:
    """A rule file as far as it could be read, and everything wrong in it.

    ``file`` is None where the form of the file is wrong, ``compiled`` also where its formal part is.
    """

    place: RulePlace
    source: Source | None
    file: RuleHead | None
    compiled: Compiled | None
    faults: tuple[Fault, ...]

    @property
    def draft(self) -> Draft | None:
        """The rule, if nothing is wrong with it."""
        if self.faults or self.source is None or self.file is None or self.compiled is None:
            return None
        return Draft(self.place, self.source, self.file, self.compiled)


def examine(place: RulePlace, sources: Sources | None, examples: bool) -> Examined:
    """Read one rule file. Without ``examples`` only down to them: they are most of it, and judging needs none."""
    try:
        source = read_yaml(place.path, before=None if examples else "examples")
    except RuleFaults as error:
        return Examined(place, None, None, None, error.faults)
    if waiting := tuple(unfilled(source)):
        return Examined(place, source, None, None, waiting)
    file: RuleHead
    try:
        file = validated(source, RuleFile) if examples else validated(source, RuleHead)
    except RuleFaults as error:
        return Examined(place, source, None, None, error.faults)
    faults: list[Fault] = []
    compiled = None
    try:
        compiled = compile_with(file, params_in_effect(file))
    except RuleProblems as error:
        faults += [_located(problem, source) for problem in error.problems]
    faults += check_rule(Checked(file, place, source, compiled, sources))
    if isinstance(file, RuleFile):
        faults += given_faults(file, source)
    return Examined(place, source, file, compiled, tuple(faults))


def _located(problem: Problem, source: Source) -> Fault:
    offset = problem.column - 1 if problem.column else None
    return source.fault(problem.path, problem.code, problem.message, offset)
