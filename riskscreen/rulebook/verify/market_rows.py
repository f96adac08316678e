"""The groups of projects behind the statistics on the market."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import z3

from riskscreen.facts.vocabulary import MARKET
from riskscreen.lang.vocabulary import Kind
from riskscreen.rulebook.verify.batch_world import SHARE, BatchWorld, Group, JsonProject, amount, project
from riskscreen.rulebook.verify.inputs import View
from riskscreen.rulebook.verify.terms import Plain, Quotient, Term

_RATIO = 10_000
_YEAR = 2018


class Deadline(Group):
    """A buyer's projects of one year, many of which end in one month."""

    relation = "deadline"
    counts = ("ending", "others")

    @property
    def apart(self) -> z3.ArithRef:
        """The buyer."""
        return self.identity("buyer")

    @property
    def _year(self) -> z3.ArithRef:
        return self.number("year", least=1900, most=2199, usual=_YEAR)

    def terms(self) -> Mapping[str, Term]:
        """Projects that end in the month, in some categories, and others."""
        ending, others, categories = (
            self.number("ending", least=1),
            self.number("others", usual=0),
            self.number("categories", 1),
        )
        month = self.number("month", 1, 12, usual=12)
        self.holds(categories <= ending)
        self.world.inputs.wishes.append(self._year >= _YEAR)
        return {
            "buyer": Plain(self.apart),
            "year": Plain(self._year),
            "month": Plain(month, z3.Or(ending > 1, others == 0)),  # else every month has one project
            "share": Quotient(ending, ending + others, SHARE),
            "categories": Plain(categories),
            "projects": Plain(ending + others),
        }

    def projects(self, view: View) -> list[JsonProject]:
        """Every other project ends in a month of its own."""
        buyer, year = self.world.id_of(view.number(self.apart)), view.number(self._year)
        categories, month = view.number(self.number("categories")), view.number(self.number("month"))
        ends = [
            (f"类别{place % categories + 1}", date(year, month, 28))
            for place in range(view.number(self.number("ending")))
        ]
        for place in range(view.number(self.number("others"))):
            months = year * 12 + month + place
            ends.append(("类别1", date(months // 12, months % 12 + 1, 28)))
        return [
            project(
                buyer=buyer,
                year=year,
                category=category,
                contract={**amount(1), "period": {"startDate": f"{year}-01-01", "endDate": end.isoformat()}},
            )
            for category, end in ends
        ]


class Area(Group):
    """A buyer's projects of one year, some of them in one region."""

    relation = "area"
    counts = ("here", "elsewhere")

    @property
    def apart(self) -> z3.ArithRef:
        """The buyer."""
        return self.identity("buyer")

    @property
    def _region(self) -> z3.ArithRef:
        return self.identity("region", Kind.TEXT)

    def terms(self) -> Mapping[str, Term]:
        """Projects in the region and elsewhere, and the region's share of need."""
        here, elsewhere = self.number("here", least=1), self.number("elsewhere", usual=0)
        need = self.number("need", most=SHARE, usual=SHARE)
        year = self.number("year", least=1900, most=2200, usual=_YEAR)
        self.world.inputs.wishes.append(year >= _YEAR)
        total = here + elsewhere
        return {
            "buyer": Plain(self.apart),
            "year": Plain(year),
            "region": Plain(self._region),
            "award_share": Quotient(here, total, SHARE),
            "need_share": Plain(need),
            "ratio": Quotient(here * SHARE, total * need, _RATIO, need > 0),
            "projects": Plain(total),
        }

    def projects(self, view: View) -> list[JsonProject]:
        """Elsewhere is one region that all the need is in."""
        buyer, year = self.world.id_of(view.number(self.apart)), view.number(self.number("year"))
        region = {
            "id": str(self.world.inputs.json_of(view.number(self._region), Kind.TEXT)),
            "needShare": view.number(self.number("need")) / SHARE,
        }
        here = view.number(self.number("here"))
        found = [project(buyer=buyer, year=year, region=region) for _ in range(here)]
        return found + [project(buyer=buyer, year=year) for _ in range(view.number(self.number("elsewhere")))]


class MarketWorld(BatchWorld):
    """What a batch says of the market."""

    subject = MARKET
    groups: ClassVar[Mapping[str, type[Group]]] = {group.relation: group for group in (Deadline, Area)}

    def seal(self) -> None:
        """Where there is a project, there are rows."""
        super().seal()
        self.inputs.axioms += [self.present(relation, 0) for relation in sorted(self.read) if self.rows(relation)]
