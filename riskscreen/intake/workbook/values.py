"""The value in a cell, as its column means it: what JSON would hold in its place, nothing known, or a problem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from riskscreen.intake.messages import Message, close_word
from riskscreen.intake.objects import as_json
from riskscreen.intake.workbook.days import NoDay, day_of, day_of_number, day_of_value
from riskscreen.intake.workbook.grid import Cell
from riskscreen.intake.workbook.layout import Column, Kind
from riskscreen.intake.workbook.numbers import Quantity, quantity, shown_number
from riskscreen.intake.workbook.words import means_nothing, nameless, several_words, state, truth, word
from riskscreen.model.words import WORDS_IN_CHINESE

PLACEHOLDER = "placeholder read as unknown"
NO_DAY = "date without a day read as unknown"
DATE_AS_TEXT = "date in a text column"

LITERAL = "'"
"""A text that begins with this sign is taken as it stands behind it, whatever it looks like."""

_EXACT_DIGITS = 15
_FEW_WORDS = 8
_UNSEEN = "".join(chr(sign) for sign in range(0x3001) if chr(sign).isspace()) + "\u200b\ufeff\u2060"
_CURRENCIES = {"元": "CNY", "人民币": "CNY", "rmb": "CNY", "¥": "CNY", "人民币元": "CNY", "美元": "USD", "欧元": "EUR",
               "港元": "HKD", "港币": "HKD", "日元": "JPY", "英镑": "GBP"}  # fmt: skip
_CURRENCY = re.compile("[A-Z]{3}")

_DATE = Message(
    "write the day as 2018-05-31 (2018.5.31 and 2018年5月31日 are read too)",
    "请填写具体日期，如2018-05-31（也可写作2018.5.31或2018年5月31日）",
)
_NUMBER = Message(
    "write one number, such as 1200 or 1,200.50, without words around it",
    "请只填写一个数字，如1200或1,200.50，不加其他文字",
)
_WHOLE = Message("write a whole number, such as 12", "请填写整数，如12")
_MONEY = Message(
    "write an amount in yuan, such as 125000, or with its unit: 12.5万元",
    "请填写以元为单位的金额，如125000；也可写明单位，如12.5万元",
)
_SHARE = Message("write a share of 0 to 1, such as 0.85, or 85%", "请填写0至1之间的比例，如0.85，或写作85%")
_FLAG = Message("write 是 or 否 (yes or no), or leave it blank", "请填写“是”或“否”；不清楚时留空")
_CURRENCY_WANTED = Message("write the currency as three capital letters, such as CNY", "币种请写三个大写字母，如CNY")
_STATE = Message(
    "write 无 (none), 不完整 (incomplete), 暂无，不完整 (none so far), or leave it blank",
    "请填写“无”“不完整”或“暂无，不完整”；其他情况留空",
)
_NAMELESS_WANTED = Message("write 无 (none) or 不详 (unnamed), or leave it blank", "请填写“无”或“不详”；其他情况留空")
_DATE_FORMAT = Message(
    "the cell is formatted as a date: set its format to a number and enter the value again",
    "该单元格被设成了日期格式：请改为数值格式后重新填写",
)
_TOO_MANY_DIGITS = Message(
    "numbers of more than 15 digits lose their last ones in a spreadsheet: set the cell's format to text and enter the "
    "number again",
    "超过15位的数字在电子表格中会丢失末尾几位：请把该单元格设为文本格式后重新填写",
)
_SHARED_AMOUNT = Message(
    "the cell is merged over several rows, so that it is not clear whether the number holds for each or for all of "
    "them together: unmerge it and write a number in each row",
    "该单元格跨行合并，无法判断数字是各行相同还是各行合计：请取消合并，逐行填写",
)


class Read(NamedTuple):
    """What a cell says. ``value`` None: nothing is known. ``note``: what is odd about it."""

    value: Any
    note: str | None = None


class CellProblem(ValueError):
    """A cell that does not say what its column is for."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


_NOTHING = Read(None)
_OF_NOTHING = Read(None, PLACEHOLDER)


def read_cell(cell: Cell, column: Column, factor: Decimal | None = None) -> Read:
    """The value in a cell; ``factor`` is what the header says numbers are to be multiplied by.

    Raises ``CellProblem``.
    """
    if cell.flaw is not None:
        raise CellProblem(cell.flaw)
    if cell.blank:
        return _NOTHING
    text = text_of(cell.value) if isinstance(cell.value, str) else None
    literal = isinstance(cell.value, str) and cell.value.startswith(LITERAL)
    none_too = column.kind not in _NONE_IS_A_WORD
    if text is not None and not literal and column.kind not in _STATES and means_nothing(text, none_too=none_too):
        return _OF_NOTHING
    if column.kind in _NUMERIC:
        return Read(_number(cell, text, column.kind, factor))
    return _READERS[column.kind](cell, text, column)


def text_of(value: str) -> str:
    """A text without what nobody sees: blanks around it, of any width, and marks of no width."""
    return value.strip(_UNSEEN)


