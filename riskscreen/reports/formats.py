"""Every form a screening report can be written in: its name, how it is written, and what it needs.

A format is added by one entry of ``FORMATS``. Writers are loaded when they are used, so that reading this module is
quick; what a format needs is checked before a screening starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeAlias

from riskscreen.errors import UsageError

if TYPE_CHECKING:
    from riskscreen.model.report import Report
    from riskscreen.rulebook.book import Rulebook
    from riskscreen.screening import Edition, Running


@dataclass(frozen=True)
class Setting:
    """What writers may want to know beside the report.

    ``columns`` and ``colour`` are those of the terminal or file; ``top`` and ``explain`` limit the formats that do not
    hold everything (0 for all, None for the format's own limit); ``rulebook`` holds the rules that judged;
    ``data_quality`` asks for all notes on the data where only some are shown;
    ``editions`` has the report in both languages, its own first, for formats that are bilingual.
    """

    columns: int
    colour: bool
    top: int | None
    explain: int | None
    rulebook: Rulebook
    data_quality: bool = False
    editions: tuple[Edition, Edition] | None = None


Writer: TypeAlias = "Callable[[Any, Any, Setting], None]"
"""Writes a report (a screening under way, a portfolio) to a stream of text or of bytes, as its format says."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """One form of the report.

    ``write_each``: writes a file for each project into a folder, in the place of one file for all. ``suffix`` is the
    ending of its files; ``binary``: it is bytes, which no terminal can show; ``limits``: the options
    that choose how much of the report it holds; ``bilingual``: it has both languages in one file; ``as_it_goes``: its
    writer takes a screening that is under way, and keeps no project in memory; ``by_path``: it is written to the path
    of a new file, not to a stream; ``libraries``: the modules it cannot do without, which the ``extra`` of this package
    brings.
    """

    write: Writer
    suffix: str
    write_each: Writer | None = None
    binary: bool = False
    limits: frozenset[str] = frozenset()
    bilingual: bool = False
    as_it_goes: bool = False
    by_path: bool = False
    libraries: tuple[str, ...] = ()
    extra: str = ""

    def check(self, name: str) -> None:
        """Raises :class:`riskscreen.errors.UsageError` where a library that this format needs is missing."""
        for module in self.libraries:
            if find_spec(module) is None:
                raise UsageError(
                    f"--format {name} needs the Python package {module}, which is not installed; "
                    f"install it with: pip install 'riskscreen[{self.extra}]'"
                )


def _table(report: Report, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports import table

    top = table.TOP if setting.top is None else setting.top
    explain = table.EXPLAINED if setting.explain is None else setting.explain
    table.write_table(
        report,
        stream,
        columns=setting.columns,
        colour=setting.colour,
        top=top,
        explain=explain,
        data_quality=setting.data_quality,
    )


def _json(running: Running, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.json import write_json
    from riskscreen.reports.spool import Spool

    with Spool(running.projects()) as projects:
        write_json(projects, running.whole(), stream)


def _jsonl(running: Running, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.jsonl import closing_lines, project_line

    stream.writelines(map(project_line, running.projects()))
    stream.writelines(closing_lines(running.whole()))


def _csv(running: Running, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.csv import write_csv_rows
    from riskscreen.reports.report_sheets import statement_columns, statement_rows
    from riskscreen.reports.spool import Spool

    with Spool(running.projects()) as projects:
        rows = statement_rows(running.whole(), projects.ranked())
        write_csv_rows(statement_columns(running.language), rows, stream, running.language)


def _md(report: Report, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports import markdown

    top = markdown.TOP if setting.top is None else setting.top
    explain = markdown.EXPLAINED if setting.explain is None else setting.explain
    stream.write(markdown.to_markdown(report, top=top, explain=explain))


def _sarif(report: Report, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.sarif import to_sarif

    stream.write(to_sarif(report, setting.rulebook))


def _xlsx(report: Report, stream: BinaryIO, setting: Setting) -> None:
    from riskscreen.reports.report_sheets import report_sheets
    from riskscreen.reports.words import say
    from riskscreen.reports.workbook import write_workbook

    lang, as_of = report.language, date.fromisoformat(report.as_of)
    title = say("title", lang)
    write_workbook(report_sheets(report), stream, lang=lang, title=title, footer=report.notice, made=as_of)


def _html(report: Report, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.html import write_html

    if setting.editions is None:
        raise ValueError("the page needs both editions of the report")
    write_html(setting.editions, setting.rulebook, stream)


def _docx(report: Report, stream: BinaryIO, setting: Setting) -> None:
    from riskscreen.reports.workpaper import write_workpapers

    write_workpapers(report, stream, explain=setting.explain or 0)


def _docx_files(report: Report, folder: Path, setting: Setting) -> None:
    from riskscreen.reports.workpaper import write_workpaper_files

    write_workpaper_files(report, folder, explain=setting.explain or 0)


def _parquet(running: Running, stream: BinaryIO, setting: Setting) -> None:
    from riskscreen.reports.parquet import write_parquet

    write_parquet(running, stream, setting.rulebook)


def _duckdb(running: Running, path: Path, setting: Setting) -> None:
    from riskscreen.reports.database import write_database

    write_database(running, path, setting.rulebook)


_BOTH = frozenset({"top", "explain"})
FORMATS: Mapping[str, Format] = {
    "table": Format(write=_table, suffix=".txt", limits=_BOTH),
    "json": Format(write=_json, suffix=".json", as_it_goes=True),
    "jsonl": Format(write=_jsonl, suffix=".jsonl", as_it_goes=True),
    "csv": Format(write=_csv, suffix=".csv", as_it_goes=True),
    "md": Format(write=_md, suffix=".md", limits=_BOTH),
    "sarif": Format(write=_sarif, suffix=".sarif"),
    "xlsx": Format(write=_xlsx, suffix=".xlsx", binary=True, libraries=("xlsxwriter",), extra="office"),
    "docx": Format(
        write=_docx,
        write_each=_docx_files,
        suffix=".docx",
        binary=True,
        limits=frozenset({"explain"}),
        libraries=("docx",),
        extra="office",
    ),
    "html": Format(write=_html, suffix=".html", bilingual=True),
    "parquet": Format(
        write=_parquet, suffix=".parquet", binary=True, as_it_goes=True, libraries=("pyarrow",), extra="columnar"
    ),
    "duckdb": Format(
        write=_duckdb,
        suffix=".duckdb",
        binary=True,
        as_it_goes=True,
        by_path=True,
        libraries=("duckdb", "pyarrow"),
        extra="columnar",
    ),
}


def format_of_file(path: Path | None, formats: Mapping[str, Format] = FORMATS) -> str:
    """The format that a file's ending stands for; ``table`` for any other ending, and without a file."""
    if path is not None:
        for name, each in formats.items():
            if path.name.casefold().endswith(each.suffix):
                return name
    return "table"
