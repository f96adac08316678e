"""What notes on the data say, in both languages. The issue itself, as JSON has it, is the English."""

from __future__ import annotations

from riskscreen.model.report import Language
from riskscreen.reports.words import known, say

_ZH = {
    "null item": "列表中有空项（null）",
    "repeated id in a list": "同一列表中编号重复",
    "no date to merge by": "发布无可用日期，合并时排在最前",
    "spaces around a value": "值前后有空格",
    "code in another case": "代码大小写不符，已更正",
    "not a word of the code list": "不在代码表中",
    "code mapped by the policy": "已按政策文件转换代码",
    "not a date": "不是日期",
    "year outside 1900 to 2200": "年份不在1900至2200之间",
    "not a currency": "不是币种代码",
    "placeholder": "占位值，按未知处理",
    "amount is zero": "金额为零",
    "negative amount": "金额为负，按未知处理",
    "amount too large": "金额过大，按未知处理",
    "end before start": "结束早于开始",
    "filled in by the policy": "已按政策文件补入",
    "not set": "未填写",
    "identifier spelt otherwise than in parties": "编号写法与parties中不同，已对应",
    "not among the parties": "不在parties之中",
    "identifier of several parties": "该编号对应多个parties，未作对应",
    "organisation without an id": "机构没有编号",
    "number that identifies nobody": "仅为序号，不能确认身份",
    "statement of ownership (BODS)": "所有权声明（BODS），不计为记录",
    "owner added from a statement of ownership": "已按所有权声明补充所有人",
    "decimal for integer": "应为整数，实为小数",
}
_SORTS = {"object": "对象", "array": "列表", "string": "文本", "number": "数字", "boolean": "布尔值"}


def issue_words(issue: str, lang: Language) -> str:
    """A note's issue in a language of the product."""
    if known(issue):
        return say(issue, lang)
    if lang == "en":
        return issue
    given, _, wanted = issue.partition(" for ")
    if given in _SORTS and wanted in _SORTS:
        return f"应为{_SORTS[wanted]}，实为{_SORTS[given]}"
    return _ZH.get(issue, issue)
