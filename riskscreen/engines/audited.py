"""An engine that judges alone, but for some cases that another judges again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from heapq import nsmallest
from itertools import tee

from riskscreen.engines.base import Engine, EngineRule, Evaluation
from riskscreen.engines.checked import Comparison
from riskscreen.facts.case import Case

AUDITED = 200
"""How many projects of a batch are judged again."""


def chosen_for_audit(identifiers: Iterable[str], count: int = AUDITED) -> frozenset[str]:
    """So many of the identifiers, chosen by their hash: by chance, and the same ones in every run."""
    return frozenset(nsmallest(count, identifiers, key=_hash))


def _hash(identifier: str) -> bytes:
    # a record may hold half of a pair of surrogates, which no encoding of texts has
    return sha256(identifier.encode("utf-8", "surrogatepass")).digest()


class AuditedEngine:
    """Judges all cases with one engine, and the chosen ones of one subject with another besides.

    Where they differ the auditor's outcomes stand and the difference is disputed, as in
    :class:`riskscreen.engines.checked.CheckedEngine`.
    """

    def __init__(
        self,
        engine: Engine,
        auditor: Engine,
        rules: Sequence[EngineRule],
        chosen: Collection[str],
        subject: str = "project",
    ) -> None:
        """``rules`` are those that both engines were given; ``chosen`` are identifiers of cases."""
        self.name = engine.name
        self._engine = engine
        self._auditor = auditor
        self._chosen = chosen
        self._subject = subject
        self._comparison = Comparison(auditor.name, engine.name, rules)

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """One evaluation a case, in the order of the cases."""
        kept, asked = tee(cases)
        for case, said in zip(kept, self._engine.evaluate(asked), strict=True):
            yield self._audited(case, said) if self._is_chosen(case) else said

    def close(self) -> None:
        """Close both engines."""
        self._engine.close()
        self._auditor.close()

    def _is_chosen(self, case: Case) -> bool:
        return case.subject == self._subject and case.id in self._chosen

    def _audited(self, case: Case, said: Evaluation) -> Evaluation:
        (judged,) = self._auditor.evaluate([case])
        disputed = (*judged.disputed, *self._comparison.disputes(case, judged, said))
        return Evaluation(judged.outcomes, disputed) if disputed else judged
