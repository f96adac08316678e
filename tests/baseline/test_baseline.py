"""A project judged alone against a baseline stands where it would stand in the batch that the baseline is of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskscreen.baseline.build import build_baseline
from riskscreen.baseline.file import Baseline
from riskscreen.errors import UsageError
from riskscreen.facts.case import Case
from riskscreen.facts.market import batch_cases
from riskscreen.facts.market.cohorts import USUAL, Cohorts
from riskscreen.intake.read import read_objects
from riskscreen.model.policy import Policy
from riskscreen.model.project import Project
from riskscreen.model.report import ProjectInMarket, Report
from riskscreen.screening import Screener
from tests.support.batch import Json, records
from tests.support.batch_strategy import batches
from tests.support.command_line import FIXTURES, command_line
from tests.support.inputs import json_line, write_lines
from tests.support.processes import award, bid, release
from tests.support.taxonomy import TAXONOMY

WANG = FIXTURES / "wang2019.jsonl"
DAY = "2026-11-01"


@contextmanager
def baseline_of(batch: Sequence[Json], taxonomy: Any = TAXONOMY) -> Iterator[Baseline]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "market.duckdb"
        build_baseline(read_objects(batch), Policy(), taxonomy, DAY, path, "1.0")
        baseline = Baseline(path)
        yield baseline
        baseline.close()


def _rows(cases: Sequence[Case], position: int) -> Counter[tuple[str, str, tuple[Any, ...], str]]:
    """Every row that a project has a part in, with whom it is about, its relation and the keys that were added."""
    return Counter(
        (case.id, name, row, str(case.cohorts[name][place] if name in case.cohorts else ""))
        for case in cases
        for name, relation in case.relations.items()
        if name != "reaward"  # of several contracts signed on one day any may be called the next
        for place, row in enumerate(relation.rows)
        if position in case.members[name][place]
    )


def _about_the_same(whole: Sequence[Case], alone: Sequence[Case]) -> list[Case]:
    """The cases on whom a project itself names: others of its cohorts are not judged with it."""
    return [case for case in whole if case.id in {each.id for each in alone}]


def _cases(batch: Sequence[Json], cohorts: Cohorts, known: Baseline | None = None) -> list[Case]:
    return batch_cases([Project.model_validate(item) for item in batch], TAXONOMY, cohorts=cohorts, known=known)


GROUPINGS = st.sampled_from(
    [USUAL, Cohorts({"supply": ["buyer", "year"], "evaluator": [], "area": ["buyer", "category", "region", "year"]})]
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches(max_size=4), GROUPINGS, st.data())
def test_statistics_are_those_of_the_whole_batch(batch: list[Json], cohorts: Cohorts, data: st.DataObject) -> None:
    whole = _cases(batch, cohorts)
    left_out = data.draw(st.integers(0, len(batch) - 1))
    without = [item for place, item in enumerate(batch) if place != left_out]
    with baseline_of(batch) as full, baseline_of(without) as others:
        for position, item in enumerate(batch):
            alone = _cases([item], cohorts, full)
            assert _rows(alone, 0) == _rows(_about_the_same(whole, alone), position)
        alone = _cases([batch[left_out]], cohorts, others)
        assert _rows(alone, 0) == _rows(_about_the_same(whole, alone), left_out)


def test_rows_of_others_are_not_judged_and_own_ones_are_all_there_are() -> None:
    common: Json = {"buyer": "b", "amount": 1, "category": "x"}
    batch = records(*[{"contractor": "c"}] * 3, {"contractor": "d"}, {"buyer": "b2", "contractor": "c"}, **common)
    with baseline_of(batch[1:]) as baseline:
        found = {case.id: case for case in _cases(batch[:1], USUAL, baseline)}
    assert found.keys() == {"b", "c", "market"}
    (row,) = found["c"].relations["supply"].rows
    assert (row[0], row[1], found["c"].relations["supply"].complete) == ("b", 750_000, True)
    assert found["market"].root == (5,)


def test_a_contract_that_follows_a_poor_result_is_seen_when_it_is_signed() -> None:
    common: Json = {"buyer": "b", "contractor": "c", "year": 2018}
    poor, again = {"passed": False, "evaluated": "2018-06-30", "signed": "2017-12-26"}, {"signed": "2018-12-26"}
    batch = records(poor, again, **common)
    with baseline_of(batch[:1]) as baseline:
        (case,) = (each for each in _cases(batch[1:], USUAL, baseline) if each.id == "c")
    rows = case.relations["reaward"].rows
    assert [(row[0], row[1], row[3]) for row in rows if row[1]] == [("b", True, 179)]
    assert case.members["reaward"] == ((0,),) * len(rows)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The baseline of a paper's projects."""
    path = tmp_path_factory.mktemp("baseline") / "market.duckdb"
    screener = Screener()
    taxonomy = screener.rulebook.taxonomy
    projects = [json.loads(line) for line in WANG.read_text("utf-8").splitlines()]
    assert build_baseline(read_objects(projects), Policy(), taxonomy, DAY, path, "1.0") == (256, 0)
    return path


