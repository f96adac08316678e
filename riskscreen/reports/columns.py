"""The columns that a screening report has wherever it is laid out in cells, each named and headed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from riskscreen.model.report import Language

Cell: TypeAlias = str | int | float | Sequence[str] | None
"""What a cell holds: a text, a number, several lines, or nothing."""


class Kind(Enum):
    """How a column is shown."""

    TEXT = "text"
    PROSE = "prose"
    """Sentences, which are wrapped."""
    COUNT = "count"
    SCORE = "score"
    """0 to 100 with one decimal, shown by colour too."""
    POINTS = "points"
    """One decimal."""
    SHARE = "share"
    """A part of one, shown in per cent."""
    AMOUNT = "amount"
    BAND = "band"
    SEVERITY = "severity"


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its name for programs, its heading for people, and how it is shown."""

    key: str
    heading: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """A table with a name. ``rows`` map the keys of the columns to cells; a missing key is an empty cell."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Cell]]


_COLUMNS: Mapping[str, tuple[str, str, Kind]] = {
    "about": ("About", "对象", Kind.TEXT),
    "rank": ("Rank", "排序", Kind.COUNT),
    "id": ("Id", "标识", Kind.TEXT),
    "name": ("Title or name", "名称", Kind.TEXT),
    "score": ("Score", "风险分", Kind.SCORE),
    "lowest": ("Lowest", "区间下限", Kind.POINTS),
    "highest": ("Highest", "区间上限", Kind.POINTS),
    "band": ("Band", "等级", Kind.BAND),
    "decided": ("Decided", "已判定", Kind.SHARE),
    "flagged": ("Flags", "标记数", Kind.COUNT),
    "signs": ("Findings", "发现", Kind.PROSE),
    "protected_by": ("Protective factors", "保护因素", Kind.PROSE),
    "undecided": ("Unknown", "未能判定数", Kind.COUNT),
    "disputed": ("Engines differ on", "引擎分歧", Kind.PROSE),
    "category": ("Category", "服务类别", Kind.TEXT),
    "region": ("Region", "地区", Kind.TEXT),
    "buyer": ("Buyer", "购买方", Kind.TEXT),
    "supplier": ("Contractor", "承接方", Kind.TEXT),
    "year": ("Year", "年度", Kind.TEXT),
    "amount": ("Amount", "金额", Kind.AMOUNT),
    "currency": ("Currency", "币种", Kind.TEXT),
    "verdict": ("Verdict", "结论", Kind.TEXT),
    "code": ("Rule", "规则", Kind.TEXT),
    "rule": ("Title of the rule", "规则名称", Kind.PROSE),
    "kind": ("Kind", "类型", Kind.TEXT),
    "stage": ("Stage", "环节", Kind.TEXT),
    "severity": ("Severity", "严重程度", Kind.SEVERITY),
    "points": ("Points", "计分", Kind.POINTS),
    "message": ("What was found", "具体情况", Kind.PROSE),
    "compared": ("Compared within", "比较范围", Kind.PROSE),
    "data": ("Data", "数据", Kind.PROSE),
    "cited": ("Source", "出处", Kind.TEXT),
    "rationale": ("Why it matters", "为什么值得关注", Kind.PROSE),
    "innocent": ("Innocent explanations", "可能的合理解释", Kind.PROSE),
    "verify": ("What to verify", "核查要点", Kind.PROSE),
    "remedy": ("What can be done", "改进建议", Kind.PROSE),
    "what_if": ("What would clear it", "消除标记的最小变动", Kind.PROSE),
    "waiver": ("Waiver", "豁免", Kind.PROSE),
    "accepted_by": ("Accepted by", "豁免人", Kind.TEXT),
    "expiry": ("Expiry", "到期日", Kind.TEXT),
    "state": ("State", "状态", Kind.TEXT),
    "pointer": ("Place in the record", "记录中的位置", Kind.TEXT),
    "cell": ("Cell of the workbook", "工作簿单元格", Kind.TEXT),
    "value": ("Value", "值", Kind.PROSE),
    "of_project": ("In project", "所在项目", Kind.TEXT),
    "reason": ("Reason", "原因", Kind.PROSE),
    "missing": ("What would decide it", "补充后可判定的字段", Kind.PROSE),
    "cells": ("Cells of the workbook", "工作簿单元格", Kind.PROSE),
    "to_fill_in": ("Cell to fill in", "应填写的单元格", Kind.PROSE),
    "organisations": ("Organisations", "涉及机构数", Kind.COUNT),
    "source": ("File", "文件", Kind.TEXT),
    "line": ("Line", "行", Kind.COUNT),
    "index": ("Place in the array", "数组序号", Kind.COUNT),
    "error": ("What was wrong", "退回原因", Kind.PROSE),
    "path": ("Field", "字段", Kind.TEXT),
    "issue": ("Note", "提示", Kind.TEXT),
    "count": ("Count", "次数", Kind.COUNT),
    "example": ("Example", "示例", Kind.PROSE),
    "reference": ("Reference", "文献", Kind.PROSE),
    "places": ("Places cited", "引用处", Kind.PROSE),
    "part": ("Part", "部分", Kind.TEXT),
    "item": ("Item", "项目", Kind.PROSE),
    "figure": ("Value", "数值", Kind.TEXT),
}


def columns_of(keys: Sequence[str], lang: Language) -> list[Column]:
    """The columns with these names, headed in one language."""
    return [Column(key, heading_of(key, lang), _COLUMNS[key][2]) for key in keys]


def heading_of(key: str, lang: Language) -> str:
    """What the column with this name is headed."""
    en, zh, _ = _COLUMNS[key]
    return zh if lang == "zh" else en
