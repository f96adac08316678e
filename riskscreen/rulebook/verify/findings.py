"""What verifying a rule set gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from riskscreen.engines.base import Verdict
from riskscreen.errors import Location
from riskscreen.rulebook.verify.trial import Witness

Severity: TypeAlias = Literal["error", "note"]

NOTHING_TO_SHOW = "no record can show what never happens"
SEEN_BY_READING = "it is seen by reading the rule"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something proved about rules, whose full names are ``rules``.

    ``witness`` is a case that shows it, ``verdicts`` what the rules say of it, and ``name`` what its file is called;
    where there is none, ``no_witness`` says why.
    """

    severity: Severity
    code: str
    rules: tuple[str, ...]
    location: Location
    message: str
    witness: Witness | None = None
    no_witness: str = NOTHING_TO_SHOW
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question about rules that stayed open, and why.

    ``rules``: the rule that is asked about, and those it is compared with. ``unwritten``: the facts of the rule (or
    else of the others) that no record can be made of, where this is why.
    """

    rules: tuple[str, ...]
    location: Location
    question: str
    reason: str
    unwritten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """All findings, errors first, and all that stayed open; ``rules`` is the number of rules looked at."""

    rules: int
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]

    @property
    def errors(self) -> Sequence[Finding]:
        """The findings that make a rule set unsound."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def notes(self) -> Sequence[Finding]:
        """The findings that an author should know of."""
        return [finding for finding in self.findings if finding.severity == "note"]
