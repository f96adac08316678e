"""``riskscreen``: the group of all commands."""

from __future__ import annotations

import sys

import click

from riskscreen import __version__
from riskscreen.cli.baseline import baseline
from riskscreen.cli.compare import compare
from riskscreen.cli.coverage import coverage
from riskscreen.cli.exit_codes import run
from riskscreen.cli.portfolio import portfolio
from riskscreen.cli.rules import rules
from riskscreen.cli.schema import schema
from riskscreen.cli.screen import screen
from riskscreen.cli.template import template

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="riskscreen", message="%(prog)s %(version)s")
def commands() -> None:
    """Screen procurement projects for warning signs, each with its data, its source and its innocent explanations.

    A flag is a reason to look, never a finding of wrongdoing.

    \b
    Examples:
      riskscreen screen projects.jsonl
      riskscreen template -o projects.xlsx
      riskscreen rules show SW401

    \b
    Exit codes:
      0  done
      1  --fail-on was reached, or a test of rules found something
      2  the call, a policy or a rule is wrong
      3  records were rejected and --strict was given
      4  the run did not complete
    """


for command in (screen, baseline, compare, portfolio, template, coverage, rules, schema):
    commands.add_command(command)


def main() -> None:
    """Entry point of the ``riskscreen`` command."""
    sys.exit(run(commands))
