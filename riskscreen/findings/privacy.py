"""What is never printed: identity, telephone and bank account numbers, and home addresses.

Every text of a report that a record may have put something into passes through a :class:`Privacy`. What is
withheld leaves a visible mark. In an identifier the mark is numbered, in the order in which a report comes upon them:
two projects whose identifiers are telephone numbers can still be told apart, and a number tells nothing about what is
withheld, which a digest would.

Identity and telephone numbers are known by their form alone: a mistyped digit does not make them less personal.
Bank cards and IBANs must have right check digits, because numbers of contracts and organisations look alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from riskscreen.findings.pseudonyms import NO_PSEUDONYMS, Names
from riskscreen.intake.strict_json import printable
from riskscreen.model.report import Language

_MARK = {"en": "[withheld]", "zh": "〔已隐去〕"}
_NUMBERED_MARK = {"en": "[withheld {}]", "zh": "〔已隐去{}〕"}
_REGION = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}"
_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_GAP, _DOT = r"[ \-]{0,3}", r" ?\. ?"
_BEFORE, _AFTER = r"(?<!\d)(?<!\d\.)", r"(?!\d|\.\d)"

# Dots separate all groups of a number or none: one dot among digits is the point of an amount.
_BIRTHDAY = rf"(?:18|19|20)\d\d{_MONTH_AND_DAY}"
_IDENTITY = (
    rf"{_REGION}(?:{_GAP}{_BIRTHDAY}{_GAP}\d{{3}}[\dXx]|{_DOT}{_BIRTHDAY}{_DOT}\d{{3}}[\dXx]"
    rf"|{_GAP}\d\d{_MONTH_AND_DAY}{_GAP}\d{{3}})"
)
_MOBILE = (
    rf"(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}"
    rf"|(?:(?:\+|00)?86{_DOT})?1[3-9]\d{_DOT}\d{{4}}{_DOT}\d{{4}}"
)
_AREA = r"0(?:10|2\d|[3-9][1-9]\d|660|[79]0[1-9])"
_EXTENSION = r"(?:[\-转]\d{1,5})?"
_LANDLINE = (
    rf"(?:\+86[ \-]?)?[(（]?{_AREA}[)）]?[ .\-]{{0,3}}(?<=[)） .\-])\d{{3,4}}[ .\-]?\d{{4}}{_EXTENSION}"
    rf"|(?<![A-Za-z])0(?:10|2\d)[2-9]\d{{7}}{_EXTENSION}|(?<![A-Za-z]){_AREA}[2-9]\d{{6,7}}{_EXTENSION}"
)
_FOREIGN = r"\+[1-9]\d{0,2}(?:[ .\-]?\(?\d{2,4}\)?){3,5}"
_CARD = (
    r"(?P<card>(?:62|4\d|5[1-5]|3[47])\d\d"
    rf"(?:(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{3}})?|(?:{_DOT}\d{{4}}){{3}}(?:{_DOT}\d{{3}})?))"
)
_IBAN = r"(?P<iban>(?<![A-Za-z\d])[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![A-Za-z\d]))"
_LABELLED = (
    r"(?P<label>(?i:账[户号]|帐[户号]|卡号|账户号码|account(?: number| no\.?)?|a/c|电话|手机号?|tel\.?|phone|mobile)"
    r"\s{0,4}[:：为是]?\s{0,4})\d(?:[ \-]?\d){6,29}"
)
_DWELLING = (
    r"(?:[\u4e00-\u9fff]{1,16}?(?:路|街|道|巷|弄|里|村|苑|园|小区|社区|组))?\d{1,5}(?:号楼|号|弄|幢|栋|座)"
    r"[\u4e00-\u9fff0-9A-Za-z\-]{0,12}?\d{1,5}(?:室|户|房)"
)
_HOME = (
    r"(?P<home>(?:住址|(?:家庭|居住|户籍|常住)地址|家住|(?i:home|residential) (?i:address))[ :：为是]{0,4})"
    r"[^，,。；;\n\d]{0,99}\d[^，,。；;\n]*"
)
_PRIVATE = re.compile(
    f"{_HOME}|{_LABELLED}|{_BEFORE}(?:{_IDENTITY}|{_MOBILE}|{_LANDLINE}|{_FOREIGN}|{_CARD}){_AFTER}|{_IBAN}|{_DWELLING}"
)
_IDENTITY_NUMBER = re.compile(f"{_BEFORE}{_IDENTITY}{_AFTER}")
# A date, or a text with a single short run of digits: nothing in it can be private unless it speaks of a home, and
# most texts are like that.
_HARMLESS = re.compile(r"\d{4}-\d\d-\d\d|[^\d住址]*(?:\d{1,6}[^\d住址]*)?")
# All that the long expression finds has one of these: seven digits, the end of a dwelling's number, a word for a home,
# the beginning of an IBAN. Names of projects have not, and are looked through much faster for these.
_SUSPICIOUS = re.compile(r"(?:\d\D*){7}|[室户房住址]|(?i:ddress)|[A-Z]{2}\d\d")
_OTHER_SPELLING = re.compile(r"[^\n -~\u3001-\u303e\u4e00-\u9fff“”‘’…·％（），：；？！]")


def has_identity_number(text: str) -> bool:
    """Whether a text holds what looks like a person's identity number."""
    return _IDENTITY_NUMBER.search("".join(map(_plain, text)) if _OTHER_SPELLING.search(text) else text) is not None


