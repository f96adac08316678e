"""The words that comparisons are made of, in both languages; those of reports are not repeated here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riskscreen.model.report import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Comparison of two reports", "两份报告的对比"),
    "notice": (
        "A flag is a reason to look, never a finding of wrongdoing; nor is a score that rose.",
        "标记只是值得进一步了解的理由，绝非对违法违规的认定；风险分上升亦然。",
    ),
    "old": ("Old report", "旧报告"),
    "new_report": ("New report", "新报告"),
    "side": (
        "as of {as_of} · engine {engine} · riskscreen {version} · {packs} · rule set {ruleset} · policy {policy} · "
        "{projects} projects",
        "截至{as_of} · 引擎 {engine} · riskscreen {version} · {packs} · 规则集 {ruleset} · 策略 {policy} · "
        "项目{projects}个",
    ),
    "summary": (
        "Moved: {moved}. Not moved: {unmoved}, of which with a changed record: {changed}. New: {new}. Gone: {gone}.",
        "有变化的项目{moved}个；无变化{unmoved}个，其中记录有改动{changed}个；新增{new}个；不再出现{gone}个。",
    ),
    "by_cause": ("Moved projects by possible cause: {counts}.", "有变化的项目按可能原因计：{counts}。"),
    "cause_count": ("{cause} {count}", "{cause}{count}个"),
    "nothing": ("Nothing that these reports judge has changed.", "两份报告的判断没有变化。"),
    "no_digests": (
        "One of the reports, of an earlier version, lacks what would tell all causes; what cannot be told is said.",
        "其中一份报告缺少判别全部原因所需的内容（由较早版本生成）；无法判别之处均已注明。",
    ),
    "program_differs": (
        "Versions or engines differ ({what}); every cause below presupposes that they judge alike.",
        "两份报告的版本或引擎不同（{what}）；下列原因均以其判断一致为前提。",
    ),
    "settings": ("What was in force differs", "生效内容的差异"),
    "no_settings": (
        "Rules, thresholds, weights and the reading of data were the same.",
        "规则、阈值、权重和数据读取方式均相同。",
    ),
    "moved_projects": ("Projects that moved", "有变化的项目"),
    "reasons": ("Why they moved", "变化的原因"),
    "project": ("Project", "项目"),
    "count": ("{count} projects, the furthest moved first", "共{count}个，按变化幅度排列"),
    "finding": ("Finding", "发现"),
    "whom": ("On", "对象"),
    "standing": ("Verdict", "判定"),
    "was": ("Old", "旧"),
    "now": ("New", "新"),
    "difference": ("Change", "变化"),
    "cause": ("Possible causes", "可能原因"),
    "state": ("{score} ({band})", "{score}（{band}）"),
    "range": ("range {was} → {now}", "区间{was} → {now}"),
    "decided": ("decided {was} → {now}", "已判定{was} → {now}"),
    "new": ("New projects", "新增的项目"),
    "gone": ("Projects no longer there", "不再出现的项目"),
    "rejected_was": ("the old report rejected its record: {error}", "旧报告退回了该记录：{error}"),
    "rejected_now": ("the new report rejected its record: {error}", "新报告退回了该记录：{error}"),
    "unpaired": ("Projects that could not be matched", "无法对应的项目"),
    "unpaired_lead": (
        "Part of their identifiers is withheld and numbered anew in each report, and no record of the other report is "
        "the same.",
        "其编号部分内容已隐去，且在每份报告中重新编序；另一份报告中没有相同的记录。",
    ),
    "batch": ("Findings on organisations and on the batch", "机构与整批的发现"),
    "market": ("the batch as a whole", "整批"),
    "left_out": (
        "Not shown: {count}; --top 0 shows all, --format json holds everything.",
        "另有{count}个未列出；--top 0可全部列出，--format json含全部内容。",
    ),
    "left_out_settings": (
        "Further differences in force: {count}; --format json holds everything.",
        "生效内容另有{count}处差异；--format json含全部内容。",
    ),
    "more": ("and {count} more", "另有{count}项"),
    "other_verdicts": ("Other verdicts: ", "其他判定："),
    "several": ("one or more of:", "以下一项或多项："),
    "score_moved": ("score, range, decided", "风险分、区间、已判定"),
    "values": ("Other values that differ: ", "其他不同的数据："),
    "share": ("{was} → {now} of the score", "计分{was} → {now}"),
    # standings
    "flagged": ("flagged", "标记"),
    "waived": ("waived", "已豁免"),
    "clear": ("clear", "正常"),
    "out_of_scope": ("out of scope", "不适用"),
    "unknown": ("unknown", "未知"),
    "not_judged": ("not judged", "未判断"),
    "not_flagged": ("not flagged", "未标记"),
    # kinds of causes
    "kind_fact": ("fact", "事实"),
    "kind_rule": ("rule", "规则"),
    "kind_threshold": ("threshold", "阈值"),
    "kind_waiver": ("waiver", "豁免"),
    "kind_score_model": ("score model", "计分模型"),
    "kind_reading": ("reading of data", "数据读取"),
    "kind_batch": ("rest of the batch", "同批其他记录"),
    "kind_others": ("other findings", "其他发现"),
    "kind_program": ("version or engine", "版本或引擎"),
    "kind_untold": ("cannot be told", "无法判别"),
    # causes
    "fact_hidden": (
        "the record differs, in what cannot be told from the reports",
        "记录有改动，但从报告中看不出所涉数据",
    ),
    "fact_one_side": (
        "the record differs; of what the finding rests on, only one report shows {values}",
        "记录有改动；该发现所依据的数据中，仅一份报告载有{values}",
    ),
    "value_missing": ("missing", "缺失"),
    "rule_came": (
        "{rule} came into force (added, or switched on by the policy)",
        "{rule}开始生效（新增，或由策略启用）",
    ),
    "rule_went": (
        "{rule} is no longer in force (removed, or switched off by the policy)",
        "{rule}不再生效（已移除，或由策略停用）",
    ),
    "pack_came": ("{rule}: the pack {pack} is now used", "{rule}：现已使用规则包{pack}"),
    "pack_went": ("{rule}: the pack {pack} is no longer used", "{rule}：不再使用规则包{pack}"),
    "meaning": ("what {rule} looks for was changed", "{rule}的判断条件有改动"),
    "threshold": ("{rule} {what} {was} → {now}", "{rule} {what} {was} → {now}"),
    "dated": ("{value} from {date}", "自{date}起{value}"),
    "none": ("none", "无"),
    "waiver_began": ("waived until {expiry} by {author}: {reason}", "已豁免（至{expiry}，{author}）：{reason}"),
    "waiver_expired": ("the waiver by {author} expired on {expiry}", "{author}的豁免已于{expiry}到期"),
    "waiver_withdrawn": (
        "the waiver by {author} (until {expiry}) is no longer given",
        "{author}的豁免（原至{expiry}）不再提供",
    ),
    "weight": ("weight of {rule} {was} → {now}", "{rule}的权重{was} → {now}"),
    "mechanism": ("mechanism of {rule} {was} → {now}", "{rule}的机制{was} → {now}"),
    "severity": ("severity of {rule} {was} → {now}", "{rule}的严重程度{was} → {now}"),
    "undetermined_below": (
        "least decided share for a band {was} → {now}",
        "评定等级所需的最低已判定比例{was} → {now}",
    ),
    "reading": (
        "how records are read was changed (taxonomy, or the policy for data)",
        "记录的读取方式有改动（分类表，或策略中有关数据的设置）",
    ),
    "other_records": (
        "records of the old batch that are gone or changed: {was}; of the new one that are new or changed: {now}",
        "旧批次中不再出现或有改动的记录{was}条，新批次中新增或有改动的记录{now}条",
    ),
    "others": ("the score is shared with other findings: {rules}", "与其他发现重新分摊风险分：{rules}"),
    "version": ("version {was} → {now}", "版本{was} → {now}"),
    "engine": ("engine {was} → {now}", "引擎{was} → {now}"),
    "nothing_differs": (
        "record, rule and settings are the same and should give the same; compare the versions of riskscreen and of "
        "the libraries it uses (calendar), and report a defect if these are the same too",
        "记录、规则和设置均相同，结果本应一致；请核对riskscreen及其所用程序库（日历）的版本，若亦相同请报告缺陷",
    ),
    "untold_record": (
        "a report has no digest of the record (redacted, say): it may have been changed",
        "报告没有该记录的摘要值（如经脱敏处理）：记录可能有改动",
    ),
    "untold_records": (
        "not all records of the batch can be compared: they may have been changed",
        "同批记录无法全部比对：可能有改动",
    ),
    "untold_ruleset": (
        "rules or policy differ, and a report does not tell in what: rule, threshold or score model",
        "规则或策略不同，而报告未载明差异：可能是规则、阈值或计分模型",
    ),
}


def tell(key: str, lang: Language, **values: Any) -> str:
    """The words for ``key``, filled in with ``values``."""
    en, zh = _WORDS[key]
    return (zh if lang == "zh" else en).format(**values)
