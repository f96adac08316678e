"""``riskscreen screen``: projects in, report out."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from riskscreen.cli import options, screen_cardinal
from riskscreen.cli.exit_codes import BANDS, ExitCode, after_screening
from riskscreen.cli.output import (
    DEFAULT_COLUMNS,
    CutShort,
    columns,
    destination,
    names_folder,
    new_file,
    new_folder,
    progress,
    refuse_terminal,
)
from riskscreen.reports.formats import FORMATS, Format, Setting, format_of_file

if TYPE_CHECKING:
    from riskscreen.intake.read import Intake
    from riskscreen.model.report import Language
    from riskscreen.screening import Screener, Standings

# The names are repeated here because importing the library would slow --help down; tests compare them.
ENGINES = ("auto", "reference", "durable", "checked", "duckdb")
FORMS = ("native", "native-json", "native-jsonl", "workbook", "ocds")


def _settings(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """``CODE.param=VALUE`` taken apart."""
    settings = {}
    for value in values:
        name, equals, number = value.partition("=")
        if not equals or "." not in name or not number:
            raise click.BadParameter(f"{value!r} is not of the form CODE.param=VALUE, such as SW501.max_months=4")
        settings[name.strip()] = number.strip()
    return settings


@click.command(short_help="Screen projects and report their risks.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--format",
    "form_of_output",
    type=click.Choice([*FORMATS, screen_cardinal.FORMAT]),
    help="Form of the report: text for people, one JSON object, JSON Lines, one table as CSV, Markdown for mail and "
    "issue trackers, SARIF 2.1.0, an Excel workbook, audit workpapers in Word, a page in both languages, a Parquet "
    "file with a row for each project, or a DuckDB database with a table for each part. Default: told by the ending of "
    "FILE, else table.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Write to FILE, which appears only when the report is complete. With --format docx also DIR/, a new folder: "
    "a file for each project. Default: standard output.",
)
@options.packs
@options.rules_directory
@options.policy("packs, rules, thresholds, weights and language")
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="CODE.param=VALUE",
    callback=_settings,
    help="Set one threshold for this run, such as SW501.max_months=4; can be repeated.",
)
@options.language
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Date of the report, YYYY-MM-DD. Default: today."
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="Who judges: reference, durable or duckdb alone, or checked, which lets reference and durable judge and "
    "compares. auto is checked for up to 2,000 projects, else duckdb, and 200 of the projects are judged by reference "
    "too.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Worker processes or threads that an engine may use.",
)
@click.option(
    "--waivers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="YAML file of findings that are accepted for a time: they are shown as waived and do not add to the score.",
)
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Compare with the projects of a baseline (riskscreen baseline build): rules on organisations and on the "
    "market then judge the cohorts that the projects in INPUT have a part in.",
)
@click.option(
    "--data-quality",
    is_flag=True,
    help="List all notes on the data by path, with counts and examples, also where the table would show some only.",
)
@click.option(
    "--what-if/--no-what-if",
    default=True,
    help="Tell for each finding the smallest change of the project's values that would clear it. Default: tell.",
)
@click.option("--redact", is_flag=True, help="Put pseudonyms in the place of persons.")
@click.option(
    "--fail-on",
    type=click.Choice(BANDS),
    help="Exit with 1 if a project reaches this band; an undetermined one is taken by its score.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 if any record was rejected.")
@click.option(
    "--form",
    type=click.Choice(FORMS),
    help="Read the input as projects in the native form, whatever it looks like; as one JSON document, or as "
    "JSON Lines; as a workbook; or as OCDS. Default: told by the content.",
)
@click.option(
    "--top",
    type=click.IntRange(min=0),
    metavar="N",
    help="Projects in the ranking of a table or of Markdown; 0 for all. Default: 20.",
)
@click.option(
    "--explain",
    type=click.IntRange(min=0),
    metavar="N",
    help="Projects explained finding by finding: below that ranking, by default 5, or in "
    "workpapers, by default all; 0 for all.",
)
@click.option(
    "--settings",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="INI",
    help="With --format cardinal: the settings file of OCDS Cardinal; each of its sections enables an indicator.",
)
@click.option("--no-meta", is_flag=True, help="With --format cardinal: leave out Meta, the quartiles and fences.")
@click.option("--map", "maps", is_flag=True, help="With --format cardinal: add Maps, from processes to organisations.")
@click.pass_context
def screen(
    context: click.Context,
    inputs: tuple[str, ...],
    form_of_output: str | None,
    output: str | None,
    packs: tuple[str, ...],
    rules: Path | None,
    policy: Path | None,
    overrides: dict[str, str],
    lang: Language | None,
    as_of: datetime | None,
    engine: str,
    jobs: int,
    waivers: Path | None,
    baseline: Path | None,
    data_quality: bool,
    what_if: bool,
    redact: bool,
    fail_on: str | None,
    strict: bool,
    form: str | None,
    top: int | None,
    explain: int | None,
    settings: Path | None,
    no_meta: bool,
    maps: bool,
) -> ExitCode:
    """Screen the projects in INPUT and report their risks, highest first, each with its reasons.

    INPUT is a file, a directory, a glob, or - for standard input: JSON or JSON Lines, also as .gz or .zst, of projects
    in the native form or of OCDS releases and packages (releases of one process are merged, and statements of ownership
    (BODS) beside them tell owners of their parties); or a workbook, which the command template makes. A record may
    have 8 MiB, a JSON document 512 MiB, and JSON Lines any size. Records that cannot be read are rejected one by one
    with their place and the reason; the rest is screened.

    \b
    Examples:
      riskscreen screen projects.jsonl
      riskscreen screen data/ --format json -o report.json
      cat one.json | riskscreen screen - --lang en --fail-on high
      riskscreen screen projects.jsonl --set SW501.max_months=4 --top 50
      riskscreen screen projects.xlsx --format docx -o workpapers/
      riskscreen screen one.json --baseline market.duckdb
      riskscreen screen releases.jsonl --format cardinal --settings settings.ini
    """
    target = None if output is None else Path(output)
    name = form_of_output or format_of_file(target)
    each = output is not None and names_folder(output)
    if each and (name not in FORMATS or FORMATS[name].write_each is None):
        raise click.UsageError(f"-o {output} is a folder, which --format docx alone fills; name a file")
    if name == screen_cardinal.FORMAT:
        screen_cardinal.refuse_unfit(context)
        return screen_cardinal.screen_cardinal(
            inputs,
            target,
            settings=settings,
            meta=not no_meta,
            maps=maps,
            engine=engine,
            jobs=jobs,
            lang=lang,
            strict=strict,
        )
    for option, value in (("--settings", settings), ("--no-meta", no_meta), ("--map", maps)):
        if value:
            raise click.UsageError(f"{option} is for --format {screen_cardinal.FORMAT}")
    wanted = FORMATS[name]
    for option, limit in (("top", top), ("explain", explain)):
        if limit is not None and option not in wanted.limits:
            takers = ", ".join(each for each in FORMATS if option in FORMATS[each].limits)
            raise click.UsageError(f"--{option} is for --format {takers}; {name} holds everything")
    if wanted.by_path and output is None:
        raise click.UsageError(f"--format {name} makes a file of its own; say where with -o FILE{wanted.suffix}")
    if wanted.binary:
        refuse_terminal(target, f"--format {name}")
    wanted.check(name)
    from riskscreen.intake.read import read_inputs
    from riskscreen.screening import Screener

    screener = Screener(
        packs=packs or None,
        policy=policy,
        rules=rules,
        lang=lang,
        as_of=as_of.date() if as_of else None,
        engine=engine,
        jobs=jobs,
        overrides=overrides,
        redact=redact,
        waivers=waivers,
        what_if=what_if,
        baseline=baseline,
    )
    intake = read_inputs(inputs, form, screener.lang, screener.rulebook.policy)
    with _opened(target, wanted, each) as place:
        shown = (DEFAULT_COLUMNS, False) if isinstance(place, Path) else (columns(place), place.isatty())
        setting = Setting(*shown, top, explain, screener.rulebook, data_quality)
        try:
            standings = _written(screener, intake, wanted, place, setting)
        except KeyboardInterrupt:
            raise CutShort if output is None and wanted.as_it_goes else KeyboardInterrupt from None
    return after_screening(intake.accounting.rejected, standings, fail_on=fail_on, strict=strict)


def _opened(target: Path | None, wanted: Format, each: bool) -> AbstractContextManager[IO[Any] | Path]:
    """The stream to write the report to; the path where its writer asks for one, and the folder for a file ``each``."""
    if target is not None and each:
        return new_folder(target)
    if target is not None and wanted.by_path:
        return new_file(target)
    return destination(target, wanted.binary)


def _written(screener: Screener, intake: Intake, wanted: Format, place: IO[Any] | Path, setting: Setting) -> Standings:
    """Screens and writes; where the projects stand. No progress is shown over a report that goes to the terminal."""
    from riskscreen.screening import standings_of

    if wanted.as_it_goes:
        with (
            progress("Screening", quiet=setting.colour) as tick,
            screener.running(intake, tick) as running,
        ):
            wanted.write(running, place, replace(setting, rulebook=running.rulebook))
            return running.standings
    with progress("Screening") as tick:
        editions = screener.editions(intake, tick) if wanted.bilingual else None
        report = editions[0].report if editions else screener.screen_intake(intake, tick)
    book = screener.rulebook_of(report)
    write = wanted.write_each if wanted.write_each and isinstance(place, Path) else wanted.write
    write(report, place, replace(setting, rulebook=book, editions=editions))
    return standings_of(report.projects)
