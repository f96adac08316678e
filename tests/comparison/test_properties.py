"""What holds for every two reports: one compared with itself shows nothing, and the other way round is the mirror."""

from __future__ import annotations

from functools import cache
from io import StringIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from riskscreen import Screener
from riskscreen.comparison import compare
from riskscreen.model.report import Language, Report
from riskscreen.model.schema import schema
from riskscreen.reports.comparison.html import write_html
from riskscreen.reports.comparison.text import write_comparison
from tests.support.projects import batches

_MIRROR = {"was": "now", "now": "was", "gone": "new", "new": "gone"}
_SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"overrides": {"SW501.max_months": "7"}},
    {"policy": {"weights": {"high": 0.4}, "undetermined_below": 0.1}},
    {"policy": {"rules": {"SW104": {"enabled": False}, "SW502": {"weight": 0.3}}}},
    {"redact": True},
)


@cache
def screener(number: int) -> Screener:
    return Screener(lang="en", as_of="2026-11-01", engine="reference", **_SETTINGS[number])


reports = st.builds(
    lambda number, batch: screener(number).screen(batch), st.integers(0, len(_SETTINGS) - 1), batches(max_size=2)
)


def mirrored(value: Any) -> Any:
    """A comparison with old and new exchanged; titles and names are those of the newer report, and left out."""
    if isinstance(value, dict):
        kept = {key: part for key, part in value.items() if key not in ("title", "name")}
        return {"_".join(_MIRROR.get(word, word) for word in key.split("_")): mirrored(kept[key]) for key in kept}
    if isinstance(value, list):
        return [mirrored(part) for part in value]
    return value


def with_status(comparison: dict[str, Any]) -> dict[str, Any]:
    for project in comparison["projects"]:
        project["status"] = _MIRROR.get(project["status"], project["status"])
    for change in comparison["batch"]:
        assert change["was"] != change["now"]
    return comparison


@given(reports)
@settings(max_examples=10)
def test_a_report_compared_with_itself_shows_nothing(report: Report) -> None:
    comparison = compare(report, report)
    assert (comparison.projects, comparison.batch, comparison.settings, comparison.by_cause) == ([], [], [], {})
    assert comparison.unmoved == len(report.projects)


@given(reports, reports)
@settings(max_examples=25)
def test_the_other_way_round_is_the_mirror(was: Report, now: Report) -> None:
    forward, back = (compare(*pair).model_dump(mode="json") for pair in ((was, now), (now, was)))
    back = with_status(mirrored(back))
    forward = mirrored(mirrored(forward))
    for side in (forward, back):
        side["projects"].sort(key=lambda project: project["id"])
    assert forward == back


@given(reports, reports)
@settings(max_examples=25)
def test_every_change_has_a_cause_and_every_comparison_its_schema(was: Report, now: Report) -> None:
    comparison = compare(was, now)
    for project in comparison.projects:
        assert all(change.causes for change in project.changes)
        assert project.kinds or project.status != "moved"
    assert not {"program"} & {kind for project in comparison.projects for kind in project.kinds}
    assert comparison.unmoved + sum(each.status == "moved" for each in comparison.projects) <= len(was.projects)
    Draft202012Validator(schema("comparison")).validate(comparison.model_dump(mode="json"))


@given(reports, reports, st.sampled_from(("en", "zh")))
@settings(max_examples=25)
def test_every_comparison_has_words_in_both_languages(was: Report, now: Report, lang: Language) -> None:
    comparison = compare(was, now)
    text, page = StringIO(), StringIO()
    write_comparison(comparison, text, lang=lang, columns=100, colour=False, top=0)
    write_html(comparison, page, lang=lang)
    for project in comparison.projects:
        assert project.id in text.getvalue()
        assert project.id in page.getvalue()
        for change in project.changes:
            assert change.code in text.getvalue()
            assert change.code in page.getvalue()
