"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

packs = click.option(
    "--pack",
    "packs",
    multiple=True,
    metavar="NAME",
    help="Rule pack to use; can be repeated. Default: social-services, with OCDS data also ocp, and those of --rules.",
)
rules_directory = click.option(
    "--rules",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Directory with rules of your own, used besides those that come with riskscreen.",
)
language = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    help="Language of the output. Default: zh, or what the policy sets.",
)


def policy(sets: str) -> Callable[[Command], Command]:
    """The option for a policy, which ``sets`` something for the command."""
    return click.option(
        "--policy",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"YAML file that sets {sets}.",
    )


def output(what: str) -> Callable[[Command], Command]:
    """The option for the file that ``what`` a command makes is written to."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"Write to FILE, which appears only when {what} complete. Default: standard output.",
    )


table_or_json = click.option(
    "--format",
    "form_of_output",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Text for people, or JSON.",
)
