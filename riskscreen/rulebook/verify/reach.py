"""Which parts of a record rules read, and so which rules can have to do with each other at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from riskscreen.facts.vocabulary import PROJECT, VOCABULARY
from riskscreen.lang.parts import fields_named, relations_named
from riskscreen.lang.tree import FieldRef, Query
from riskscreen.rulebook.verify.derived_root import NOT_ABOVE


@cache
def parts_read(query: Query) -> frozenset[str]:
    """The values and lists of a record that a rule reads; of a batch, the statistics."""
    parts = {part for ref in fields_named(query) for part in _parts(query.subject, ref)}
    parts |= {part for relation in relations_named(query) for part in _lists(query.subject, relation)}
    for lower, upper in NOT_ABOVE:
        if parts & {lower, upper}:
            parts |= {lower, upper}
    return frozenset(parts)


def connected(one: Query, other: Query) -> bool:
    """Whether two rules read anything in common, or two values of which one limits the other.

    If not, whatever flags the one can be put together with whatever leaves the other clear.
    """
    return one.subject == other.subject and bool(parts_read(one) & parts_read(other))


def _lists(subject: str, relation: str) -> set[str]:
    declared = VOCABULARY[subject].by_name[relation]
    return {_whole(pointer) for pointer in declared.list_at} or {relation}


def _parts(subject: str, ref: FieldRef) -> Iterator[str]:
    """What a field of a project is made from; a field of a batch is known by its relation."""
    if subject != PROJECT.name:
        yield ref.relation
        return
    of_root = ref.relation == PROJECT.name
    declared = PROJECT.root if of_root else PROJECT.by_name[ref.relation]
    for pointer in declared.fields[ref.index].inputs:
        if of_root:
            yield _whole(pointer)
        elif pointer.startswith("//"):
            yield _whole(pointer[1:])
        elif pointer.startswith("@"):
            yield "/parties"


def _whole(pointer: str) -> str:
    """The value itself, or the list that it stands in."""
    return pointer.partition("/*")[0]
