"""What a batch bought: counted by category, region, buyer, supplier and year, without any judgement.

Amounts are added exactly, never across currencies. Nothing is filled in: projects that do not state a value stand in
a group of their own, and projects without an amount are counted beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.findings.discretion import Discretion
from riskscreen.findings.profile import profile_of
from riskscreen.intake.read import Intake, Record
from riskscreen.model.portfolio import (
    Amount,
    Cell,
    Dimension,
    Group,
    Portfolio,
    PortfolioRow,
    PortfolioTable,
)
from riskscreen.model.profile import Named
from riskscreen.model.report import Language, Reject
from riskscreen.screening import shown_note, shown_reject

DEFAULT_TABLES: tuple[tuple[Dimension, ...], ...] = (
    ("year",),
    ("category",),
    ("region",),
    ("supplier",),
    ("category", "region"),
)

Key: TypeAlias = tuple[str, str] | None
"""A value of a dimension, by identifier or else by name; None: not stated."""


@dataclass
class _Tally:
    """Projects counted and their values added, by currency."""

    projects: int = 0
    without_amount: int = 0
    sums: defaultdict[str | None, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    valued: Counter[str | None] = field(default_factory=Counter)

    def add(self, each: _Purchase) -> None:
        self.projects += 1
        if each.amount is None:
            self.without_amount += 1
        else:
            self.sums[each.currency] += each.amount
            self.valued[each.currency] += 1

    def cell(self, year: int | None, whole: _Tally) -> Cell:
        return Cell(
            year=year,
            projects=self.projects,
            share=_share(self.projects, whole.projects),
            amounts=[
                Amount(
                    currency=currency,
                    amount=_number(self.sums[currency]),
                    share=_share(self.sums[currency], whole.sums[currency]),
                    projects=self.valued[currency],
                )
                for currency in sorted(self.sums, key=_none_last)
            ],
            without_amount=self.without_amount,
        )


class _Counted:
    """Some purchases, counted in each year and in all."""

    def __init__(self, purchases: Iterable[_Purchase]) -> None:
        self.all = _Tally()
        self.years: defaultdict[int | None, _Tally] = defaultdict(_Tally)
        for each in purchases:
            self.all.add(each)
            self.years[each.year].add(each)


@dataclass(frozen=True)
class _Purchase:
    """One project, as far as it is counted."""

    keys: Mapping[Dimension, Key]
    year: int | None
    amount: Decimal | None
    currency: str | None


def count_portfolio(
    intake: Intake, taxonomy: Taxonomy, lang: Language, tables: Sequence[Sequence[Dimension]] = DEFAULT_TABLES
) -> Portfolio:
    """The tables wanted, each by one dimension or by a second within a first, over all that an intake reads."""
    register = _Register(taxonomy, lang)
    purchases: list[_Purchase] = []
    rejects: list[Reject] = []
    for item in intake:
        if isinstance(item, Record):
            purchases.append(register.purchase(item))
        else:
            rejects.append(item)
    privacy = Discretion(lang, False, ()).general
    return Portfolio(
        language=lang,
        years=_years(purchases),
        currencies=sorted({each.currency for each in purchases if each.amount is not None}, key=_none_last),
        accounting=intake.accounting,
        rejects=[shown_reject(reject, privacy) for reject in rejects],
        quality=[shown_note(note, privacy) for note in intake.quality],
        tables=[_Table(by, purchases, register).table() for by in tables],
    )


class _Register:
    """Reads what is counted from records, and remembers what each value is called."""

    def __init__(self, taxonomy: Taxonomy, lang: Language) -> None:
        self._taxonomy = taxonomy
        self._lang = lang
        self._privacy = Discretion(lang, False, ()).general
        self._labels = {each.code: each.title.zh if lang == "zh" else each.title.en for each in taxonomy.categories}
        self._named: dict[tuple[Dimension, Key], Named] = {}
        self._stated: defaultdict[Key, set[str]] = defaultdict(set)

    def purchase(self, record: Record) -> _Purchase:
        """What of a record is counted."""
        project = record.project
        profile = profile_of(project, self._taxonomy, self._labels, self._privacy, self._lang)
        value = project.contract.value if project.contract else None
        keys: dict[Dimension, Key] = {
            "category": self._key("category", profile.category),
            "region": self._key("region", profile.region),
            "buyer": self._key("buyer", profile.buyer),
            "supplier": self._key("supplier", profile.supplier),
            "year": None if profile.year is None else ("id", str(profile.year)),
        }
        if project.category is not None:
            self._stated[keys["category"]].add(self._privacy.text(project.category))
        amount = None if value is None else value.amount
        return _Purchase(keys, profile.year, amount, None if value is None else value.currency)

    def group(self, by: Dimension, key: Key) -> Group:
        """What a value is called. A category bears the records' own words where all say the same."""
        if key is None:
            return Group(by=by, kind="not stated")
        if by == "year":
            return Group(by=by, kind="value", id=key[1], name=key[1])
        named = self._named[by, key]
        words = self._stated[key] if by == "category" else set()
        return Group(by=by, kind="value", id=named.id, name=next(iter(words)) if len(words) == 1 else named.name)

    def _key(self, by: Dimension, named: Named | None) -> Key:
        if named is None:
            return None
        key = ("id", named.id) if named.id else ("name", named.label)
        self._named.setdefault((by, key), named)
        return key


