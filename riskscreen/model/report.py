"""The report: what a screening says, in the form of ``--format json``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from riskscreen.model.profile import Profile

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Language: TypeAlias = Literal["en", "zh"]
Band = Literal["low", "medium", "high", "critical", "undetermined"]
UnknownReason = Literal["missing", "incomplete", "identity", "calendar", "sample"]


class Part(BaseModel):
    """A part of the report; keys are exactly the field names."""

    model_config = ConfigDict(frozen=True)


class Unsupported(Part):
    """A rule that a form of input (``native``, ``ocds``) can never flag, and the fields it would need."""

    code: str
    pack: str
    form: str = "native"
    needs: list[str]


class DatedThreshold(Part):
    """A threshold that holds from a day on, until the next one."""

    from_: date = Field(alias="from")
    value: float

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)


class InForce(Part):
    """A rule that judged: all that its verdicts and their weight in the score depend on.

    ``digest`` covers its meaning: its conditions and what they are about, not its texts or the values in ``params``,
    which are those that held. ``by_batch``: its verdict on one record depends on the others of the batch too.
    """

    code: str
    pack: str
    digest: str
    severity: Literal["low", "medium", "high", "critical"]
    mechanism: str
    weight: float
    by_batch: bool
    params: dict[str, float | list[DatedThreshold]]


class Ruleset(Part):
    """Which rules judged: ``digest`` covers every rule, source and taxonomy in force, ``policy`` the policy.

    ``reading`` covers how records are read: the taxonomy, and what the policy says of data; ``undetermined_below`` is
    the decided share that a band takes; ``version`` is that of riskscreen. Reports of earlier versions lack these.
    """

    digest: str
    packs: list[str]
    policy: str
    rules: int
    unsupported: list[Unsupported]
    version: str | None = None
    reading: str | None = None
    undetermined_below: float | None = None
    in_force: list[InForce] | None = None


class Accounting(Part):
    """Every record read is in exactly one of the three: read = screened + rejected + duplicates."""

    read: int
    screened: int
    rejected: int
    duplicates: int


class Reject(Part):
    """A record that could not be screened. ``line`` counts from 1; ``index`` from 0 in a JSON array."""

    source: str
    line: int | None = None
    index: int | None = None
    id: str | None = None
    error: str


class Quality(Part):
    """Something odd in the data that did not stop the record: counted by path, with one example."""

    path: str
    issue: str
    count: int
    example: str


class Evidence(Part):
    """An input value behind a finding.

    ``project`` is given in findings on a batch, and ``cell`` (``项目!D7``) where the record is of a workbook.
    """

    pointer: str
    value: Any = None
    project: str | None = None
    cell: str | None = None


class CitedPlace(Part):
    """A place in a source; ``reference`` is the full bibliographic entry."""

    source: str
    at: str | None
    reference: str
    note: str | None = None


class Cohort(Part):
    """The group a batch finding compares within: its keys, its size and the statistic.

    ``words`` is the statistic as the report's language calls and writes it: ``projects evaluated = at least 39``.
    """

    by: dict[str, Any]
    n: int
    statistic: str
    value: float | None
    words: str | None = None


class WaiverNote(Part):
    """Who accepted a finding, why, up to which day, and on what evidence. It no longer adds to the score."""

    author: str
    reason: str
    expiry: date
    evidence: list[str]


class WaiverUse(Part):
    """What became of one waiver; ``place`` is where it stands.

    An ``unused`` one waives what was not found or not flagged, an ``expired`` one waives nothing; ``note`` says more.
    """

    code: str
    project: str
    author: str
    expiry: date
    status: Literal["used", "unused", "expired"]
    place: str
    note: str | None = None


class ValueChange(Part):
    """One value as it is now and as it would have to be, in words; ``pointers`` are the inputs it comes from."""

    label: str
    pointers: list[str]
    now: str | None
    to: str


class WhatIf(Part):
    """The smallest change of a project's values after which the rule would not flag it, found by search."""

    changes: list[ValueChange]
    text: str


class Finding(Part):
    """A flagged rule (or a protective factor present) with everything needed to believe or to refute it."""

    code: str
    pack: str
    kind: Literal["sign", "statute", "screen", "protective"]
    stage: str
    title: str
    verdict: Literal["flagged"]
    severity: Literal["low", "medium", "high", "critical"]
    mechanism: str
    share: float
    message: str
    rationale: str
    evidence: list[Evidence]
    citations: list[CitedPlace]
    innocent: str
    verify: str
    remedy: str
    status: str | None = None
    waiver: WaiverNote | None = None
    what_if: WhatIf | None = None
    cohort: Cohort | None = None


