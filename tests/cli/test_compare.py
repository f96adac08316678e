"""``riskscreen compare``: every form of the output, from files as ``screen`` wrote them, and what is refused."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from riskscreen import Screener
from riskscreen.model.report import Report
from riskscreen.model.schema import schema
from riskscreen.reports.json import to_json
from riskscreen.reports.jsonl import to_jsonl
from tests.support.command_line import Outcome, command_line
from tests.support.reports import finding, project
from tests.support.reports import report as made

BEFORE: list[dict[str, Any]] = [
    {"id": "p1", "title": "老人服务", "contract": {"period": {"startDate": "2018-03-05", "endDate": "2018-07-31"}}},
    {"id": "p2", "contract": {"period": {"startDate": "2018-03-05", "endDate": "2018-07-31"}}},
]
AFTER: list[dict[str, Any]] = [
    {"id": "p1", "title": "老人服务", "contract": {"period": {"startDate": "2018-03-05", "endDate": "2019-01-31"}}},
    {"id": "p3"},
]


def report(*records: dict[str, Any], **settings: Any) -> Report:
    of = {"lang": "en", "as_of": "2026-11-01", "engine": "reference", **settings}
    return Screener(**of).screen(list(records))


def run(patch: pytest.MonkeyPatch, folder: Path, old: Report, new: Report, *options: str) -> Outcome:
    for name, each in (("old.json", old), ("new.json", new)):
        (folder / name).write_text(to_json(each), encoding="utf-8")
    return command_line(patch, "compare", folder / "old.json", folder / "new.json", *options)


def test_the_table_says_what_moved_and_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown = run(monkeypatch, tmp_path, report(*BEFORE), report(*AFTER))
    assert (shown.code, shown.err) == (0, "")
    text = " ".join(shown.out.split())
    assert "Moved: 1. Not moved: 0, of which with a changed record: 0. New: 1. Gone: 1." in text
    assert "SW501 flagged → clear · 25.0 → 0.0 of the score" in text
    assert "fact: /contract/period/endDate 2018-07-31 → 2019-01-31" in text
    assert re.search(r"New projects ─+ · p3", text)
    assert re.search(r"Projects no longer there ─+ · p2", text)


def test_the_table_in_chinese_and_in_the_language_of_the_new_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, new = report(*BEFORE, lang="zh"), report(*BEFORE, lang="zh", overrides={"SW501.max_months": "4"})
    shown = run(monkeypatch, tmp_path, old, new)
    assert "阈值：SW501 max_months 5 → 4" in shown.out
    assert "标记 → 正常" in shown.out
    assert "threshold: SW501 max_months 5 → 4" in run(monkeypatch, tmp_path, old, new, "--lang", "en").out


def test_a_value_that_only_one_report_shows_is_not_said_to_have_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rush = {"tender": {"datePublished": "2017-11-15"}, "contract": {"dateSigned": "2017-12-20"}}
    old = report({"id": "p1", **rush})
    new = report({"id": "p1", **rush, "description": "text"}, overrides={"SW104.max_days": "10"})
    text = " ".join(run(monkeypatch, tmp_path, old, new).out.split())
    assert "one or more of: · threshold: SW104 max_days 45 → 10" in text
    assert "only one report shows /tender/datePublished 2017-11-15" in text


def test_json_follows_its_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown = run(monkeypatch, tmp_path, report(*BEFORE), report(*AFTER), "--format", "json")
    whole = json.loads(shown.out)
    Draft202012Validator(schema("comparison")).validate(whole)
    assert [(each["id"], each["status"]) for each in whole["projects"]] == [
        ("p1", "moved"),
        ("p2", "gone"),
        ("p3", "new"),
    ]


def test_what_is_left_out_of_a_table_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    new = report(*BEFORE, overrides={"SW501.max_months": "4"})
    shown = run(monkeypatch, tmp_path, report(*BEFORE), new, "--top", "1")
    assert "Not shown: 1; --top 0 shows all" in shown.out
    assert shown.out.count("SW501  flagged") == 1
    everything = run(monkeypatch, tmp_path, report(*BEFORE), new, "--top", "0")
    assert everything.out.count("SW501  flagged") == 2


def test_json_lines_and_compressed_reports_are_read_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old, new = report(*BEFORE), report(*AFTER)
    plain = run(monkeypatch, tmp_path, old, new, "--format", "json").out
    (tmp_path / "old.jsonl").write_text("".join(to_jsonl(old)), encoding="utf-8")
    (tmp_path / "new.json.gz").write_bytes(gzip.compress(to_json(new).encode("utf-8")))
    paths = tmp_path / "old.jsonl", tmp_path / "new.json.gz"
    assert command_line(monkeypatch, "compare", *paths, "--format", "json").out == plain
    lines = "".join(to_jsonl(report())).encode("utf-8")
    assert command_line(monkeypatch, "compare", "-", paths[0], stdin=lines).code == 0


class _Page(HTMLParser):
    """Every element of a page with its attributes, its style, and the text outside of that."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.style = ""
        self._in_style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.style += data
        else:
            self.text += data


