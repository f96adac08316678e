"""The groups of projects behind the statistics on an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from math import isqrt
from typing import Any, ClassVar

import z3

from riskscreen.facts.batch_rows import NEVER
from riskscreen.facts.market.bounds import deviation, rounded
from riskscreen.facts.vocabulary import ORGANISATION
from riskscreen.lang.vocabulary import Field, Kind
from riskscreen.rulebook.verify.batch_world import (
    JUDGED_NUMBER,
    SHARE,
    BatchWorld,
    Group,
    JsonProject,
    amount,
    evaluation,
    project,
)
from riskscreen.rulebook.verify.inputs import View
from riskscreen.rulebook.verify.terms import Plain, Quotient, Term
from riskscreen.rulebook.verify.trial import JUDGED

_FULL_INDEX = 10_000
_SPENT = 1_000_000
_POINT = 10_000
_MIDDLE, _WIDEST = 50 * _POINT, 50 * _POINT
_EVALUATED = date(2018, 6, 30)
_LAST_DAY = date(2199, 12, 31)


class Supply(Group):
    """A buyer's contracts, some of them with the organisation."""

    relation = "supply"
    counts = ("own", "others")
    always_apart = True

    @property
    def apart(self) -> z3.ArithRef:
        """The buyer."""
        return self.identity("buyer")

    def terms(self) -> Mapping[str, Term]:
        """Contracts and amounts, the organisation's own and others'."""
        own, others = self.number("own", least=1), self.number("others", usual=0)
        spent, elsewhere = self.number("spent", usual=_SPENT), self.number("spent elsewhere", usual=0)
        # where all contracts are its own, an amount elsewhere stands for nothing spent at all
        self.holds(spent + elsewhere > 0, z3.Implies(others == 0, z3.Or(elsewhere == 0, spent == 0)))
        return {
            "buyer": Plain(self.apart),
            "share": Quotient(spent, spent + elsewhere, SHARE),
            "awards": Plain(own),
            "buyer_awards": Plain(own + others),
        }

    def projects(self, view: View) -> list[JsonProject]:
        """The whole amounts stand in one contract each."""
        buyer = self.world.id_of(view.number(self.apart))
        found = []
        for contractor, count, spent in ((JUDGED, "own", "spent"), ("other-contractor", "others", "spent elsewhere")):
            for place in range(view.number(self.number(count))):
                value = 0 if place else view.number(self.number(spent))
                found.append(project(buyer=buyer, contractor=contractor, contract=amount(value)))
        return found


class Purchasing(Group):
    """The organisation's purchases in a category."""

    relation = "purchasing"
    counts = ("awards",)
    always_apart = True

    @property
    def apart(self) -> z3.ArithRef:
        """The category."""
        return self.identity("category", Kind.TEXT)

    def terms(self) -> Mapping[str, Term]:
        """An index of concentration cannot be lower than that of as many equal contractors as there are contracts."""
        index, awards = self.number("index", most=_FULL_INDEX, usual=_FULL_INDEX), self.number("awards", least=1)
        self.holds(z3.Or(index == 0, (2 * index + 1) * awards >= 2 * _FULL_INDEX))
        return {"category": Plain(self.apart), "hhi": Plain(index), "awards": Plain(awards)}

    def projects(self, view: View) -> list[JsonProject]:
        """One contractor with more than each of a few equal ones, and contracts without value."""
        category = str(self.world.inputs.json_of(view.number(self.apart), Kind.TEXT))
        amounts = concentrated(view.number(self.number("index")))
        amounts += [0] * (view.number(self.number("awards")) - len(amounts))
        return [
            project(buyer=JUDGED, contractor=f"contractor-{place}", category=category, contract=amount(value))
            for place, value in enumerate(amounts)
        ]


