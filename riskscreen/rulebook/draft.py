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


def read_draft(place: RulePlace, sources: Sources | None, examples: bool) -> Draft:
    """The rule of one file; raises :class:`RuleFaults` with everything wrong in it.

    Without ``examples`` the file is read down to them only: they are most of it, and judging does not need them.
    """
    source = read_yaml(place.path, before=None if examples else "examples")
    file: RuleHead = validated(source, RuleFile) if examples else validated(source, RuleHead)
    faults: list[Fault] = []
    compiled = None
    try:
        compiled = compile_with(file, params_in_effect(file))
    except RuleProblems as error:
        faults += [_located(problem, source) for problem in error.problems]
    faults += check_rule(Checked(file, place, source, compiled, sources))
    if isinstance(file, RuleFile):
        faults += given_faults(file, source)
    if compiled is None or faults:
        raise RuleFaults(faults)
    return Draft(place, source, file, compiled)


def _located(problem: Problem, source: Source) -> Fault:
    offset = problem.column - 1 if problem.column else None
    return source.fault(problem.path, problem.code, problem.message, offset)