def _of_batch(report: Report) -> dict[tuple[str, str, str], float | None]:
    said = [(each.id, finding) for each in report.organisations for finding in each.findings]
    said += [("market", finding) for finding in report.market.findings]
    return {
        (id, finding.code, json.dumps(finding.cohort.by)): finding.cohort.value
        for id, finding in said
        if finding.cohort
    }


def test_batch_signs_work_on_one_project(market: Path) -> None:
    lines = WANG.read_text("utf-8").splitlines()
    whole = _of_batch(Screener(engine="reference").screen(str(WANG)))
    alone = Screener(engine="reference", baseline=market)
    one = json.loads(lines[39])
    report = alone.screen_one(one)
    assert isinstance(report, ProjectInMarket)
    assert report.baseline.projects == 256
    found = {finding.code: finding for each in report.organisations for finding in each.findings}
    found |= {finding.code: finding for finding in report.market.findings}
    assert {"SW510", "SW603"} <= found.keys()
    for finding in found.values():
        assert finding.cohort is not None
        assert finding.cohort.n > 1
        assert finding.cohort.statistic
        assert {piece.project for piece in finding.evidence} <= {one["id"]}
    batch = _of_batch(alone.screen([one]))
    assert batch
    assert batch.items() <= whole.items()
    assert report.score == Screener(engine="reference").screen_one(one).score


def test_a_new_project_counts_and_one_in_the_baseline_counts_once(market: Path) -> None:
    one = json.loads(WANG.read_text("utf-8").splitlines()[39])
    screener = Screener(engine="reference", baseline=market)

    def size(project: Json) -> int:
        (finding,) = (each for each in screener.screen([project]).market.findings if each.code == "SW510")
        assert finding.cohort is not None
        return finding.cohort.n

    assert size({**one, "id": "new"}) == size(one) + 1


def _process(number: int) -> Json:
    second = 101 + 4 * (number % 7) if number else 500
    bids = [bid("valid", 100, "A"), bid("valid", second, f"T{number % 3}"), bid("disqualified", 90, "Q")]
    classes = tuple(f"{number % 5 + 10}000000" for _ in range(2))
    return release(
        f"ocds-1-{number}", *bids, awards=[award("active", "A", classes=classes)], buyer={"id": "B"},
        tender={"procurementMethod": "open", "status": "complete"},
    )  # fmt: skip


def test_fences_are_those_of_the_whole_batch(tmp_path: Path) -> None:
    batch = [_process(number) for number in range(40)]
    path = tmp_path / "market.duckdb"
    plain = Screener(packs=["ocp"], engine="reference", lang="en", as_of=DAY)
    taxonomy = plain.rulebook.taxonomy
    assert build_baseline(read_objects(batch[1:]), Policy(), taxonomy, DAY, path, "1.0") == (39, 39)
    screener = Screener(packs=["ocp"], engine="reference", lang="en", as_of=DAY, baseline=path)
    whole, alone = plain.screen(batch), screener.screen(batch[:1])
    fences = ("R024", "R025", "R038", "R048", "R058")

    def messages(report: Report, position: int) -> dict[str, str]:
        return {each.code: each.message for each in report.projects[position].findings if each.code in fences}

    assert "R058" in messages(alone, 0)
    assert messages(alone, 0) == messages(whole, 0)
    standing = {
        (each.id, finding.code): finding.message
        for each in whole.organisations
        for finding in each.findings
        if finding.code in fences
    }
    for each in alone.organisations:
        for finding in each.findings:
            if finding.code in fences and finding.cohort is not None:
                assert standing[each.id, finding.code] == finding.message
    repeated = screener.screen([_process(1)])
    assert messages(repeated, 0) == messages(plain.screen(batch[1:]), 0)


IDENTITY, STAFF = "11010519491231002X", "staff-0007"


