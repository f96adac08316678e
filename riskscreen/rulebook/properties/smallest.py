"""Making a counterexample small: until nothing can be left out of it without losing what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from riskscreen.rulebook.properties.bench import Bench, Trial
from riskscreen.rulebook.properties.places import Json, name_key
from riskscreen.rulebook.properties.records import ABSENT, Given, placed


def smallest(bench: Bench, trial: Trial) -> Trial:
    """A broken trial of the same property, on a case of which every part is needed, by the simplest change.

    Where one verdict becomes another, it stays so: that shows more than a verdict that becomes unknown.
    """
    found = _broken(bench, trial, trial.before) or trial
    while less := _without_something(bench, found):
        found = less
    return found


def _without_something(bench: Bench, trial: Trial) -> Trial | None:
    found = (_broken(bench, trial, less) for less in _lesser(trial.before))
    return next((broken for broken in found if broken is not None), None)


def _broken(bench: Bench, like: Trial, case: Given) -> Trial | None:
    """The simplest change of the case that breaks the property of another trial, and as clearly."""
    trials = (trial for trial in bench.trials(like.tried, case) if trial.broken)
    return next((trial for trial in trials if trial.decided or not like.decided), None)


def _lesser(given: Given) -> Iterator[Given]:
    """Everything with one part less, large parts first."""
    if len(given.records) > 1:
        for position in range(len(given.records)):
            yield given.without_record(position)
    for position, record in enumerate(given.records):
        for pointer in sorted(_members(record, ""), key=lambda pointer: pointer.count("/")):
            if pointer != f"/{name_key(record)}":
                yield given.with_record(position, placed(record, pointer, ABSENT))


def _members(value: Json | list[Any], at: str) -> Iterator[str]:
    """The pointers of all members of objects and items of lists, at any depth."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield f"{at}/{key}"
        if isinstance(part, dict | list):
            yield from _members(part, f"{at}/{key}")
