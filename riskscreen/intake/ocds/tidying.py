"""Values of right types that still need a look: blanks, codes, dates, placeholders, amounts.

What is tidied is noted, with how often and where. What cannot be read is noted and left to the facts, for which it is
unknown.
"""

from __future__ import annotations

import re
from typing import Any

from riskscreen.intake.ocds.lenient import NULL_ITEM, Note
from riskscreen.intake.ocds.meanings import Meaning, Member, release_members
from riskscreen.intake.ocds.treatment import Treatment
from riskscreen.model import release as model
from riskscreen.model.base import FIRST_YEAR, LAST_YEAR, MOST_DIGITS, read_date
from riskscreen.model.codes import CODE_LISTS

EMPTY_TEXT = "empty text"
BLANKS = "spaces around a value"
OTHER_CASE = "code in another case"
NO_CODE = "not a word of the code list"
MAPPED = "code mapped by the policy"
NO_DATE = "not a date"
NO_YEAR = f"year outside {FIRST_YEAR} to {LAST_YEAR}"
NO_CURRENCY = "not a currency"
PLACEHOLDER = "placeholder"
ZERO = "amount is zero"
NEGATIVE = "negative amount"
TOO_LARGE = "amount too large"
END_BEFORE_START = "end before start"
FILLED = "filled in by the policy"
NOT_SET = "not set"

_CURRENCY = re.compile(r"[A-Z]{3}")
_WANTED = frozenset({"/bids/details/status", "/awards/status"})
"""Fields whose absence leaves most rules undecided, and which a policy can fill in."""

_WORDS = {path: {word.casefold(): word for word in words} for path, words in CODE_LISTS.items()}


def tidy(release: model.Release, treatment: Treatment, note: Note, *, nulls_noted: bool = False) -> None:
    """Tidy a release in member. ``nulls_noted``: its null items were noted before."""
    _Tidying(treatment, note, nulls_noted).part(release, release_members())


class _Tidying:
    def __init__(self, treatment: Treatment, note: Note, nulls_noted: bool) -> None:
        self._treatment = treatment
        self._note = note
        self._nulls_noted = nulls_noted

    def part(self, part: Any, members: tuple[Member, ...]) -> None:
        for member in members:
            value = getattr(part, member.attribute)
            if value is None:
                self._fill(part, member)
            elif isinstance(value, str):
                text = self._text(value, member)
                if text != value:
                    setattr(part, member.attribute, text)
            elif isinstance(value, list):
                self._items(value, member)
            elif member.inside:
                self.part(value, member.inside)
                self._whole(value, member)

    def _items(self, items: list[Any], member: Member) -> None:
        for index, item in enumerate(items):
            if item is None:
                if not self._nulls_noted:
                    self._note(member.path, NULL_ITEM, None)
            elif isinstance(item, str):
                items[index] = self._text(item, member)
            elif member.inside:
                self.part(item, member.inside)
                self._whole(item, member)

    def _fill(self, part: Any, member: Member) -> None:
        default = self._treatment.defaults.get(member.path)
        if default is not None:
            setattr(part, member.attribute, default)
            self._note(member.path, FILLED, default)
        elif member.path in _WANTED:
            self._note(member.path, NOT_SET, None)

    def _text(self, text: str, member: Member) -> str | None:
        stripped = text.strip()
        if not stripped:
            self._note(member.path, EMPTY_TEXT, None)
            return None
        if member.meaning is Meaning.TEXT:
            return stripped
        if len(stripped) < len(text):
            self._note(member.path, BLANKS, text)
        if member.meaning is Meaning.CODE:
            return self._code(stripped, member.path)
        if member.meaning is Meaning.CURRENCY:
            return self._currency(stripped, member.path)
        if member.meaning is Meaning.DATE:
            self._look_at_date(stripped, member.path)
        elif self._treatment.is_placeholder(stripped):
            self._note(member.path, PLACEHOLDER, stripped)
            return None
        return stripped

    def _code(self, code: str, path: str) -> str:
        meant = self._treatment.codes.get(path, {}).get(code)
        if meant is not None:
            if meant != code:
                self._note(path, MAPPED, code)
            return meant
        words = _WORDS.get(path)
        if words is None or code in words.values():
            return code
        known = words.get(code.casefold())
        self._note(path, NO_CODE if known is None else OTHER_CASE, code)
        return known or code

    def _currency(self, currency: str, path: str) -> str:
        if _CURRENCY.fullmatch(currency):
            return currency
        if _CURRENCY.fullmatch(currency.upper()):
            self._note(path, OTHER_CASE, currency)
            return currency.upper()
        self._note(path, NO_CURRENCY, currency)
        return currency

    def _look_at_date(self, text: str, path: str) -> None:
        day = read_date(text)
        if day is None:
            self._note(path, NO_DATE, text)
        elif not FIRST_YEAR <= day.year <= LAST_YEAR:
            self._note(path, NO_YEAR, text)

    def _whole(self, part: Any, member: Member) -> None:
        """What can be said only of several members together."""
        if isinstance(part, model.Value) and part.amount is not None:
            self._amount(part, part.amount, f"{member.path}/amount")
        elif isinstance(part, model.Period):
            start, end = read_date(part.start_date), read_date(part.end_date)
            if start is not None and end is not None and end < start:
                self._note(member.path, END_BEFORE_START, f"{part.start_date} – {part.end_date}")

    def _amount(self, value: model.Value, amount: int | float, path: str) -> None:
        if amount in self._treatment.amounts:
            value.amount = None
            self._note(path, PLACEHOLDER, amount)
        elif amount < 0:
            value.amount = None
            self._note(path, NEGATIVE, amount)
        elif amount >= 10**MOST_DIGITS:
            value.amount = None
            self._note(path, TOO_LARGE, amount)
        else:
            if amount == 0:
                self._note(path, ZERO, amount)
            if value.currency is None:
                self._currency_of(value, path.removesuffix("amount") + "currency")

    def _currency_of(self, value: model.Value, path: str) -> None:
        """The currency of an amount that states none."""
        value.currency = self._treatment.currency
        self._note(path, NOT_SET if value.currency is None else FILLED, value.currency)
