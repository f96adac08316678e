"""Help: complete, with an example for every command, and fast because nothing heavy is loaded for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest

from riskscreen import __version__
from riskscreen.cli import exit_codes, portfolio, schema, screen
from riskscreen.cli.main import commands
from tests.support.command_line import command_line, environment, process


def _all_commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, each in group.commands.items():
        yield (*path, name), each
        if isinstance(each, click.Group):
            yield from _all_commands(each, (*path, name))


COMMANDS = dict(_all_commands(commands))


def test_the_commands_are_those_of_the_contract() -> None:
    assert {" ".join(path) for path in COMMANDS} == {
        "baseline", "baseline build", "screen", "portfolio", "compare", "coverage", "rules", "rules list",
        "rules show", "rules lint", "rules test", "rules verify", "rules properties", "rules coverage", "rules docs",
        "rules new", "schema", "template",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_option_has_help(path: tuple[str, ...]) -> None:
    each = COMMANDS[path]
    assert each.short_help
    assert each.help is not None
    assert len(each.help) > 60
    for parameter in each.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith((".", "'")), parameter.name


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_help_has_an_example_and_names_its_options(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = command_line(monkeypatch, *path, "--help")
    assert outcome.code == 0
    assert f"  riskscreen {' '.join(path)}" in outcome.out.split("Usage:", 1)[1].split("\n", 1)[1]
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option):
            assert all(name in outcome.out for name in parameter.opts)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_example_is_a_call_that_parses(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "my-rules").mkdir()
    for name in ("market.duckdb", "office.yaml"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    examples = [
        line.split("riskscreen ", 1)[1] for line in str(COMMANDS[path].help).splitlines() if "riskscreen " in line
    ]
    assert examples
    for example in examples:
        words = example.split(" > ")[0].split()
        *group, name = words[:2] if words[0] in ("rules", "baseline") else words[:1]
        called = COMMANDS[(*group, name)]
        called.make_context(name, words[len(group) + 1 :])


def test_repeated_names_are_those_of_the_library() -> None:
    from riskscreen.intake.read import FORMS
    from riskscreen.model.portfolio import Dimension
    from riskscreen.model.report import Band
    from riskscreen.model.schema import SCHEMAS
    from riskscreen.screening import ENGINES

    assert screen.FORMS == FORMS
    assert get_args(Dimension) == portfolio.DIMENSIONS
    assert screen.ENGINES == ENGINES
    assert tuple(SCHEMAS) == schema.SCHEMAS
    assert {*exit_codes.BANDS, "undetermined"} == set(get_args(Band))


def test_version(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command_line(monkeypatch, "--version").out == f"riskscreen {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["screen", "--help"], ["--version"], ["rules", "show", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    shown = process(*arguments, env=environment(PYTHONPROFILEIMPORTTIME="1"))
    assert shown.code == 0
    loaded = {line.rpartition("|")[2].strip() for line in shown.err.splitlines()}
    assert "riskscreen.cli.main" in loaded
    assert not loaded & {"pydantic", "yaml", "rich", "zstandard", "riskscreen.screening", "riskscreen.model.project"}


def test_no_arguments_show_the_help() -> None:
    done = process()
    assert "Commands:" in done.out + done.err
    assert done.code == 2