def concentrated(index: int) -> list[int]:
    """Amounts of as few contractors as possible whose Herfindahl–Hirschman index is this."""
    if not index:
        return []
    contractors = next(count for count in range(1, _FULL_INDEX + 1) if rounded(_FULL_INDEX, count) <= index)
    if contractors == 1:
        return [_SPENT]
    rest = contractors - 1
    # the first one's share s solves s² + (1 - s)² / rest = index
    root = isqrt(max(0, rest * (contractors * index - _FULL_INDEX)) * _FULL_INDEX)
    first = (_FULL_INDEX + root) * _SPENT // (contractors * _FULL_INDEX)
    return [first, *[(_SPENT - first) // rest] * rest]


class Design(Group):
    """Projects of the organisation with one set of targets."""

    relation = "design"
    counts = ("projects",)
    always_apart = True

    @property
    def apart(self) -> z3.ArithRef:
        """The set of targets."""
        return z3.IntVal(self.row)

    def terms(self) -> Mapping[str, Term]:
        """Projects, their sites, and the targets of the set."""
        projects, sites = self.number("projects", least=1), self.number("sites", least=1)
        self.holds(sites <= projects)
        return {
            "projects": Plain(projects),
            "sites": Plain(sites),
            "targets": Plain(self.number("targets", least=1)),
            "buyer_projects": Plain(self._of_buyer()),
        }

    def _of_buyer(self) -> z3.ArithRef:
        """The projects of all sets."""
        counts = []
        for row in range(self.world.rows(self.relation)):
            of_set = self.world.group(self.relation, row).number("projects", least=1)
            counts.append(z3.If(self.world.present(self.relation, row), of_set, z3.IntVal(0)))
        return z3.Sum(counts)

    def projects(self, view: View) -> list[JsonProject]:
        """The first project stands for all sites beyond the number asked for."""
        count, sites = view.number(self.number("projects")), view.number(self.number("sites"))
        described = range(view.number(self.number("targets", least=1)))
        targets = [{"description": f"第{self.row}组指标{place}", "planned": 1} for place in described]
        return [
            project(buyer=JUDGED, site={"id": f"site-{self.row}-{min(place, sites - 1)}"}, targets=targets)
            for place in range(count)
        ]


class Evaluating(Group):
    """A year's projects, some of them evaluated by the organisation."""

    relation = "evaluator"
    counts = ("passed", "failed", "unjudged", "others")
    always_apart = True

    @property
    def apart(self) -> z3.ArithRef:
        """The year."""
        return self.number("year", least=1900, most=2200, usual=2030)

    def terms(self) -> Mapping[str, Term]:
        """Results and scores may be missing: the pass rate is then known within bounds, the deviation not at all."""
        passed, failed, others = self.number("passed"), self.number("failed"), self.number("others", usual=0)
        unjudged, unscored = self.number("unjudged", usual=0), self.number("unscored", usual=0)
        spread = self.number("deviation", most=_WIDEST, usual=_WIDEST)
        projects = passed + failed + unjudged
        self.world.inputs.wishes.append(self.apart >= 2016)
        self.holds(projects >= 1, unscored <= projects, z3.Implies(projects == 1, spread == 0))
        return {
            "year": Plain(self.apart),
            "projects": Plain(projects),
            "year_projects": Plain(projects + others),
            "results": Plain(passed + failed),
            "pass_share": Quotient(passed, projects, SHARE, unjudged == 0),
            "pass_share_least": Quotient(passed, projects, SHARE),
            "pass_share_most": Quotient(passed + unjudged, projects, SHARE),
            "scores": Plain(projects - unscored),
            "score_deviation": Plain(spread, unscored == 0),
        }

    def projects(self, view: View) -> list[JsonProject]:
        """Scores lie evenly on both sides of the middle."""
        counts = (view.number(self.number(name)) for name in ("passed", "failed", "unjudged"))
        results = [result for result, count in zip((True, False, None), counts, strict=True) for _ in range(count)]
        missing = view.number(self.number("unscored"))
        scores = scattered(len(results), view.number(self.number("deviation")))
        year, found = view.number(self.apart), []
        for place, (passed, score) in enumerate(zip(results, scores, strict=True)):
            known: dict[str, Any] = {} if passed is None else {"passed": passed}
            known |= {} if place < missing else {"score": score / _POINT}
            found.append(project(year=year, evaluation=evaluation(JUDGED, **known)))
        others = range(view.number(self.number("others")))
        return found + [project(year=year, evaluation=evaluation(passed=True, score=50)) for _ in others]


def scattered(count: int, spread: int) -> list[int]:
    """Scores in ten-thousandths of a point around the middle with this standard deviation, if there are any."""
    half, middle = divmod(count, 2)
    if not half:
        return [_MIDDLE] * count
    about = isqrt(spread * spread * count // (2 * half))
    tries = (
        [_MIDDLE - away] * half + [_MIDDLE + away] * half + [_MIDDLE] * middle
        for away in range(max(0, about - 2), min(_WIDEST, about + 2) + 1)
    )
    found = next((scores for scores in tries if deviation(scores) == spread), None)
    return found or [_MIDDLE] * count


class Reaward(Group):
    """A project of the organisation for a buyer, and what came after it."""

    relation = "reaward"
    counts = ("contracts",)

    @property
    def apart(self) -> z3.ArithRef:
        """The buyer."""
        return self.identity("buyer")

    def terms(self) -> Mapping[str, Term]:
        """The result, the contracts of the two, and the days to the next one."""
        days, contracts = self.number("days", usual=1000), self.number("contracts", least=1)
        self.holds(z3.Or(days == NEVER, z3.And(days < _MOST_DAYS, contracts >= 2)))
        return {
            "buyer": Plain(self.apart),
            "failed": Plain(self._truth("failed")),
            "lowest": Plain(self._truth("lowest")),
            "days_to_next": Plain(days),
            "contracts": Plain(contracts),
        }

    def _truth(self, name: str) -> z3.BoolRef:
        return self.world.inputs.boolean(f"{self.relation}[{self.row}].{name}")

    def projects(self, view: View) -> list[JsonProject]:
        """The project, the other contracts of the two, and others of the buyer to compare scores with."""
        buyer = self.world.id_of(view.number(self.apart))
        failed, lowest = view.truth(self._truth("failed")), view.truth(self._truth("lowest"))
        days, contracts = view.number(self.number("days")), view.number(self.number("contracts"))
        follows = days != NEVER
        signed = [_EVALUATED + timedelta(days=days)] if follows else []
        signed += [_EVALUATED - timedelta(days=200)] * (contracts - 1 - len(signed))
        own = [self._contract(buyer, _EVALUATED - timedelta(days=100), _EVALUATED, not failed, 10 if lowest else 50)]
        score = 90 if lowest else 50
        own += [self._contract(buyer, day, _LAST_DAY, True, score) for day in signed]
        others = evaluation(passed=True, score=score)
        return own + [project(buyer=buyer, evaluation=others) for _ in range(2)]

    def _contract(self, buyer: str, signed: date, evaluated: date, passed: bool, score: int) -> JsonProject:
        judged = evaluation(date=evaluated.isoformat(), passed=passed, score=score)
        contract = {**amount(1), "dateSigned": signed.isoformat()}
        return project(buyer=buyer, contractor=JUDGED, contract=contract, evaluation=judged)


_MOST_DAYS = (_LAST_DAY - _EVALUATED).days


class OrganisationWorld(BatchWorld):
    """What a batch says of one organisation."""

    subject = ORGANISATION
    groups: ClassVar[Mapping[str, type[Group]]] = {
        group.relation: group for group in (Supply, Purchasing, Design, Evaluating, Reaward)
    }

    def make_term(self, relation: str, row: int, field: Field) -> Term:
        """The term of a field; the organisation judged has an identifier of its own."""
        if (relation, field.name) == ("organisation", "id"):
            return Plain(z3.IntVal(JUDGED_NUMBER))
        return super().make_term(relation, row, field)

    def seal(self) -> None:
        """Say what was left out."""
        super().seal()
        if "design" in self.read:
            self.narrowed.append(f"buyers with at most {self.rows('design')} sets of targets")

    def nothing(self) -> list[JsonProject]:
        """A batch in which the organisation has a part that the rules do not look at."""
        if "evaluator" not in self.read:
            return [project(evaluator=JUDGED)]
        return [project(contractor=JUDGED)] if "purchasing" in self.read else [project(buyer=JUDGED)]
