"""The comparison of two reports: what changed and why, in the form of ``riskscreen compare --format json``.

``was`` and ``now`` stand for the old report and the new one throughout.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from riskscreen.model.report import Band, Part, WaiverNote

CauseKind: TypeAlias = Literal[
    "fact", "rule", "threshold", "waiver", "score_model", "reading", "batch", "others", "program", "untold"
]
"""What can move a verdict or a score.

``fact``: the record. ``rule``: a rule, its pack, or what it looks for. ``threshold``: the value of one. ``waiver``: one
began or ended. ``score_model``: weights, mechanisms, or what it takes for a band. ``reading``: the taxonomy, or what
the policy says of data. ``batch``: other records, for what is judged over a batch. ``others``: other findings of the
project, among which the score is divided. ``program``: nothing that the reports tell differs, so that it must be the
version or the engine. ``untold``: a report lacks what would tell.
"""

Standing: TypeAlias = Literal["flagged", "waived", "clear", "out_of_scope", "unknown", "not_judged"]
"""What a rule says of a project. ``not_judged``: it was not in force, or the form of the data cannot support it."""

Shown: TypeAlias = Literal["value", "missing", "not_shown"]
"""Whether a report shows a value, says that it is missing, or says nothing of it."""


class ValueChange(Part):
    """A value of a record, by its JSON Pointer, as far as the reports show it."""

    pointer: str
    was_shown: Shown
    now_shown: Shown
    was: Any = None
    now: Any = None


class Cause(Part):
    """One thing that differs between the reports and explains a change.

    ``what`` tells what of the kind: for ``rule`` ``in_force``, ``pack`` or ``meaning``, for ``threshold`` its name, for
    ``score_model`` ``weight``, ``mechanism``, ``severity`` or ``undetermined_below``, for ``untold`` ``record`` or
    ``ruleset``. ``rule`` is a full name, ``pack/CODE``; ``rules`` are the other findings of ``others``.
    """

    kind: CauseKind
    what: str
    rule: str | None = None
    was: Any = None
    now: Any = None
    values: tuple[ValueChange, ...] = ()
    rules: tuple[str, ...] = ()


class RuleChange(Part):
    """A rule that says something else of a project, or whose finding has another share of the score.

    Any of ``causes`` may have done it, alone or with others; ``certain``: there is only one.
    """

    code: str
    pack: str
    title: str | None
    was: Standing
    now: Standing
    share_was: float
    share_now: float
    waiver_was: WaiverNote | None = None
    waiver_now: WaiverNote | None = None
    causes: list[Cause]
    certain: bool


class State(Part):
    """Where a project stands in one report."""

    score: float
    score_range: tuple[float, float]
    decided: float
    band: Band
    source: str
    line: int | None


class ProjectChange(Part):
    """A project that moved, or that only one of the reports has.

    ``record`` tells whether its record is the same in both. ``values``: those that both reports show and that differ.
    ``score_causes``: what moved its score, range or band other than by ``changes``. ``kinds``: the kinds of all these
    causes. ``rejected_was`` and ``rejected_now``: why the report that lacks the project rejected its record.
    """

    id: str
    title: str | None
    status: Literal["moved", "new", "gone"]
    was: State | None
    now: State | None
    record: Literal["same", "different", "not_known"]
    kinds: list[CauseKind]
    changes: tuple[RuleChange, ...] = ()
    score_causes: tuple[Cause, ...] = ()
    values: tuple[ValueChange, ...] = ()
    rejected_was: str | None = None
    rejected_now: str | None = None


class BatchChange(Part):
    """A finding on an organisation or on the market that only one of the reports has. ``by`` is what it compares by."""

    subject: Literal["organisation", "market"]
    id: str | None
    name: str | None
    code: str
    pack: str
    title: str
    by: dict[str, Any]
    was: Literal["flagged", "not_flagged"]
    now: Literal["flagged", "not_flagged"]
    causes: list[Cause]
    certain: bool


class Side(Part):
    """One of the two reports."""

    as_of: str
    engine: str
    version: str | None
    language: Literal["en", "zh"]
    packs: list[str]
    ruleset: str
    policy: str
    projects: int


class Comparison(Part):
    """What changed between two reports.

    ``settings``: all differences in what was in force, whether they moved anything or not. ``projects``: those that
    moved, the furthest first. ``unmoved`` counts the others, ``changed_unmoved`` those of them whose record differs.
    ``unpaired_was`` and ``unpaired_now``: projects whose identifiers hold something withheld, which is numbered anew
    in each report, and that cannot be found in the other. ``by_cause`` counts the moved projects by kind of cause.
    """

    schema_version: Literal["1"] = "1"
    was: Side
    now: Side
    settings: list[Cause]
    by_cause: dict[CauseKind, int]
    unmoved: int
    changed_unmoved: int
    projects: list[ProjectChange]
    batch: list[BatchChange]
    unpaired_was: list[str]
    unpaired_now: list[str]
