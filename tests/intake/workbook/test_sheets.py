"""Sheets as people leave them: moved, renamed, merged, with remarks; every row is read, rejected or noted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from riskscreen.errors import UsageError
from tests.support.workbooks import Sheets, raw, read, write, write_csv

PROJECTS = [["项目编号", "项目名称"], ["P1", "甲"], ["P2", "乙"]]


def _notes(intake: Any) -> dict[str, tuple[str, int]]:
    return {note.path: (note.issue, note.count) for note in intake.quality}


@pytest.mark.parametrize(
    ("sheet", "headers"),
    [
        ("项目", ["项目编号", "项目名称", "合同·签订日期", "承接方·名称"]),
        ("Projects", ["Project ID", "Title", "Contract / date signed", "Contractor / name"]),
        ("项目", ["承接方", "签订日期", "项目名称", "项目编码"]),
        ("projects", ["contractor/name", "title", "contract/dateSigned", "id"]),
        ("项目表", ["项目 编号*", "项目名称（全称）", "合同 签订日期", "承接方名称"]),
        ("项目", ["项目编号\nProject ID", "项目名称\nTitle", "合同签订日期", "承接方——名称"]),
    ],
)
def test_headers_in_either_language_and_any_order(sheet: str, headers: list[str], tmp_path: Path) -> None:
    words = {
        "承接方": "某中心",
        "contractor": "某中心",
        "日期": "2018-05-31",
        "date": "2018-05-31",
        "名称": "示例",
        "title": "示例",
    }
    values = [next((value for word, value in words.items() if word in header.casefold()), "P1") for header in headers]
    assert raw(write(tmp_path / "x.xlsx", {sheet: [headers, values]})) == [
        {"id": "P1", "title": "示例", "contract": {"dateSigned": "2018-05-31"}, "contractor": {"name": "某中心"}}
    ]


def test_a_title_above_the_header_and_a_single_sheet_of_any_name(tmp_path: Path) -> None:
    rows = [["某区2018年政府购买服务项目汇总表"], [], ["单位：元", None, "2018年"], *PROJECTS]
    assert [project["id"] for project in raw(write(tmp_path / "x.xlsx", {"Sheet1": rows}))] == ["P1", "P2"]


def test_blank_rows_remarks_totals_repeated_headers_and_examples_are_no_projects(tmp_path: Path) -> None:
    rows = [
        ["项目编号", "项目名称", "合同金额"],
        ["【示例】P0", "示例", "不是数字"],
        ["P1", "甲", 1],
        [],
        ["  ", None, "\u3000"],
        ["P2", "乙", 2],
        ["项目编号", "项目名称", "合同金额"],
        ["P3", "丙", 3],
        ["合计", None, 6],
        [],
        ["注：本表由各街道填报。"],
        ["以上数据截至2018年底，由各街道填报，未经核实。"],
        ["填表人：张某", None, "日期：2018.5.31"],
    ]
    records, rejects, intake = read(write(tmp_path / "x.xlsx", {"项目": rows}))
    assert ([record.project.id for record in records], rejects) == (["P1", "P2", "P3"], [])
    assert _notes(intake) == {"项目": ("row read as a remark", 4)}
    assert [record.line for record in records] == [3, 6, 8]


def test_a_number_that_looks_like_a_remark_counts_where_the_row_says_more_or_is_marked(tmp_path: Path) -> None:
    rows = [["项目编号", "项目名称"], ["沪民购，2018，第3号", "甲"], ["'注：1"]]
    assert [project["id"] for project in raw(write(tmp_path / "x.xlsx", {"项目": rows}))] == [
        "沪民购，2018，第3号",
        "注：1",
    ]


def test_extra_columns_and_sheets_are_noted_once(tmp_path: Path) -> None:
    rows = [["项目编号", "经办科室", "项目名成"], ["P1", "一科", "甲"], ["P2", "二科", "乙"]]
    path = write(tmp_path / "x.xlsx", {"项目": rows, "通讯录": [["姓名"]], "空表": [], "填写说明": [["说明"]]})
    _, _, intake = read(path)
    assert _notes(intake) == {
        "通讯录": ("sheet not read", 1),
        "项目!经办科室": ("column not read", 1),
        "项目!项目名成": ("column not read", 1),
    }
    assert intake.quality[2].example == f"{path} 项目!C1（是否应为“项目名称”？）"


def test_hidden_sheets_rows_and_columns_are_read_and_hidden_sheets_noted(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["付款"].sheet_state = "veryHidden"
        book["项目"].row_dimensions[3].hidden = True
        book["项目"].column_dimensions["B"].hidden = True

    sheets: Sheets = {"项目": PROJECTS, "付款": [["项目编号", "金额"], ["P2", 5]]}
    records, _, intake = read(write(tmp_path / "x.xlsx", sheets, hide))
    assert [record.raw for record in records] == [
        {"id": "P1", "title": "甲"},
        {"id": "P2", "title": "乙", "payments": [{"value": {"amount": 5}}]},
    ]
    assert _notes(intake) == {"付款": ("hidden sheet read", 1)}


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book["项目"].merge_cells("B2:B3")
        book["活动"].merge_cells("A2:A4")

    sheets: Sheets = {
        "项目": [["项目编号", "购买方·名称"], ["P1", "某局"], ["P2", None]],
        "活动": [["项目编号", "活动日期"], ["P2", "2018.1.1"], [None, "2018.1.2"], [None, None]],
    }
    assert raw(write(tmp_path / "x.xlsx", sheets, merge)) == [
        {"id": "P1", "buyer": {"name": "某局"}},
        {"id": "P2", "buyer": {"name": "某局"}, "activities": [{"date": "2018-01-01"}, {"date": "2018-01-02"}]},
    ]


def test_an_amount_merged_over_rows_is_not_guessed(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book["项目"].merge_cells("B2:B3")

    rows = [["项目编号", "合同金额"], ["P1", 100], ["P2", None]]
    records, (reject,), _ = read(write(tmp_path / "x.xlsx", {"项目": rows}, merge))
    assert [record.project.id for record in records] == ["P1"]
    assert reject.error.startswith("项目!B3：该单元格跨行合并，无法判断数字是各行相同还是各行合计")


BIDS_HEADER = ["项目编号", "序号", "投标日期", "报价", "投标人·标识", "投标人·名称", "投标人·状况"]


@pytest.mark.parametrize("merged", [True, False])
def test_rows_of_one_number_are_one_entry(merged: bool, tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        if merged:
            for column in "ABCD":
                book["投标"].merge_cells(f"{column}2:{column}3")

    bids = [
        BIDS_HEADER,
        ["P1", 1, "2018.1.1", 100, "org-a", "甲"],
        [None, None, None, None, "org-b", "乙"] if merged else ["P1", 1, None, None, "org-b", "乙"],
        ["P1", 2, None, 90, None, None, "无"],
        ["P1", 3, None, None, None, None, "不详"],
        ["P1", None, None, 80, "org-c"],
        ["P2", 1, None, 70],
    ]
    one, two = raw(write(tmp_path / "x.xlsx", {"项目": PROJECTS, "投标": bids}, merge))
    assert one["bids"] == [
        {
            "date": "2018-01-01",
            "value": {"amount": 100},
            "tenderers": [{"id": "org-a", "name": "甲"}, {"id": "org-b", "name": "乙"}],
        },
        {"value": {"amount": 90}, "tenderers": []},
        {"tenderers": [{}]},
        {"value": {"amount": 80}, "tenderers": [{"id": "org-c"}]},
    ]
    assert two["bids"] == [{"value": {"amount": 70}}]


def test_lists_known_to_be_empty_or_incomplete(tmp_path: Path) -> None:
    states = [
        ["项目编号", "活动", "投标", "机构关系", "评估方法", "付款"],
        ["P1", "无", "不完整", "暂无，不完整", "none", "完整"],
    ]
    sheets: Sheets = {
        "项目": PROJECTS[:2],
        "投标": [BIDS_HEADER, ["P1", 1, None, 5]],
        "付款": [["项目编号", "金额"], ["P1", 3]],
        "清单状况": states,
    }
    (project,) = raw(write(tmp_path / "x.xlsx", sheets))
    assert project == {
        "id": "P1",
        "title": "甲",
        "activities": [],
        "bids": [{"value": {"amount": 5}}],
        "ties": [],
        "evaluation": {"methods": []},
        "payments": [{"value": {"amount": 3}}],
        "incomplete": ["bids", "ties"],
    }


def test_what_is_said_of_a_list_must_fit_its_entries(tmp_path: Path) -> None:
    sheets: Sheets = {
        "项目": PROJECTS[:2],
        "活动": [["项目编号", "活动日期"], ["P1", "2018.1.1"]],
        "清单状况": [["项目编号", "活动", "投标", "付款"], ["P1", "无", "完整", "大概"]],
    }
    _, (reject,), _ = read(write(tmp_path / "x.xlsx", sheets))
    assert reject.error == (
        "清单状况!D2：请填写“无”“不完整”或“暂无，不完整”；其他情况留空；"
        "清单状况!B2：此处称该清单没有条目，但活动!A2处填有条目：请清除其一；"
        "清单状况!C2：此处称该清单完整，但没有任何条目：确认没有时请填“无”。"
    )


def test_a_row_with_a_number_only_is_an_entry_of_which_nothing_is_known(tmp_path: Path) -> None:
    sheets: Sheets = {"项目": PROJECTS[:2], "任职": [["项目编号", "职务"], ["P1", None]]}
    (record,), _, intake = read(write(tmp_path / "x.xlsx", sheets))
    assert record.raw["roles"] == [{}]
    assert _notes(intake) == {"任职": ("row with a project number only", 1)}


def test_problems_of_a_row_reject_its_project_and_no_other(tmp_path: Path) -> None:
    sheets: Sheets = {
        "项目": [
            ["项目编号", "示范或品牌项目", "服务期·开始日期", "服务期·结束日期"],
            ["P1", "也许", "2018.3.1", "2018.2.1"],
            ["P2"],
        ],
        "付款": [["项目编号", "金额"], ["P1", "很多"], ["P2", "1万"]],
        "评估": [["项目编号", "评估得分"], ["P1", 120]],
    }
    records, (reject,), intake = read(write(tmp_path / "x.xlsx", sheets))
    assert [record.raw for record in records] == [{"id": "P2", "payments": [{"value": {"amount": 10000}}]}]
    assert (reject.id, reject.line) == ("P1", 2)
    assert reject.error.split("；")[0] == "项目!B2：请填写“是”或“否”"
    for said in (
        "付款!B2：请填写以元为单位的金额",
        "项目!C2：结束日期早于开始日期：请更正其一",
        "评估!B2：不得大于100",
    ):
        assert said in reject.error
    assert intake.accounting.read == 2


def test_rows_of_no_project_are_rejected_by_number(tmp_path: Path) -> None:
    sheets: Sheets = {
        "项目": [["项目编号", "项目名称"], ["P-2018-1", "甲"], [None, "没有编号"]],
        "付款": [["项目编号", "金额"], ["P-2018-2", 1], ["P-2018-2", 2], [None, 3], ["P-2018-1", 4]],
        "活动": [["项目编号", "活动日期"], ["P-2018-2", "2018.1.1"]],
    }
    records, rejects, intake = read(write(tmp_path / "x.xlsx", sheets))
    assert [record.raw["payments"] for record in records] == [[{"value": {"amount": 4}}]]
    assert [(reject.id, reject.error) for reject in rejects] == [
        (None, "项目!A3：缺少项目编号：请填写。"),
        (
            "P-2018-2",
            "付款!A2、付款!A3、活动!A2：“项目”表中没有这个项目编号（是否应为“P-2018-1”？）；"
            "请更正编号，或在该表中补上这个项目。",
        ),
        (None, "付款!A4：缺少项目编号：请填写。"),
    ]
    assert intake.accounting.read == 4


def test_one_number_twice(tmp_path: Path) -> None:
    rows = [*PROJECTS, ["P1", "甲"], ["P2", "另一个"]]
    sheets: Sheets = {"项目": rows, "付款": [["项目编号", "金额"], ["P1", 1]]}
    records, (reject,), intake = read(write(tmp_path / "x.xlsx", sheets))
    assert [record.project.id for record in records] == ["P1", "P2"]
    assert intake.accounting.duplicates == 1
    assert (reject.line, reject.id) == (5, "P2")
    assert reject.error.startswith("项目!A5：该项目编号已在项目!A3出现且内容不同，已采用前者")


def test_one_part_filled_in_twice(tmp_path: Path) -> None:
    rows = [["项目编号", "评估得分"], ["P1", 80], ["P1", 80], ["P2", 70], ["P2", 75]]
    records, (reject,), _ = read(write(tmp_path / "x.xlsx", {"项目": PROJECTS, "评估": rows}))
    assert [record.project.id for record in records] == ["P1"]
    assert reject.error == "评估!A5：此处与评估!A4所填不一致：请保留其一。"


def test_numbers_of_projects_match_whether_they_are_numbers_or_text(tmp_path: Path) -> None:
    sheets: Sheets = {
        "项目": [["项目编号", "项目名称"], [2018001, "甲"]],
        "付款": [["项目编号", "金额"], ["2018001 ", 1]],
    }
    (project,) = raw(write(tmp_path / "x.xlsx", sheets))
    assert project["payments"] == [{"value": {"amount": 1}}]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"甲": [["a"]], "乙": [["b"]]}, "no sheet called 项目 or Projects .there are: 甲, 乙.: make a workbook with"),
        ({"项目": [["编号", "名称"], ["P1", "甲"]], "付款": []}, "sheet 项目: none of its first rows is a header"),
        ({"项目": PROJECTS, "付款": [["金额"], [1]]}, "sheet 付款: none of its first rows is a header"),
        ({"项目": PROJECTS, "Projects": PROJECTS}, "the sheets 项目 and Projects hold the same list"),
        ({"项目": [["项目编号", "项目名称", "Title"], ["P1"]]}, "the headers in B1 and C1 say the same"),
        ({"项目": [["项目编号", "项目名称"]]}, "no row with a project"),
        ({"项目": [["项目编号", "项目名称"], ["【示例】P1", "甲"]]}, "no row with a project"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_with_a_reason(sheets: Sheets, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=said):
        read(write(tmp_path / "x.xlsx", sheets))


def test_a_folder_of_csv_files_as_spreadsheets_save_them(tmp_path: Path) -> None:
    sheets: Sheets = {"项目": PROJECTS, "付款": [["项目编号", "金额"], ["P2", "1,000"]]}
    folder = write_csv(tmp_path / "csv", sheets, "gb18030")
    (folder / "付款.csv").write_text("项目编号;金额\r\nP2;1,000\r\n;\r\n", encoding="utf-8")
    records, rejects, intake = read(folder)
    assert rejects == []
    assert records[1].raw["payments"] == [{"value": {"amount": 1000}}]
    assert _notes(intake) == {"项目": ("read as GB 18030", 1)}
    assert (records[0].source, records[0].line) == (str(folder), 2)


def test_csv_that_cannot_be_read(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "csv", {"项目": PROJECTS})
    (folder / "付款.csv").write_text('项目编号,金额\nP1,"' + "x" * 200_000, encoding="utf-8")
    with pytest.raises(UsageError, match=r"付款\.csv: line .* is no CSV"):
        read(folder)


def test_a_folder_may_hold_json_beside_the_sheets(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "csv", {"项目": PROJECTS})
    (folder / "more.json").write_text('{"id": "P9"}')
    assert [project["id"] for project in raw(folder)] == ["P1", "P2", "P9"]
