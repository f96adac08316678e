"""What loading gives: the rules in force, with everything a report needs to explain them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from riskscreen.engines.base import EngineRule
from riskscreen.engines.concerned import ConcernFinder
from riskscreen.errors import UsageError, suggestion
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.lang.check import ParamValue
from riskscreen.lang.compile import Compiled
from riskscreen.lang.tree import Query
from riskscreen.model.policy import Policy
from riskscreen.model.rule import Example, RuleFile, RuleHead
from riskscreen.model.sources import SourceEntry
from riskscreen.rulebook.undecidable import Undecidable
from riskscreen.rulebook.yaml_source import Source


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in force. ``params`` are the thresholds it judges by, ``weight`` its weight, both after the policy.

    ``file`` is a whole :class:`RuleFile` where the rule book was loaded with examples.
    """

    pack: str
    file: RuleHead
    compiled: Compiled
    params: Mapping[str, ParamValue]
    weight: Decimal
    path: Path
    source: Source

    @property
    def code(self) -> str:
        """The rule's code, unique in its pack."""
        return self.file.code

    @property
    def full_name(self) -> str:
        """``pack/CODE``."""
        return f"{self.pack}/{self.file.code}"

    @property
    def examples(self) -> list[Example]:
        """The rule's examples; the rule book must have been loaded with them."""
        if not isinstance(self.file, RuleFile):
            raise TypeError("this rule book was loaded without examples: load_rulebook(…, examples=True)")
        return self.file.examples

    @property
    def query(self) -> Query:
        """The checked meaning."""
        return self.compiled.query

    @property
    def engine_rule(self) -> EngineRule:
        """The rule as engines see it."""
        return EngineRule(self.full_name, self.compiled.query)

    @property
    def concern_finder(self) -> ConcernFinder:
        """Finds the organisations that a finding of the rule is also reported on."""
        return ConcernFinder(self.compiled.query, self.compiled.concerns)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules in force, sorted by pack and code, and what they refer to.

    ``policy`` is the one in effect, single settings of the call included. ``digest`` is the SHA-256 of everything
    in the files that can change a report, ``policy_digest`` that of the policy; neither depends on where the files lie.
    ``undecidable``: what the packs say they cannot judge; empty unless the rules were loaded with examples.
    """

    rules: tuple[Rule, ...]
    sources: Mapping[str, SourceEntry]
    taxonomy: Taxonomy
    policy: Policy
    packs: tuple[str, ...]
    digest: str
    policy_digest: str
    undecidable: Undecidable = field(default_factory=dict)

    def rule(self, name: str) -> Rule:
        """The rule with this code or full name; raises :class:`UsageError` if there is none or more than one."""
        found = [rule for rule in self.rules if name in (rule.code, rule.full_name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"several packs have a rule {name}: {', '.join(rule.full_name for rule in found)}")
        known = [rule.full_name if "/" in name else rule.code for rule in self.rules]
        raise UsageError(f"there is no rule {name!r} in force{suggestion(name, known)}")
