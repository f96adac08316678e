"""``riskscreen schema``: JSON Schemas of what goes in and out."""

from __future__ import annotations

import click

from riskscreen.cli.output import destination

# Repeated here because importing the models would slow --help down; a test compares them.
SCHEMAS = ("project", "report", "comparison", "rule")


@click.command(short_help="Print a JSON Schema.")
@click.argument("name", metavar="|".join(SCHEMAS), type=click.Choice(SCHEMAS))
def schema(name: str) -> None:
    """Print the JSON Schema (2020-12) of a project record, a report, a comparison of reports, or a rule file.

    \b
    Examples:
      riskscreen schema project
      riskscreen schema rule > rule.schema.json
    """
    from riskscreen.model.schema import schema_text

    with destination(None) as stream:
        stream.write(schema_text(name))
