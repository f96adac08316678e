"""What running the examples of the rules showed (``rules test``)."""

from __future__ import annotations

import json
from typing import Any, TextIO

from rich.text import Text

from riskscreen.model.report import Language
from riskscreen.reports.faults import faults_as_data, write_faults
from riskscreen.reports.mutation_report import mutations_as_data
from riskscreen.reports.page import Page
from riskscreen.rulebook.examples import ExampleReport
from riskscreen.rulebook.mutation.run import MutationReport


def examples_json(result: ExampleReport, changes: MutationReport | None = None) -> str:
    """Engines, number of examples, counts by rule and verdict, every fault with its place, and what changes showed."""
    whole: dict[str, Any] = {
        "engines": list(result.engines),
        "run": result.run,
        "rules": {name: dict(counts) for name, counts in result.counts.items()},
        "faults": faults_as_data(result.faults),
    }
    if changes is not None:
        whole["mutation"] = mutations_as_data(changes)
    return f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n"


def write_examples(result: ExampleReport, stream: TextIO, *, lang: Language, columns: int, colour: bool) -> None:
    """How many examples each rule has for each verdict, what was run, and every fault."""
    page = Page(stream, lang, columns, colour)
    _write_counts(page, result)
    page.paragraph(
        page.say("examples_run", run=result.run, rules=len(result.counts), engines=", ".join(result.engines))
    )
    if result.faults:
        page.paragraph(page.say("examples_failed", count=len(result.faults)), style="bold red")
        write_faults(result.faults, stream)
    else:
        page.paragraph(page.say("examples_hold"), style="green")


def _write_counts(page: Page, result: ExampleReport) -> None:
    verdicts = {"flagged": "flagged", "clear": "clear", "unknown": "unknown_verdict"}
    page.heading(page.say("examples_by_rule"))
    numbers = [{"header": page.say(key), "justify": "right"} for key in verdicts.values()]
    rows = [
        [Text(name), *(Text(str(counts[verdict])) for verdict in verdicts)] for name, counts in result.counts.items()
    ]
    page.table([{"header": page.say("rule")}, *numbers], rows)
