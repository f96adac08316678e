"""How the cells of a workbook show numbers: as dates, as lengths of time, as percentages, with leading zeros."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ZEROS = re.compile("0{2,}")
_MONTH, _DAY, _TIME = 'yyyy"年"m"月"', 'm"月"d"日"', 'h"时"mm"分"'
_IN_CHINESE = {
    **dict.fromkeys((27, 36, 50, 52, 57), _MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _DAY),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), _TIME),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
}
"""Formats that the Chinese editions of Excel have built in and never write down, by number."""


class Format(NamedTuple):
    """How a number is shown. ``zeros``: digits that it is shown with at least.

    ``is_month``: as a date of which year and month are shown and the day is not.
    """

    is_date: bool = False
    is_duration: bool = False
    is_month: bool = False
    percent: bool = False
    zeros: int = 0


GENERAL = Format()


def formats(styles: bytes) -> list[Format]:
    """The formats of a workbook's cell styles, by number."""
    root = ElementTree.fromstring(styles)  # noqa: S314 -- document types are refused before
    own = {
        int(each.attrib["numFmtId"]): each.attrib.get("formatCode", "")
        for each in root.iter()
        if _local(each.tag) == "numFmt"
    }
    cells = next((part for part in root if _local(part.tag) == "cellXfs"), ())
    return [_format(int(style.attrib.get("numFmtId", 0)), own) for style in cells]


def _format(number: int, own: Mapping[int, str]) -> Format:
    code = own.get(number) or BUILTIN_FORMATS.get(number) or _IN_CHINESE.get(number)
    if code is None:
        return GENERAL
    shown = _QUOTED.sub("", code)
    return Format(
        is_date=is_date_format(code),
        is_duration=is_timedelta_format(code),
        is_month="y" in shown.lower() and "d" not in shown.lower(),
        percent="%" in shown,
        zeros=len(shown) if _ZEROS.fullmatch(shown) else 0,
    )


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
