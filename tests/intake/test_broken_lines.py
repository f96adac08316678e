"""A batch in which every tenth line is broken in a way of its own: all others are read, nothing vanishes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riskscreen.intake.lines import MOST_BYTES
from riskscreen.intake.read import Record, read_inputs
from riskscreen.model.report import Reject
from tests.support.inputs import ids, json_line, read_all, write_lines

_DATES = b'{"id": "x", "contract": {"period": {"startDate": "2018-05-31", "endDate": "2018-01-01"}}}'

BROKEN: dict[str, tuple[bytes, str]] = {
    "cut off": (b'{"id": "x", "title": "no en', r"column 22: broken JSON \(unterminated string"),
    "no comma": (b'{"id": "x" "title": "y"}', "column 12: broken JSON .*',' delimiter"),
    "single quotes": (b"{'id': 'x'}", "column 2: broken JSON .*double quotes"),
    "trailing comma": (b'{"id": "x",}', "broken JSON"),
    "bare word": (b'{"id": undefined}', "column 8: broken JSON"),
    "control character": (b'{"id": "x\x01"}', "column 10: broken JSON .*control character"),
    "two records": (b'{"id": "x"} {"id": "y"}', "column 13: there is more text"),
    "no JSON": (b"project x, 100000 yuan", "column 1: broken JSON"),
    "bytes": (b"\x00\x01\x02\x03", "broken JSON"),
    "bad UTF-8": (b'{"id": "x", "title": "\xff\xfe"}', "column 23: the text is not UTF-8"),
    "GBK": ('{"id": "x", "title": "社会工作"}'.encode("gbk"), r"column 23: .*perhaps GB 18030"),
    "not a number": (b'{"id": "x", "evaluation": {"score": NaN}}', "/evaluation/score: NaN and Infinity"),
    "infinite": (b'{"id": "x", "ties": [{"type": -Infinity}]}', "/ties/0/type: NaN and Infinity"),
    "huge number": (b'{"id": "x", "note": 1e999}', "/note: the number is too large"),
    "huge integer": (b'{"id": "x", "note": ' + b"9" * 5_000 + b"}", "/note: the number is too large"),
    "lone surrogate": (b'{"id": "x", "title": "\\ud800!"}', "/title: .*lone surrogate"),
    "surrogate key": (b'{"id": "x", "\\udfff": 1}', "lone surrogate"),
    "deep lists": (b'{"id": "x", "note": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", "nested more than 64 deep"),
    "deep and cut off": (b'{"a":' * 5_000, "broken JSON|nested more than 64 deep"),
    "100 deep": (b'{"id": "x", "note": ' + b"[" * 100 + b"]" * 100 + b"}", "nested more than 64 deep"),
    "key twice": (b'{"id": "x", "contract": {"id": "a", "id": "b"}}', "/contract/id: the key stands twice"),
    "list": (b'[{"id": "x"}]', "a project is a JSON object; this is a list"),
    "text": (b'"x"', "a project is a JSON object; this is text"),
    "null": (b"null", "a project is a JSON object; this is null"),
    "no id": (b'{"title": "x"}', "/id: is required"),
    "empty id": (b'{"id": "  "}', "/id: must not be empty"),
    "number as id": (b'{"id": 7}', "/id: text in double quotes is expected"),
    "dates in disorder": (_DATES, "/contract/period: endDate lies before startDate"),
    "no such day": (b'{"id": "x", "award": {"date": "2018-02-30"}}', "/award/date: a date is written YYYY-MM-DD"),
    "year of a typing error": (b'{"id": "x", "award": {"date": "0218-02-03"}}', "/award/date: the year lies outside"),
    "unknown word": (
        b'{"id": "x", "tender": {"procurementMethod": "Selectiv"}}',
        r"/tender/procurementMethod: .*did you mean 'selective'\?",
    ),
    "word in a list": (b'{"id": "x", "roles": [{}, {"side": 4}]}', "/roles/1/side: one of buyer, government"),
    "text for a flag": (b'{"id": "x", "showcase": "yes"}', "/showcase: true or false is expected"),
    "separators": (b'{"id": "x", "contract": {"value": {"amount": "1,200"}}}', "/contract/value/amount: a number"),
    "negative money": (b'{"id": "x", "contract": {"value": {"amount": -1}}}', "/amount: must be at least 0"),
    "share in per cent": (b'{"id": "x", "region": {"needShare": 40}}', "/region/needShare: must be at most 1"),
    "half a person": (b'{"id": "x", "beneficiaries": {"served": 2.5}}', "/beneficiaries/served: a whole number"),
    "object for a list": (b'{"id": "x", "bids": {}}', "/bids: a list is expected"),
    "list for an object": (b'{"id": "x", "contract": []}', "/contract: an object is expected"),
    "unknown list": (b'{"id": "x", "incomplete": ["activites"]}', r"/incomplete/0: .*did you mean 'activities'\?"),
    "tie of one": (b'{"id": "x", "ties": [{"organisations": [{}]}]}', "/ties/0/organisations: takes .* more: 2"),
    "number as ocid": (b'{"ocid": 7, "id": "x"}', "a release needs an ocid"),
    "report line": (b'{"id": "x", "score_range": [0, 1], "decided": 1}', "a line of a riskscreen report"),
    "other content": (b'{"id": "p0-0", "title": "other"}', "/id: the same id .* from .*batch.jsonl:1"),
}


def _batch() -> list[bytes]:
    """Nine good lines, then a broken one, over and over."""
    return [
        line
        for number, (broken, _) in enumerate(BROKEN.values())
        for line in (*(json_line(id=f"p{number}-{position}") for position in range(9)), broken)
    ]


def test_every_tenth_line_broken(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "batch.jsonl", _batch())
    records, rejects, intake = read_all(path)
    assert intake.accounting.read == 10 * len(BROKEN)
    assert len(records) == 9 * len(BROKEN)
    assert [reject.line for reject in rejects] == [10 * (number + 1) for number in range(len(BROKEN))]
    assert all(record.line is not None and record.line % 10 for record in records)


@pytest.mark.parametrize("kind", BROKEN)
def test_reason_says_what_and_where(tmp_path: Path, kind: str) -> None:
    line, expected = BROKEN[kind]
    path = write_lines(tmp_path / "batch.jsonl", [json_line(id="p0-0"), b"", line])
    records, (reject,), _ = read_all(path)
    assert ids(records) == ["p0-0"]
    assert (reject.source, reject.line, reject.index) == (str(path), 3, None)
    assert re.search(expected, reject.error), reject.error


def test_reasons_in_chinese_are_whole_sentences(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "batch.jsonl", _batch())
    errors = [result.error for result in read_inputs([str(path)], lang="zh") if isinstance(result, Reject)]
    assert len(errors) == len(BROKEN)
    for error in errors:
        assert error.endswith("。")
        assert re.search("[\u4e00-\u9fff]", error)
        assert "\n" not in error


def test_no_value_of_the_record_is_repeated(tmp_path: Path) -> None:
    private = "张三13912345678"
    wrong = [
        json_line(id="a", tender={"procurementMethod": private}),
        json_line(id="b", award={"date": private}),
        json_line(id="c", contract={"value": {"amount": private, "currency": private}}),
        json_line(id="d", roles=private, incomplete=[private]),
        json_line(id="e", showcase=private, budgetYear=private),
        json_line(id="f", note=private)[:-4],
    ]
    _, rejects, _ = read_all(write_lines(tmp_path / "batch.jsonl", wrong))
    assert len(rejects) == len(wrong)
    assert not any(private[:2] in reject.error or private[2:] in reject.error for reject in rejects)


def test_all_problems_in_one_sentence_up_to_a_few(tmp_path: Path) -> None:
    record = json_line(id="x", roles=[{"side": "nobody"} for _ in range(9)])
    _, (reject,), _ = read_all(write_lines(tmp_path / "batch.jsonl", [record]))
    assert reject.id == "x"
    assert reject.error.count("/side:") == 5
    assert reject.error.endswith("; and 4 more.")


def test_record_beyond_the_limit_is_passed_over(tmp_path: Path) -> None:
    large = json_line(id="large", title="x" * MOST_BYTES)
    path = write_lines(tmp_path / "batch.jsonl", [json_line(id="a"), large, json_line(id="b")])
    records, (reject,), _ = read_all(path)
    assert ids(records) == ["a", "b"]
    assert reject.line == 2
    assert "larger than 8 MiB" in reject.error


def test_blank_lines_are_no_records(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "batch.jsonl", [b"", b" \t\r", json_line(id="a") + b"\r", b"", json_line(id="b")])
    records, rejects, _ = read_all(path)
    assert [(record.project.id, record.line) for record in records] == [("a", 3), ("b", 5)]
    assert rejects == []


def test_last_line_needs_no_line_feed(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_bytes(json_line(id="a") + b"\n" + json_line(id="b"))
    assert ids(read_all(path)[0]) == ["a", "b"]


def test_results_come_one_by_one(tmp_path: Path) -> None:
    """A record is handed on before the next one is read."""
    intake = read_inputs([str(write_lines(tmp_path / "batch.jsonl", [json_line(id="a"), b"{", json_line(id="b")]))])
    assert isinstance(next(intake), Record)
    assert intake.accounting.read == 1
    assert isinstance(next(intake), Reject)
    assert intake.accounting.read == 2
