"""The library as a caller meets it: ``import riskscreen``."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import riskscreen
from riskscreen.errors import UsageError
from riskscreen.screening import Screener
from tests.support.command_line import FIXTURES

ROOT = Path(__file__).parent.parent


def test_a_batch_and_a_single_project_are_screened_by_the_public_names() -> None:
    window = {"contract": {"period": {"startDate": "2018-01-01", "endDate": "2018-05-31"}}}
    report = riskscreen.screen([{"id": "p", **window}], lang="en", as_of="2026-11-01", engine="reference")
    assert isinstance(report, riskscreen.Report)
    screener = riskscreen.Screener(lang="en")
    alone = screener.screen_one(riskscreen.Project.model_validate({"id": "p", **window}))
    assert alone.findings == report.projects[0].findings


def test_errors_are_told_apart_by_public_names(tmp_path: Path) -> None:
    with pytest.raises(riskscreen.InvalidProjectError):
        riskscreen.Screener().screen_one({"id": ""})
    with pytest.raises(riskscreen.UsageError):
        riskscreen.Screener(packs=["no-pack"])
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules: {SW501: {weight: 0.96}}", encoding="utf-8")
    with pytest.raises(riskscreen.RuleFaults):
        riskscreen.Screener(policy=policy)
    for error in (riskscreen.InvalidProjectError, riskscreen.UsageError, riskscreen.RuleFaults):
        assert issubclass(error, riskscreen.RiskscreenError)


def test_settings_reach_the_screener() -> None:
    report = riskscreen.screen(
        [{"id": "p"}],
        packs=["social-services"],
        overrides={"SW501.max_months": "4"},
        lang="zh",
        as_of="2026-11-01",
        engine="reference",
        redact=True,
    )
    assert report.language == "zh"
    assert report.as_of == "2026-11-01"
    assert report.ruleset.policy != riskscreen.screen([], engine="reference").ruleset.policy


def test_the_version_is_the_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert riskscreen.__version__ == project["version"]


def test_public_names_are_listed_and_others_refused() -> None:
    assert set(riskscreen.__all__) <= set(dir(riskscreen))
    with pytest.raises(AttributeError, match="no attribute 'Sreener'"):
        # The look-up is what is tested; mypy must see the mistake too, or it calls this comment unused.
        riskscreen.Sreener  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_loads_nothing_else() -> None:
    code = (
        "import sys, riskscreen; print([name for name in sys.modules if name.startswith(('riskscreen.', 'pydantic'))])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603
    assert found.stdout.strip() == "[]"


def test_screening_a_project_loads_no_engine_and_no_terminal_library() -> None:
    code = (
        "import sys, riskscreen; riskscreen.Screener().screen_one({'id': 'p'}); "
        "print([name for name in ('durable_rules_engine', 'rich', 'click', 'zstandard') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603
    assert found.stdout.strip() == "[]"


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(riskscreen.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize(
    "settings", [{"jobs": 0}, {"jobs": True}, {"packs": "social-services"}, {"as_of": 5}, {"as_of": "yesterday"}]
)
def test_settings_that_mean_nothing_are_refused_in_a_sentence(settings: dict[str, Any]) -> None:
    with pytest.raises(riskscreen.UsageError):
        riskscreen.Screener(**settings)


def test_one_project_is_taken_as_in_a_batch() -> None:
    screener = riskscreen.Screener(engine="reference")
    for odd in (
        {"id": "p", "title": "\ud800"},
        {"id": "p", "activities": [float("nan")]},
        {"id": "p", "x": float("inf")},
    ):
        assert screener.screen([odd]).accounting.rejected == 1
        with pytest.raises(riskscreen.InvalidProjectError):
            screener.screen_one(odd)


WRONG_SETTINGS = [
    ({"policy": 5}, "policy is the path of a file .*not something of type int"),
    ({"policy": {"rulez": {}}}, "policy: rulez: "),
    ({"policy": {"rules": {"SW501": {"weight": 2}}}}, r"policy: rules\.SW501\.weight: "),
    ({"rules": 5}, "rules is the path of a directory, not something of type int"),
    ({"packs": 5}, "packs is a list of names, not something of type int"),
    ({"packs": [5]}, "packs is a list of names"),
    ({"overrides": 5}, "overrides is a mapping such as .*not something of type int"),
    ({"overrides": ["SW501.max_months"]}, "overrides is a mapping such as "),
    ({"overrides": {5: "4"}}, "5 is no name of a threshold"),
    ({"overrides": {"SW501.max_months": None}}, "None is no number for SW501.max_months"),
    ({"overrides": {"SW501.max_months": True}}, "True is no number for SW501.max_months"),
    ({"lang": 5}, "5 is no language"),
    ({"engine": None}, "None is no engine"),
]


@pytest.mark.parametrize(("settings", "says"), WRONG_SETTINGS)
def test_settings_of_a_wrong_type_are_refused_in_a_sentence(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        Screener(**settings)


@pytest.mark.parametrize("inputs", [None, 5, b"x", object(), ["clean.json", {"id": "p"}]])
def test_what_cannot_be_screened_is_refused_in_a_sentence(inputs: Any) -> None:
    with pytest.raises(UsageError, match="give"):
        Screener(engine="reference").screen(inputs)


def test_a_policy_may_be_a_mapping_and_a_threshold_a_number() -> None:
    screener = Screener(policy={"rules": {"SW502": {"enabled": False}}}, overrides={"SW501.max_months": 4})
    assert "SW502" not in {rule.code for rule in screener.rulebook.rules}
    assert screener.rulebook.rule("SW501").params["max_months"] == 4
    assert Screener(policy={}).rulebook.policy_digest == Screener().rulebook.policy_digest


def test_several_paths_are_screened_together() -> None:
    paths: list[str | Path] = [FIXTURES / "clean.json", str(FIXTURES / "wu2024.json")]
    report = Screener(engine="reference").screen(paths)
    assert report.accounting.screened == len({project.source for project in report.projects}) == 2
    assert Screener(engine="reference").screen(iter(paths)).accounting == report.accounting


def test_nothing_in_memory_is_an_empty_batch() -> None:
    assert Screener(engine="reference").screen([]).accounting.read == 0
