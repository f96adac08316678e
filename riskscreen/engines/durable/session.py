"""The one place that talks to durable-rules: its C module, used in the one way that was found to be exact.

A rule set is created once a process. A session asserts its facts one at a time under running ids and one fixed
session id, then a sentinel that makes a rule fire in any case, takes all matches, and deletes its state.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from riskscreen.engines.durable.availability import MODULE
from riskscreen.engines.durable.ruleset import SENTINEL, SENTINEL_TYPE, TYPE, Ruleset

SESSION = "1"
ACCEPTED, NOT_MATCHED, ID_TAKEN = 0, 1, 2
NO_SESSION = "309"


class SessionFailed(Exception):
    """The engine refused something in mid-session: nothing of the session can be used."""


class Session:
    """A rule set within the engine, ready for one case after the other."""

    def __init__(self, name: str, ruleset: Ruleset) -> None:
        self._engine: Any = import_module(MODULE)
        self._handle: int = self._engine.create_ruleset(name, ruleset.definition)
        # the first state of a rule set must have fired before it is deleted, whatever happens to the first case
        self.run([])

    def run(self, facts: Iterable[str]) -> dict[str, list[str]]:
        """The messages of each rule that matched, by the rule's name. Facts come without their beginning and id."""
        try:
            state = self._assert(facts)
            matches = self._drain(state)
        except (self._engine.error, MemoryError) as error:
            raise SessionFailed(str(error)) from None
        finally:
            self._delete()
        if matches.pop(SENTINEL, None) is None:
            raise SessionFailed("the sentinel did not fire")
        return matches

    def _assert(self, facts: Iterable[str]) -> int:
        assert_fact, handle = self._engine.assert_fact, self._handle
        number = 0
        state = 0
        for fact in (*facts, f'"{TYPE}":{SENTINEL_TYPE}}}'):
            code = ID_TAKEN
            while code == ID_TAKEN:
                # ids are known by a 32-bit hash: one whose hash another fact has is passed over
                number += 1
                code, state = assert_fact(handle, f'{{"sid":"{SESSION}","id":{number},{fact}')
            if code not in (ACCEPTED, NOT_MATCHED):
                raise SessionFailed(f"a fact was answered with code {code}")
        return state

    def _drain(self, state: int) -> dict[str, list[str]]:
        matches: dict[str, list[str]] = {}
        started = self._engine.start_action_for_state(self._handle, state)
        message = started and started[1]
        while message:
            name = message[2 : message.index('"', 2)]
            matches.setdefault(name, []).append(message)
            message = self._engine.complete_and_start_action(self._handle, state)
        return matches

    def _delete(self) -> None:
        try:
            self._engine.delete_state(self._handle, SESSION)
        except self._engine.error as error:
            if NO_SESSION not in str(error):
                raise SessionFailed(str(error)) from None