def read_text(cell: Cell) -> str:
    """A cell as text: numbers as they are shown. Raises ``CellProblem``."""
    if cell.flaw is not None:
        raise CellProblem(cell.flaw)
    value = cell.value
    if isinstance(value, str):
        return value[1:] if value.startswith(LITERAL) else text_of(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = shown_number(float(value))
        if number.adjusted() >= _EXACT_DIGITS:
            raise CellProblem(_TOO_MANY_DIGITS)
        shown = format(number.to_integral_value() if number == number.to_integral_value() else number, "f")
        return shown.zfill(cell.zeros)
    if isinstance(value, time | timedelta):
        return str(value)
    day = day_of_value(value)
    return day.isoformat() if day else str(value)


def _text(cell: Cell, text: str | None, column: Column) -> Read:
    return Read(read_text(cell) or None, DATE_AS_TEXT if isinstance(cell.value, date) else None)


def _date(cell: Cell, text: str | None, column: Column) -> Read:
    if isinstance(cell.value, date):
        return Read(None, NO_DAY) if cell.month_only else Read(_iso(cell.value))
    found: date | NoDay = NoDay.OTHER
    if text is not None:
        found = day_of(text)
    elif isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        found = day_of_number(float(cell.value), cell.since_1904)
    if found is NoDay.MONTH_ONLY:
        return Read(None, NO_DAY)
    if isinstance(found, NoDay):
        raise CellProblem(_DATE)
    return Read(found.isoformat())


def _iso(value: date) -> str:
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def _flag(cell: Cell, text: str | None, column: Column) -> Read:
    if isinstance(cell.value, bool):
        return Read(cell.value)
    if isinstance(cell.value, int | float) and cell.value in (0, 1):
        return Read(bool(cell.value))
    said = None if text is None else truth(text)
    if said is None:
        raise CellProblem(_FLAG)
    return Read(said)


def _word(cell: Cell, text: str | None, column: Column) -> Read:
    known = None if text is None else word(text, column.words)
    if known is None:
        raise CellProblem(_one_of(column, text or ""))
    return Read(known)


def _words(cell: Cell, text: str | None, column: Column) -> Read:
    known = None if text is None else several_words(text, column.words)
    if known is None or isinstance(known, str):
        one, more = _one_of(column, known or ""), "、"
        raise CellProblem(Message(f"{one.en}; several are separated by {more}", f"{one.zh}；多项之间用“{more}”隔开"))
    return Read(list(known))


def _one_of(column: Column, text: str) -> Message:
    """What may stand there; the closest word first. The text itself is not repeated."""
    from difflib import get_close_matches

    labels = [WORDS_IN_CHINESE[code] for code in column.words]
    if close := get_close_matches(text.casefold(), [*labels, *column.words], n=1):
        tail = close_word(close[0])
        return Message(f"is not a word of the list{tail.en}", f"不在可选词表中{tail.zh}")
    rest = len(column.words) > _FEW_WORDS
    words = ", ".join(column.words[:_FEW_WORDS]) + (", …" if rest else "")
    names = "、".join(labels[:_FEW_WORDS]) + ("……" if rest else "")
    return Message(f"write one of {words}", f"请填写以下之一：{names}")


def _currency(cell: Cell, text: str | None, column: Column) -> Read:
    plain = unicodedata.normalize("NFKC", text or "").strip()
    code = _CURRENCIES.get(plain.casefold(), plain.upper())
    if not _CURRENCY.fullmatch(code):
        raise CellProblem(_CURRENCY_WANTED)
    return Read(code)


def _state(cell: Cell, text: str | None, column: Column) -> Read:
    known = None if text is None else state(text)
    if known is None:
        raise CellProblem(_STATE)
    return Read(known)


def _nameless(cell: Cell, text: str | None, column: Column) -> Read:
    known = None if text is None else nameless(text)
    if known is None:
        raise CellProblem(_NAMELESS_WANTED)
    return Read(known)


def _number(cell: Cell, text: str | None, kind: Kind, factor: Decimal | None) -> Any:
    wanted = _NUMERIC[kind]
    if cell.merged:
        raise CellProblem(_SHARED_AMOUNT)
    if isinstance(cell.value, date | time | timedelta):
        raise CellProblem(_DATE_FORMAT)
    if text is not None:
        written = quantity(text)
    elif isinstance(cell.value, bool):
        written = None
    else:
        shown = shown_number(float(cell.value))
        written = Quantity(100 * shown if cell.percent else shown, cell.percent, cell.percent, "")
    if written is None or (kind is Kind.MONEY and not written.is_money) or (kind is Kind.WHOLE and written.percent):
        raise CellProblem(wanted)
    number = written.number
    if kind is Kind.SHARE:
        number = number / 100 if written.percent else number * (factor or 1)
        if not 0 <= number <= 1:
            raise CellProblem(_SHARE)
    elif not written.scaled and factor is not None and factor >= 1:
        number *= factor
    if kind is Kind.WHOLE and number != number.to_integral_value():
        raise CellProblem(_WHOLE)
    return plain_number(number)


def plain_number(number: Decimal) -> int | float | str:
    """A number as JSON data: exact, as text where a double would not keep it."""
    if number == number.to_integral_value():
        return int(number)
    plain = as_json(number)[0]
    return format(number, "f") if isinstance(plain, str) else plain


_NUMERIC: Mapping[Kind, Message] = {
    Kind.WHOLE: _WHOLE,
    Kind.NUMBER: _NUMBER,
    Kind.MONEY: _MONEY,
    Kind.SHARE: _SHARE,
    Kind.PERCENTAGE: _NUMBER,
}
_STATES = frozenset({Kind.STATE, Kind.NAMELESS, Kind.KEY, Kind.ORDER})
# 无 ("none") answers a yes-or-no question and empties a list; in a text it may be the answer.
_NONE_IS_A_WORD = frozenset({Kind.FLAG, Kind.WORDS, Kind.TEXT})
_READERS: Mapping[Kind, Callable[[Cell, str | None, Column], Read]] = {
    Kind.KEY: _text,
    Kind.ORDER: _text,
    Kind.TEXT: _text,
    Kind.IDENTIFIER: _text,
    Kind.DATE: _date,
    Kind.FLAG: _flag,
    Kind.WORD: _word,
    Kind.WORDS: _words,
    Kind.CURRENCY: _currency,
    Kind.STATE: _state,
    Kind.NAMELESS: _nameless,
}
