"""``riskscreen rules``: the group of commands about rules."""

from __future__ import annotations

import click

from riskscreen.cli.rules_coverage import rules_coverage
from riskscreen.cli.rules_docs import write_docs
from riskscreen.cli.rules_lint import lint_rules
from riskscreen.cli.rules_list import list_rules
from riskscreen.cli.rules_new import new_rule
from riskscreen.cli.rules_properties import rule_properties
from riskscreen.cli.rules_show import show_rule
from riskscreen.cli.rules_test import test_rules
from riskscreen.cli.rules_verify import verify_rules


@click.group(short_help="List, read, check and write rules.")
def rules() -> None:
    """List the rules in force and read one of them with its sources; check a rule set by reading, running and proving
    it; see what some data can decide; write a handbook; start a rule of your own.

    \b
    Examples:
      riskscreen rules list
      riskscreen rules show SW401 --lang en
      riskscreen rules lint
      riskscreen rules test
    """


for command in (
    list_rules,
    show_rule,
    lint_rules,
    test_rules,
    verify_rules,
    rule_properties,
    rules_coverage,
    write_docs,
    new_rule,
):
    rules.add_command(command)
