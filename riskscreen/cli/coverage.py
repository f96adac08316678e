"""``riskscreen coverage``: how often each path of some data is filled."""

from __future__ import annotations

import json
from pathlib import Path

import click

from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import destination


@click.command(short_help="Count how often each path is filled.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to FILE, which appears only when all is counted. Default: standard output.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 if anything could not be read.")
def coverage(inputs: tuple[str, ...], output: Path | None, strict: bool) -> ExitCode:
    """Count how often each path of the JSON data in INPUT is not empty, as OCDS Cardinal's coverage does.

    INPUT is all that the command screen reads, in the native form or in OCDS. The result is one JSON object of paths
    and counts. Empty are "", [], {}, null, and what holds only such. The path "" is a whole line or record; a path
    that ends with / is an object, one with [] an item of a list. What cannot be read is told on standard error.

    \b
    Examples:
      riskscreen coverage data.jsonl
      riskscreen coverage packages/ -o coverage.json
    """
    from riskscreen.intake.filled import count_paths

    found = count_paths(inputs)
    for place, reason in found.unread:
        click.echo(f"{place}: {reason}.", err=True)
    with destination(output) as stream:
        stream.write(json.dumps(found.counts, ensure_ascii=False, sort_keys=True))
        stream.write("\n")
    return ExitCode.REJECTED if found.unread and strict else ExitCode.DONE
