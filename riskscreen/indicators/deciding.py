"""Between the passes: the rules judge the values that were met, once each, by the reference engine.

That the columns that were kept are enough is not taken for granted. A rule may read no other ones; and where processes
were passed over because they lack what a rule needs, that rule is tried on a case of which nothing else is known: if it
is clear there, it is clear whatever the rest may be, for that is what three-valued rules promise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from riskscreen.engines.base import Outcome, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import RiskscreenError
from riskscreen.facts.batch_rows import OrganisationRow
from riskscreen.facts.case import Case, Rows
from riskscreen.facts.process import rows
from riskscreen.facts.process.fences import Fences
from riskscreen.facts.rows_of_project import ProjectRow
from riskscreen.indicators.flagging import GapFlag
from riskscreen.indicators.sheets import VIEWS, Key
from riskscreen.lang.parts import fields_read, rows_read
from riskscreen.lang.vocabulary import Row
from riskscreen.rulebook.book import Rule

GAP_CODES, JOINED, STANDINGS = ("R024", "R058"), ("R028", "R030"), ("R025", "R038", "R048")
"""Rules on price gaps, those on several rows of a process, and those on organisations."""

_LEFT_OUT = frozenset({"cancelled", "excluded"})
_GAP_FIELDS = frozenset({"at_lower_fence", "at_upper_fence", "processes"})
_PLENTY = 10**9
_FIRST, _SECOND = "first", "second"
_INSTEAD = "let it be judged with all releases in memory (--engine checked)"
_PROJECT = ProjectRow(*[None] * len(ProjectRow._fields))


class Unsuited(RiskscreenError):
    """The rules in force need more than a stream keeps."""


def check(rules: Iterable[Rule]) -> None:
    """Raises :class:`Unsuited` unless the rules can be judged by what the first pass keeps."""
    for rule in rules:
        if rule.query.subject == "project" and not _leaves_out(rule):
            raise Unsuited(f"{rule.full_name} looks at processes that are left out; {_INSTEAD}")
        suited = _of_view if rule.code in VIEWS else _of_gaps if rule.code in GAP_CODES else _of_few
        if not suited(rule):
            raise Unsuited(f"{rule.full_name} reads more than is kept of a stream; {_INSTEAD}")


def flagged_keys(rule: Rule, keys: Iterable[Key], currency: str | None) -> Mapping[Key, bool]:
    """Those of the keys that a rule is flagged on, each with whether it concerns the one tenderer with valid bids.

    Of R036, those in the currency that counts.
    """
    engine, view, found = ReferenceEngine([rule.engine_rule]), VIEWS[rule.code], dict[Key, bool]()
    for key in keys:
        values = key[-len(view) :]
        if key[: -len(view)] in ((), (None,), (currency,)):
            known = dict(zip(view, values, strict=True))
            process = _known(rows.ProcessRow, cancelled=False, excluded=False, only_valid_tenderer=_FIRST, **known)
            case = _case({"process": [process]})
            outcome = engine.judge(case).outcomes[0]
            if outcome.verdict is Verdict.FLAGGED:
                found[key] = _FIRST in rule.concern_finder.organisations(case, outcome.bindings)
    return found


def flagged_gaps(rules: Sequence[Rule], fences: Fences) -> Mapping[tuple[bool, bool], Sequence[GapFlag]]:
    """What a price gap is flagged with, by whether it lies at the lower and at the upper fence."""
    found: dict[tuple[bool, bool], Sequence[GapFlag]] = {}
    engine = ReferenceEngine([rule.engine_rule for rule in rules])
    process = _known(rows.ProcessRow, cancelled=False, excluded=False)
    size = fences.size
    for lower, upper in product((False, True), repeat=2):
        gap = _known(
            rows.PriceGapRow, winner=_FIRST, second=_SECOND, at_lower_fence=lower, at_upper_fence=upper, processes=size
        )
        case = _case({"process": [process], "price_gap": [gap]})
        flags = []
        for rule, outcome in zip(rules, engine.judge(case).outcomes, strict=True):
            if outcome.verdict is Verdict.FLAGGED:
                concerned = rule.concern_finder.organisations(case, outcome.bindings)
                flags.append(GapFlag(rule.code, _FIRST in concerned, _SECOND in concerned))
        found[lower, upper] = flags
    return found


def _of_view(rule: Rule) -> bool:
    named = _concerned(rule) <= {("process", "only_valid_tenderer")}
    return named and _reads_only(rule, {"process": _LEFT_OUT | frozenset(VIEWS[rule.code])})


def _of_gaps(rule: Rule) -> bool:
    named = _concerned(rule) <= {("price_gap", "winner"), ("price_gap", "second")}
    return named and _reads_only(rule, {"process": _LEFT_OUT, "price_gap": _GAP_FIELDS})


def _concerned(rule: Rule) -> set[tuple[str, str]]:
    return {(concern.field.relation, concern.field.field) for concern in rule.compiled.concerns}


def _reads_only(rule: Rule, known: Mapping[str, Collection[str]]) -> bool:
    bound = {pattern.relation for pattern in rows_read(rule.query)}
    return bound <= known.keys() and all(each.field in known.get(each.relation, ()) for each in fields_read(rule.query))


def _leaves_out(rule: Rule) -> bool:
    """Whether a process that is left out is out of scope, whatever else is known of it."""
    engine = ReferenceEngine([rule.engine_rule])
    return not any(
        _outcome(engine, {"process": [_known(rows.ProcessRow, **{reason: True})]}).in_scope for reason in _LEFT_OUT
    )


def _of_few(rule: Rule) -> bool:
    """Whether a rule is clear on what is passed over: then those that are left can be judged whole, one by one."""
    engine = ReferenceEngine([rule.engine_rule])
    if rule.code in STANDINGS:
        known = {name: Rows(of, complete=True) for name, of in _AT_NO_FENCE.items()}
        case = Case("organisation", "", OrganisationRow(""), known)
        return engine.judge(case).outcomes[0].verdict is Verdict.CLEAR
    return all(_outcome(engine, relations).verdict is Verdict.CLEAR for relations in _PASSED_OVER[rule.code])


def _known(row: type[Any], **values: Any) -> Row:
    """A row of which only these values are known."""
    nothing = row(*[None] * len(row._fields))
    return tuple(nothing._replace(**values))


def _case(relations: Mapping[str, Sequence[Row]]) -> Case:
    return Case("project", "", _PROJECT, {name: Rows(tuple(of), complete=True) for name, of in relations.items()})


def _outcome(engine: ReferenceEngine, relations: Mapping[str, Sequence[Row]]) -> Outcome:
    return engine.judge(_case(relations)).outcomes[0]


_ANY_PROCESS = [_known(rows.ProcessRow, cancelled=False, excluded=False)]
_NOT_COMPARED = [_known(rows.ProcessRow, cancelled=False, excluded=False, prices_compared=False)]

_PASSED_OVER: Mapping[str, Sequence[Mapping[str, Sequence[Row]]]] = {
    "R028": (
        {  # every two bids differ in price, or one of them is not submitted
            "process": _ANY_PROCESS,
            "published_bid": [
                _known(rows.PublishedBidRow, position=0, price="1 A"),
                _known(rows.PublishedBidRow, position=1, price="1 B"),
                _known(rows.PublishedBidRow, position=2, submitted=False),
            ],
        },
        {"process": _NOT_COMPARED},
    ),
    "R030": (
        {  # no valid bid is late, or none of those is of a supplier of an active award
            "process": _ANY_PROCESS,
            "bidder": [
                _known(rows.BidderRow, valid=False),
                _known(rows.BidderRow, late=False),
                _known(rows.BidderRow, organisation="A"),
            ],
            "award_supplier": [
                _known(rows.AwardSupplierRow, active=False),
                _known(rows.AwardSupplierRow, organisation="B"),
            ],
        },
    ),
}
"""Processes of which no rule of that code may be flagged, with nothing known but why they are passed over."""

_AT_NO_FENCE: Mapping[str, tuple[Row, ...]] = {
    "bidding": (_known(rows.BiddingRow, at_lower_fence=False, tenderers=_PLENTY),),
    "disqualification": (_known(rows.DisqualificationRow, at_upper_fence=False, organisations=_PLENTY),),
    "variety": (_known(rows.VarietyRow, at_upper_fence=False, suppliers=_PLENTY),),
}
"""An organisation that lies at no fence, compared with many."""
