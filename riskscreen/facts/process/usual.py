"""What tenders of a class usually cost, and items of a code: the relations ``tender_value`` and ``item_price``.

Both compare a value of the process with the median of the batch. As with fences, what other processes publish decides
what is usual; a value that is not published is not counted. No currency is converted.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, NamedTuple

from riskscreen.facts.case import Rows
from riskscreen.facts.columns import Int, Str, column
from riskscreen.facts.derive_matches import text_key
from riskscreen.facts.process.classes import SEVERAL, class_of
from riskscreen.facts.process.published import amount, currency_of, quotient, single_row
from riskscreen.facts.relation import NO_FACTS, Facts
from riskscreen.lang.vocabulary import Kind, Row
from riskscreen.model.release import Item, Release

_CLASS = ("/tender/items/*/classification/id", "/tender/items/*/classification/scheme")
_VALUE = ("/tender/value/amount", "/tender/value/currency")
_ITEM = ("/classification/id", "/classification/scheme", "/unit/name")
_PRICE = ("/unit/value/amount", "/unit/value/currency")


class TenderValueRow(NamedTuple):
    """The tender's value beside those of its class (scheme and first two characters) in the batch; one row."""

    group: Annotated[Str, column(Kind.TEXT, *_CLASS, en="class of items", zh="标的类别")]
    to_median: Annotated[
        Int, column(Kind.NUMBER, *_VALUE, *_CLASS, en="value over the median", zh="预算与同类中位数之比", lowest=0)
    ]
    tenders: Annotated[Int, column(Kind.INT, *_VALUE, *_CLASS, en="tenders compared", zh="比较的项目数", lowest=0)]


class ItemPriceRow(NamedTuple):
    """The unit price of an awarded item beside those of the same code, unit and currency in the batch."""

    to_median: Annotated[
        Int, column(Kind.NUMBER, *_PRICE, *_ITEM, en="price over the median", zh="单价与同类中位数之比", lowest=0)
    ]
    prices: Annotated[Int, column(Kind.INT, *_PRICE, *_ITEM, en="prices compared", zh="比较的单价数", lowest=0)]


class Usual:
    """The medians of a batch."""

    def __init__(self, releases: Sequence[Release | None]) -> None:
        self._values: dict[tuple[str, str], list[Fraction]] = {}
        self._prices: dict[tuple[str, str, str], list[Fraction]] = {}
        for release in releases:
            if release is not None:
                self._take(release)
        for found in (*self._values.values(), *self._prices.values()):
            found.sort()

    def tender_value(self, release: Release) -> Facts:
        """The relation ``tender_value`` of a process of the batch."""
        group, value = class_of(release), release.tender.value if release.tender else None
        currency = currency_of(value)
        others = self._values.get((group, currency), []) if group is not None and currency is not None else []
        ratio = quotient(amount(value, currency), _median(others), Kind.NUMBER)
        known = ratio is not None and group != SEVERAL
        return single_row(TenderValueRow(group or None, ratio if known else None, len(others) if known else None))

    def item_prices(self, release: Release) -> Facts:
        """The relation ``item_price`` of a process of the batch; complete if every award lists its items."""
        if release.awards is None:
            return NO_FACTS
        rows: list[Row] = []
        anchors: list[tuple[str, ...]] = []
        complete = True
        for place, award in enumerate(release.awards):
            if award is None or award.items is None:
                complete = False
                continue
            for index, item in enumerate(award.items):
                if item is None:
                    complete = False
                    continue
                rows.append(self._item_row(item))
                anchors.append((f"/awards/{place}/items/{index}",))
        return Rows(tuple(rows), complete), tuple(anchors)

    def _item_row(self, item: Item) -> ItemPriceRow:
        key, price = _priced(item)
        if key is None or price is None:
            return ItemPriceRow(None, None)
        others = self._prices[key]
        return ItemPriceRow(quotient(price, _median(others), Kind.NUMBER), len(others))

    def _take(self, release: Release) -> None:
        group, value = class_of(release), release.tender.value if release.tender else None
        currency = currency_of(value)
        stated = amount(value, currency)
        if group and currency is not None and stated is not None:
            self._values.setdefault((group, currency), []).append(stated)
        for award in release.awards or ():
            for item in (award.items if award else None) or ():
                if item is not None:
                    key, price = _priced(item)
                    if key is not None and price is not None:
                        self._prices.setdefault(key, []).append(price)


def _priced(item: Item) -> tuple[tuple[str, str, str] | None, Fraction | None]:
    """What an item's price can be compared by (scheme and code, unit, currency), and the price."""
    classification, unit = item.classification, item.unit
    if classification is None or unit is None or None in (classification.scheme, classification.id):
        return None, None
    name, currency = text_key(unit.name), currency_of(unit.value)
    if name is None or currency is None:
        return None, None
    return (f"{classification.scheme} {classification.id}", name, currency), amount(unit.value, currency)


def _median(ordered: Sequence[Fraction]) -> Fraction | None:
    if not ordered:
        return None
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
