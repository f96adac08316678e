"""What is never printed: identity, telephone and bank account numbers, and home addresses.

Every text of a report that a record may have put something into passes through a :class:`Privacy`. What is
withheld leaves a visible mark.

Identity and telephone numbers are known by their form alone: a mistyped digit does not make them less personal.
Bank cards and IBANs must have right check digits, because numbers of contracts and organisations look alike.
"""

from __future__ import annotations

import re
from typing import Any

from riskscreen.findings.pseudonyms import NO_PSEUDONYMS, Names
from riskscreen.intake.strict_json import printable
from riskscreen.model.report import Language

_MARK = {"en": "[withheld]", "zh": "〔已隐去〕"}
_REGION = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}"
_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_GAP = r"[ \-]?"
_BEFORE, _AFTER = r"(?<!\d)(?<!\d\.)", r"(?!\d|\.\d)"

_IDENTITY = rf"{_REGION}{_GAP}(?:(?:18|19|20)\d\d{_MONTH_AND_DAY}{_GAP}\d{{3}}[\dXx]|\d\d{_MONTH_AND_DAY}{_GAP}\d{{3}})"
_MOBILE = rf"(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}"
_LANDLINE = r"(?:\+86[ \-]?)?[(（]?0\d{2,3}[)）]?[ \-]{0,2}(?<=[)） \-])\d{3,4}[ \-]?\d{4}(?:[\-转]\d{1,5})?"
_FOREIGN = r"\+[1-9]\d{0,2}(?:[ .\-]?\(?\d{2,4}\)?){3,5}"
_CARD = r"(?P<card>(?:62|4\d|5[1-5]|3[47])\d\d(?:[ \-]?\d{4}){3}(?:[ \-]?\d{3})?)"
_IBAN = r"(?P<iban>(?<![A-Za-z\d])[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![A-Za-z\d]))"
_LABELLED = (
    r"(?P<label>(?i:账[户号]|帐[户号]|卡号|账户号码|account(?: number| no\.?)?|a/c|电话|手机号?|tel\.?|phone|mobile)"
    r"\s*[:：为是]?\s*)\d(?:[ \-]?\d){6,29}"
)
_DWELLING = (
    r"(?:[\u4e00-\u9fff]{1,16}?(?:路|街|道|巷|弄|里|村|苑|园|小区|社区|组))?\d{1,5}(?:号楼|号|弄|幢|栋|座)"
    r"[\u4e00-\u9fff0-9A-Za-z\-]{0,12}?\d{1,5}(?:室|户|房)"
)
_PRIVATE = re.compile(
    f"{_LABELLED}|{_BEFORE}(?:{_IDENTITY}|{_MOBILE}|{_LANDLINE}|{_FOREIGN}|{_CARD}){_AFTER}|{_IBAN}|{_DWELLING}"
)
_IDENTITY_NUMBER = re.compile(f"{_BEFORE}{_IDENTITY}{_AFTER}")
# A date, or a text with a single short run of digits: nothing in it can be private, and most texts are like that.
_HARMLESS = re.compile(r"\d{4}-\d\d-\d\d|\D*(?:\d{1,6}\D*)?")


def has_identity_number(text: str) -> bool:
    """Whether a text holds what looks like a person's identity number."""
    return _IDENTITY_NUMBER.search(text) is not None


class Privacy:
    """Withholds private values of one record, and replaces its persons where pseudonyms are given."""

    def __init__(self, lang: Language, names: Names = NO_PSEUDONYMS) -> None:
        self._mark = _MARK[lang]
        self._names = names

    def text(self, text: str) -> str:
        """The text without what is never printed."""
        text = self._names.replace(text)
        return text if _HARMLESS.fullmatch(text) else _PRIVATE.sub(self._withheld, text)

    def identifier(self, identifier: str) -> str:
        """The identifier of a project or an organisation, which may hold a person's identity number."""
        return _IDENTITY_NUMBER.sub(self._mark, identifier)

    def person(self, identifier: str, name: str | None) -> str:
        """How a person or organisation is called: by pseudonym, by name, or by identifier."""
        return self._names.of(identifier) or self.text(name or identifier)

    def value(self, value: Any, private: bool = False) -> Any:
        """A value of the record as it may be printed; nothing of a ``private`` field is."""
        if private:
            return self._mark
        if isinstance(value, str):
            return self._names.of(value) or self.text(printable(value))
        return value

    def _withheld(self, match: re.Match[str]) -> str:
        found = match[0]
        if match["card"] and not _passes_luhn(found):
            return found
        if match["iban"] and not _passes_iban(found):
            return found
        return f"{match['label'] or ''}{self._mark}"


def _passes_luhn(card: str) -> bool:
    digits = [int(digit) for digit in card if digit.isdecimal()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _passes_iban(account: str) -> bool:
    compact = account.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1
