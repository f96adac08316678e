"""What is wrong with a record's values, told to people: by field, in both languages, without the value itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from riskscreen.intake.messages import Message, close_word, pointer

Context = Mapping[str, Any]

_WORD = re.compile(r"'([^']*)'")
_FEW_WORDS = 8

_PLAIN: Mapping[str, Message] = {
    "missing": Message("is required", "为必填项"),
    "string_type": Message("text in double quotes is expected", "应为双引号括起的文本"),
    "string_too_short": Message("must not be empty", "不能为空"),
    "string_pattern_mismatch": Message(
        "a currency is three capital letters such as CNY", "币种应为三个大写字母，如CNY"
    ),
    "bool_type": Message("true or false is expected, without quotes", "应为true或false（不加引号）"),
    "int_type": Message("a whole number is expected, without quotes", "应为整数（不加引号）"),
    "list_type": Message("a list is expected", "应为列表"),
    "model_type": Message("an object is expected", "应为对象"),
    "not_a_date": Message(
        "a date is written YYYY-MM-DD, or as an ISO 8601 date-time", "日期应写作YYYY-MM-DD或ISO 8601日期时间"
    ),
    "year_out_of_range": Message("the year lies outside 1900 to 2200", "年份不在1900至2200之间"),
    "not_a_number": Message(
        "a number is expected, written with digits and a point, without separators or units",
        "应为数字，仅用数字和小数点，不带分隔符或单位",
    ),
    "number_too_large": Message("the number must be below 10^15", "数字应小于10^15"),
    "end_before_start": Message("endDate lies before startDate", "endDate早于startDate"),
    "rank_beyond_regions": Message("needRank is larger than rankedRegions", "needRank大于rankedRegions"),
    "licensed_beyond_total": Message("licensedSocialWorkers is larger than total", "licensedSocialWorkers大于total"),
    "accepted_beyond_made": Message("accepted is larger than made", "accepted大于made"),
}
_OF_NO_KNOWN_TYPE = Message("the value is not one that this field can hold", "该字段不能取此值")

IN_CELLS: Mapping[str, Message] = {
    "end_before_start": Message(
        "the end date lies before the start date: correct one of the two", "结束日期早于开始日期：请更正其一"
    ),
    "rank_beyond_regions": Message(
        "the rank of the need is larger than the number of regions ranked: correct one of the two",
        "需求位次大于参与排序的地区数：请更正其一",
    ),
    "licensed_beyond_total": Message(
        "there are more licensed social workers than staff: correct one of the two",
        "持证社工数大于服务人员数：请更正其一",
    ),
    "accepted_beyond_made": Message(
        "more requests were accepted than made: correct one of the two", "照单接受数大于提出要求数：请更正其一"
    ),
}
"""What is said of a workbook, whose cells have no keys; all else is said as of JSON."""


def _one_of(context: Context, value: Any) -> Message:
    words = _WORD.findall(context["expected"])
    if isinstance(value, str) and (close := get_close_matches(value.strip().lower(), words, n=1)):
        tail = close_word(close[0])
        return Message(f"is not a word of the list{tail.en}", f"不在可用词表中{tail.zh}")
    shown = ", ".join(words[:_FEW_WORDS]) + (", …" if len(words) > _FEW_WORDS else "")
    return Message(f"one of {shown} is expected", f"应为以下之一：{shown}")


def _no_such_list(context: Context, value: Any) -> Message:
    word = _WORD.search(context["hint"])
    tail = close_word(word.group(1) if word else None)
    return Message(f"names no list of a project{tail.en}", f"不是项目中任何列表的名称{tail.zh}")


def _compared(en: str, zh: str, key: str) -> Callable[[Context, Any], Message]:
    return lambda context, value: Message(f"{en} {context[key]}", f"{zh}{context[key]}")


_WITH_CONTEXT: dict[str, Callable[[Context, Any], Message]] = {
    "literal_error": _one_of,
    "no_such_list": _no_such_list,
    "greater_than_equal": _compared("must be at least", "不得小于", "ge"),
    "less_than_equal": _compared("must be at most", "不得大于", "le"),
    "less_than": _compared("must be less than", "应小于", "lt"),
    "too_short": _compared("takes this many items or more:", "项数不得少于", "min_length"),
    "too_long": _compared("takes this many items or fewer:", "项数不得多于", "max_length"),
}


def explained(
    error: ValidationError,
    place: Callable[[tuple[str | int, ...]], str] = pointer,
    said: Mapping[str, Message] = _PLAIN,
) -> list[Message]:
    """One message a problem, in the order of the model, each with the place of its field.

    ``place``: what a field's path is called, by default its JSON Pointer; ``said``: what is said of a type of problem.
    """
    return [_explained(detail, said).at(place(detail["loc"])) for detail in error.errors(include_url=False)]


def _explained(detail: ErrorDetails, said: Mapping[str, Message]) -> Message:
    """The message of a type this module knows; what pydantic may add in a later version keeps its own words."""
    kind = detail["type"]
    if kind in _WITH_CONTEXT:
        return _WITH_CONTEXT[kind](detail.get("ctx", {}), detail["input"])
    return said.get(kind) or _PLAIN.get(kind) or _OF_NO_KNOWN_TYPE
