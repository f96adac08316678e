"""Which rules some data can decide, and what to fill in first (``rules coverage``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TextIO

from rich.text import Text

from riskscreen.model.report import Language, Report
from riskscreen.reports.finding_words import percent
from riskscreen.reports.page import BETWEEN_COLUMNS, Page
from riskscreen.reports.plain_text import clipped_inside, plain, width, wrapped
from riskscreen.rulebook.coverage import Coverage, RuleCoverage, Step

STEPS_SHOWN = 12
FIELDS_SHOWN = 2
RULES_SHOWN = 8
_COUNTS = ("flagged", "clear", "unknown", "out_of_scope")


def coverage_json(found: Coverage, report: Report) -> str:
    """Everything that was counted, with the accounting of the records and the rejects."""
    whole = {
        "accounting": report.accounting.model_dump(),
        "rejects": [reject.model_dump() for reject in report.rejects],
        "projects": found.projects,
        "organisations": found.organisations,
        "judgements": {"all": found.judgements, "decided": found.decided, "beyond_fields": found.beyond_fields},
        "rules": [_rule(each) for each in found.rules],
        "fields": [_step(step) for step in found.steps],
        "warnings": [
            {
                "code": each.rule.code,
                "pack": each.rule.pack,
                "issue": "implausible share",
                "share": _rounded(each.implausible),
            }
            for each in found.implausible
        ],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n"


def _rule(each: RuleCoverage) -> dict[str, Any]:
    return {
        "code": each.rule.code,
        "pack": each.rule.pack,
        "title": each.rule.file.title.model_dump(),
        "subject": each.rule.file.subject,
        "weight": float(each.rule.weight),
        **{count: getattr(each, count) for count in _COUNTS},
        "reasons": dict(each.reasons),
        "missing": [{"field": pointer, "count": count} for pointer, count in each.missing],
        "sample": None if each.sample is None else {"n": each.sample[0], "needs": each.sample[1]},
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "fields": list(step.fields),
        "judgements": step.judgements,
        "weight": float(step.weight),
        "rules": dict(step.rules),
        "decided_then": step.decided,
    }


def _rounded(share: Decimal | None) -> float | None:
    return None if share is None else float(round(share, 6))


def write_coverage(
    found: Coverage, report: Report, stream: TextIO, *, lang: Language, columns: int, colour: bool
) -> None:
    """The warnings, the fields worth filling in, and every rule with its counts."""
    page = Page(stream, lang, columns, colour)
    page.paragraph(page.say("coverage_title"), style="bold")
    page.paragraph(page.say("accounting", **report.accounting.model_dump()))
    share = found.decided / found.judgements if found.judgements else 0.0
    numbers = {"decided": f"{found.decided:,}", "judgements": f"{found.judgements:,}"}
    page.paragraph(page.say("coverage_decided", **numbers, share=percent(share, page.lang)))
    if found.beyond_fields:
        page.paragraph(page.say("beyond_fields", count=found.beyond_fields))
    _write_warnings(page, found.implausible)
    _write_steps(page, found)
    for subject, cases in (("project", found.projects), ("organisation", found.organisations), ("market", 1)):
        rules = [each for each in found.rules if each.rule.file.subject == subject]
        if rules:
            page.heading(page.say(f"coverage_{subject}", count=cases))
            _write_rules(page, rules)


def _write_warnings(page: Page, rules: Sequence[RuleCoverage]) -> None:
    if not rules:
        return
    page.heading(page.say("implausible"))
    page.paragraph(page.say("implausible_intro"))
    for each in rules:
        decided = each.flagged + each.clear
        share = percent(float(each.implausible or 0), page.lang)
        said = page.say("implausible_rule", flagged=each.flagged, decided=decided, share=share)
        title = each.rule.file.title.in_language(page.lang)
        page.paragraph(f"{title} · {said}", lead=f"{each.rule.code}  ", indent=2, lead_style="yellow")


def _write_steps(page: Page, found: Coverage) -> None:
    if not found.steps:
        return
    page.heading(page.say("coverage_steps"))
    page.paragraph(page.say("coverage_steps_intro"))
    for number, step in enumerate(found.steps[:STEPS_SHOWN], 1):
        codes = [name.partition("/")[2] for name in step.rules]
        rules = " ".join(codes[:RULES_SHOWN]) + (" …" if len(codes) > RULES_SHOWN else "")
        then = percent(step.decided / found.judgements, page.lang)
        gain = page.say("coverage_gain", count=step.judgements, weight=f"{step.weight:,.1f}", then=then)
        lead = f"{number:>3}  "
        page.paragraph("  ".join(step.fields), lead=lead, style="cyan")
        page.paragraph(f"{gain} · {rules}", indent=width(lead), style="dim")
    if (more := len(found.steps) - STEPS_SHOWN) > 0:
        page.paragraph(page.say("coverage_more_steps", count=more), style="dim")


def _write_rules(page: Page, rules: Sequence[RuleCoverage]) -> None:
    for_code = max(width(each.rule.code) for each in rules)
    headers = [page.say(key) for key in ("flagged", "clear", "unknown_verdict", "out_of_scope")]
    for_counts = [max(width(header), 6) for header in headers]
    rest = page.columns - for_code - sum(for_counts) - (len(headers) + 2) * BETWEEN_COLUMNS
    for_title = rest * 2 // 5
    for_fields = rest - for_title
    page.table(
        [
            {"header": page.say("code"), "width": for_code},
            {"header": page.say("rule_title"), "width": for_title},
            *(
                {"header": header, "width": size, "justify": "right"}
                for header, size in zip(headers, for_counts, strict=True)
            ),
            {"header": page.say("would_decide_it"), "width": for_fields},
        ],
        [
            [
                Text(each.rule.code, style="yellow" if each.implausible is not None else "bold"),
                Text("\n".join(wrapped(plain(each.rule.file.title.in_language(page.lang)), for_title))),
                *(Text(str(getattr(each, count)), style="" if getattr(each, count) else "dim") for count in _COUNTS),
                Text("\n".join(clipped_inside(line, for_fields) for line in _lacking(page, each)), style="dim"),
            ]
            for each in rules
        ],
    )


def _lacking(page: Page, each: RuleCoverage) -> list[str]:
    """What an undecided rule waits for, in a line or two; a field that all undecided cases lack goes without number."""
    if each.sample is not None:
        n, needs = each.sample
        return [page.say("sample_size", n=n, needs=needs)]
    lines = [
        pointer if count == each.unknown else f"{pointer} ({count})" for pointer, count in each.missing[:FIELDS_SHOWN]
    ]
    if (more := len(each.missing) - FIELDS_SHOWN) > 0:
        lines[-1] += f" +{more}"
    if each.unknown and not lines:
        lines = [page.say(reason) for reason in each.reasons]
    return lines
