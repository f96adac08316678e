"""Values as people write them, in the language of the report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from riskscreen.lang.measure import Bounds
from riskscreen.lang.vocabulary import Kind, Value, decode
from riskscreen.model.report import Language

_YES, _NO = {"en": "yes", "zh": "是"}, {"en": "no", "zh": "否"}
UNKNOWN = {"en": "unknown", "zh": "不详"}
_AT_LEAST = {"en": "at least {}", "zh": "至少{}"}
_UNPROVEN = {"en": "{} (identity not established)", "zh": "{}（身份未确认）"}
_BETWEEN = {"en": "{} to {}", "zh": "{}至{}"}
_MOST_PLACES = 12


@lru_cache(maxsize=4096)
def known(value: Value, kind: Kind, lang: Language, thresholds: Sequence[Decimal] = ()) -> str:
    """A known value, as engines see it, that is no identity. ``thresholds``: as for :func:`number`."""
    if kind is Kind.BOOL:
        return (_YES if value else _NO)[lang]
    if kind is Kind.CODE:
        return code(str(value), lang)
    decoded = decode(value, kind)
    if isinstance(decoded, date):
        return decoded.isoformat()
    return str(decoded) if isinstance(decoded, str) else number(Decimal(decoded), kind, lang, thresholds)


def number(value: Decimal, kind: Kind, lang: Language, thresholds: Sequence[Decimal] = ()) -> str:
    """A number of a kind: ``62.5 %`` for a share, thousands separated in money, no zeros at the end.

    A share has as many digits as it takes to stand to each of ``thresholds`` as it truly does: 9.99 % is not 10 %.
    """
    if kind is Kind.SHARE:
        percent = _rounded(100 * value, [100 * threshold for threshold in thresholds])
        return f"{_plain(percent)} %" if lang == "en" else f"{_plain(percent)}%"
    return f"{_trimmed(value):,f}" if kind is Kind.MONEY else _plain(value)


def _rounded(percent: Decimal, thresholds: Sequence[Decimal]) -> Decimal:
    for places in range(1, _MOST_PLACES):
        rounded = percent.quantize(Decimal(1).scaleb(-places))
        if all(rounded.compare(threshold) == percent.compare(threshold) for threshold in thresholds):
            return rounded
    return percent


def money(hundredths: int, currency: str | None, lang: Language) -> str:
    """An amount with its currency, if that is known."""
    digits = known(hundredths, Kind.MONEY, lang)
    if currency is None:
        return digits
    return f"{digits}元" if lang == "zh" and currency == "CNY" else f"{currency} {digits}"


def measured(bounds: Bounds | None, kind: Kind, lang: Language, thresholds: Sequence[Decimal] = ()) -> str:
    """What is known of a measure: its value, or the bounds it lies in. ``thresholds``: as for :func:`number`."""
    if bounds is None or (bounds.high is None and not bounds.low):
        return UNKNOWN[lang]  # that it is not below nothing goes without saying
    low = number(Decimal(bounds.low) / bounds.unit, kind, lang, thresholds)
    if bounds.exact:
        return low
    if bounds.high is None:
        return at_least(low, lang)
    return _BETWEEN[lang].format(low, number(Decimal(bounds.high) / bounds.unit, kind, lang, thresholds))


def at_least(text: str, lang: Language) -> str:
    """A lower bound."""
    return _AT_LEAST[lang].format(text)


def unproven(name: str, lang: Language) -> str:
    """Somebody who is named and has no identifier."""
    return _UNPROVEN[lang].format(name)


def code(word: str, lang: Language) -> str:
    """A word of a closed list."""
    return _CHINESE.get(word, word) if lang == "zh" else word.replace("-", " ")


def _plain(value: Decimal) -> str:
    return f"{_trimmed(value):f}"


def _trimmed(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


_CHINESE = {
    # procurement method, and how the evaluator was chosen
    "open": "公开招标",
    "selective": "邀请招标、竞争性磋商等",
    "limited": "谈判、询价等",
    "direct": "单一来源或直接委托",
    "competitive": "竞争方式",
    "pool": "从库中抽取",
    "appointed": "直接指定",
    # sides and those who lead or take part
    "buyer": "购买方",
    "procuring-entity": "采购实体",
    "tenderer": "投标人",
    "government": "政府部门",
    "community": "社区",
    "contractor": "承接方",
    "professional": "专业社工",
    "evaluator": "评估方",
    "supervisor": "监督方",
    "recipient": "受益方",
    "expert": "专家",
    "beneficiary": "服务对象",
    "recipient-organisation": "受益单位",
    "volunteer": "志愿者",
    # ties and origins
    "ownership": "持股或出资",
    "kinship": "亲属",
    "shared-office": "合署办公",
    "incubation": "孵化",
    "affiliation": "隶属或主管",
    "employment": "任职",
    "founded": "发起设立",
    "incubated": "孵化培育",
    # bids and honours
    "invited": "已邀请",
    "pending": "待审",
    "valid": "有效",
    "disqualified": "无效",
    "withdrawn": "已撤回",
    "national": "国家级",
    "provincial": "省级",
    "municipal": "市级",
    "county": "县级",
    # awards, items of contracts and milestones
    "active": "有效",
    "cancelled": "已取消",
    "unsuccessful": "未成功",
    "added": "增加",
    "cut": "减少",
    "same": "未变",
    "scheduled": "已安排",
    "met": "已完成",
    "notMet": "未完成",
    "partiallyMet": "部分完成",
    # targets and criteria
    "output": "产出",
    "outcome": "成效",
    "process": "过程",
    "satisfaction": "满意度",
    "honour": "荣誉",
    "visit": "参观接待",
    "media": "媒体",
    "finance": "财务",
    "compliance": "合规",
    "documentation": "档案资料",
    # activities, support and stages
    "service": "服务",
    "capacity-transfer": "能力转移",
    "training": "培训",
    "event": "主题活动",
    "publicity": "宣传",
    "funding": "资金",
    "venue": "场地",
    "policy": "政策",
    "staff": "人员",
    "planning": "规划",
    "design": "设计",
    "delivery": "实施",
    "evaluation": "评估",
    # evaluation methods, its use, and oversight
    "document-review": "查阅资料",
    "field-visit": "实地走访",
    "recipient-interview": "访谈服务对象",
    "staff-interview": "访谈工作人员",
    "survey": "问卷调查",
    "data-check": "数据核查",
    "hearing": "听证",
    "budget": "预算安排",
    "renewal": "续约",
    "posts": "岗位设置",
    "plan": "方案改进",
    "payment": "付款",
    "publication": "公开",
    "sanction": "惩戒",
    "resident-rating": "居民评议",
    "complaint-line": "投诉渠道",
    "residents-committee": "居民委员会",
    "buyer-to-contractor": "购买方向承接方",
    "contractor-to-buyer": "承接方向购买方",
    "other": "其他",
}