class Unknown(Part):
    """A rule that the record cannot decide, why, and which values would decide it."""

    code: str
    pack: str
    title: str
    kind: Literal["sign", "statute", "screen", "protective"]
    reason: UnknownReason
    missing: tuple[str, ...]
    note: str | None = None


class Disputed(Part):
    """What two engines did not agree on, or a worker process that died; the reference engine's verdict stands."""

    code: str | None
    reason: str


class ProjectReport(Part):
    """One project: its score with the range that the unknowns leave, and every reason.

    ``digest`` is the SHA-256 of the record as JSON with sorted keys, no blanks and only ASCII;
    a project screened alone in memory has none, nor one whose persons have pseudonyms.
    ``cells``: for a project of a workbook, the cell (or sheet) to fill in for each value that an unknown misses.
    """

    id: str
    title: str | None
    source: str
    line: int | None
    index: int | None = None
    score: float
    score_range: tuple[float, float]
    decided: float
    band: Band
    disputed: list[Disputed]
    findings: list[Finding]
    unknown: list[Unknown]
    protective: list[Finding]
    clear: list[str]
    out_of_scope: list[str]
    profile: Profile = Profile()
    digest: str | None = None
    cells: dict[str, str] = {}


class OrganisationReport(Part):
    """Findings on one organisation, from the whole batch."""

    id: str
    name: str | None
    roles: list[str]
    findings: list[Finding]


class BatchUnknown(Part):
    """A batch rule that could not be judged; ``n`` is the largest sample there was, ``needs`` the least it takes.

    ``organisations`` is the number of organisations it could not be judged on, and ``missing`` names the values that
    some project of the batch lacks; ``*`` in a pointer stands for any item of a list.
    """

    code: str
    pack: str
    title: str
    subject: Literal["organisation", "market"]
    reason: UnknownReason
    n: int | None = None
    needs: int | None = None
    missing: list[str] = []
    organisations: int | None = None


class MarketReport(Part):
    """Findings on the batch as a whole, and the batch rules that could not be judged or that engines differ on.

    ``organisations_judged`` is the number of organisations that the batch rules looked at.
    """

    findings: list[Finding]
    unknown: list[BatchUnknown]
    disputed: list[Disputed] = []
    organisations_judged: int = 0


class BaselineNote(Part):
    """The baseline that projects were compared with: how much it is of, as of which day; ``version`` built it."""

    as_of: str
    projects: int
    processes: int
    version: str


class ProjectInMarket(ProjectReport):
    """A project that was judged alone and compared with a baseline, with what batch rules say where it takes part."""

    organisations: list[OrganisationReport]
    market: MarketReport
    baseline: BaselineNote


class Report(Part):
    """The whole screening."""

    schema_version: Literal["1"] = "1"
    notice: str
    language: Language
    ruleset: Ruleset
    engine: str
    as_of: str
    accounting: Accounting
    rejects: list[Reject]
    quality: list[Quality]
    projects: list[ProjectReport]
    organisations: list[OrganisationReport]
    market: MarketReport
    waivers: list[WaiverUse] = []

    def to_arrow(self, table: str = "projects") -> pyarrow.Table:
        """A table of the report: ``projects``, with all that is said of each in its row, or one of its other parts.

        :mod:`riskscreen.model.tables.columns` lists the tables. Needs pyarrow. Raises
        :class:`riskscreen.errors.UsageError` where that is missing, or for a table that there is none of.
        """
        from riskscreen.model.tables.arrow import needs, report_table

        needs("report.to_arrow()", "pyarrow")
        return report_table(self, table)

    def to_polars(self, table: str = "projects") -> polars.DataFrame:
        """The same as :meth:`to_arrow` for polars, which is needed too."""
        from riskscreen.model.tables.arrow import needs, report_table

        needs("report.to_polars()", "pyarrow", "polars")
        import polars

        frame = polars.from_arrow(report_table(self, table))
        assert isinstance(frame, polars.DataFrame)  # noqa: S101 -- of a table it always is
        return frame

    def to_pandas(self, table: str = "projects") -> pandas.DataFrame:
        """The same as :meth:`to_arrow` for pandas, which is needed too."""
        from riskscreen.model.tables.arrow import needs, report_table

        needs("report.to_pandas()", "pyarrow", "pandas")
        return report_table(self, table).to_pandas()


class ReportOnBaseline(Report):
    """The screening of projects that were compared with a baseline."""

    baseline: BaselineNote
