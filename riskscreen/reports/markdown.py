"""The report as Markdown, for mail and issue trackers: the ranking, and the reasons of the first projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from riskscreen.model.report import Finding, ProjectReport, Report
from riskscreen.reports.cell_text import shown
from riskscreen.reports.columns import Column, Sheet, columns_of
from riskscreen.reports.finding_text import EVIDENCE_SHOWN, FIELDS_SHOWN, most_wanted
from riskscreen.reports.finding_words import evidence_words, place_words
from riskscreen.reports.markdown_text import code, heading, table, text
from riskscreen.reports.ranking import ranked, weightiest
from riskscreen.reports.report_rows import Row, Rows
from riskscreen.reports.report_sheets import sheet_of
from riskscreen.reports.unsupported import unsupported_words
from riskscreen.reports.words import say

TOP = 20
EXPLAINED = 5
ROWS_SHOWN = 20

_RANKING = ("rank", "id", "name", "score", "lowest", "highest", "band", "decided", "signs")
_OF_A_FINDING = ("message", "compared", "data", "innocent", "verify", "cited", "waiver")
_UNKNOWN = ("about", "code", "rule", "reason", "missing", "organisations")


def to_markdown(report: Report, top: int = TOP, explain: int = EXPLAINED) -> str:
    """The report as text; ``top`` projects are ranked and ``explain`` explained, 0 stands for all.

    Whatever is left out is said.
    """
    lines = "\n".join(_Document(report).lines(top, explain))
    return lines.rstrip("\n") + "\n"


class _Document:
    """One report, part by part; a part without content is left out."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lang = report.language
        self._rows = Rows(report)
        self._projects = ranked(report.projects)
        self._colon, self._semicolon = ("：", "；") if report.language == "zh" else (": ", "; ")

    def lines(self, top: int, explain: int) -> Iterator[str]:
        """The lines of all parts."""
        yield from self._head()
        yield from self._ranking(top or len(self._projects))
        yield from self._explained(explain)
        yield from self._market()
        yield from self._organisations(top or len(self._report.organisations))
        yield from self._gaps()
        for title, key, rows in (
            ("sheet_waivers", "waivers", self._rows.waivers()),
            ("rejects", "rejects", self._rows.rejects()),
            ("quality", "notes", self._rows.notes()),
            ("bibliography", "sources", self._rows.sources()),
        ):
            yield from self._listed(title, key, rows)

    def _say(self, key: str, **values: Any) -> str:
        return say(key, self._lang, **values)

    def _head(self) -> Iterator[str]:
        report, ruleset = self._report, self._report.ruleset
        yield from heading(1, self._say("title"))
        yield f"> {text(report.notice)}"
        yield ""
        yield f"- {text(self._say('accounting', **report.accounting.model_dump()))}"
        yield f"- {text(self._say('engine', engine=report.engine, as_of=report.as_of))}"
        yield f"- {self._say('run_rules')}{self._colon}{ruleset.rules} ({text(', '.join(ruleset.packs))})"
        yield f"- {self._say('run_ruleset')}{self._colon}{code(ruleset.digest)}"
        yield f"- {self._say('run_policy')}{self._colon}{code(ruleset.policy)}"
        yield from (f"- {text(words)}" for words in unsupported_words(ruleset.unsupported, self._lang))
        yield ""

    def _ranking(self, top: int) -> Iterator[str]:
        yield from heading(2, self._say("ranking"))
        if not self._projects:
            yield self._say("no_projects")
            yield ""
            return
        rows = [self._rows.project(rank, each) for rank, each in enumerate(self._projects[:top], start=1)]
        yield from table(Sheet("", "", columns_of(_RANKING, self._lang), rows))
        if left_out := self._projects[top:]:
            yield text(self._say("left_out_projects", count=len(left_out), score=left_out[0].score))
            yield ""

    def _explained(self, explain: int) -> Iterator[str]:
        told = [
            (rank, each)
            for rank, each in enumerate(self._projects, start=1)
            if each.findings or each.protective or each.disputed
        ]
        explained = told[: explain or len(told)]
        if explained:
            yield from heading(2, self._say("details"))
        for rank, project in explained:
            yield from self._project(rank, project)
        if more := len(told) - len(explained):
            yield text(self._say("left_out_details", count=more))
            yield ""

    def _project(self, rank: int, project: ProjectReport) -> Iterator[str]:
        low, high = project.score_range
        yield from heading(3, " · ".join(part for part in (str(rank), project.title, project.id) if part))
        yield (
            f"**{project.score:.1f} {self._say(project.band)}** · {self._say('range', low=low, high=high)} · "
            f"{self._say('source', where=code(place_words(project)))}"
        )
        yield ""
        yield from self._findings(weightiest(project.findings))
        if project.protective:
            yield f"**{self._say('protective')}**"
            yield ""
            yield from self._findings(project.protective)
        yield from (f"- {self._say('disputed')}{self._colon}{text(dispute.reason)}" for dispute in project.disputed)
        if project.unknown:
            wanted = ", ".join(code(field) for field, _ in most_wanted(project.unknown)[:FIELDS_SHOWN])
            unknown = text(self._say("unknown", count=len(project.unknown)))
            yield f"{unknown} · {self._say('would_decide')}{wanted}" if wanted else unknown
        yield ""

    def _findings(self, findings: Sequence[Finding]) -> Iterator[str]:
        for finding in findings:
            row = self._rows.finding(finding)
            notes = [row["severity"], self._say("points", points=f"{finding.share:.1f}") if finding.share else None]
            yield " · ".join([f"- **{finding.code} {text(finding.title)}**", *(str(note) for note in notes if note)])
            for column in columns_of(_OF_A_FINDING, self._lang):
                if written := self._part(finding, row, column):
                    yield f"  - {column.heading}{self._colon}{self._semicolon.join(written)}"
        yield ""

    def _part(self, finding: Finding, row: Row, column: Column) -> list[str]:
        if column.key != "data":
            return [text(line) for line in shown(row.get(column.key), column.kind)]
        data = [code(evidence_words(piece)) for piece in finding.evidence[:EVIDENCE_SHOWN]]
        more = len(finding.evidence) - EVIDENCE_SHOWN
        return [*data, self._say("more_evidence", count=more)] if more > 0 else data

    def _market(self) -> Iterator[str]:
        market = self._report.market
        if not (market.findings or market.unknown or market.disputed):
            return
        yield from heading(2, self._say("market"))
        yield from self._findings(market.findings)
        yield from (f"- {self._say('disputed')}{self._colon}{text(dispute.reason)}" for dispute in market.disputed)
        if market.unknown:
            rows = [self._rows.batch_unknown(rule) for rule in market.unknown]
            yield f"**{self._say('batch_unknown')}**"
            yield ""
            yield from table(Sheet("", "", columns_of(_UNKNOWN, self._lang), rows))

    def _organisations(self, top: int) -> Iterator[str]:
        organisations = self._report.organisations
        if organisations:
            yield from heading(2, self._say("organisations"))
        for organisation in organisations[:top]:
            row = self._rows.organisation(organisation)
            yield from heading(3, " · ".join(str(row[key]) for key in ("name", "id", "about") if row[key]))
            yield from self._findings(organisation.findings)
        if left_out := organisations[top:]:
            yield text(self._say("left_out_organisations", count=len(left_out)))
            yield ""

    def _gaps(self) -> Iterator[str]:
        unknown = [rule for project in self._projects for rule in project.unknown]
        if not unknown:
            return
        yield from heading(2, self._say("gaps"))
        with_gaps = sum(bool(project.unknown) for project in self._projects)
        yield text(self._say("gaps_intro", count=len(unknown), projects=with_gaps))
        yield ""
        for field, count in most_wanted(unknown)[:ROWS_SHOWN]:
            yield f"- {code(field)} · {self._say('gap', count=count)}"
        yield ""

    def _listed(self, title: str, key: str, rows: Sequence[Row]) -> Iterator[str]:
        """A table of its own, cut after some rows."""
        if not rows:
            return
        yield from heading(2, self._say(title))
        yield from table(sheet_of(key, rows[:ROWS_SHOWN], self._lang))
        if (more := len(rows) - ROWS_SHOWN) > 0:
            yield text(self._say("more_rows", count=more))
            yield ""