def test_the_page_needs_and_runs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "changes.html"
    assert run(monkeypatch, tmp_path, report(*BEFORE), report(*AFTER), "-o", str(path)).code == 0
    page = _Page(path.read_text(encoding="utf-8"))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "base", "form"}
    policy = next(attrs["content"] for _, attrs in page.elements if attrs.get("http-equiv"))
    digest = b64encode(sha256(page.style.encode("utf-8")).digest()).decode("ascii")
    assert policy is not None
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert not any(name == "style" or name.startswith("on") for _, attrs in page.elements for name in attrs)
    links = [attrs["href"] for tag, attrs in page.elements if tag == "a"]
    assert links == ["#p1"]
    assert "/contract/period/endDate 2018-07-31 → 2019-01-31" in page.text


HOSTILE = "<script>alert(1)</script>\u202e&amp;\"'\x1b[31m"


def test_hostile_text_is_harmless_in_every_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    changes: dict[str, Any] = {"id": HOSTILE, "title": HOSTILE}
    old = made("en", projects=[project(**changes, findings=[finding(title=HOSTILE)])])
    new = made("en", projects=[project(**changes, score=1.0, findings=[])])
    for form in ("table", "json", "html"):
        shown = run(monkeypatch, tmp_path, old, new, "--format", form)
        assert shown.code == 0
        assert not {"\x1b", "\u202e"} & set(shown.out)
    page = _Page(shown.out)
    assert "script" not in {tag for tag, _ in page.elements}
    assert "<script>alert(1)</script>" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b'{"a": 1', ":1:8: broken JSON"),
        (b"[1]", "this is no report"),
        (b'{"id": "p1"}', "this is no report"),
        (b'{"id": "p1"}\n{"id": "p2"}', "this is no report"),
        (b'{"projects": [], "ruleset": {}, "schema_version": "2"}', "schema_version '2'"),
        (b'{"projects": [], "ruleset": {}}', "this is no whole report: /"),
        (b'{"projects": NaN, "ruleset": {}}', "NaN"),
        (b"[" * 100_000, "nested"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"\x1f\x8bxx", "gzip"),
    ],
)
def test_what_is_no_report_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, said: str
) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(to_json(report()), encoding="utf-8")
    bad.write_bytes(content)
    for paths in ((good, bad), (bad, good)):
        refused = command_line(monkeypatch, "compare", *paths)
        assert (refused.code, refused.out) == (2, "")
        assert said in refused.err
        assert "bad.json" in refused.err
        assert len(refused.err.splitlines()) == 1


def test_a_missing_file_a_directory_and_two_standard_inputs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    good = tmp_path / "good.json"
    good.write_text(to_json(report()), encoding="utf-8")
    for wrong, said in ((tmp_path / "none.json", "no such file"), (tmp_path, "cannot be read")):
        refused = command_line(monkeypatch, "compare", good, wrong)
        assert refused.code == 2
        assert said in refused.err
    assert command_line(monkeypatch, "compare", "-", "-").code == 2
