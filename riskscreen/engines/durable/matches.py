"""What the searches found, read from the engine's messages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from riskscreen.engines.durable.ruleset import ROW, Asked, Matcher
from riskscreen.engines.durable.terms import World

Rows: TypeAlias = tuple[int, ...]
"""The places of the rows that a match binds, in the order of the search's variables."""

# Facts hold nothing but integers, so that a name and a number cannot be anything else.
_BOUND = re.compile(rf'"p(\d+)":{{"sid":"\d+","id":\d+,"{ROW}":(-?\d+)')


class Matches:
    """The matches of all searches in one case. A row that is only possible has the place -1."""

    def __init__(self, matchers: Sequence[Matcher], messages: Mapping[str, Sequence[str]]) -> None:
        """``messages`` are the engine's, by the name of the rule (``r7``) that ``matchers`` explain by its number."""
        self._fired: dict[tuple[int, World], list[tuple[Matcher, Sequence[str]]]] = {}
        self._rows: dict[tuple[int, World], set[Rows]] = {}
        self._surroundings: dict[tuple[int, World], set[Rows]] = {}
        for name, found in messages.items():
            matcher = matchers[int(name[1:])]
            self._fired.setdefault((matcher.search, matcher.world), []).append((matcher, found))

    def rows(self, search: int, world: World) -> set[Rows]:
        """The rows of every match."""
        key = (search, world)
        if key not in self._rows:
            self._rows[key] = {
                rows
                for matcher, messages in self._fired.get(key, ())
                for message in messages
                for rows in _bound(message, matcher.variables)
                if all(self._holds(asked, rows) for asked in matcher.asked)
            }
        return self._rows[key]

    def any(self, search: int, world: World) -> bool:
        """Whether there is a match; mostly known without reading its rows."""
        fired = self._fired.get((search, world))
        if not fired:
            return False
        return any(not matcher.asked for matcher, _ in fired) or bool(self.rows(search, world))

    def _holds(self, asked: Asked, rows: Rows) -> bool:
        if not asked.places:
            return self.any(asked.search, asked.world) is asked.wanted
        context = tuple([rows[place] for place in asked.places])
        return (context in self._contexts(asked.search, asked.world, len(context))) is asked.wanted

    def _contexts(self, search: int, world: World, length: int) -> set[Rows]:
        """What the matches of a search bind of what surrounds it, which comes first."""
        key = (search, world)
        if key not in self._surroundings:
            self._surroundings[key] = {match[:length] for match in self.rows(search, world)}
        return self._surroundings[key]


def _bound(message: str, variables: int) -> list[Rows]:
    """The rows of each match in a message; a search over the subject alone matches once, with no row."""
    if not variables:
        return [()]
    places = [0] * variables
    found = []
    for position, (pattern, row) in enumerate(_BOUND.findall(message), start=1):
        places[int(pattern)] = int(row)
        if position % variables == 0:
            found.append(tuple(places))
    return found
