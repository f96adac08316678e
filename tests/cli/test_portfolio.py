"""``riskscreen portfolio``: every form says the same, in both languages, and hostile names stay names."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from riskscreen.reports.portfolio.formats import PORTFOLIO_FORMATS
from tests.support.command_line import FIXTURES, Outcome, command_line
from tests.support.hostile import acts, hostile_batch
from tests.support.inputs import json_line, write_lines
from tests.support.wang2019_tables import TABLE_1

WANG = FIXTURES / "wang2019.jsonl"


def _portfolio(patch: pytest.MonkeyPatch, *arguments: object) -> Outcome:
    outcome = command_line(patch, "portfolio", *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome


def test_table_prints_the_papers_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = _portfolio(monkeypatch, WANG, "--by", "category").out
    first, second, _ = printed.split("服务类别\n", 1)[1].split("总计")[:3]
    for block, year in ((first, 2017), (second, 2018)):
        for category, (projects, amount, share) in TABLE_1[year].items():
            if category != "总数":
                line = next(line for line in block.splitlines() if line.startswith(category))
                assert line.split()[1::2][:2] == [str(projects), f"{amount:,}"]
                assert line.split()[-1] == f"{share}%"


def test_workbook_holds_table_1_cell_by_cell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _portfolio(monkeypatch, WANG, "-o", tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["年度", "服务类别", "地区", "承接方", "服务类别 × 地区"]
    assert (book["服务类别"].freeze_panes, book["服务类别 × 地区"].freeze_panes) == ("B2", "C2")
    grid: list[list[Any]] = [[cell.value for cell in row] for row in book["服务类别"].iter_rows()]
    header, rows = grid[0], grid[1:]
    for year in TABLE_1:
        places = [header.index(f"{year}年度 {measure}") for measure in ("项目数", "金额（万元）", "金额占比")]
        for category, (projects, amount, share) in TABLE_1[year].items():
            row = next(row for row in rows if row[0] == ("总计" if category == "总数" else category))
            assert [row[place] for place in places[:2]] == [projects, amount]
            assert f"{100 * row[places[2]]:.1f}" == share


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_says_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str) -> None:
    for name, each in PORTFOLIO_FORMATS.items():
        target = tmp_path / f"p{each.suffix}"
        _portfolio(monkeypatch, WANG, "--by", "region", "--lang", lang, "-o", target)
        content = target.read_bytes()
        _portfolio(monkeypatch, WANG, "--by", "region", "--lang", lang, "--format", name, "-o", target)
        assert target.read_bytes() == content
        if not each.binary and name != "json":
            text = content.decode()
            assert all(number in text for number in ("B市", "113", "26", "29"))
    whole = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    b = next(row for row in whole["tables"][0]["rows"] if row["groups"][0]["name"] == "B市")
    assert [(cell["projects"], cell["amounts"][0]["amount"]) for cell in b["years"]] == [
        (26, 3_800_000),
        (29, 4_400_000),
    ]


def test_csv_has_a_line_for_each_group_and_year(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = _portfolio(monkeypatch, WANG, "--by", "category,region", "--format", "csv", "--lang", "en").out
    rows = list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff"))))
    (found,) = [
        row for row in rows if (row["Category"], row["Region"], row["In year"]) == ("社区社会工作服务", "B市", "2018")
    ]
    assert (found["Projects"], found["Amount"], found["Currency"]) == ("12", "1200000", "CNY")


def test_a_long_table_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "另有233行未列出；--top 0可全部列出。" in _portfolio(monkeypatch, WANG, "--by", "supplier").out
    assert "未列出" not in _portfolio(monkeypatch, WANG, "--by", "supplier", "--top", 0).out


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_page_where_numbers_fit(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    from riskscreen.reports.plain_text import width

    monkeypatch.setenv("COLUMNS", str(columns))
    lines = _portfolio(monkeypatch, WANG).out.splitlines()
    assert max(map(width, lines)) <= max(columns, 40)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "colour"], "'colour' is not one or two different of category, region, buyer, supplier, year"),
        (["--by", "year,year"], "'year,year' is not one or two different"),
        (["--by", "year,region,buyer"], "is not one or two different"),
        (["--format", "csv", "--top", "3"], "--top is for --format table; csv holds everything"),
        (["--format", "docx"], "'docx' is not one of"),
    ],
)
def test_a_wrong_call_is_told(monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    outcome = command_line(monkeypatch, "portfolio", WANG, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in " ".join(outcome.err.split())


def test_rejects_are_shown_and_strict_tells(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    batch = write_lines(tmp_path / "b.jsonl", [json_line(id="a"), b"{"])
    outcome = command_line(monkeypatch, "portfolio", batch, "--strict", "--lang", "en")
    assert outcome.code == 3
    assert "2 read = 1 screened + 1 rejected" in outcome.out
    assert "b.jsonl:2" in "".join(outcome.out.split())  # long paths wrap


def test_an_empty_batch_is_a_portfolio_of_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    batch = write_lines(tmp_path / "b.jsonl", [b'{"id": ""}'])
    for name in PORTFOLIO_FORMATS:
        _portfolio(monkeypatch, batch, "--format", name, "-o", tmp_path / "out")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_stay_names_in_every_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str) -> None:
    batch = hostile_batch(tmp_path / "batch.jsonl")
    for name, each in PORTFOLIO_FORMATS.items():
        target = tmp_path / f"p{each.suffix}"
        _portfolio(monkeypatch, batch, "--lang", lang, "-o", target, *(["--top", 0] if name == "table" else []))
        if not each.binary:
            text = target.read_text(encoding="utf-8")
            assert not acts(text.replace("\r\n", "\n"))
    html = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "default-src 'none'; style-src 'sha256-" in html
    assert not re.search(r'(?:src|href)=(?!"data:,")(?![^<]*&gt;)', html)
    cells: list[Any] = [
        cell for page in openpyxl.load_workbook(tmp_path / "p.xlsx") for row in page.iter_rows() for cell in row
    ]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
