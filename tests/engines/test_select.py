"""Asking for an engine by name."""

from __future__ import annotations

import importlib
import subprocess
import sys
from types import ModuleType

import pytest

from riskscreen.engines.base import Evaluation, Outcome, Verdict
from riskscreen.engines.durable import DurableEngine, availability
from riskscreen.engines.select import ENGINES, build_engine, columnar_available, durable_available, engine_for
from riskscreen.engines.sql import availability as columnar
from riskscreen.errors import UsageError
from tests.support.engines import case, rule
from tests.support.needs import needs_durable

RULES = [rule("project.showcase")]


@needs_durable
@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_judges(name: str) -> None:
    engine = build_engine(name, RULES)
    try:
        (evaluation,) = engine.evaluate([case({"showcase": True})])
    finally:
        engine.close()
    assert engine.name == name
    assert isinstance(evaluation, Evaluation)
    assert [outcome.verdict for outcome in evaluation.outcomes] == [Verdict.FLAGGED]
    assert evaluation.disputed == ()


@needs_durable
def test_a_case_out_of_range_is_judged_by_the_reference_and_disputed() -> None:
    rules = [rule("project.service_staff >= 1")]
    for name, staff in (("durable", 2**60), ("checked", 2**60), ("duckdb", 10**40)):
        engine = build_engine(name, rules)
        (evaluation,) = engine.evaluate([case({"service_staff": staff})])
        engine.close()
        assert [outcome.verdict for outcome in evaluation.outcomes] == [Verdict.FLAGGED]
        (dispute,) = evaluation.disputed
        assert dispute.code == ""
        assert "judged by the reference engine alone: project.service_staff" in dispute.reason


def test_an_unknown_engine_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match=r"'durabel' is no engine.*did you mean 'durable'"):
        build_engine("durabel", RULES)


@pytest.fixture
def without_durable(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where durable-rules cannot be imported."""
    original = importlib.import_module

    def import_module(name: str, package: str | None = None) -> ModuleType:
        if name == availability.MODULE:
            raise ImportError("undefined symbol")
        return original(name, package)

    monkeypatch.setattr(availability, "import_module", import_module)


@pytest.mark.usefixtures("without_durable")
@pytest.mark.parametrize("name", ["durable", "checked"])
@pytest.mark.parametrize(
    ("broken_since", "why"),
    [((9, 0), r'not installed: pip install "riskscreen\[durable\]"'), ((3, 0), r"Python 3\.13 and later")],
)
def test_an_engine_that_is_not_there_says_why_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, name: str, broken_since: tuple[int, int], why: str
) -> None:
    monkeypatch.setattr(availability, "BROKEN_SINCE", broken_since)
    with pytest.raises(UsageError, match=rf"engine {name} cannot be used: .*{why}") as raised:
        build_engine(name, RULES)
    assert "\n" not in str(raised.value)
    assert 'pip install "riskscreen[durable]"' in str(raised.value)


@pytest.mark.usefixtures("without_durable")
def test_the_engine_itself_says_so_too() -> None:
    with pytest.raises(UsageError, match="durable-rules"):
        DurableEngine(RULES)


@pytest.mark.usefixtures("without_durable")
def test_the_reference_needs_nothing() -> None:
    assert durable_available() is not None
    assert build_engine("reference", RULES).name == "reference"


@needs_durable
def test_it_is_there_here() -> None:
    assert durable_available() is None


def test_columns_are_judged_here() -> None:
    assert columnar_available() is None


@pytest.fixture
def without_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where neither DuckDB nor sqlglot is installed."""

    def import_module(name: str) -> ModuleType:
        if name != "pyarrow":
            raise ImportError(f"No module named {name!r}")
        return importlib.import_module(name)

    monkeypatch.setattr(columnar, "import_module", import_module)


@pytest.mark.usefixtures("without_columns")
def test_duckdb_that_is_not_there_says_so_in_one_line() -> None:
    with pytest.raises(UsageError) as raised:
        build_engine("duckdb", RULES)
    why = 'duckdb and sqlglot are not installed: pip install "riskscreen[columnar]"'
    assert str(raised.value) == f"the engine duckdb cannot be used: {why}"


def test_auto_is_duckdb_for_large_batches_and_the_reference_judges_some_again() -> None:
    rules = [rule("project.service_staff >= 1")]
    engine = engine_for("auto", rules, 1, ["a", "b", "case"], largest_checked=2)
    (evaluation,) = engine.evaluate([case({"service_staff": 1})])
    engine.close()
    assert engine.name == "duckdb"
    assert evaluation == Evaluation((Outcome(Verdict.FLAGGED, ((0, ()),)),))


@pytest.mark.usefixtures("without_columns")
def test_auto_says_when_the_reference_judges_a_large_batch(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", "riskscreen"):
        assert engine_for("auto", RULES, 1, ["a", "b", "c"], largest_checked=2).name == "reference"
    assert "duckdb and sqlglot are not installed" in caplog.text
    assert "the reference engine judges alone" in caplog.text


def test_the_reference_engine_imports_nothing_of_the_others() -> None:
    """A cold start pays for what it uses only."""
    program = (
        "import sys; from riskscreen.engines.select import build_engine; build_engine('reference', []); "
        "print([name for name in sys.modules if 'durable' in name or name in ('duckdb', 'pyarrow', 'sqlglot')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
