"""The words that the handbook is made of, in both languages. What rules say stands in the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riskscreen.model.report import Language
from riskscreen.reports.handbook.condition_words import CONDITIONS

_PAGES: Mapping[str, tuple[str, str]] = {
    # the index
    "handbook": ("Handbook of the rules", "规则手册"),
    "handbook_intro": (
        "Written from {count} rules ({packs}) alone; every demonstration in it was run when it was written.",
        "本手册由{count}条规则（{packs}）自动生成，其中的演示均在生成时实际运行。",
    ),
    "to_reading": ("How to read verdicts and scores", "如何阅读结论与风险分"),
    "to_sources": ("Sources cited", "所引文献"),
    "to_vocabulary": ("The words rules may use", "规则可用的字段"),
    "to_undecidable": ("What the data cannot decide", "数据无法判断的指标"),
    "undecidable_intro": (
        "Flags that a pack's source lists and for which there is no rule, because the data the rules read cannot tell.",
        "以下指标见于规则包所依据的文献，但规则所读取的数据不足以判断，因此没有相应规则。",
    ),
    "flag": ("Flag", "指标"),
    "why_not": ("Why not", "无法判断的原因"),
    "what_it_takes": ("What it would take", "所需数据"),
    "to_index": ("All rules", "全部规则"),
    "pack": ("Pack {pack}", "规则包{pack}"),
    "mechanism_title": ("Mechanism", "机制"),
    "weight": ("Weight", "权重"),
    # a rule
    "full_name": ("Full name", "全称"),
    "judged": ("Judged", "判断对象"),
    "severity_and_weight": ("Severity and weight", "严重程度与权重"),
    "severity_weight": ("{severity}, {weight}", "{severity}，{weight}"),
    "alone": ("no other rule shows it", "无其他规则属同一机制"),
    "shared": (
        "shared with {rules}; of the rules flagged on a project only the weightiest counts",
        "与{rules}相同；同一项目上同时标记的，只计权重最大的一条",
    ),
    "shared_batch": (
        "shared with {rules}; a finding on a batch never counts in a project's score",
        "与{rules}相同；针对整批数据的发现不计入项目的风险分",
    ),
    "flags": ("The rule flags if all of this holds:", "同时满足以下各项时标记："),
    "protects": ("The factor is present if all of this holds:", "同时满足以下各项时，视为存在该保护因素："),
    "flags_any": ("The rule flags if one of these alternatives holds:", "满足以下任一情形时标记："),
    "protects_any": (
        "The factor is present if one of these alternatives holds:",
        "满足以下任一情形时，视为存在该保护因素：",
    ),
    "alternative": ("Alternative {number}", "情形{number}"),
    "with_measures": ("In this:", "其中："),
    "as_written": ("As the rule file says it:", "规则文件中的表述："),
    "parameter": ("Parameter", "参数"),
    "value": ("Value", "数值"),
    "basis": ("Basis", "依据"),
    "reason": ("Why this value", "说明"),
    "limits": ("Scope and exceptions", "适用范围与例外"),
    "no_scope": (
        "Judged on every case; where facts are missing the verdict is unknown.",
        "对所有对象判断；缺少事实时结论为未知。",
    ),
    "scope_only": (
        "Judged only if all of this holds; where it does not, the verdict is clear, out of scope; where it is not "
        "known, the verdict is unknown:",
        "仅在同时满足以下各项时判断；不满足时为正常（不适用），无法确定时为未知：",
    ),
    "date_in_force": (
        "Which value of a parameter is in force is decided by {field}.",
        "参数取何时的标准值，由{field}决定。",
    ),
    "field": ("Field", "字段"),
    "where_recorded": ("Where a record holds it", "在记录中的位置"),
    "protective_note": (
        "A protective factor is no finding against anybody: it lowers the residual risk.",
        "保护因素并非问题，它会降低剩余风险。",
    ),
    "own_reading": ("Our reading: {note}", "本项目的理解：{note}"),
    "demonstration": ("Demonstration", "演示"),
    "demonstration_given": ("This made-up record, an example of the rule file,", "以下记录为规则文件中的虚构示例"),
    "demonstration_shows": ("({note})", "（{note}）"),
    "demonstration_found": ("is flagged:", "，结论为标记："),
    "demonstration_of": ("is flagged for {organisation}:", "，对机构{organisation}的结论为标记："),
    "demonstration_rests": (
        "The finding rests on these values. The last column says what the verdict is without the value: losing one can "
        "make it unknown, never clear.",
        "该结论依据下列数据。末列为删去该数据后的结论：缺少数据只会使结论变为未知，不会变为正常。",
    ),
    "project": ("Project", "项目"),
    "pointer": ("Place in the record", "在记录中的位置"),
    "without": ("Without it", "删去后"),
    "still_flagged": ("still flagged", "仍为标记"),
    "then_clear": ("clear", "正常"),
    "then_unknown": ("unknown", "未知"),
    "then_unknown_missing": ("unknown; waits for {fields}", "未知；待补充{fields}"),
    "and_more": ("{fields} and {count} more", "{fields}等{count}项"),
    "then_gone": ("the organisation does not occur any more", "该机构不再出现"),
    "whole_list": ("(the whole list removed) {then}", "（删去整个列表）{then}"),
    "more_values": ("And {count} more values.", "另有{count}项数据。"),
    "examples": ("Examples in the rule file", "规则文件中的示例"),
    "properties": ("What cannot matter, and what makes it worse", "不应影响结论的变化与加重方向"),
    "invariant_under": ("The verdict does not change under: {changes}.", "以下变化不影响结论：{changes}。"),
    "worse_when": ("It gets worse as {things}.", "加重方向：{things}。"),
    "rises": ("{thing} rises", "{thing}上升"),
    "falls": ("{thing} falls", "{thing}下降"),
    "date-shift": ("all dates moved by whole years", "全部日期整年平移"),
    "money-scaling": ("all amounts multiplied by one number", "全部金额同比例变化"),
    "person-renaming": ("other identifiers and names of persons", "人员标识与姓名替换"),
    "organisation-renaming": ("other identifiers and names of organisations", "机构标识与名称替换"),
    "record-order": ("another order of lists and records", "列表与记录的顺序"),
    "duplicate-removal": ("repeated entries removed", "去除重复条目"),
    "currency-renaming": ("another currency for all amounts", "全部金额更换币种"),
    "irrelevant-fact": ("a fact added that the rule does not look at", "增加与规则无关的事实"),
    # the bibliography
    "source_kind_article": ("article", "论文"),
    "source_kind_law": ("law", "法律法规"),
    "source_kind_standard": ("standard", "标准"),
    "source_kind_method": ("method", "方法"),
    "source_kind_report": ("report", "报告"),
    "extent_full-text": ("read in full", "已阅全文"),
    "extent_extended-abstract": ("read in an extended abstract", "所阅为详细摘要"),
    "extent_abstract": ("read in its abstract", "所阅为摘要"),
    "extent_second-hand": ("known second-hand, to be verified", "系转引，待核实"),
    "written_in_en": ("in English", "英文"),
    "written_in_zh": ("in Chinese", "中文"),
    "cited_by": ("Cited by: {rules}", "引用该文献的规则：{rules}"),
    "cited_by_none": ("No rule here cites it.", "本手册中没有规则引用该文献。"),
}
_WORDS: Mapping[str, tuple[str, str]] = {**CONDITIONS, **_PAGES}


def say(key: str, lang: Language, **values: Any) -> str:
    """The words for ``key``, filled in with ``values``."""
    en, zh = _WORDS[key]
    return (zh if lang == "zh" else en).format(**values)
