"""Whether a rule can be flagged at all, and whether it can be clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from riskscreen.lang.tree import Alternative, Not
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.verify.findings import Finding, Undecided
from riskscreen.rulebook.verify.search import Answer
from riskscreen.rulebook.verify.trial import Claim
from riskscreen.rulebook.verify.wording import shown
from riskscreen.rulebook.verify.workshop import Workshop

NEVER_FLAGS = "never-flags"
ALWAYS_FLAGS = "always-flags"
NEVER_CLEAR = "never-clear"
FLAGGED_OR_NOT = "whether it can be flagged, and so what it implies"
CLEAR_OR_NOT = "whether it can be clear, and so what implies it"


def single(workshop: Workshop, rule: Rule) -> Iterator[Finding | Undecided]:
    """What is wrong with one rule as a whole."""
    flagged = Claim(flagged=(rule.query,))
    answer = None if workshop.seen(flagged) else workshop.ask(flagged)
    if answer is not None and answer.proved:
        yield _never_flags(workshop, rule)
        return
    if answer is not None and answer.open:
        yield _open(rule, FLAGGED_OR_NOT, answer)
    clear = Claim(clear=(rule.query,), in_scope=True)
    if not workshop.seen(clear):
        answer = workshop.ask(clear)
        if answer.proved:
            yield _never_clear(workshop, rule)
        elif answer.open:
            yield _open(rule, CLEAR_OR_NOT, answer)
    yield from _scope(workshop, rule)


def _never_flags(workshop: Workshop, rule: Rule) -> Finding:
    query = rule.query
    path, message = "when", f"no {query.subject} can ever be flagged: its conditions cannot hold together"
    if query.scope is not None:
        within = replace(query, scope=None, alternatives=(Alternative((), query.scope),))
        if workshop.ask(Claim(flagged=(within,))).proved:
            path, message = "scope", f"no {query.subject} can ever be flagged: none is within its scope"
        elif not workshop.ask(Claim(flagged=(replace(query, scope=None),))).proved:
            message = f"no {query.subject} can ever be flagged: its scope and its conditions cannot hold together"
    return Finding("error", NEVER_FLAGS, (rule.full_name,), rule.source.location((path,)), message)


def _never_clear(workshop: Workshop, rule: Rule) -> Finding:
    subject = rule.file.subject
    answer = workshop.ask(Claim(flagged=(rule.query,)), neat=True)
    scope = "" if rule.query.scope is None else " within its scope"
    if workshop.always_decided(rule.query):
        code, message = ALWAYS_FLAGS, f"every {subject}{scope} is flagged that gives what it reads: it tells none apart"
    else:
        code, message = NEVER_CLEAR, f"no {subject}{scope} can ever be clear: each is flagged or cannot be decided"
    place = rule.source.location(("when",))
    return Finding("error", code, (rule.full_name,), place, message, answer.witness, answer.reason)


def _scope(workshop: Workshop, rule: Rule) -> Iterator[Finding | Undecided]:
    """A scope that leaves nothing out."""
    scope = rule.query.scope
    if scope is None:
        return
    outside = replace(rule.query, scope=None, alternatives=(Alternative((), Not(scope)),))
    claim = Claim(flagged=(outside,))
    if workshop.seen(claim):
        return
    answer = workshop.ask(claim)
    place = rule.source.location(("scope",))
    if answer.proved:
        message = f"the scope leaves nothing out: {shown(scope)} is never false"
        yield Finding("note", "scope-without-effect", (rule.full_name,), place, message)
    elif answer.open:
        yield Undecided(
            (rule.full_name,), place, "whether its scope leaves anything out", answer.reason, answer.unwritten
        )


def _open(rule: Rule, question: str, answer: Answer) -> Undecided:
    place = rule.source.location(("when",))
    return Undecided((rule.full_name,), place, question, answer.reason, answer.unwritten)
