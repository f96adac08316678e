"""Everything that can be said of a rule set by reading it: what the loader refuses, and what it lets pass.

No example is run and nothing is proved here: see :mod:`riskscreen.rulebook.examples` and
:mod:`riskscreen.rulebook.verify` for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from riskscreen.errors import Fault
from riskscreen.model.rule import RuleHead
from riskscreen.rulebook.clauses import rule_clauses
from riskscreen.rulebook.compiling import params_in_effect
from riskscreen.rulebook.draft import Examined
from riskscreen.rulebook.lint.conditions import condition_remarks
from riskscreen.rulebook.lint.copies import CopiedTexts, example_remarks
from riskscreen.rulebook.lint.names import misspelt_mechanism, name_remarks
from riskscreen.rulebook.lint.remark import Remark
from riskscreen.rulebook.lint.texts import text_remarks
from riskscreen.rulebook.load import survey_rules
from riskscreen.rulebook.yaml_source import Source


@dataclass(frozen=True, slots=True)
class LintReport:
    """How many rule files were read, and everything wrong with them, sorted by place."""

    files: int
    faults: tuple[Fault, ...]


def lint_rules(packs: Sequence[str] | None = None, rules_dir: Path | None = None) -> LintReport:
    """Read the rules of packs, each file as far as it can be read, and tell all that is wrong with any.

    ``packs`` and ``rules_dir`` as in :func:`riskscreen.rulebook.load.load_rulebook`. Raises
    :class:`riskscreen.errors.UsageError` for a pack or directory that does not exist, and nothing for what is in files.
    """
    survey = survey_rules(packs, rules_dir)
    faults = list(survey.faults)
    told = {(fault.location.file, fault.location.field) for fault in faults}
    read = [
        (each, each.file, each.source) for each in survey.files if each.file is not None and each.source is not None
    ]
    mechanisms = [file.mechanism for _, file, _ in read]
    copied = CopiedTexts()
    for examined, file, source in read:
        remarks = [
            *_formal(examined, file),
            *_mechanism(file, mechanisms),
            *text_remarks(file, survey.sources),
            *copied.remarks(f"{examined.place.pack}/{file.code}", file),
            *example_remarks(file),
        ]
        found = (_fault(remark, source) for remark in remarks)
        # of one place the loader's word is enough
        faults += [fault for fault in found if (fault.location.file, fault.location.field) not in told]
    return LintReport(len(survey.files), tuple(sorted(faults)))


def _formal(examined: Examined, file: RuleHead) -> Iterator[Remark]:
    if examined.compiled is None:
        return
    clauses = rule_clauses(file, examined.compiled.query, params_in_effect(file))
    yield from condition_remarks(clauses)
    yield from name_remarks(file, clauses)


def _mechanism(file: RuleHead, mechanisms: Sequence[str]) -> Iterator[Remark]:
    meant = misspelt_mechanism(file.mechanism, mechanisms)
    if meant is not None:
        message = f"no other rule has the mechanism {file.mechanism!r}; did you mean {meant!r}, as other rules have it?"
        yield Remark(("mechanism",), 0, "mechanism-spelling", message)


def _fault(remark: Remark, source: Source) -> Fault:
    offset = remark.column - 1 if remark.column else None
    return source.fault(remark.path, remark.code, remark.message, offset)
