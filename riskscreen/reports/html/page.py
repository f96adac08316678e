"""The page put together: templates, style and script, and a policy that lets nothing else run or load.

Everything a template prints goes through ``_printed`` and then through autoescaping. The page's own style and script
are named in its Content-Security-Policy by their digest, so that nothing that stands in a record could ever become one.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from riskscreen import __version__
from riskscreen.reports.html import network_picture, overview, timeline_picture
from riskscreen.reports.html.both import Both, cut, escaped, shown
from riskscreen.reports.html.dossier import Gaps, contributions, source_of, waits_for
from riskscreen.reports.html.figures import cohort, money, percent, value
from riskscreen.reports.html.phrases import shortened
from riskscreen.reports.html.places import place
from riskscreen.reports.html.twins import Ranked, Whole
from riskscreen.reports.html.words import both, known
from riskscreen.rulebook.book import Rulebook
from riskscreen.rulebook.coverage import coverage

_BEFORE = Markup('document.documentElement.classList.add("script");')
"""Runs before the page is laid out, so that what scripts hide is never laid out at all."""

LIVE = 10
"""So many dossiers stand in the page ready to be read, even without scripts; the rest becomes part of it on opening."""

MOST_PROJECTS = 5_000
"""So many projects are listed and explained; the overview counts all, and the page says what it leaves out."""

ROWS = 200
"""So many rows of the list stand in the page; further ones are added once it is open."""

PRINTED = 5
MOST_VALUES = 12
SHOWN_GROUPS, MOST_GROUPS = 12, 60
"""So many groups of a kind are shown at once, and in all; the rest is counted."""

MOST_STEPS = 15
METERS = {"critical": "▮▮▮▮", "high": "▮▮▮▯", "medium": "▮▮▯▯", "low": "▮▯▯▯", "undetermined": "▯▯▯▯"}


def page(whole: Whole, rulebook: Rulebook) -> Iterator[str]:
    """The page in pieces."""
    content = _content(whole, rulebook)
    environment = _environment()
    dossier, row = environment.get_template("dossier.html.j2"), environment.get_template("row.html.j2")
    dossiers = [dossier.render(content, project=project) for project in content["listed"]]
    rows = [row.render(content, project=project) for project in content["listed"]]
    waiting, phrases = shortened(["".join(rows[ROWS:]), *dossiers[LIVE:]])
    ready = [rows[:ROWS], [waiting[0]], [*dossiers[:LIVE], *waiting[1:]], phrases]
    made = [[Markup(text) for text in texts] for texts in ready]  # noqa: S704 -- written by our own templates
    yield from environment.get_template("page.html.j2").generate(
        content,
        rows=made[0],
        waiting_rows=made[1][0],
        dossiers=made[2],
        phrases=made[3],
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("riskscreen.reports.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        keep_trailing_newline=False,
    )
    environment.globals.update(
        w=both,
        known=known,
        place=place,
        percent=percent,
        money=money,
        value=value,
        cohort=cohort,
        source_of=source_of,
        contributions=contributions,
        waits_for=waits_for,
        rule_anchor=_rule_anchor,
        codes_of=_codes_of,
        meta=_meta,
        runs=_runs,
        by_stage=overview.by_stage,
        shade=overview.shade,
        timeline_picture=timeline_picture.timeline_picture,
        events=_events,
        network_picture=network_picture.network_picture,
        on_several_sides=network_picture.on_several_sides,
        tie=network_picture.tie,
        STAGES=overview.STAGES,
        METERS=METERS,
        LIVE=LIVE,
        ROWS=ROWS,
        PRINTED=PRINTED,
        MOST_VALUES=MOST_VALUES,
        SHOWN_GROUPS=SHOWN_GROUPS,
        MOST_STEPS=MOST_STEPS,
        MOST_DRAWN=network_picture.MOST_DRAWN,
    )
    environment.filters["short"] = lambda text: cut(shown(text), 30)
    return environment


def _printed(value: Any) -> Any:
    """What is printed for a value: text of records on one line and harmless, texts in both languages as they are."""
    return value if isinstance(value, Both | Markup) or value is None else escaped(shown(value))


def _content(whole: Whole, rulebook: Rulebook) -> Mapping[str, Any]:
    projects = whole.projects
    grouped = {dimension: overview.groups(projects, dimension) for dimension in overview.DIMENSIONS}
    gaps = Gaps()
    style, before, script = _asset("report.css"), _BEFORE, _asset("report.js")
    return {
        "whole": whole,
        "it": whole.it,
        "lang": whole.first,
        "projects": projects,
        "listed": projects[:MOST_PROJECTS],
        "market": whole.market,
        "notice": whole.report.both("notice"),
        "version": __version__,
        "style": style,
        "before": before,
        "script": script,
        "policy": _policy(style, before, script),
        "sources": sorted({project.it.source for project in projects} | {reject.source for reject in whole.it.rejects}),
        "bands": overview.in_bands(projects),
        "bars": overview.distribution(projects),
        "heat": overview.heat_map(projects),
        "signs": overview.most_frequent(projects),
        "grouped": {name: groups[:MOST_GROUPS] for name, groups in grouped.items()},
        "left_out": {name: max(0, len(groups) - MOST_GROUPS) for name, groups in grouped.items()},
        "group_numbers": _group_numbers(grouped),
        "coverage": coverage(whole.it, rulebook),
        "undecided_rules": overview.undecided(projects),
        "rules": overview.rules_found(whole),
        "bibliography": overview.bibliography(whole),
        "disputes": [
            *((project, each) for project in projects for each in project.it.disputed),
            *((None, each) for each in whole.it.market.disputed),
        ],
        "gaps_number": gaps.number,
        "gap_blocks": gaps.blocks,
    }


def _asset(name: str) -> Markup:
    """A file of the package that stands in the page as it is."""
    return Markup(files("riskscreen.reports.html").joinpath(name).read_text(encoding="utf-8"))  # noqa: S704 -- our own


def _policy(style: str, *scripts: str) -> str:
    """Nothing is allowed but this very style, these very scripts and the empty icon."""
    allowed = " ".join(f"'{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src {allowed}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def _group_numbers(grouped: Mapping[str, list[overview.Group]]) -> Callable[[Ranked], list[int]]:
    """A project's place in the groups of every dimension."""
    numbers = {name: {group.key: at for at, group in enumerate(groups)} for name, groups in grouped.items()}

    def numbers_of(project: Ranked) -> list[int]:
        return [numbers[dimension][overview.group_of(project, dimension)[0]] for dimension in numbers]

    return numbers_of


def _rule_anchor(finding: Any) -> str:
    return "rule-" + re.sub(r"[^A-Za-z0-9-]", "-", f"{finding.pack}-{finding.code}")


def _codes_of(names: Any) -> str:
    """Codes of rules, from full names."""
    return " ".join(name.rpartition("/")[2] for name in names)


def _meta(project: Ranked) -> list[Both | str]:
    """What stands below a project's title in the list."""
    parts: list[Both | str] = [
        Both(cut(named.zh, 24), cut(named.en, 24))
        for named in (project.named(name) for name in ("region", "category", "supplier"))
        if named
    ]
    profile = project.it.profile
    if profile.year is not None:
        parts.append(str(profile.year))
    if profile.amount is not None:
        parts.append(money(profile.amount, profile.currency))
    return parts


def _runs(shades: list[int]) -> Iterator[tuple[int, int, int]]:
    """Equal neighbours of a row as one: shade, where it begins, how many."""
    start = 0
    for at in range(1, len(shades) + 1):
        if at == len(shades) or shades[at] != shades[start]:
            yield shades[start], start, at - start
            start = at


def _events(project: Ranked) -> list[timeline_picture.Listed]:
    return timeline_picture.listed(project.timelines)
