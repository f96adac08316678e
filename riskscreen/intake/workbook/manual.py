"""What the template says of itself: how to fill it in, every field, and every closed list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from riskscreen.intake.workbook.layout import Column, Kind, Sheet, sheets
from riskscreen.intake.workbook.words import NAMELESS_WORDS, STATE_WORDS, label
from riskscreen.model.report import Language

HOW_TO: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "zh": (
        ("", "riskscreen项目填报工作簿：填写说明"),
        ("第一步", "在“项目”表中每个项目填一行。只有“项目编号”必填，且不得重复。"),
        ("第二步", "其余各表用“项目编号”指明该行属于哪个项目；一个项目可占多行（“评估”和“清单状况”表每个项目一行）。"),
        ("第三步", "保存后运行：riskscreen screen 文件名.xlsx。凡有问题，会逐一指出工作表、单元格和应填的内容。"),
        ("空白", "空白表示不清楚，绝不当作“没有”或“否”。不清楚的请留空，相关规则会如实显示为“未知”。"),
        ("确认没有", "某项清单（如投标、活动）确认一条也没有时，在“清单状况”表中填“无”。什么都不填表示不清楚。"),
        (
            "不完整",
            "只录入了一部分的清单，在“清单状况”表中填“不完整”；暂时一条也没有、但可能还有的，填“暂无，不完整”。",
        ),
        ("多选", "“评估方法”等可多选的格内，各项之间用“、”隔开；确认没有时填“无”。"),
        (
            "一条多行",
            "联合投标有几家投标人、一家机构有几个所有者时，每家占一行，各行填相同的“序号”，其他内容只填在第一行。",
        ),
        ("身份", "两处是否为同一机构或同一人，只看“标识”是否相同；名称相同不算。标识可用统一社会信用代码或自编代号。"),
        ("隐私", "请勿填写身份证号。人员标识最好用自编代号；电话和门牌只用于机构之间比对，不会印在报告中。"),
        ("日期", "2018-05-31、2018.5.31、2018/5/31、2018年5月31日均可。只有年月的不算日期，按不清楚处理并提示。"),
        ("金额", "以元为单位；也可写明单位，如12.5万元，或在表头注明，如“合同金额（万元）”。"),
        ("比例", "写作0.85或85%。"),
        ("是否", "是/否、有/无、√/×均可。"),
        ("可选项", "各列表的中文名称和英文代码都可以填，见“词表”。"),
        ("示例行", "以“【示例】”开头的行只作示范，读取时忽略，可以删除。"),
        ("改动", "列可以调换顺序，可以增加列和备注行；没有读取的列、行和工作表会在报告中列出。"),
        (
            "照字面",
            "要让单元格内容照字面读取（如名称就叫“不详”），请在前面加英文单引号'（表格软件若将其隐去，请输入两个）。",
        ),
    ),
    "en": (
        ("", "riskscreen workbook of projects: how to fill it in"),
        (
            "Step 1",
            "Give each project a row on the sheet Projects. Only the Project ID is required, and it must be unique.",
        ),
        (
            "Step 2",
            "On the other sheets the Project ID says whose row it is. A project may have many rows (but one each on "
            "Evaluation and Lists).",
        ),
        (
            "Step 3",
            "Save it and run: riskscreen screen FILE.xlsx. Whatever is wrong is told with sheet, cell and what to "
            "write.",
        ),
        (
            "Blank",
            "A blank cell means not known; it is never taken for none or no. Leave blank what you do not know: rules "
            "that need it are honestly reported as unknown.",
        ),
        (
            "None",
            "Where a list (bids, activities …) is known to have no entry at all, write none on the sheet Lists. "
            "Nothing written there and no row means not known.",
        ),
        (
            "Incomplete",
            "Where only a part of a list is filled in, write incomplete on the sheet Lists; where there is no entry "
            "so far but may be some, write none so far.",
        ),
        (
            "Several",
            "Cells that take several words (Methods, Uses …) separate them with a semicolon; none where there is none.",
        ),
        (
            "Many rows",
            "Several tenderers of a joint bid, or owners of an organisation, take a row each with the same No.; all "
            "else stands on the first of them.",
        ),
        (
            "Identity",
            "Two references are the same organisation or person only if their IDs are equal; equal names do not count.",
        ),
        (
            "Privacy",
            "Never enter identity numbers. IDs of persons are best pseudonyms of your own; telephone numbers and "
            "street addresses are only compared, never printed.",
        ),
        (
            "Dates",
            "2018-05-31, 2018.5.31, 2018/5/31 and 2018年5月31日 are read. A month without a day is taken as not known, "
            "with a note.",
        ),
        (
            "Money",
            "In currency units; units may be written (12.5万元) or stand in the header: "
            "Contract / value / amount (万元).",
        ),
        ("Shares", "0.85 or 85%."),
        ("Yes or no", "yes/no, 是/否, 有/无, √/×."),
        ("Words", "Closed lists take the word or its Chinese name; see the sheet Words."),
        ("Example", "Rows that begin with [Example] are ignored and may be deleted."),
        (
            "Changes",
            "Columns may be moved, and columns and remarks added; columns, rows and sheets that were not read are "
            "listed in the report.",
        ),
        (
            "Literally",
            "A cell that begins with ' is taken as it stands behind it (type two where the program hides the first).",
        ),
    ),
}
"""Lines of the sheet that explains the workbook: a word and what is said of it; the first one is the title."""

FIELDS_HEADER: Mapping[Language, tuple[str, ...]] = {
    "zh": ("工作表", "列", "填写什么", "格式", "Sheet", "Column", "What to fill in", "Format", "JSON"),
    "en": ("Sheet", "Column", "What to fill in", "Format", "工作表", "列", "填写什么", "格式", "JSON"),
}


FORMATS: Mapping[Kind, str] = {
    Kind.KEY: "@",
    Kind.IDENTIFIER: "@",
    Kind.TEXT: "@",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0.00%",
}
"""The number formats of columns, for spreadsheet programs; the others are general."""


def _choices(words: Iterable[tuple[str, str]]) -> tuple[str, str]:
    zh, en = zip(*words, strict=True)
    return "、".join(zh), "; ".join(en)


_WRITTEN: Mapping[Kind, tuple[str, str]] = {
    Kind.KEY: ("文本", "text"),
    Kind.ORDER: ("整数", "whole number"),
    Kind.NAMELESS: _choices(NAMELESS_WORDS.values()),
    Kind.STATE: _choices(STATE_WORDS.values()),
    Kind.IDENTIFIER: ("文本", "text"),
    Kind.TEXT: ("文本", "text"),
    Kind.CURRENCY: ("三个大写字母，如CNY", "three capital letters, such as CNY"),
    Kind.DATE: ("日期，如2018-05-31", "date, such as 2018-05-31"),
    Kind.FLAG: ("是、否", "yes; no"),
    Kind.WHOLE: ("整数", "whole number"),
    Kind.NUMBER: ("数字", "number"),
    Kind.MONEY: ("金额（元），也可写12.5万元", "amount in currency units"),
    Kind.SHARE: ("比例，如0.85或85%", "share, such as 0.85 or 85%"),
    Kind.PERCENTAGE: ("0至100", "0 to 100"),
    Kind.WORD: ("选一项：", "one of: "),
    Kind.WORDS: ("可多选，用“、”隔开：", "any of, separated by semicolons: "),
}


def format_of(column: Column, lang: Language) -> str:
    """What a column's cells look like, with the words of a closed list."""
    zh, en = _WRITTEN[column.kind]
    separator = "、" if lang == "zh" else "; "
    return (zh if lang == "zh" else en) + separator.join(label(word, lang) for word in column.words)


