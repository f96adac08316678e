"""What people write into cells, and what is made of it."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.support.workbooks import raw, read, write, write_csv

DATE, MONEY, SHARE, FLAG = "合同·签订日期", "合同金额", "地区·需求占比", "示范或品牌项目"


def _project(folder: Path, header: str, value: Any, number_format: str | None = None) -> dict[str, Any]:
    """The one project whose one value is this."""

    def touch(book: Workbook) -> None:
        if number_format:
            book["项目"]["B2"].number_format = number_format

    (project,) = raw(write(folder / "x.xlsx", {"项目": [["项目编号", header], ["P1", value]]}, touch))
    return project


def _problem(folder: Path, header: str, value: Any) -> str:
    """What is said of the one project whose one value is this."""
    records, rejects, _ = read(write(folder / "x.xlsx", {"项目": [["项目编号", header], ["P1", value]]}))
    assert records == []
    (reject,) = rejects
    assert (reject.id, reject.line) == ("P1", 2)
    return reject.error


@pytest.mark.parametrize(
    "value",
    [
        date(2018, 5, 31),
        datetime(2018, 5, 31, 13, 30),
        43251,
        20180531,
        "2018-05-31",
        "2018.5.31",
        "2018/5/31",
        "2018-5-31",
        "2018年5月31日",
        " ２０１８年５月３１日 ",
        "二〇一八年五月三十一日",
        "2018-05-31 00:00:00",
        "2018-05-31T10:00:00+08:00",
        "20180531",
    ],
)
def test_dates(value: Any, tmp_path: Path) -> None:
    assert _project(tmp_path, DATE, value)["contract"] == {"dateSigned": "2018-05-31"}


def test_serial_days_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    def from_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["项目"]["B3"].number_format = "yyyy-mm-dd"

    rows: list[list[Any]] = [["项目编号", DATE], ["P1", 41789], ["P2", 41789]]
    for project in raw(write(tmp_path / "x.xlsx", {"项目": rows}, from_1904)):
        assert project["contract"] == {"dateSigned": "2018-05-31"}


@pytest.mark.parametrize("value", ["2018-5", "2018年5月", "2018年05月份", "2018.5", 2018, 2018.5, "2018年度"])
def test_a_month_is_no_date_and_read_as_unknown_with_a_note(value: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "x.xlsx", {"项目": [["项目编号", DATE], ["P1", value]]})
    (record,), rejects, intake = read(path)
    assert (record.raw, rejects) == ({"id": "P1"}, [])
    (note,) = intake.quality
    assert (note.path, note.issue) == ("/contract/dateSigned", "date without a day read as unknown")
    assert note.example == f"{path} 项目!B2"


@pytest.mark.parametrize("number_format", ['yyyy"年"m"月"', "mmm-yy", "[$-804]yyyy-mm"])
def test_a_month_that_a_program_made_the_first_day_of_is_no_date_either(number_format: str, tmp_path: Path) -> None:
    def as_month(book: Workbook) -> None:
        for row in (2, 3):
            book["项目"].cell(row, 2).number_format = number_format

    rows: list[list[Any]] = [["项目编号", DATE], ["P1", date(2018, 5, 1)], ["P2", date(2018, 5, 31)]]
    (record, other), _, intake = read(write(tmp_path / "x.xlsx", {"项目": rows}, as_month))
    assert (record.raw, other.raw["contract"]) == ({"id": "P1"}, {"dateSigned": "2018-05-31"})
    assert [note.issue for note in intake.quality] == ["date without a day read as unknown"]


@pytest.mark.parametrize(
    "value", ["31/05/2018", "5/31/18", "18.5.31", "2018-02-30", "2018-13", "五月底", 7, True, time(8)]
)
def test_no_date(value: Any, tmp_path: Path) -> None:
    assert _problem(tmp_path, DATE, value).startswith("项目!B2：请填写具体日期，如2018-05-31")


@pytest.mark.parametrize("value", ["1899-12-31", "2201-01-01"])
def test_a_date_beyond_all_calendars(value: Any, tmp_path: Path) -> None:
    assert _problem(tmp_path, DATE, value) == "项目!B2：年份不在1900至2200之间。"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (125000, 125000),
        (0.1 + 0.2, 0.3),
        (33333.33, 33333.33),
        ("12.5万元", 125000),
        ("１２．５万", 125000),
        ("12.5萬元", 125000),
        ("0.3亿", 30000000),
        ("125,000.50", 125000.5),
        ("１２５，０００元", 125000),
        ("￥125 000", 125000),
        ("人民币12万元", 120000),
        ("125000元整", 125000),
    ],
)
def test_amounts(value: Any, expected: float, tmp_path: Path) -> None:
    assert _project(tmp_path, MONEY, value)["contract"]["value"] == {"amount": expected}


@pytest.mark.parametrize(
    "value", ["约30万", "12,34", "1，2", "1e5", "三十万", "120人", "85%", "10-20万", "(1,200)", True, date(2018, 1, 1)]
)
def test_no_amount(value: Any, tmp_path: Path) -> None:
    assert _problem(tmp_path, MONEY, value).startswith("项目!B2：")


def test_a_negative_amount(tmp_path: Path) -> None:
    assert _problem(tmp_path, MONEY, "-5") == "项目!B2：不得小于0。"


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("合同金额（万元）", 12.5, 125000),
        ("合同金额(单位：万元)", "12.5", 125000),
        ("合同金额【元】", 125000, 125000),
        ("合同金额（万元）", "125000元", 125000),
        ("合同金额（万元）", "12.5万元", 125000),
        ("合同金额（必填）", 125000, 125000),
    ],
)
def test_the_unit_of_a_header(header: str, value: Any, expected: int, tmp_path: Path) -> None:
    assert _project(tmp_path, header, value)["contract"]["value"] == {"amount": expected}


@pytest.mark.parametrize(
    ("header", "value", "number_format", "expected"),
    [
        (SHARE, 0.85, None, 0.85),
        (SHARE, 0.85, "0%", 0.85),
        (SHARE, "85%", None, 0.85),
        (SHARE, "８５．５％", None, 0.855),
        (SHARE, 1, None, 1),
        (f"{SHARE}（%）", 85, None, 0.85),
        (f"{SHARE}（%）", 0.85, "0.0%", 0.85),
    ],
)
def test_shares(header: str, value: Any, number_format: str | None, expected: float, tmp_path: Path) -> None:
    assert _project(tmp_path, header, value, number_format)["region"] == {"needShare": expected}


@pytest.mark.parametrize("value", [85, "120%", -0.1])
def test_no_share(value: Any, tmp_path: Path) -> None:
    assert _problem(tmp_path, SHARE, value) == "项目!B2：请填写0至1之间的比例，如0.85，或写作85%。"


@pytest.mark.parametrize(
    ("value", "number_format"), [(88.5, None), ("88.5分", None), ("88.5%", None), (0.885, "0.0%"), ("８８．５", None)]
)
def test_scores(value: Any, number_format: str | None, tmp_path: Path) -> None:
    def touch(book: Workbook) -> None:
        if number_format:
            book["评估"]["B2"].number_format = number_format

    sheets = {"项目": [["项目编号"], ["P1"]], "评估": [["项目编号", "评估得分"], ["P1", value]]}
    assert raw(write(tmp_path / "x.xlsx", sheets, touch)) == [{"id": "P1", "evaluation": {"score": 88.5}}]


@pytest.mark.parametrize("value", ["是", "有", "√", "✓", "对", "yes", "Y", "TRUE", "ｔｒｕｅ", 1, True, "1"])
def test_yes(value: Any, tmp_path: Path) -> None:
    assert _project(tmp_path, FLAG, value)["showcase"] is True


@pytest.mark.parametrize("value", ["否", "无", "没有", "×", "✗", "错", "no", "N", "false", 0, False])
def test_no(value: Any, tmp_path: Path) -> None:
    assert _project(tmp_path, FLAG, value)["showcase"] is False


@pytest.mark.parametrize("value", ["也许", 2, "x", date(2018, 1, 1)])
def test_neither_yes_nor_no(value: Any, tmp_path: Path) -> None:
    assert _problem(tmp_path, FLAG, value) == "项目!B2：请填写“是”或“否”；不清楚时留空。"


@pytest.mark.parametrize(
    ("header", "value", "at", "expected"),
    [
        ("预算年度", "2018年", "budgetYear", 2018),
        ("预算年度", 2018.0, "budgetYear", 2018),
        ("承接方·社会组织等级", "4A", "contractor", {"rating": 4}),
        ("服务对象·计划服务人数", "１，２００人", "beneficiaries", {"planned": 1200}),
        ("服务对象·计划服务人数", "1.2万人", "beneficiaries", {"planned": 12000}),
        ("采购公告·采购方式", "公开招标", "tender", {"procurementMethod": "open"}),
        ("采购公告·采购方式", "竞争性磋商", "tender", {"procurementMethod": "selective"}),
        ("采购公告·采购方式", "单一来源采购", "tender", {"procurementMethod": "direct"}),
        ("采购公告·采购方式", " OPEN ", "tender", {"procurementMethod": "open"}),
        ("承接方·机构类型", "social work agency", "contractor", {"type": "social-work-agency"}),
        (
            "居民监督·监督渠道",
            "居民评议、听证；媒体",
            "oversight",
            {"channels": ["resident-rating", "hearing", "media"]},
        ),
        ("居民监督·监督渠道", "无", "oversight", {"channels": []}),
        ("项目名称", "  　示例\u3000", "title", "示例"),
        ("项目名称", "'不详", "title", "不详"),
        ("项目名称", 2018, "title", "2018"),
        ("合同编号", 12, "contract", {"id": "12"}),
        ("合同金额·币种", "人民币", "contract", {"value": {"currency": "CNY"}}),
        ("合同金额·币种", "usd", "contract", {"value": {"currency": "USD"}}),
    ],
)
def test_other_values(header: str, value: Any, at: str, expected: Any, tmp_path: Path) -> None:
    assert _project(tmp_path, header, value)[at] == expected


def test_zeros_in_front_that_a_format_shows(tmp_path: Path) -> None:
    assert _project(tmp_path, "合同编号", 17, "000000")["contract"] == {"id": "000017"}


@pytest.mark.parametrize(
    ("header", "value", "said"),
    [
        (
            "合同编号",
            911100001234567890,
            "超过15位的数字在电子表格中会丢失末尾几位：请把该单元格设为文本格式后重新填写",
        ),
        ("服务对象·计划服务人数", 12.5, "请填写整数，如12"),
        ("服务对象·计划服务人数", date(1900, 1, 5), "该单元格被设成了日期格式：请改为数值格式后重新填写"),
        (
            "采购公告·采购方式",
            "抽签",
            "请填写以下之一：公开招标、邀请招标、竞争性磋商等、谈判、询价等、单一来源或直接委托",
        ),
        ("采购公告·采购方式", "公开招标采购", "不在可选词表中（是否应为“公开招标”？）"),
        ("居民监督·监督渠道", "听证、抽签", "请填写以下之一："),
        ("合同金额·币种", "大洋", "币种请写三个大写字母，如CNY"),
        ("预算年度", 1500, "不得小于1900"),
        ("承接方·社会组织等级", 6, "不得大于5"),
        ("合同编号", "#REF!", "该单元格显示错误"),
    ],
)
def test_what_is_wrong_is_told_with_the_cell_and_what_to_write(
    header: str, value: Any, said: str, tmp_path: Path
) -> None:
    assert f"项目!B2：{said}" in _problem(tmp_path, header, value)


@pytest.mark.parametrize("value", ["不详", "未知", "/", "——", "N/A", "待定", "？"])
@pytest.mark.parametrize("header", [DATE, MONEY, FLAG, "项目名称", "承接方·标识"])
def test_what_stands_for_nothing_known_is_unknown_and_noted(header: str, value: str, tmp_path: Path) -> None:
    (record,), _, intake = read(write(tmp_path / "x.xlsx", {"项目": [["项目编号", header], ["P1", value]]}))
    assert record.raw == {"id": "P1"}
    assert [note.issue for note in intake.quality] == ["placeholder read as unknown"]


def test_no_identifier_is_made_of_the_word_none(tmp_path: Path) -> None:
    header = ["项目编号", "承接方·标识", "购买方·标识"]
    (record,), _, intake = read(write(tmp_path / "x.xlsx", {"项目": [header, ["P1", "无", "无"]]}))
    assert record.raw == {"id": "P1"}
    assert [note.count for note in intake.quality] == [1, 1]


def test_csv_cells(tmp_path: Path) -> None:
    header = ["项目编号", DATE, MONEY, SHARE, FLAG, "合同编号"]
    rows = [header, ["P1", "43251", "125,000", "85%", "√", '="0012"']]
    assert raw(write_csv(tmp_path / "csv", {"项目": rows})) == [
        {
            "id": "P1",
            "contract": {"dateSigned": "2018-05-31", "value": {"amount": 125000}, "id": "0012"},
            "region": {"needShare": 0.85},
            "showcase": True,
        }
    ]
