"""The words that reports for people are made of, in both languages. Texts of rules and of records are not here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riskscreen.model.report import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    # head
    "title": ("Risk screening report", "风险筛查报告"),
    "engine": ("Engine {engine} · as of {as_of}", "引擎 {engine} · 截至 {as_of}"),
    "rules": (
        "{rules} rules ({packs}) · rule set {digest} · policy {policy}",
        "规则{rules}条（{packs}）· 规则集 {digest} · 策略 {policy}",
    ),
    "accounting": (
        "Records: {read} read = {screened} screened + {rejected} rejected + {duplicates} duplicates",
        "记录：读取{read} = 筛查{screened} + 退回{rejected} + 重复{duplicates}",
    ),
    "unsupported": ("Rules that this form of input can never decide", "本输入格式无法判定的规则"),
    # ranking
    "ranking": ("Projects by risk score", "项目风险排序"),
    "project": ("Project", "项目"),
    "score": ("Score", "风险分"),
    "band": ("Band", "等级"),
    "reasons": ("Main findings", "主要发现"),
    "decided": ("{share} decided", "已判定{share}"),
    "range": ("range {low}–{high}", "区间{low}–{high}"),
    "no_findings": ("no rule flagged", "无标记"),
    "more_findings": ("and {count} more", "另有{count}项"),
    "left_out_projects": (
        "Not shown: {count} of lower rank, at {score} or below; --top 0 shows all.",
        "另有{count}个项目未列出，其风险分均不高于{score}；--top 0可全部列出。",
    ),
    "no_projects": ("No project was screened.", "没有项目完成筛查。"),
    "low": ("low", "低"),
    "medium": ("medium", "中"),
    "high": ("high", "高"),
    "critical": ("critical", "极高"),
    "undetermined": ("undetermined", "待定"),
    "undetermined_note": (
        "undetermined: too few of the rules could be decided to speak of a low or high risk.",
        "待定：可判定的规则过少，不足以评定风险高低。",
    ),
    "disputed_mark": ("! disputed", "！有分歧"),
    # one project
    "details": ("Why: findings by project", "依据：逐个项目的发现"),
    "left_out_details": (
        "With findings, but not explained here: {count}; --explain 0 explains all, --format json holds everything.",
        "另有{count}个有发现的项目未在此展开；--explain 0可全部展开，--format json含全部内容。",
    ),
    "source": ("source {where}", "来源 {where}"),
    "points": ("{points} of the score", "占{points}分"),
    "evidence": ("Data: ", "数据："),
    "cited": ("Source: ", "出处："),
    "own_reading_of": ("{where} (our reading)", "{where}（本项目的理解）"),
    "own_reading_lead": ("Our reading: ", "本项目的理解："),
    "bibliography": ("Sources cited", "所引文献"),
    "innocent": ("Innocent: ", "合理解释："),
    "verify": ("Check: ", "核查："),
    "more_evidence": ("and {count} more", "另有{count}个数据"),
    "protective": ("Protective factors", "保护因素"),
    "disputed": ("Engines did not agree (the reference's verdict stands)", "引擎结论不一致（以参考引擎为准）"),
    "unknown": ("Rules not judged: {count}", "未能判定：{count}条规则"),
    "would_decide": ("Most useful to add: ", "补充以下字段最有帮助："),
    "field_rules": ("{field}\u00a0({count})", "{field}\u00a0({count})"),
    "to_verify": ("source known second-hand, to be verified", "来源为转引，待核实"),
    "sign": ("warning signs", "警示信号"),
    "statute": ("legal limits", "法定限额"),
    "screen": ("statistical signals", "统计筛查信号"),
    # batch
    "organisations": (
        "Organisations (from the whole batch, not part of any project's score)",
        "机构（按整批数据判断，不计入项目分）",
    ),
    "market": ("The batch as a whole", "整批情况"),
    "left_out_organisations": ("Organisations not shown: {count}.", "另有{count}家机构未列出。"),
    "cohort": ("Compared: {group}", "比较范围：{group}"),
    "cohort_size": ("n = {n}", "样本数 = {n}"),
    "batch_unknown": ("Batch rules that could not be judged", "未能判定的批次规则"),
    "on_organisations": ("{reason} · organisations: {count}", "{reason} · 涉及{count}家机构"),
    "sample": ("largest sample {n}, needs {needs}", "最大样本{n}，至少需要{needs}"),
    "gaps": ("What could not be judged, over all projects", "全部项目中未能判定的部分"),
    "gaps_intro": (
        "Unknown verdicts: {count}, on projects: {projects}. Fields that would decide the most:",
        "{projects}个项目共有{count}项未能判定。补充后作用最大的字段：",
    ),
    "gap": ("{count} verdicts", "{count}项"),
    "rejects": ("Rejected records", "退回的记录"),
    "left_out_rejects": (
        "Rejects not shown: {count}; --format json lists them all.",
        "另有{count}条退回记录，见--format json。",
    ),
    "quality": ("Notes on the data", "数据质量提示"),
    "left_out_quality": (
        "Notes not shown: {count}; --format json lists them all.",
        "另有{count}条提示，见--format json。",
    ),
    "unknown field": ("unknown field", "无法识别的字段"),
    "string for number": ("string for number", "以文本填写的数字"),
    "empty text": ("empty text, read as not known", "空文本，按未知处理"),
    "byte order mark": ("byte order mark, skipped", "文件头有字节顺序标记，已跳过"),
    "times": ("{count}×", "{count}次"),
    # sheets and tables
    "sheet_overview": ("overview", "概览"),
    "sheet_projects": ("projects", "项目"),
    "sheet_findings": ("findings", "发现"),
    "sheet_evidence": ("data", "数据"),
    "sheet_unknowns": ("unknowns", "未能判定"),
    "sheet_rejects": ("rejects", "退回记录"),
    "sheet_notes": ("notes", "数据提示"),
    "sheet_rules": ("rules", "规则"),
    "sheet_sources": ("sources", "文献"),
    "about_organisation": ("Organisation", "机构"),
    "about_market": ("Batch", "整批"),
    "about_record": ("Record", "记录"),
    "protects": ("protects", "保护"),
    "rejected": ("rejected", "退回"),
    "notice": ("Notice", "说明"),
    "records": ("Records", "记录数"),
    "records_read": ("read", "读取"),
    "records_screened": ("screened", "筛查"),
    "records_rejected": ("rejected", "退回"),
    "records_duplicates": ("duplicates", "重复"),
    "run": ("Basis", "筛查依据"),
    "run_as_of": ("as of", "截至日期"),
    "run_engine": ("engine", "引擎"),
    "run_packs": ("rule packs", "规则包"),
    "run_rules": ("number of rules", "规则数"),
    "run_ruleset": ("digest of the rule set", "规则集摘要值"),
    "run_policy": ("digest of the policy", "策略摘要值"),
    "bands": ("Projects by band", "各等级项目数"),
    "signs_by_count": ("Projects by finding", "各项发现的项目数"),
    "wanted": ("Unknown verdicts that wait for a field", "待补充字段及未判定项数"),
    "more_rows": ("Not shown: {count}; --format json lists them all.", "另有{count}条，见--format json。"),
    "cut": ("… [cut, {length} characters in all]", "……〔已截断，全文共{length}字〕"),
    # reasons of unknowns
    "missing": ("values missing", "缺少数据"),
    "incomplete": ("list not complete", "列表不完整"),
    "identity": ("identity not established", "身份无法确认"),
    "calendar": ("outside the calendar", "超出日历范围"),
    # roles of organisations
    "role_buyer": ("buyer", "购买方"),
    "role_supplier": ("contractor", "承接方"),
    "role_tenderer": ("tenderer", "投标人"),
    "role_evaluator": ("evaluator", "评估方"),
    "role_payer": ("payer of the evaluation", "评估费支付方"),
    "role_supervisor": ("supervisor", "监督方"),
    # rule pages
    "protective_kind": ("protective factor", "保护因素"),
    "sign_kind": ("warning sign", "警示信号"),
    "statute_kind": ("legal limit", "法定限额"),
    "screen_kind": ("statistical signal", "统计筛查信号"),
    "authorisation": ("authorisation and planning", "立项与授权"),
    "design": ("needs and design", "需求与设计"),
    "award": ("contractor and award", "承接方与采购"),
    "roles": ("roles and ties", "角色与关联"),
    "delivery": ("delivery", "实施"),
    "evaluation": ("evaluation", "评估"),
    "on_project": ("judged on each project", "逐项目判断"),
    "on_organisation": ("judged on organisations, over a batch", "按整批数据对机构判断"),
    "on_market": ("judged on the batch as a whole", "按整批数据整体判断"),
    "severity_weight": ("severity {severity}, weight {weight}", "严重程度：{severity}，权重{weight}"),
    "mechanism": ("mechanism {mechanism}", "机制 {mechanism}"),
    "looks_for": ("What it looks for", "判断条件"),
    "scope": ("only where ", "适用范围："),
    "let": ("with ", "其中："),
    "any_of": ("any of:", "满足任一："),
    "none_of": ("no such record:", "不存在："),
    "fields": ("Data it needs", "所需数据"),
    "thresholds": ("Thresholds", "阈值"),
    "from_date": ("from {date}: ", "自{date}起："),
    "basis_paper": ("printed in the source", "来源原文数值"),
    "basis_law": ("law", "法律规定"),
    "basis_method": ("published method", "已发表的方法"),
    "basis_own": ("this project's choice", "本项目选定"),
    "policy_value": ("set to {value} here", "本次设为{value}"),
    "why": ("Why it matters", "为什么值得关注"),
    "reported_as": ("How it is reported", "报告用语"),
    "followed_by": ("Of these, those that are true follow:", "其后列出成立的情形："),
    "innocent_title": ("Innocent explanations", "可能的合理解释"),
    "verify_title": ("What to verify", "核查要点"),
    "remedy": ("What can be done", "改进建议"),
    "citations": ("Sources", "出处"),
    "examples_title": (
        "Examples: {flagged} flagged, {clear} clear, {unknown} unknown",
        "示例：标记{flagged}个，正常{clear}个，未知{unknown}个",
    ),
    "flagged": ("flagged", "标记"),
    "clear": ("clear", "正常"),
    "unknown_verdict": ("unknown", "未知"),
    "more_examples": ("and {count} more", "另有{count}个"),
    "unit_award": ("{number} awards", "{number}次"),
    "unit_bid": ("{number} bids", "{number}个投标"),
    "unit_calendar_month": ("month {number}", "{number}月"),
    "unit_category": ("{number} categories", "{number}个类别"),
    "unit_contract": ("{number} contracts", "{number}份合同"),
    "unit_day": ("{number} days", "{number}天"),
    "unit_grade": ("grade {number}", "{number}级"),
    "unit_month": ("{number} months", "{number}个月"),
    "unit_period": ("{number} periods", "{number}期"),
    "unit_point": ("{number} points", "{number}分"),
    "unit_project": ("{number} projects", "{number}个项目"),
    "unit_site": ("{number} sites", "{number}个服务点"),
    "unit_target": ("{number} targets", "{number}项指标"),
    # rule tests
    "examples_run": (
        "{run} examples of {rules} rules on {engines}",
        "已在{engines}上运行{rules}条规则的{run}个示例",
    ),
    "examples_hold": ("Every example holds.", "全部示例均成立。"),
    "examples_failed": ("Faults: {count}", "问题：{count}处"),
    "examples_by_rule": ("Examples by rule and verdict", "各规则的示例数"),
    "rule": ("Rule", "规则"),
    "lint_clean": ("{files} rule files read: nothing to object to.", "已检查{files}个规则文件，未发现问题。"),
    "verify_witness": ("witness: {verdicts}", "例证：{verdicts}"),
    "verify_no_witness": ("no witness: {reason}", "无例证：{reason}"),
    "verify_summary": (
        "{rules} rules. Errors: {errors}; notes: {notes}; not decided: {undecided}. What is found is proved for every "
        "record that gives what the rules read, however long its lists are.",
        "共{rules}条规则：错误{errors}处，提示{notes}处，未决问题{undecided}个。以上结论对载有规则所需数据的一切记录均已证明成立，"
        "不限列表长短。",
    ),
    # properties of rules and changes of them
    "properties_title": (
        "Declared properties, by the number of decided cases they were tried on",
        "已声明性质（按已判定的尝试例数）",
    ),
    "properties_legend": (
        "– declared, and the rule reads nothing that changes; ? hardly tried; ✗ does not hold; blank: not declared",
        "– 已声明且规则不涉及所变动的数据；? 尝试不足；✗ 不成立；空白：未声明",
    ),
    "property_date-shift": ("dates", "日期"),
    "property_money-scaling": ("money", "金额"),
    "property_currency-renaming": ("currency", "币种"),
    "property_person-renaming": ("persons", "人员"),
    "property_organisation-renaming": ("organisations", "机构"),
    "property_record-order": ("order", "次序"),
    "property_duplicate-removal": ("repeats", "重复"),
    "property_irrelevant-fact": ("other", "无关"),
    "property_worse": ("worse", "方向"),
    "property_before": ("before ({verdict}):", "变动前（{verdict}）："),
    "property_after": ("after ({verdict}):", "变动后（{verdict}）："),
    "property_suggested": (
        "holds on {decided} decided cases ({flagged} flagged), not declared",
        "在{decided}个已判定例中均成立（其中标记{flagged}个），尚未声明",
    ),
    "property_must_hold": (
        "must hold, for the rule reads nothing that changes; not declared",
        "规则不涉及所变动的数据，必然成立，尚未声明",
    ),
    "property_hardly_tried": (
        "declared, and tried on {cases} cases only, {decided} of them decided: add examples that show it",
        "已声明，但仅尝试{cases}例（已判定{decided}例），请补充示例",
    ),
    "properties_untried_releases": (
        "no property is tried: the examples are OCDS releases, and cases are made of projects in the native form only",
        "未尝试任何性质：示例为OCDS发布记录，目前仅能由本格式项目生成案例",
    ),
    "properties_untried_no-case": (
        "no property is tried: no example can be judged; rules test says why",
        "未尝试任何性质：没有可供判定的示例，原因见rules test",
    ),
    "properties_summary": (
        "{rules} rules, {declared} properties declared: {held} held on {cases} cases ({decided} decided), {unread} "
        "rest on nothing the rule reads, {hardly} hardly tried, {broken} do not hold; {suggested} suggested.",
        "共{rules}条规则，声明性质{declared}项：{held}项在{cases}例中成立（已判定{decided}例），{unread}项因规则不涉及相关数据而必然成立，"
        "尝试不足{hardly}项，不成立{broken}项；建议声明{suggested}项。",
    ),
    "mutation_summary": (
        "Changes of the rules: {tried} tried, {noticed} noticed by examples, {no_matter} shown to change no verdict, "
        "{unnoticed} unnoticed ({share}).",
        "规则变动：共尝试{tried}处，示例察觉{noticed}处，已证明不改变判定{no_matter}处，未察觉{unnoticed}处（{share}）。",
    ),
    # coverage of rules by data
    "coverage_title": ("What this data can decide", "本批数据可判定的范围"),
    "coverage_decided": (
        "Judgements (rules × projects): {decided} of {judgements} decided, {share}.",
        "判断（规则×项目）：共{judgements}项，已判定{decided}项，占{share}。",
    ),
    "beyond_fields": (
        "Judgements that no further field decides: {count} (dates outside the calendar, or names without identifiers).",
        "补充字段仍无法判定：{count}项（日期超出日历范围，或姓名、名称相同而缺少标识）。",
    ),
    "implausible": ("Rules that flag implausibly often", "标记比例异常偏高的规则"),
    "implausible_intro": (
        "A rule that flags nearly everything tells nothing apart. Check the data, or whether the threshold suits it.",
        "几乎全部标记的规则无法区分项目。请核对数据，或检查阈值是否适用。",
    ),
    "implausible_rule": (
        "flagged {flagged} of {decided} decided cases, {share}",
        "已判定{decided}个，其中标记{flagged}个，占{share}",
    ),
    "coverage_steps": ("Fields worth filling in first", "最值得优先补充的字段"),
    "coverage_steps_intro": (
        "In this order each step decides the most judgements for each field; fields of one step are needed together.",
        "按此顺序，每一步平均每个字段可判定的项数最多；同一步的字段须一并补充。",
    ),
    "coverage_gain": (
        "{count} more judgements, weight {weight}; {then} decided then",
        "可多判定{count}项（权重合计{weight}），判定率达{then}",
    ),
    "coverage_more_steps": (
        "Further steps: {count}; --format json lists them.",
        "其后还有{count}步，见--format json。",
    ),
    "coverage_project": ("Rules on projects ({count} projects)", "项目规则（{count}个项目）"),
    "coverage_organisation": ("Rules on organisations ({count} organisations)", "机构规则（{count}家机构）"),
    "coverage_market": ("Rules on the batch as a whole", "整批规则"),
    "out_of_scope": ("Out of scope", "不适用"),
    "would_decide_it": ("Waits for", "待补充字段"),
    # rule list
    "rule_list": ("{count} rules", "规则{count}条"),
    "code": ("Code", "代码"),
    "rule_title": ("Title", "名称"),
    "kind": ("Kind", "类型"),
    "severity": ("Severity", "严重程度"),
    "cites": ("Sources", "出处"),
}


def say(key: str, lang: Language, **values: Any) -> str:
    """The words for ``key``, filled in with ``values``."""
    en, zh = _WORDS[key]
    return (zh if lang == "zh" else en).format(**values)


def known(key: str) -> bool:
    """Whether there are words for ``key``."""
    return key in _WORDS
