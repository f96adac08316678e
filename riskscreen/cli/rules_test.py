"""``riskscreen rules test``: the examples of all rules, on every engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import columns, destination
from riskscreen.cli.rule_checks import exit_code

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.command("test", short_help="Run the examples of all rules.")
@options.packs
@options.rules_directory
@options.table_or_json
@options.language
@click.option(
    "--mutate", is_flag=True, help="Also break each rule in many small ways, and see whether its examples notice."
)
def test_rules(
    packs: tuple[str, ...], rules: Path | None, form_of_output: str, lang: Language | None, mutate: bool
) -> ExitCode:
    """Run every example of every rule on every engine that can be used here; exit with 1 if one does not hold.

    It also exits with 1 if no example stands on one of the sides of a threshold and, with --mutate, if some small
    change of a rule (a threshold moved by one step, an operator turned, a join or a part of a condition left out, and
    for or, ...) changes the verdict of no example. Rules that do not load are told last, after what the examples of
    the others show, with exit code 2.

    \b
    Examples:
      riskscreen rules test
      riskscreen rules test --mutate --rules my-rules --pack my-pack
    """
    from functools import partial

    from riskscreen.engines.select import build_engine, columnar_available, durable_available
    from riskscreen.reports.example_report import examples_json, write_examples
    from riskscreen.reports.mutation_report import write_mutations
    from riskscreen.rulebook.examples import run_examples
    from riskscreen.rulebook.load import load_sound_rules
    from riskscreen.rulebook.mutation.run import run_mutations

    names = ["reference"]
    for name, missing in (("durable", durable_available()), ("duckdb", columnar_available())):
        if missing:
            click.echo(f"Notice: {missing}; the examples run without the engine {name}", err=True)
        else:
            names.append(name)
    book, broken = load_sound_rules(packs or None, rules)
    result = run_examples(book, [partial(build_engine, name) for name in names])
    changes = run_mutations(book) if mutate else None
    with destination(None) as stream:
        if form_of_output == "json":
            stream.write(examples_json(result, changes))
        else:
            width, colour = columns(stream), stream.isatty()
            write_examples(result, stream, lang=lang or "zh", columns=width, colour=colour)
            if changes is not None:
                write_mutations(changes, stream, lang=lang or "zh", columns=width, colour=colour)
    return exit_code(broken, bool(result.faults or (changes is not None and changes.faults)))
