"""Numbers as people write them in cells: 12.5万元, １，２００, 85%, 120人次, 5A."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_TIMES = {
    "": 1, "十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "萬": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "億": 10**8,
}  # fmt: skip
_MONEY = ("元", "元整", "圆", "块", "元人民币")
_MEASURES = (
    "人", "名", "位", "人次", "次", "例", "个", "户", "件", "项", "份", "小时", "场", "条", "家", "家次", "分", "天",
    "岁", "年", "年度", "级", "A", "A级", "篇", "张", "期", "套",
)  # fmt: skip
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s?(?:¥|RMB|CNY|人民币)?\s?"
    r"(?P<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)\s?"
    rf"(?:(?P<percent>%)|(?P<times>{'|'.join(sorted(_TIMES, key=len, reverse=True))})"
    rf"(?P<measure>{'|'.join(sorted((*_MONEY, *_MEASURES), key=len, reverse=True))})?)",
    re.ASCII | re.IGNORECASE,
)
_UNIT = re.compile(rf"(?:单位)?:?(?:人民币)?(?P<times>{'|'.join(filter(None, _TIMES))}|)(?P<measure>[元圆人]|)")
_DASHES = str.maketrans("−–—－", "----")


class Quantity(NamedTuple):
    """A number as written. ``scaled``: it bore a unit such as 万 or 元, so that its size is certain.

    ``measure`` is what it counts, empty where that was not written.
    """

    number: Decimal
    percent: bool
    scaled: bool
    measure: str

    @property
    def is_money(self) -> bool:
        """Whether it can be an amount of money."""
        return not self.percent and self.measure not in _MEASURES


@lru_cache(maxsize=4096)
def quantity(text: str) -> Quantity | None:
    """The number that a text writes, or None where it writes none, or more than one."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).translate(_DASHES).strip())
    if match is None:
        return None
    number = Decimal(match["sign"] + re.sub("[, ]", "", match["digits"]))
    if match["percent"]:
        return Quantity(number, True, True, "")
    times, measure = match["times"], (match["measure"] or "").upper()
    return Quantity(number * _TIMES[times], False, bool(times) or measure in _MONEY, measure)


def factor(unit: str) -> Decimal | None:
    """What numbers under a header with this unit are to be multiplied by: 10,000 for 万元; None for no such unit."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", unit))
    if plain == "%":
        return Decimal("0.01")
    match = _UNIT.fullmatch(plain)
    return Decimal(_TIMES[match["times"]]) if match and (match["times"] or match["measure"]) else None


def shown_number(value: float) -> Decimal:
    """A number of a cell as the program shows it, with 15 digits: 0.1 + 0.2 is 0.3."""
    return Decimal(format(value, ".15g"))
