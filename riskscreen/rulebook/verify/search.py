"""Looking for a record that shows a claim, or for the proof that there is none."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import z3

from riskscreen.rulebook.verify.inputs import View
from riskscreen.rulebook.verify.trial import Claim, ClaimJudge, Witness, witness_of
from riskscreen.rulebook.verify.world import World

MOST_CORRECTIONS = 60
MOST_ATTEMPTS = 6
MOST_ITEMS = 5000
"""A record with longer lists, or a batch of more projects, is no witness that anybody reads."""


EFFORT = 10_000_000
"""What one question may cost, in the solver's own measure and so the same everywhere: some seconds."""


@dataclass(slots=True)
class Clock:
    """The time for everything, in seconds."""

    total: float
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """The time left for everything."""
        return max(0.0, self.total - (time.monotonic() - self.started))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search came to: a witness, the proof that there is none, or why neither.

    ``unwritten``: facts that stand in the way because nothing tells how to write them into a record.
    """

    witness: Witness | None = None
    proved: bool = False
    reason: str = ""
    unwritten: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it came to nothing."""
        return self.witness is None and not self.proved


class Search:
    """Asks the solver about one world, once everything in question was encoded in it."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world = world
        self._clock = clock
        self._solver = z3.Solver()
        self._solver.set("rlimit", EFFORT)
        self._wishes: list[z3.BoolRef] = []
        world.seal()
        self._solver.add(world.inputs.axioms)
        for number, wish in enumerate(world.inputs.wishes):
            name = z3.Bool(f"wish {number}")
            self._solver.add(z3.Implies(name, wish))
            self._wishes.append(name)

    def name(self, name: str, formula: z3.BoolRef) -> z3.BoolRef:
        """An assumption that stands for a formula."""
        assumption = z3.Bool(name)
        self._solver.add(z3.Implies(assumption, formula))
        return assumption

    def possible(self, assumptions: Sequence[z3.BoolRef]) -> bool | None:
        """Whether all can hold together; None if the solver does not know."""
        result = self._check(assumptions)
        return None if result == z3.unknown else bool(result == z3.sat)

    def conflict(self) -> list[z3.BoolRef]:
        """The assumptions of the last question that could not hold together."""
        return list(self._solver.unsat_core())

    def find(self, assumptions: Sequence[z3.BoolRef], claim: Claim, neat: bool = False) -> Answer:
        """A witness of the claim, which the assumptions express; a ``neat`` one has as little unusual as can be."""
        judge = ClaimJudge(claim)
        wishes = list(self._wishes)
        self._solver.push()
        try:
            for attempt in range(MOST_ATTEMPTS):
                found = self._model(assumptions, wishes)
                if neat and not attempt and isinstance(found, View):
                    found = self._model(assumptions, self._regained(assumptions, wishes))
                if isinstance(found, Answer):
                    return _NOT_SHOWN if attempt and found.proved else found
                if self._world.unwritten_fields:
                    return unwritten(self._world.unwritten_fields)
                if self._world.extent(found) > MOST_ITEMS:
                    return _TOO_LARGE
                records = self._world.records(found)
                witness = witness_of(self._world.subject.name, records, self._world.taxonomy)
                if witness is not None and judge.holds_of(witness.case):
                    return Answer(witness)
                self._solver.add(self._another(found))
            return _NOT_SHOWN
        finally:
            self._solver.pop()

    def _model(self, assumptions: Sequence[z3.BoolRef], wishes: list[z3.BoolRef]) -> View | Answer:
        """A model that no correction is known for. Wishes that cannot be met are given up."""
        corrections = 0
        while corrections < MOST_CORRECTIONS:
            result = self._check([*assumptions, *wishes])
            if result == z3.unknown:
                return _NOT_DECIDED if self._clock.left() else OUT_OF_TIME
            if result == z3.unsat:
                refused = {name.get_id() for name in self._solver.unsat_core()}
                kept = [name for name in wishes if name.get_id() not in refused]
                if len(kept) == len(wishes):
                    return Answer(proved=True)
                wishes[:] = kept
                continue
            view = View(self._solver.model())
            wrong = [correction for check in self._world.corrections for correction in check(view)]
            if not wrong:
                return view
            self._solver.add(wrong)
            corrections += 1
        return Answer(reason="no days of the calendar were found that show it")

    def _regained(self, assumptions: Sequence[z3.BoolRef], wishes: list[z3.BoolRef]) -> list[z3.BoolRef]:
        """The wishes, and those of the ones given up that can be met together with them after all."""
        kept = {wish.get_id() for wish in wishes}
        for wish in self._wishes:
            if wish.get_id() not in kept and self._check([*assumptions, *wishes, wish]) == z3.sat:
                wishes.append(wish)
        return wishes

    def _check(self, assumptions: Sequence[z3.BoolRef]) -> z3.CheckSatResult:
        left = self._clock.left()
        if not left:
            return z3.unknown
        self._solver.set("timeout", int(1000 * left) + 1)
        return self._solver.check(*assumptions)

    def _another(self, view: View) -> z3.BoolRef:
        """Anything but this model."""
        return z3.Or([variable != view.value(variable) for variable in self._world.inputs.variables])


OUT_OF_TIME = Answer(reason="there was no time left for it")
_NOT_DECIDED = Answer(reason="the solver did not decide it within its limits")
_TOO_LARGE = Answer(reason=f"a record that shows it would have more than {MOST_ITEMS} items")
_NOT_SHOWN = Answer(reason="no record that the solver thought of shows it when it is screened")


def unwritten(names: Sequence[str]) -> Answer:
    """That facts stand in the way of a record."""
    return Answer(reason=f"nothing tells how to write {', '.join(names)} into a record", unwritten=tuple(names))
