"""The engine that was asked for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from riskscreen.engines.base import Engine, EngineRule
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import UsageError, suggestion

EngineName: TypeAlias = Literal["reference", "durable", "checked", "duckdb"]
ENGINES: tuple[str, ...] = get_args(EngineName)
LARGEST_CHECKED_BATCH = 2000
"""Up to how many cases ``auto`` lets two engines judge every one; of larger batches only some are judged twice."""

_log = logging.getLogger("riskscreen")


def durable_available() -> str | None:
    """None if durable-rules can be used here, else why not and what to do, in one line."""
    from riskscreen.engines.durable import availability

    return availability.durable_available()


def columnar_available() -> str | None:
    """None if the engine ``duckdb`` can be used here, else why not and what to do, in one line."""
    from riskscreen.engines.sql import availability

    return availability.columnar_available()


def build_engine(name: str, rules: Sequence[EngineRule], jobs: int = 1) -> Engine:
    """The engine of that name. ``jobs``: how many worker processes or threads it may use, if it can use any.

    Raises :class:`UsageError` for an unknown name, and for an engine that cannot be used here or with these rules.
    """
    if name not in ENGINES:
        raise UsageError(f"{name!r} is no engine; there are {', '.join(ENGINES)}{suggestion(name, ENGINES)}")
    reference = ReferenceEngine(rules)
    if name == "reference":
        return reference
    missing = columnar_available() if name == "duckdb" else durable_available()
    if missing:
        raise UsageError(f"the engine {name} cannot be used: {missing}")

    from riskscreen.engines.checked import CheckedEngine, CoveredEngine

    if name == "duckdb":
        from riskscreen.engines.duckdb import DuckdbEngine

        return CoveredEngine(DuckdbEngine(rules, jobs), reference)

    from riskscreen.engines.durable import DurableEngine

    durable = DurableEngine(rules, jobs)
    return CheckedEngine(reference, durable, rules) if name == "checked" else CoveredEngine(durable, reference)


def engine_for(
    name: str,
    rules: Sequence[EngineRule],
    jobs: int,
    identifiers: Sequence[str],
    largest_checked: int = LARGEST_CHECKED_BATCH,
) -> Engine:
    """The engine of that name for a batch of projects with these identifiers.

    ``auto`` is ``checked`` for batches of at most so many projects, else ``duckdb`` with some projects that
    ``reference`` judges again; where one of them cannot be used, ``reference`` alone, which the logger tells. Raises
    :class:`UsageError` as :func:`build_engine` does.
    """
    if name != "auto":
        return build_engine(name, rules, jobs)
    try:
        if len(identifiers) <= largest_checked:
            return build_engine("checked", rules, jobs)
        return _audited(build_engine("duckdb", rules, jobs), rules, identifiers)
    except UsageError as error:
        _log.warning("%s; the reference engine judges alone", error)
    return build_engine("reference", rules, jobs)


def _audited(engine: Engine, rules: Sequence[EngineRule], identifiers: Sequence[str]) -> Engine:
    from riskscreen.engines.audited import AuditedEngine, chosen_for_audit

    return AuditedEngine(engine, ReferenceEngine(rules), rules, chosen_for_audit(identifiers))
