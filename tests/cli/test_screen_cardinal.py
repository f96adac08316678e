"""``riskscreen screen --format cardinal``, called as Cardinal is, and the rules of the ocp pack in other formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import command_line
from tests.support.processes import award, bid, lines, release

SINGLE = {"status": "complete", "procurementMethod": "open", "numberOfTenderers": 1}
WON = [award("active", "W")]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl"
    batch = [release("o1", tender=SINGLE), release("o2", bid("valid", 100, "W"), bid("valid", 100, "L"), awards=WON)]
    path.write_text(lines(batch), encoding="utf-8")
    return path


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    path = tmp_path / "settings.ini"
    path.write_text("[R018]\n[R024]\nthreshold = 0.1\n", encoding="utf-8")
    return path


def test_the_result_object(monkeypatch: pytest.MonkeyPatch, data: Path, ini: Path, tmp_path: Path) -> None:
    call = ("screen", data, "--format", "cardinal", "--settings", ini)
    found = command_line(monkeypatch, *call)
    assert (found.code, found.err) == (0, "")
    result = json.loads(found.out)
    assert result == {
        "OCID": {"o1": {"R018": 1.0}, "o2": {"R024": 0.0}},
        "Tenderer": {"L": {"R024": 0.0}, "W": {"R024": 0.0}},
        "Meta": {"R024": {"lower_fence": 0.1}},
    }
    assert json.loads(command_line(monkeypatch, *call, "--no-meta").out).keys() == {"OCID", "Tenderer"}
    assert json.loads(command_line(monkeypatch, *call, "--map").out)["Maps"]["ocid_tenderer_r024"] == {"o2": ["L", "W"]}
    target = tmp_path / "result.json"
    assert command_line(monkeypatch, *call, "-o", target).out == ""
    assert target.read_text(encoding="utf-8") == found.out


def test_data_as_it_stands(monkeypatch: pytest.MonkeyPatch, ini: Path) -> None:
    twice = release("o1", tender=SINGLE)
    odd = [
        json.dumps(twice),
        json.dumps(twice),  # a release is no repeat here
        "",
        "{broken",
        '{"id": "a project of its own"}',
        '{"ocid": 5, "tender": {"numberOfTenderers": 1, "procurementMethod": "open"}}',
        '{"ocid": "o2", "tender": {"numberOfTenderers": 1.0, "procurementMethod": "open"}}',
        '{"ocid": "o3", "tender": {"numberOfTenderers": "1", "procurementMethod": "open"}, "bids": []}',
        '{"ocid": "", "tender": {"numberOfTenderers": 1, "procurementMethod": "open"}}',
        '{"ocid": "o4", "tender": {"numberOfTenderers": 1, "procurementMethod": "open"}, "awards": "none"}',
    ]
    text = "\n".join(odd).encode()
    found = command_line(monkeypatch, "screen", "-", "--format", "cardinal", "--settings", ini, "--no-meta", stdin=text)
    assert found.code == 0
    assert json.loads(found.out) == {"OCID": {each: {"R018": 1.0} for each in ("", "o1", "o4")}}
    assert "stdin:4 is left out" in found.err
    assert "records left out, since they have no ocid: 1" in found.err
    strict = command_line(monkeypatch, "screen", "-", "--format", "cardinal", "--settings", ini, "--strict", stdin=text)
    assert strict.code == 3


def test_without_settings_nothing_is_enabled(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    found = command_line(monkeypatch, "screen", data, "--format", "cardinal")
    assert (found.code, found.out) == (0, '{"Meta":{}}\n')
    assert "no indicator is enabled" in found.err


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (["--format", "cardinal", "--top", "0"], "--top cannot be used with --format cardinal"),
        (["--format", "cardinal", "--set", "R003.min_days=4", "--redact"], "--set, --redact cannot be used"),
        (["--settings", "INI"], "--settings is for --format cardinal"),
        (["--format", "json", "--map"], "--map is for --format cardinal"),
        (["--no-meta"], "--no-meta is for --format cardinal"),
        (["--format", "cardinal", "--settings", "nowhere.ini"], "cannot read nowhere.ini: No such file or directory"),
    ],
)
def test_wrong_calls(monkeypatch: pytest.MonkeyPatch, data: Path, ini: Path, extra: list[str], message: str) -> None:
    found = command_line(monkeypatch, "screen", data, *[str(ini) if each == "INI" else each for each in extra])
    assert (found.code, found.out) == (2, "")
    assert message in found.err


def test_a_fault_in_the_settings_is_told(monkeypatch: pytest.MonkeyPatch, data: Path, ini: Path) -> None:
    ini.write_text("[R024]\nthreshold = a little\n", encoding="utf-8")
    found = command_line(monkeypatch, "screen", data, "--format", "cardinal", "--settings", ini)
    assert (found.code, found.out) == (2, "")
    assert f"{ini}:2: threshold: 'a little' is not a number" in found.err


# other formats: the same rules, absence unknown, small samples said


def report(patch: pytest.MonkeyPatch, path: Path, *arguments: object) -> Any:
    call = ("screen", path, "--pack", "ocp", "--lang", "en", "--format", "json", "--engine", "reference", *arguments)
    return json.loads(command_line(patch, *call).out)


def test_a_small_sample_is_unknown_in_other_formats(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    complete = {"status": "complete"}
    batch = [
        release(f"o{n}", bid("valid", 100, "W"), bid("valid", 101 + n, "L"), awards=WON, tender=complete)
        for n in range(3)
    ]
    path.write_text(lines(batch), encoding="utf-8")
    found = report(monkeypatch, path)
    unknown = {each["code"]: each for each in found["projects"][0]["unknown"]}
    for code in ("R024", "R058"):
        assert (unknown[code]["reason"], unknown[code]["missing"]) == ("sample", [])
        assert unknown[code]["note"] == "the batch gives 3 values to compare with, and 20 are needed"
    of_batch = {each["code"]: each for each in found["market"]["unknown"]}
    assert {code: of_batch[code]["reason"] for code in ("R025", "R038")} == {"R025": "sample", "R038": "sample"}


def test_organisations_are_named_with_what_they_are_compared_with(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    batch = [
        release(f"a{n}", *[bid("disqualified" if k == 0 else "valid", 1, f"A{n}") for k in range(5 - n % 2)])
        for n in range(20)
    ]
    batch.append(release("x", *[bid(status, 1, "X") for status in ("disqualified", "disqualified", "valid")]))
    path.write_text(lines(batch), encoding="utf-8")
    (found,) = report(monkeypatch, path)["organisations"]
    (finding,) = found["findings"]
    assert (found["id"], finding["code"], finding["pack"]) == ("X", "R038", "ocp")
    cohort = {"by": {"role": "tenderer"}, "n": 21, "statistic": "ratio", "value": 0.666667}
    assert finding["cohort"] == cohort | {"words": "share disqualified = 66.7 %"}
    assert [each["value"] for each in finding["evidence"]].count("disqualified") == 2


def test_a_tender_without_a_status_may_be_cancelled_unless_a_policy_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path, policy = tmp_path / "one.jsonl", tmp_path / "office.yaml"
    path.write_text(lines([release("o", tender=SINGLE | {"status": None})]), encoding="utf-8")
    policy.write_text("defaults: {tender_status: complete}\n", encoding="utf-8")
    (project,) = report(monkeypatch, path)["projects"]
    assert [each["missing"] for each in project["unknown"] if each["code"] == "R018"] == [["/tender/status"]]
    (project,) = report(monkeypatch, path, "--policy", policy)["projects"]
    assert [each["code"] for each in project["findings"]] == ["R018"]
