"""OCDS in every form it is published in."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard

from riskscreen.intake.read import Record
from tests.support.inputs import ids, read_all

EARLY = {
    "ocid": "ocds-1",
    "id": "1",
    "date": "2020-01-02T00:00:00Z",
    "tag": ["tender"],
    "tender": {"id": "t", "title": "Meals", "status": "active"},
    "awards": [{"id": "a", "status": "pending"}],
}
LATE = {
    "ocid": "ocds-1",
    "id": "2",
    "date": "2020-03-01T00:00:00Z",
    "tag": ["award"],
    "tender": {"id": "t", "status": "complete"},
    "awards": [{"id": "a", "status": "active"}, {"id": "b", "status": "active"}],
}
OTHER = {"ocid": "ocds-2", "id": "1", "date": "2020-01-01", "tag": ["compiled"], "tender": {"title": "Care"}}


def _written(tmp_path: Path, *documents: Any, name: str = "data.json", indent: int | None = None) -> Path:
    path = tmp_path / name
    path.write_text("".join(json.dumps(document, indent=indent) + "\n" for document in documents))
    return path


def _one(records: list[Record]) -> Record:
    (record,) = records
    return record


@pytest.mark.parametrize("indent", [None, 2])
def test_release_package(tmp_path: Path, indent: int | None) -> None:
    package = {"uri": "x", "version": "1.1", "publisher": {"name": "P"}, "releases": [EARLY, LATE, OTHER]}
    records, rejects, intake = read_all(_written(tmp_path, package, indent=indent))
    assert ids(records) == ["ocds-1", "ocds-2"]
    assert not rejects
    assert intake.accounting.model_dump() == {"read": 3, "screened": 2, "rejected": 0, "duplicates": 1}
    assert [record.index for record in records] == [0, 2]


def test_merged_releases_are_the_state_of_the_latest(tmp_path: Path) -> None:
    record = _one(read_all(_written(tmp_path, {"releases": [LATE, EARLY]}))[0])
    assert record.release is not None
    assert record.release.tender is not None
    assert record.release.awards is not None
    assert (record.release.tender.title, record.release.tender.status) == ("Meals", "complete")
    assert [award and award.status for award in record.release.awards] == ["active", "active"]
    assert record.raw["tender"] == {"id": "t", "title": "Meals", "status": "complete"}
    assert record.raw["date"] == LATE["date"]


def test_record_package_with_compiled_release(tmp_path: Path) -> None:
    package = {"uri": "x", "records": [{"ocid": "ocds-1", "releases": [EARLY, LATE], "compiledRelease": LATE}]}
    records, _, intake = read_all(_written(tmp_path, package, indent=1))
    assert _one(records).raw == LATE
    assert intake.accounting.read == 1


def test_record_package_with_releases_only(tmp_path: Path) -> None:
    package = {"records": [{"ocid": "ocds-1", "releases": [EARLY, LATE]}, {"ocid": "ocds-2", "releases": [OTHER]}]}
    records, _, intake = read_all(_written(tmp_path, package))
    assert ids(records) == ["ocds-1", "ocds-2"]
    assert intake.accounting.model_dump() == {"read": 3, "screened": 2, "rejected": 0, "duplicates": 1}


@pytest.mark.parametrize(
    ("releases", "reason"),
    [
        ([{"url": "https://a", "tag": ["tender"]}], "only links to its releases"),
        ([{"url": "https://a"}, EARLY], "holds some of its releases and only links to others"),
        ([], "holds no release"),
    ],
)
def test_records_that_do_not_hold_their_releases_are_refused(tmp_path: Path, releases: list[Any], reason: str) -> None:
    package = {"records": [{"ocid": "ocds-1", "releases": releases}, {"ocid": "ocds-2", "compiledRelease": OTHER}]}
    records, (reject,), _ = read_all(_written(tmp_path, package, indent=1))
    assert ids(records) == ["ocds-2"]
    assert reason in reject.error
    assert (reject.id, reject.index) == ("ocds-1", 0)


def test_versioned_release_alone_is_refused(tmp_path: Path) -> None:
    record = {"ocid": "ocds-1", "versionedRelease": {"ocid": "ocds-1"}}
    _, (reject,), _ = read_all(_written(tmp_path, {"records": [record, {"ocid": "b", "compiledRelease": OTHER}]}))
    assert "versionedRelease only" in reject.error


@pytest.mark.parametrize("form", [None, "ocds"])
def test_a_package_that_only_links_to_releases_is_refused(tmp_path: Path, form: str | None) -> None:
    path = tmp_path / "package.json"
    path.write_text(json.dumps({"releases": [{"url": "https://example.org/1.json", "tag": ["tender"]}]}))
    records, (reject,), _ = read_all(path, form=form)
    assert records == []
    assert "only links to a release" in reject.error


def test_compiled_releases_as_lines_are_merged_across_files(tmp_path: Path) -> None:
    one = _written(tmp_path, EARLY, OTHER, name="a.jsonl")
    two = _written(tmp_path, {"releases": [LATE]}, OTHER, name="b.jsonl")
    records, _, intake = read_all(one, two)
    assert ids(records) == ["ocds-1", "ocds-2"]
    assert intake.accounting.model_dump() == {"read": 4, "screened": 2, "rejected": 0, "duplicates": 2}
    assert (records[0].source, records[0].line) == (str(one), 1)
    assert records[0].raw["tender"]["status"] == "complete"


def test_what_is_older_than_a_compiled_release_does_not_live_on(tmp_path: Path) -> None:
    compiled = {**LATE, "tag": ["compiled"], "tender": {"status": "complete"}}
    record = _one(read_all(_written(tmp_path, compiled, EARLY, name="a.jsonl"))[0])
    assert record.raw["tender"] == {"status": "complete"}


def test_releases_are_ordered_by_instant_not_by_text(tmp_path: Path) -> None:
    first = {"ocid": "a", "date": "2020-01-01T23:00:00-05:00", "tender": {"title": "later"}}
    second = {"ocid": "a", "date": "2020-01-02T01:00:00Z", "tender": {"title": "earlier"}}
    record = _one(read_all(_written(tmp_path, first, second, name="a.jsonl"))[0])
    assert record.raw["tender"]["title"] == "later"


def test_a_release_without_a_date_comes_first_and_is_noted(tmp_path: Path) -> None:
    undated = {"ocid": "a", "tender": {"title": "undated", "description": "d"}}
    dated = {"ocid": "a", "date": "2020-01-02", "tender": {"title": "dated"}}
    records, _, intake = read_all(_written(tmp_path, dated, undated, name="a.jsonl"))
    assert _one(records).raw["tender"] == {"title": "dated", "description": "d"}
    assert [(note.path, note.issue, note.count) for note in intake.quality] == [("/date", "no date to merge by", 1)]


def test_merging_takes_types_as_they_should_be(tmp_path: Path) -> None:
    early = {"ocid": "a", "date": "2020-01-01", "awards": [{"id": 1, "status": "pending"}, None], "tender": ["x"]}
    late = {"ocid": "a", "date": "2020-02-01", "awards": [{"id": "1", "status": "active"}], "tender": {"title": "t"}}
    records, rejects, _ = read_all(_written(tmp_path, early, late, name="a.jsonl"))
    assert not rejects
    assert _one(records).raw["awards"] == [{"id": "1", "status": "active"}]
    assert _one(records).raw["tender"] == {"title": "t"}


@pytest.mark.parametrize("pack", ["gz", "zst"])
def test_packed(tmp_path: Path, pack: str) -> None:
    data = json.dumps({"releases": [EARLY, OTHER]}).encode()
    packed = gzip.compress(data) if pack == "gz" else zstandard.compress(data)
    (tmp_path / f"data.json.{pack}").write_bytes(packed)
    assert ids(read_all(tmp_path)[0]) == ["ocds-1", "ocds-2"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(EARLY).encode() + b"\n")))
    assert ids(read_all("-")[0]) == ["ocds-1"]


def test_native_projects_and_releases_keep_their_order(tmp_path: Path) -> None:
    path = _written(tmp_path, {"id": "p1"}, EARLY, {"id": "p2"}, OTHER, LATE, name="a.jsonl")
    records = read_all(path)[0]
    assert ids(records) == ["p1", "ocds-1", "p2", "ocds-2"]
    assert [record.form for record in records] == ["native", "ocds", "native", "ocds"]


@pytest.mark.parametrize("release", [{"ocid": 7}, {"ocid": ""}, {"ocid": None}, {"ocid": ["a"]}])
def test_a_release_needs_an_ocid(tmp_path: Path, release: dict[str, Any]) -> None:
    records, (reject,), _ = read_all(_written(tmp_path, release, OTHER, name="a.jsonl"))
    assert ids(records) == ["ocds-2"]
    assert "a release needs an ocid" in reject.error


def test_form_can_be_forced(tmp_path: Path) -> None:
    path = _written(tmp_path, {"id": "a", "title": "no ocid"}, OTHER, name="a.jsonl")
    records, rejects, _ = read_all(path, form="ocds")
    assert (ids(records), len(rejects)) == (["ocds-2"], 1)
    records, rejects, _ = read_all(path, form="native")
    assert ids(records) == ["a", "1"]


def test_ocds_1_0_is_brought_into_the_form_of_1_1(tmp_path: Path) -> None:
    seller = {"identifier": {"scheme": "GB-COH", "id": "123"}, "name": "Seller", "address": {"streetAddress": "S 1"}}
    buyer = {"identifier": {"scheme": "GB-LAC", "id": "E1"}, "name": "Council"}
    payment = {"id": "p", "amount": {"amount": 5, "currency": "GBP"}, "providerOrganization": {"id": "E1"}}
    release = {
        "ocid": "a",
        "buyer": buyer,
        "awards": [{"id": "1", "status": "active", "suppliers": [seller]}],
        "contracts": [{"id": "c", "implementation": {"transactions": [payment]}}],
    }
    record = _one(read_all(_written(tmp_path, release))[0])
    assert record.project.buyer is not None
    assert record.project.contractor is not None
    assert record.project.parties is not None
    assert record.project.payments is not None
    assert (record.project.buyer.id, record.project.contractor.id) == ("GB-LAC-E1", "GB-COH-123")
    assert [party.id for party in record.project.parties] == ["GB-LAC-E1", "GB-COH-123"]
    assert record.project.payments[0].value is not None
