"""How to read verdicts and scores: the page for those who get a report, with the numbers the program counts by."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from riskscreen.engines.base import Verdict
from riskscreen.model.policy import DEFAULT_WEIGHTS, Policy
from riskscreen.model.report import Language
from riskscreen.reports.handbook.links import index_link
from riskscreen.reports.handbook.markdown import table
from riskscreen.reports.words import say as say_generally
from riskscreen.rulebook.book import Rulebook
from riskscreen.scoring import BANDS, LEAST_REMAINING, Judged, score
from riskscreen.screening import NOTICE

_VERDICTS = {
    "en": """\
# How to read verdicts and scores

{notice}

## Three verdicts, never two

- **flagged**: the facts on record meet the rule's condition. The report gives every value behind it with its place,
  the source, the innocent explanations, and what to check next.
- **clear**: the facts are known and do not meet the condition, or the rule does not apply (out of scope). It says that
  this rule sees no sign, and not that all is well.
- **unknown**: facts that decide are missing. Missing is not false. Learning a value can only decide an unknown verdict;
  losing one can only make a verdict unknown. No verdict turns into its opposite for want of data.

An absent key says nothing. An empty list says that there is none. A list that is given counts as complete, unless the
record's `incomplete` names it. Persons and organisations are the same only if their identifiers are.

An unknown verdict states its reason:

{reasons}
## Four kinds of rules, shown apart

A **warning sign** comes from a paper that describes it. A **legal limit** is a number or duty that a law prints. A
**statistical signal** stands out against a batch. A **protective factor** speaks for a project. Rules on organisations
and on the batch as a whole need many projects, state the least sample they need, and never count in a project's score.
""",
    "zh": """\
# 如何阅读结论与风险分

{notice}

## 三种结论

- **标记**：记录中的事实满足规则的条件。报告列明所依据的每项数据及其位置、出处、可能的合理解释和下一步核查要点。
- **正常**：相关事实均已知且不满足条件，或规则不适用于该项目。正常只表示这条规则未见迹象，不等于没有问题。
- **未知**：缺少足以判定的事实。缺失不等于否定：补充数据只会使未知得到判定，缺少数据只会使结论变为未知，\
绝不会因缺少数据而使结论反转。

没有某个字段，表示情况不明；列表为空，表示确定没有；列出的列表视为完整，记录的`incomplete`中注明不完整的除外。人员和机构仅在标识相同时视为同一主体。

未知结论会注明原因：

{reasons}
## 四类规则，分开列示

**警示信号**来自文献的论述；**法定限额**是法律法规写明的数值或义务；**统计筛查信号**是与整批数据相比的异常；**保护因素**是对项目有利的情形。针对机构和整批数据的规则需要多个项目，均写明所需的最小样本，且不计入任何项目的风险分。
""",
}
_SCORES = {
    "en": """\
## From flags to a score

Every rule has a weight, by its severity unless the rule or the policy sets another:

{weights}
1. Of the flagged rules that share a mechanism only the weightiest counts: two views of one thing do not add up.
2. The risk that is inherent is 1 − (1 − w₁)(1 − w₂)… over the rules that count.
3. Protective factors that are present lower it: it is multiplied by (1 − p₁)(1 − p₂)…, but by no less than {least}.
4. The score is 100 times the result, with one decimal place.

For example, flags of weight {one} and {two} under two mechanisms give {risk}; with a protective factor of weight
{protection} beside them it is {residual}.

{bands}
A flagged rule of critical severity gives at least the band high.

- **Range**: what the score could become once every unknown is decided. Below, all unknown risks are clear and all
  unknown protections present; above, the reverse. A wide range asks for data, not for judgement.
- **Decided**: the share of the rules' weight that could be decided. Below {undetermined} the band is **undetermined**:
  not knowing is never "low". The ranking still goes by the score.
- **Shares**: what each flag contributes to the score; they add up to it.
- **Disputed**: two engines judge every project of a batch that is not too large. Where they differ, the report says so.

A score orders a pile of work. It is no probability and no grade of anybody's conduct.
""",
    "zh": """\
## 从标记到风险分

每条规则都有权重，由严重程度决定，规则或策略另有设定的除外：