class _Table:
    """One table in the making."""

    def __init__(self, by: Sequence[Dimension], purchases: Sequence[_Purchase], register: _Register) -> None:
        self._first, *rest = by
        self._second = rest[0] if rest else None
        self._purchases = purchases
        self._register = register
        self._years = _years(purchases)

    def table(self) -> PortfolioTable:
        """The rows, largest first; what is not stated stands after what is."""
        whole = _Counted(self._purchases)
        rows: list[PortfolioRow] = []
        groups = self._groups(self._first, self._purchases)
        for group, members in groups:
            counted = _Counted(members)
            rows.append(self._row([group], counted, whole))
            rows += self._parts(group, members, counted)
        everything = Group(by=self._first, kind="all")
        rows += self._parts(everything, self._purchases, whole)
        stated = None
        if len(groups) > 1 and groups[-1][0].kind == "not stated":
            with_value = [each for _, members in groups[:-1] for each in members]
            stated = self._row([everything], _Counted(with_value), whole)
        by = [self._first, *([self._second] if self._second else [])]
        return PortfolioTable(by=by, rows=rows, stated=stated, total=self._row([everything], whole, whole))

    def _parts(self, group: Group, members: Sequence[_Purchase], whole: _Counted) -> list[PortfolioRow]:
        """The rows of a group by the second dimension; shares are shares of the group."""
        if self._second is None:
            return []
        return [
            self._row([group, part], _Counted(purchases), whole)
            for part, purchases in self._groups(self._second, members)
        ]

    def _groups(self, by: Dimension, purchases: Sequence[_Purchase]) -> list[tuple[Group, list[_Purchase]]]:
        """Purchases by a dimension: years in their order, all else by amount and number."""
        members: defaultdict[Key, list[_Purchase]] = defaultdict(list)
        for each in purchases:
            members[each.keys[by]].append(each)

        def order(key: Key) -> tuple[bool, Decimal, int, tuple[str, str]]:
            if by == "year":
                return key is None, Decimal(), 0, key or ("", "")
            # Amounts in different currencies cannot be compared: the first currency decides.
            amounts = [each.amount for each in members[key] if each.amount and each.currency == self._leading]
            return key is None, -sum(amounts, Decimal()), -len(members[key]), key or ("", "")

        return [(self._register.group(by, key), members[key]) for key in sorted(members, key=order)]

    @cached_property
    def _leading(self) -> str | None:
        """The currency of most projects."""
        currencies = Counter(each.currency for each in self._purchases if each.amount is not None)
        return min(currencies, key=lambda each: (-currencies[each], *_none_last(each)), default=None)

    def _row(self, groups: list[Group], counted: _Counted, whole: _Counted) -> PortfolioRow:
        return PortfolioRow(
            groups=groups,
            years=[counted.years[year].cell(year, whole.years[year]) for year in self._years],
            all=counted.all.cell(None, whole.all),
        )


def _years(purchases: Iterable[_Purchase]) -> list[int | None]:
    """The years there are, those that are not stated last."""
    return sorted({each.year for each in purchases}, key=lambda year: (year is None, year or 0))


def _none_last(currency: str | None) -> tuple[bool, str]:
    return currency is None, currency or ""


def _share(part: Decimal | int, whole: Decimal | int) -> float | None:
    """The exact part of one, to six decimals; None of nothing."""
    return float(round(Fraction(part) / Fraction(whole), 6)) if whole else None


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