def test_the_file_holds_nothing_that_tells_who_a_person_is(tmp_path: Path) -> None:
    batch = records(
        {"contractor": IDENTITY, "site": "建国路88号3号楼502室"},
        {"contractor": STAFF, "category": "电话 13812345678"},
        {"contractor": "org-1", "targets": {"为王小明上门": 3}},
        buyer="b",
        amount=1,
    )
    batch[0]["id"] = f"项目{IDENTITY}"
    batch[2]["roles"] = [{"person": {"id": STAFF, "name": "王小明"}, "side": "professional"}]
    path = tmp_path / "market.duckdb"
    build_baseline(read_objects(batch), Policy(), TAXONOMY, DAY, path, "1.0")
    held = path.read_bytes()
    for private in (IDENTITY, STAFF, "13812345678", "王小明", "建国路"):
        assert private.encode() not in held
    with duckdb.connect(str(path), read_only=True) as database:
        found = database.execute("SELECT contractor FROM entries ORDER BY contractor").fetchall()
    assert found == [("natural-person:1",), ("natural-person:2",), ("org-1",)]
    with baseline_of(batch) as baseline:
        ours = records({"contractor": "org-1"}, buyer="b", amount=1)
        (row,) = next(case for case in _cases(ours, USUAL, baseline) if case.id == "org-1").relations["supply"].rows
    assert row[4:] == (2, 4)


def _built(path: Path, **policy: Any) -> Path:
    taxonomy = Screener().rulebook.taxonomy
    build_baseline(read_objects([{"id": "a"}]), Policy.model_validate(policy), taxonomy, DAY, path, "1.0")
    return path


def test_what_does_not_fit_is_refused_in_one_line(tmp_path: Path) -> None:
    built = _built(tmp_path / "a.duckdb", completeness=["/bids/details"])
    with pytest.raises(UsageError, match="built with another taxonomy, or with a policy that reads data otherwise"):
        Screener(baseline=built)
    Screener(baseline=built, policy={"completeness": ["/bids/details"], "cohorts": {"supply": ["buyer", "year"]}})
    with duckdb.connect(str(built)) as database:
        database.execute("UPDATE baseline SET format = 2")
    with pytest.raises(UsageError, match="is of format 2, and this version of riskscreen reads 1; build it again"):
        Screener(baseline=built)
    with pytest.raises(UsageError, match="there is no such file"):
        Screener(baseline=tmp_path / "none.duckdb")
    (tmp_path / "text.duckdb").write_text("no database, only text that is long enough to look like one" * 400)
    with duckdb.connect(str(tmp_path / "other.duckdb")) as database:
        database.execute("CREATE TABLE a (b INTEGER)")
    for name in ("text.duckdb", "other.duckdb"):
        with pytest.raises(UsageError, match=r"is no baseline; build it again"):
            Screener(baseline=tmp_path / name)
    with pytest.raises(UsageError, match="baseline is the path of a file"):
        Screener(baseline=7)  # type: ignore[arg-type]


def test_without_duckdb_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"needs the Python package duckdb.*pip install 'riskscreen\[columnar\]'"):
        Baseline(tmp_path / "a.duckdb")


def test_from_the_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = tmp_path / "market.duckdb"
    built = command_line(monkeypatch, "baseline", "build", WANG, "-o", out, "--as-of", DAY, "--lang", "en")
    assert (built.code, built.out) == (0, "")
    assert "Baseline of 256 projects (0 processes) as of 2026-11-01" in built.err
    assert [path.name for path in tmp_path.iterdir()] == ["market.duckdb"]
    one = tmp_path / "one.jsonl"
    one.write_text(WANG.read_text("utf-8").splitlines()[39] + "\n", encoding="utf-8")
    call = ("screen", one, "--baseline", out, "--engine", "reference", "--no-what-if")
    said = json.loads(command_line(monkeypatch, *call, "--format", "json").out)
    assert said["baseline"] == {"as_of": DAY, "projects": 256, "processes": 0, "version": said["ruleset"]["version"]}
    assert {finding["code"] for finding in said["market"]["findings"]} == {"SW510"}
    shown = command_line(monkeypatch, *call, "--explain", "0")
    assert f"与截至{DAY}、含256个项目的市场基线比较" in shown.out
    assert "baseline" not in json.loads(command_line(monkeypatch, "screen", one, "--format", "json").out)


def test_rejects_of_a_baseline_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    batch = write_lines(tmp_path / "batch.jsonl", [json_line(id="a"), json_line(id=7)])
    outcome = command_line(monkeypatch, "baseline", "build", batch, "-o", tmp_path / "m.duckdb", "--strict")
    assert outcome.code == 3
    assert "读取2 = 筛查1 + 退回1 + 重复0" in outcome.err
