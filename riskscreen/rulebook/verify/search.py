"""Looking for a record that shows a claim, or for the proof that there is none."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import z3

from riskscreen.rulebook.verify.inputs import View
from riskscreen.rulebook.verify.trial import Shows, Trial, Witness
from riskscreen.rulebook.verify.world import World

MOST_CORRECTIONS = 60
MOST_ATTEMPTS = 6


@dataclass(slots=True)
class Clock:
    """The time for everything, and for one question to the solver, in seconds."""

    total: float
    question: float
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """The time left for everything."""
        return max(0.0, self.total - (time.monotonic() - self.started))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search came to: a witness, the proof that there is none, or why neither.

    ``proved`` and ``witness`` exclude each other; with neither, ``reason`` tells why. ``model`` says whether the solver
    found a model, of which no record could be made.
    """

    witness: Witness | None = None
    proved: bool = False
    reason: str = ""
    model: bool = False


class Search:
    """Asks the solver about one world."""

    def __init__(self, world: World, trial: Trial, clock: Clock) -> None:
        self.world = world
        self._trial = trial
        self._clock = clock
        self._solver = z3.Solver()
        self._wishes: list[z3.BoolRef] = []

    def seal(self) -> None:
        """Tell the solver what holds in the world; to be called once everything was encoded."""
        self.world.seal()
        self._solver.add(self.world.inputs.axioms)
        for number, wish in enumerate(self.world.inputs.wishes):
            name = z3.Bool(f"wish {number}")
            self._solver.add(z3.Implies(name, wish))
            self._wishes.append(name)

    def add(self, formula: z3.BoolRef) -> None:
        """Add what every case must satisfy from now on."""
        self._solver.add(formula)

    def core(self, assumptions: Sequence[z3.BoolRef]) -> list[z3.BoolRef] | None:
        """Assumptions that cannot hold together; None if all can, or if the solver does not know."""
        return list(self._solver.unsat_core()) if self._check(assumptions) == z3.unsat else None

    def find(self, assumptions: Sequence[z3.BoolRef], shown: Shows) -> Answer:
        """A witness of the assumptions on which ``shown`` holds."""
        attempts = 0
        wishes = list(self._wishes)
        self._solver.push()
        try:
            while attempts < MOST_ATTEMPTS:
                view, wishes = self._model(assumptions, wishes)
                if isinstance(view, Answer):
                    return view if not attempts or not view.proved else _unshown()
                if self.world.unwritten_fields:
                    return Answer(reason=_unwritten(self.world.unwritten_fields), model=True)
                witness = self._trial.witness(self.world.subject.name, self.world.records(view))
                if witness is not None and shown(witness.verdicts):
                    return Answer(witness=witness)
                attempts += 1
                self._solver.add(self._another(view))
            return _unshown()
        finally:
            self._solver.pop()

    def _model(
        self, assumptions: Sequence[z3.BoolRef], wishes: list[z3.BoolRef]
    ) -> tuple[View | Answer, list[z3.BoolRef]]:
        """A model that no correction is known for; wishes that cannot be met are given up."""
        corrections = 0
        while corrections < MOST_CORRECTIONS:
            result = self._check([*assumptions, *wishes])
            if result == z3.unknown:
                return Answer(reason="the solver did not decide it in time"), wishes
            if result == z3.unsat:
                refused = {name.get_id() for name in self._solver.unsat_core()}
                kept = [name for name in wishes if name.get_id() not in refused]
                if len(kept) == len(wishes):
                    return Answer(proved=True), wishes
                wishes = kept
                continue
            view = View(self._solver.model())
            wrong = [correction for check in self.world.corrections for correction in check(view)]
            if not wrong:
                return view, wishes
            self._solver.add(wrong)
            corrections += 1
        return Answer(reason="no window of the calendar was found that shows it"), wishes

    def _check(self, assumptions: Sequence[z3.BoolRef]) -> z3.CheckSatResult:
        left = self._clock.left()
        if not left:
            return z3.unknown
        self._solver.set("timeout", int(1000 * min(left, self._clock.question)) + 1)
        return self._solver.check(*assumptions)

    def _another(self, view: View) -> z3.BoolRef:
        """Anything but this model."""
        return z3.Or([variable != view.value(variable) for variable in self.world.inputs.variables])


def _unshown() -> Answer:
    return Answer(reason="no record that the solver thought of shows it when it is screened", model=True)


def _unwritten(names: Sequence[str]) -> str:
    return f"nothing tells how to write {', '.join(names)} into a record"