{weights}
1. 同一机制的规则同时标记时，只计权重最大的一条：同一件事的两个侧面不重复计算。
2. 固有风险为 1 −（1 − w₁）（1 − w₂）……，对计入的各条规则连乘。
3. 存在保护因素时，固有风险再乘以（1 − p₁）（1 − p₂）……，但该乘数不低于{least}。
4. 风险分为上述结果乘以100，保留一位小数。

例如，分属两种机制、权重为{one}和{two}的两条规则被标记，风险分为{risk}；若同时存在一项权重为{protection}的保护因素，则为{residual}。

{bands}
只要有严重程度为“极高”的规则被标记，等级至少为“高”。

- **区间**：全部未知得到判定后，风险分可能的范围。下限假定未知的风险均为正常、未知的保护因素均存在；上限相反。\
区间宽，说明需要补充数据，而不是需要下结论。
- **已判定**：可判定规则的权重占比。低于{undetermined}时等级为**待定**：情况不明绝不等于“低”。排序仍按风险分。
- **占分**：每项标记在风险分中所占的部分，合计即为风险分。
- **分歧**：批量不太大时，每个项目由两个引擎分别判定；结论不一致的，报告会注明。

风险分用于安排核查的先后，既不是概率，也不是对任何人行为的评价。
""",
}
_WHY_UNKNOWN = {
    "missing": ("values that decide are absent", "缺少足以判定的数据"),
    "incomplete": ("a list that matters is said to be incomplete", "相关列表注明为不完整"),
    "identity": ("the same name, and no identifier that would tell", "姓名或名称相同，但缺少标识"),
    "calendar": ("dates outside the years whose public holidays are known", "日期超出已知节假日的年份"),
    "sample": ("too few cases in the batch", "本批数据的样本过少"),
}


def reading_page(book: Rulebook, lang: Language) -> Iterator[str]:
    """The page, with the weights and limits of the book's policy."""
    yield index_link(lang, "README.md")
    yield ""
    notice = f"**{NOTICE.in_language(lang)}**"
    yield from _VERDICTS[lang].format(notice=notice, reasons="\n".join(_reasons(lang))).splitlines()
    yield ""
    one, two, protection = (_weight(book.policy, severity) for severity in ("high", "medium", "medium"))
    flags = [_judged("one", one), _judged("two", two)]
    undetermined = book.policy.undetermined_below
    numbers = {
        "one": one,
        "two": two,
        "protection": protection,
        "risk": score(flags, undetermined).score,
        "residual": score([*flags, _judged("three", protection, protective=True)], undetermined).score,
        "least": LEAST_REMAINING,
        "undetermined": f"{undetermined:.0%}" if lang == "zh" else f"{100 * undetermined:.0f} %",
        "weights": "\n".join(_weights(book.policy, lang)),
        "bands": "\n".join(_bands(lang)),
    }
    yield from _SCORES[lang].format(**numbers).splitlines()


def _weight(policy: Policy, severity: str) -> Decimal:
    return next(policy.weights.get(each, weight) for each, weight in DEFAULT_WEIGHTS.items() if each == severity)


def _judged(code: str, weight: Decimal, protective: bool = False) -> Judged:
    return Judged(code, mechanism=code, weight=weight, verdict=Verdict.FLAGGED, protective=protective)


def _reasons(lang: Language) -> Iterator[str]:
    headers = {"en": ["Reason", "Meaning"], "zh": ["原因", "含义"]}[lang]
    rows = [[f"`{reason}`", zh if lang == "zh" else en] for reason, (en, zh) in _WHY_UNKNOWN.items()]
    yield from table(headers, rows)


def _weights(policy: Policy, lang: Language) -> Iterator[str]:
    headers = {"en": ["Severity", "Weight"], "zh": ["严重程度", "权重"]}[lang]
    yield from table(headers, [[say_generally(each, lang), f"{_weight(policy, each)}"] for each in DEFAULT_WEIGHTS])


def _bands(lang: Language) -> Iterator[str]:
    headers = {"en": ["Score", "Band"], "zh": ["风险分", "等级"]}[lang]
    rising = [(Decimal(0), "low"), *reversed(BANDS)]
    tops = [*(f"{least}" for least, _ in rising[1:]), ""]
    rows = []
    for (least, band), top in zip(rising, tops, strict=True):
        below = f"{least} ≤ … < {top}" if top else f"≥ {least}"
        rows.append([below, say_generally(band, lang)])
    yield from table(headers, rows)
