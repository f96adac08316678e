"""Rows of a sheet that hold no data: examples, remarks below the table, totals, repeated headers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from riskscreen.intake.workbook.grid import Row
from riskscreen.intake.workbook.headers import Header
from riskscreen.intake.workbook.values import LITERAL, text_of

EXAMPLE_MARKS = {"zh": "【示例】", "en": "[Example]"}
"""What the project number of an example row begins with."""

_EXAMPLE = re.compile(r"[\[【(（](?:示例|样例|example)[\]】)）]", re.IGNORECASE)
_REMARK = re.compile(
    r"(?:注|备注|说明|填表说明|填写说明|填报说明|附注|填表人|填报人|填表单位|填报单位|填表日期|填报日期|制表|制表人|审核|审核人|复核"
    r"|单位负责人|负责人|联系人|合计|总计|小计|共计|数据来源|来源|notes?|remarks?|totals?|sum|prepared by|sources?)"
    r"\s*(?:[:：;；.。、,，(（\d]|$)",
    re.IGNORECASE,
)
_SENTENCE = re.compile("[。；！？：]|[，,:].*[，,:]")
_LONGEST_NUMBER = 60


@lru_cache(maxsize=4096)
def is_example(key: str) -> bool:
    """Whether a project's number marks the row as an example."""
    return _EXAMPLE.match(unicodedata.normalize("NFKC", key)) is not None


def is_remark(row: Row, header: Header) -> bool:
    """Whether a row is no entry but a remark, a signature line, or a total."""
    filled = ((at, cell.value) for at, cell in enumerate(row.cells) if not cell.blank)
    at, first = next(filled)
    if not isinstance(first, str) or first.startswith(LITERAL) or not (at == header.key or row.at(header.key).blank):
        return False
    text = text_of(first)
    return row.wide or _is_remark_word(text) or (_is_sentence(text) and next(filled, None) is None)


def looks_like_no_number(text: str) -> bool:
    """Whether a project's number would be taken for a remark or an example, were it not marked as literal."""
    return is_example(text) or _is_remark_word(text) or _is_sentence(text)


@lru_cache(maxsize=4096)
def _is_remark_word(text: str) -> bool:
    return _REMARK.match(unicodedata.normalize("NFKC", text)) is not None


def _is_sentence(text: str) -> bool:
    return len(text) > _LONGEST_NUMBER or _SENTENCE.search(text) is not None


def is_header_again(row: Row, header: Header) -> bool:
    """Whether the header is repeated, as printed pages do."""
    texts = (text for cell in row.cells if isinstance(cell.value, str) and (text := cell.value.strip()))
    wanted = [text for text in header.texts if text]
    return next(texts, None) == wanted[0] and [wanted[0], *texts] == wanted
