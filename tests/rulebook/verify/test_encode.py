"""Rules mean the same to the solver as to the reference engine, on records that the solver makes up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from random import Random

import pytest
import z3

from riskscreen.engines.base import EngineRule, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.compile import RuleText, compile_rule
from riskscreen.lang.tree import Query
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.verify.encode import Encoder, Meaning
from riskscreen.rulebook.verify.inputs import View
from riskscreen.rulebook.verify.search import Clock
from riskscreen.rulebook.verify.sizes import sizes_of_all
from riskscreen.rulebook.verify.trial import Claim, ClaimJudge, witness_of
from riskscreen.rulebook.verify.workshop import Workshop
from riskscreen.rulebook.verify.world import World
from tests.support.taxonomy import TAXONOMY

OTHERS = {
    "negation": RuleText("project", 'not (project.showcase or project.procurement_method in ["open", "direct"])'),
    "equal count": RuleText("project", "n == 1", let={"n": 'count(target where kind == "visit" and not met)'}),
    "unequal count": RuleText("project", "n != 1", let={"n": "count(bid where valid)"}),
    "bounded count": RuleText("project", "n < 1 or n > 1", let={"n": "count(bid where valid)"}),
    "equal share": RuleText("project", "s == 1", let={"s": "share(service_item.delivered where professional)"}),
    "sum at most": RuleText("project", "s <= 1", let={"s": 'sum(criterion.weight where kind != "finance")'}),
    "absence": RuleText("project", {"r": "role", "none": {"o": "owner where owner == r.person"}}),
    "dates": RuleText("project", "project.signed > project.start and project.closed != project.end"),
    "shares": RuleText("project", "project.licensed_staff_share > project.planned_coverage"),
    "quotients": RuleText("project", {"a": "activity", "b": "activity where window_position > a.window_position"}),
    "scope": RuleText("project", "project.showcase", scope="project.stable_policy"),
    "details": RuleText("project", {"t": "tenderer", "none": {"p": "party where address == t.address"}}),
}
SHIPPED = load_rulebook().rules


@cache
def _queries() -> Mapping[str, Query]:
    queries = {rule.full_name: rule.query for rule in SHIPPED if rule.file.subject == "project"}
    return queries | {name: compile_rule(text, VOCABULARY).query for name, text in OTHERS.items()}


@pytest.mark.parametrize("seed", [*range(10), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(10, 60))])
def test_flagged_and_clear_are_the_engines_verdicts(seed: int) -> None:
    random = Random(seed)  # noqa: S311 -- no secret is made
    queries = dict(random.sample(sorted(_queries().items()), 4))
    workshop = Workshop(queries.values(), TAXONOMY, Clock(60))
    world = workshop.world("project", sizes_of_all(list(queries.values())))
    meanings = {name: Encoder(world, query).rule() for name, query in queries.items()}
    world.seal()
    view = _model(random, world, meanings)
    witness = witness_of("project", world.records(view), TAXONOMY)
    assert witness is not None
    engine = ReferenceEngine([EngineRule(name, query) for name, query in queries.items()])
    outcomes = dict(zip(queries, engine.judge(witness.case).outcomes, strict=True))
    seen = {
        name: _verdict(view.truth(meaning.flagged), view.truth(meaning.clear)) for name, meaning in meanings.items()
    }
    assert seen == {name: outcome.verdict for name, outcome in outcomes.items()}
    for name, meaning in meanings.items():
        if outcomes[name].verdict is Verdict.CLEAR:
            assert view.truth(meaning.in_scope) is outcomes[name].in_scope


@pytest.mark.parametrize("name", [rule.full_name for rule in SHIPPED if rule.file.subject != "project"])
def test_every_rule_on_a_batch_has_a_batch_that_it_flags_and_one_that_it_clears(name: str) -> None:
    query = next(rule.query for rule in SHIPPED if rule.full_name == name)
    workshop = Workshop([query], TAXONOMY, Clock(60))
    for claim in (Claim(flagged=(query,)), Claim(clear=(query,))):
        witness = workshop.ask(claim).witness
        assert witness is not None
        assert ClaimJudge(claim).holds_of(witness.case)


def _verdict(flagged: bool, clear: bool) -> Verdict:
    assert not (flagged and clear)
    return Verdict.FLAGGED if flagged else Verdict.CLEAR if clear else Verdict.UNKNOWN


def _model(random: Random, world: World, meanings: Mapping[str, Meaning]) -> View:
    """A model that gives as many rules as can be the verdict that chance asks for."""
    solver = z3.Solver()
    solver.set("rlimit", 300_000)
    solver.add(world.inputs.axioms)
    asked = [random.choice([meaning.flagged, meaning.clear]) for meaning in meanings.values()]
    asked += [wish for wish in world.inputs.wishes if random.random() < 0.2]
    for constraint in asked:
        solver.push()
        solver.add(constraint)
        if solver.check() != z3.sat:
            solver.pop()
    solver.set("rlimit", 0)
    for _ in range(100):
        assert solver.check() == z3.sat
        view = View(solver.model())
        wrong = [correction for check in world.corrections for correction in check(view)]
        if not wrong:
            return view
        solver.add(wrong)
    raise AssertionError("the calendar was never met")