def hint_of(sheet: Sheet, column: Column, lang: Language) -> str:
    """What to fill in."""
    if sheet.states:
        return (
            "确认没有填“无”，只填了一部分填“不完整”，其他情况留空。"
            if lang == "zh"
            else "none if there is known to be none, incomplete if only a part is filled in, else blank."
        )
    return column.label.hint(lang)


def fields(lang: Language) -> Iterator[tuple[str, ...]]:
    """A row for every column of every sheet, the template's language first."""
    other: Language = "en" if lang == "zh" else "zh"
    for sheet in sheets():
        for column in sheet.columns:
            said = [
                part
                for each in (lang, other)
                for part in (
                    sheet.label.name(each),
                    column.label.name(each),
                    hint_of(sheet, column, each),
                    format_of(column, each),
                )
            ]
            yield (*said, _pointer(sheet, column))


@cache
def word_lists() -> Mapping[tuple[str, ...], str]:
    """Every closed list, with the name in Chinese of the first column that has it."""
    found: dict[tuple[str, ...], str] = {}
    for sheet in sheets():
        for column in sheet.columns:
            if column.words:
                found.setdefault(
                    column.words, f"{sheet.label.zh}·{column.label.zh} {sheet.label.en}: {column.label.en}"
                )
    return found


def _pointer(sheet: Sheet, column: Column) -> str:
    if column.kind is Kind.STATE:
        return "/" + "/".join(map(str, column.path))
    if not column.path:
        return "/id" if column.kind is Kind.KEY else ""
    steps = [
        *sheet.path,
        *(["*"] if sheet.listed else []),
        *([column.inside, "*"] if column.inside else []),
        *column.path,
    ]
    return "/" + "/".join(map(str, steps))
