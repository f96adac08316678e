"""What running the examples of the rules showed (``rules test``)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TextIO

from riskscreen.model.report import Language
from riskscreen.reports.page import Page
from riskscreen.rulebook.examples import ExampleReport


def examples_json(result: ExampleReport) -> str:
    """Engines, number of examples, counts by rule and verdict, and every fault with its place."""
    faults = [{**asdict(fault.location), "code": fault.code, "message": fault.message} for fault in result.faults]
    whole = {
        "engines": list(result.engines),
        "run": result.run,
        "rules": {name: dict(counts) for name, counts in result.counts.items()},
        "faults": faults,
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n"


def write_examples(result: ExampleReport, stream: TextIO, *, lang: Language, columns: int, colour: bool) -> None:
    """One line when everything holds, else every fault."""
    page = Page(stream, lang, columns, colour)
    page.paragraph(
        page.say("examples_run", run=result.run, rules=len(result.counts), engines=", ".join(result.engines))
    )
    for fault in result.faults:
        page.paragraph(str(fault.location), style="bold")
        page.paragraph(f"{fault.code}: {fault.message}", indent=2)
    if result.faults:
        page.paragraph(page.say("examples_failed", count=len(result.faults)), style="bold red")
    else:
        page.paragraph(page.say("examples_hold"), style="green")
