"""Where questions about rules are answered: by the cases at hand, or by the solver in a world made for the question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import z3

from riskscreen.facts.case import Case
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.parts import fields_named, relations_named
from riskscreen.lang.tree import Query
from riskscreen.rulebook.verify.encode import Encoder
from riskscreen.rulebook.verify.formulas import words_of
from riskscreen.rulebook.verify.market_rows import MarketWorld
from riskscreen.rulebook.verify.organisation_rows import OrganisationWorld
from riskscreen.rulebook.verify.project_world import ProjectWorld
from riskscreen.rulebook.verify.search import OUT_OF_TIME, Answer, Clock, Search
from riskscreen.rulebook.verify.sizes import Sizes, bindings, measured, sizes_for, sizes_of_all
from riskscreen.rulebook.verify.terms import Texts
from riskscreen.rulebook.verify.trial import Claim, ClaimJudge
from riskscreen.rulebook.verify.world import World

MANY_ROWS = 10
"""How many rows are looked at where no number of them proves anything."""

MOST_BINDINGS = 20_000
"""How many bindings of joins are written out as formulas."""

_TOO_MANY_BINDINGS = Answer(reason=f"its joins have more than {MOST_BINDINGS} bindings")

_WORLDS: dict[str, type[World]] = {"project": ProjectWorld, "organisation": OrganisationWorld, "market": MarketWorld}


class Workshop:
    """Makes worlds, and keeps the real cases that were met."""

    def __init__(self, queries: Iterable[Query], taxonomy: Taxonomy, clock: Clock) -> None:
        words = {word for query in queries for word in words_of(query)}
        words |= {category.code for category in taxonomy.categories}
        for subject in VOCABULARY.values():
            for relation in (subject.root, *subject.relations):
                words |= {word for field in relation.fields for word in field.values}
        self.clock = clock
        self._texts = Texts(words)
        self.taxonomy = taxonomy
        self._cases: dict[str, list[Case]] = {}

    def keep(self, case: Case) -> None:
        """Remember a real case."""
        self._cases.setdefault(case.subject, []).append(case)

    def cases(self, subject: str) -> Sequence[Case]:
        """The real cases of a subject that were met."""
        return self._cases.get(subject, [])

    def world(self, subject: str, sizes: Sizes) -> World:
        """A new world of a subject."""
        return _WORLDS[subject](sizes.rows, self.taxonomy, self._texts)

    def seen(self, claim: Claim) -> bool:
        """Whether a case at hand shows the claim."""
        judge = ClaimJudge(claim)
        return any(judge.holds_of(case) for case in self.cases(claim.queries[0].subject))

    def ask(self, claim: Claim, neat: bool = False) -> Answer:
        """A witness of the claim, or the proof that there is none; a ``neat`` witness is for people to read."""
        sizes = sizes_for(claim)
        if not self.clock.left():
            return OUT_OF_TIME
        if bindings(claim.queries, sizes) > MOST_BINDINGS:
            return _TOO_MANY_BINDINGS
        world, answer = self.find(claim, sizes, neat)
        short = _short_of_rows(claim.queries, world, sizes) if answer.proved else []
        more = Sizes(sizes.rows | Counter(dict.fromkeys(short, MANY_ROWS)), sizes.bounded)
        if short and bindings(claim.queries, more) <= MOST_BINDINGS:
            world, answer = self.find(claim, more, neat)
        if answer.witness is not None:
            self.keep(answer.witness.case)
        return _as_far_as_proved(answer, claim.queries, world, sizes)

    def find(self, claim: Claim, sizes: Sizes, neat: bool = False) -> tuple[World, Answer]:
        """A witness of the claim in a world of some size, or that there is none in it."""
        world = self.world(claim.queries[0].subject, sizes)
        meanings = [Encoder(world, query).rule() for query in claim.queries]
        parts = [meaning.flagged for meaning in meanings[: len(claim.flagged)]]
        for meaning in meanings[len(claim.flagged) :]:
            parts.append(meaning.clear_in_scope if claim.in_scope else meaning.clear)
        search = Search(world, self.clock)
        return world, search.find([search.name("claim", z3.And(parts))], claim, neat)

    def joins_written_out(self, query: Query) -> bool:
        """Whether the joins of a rule have few enough bindings to be written out as formulas."""
        return bindings([query], sizes_of_all([query])) <= MOST_BINDINGS

    def unwritten(self, query: Query) -> Sequence[str]:
        """Of the facts that a rule reads, those that nothing tells how to write into a record."""
        world = self.world(query.subject, Sizes(Counter(dict.fromkeys(VOCABULARY[query.subject].by_name, 1))))
        for relation in relations_named(query):
            world.present(relation, 0)
        for ref in fields_named(query):
            world.term(ref.relation, 0, ref.field)
        return world.unwritten_fields

    def always_decided(self, query: Query) -> bool:
        """Whether a rule is flagged or clear of every record in its scope that gives all that it reads."""
        claim = Claim(flagged=(query,), clear=(query,))
        world = self.world(query.subject, sizes_for(claim))
        meaning = Encoder(world, query).rule()
        search = Search(world, self.clock)
        undecided = z3.And(meaning.in_scope, z3.Not(meaning.flagged), z3.Not(meaning.clear))
        return search.possible([search.name("undecided", undecided)]) is False


def _short_of_rows(queries: Sequence[Query], world: World, sizes: Sizes) -> list[str]:
    """The relations of which more rows could show more: those of open number, and those counted row by row."""
    apart = {relation for query in queries for relation in measured(query) if world.told_apart(relation)}
    return sorted(sizes.bounded | apart)


def _as_far_as_proved(answer: Answer, queries: Sequence[Query], world: World, sizes: Sizes) -> Answer:
    """No proof where larger cases, or cases that the world leaves out, could show more."""
    if not answer.proved:
        return answer
    limits = [f"at most {world.rows(name)} rows of {name}" for name in _short_of_rows(queries, world, sizes)]
    limits += world.narrowed
    if not limits:
        return answer
    reason = f"no case shows it, but not all were looked at, only {'; '.join(limits)}"
    return replace(answer, proved=False, reason=reason)