class Withheld:
    """What a report withholds from identifiers, numbered in the order in which it is come upon."""

    def __init__(self, lang: Language) -> None:
        self._mark = _NUMBERED_MARK[lang]
        self._numbers: dict[str, int] = {}

    def mark(self, private: str) -> str:
        """What stands for a private part of an identifier; the same for the same one throughout."""
        return self._mark.format(self._numbers.setdefault(private, len(self._numbers) + 1))


class Privacy:
    """Withholds private values of one record, and replaces persons where pseudonyms are given.

    ``withheld`` is shared by all that belongs to one report. ``names`` are the persons of the record, ``others`` those
    of all records, whom it may name as well.
    """

    def __init__(
        self,
        lang: Language,
        withheld: Withheld | None = None,
        names: Names = NO_PSEUDONYMS,
        others: Names = NO_PSEUDONYMS,
    ) -> None:
        self._mark = _MARK[lang]
        self._withheld = withheld or Withheld(lang)
        self._pseudonyms = (names, others) if any((names, others)) else ()

    def text(self, text: str) -> str:
        """The text without what is never printed."""
        return self._public(self._renamed(text), self._plain_mark)

    def identifier(self, identifier: str) -> str:
        """The identifier of a project, an organisation or a person, or a file's name, without what is private in it.

        Different identifiers stay different.
        """
        named = self._pseudonym(identifier)
        if named is not None:
            return named
        return self._public(self._renamed(identifier), self._withheld.mark)

    def person(self, identifier: str, name: str | None) -> str:
        """How a person or organisation is called: by pseudonym, by name, or by identifier."""
        return self._pseudonym(identifier) or (self.text(name) if name else self.identifier(identifier))

    def value(self, value: Any, private: bool = False, identifies: bool = False) -> Any:
        """A value of the record as it may be printed; nothing of a ``private`` field is.

        ``identifies``: it is an identifier, and called as in all other places.
        """
        if private:
            return self._mark
        if isinstance(value, str):
            return self._pseudonym(value) or printable(self.identifier(value) if identifies else self.text(value))
        return value

    def _pseudonym(self, identifier: str) -> str | None:
        for names in self._pseudonyms:
            found = names.of(identifier)
            if found:
                return found
        return None

    def _renamed(self, text: str) -> str:
        for names in self._pseudonyms:
            text = names.replace(text)
        return text

    def _plain_mark(self, _: str) -> str:
        return self._mark

    def _public(self, text: str, mark: Callable[[str], str]) -> str:
        """The text with a mark for everything that is private in it."""
        if _HARMLESS.fullmatch(text) and "ddress" not in text.lower():
            return text
        if _OTHER_SPELLING.search(text):
            return _respelt(text, mark)
        if not _SUSPICIOUS.search(text):
            return text
        return _PRIVATE.sub(lambda match: _marked(match, mark), text)


def _respelt(text: str, mark: Callable[[str], str]) -> str:
    """The text without what is private in its plain spelling; all else stays as it is spelt."""
    spelt = [_plain(sign) for sign in text]
    origin = [place for place, signs in enumerate(spelt) for _ in signs]
    shown, end = [], 0
    for match in _PRIVATE.finditer("".join(spelt)):
        if _is_private(match):
            begins, ends = origin[_begins(match)], origin[match.end() - 1] + 1
            shown += [text[end:begins], mark(text[begins:ends])]
            end = ends
    return "".join(shown) + text[end:]


def _marked(match: re.Match[str], mark: Callable[[str], str]) -> str:
    begins = _begins(match)
    return (
        match.string[match.start() : begins] + mark(match.string[begins : match.end()])
        if _is_private(match)
        else match[0]
    )


def _begins(match: re.Match[str]) -> int:
    """Where the private part of a match begins: after the label, if it has one."""
    return match.end("home") if match["home"] else match.end("label") if match["label"] else match.start()


def _is_private(match: re.Match[str]) -> bool:
    """Whether the check digits of what looks like a card or an account are right; anything else is private anyway."""
    return not (match["card"] and not _passes_luhn(match[0])) and not (match["iban"] and not _passes_iban(match[0]))


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """A character as numbers are usually written: digits of any script and width, any dash, any space."""
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind in {"Cf", "Mn", "Me", "Cs"}:
        return ""
    if kind == "Pd" or sign in "−─━":
        return "-"
    if kind == "Zs" or (kind == "Cc" and sign != "\n"):
        return " "
    return unicodedata.normalize("NFKC", sign)


def _passes_luhn(card: str) -> bool:
    digits = [int(digit) for digit in card if digit.isdecimal()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _passes_iban(account: str) -> bool:
    compact = account.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1
