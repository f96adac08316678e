"""What breaking the rules on purpose showed (``rules test --mutate``)."""

from __future__ import annotations

from dataclasses import asdict
from decimal import ROUND_CEILING, Decimal
from typing import Any, TextIO

from riskscreen.model.report import Language
from riskscreen.reports.faults import faults_as_data, write_faults
from riskscreen.reports.page import Page
from riskscreen.rulebook.mutation.run import Counts, MutationReport


def mutations_as_data(result: MutationReport) -> dict[str, Any]:
    """Counts of all rules and of each, every change that no example notices, and those shown not to matter."""
    return {
        **_counts(result.total),
        "rules": {name: _counts(counts) for name, counts in result.rules.items()},
        "faults": faults_as_data(result.faults),
        "no_matter": [
            {**asdict(change.location), "change": change.what, "why": change.why} for change in result.no_matter
        ],
    }


def write_mutations(result: MutationReport, stream: TextIO, *, lang: Language, columns: int, colour: bool) -> None:
    """How many changes were tried and noticed, the share that was not, and each of these with its place."""
    page = Page(stream, lang, columns, colour)
    total = result.total
    page.blank()
    page.paragraph(
        page.say(
            "mutation_summary",
            tried=total.tried,
            noticed=total.noticed,
            no_matter=total.no_matter,
            unnoticed=total.unnoticed,
            share=f"{_percent(total)}%" if lang == "zh" else f"{_percent(total)} %",
        ),
        style="bold red" if result.faults else "green",
    )
    write_faults(result.faults, stream)


def _counts(counts: Counts) -> dict[str, int]:
    return {**asdict(counts), "unnoticed": counts.unnoticed}


def _percent(counts: Counts) -> Decimal:
    """The share that no example notices, rounded up: it is nought only where nothing is left."""
    share = Decimal(100 * counts.unnoticed) / max(counts.tried, 1)
    return share.quantize(Decimal("0.1"), ROUND_CEILING)
