"""The hard limits of durable-rules 2.0.28, checked before a rule set is given to it.

Beyond them it does not say no: it loses facts, hangs or reads memory that is not its own. The check builds the
network of tests that the engine would build, from the very definition that the engine is given, and so trusts
nothing that the generator believes about its own output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from struct import calcsize
from typing import Any, TypeAlias

from riskscreen.errors import UsageError

RULES = 4096
PATTERNS = 16
PROPERTIES = 252  # of a fact, beside its id and sid
SLOTS = 31  # places in the table of one pattern's connectives and joins
CHILDREN = 511  # distinct tests after the same test; the table's last place must stay empty
ENDINGS = 255  # patterns that end in the same test
FORKS = 127  # disjunctions that begin after the same test
STACK = 64  # tests of one fact that hold and wait to be followed
CONSTANT = 2 ** (8 * calcsize("l") - 1) - 1  # constants are read into a C long

RULES_PER_SEARCH = 64
"""Our own: a condition that needs more rules than this would make every session slow."""

OWN_FACT = "$m"
OPERATORS = frozenset({"$neq", "$lt", "$lte", "$gt", "$gte", "$ex"})
RESERVED = ("id", "sid", "$forward", OWN_FACT, "$s", "$i")

Definition: TypeAlias = Mapping[str, Any]
"""A rule set as the engine reads it: rule name → ``{"all": [{variable: test}, …], …}``."""


class Inexpressible(UsageError):
    """A rule that durable-rules cannot run within its limits."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"rule {code} cannot run on durable-rules: {reason}; use --engine reference")
        self.code = code
        self.reason = reason


def check(definition: Definition, code_of: Mapping[str, str]) -> None:
    """Raise :class:`Inexpressible` for the first rule beyond a limit; ``code_of`` gives a rule's code by its name."""
    root = _Node()
    properties: set[str] = set()
    code = ""
    for number, (name, rule) in enumerate(definition.items(), start=1):
        code = code_of.get(name, name)
        _require(code, number, RULES, "rules in a set")
        _require(code, len(rule["all"]), PATTERNS, "patterns")
        _distinct(code, [variable for pattern in rule["all"] for variable in pattern])
        for pattern in rule["all"]:
            (test,) = pattern.values()
            _require(code, _slots(test), SLOTS, "connectives and joins in a pattern")
            properties.update(_properties(test))
            last = _grow(root, test, code)
            last.endings += 1
            _require(code, last.endings, ENDINGS, "patterns that end in one test")
    _distinct(code, [*properties, *RESERVED])
    _check_stack(root)


def check_properties(code: str, count: int) -> None:
    """Raise :class:`Inexpressible` if a fact would have more properties than the engine holds."""
    _require(code, count, PROPERTIES, "properties in a fact")


@dataclass(slots=True)
class _Node:
    """A test in the engine's network, what is tested next where it holds, and the rule that came here last."""

    next: dict[object, _Node] = field(default_factory=dict)
    forks: list[_Node] = field(default_factory=list)
    endings: int = 0
    code: str = ""


def _grow(node: _Node, test: Definition, code: str) -> _Node:
    """Add a pattern's test below a node; the node that is reached where the test holds."""
    node.code = code
    operator, operand = _parted(test)
    if operator == "$and":
        for part in operand:
            node = _grow(node, part, code)
        return node
    if operator == "$or":
        joined = _Node(code=code)
        for part in operand:
            end = _grow(node, part, code)
            end.forks.append(joined)
            _require(code, len(end.forks), FORKS, "disjunctions after one test")
        return joined
    ((name, value),) = operand.items()
    if isinstance(value, int):
        _require(code, abs(value), CONSTANT, "as a constant")
    # only tests against constants are ever shared
    key = (operator, name, value) if isinstance(value, int) else object()
    child = node.next.setdefault(key, _Node(code=code))
    _require(code, len(node.next), CHILDREN, "distinct tests after one test")
    return child


def _check_stack(root: _Node) -> None:
    """Each type of fact is tested on its own, so that the first type that needs too much names its rule."""
    for kind in root.next.values():
        _require(kind.code, _stack(kind), STACK, "tests of a fact that hold at once")


def _stack(node: _Node) -> int:
    """The engine walks depth first: all tests that hold wait on its stack while one of them is followed."""
    children = [*node.next.values(), *node.forks]
    if not children:
        return 0
    # two equalities of one property with different constants cannot both hold
    waiting = len({_equality(key) or key for key in node.next}) + len(node.forks)
    return max(waiting, waiting - 1 + max(map(_stack, children)))


def _equality(key: object) -> str | None:
    """The property that a test compares with a constant for equality."""
    return key[1] if isinstance(key, tuple) and key[0] == "$eq" else None


def _slots(test: Definition) -> int:
    operator, operand = _parted(test)
    if operator in ("$and", "$or"):
        return 2 + sum(map(_slots, operand))
    (value,) = operand.values()
    return int(isinstance(value, Mapping) and OWN_FACT not in value)


def _properties(test: Definition) -> Iterator[str]:
    operator, operand = _parted(test)
    if operator in ("$and", "$or"):
        for part in operand:
            yield from _properties(part)
        return
    ((name, value),) = operand.items()
    yield name
    if isinstance(value, Mapping):
        yield from value.values()


def _parted(test: Definition) -> tuple[str, Any]:
    """A test's operator and operand; equality is written without an operator."""
    ((operator, operand),) = test.items()
    return (operator, operand) if operator in OPERATORS or operator in ("$and", "$or") else ("$eq", test)


def _distinct(code: str, names: Sequence[str]) -> None:
    """The engine knows names by a 32-bit hash alone."""
    hashes: dict[int, str] = {}
    for name in names:
        other = hashes.setdefault(fnv1a(name), name)
        if other != name:
            raise Inexpressible(code, f"the engine cannot tell the names {other!r} and {name!r} apart")


def fnv1a(text: str) -> int:
    """The engine's hash of names and ids."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def _require(code: str, count: int, limit: int, what: str) -> None:
    if count > limit:
        raise Inexpressible(code, f"{count} {what}, where the engine's limit is {limit}")
