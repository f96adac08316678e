"""The engine that was asked for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from riskscreen.engines.base import Engine, EngineRule
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import UsageError, suggestion

EngineName: TypeAlias = Literal["reference", "durable", "checked"]
ENGINES: tuple[str, ...] = get_args(EngineName)
LARGEST_CHECKED_BATCH = 2000
"""Up to how many cases ``auto`` lets two engines judge and compares them."""

_log = logging.getLogger("riskscreen")


def durable_available() -> str | None:
    """None if durable-rules can be used here, else why not and what to do, in one line."""
    from riskscreen.engines.durable import availability

    return availability.durable_available()


def build_engine(name: str, rules: Sequence[EngineRule], jobs: int = 1) -> Engine:
    """The engine of that name. ``jobs`` is the number of worker processes of an engine that has any.

    Raises :class:`UsageError` for an unknown name, and for an engine that cannot be used here or with these rules.
    """
    if name not in ENGINES:
        raise UsageError(f"{name!r} is no engine; there are {', '.join(ENGINES)}{suggestion(name, ENGINES)}")
    reference = ReferenceEngine(rules)
    if name == "reference":
        return reference
    missing = durable_available()
    if missing:
        raise UsageError(f"the engine {name} cannot be used: {missing}")

    from riskscreen.engines.checked import CheckedEngine, CoveredEngine
    from riskscreen.engines.durable import DurableEngine

    durable = DurableEngine(rules, jobs)
    return CheckedEngine(reference, durable, rules) if name == "checked" else CoveredEngine(durable, reference)


def engine_for(
    name: str, rules: Sequence[EngineRule], jobs: int, cases: int, largest_checked: int = LARGEST_CHECKED_BATCH
) -> Engine:
    """The engine of that name; ``auto`` checks batches of at most so many cases, where that is possible.

    Raises :class:`UsageError` as :func:`build_engine` does.
    """
    if name != "auto":
        return build_engine(name, rules, jobs)
    if cases <= largest_checked:
        try:
            return build_engine("checked", rules, jobs)
        except UsageError as error:
            _log.warning("%s; the reference engine judges alone", error)
    return build_engine("reference", rules, jobs)
