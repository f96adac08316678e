"""``riskscreen template``: the workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.output import destination

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.command(short_help="Write a workbook to fill in.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="Where to write it: a file that ends in .xlsx, or a folder (without .xlsx) for one CSV file a sheet.",
)
@options.language
def template(output: Path, lang: Language | None) -> None:
    """Write a workbook to fill in: sheets for projects, bids, roles, payments and all else that rules can use.

    It has drop-downs, tips in Chinese and English, an example row that is ignored, and a sheet that explains it.
    Filled in, riskscreen screen reads it; whatever is wrong is told with sheet and cell.

    \b
    Examples:
      riskscreen template -o projects.xlsx
      riskscreen template -o projects.xlsx --lang en
      riskscreen template -o projects
    """
    from riskscreen.intake.workbook.write import write_csv_folder, write_workbook

    lang = lang or "zh"
    if output.suffix.lower() == ".xlsx":
        with destination(output, binary=True) as stream:
            write_workbook(stream, lang=lang)
    elif output.suffix and not output.is_dir():
        raise click.UsageError(f"{output}: the workbook is written as .xlsx, or as a folder of CSV files")
    else:
        write_csv_folder(output, lang=lang)
