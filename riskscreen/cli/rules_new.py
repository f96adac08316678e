"""``riskscreen rules new``: a rule file to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from riskscreen.model.rule import RuleKind, RuleStage, Severity, SubjectName

# Repeated here because importing the models would slow --help down; a test compares them.
STAGES = ("authorisation", "design", "award", "roles", "delivery", "evaluation")
KINDS = ("sign", "statute", "screen", "protective")
SUBJECTS = ("project", "organisation", "market")
SEVERITIES = ("low", "medium", "high", "critical")


@click.command("new", short_help="Start a rule of your own.")
@click.argument("code", metavar="CODE")
@click.option("--name", required=True, metavar="NAME", help="Name of the rule: lower-case words joined by hyphens.")
@click.option("--stage", required=True, type=click.Choice(STAGES), help="Stage of the purchase that it looks at.")
@click.option("--pack", required=True, metavar="NAME", help="Rule pack it goes into; a new one is started.")
@click.option(
    "--rules",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Directory with rules of your own; it is made if there is none.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="sign",
    show_default=True,
    help="A warning sign of a paper, a legal limit, a statistical signal, or a protective factor.",
)
@click.option(
    "--subject",
    type=click.Choice(SUBJECTS),
    default="project",
    show_default=True,
    help="What it judges; organisations and the market are judged on a whole batch.",
)
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="medium",
    show_default=True,
    help="Sets its weight in the score.",
)
def new_rule(
    code: str,
    name: str,
    stage: RuleStage,
    pack: str,
    rules: Path,
    kind: RuleKind,
    subject: SubjectName,
    severity: Severity,
) -> None:
    """Write the file of a new rule CODE, every key explained, with marks where your words belong.

    The file does not load, and so judges nothing, before all marks are replaced; "rules lint" lists what is left, and
    "rules test" then shows whether the examples hold. No file is ever overwritten.

    \b
    Examples:
      riskscreen rules new X101 --name short-window --stage delivery --pack my-pack --rules my-rules
      riskscreen rules lint --rules my-rules --pack my-pack
    """
    from riskscreen.rulebook.scaffold import NewRule, write_new_rule

    path = write_new_rule(NewRule(code, name, pack, stage, kind, subject, severity), rules)
    click.echo(path)
    click.echo(f"Fill in what is marked; then: riskscreen rules test --rules {rules} --pack {pack}", err=True)
