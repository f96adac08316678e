"""From a rule file and the thresholds in effect to the checked query."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.check import ParamValue
from riskscreen.lang.compile import Compiled, RuleText, compile_rule
from riskscreen.model.rule import Param, RuleHead

_NONE: Mapping[str, Decimal] = MappingProxyType({})


def params_in_effect(file: RuleHead, replaced: Mapping[str, Decimal] = _NONE) -> dict[str, ParamValue]:
    """The rule's thresholds; a number in ``replaced`` stands for all dated values of its parameter."""
    values: dict[str, ParamValue] = {}
    for name, param in file.params.items():
        if name in replaced:
            values[name] = replaced[name]
        elif isinstance(param, Param):
            values[name] = param.value
        else:
            values[name] = tuple((dated.from_, dated.value) for dated in param)
    return values


def rule_text(file: RuleHead, params: Mapping[str, ParamValue]) -> RuleText:
    """The rule's formal part under the given thresholds."""
    return RuleText(
        subject=file.subject,
        when=file.when,
        scope=file.scope,
        let=file.let,
        params=params,
        in_force_on=file.in_force_on,
        concerns=file.concerns,
    )


def compile_with(file: RuleHead, params: Mapping[str, ParamValue]) -> Compiled:
    """The rule's formal part, checked; raises :class:`riskscreen.lang.compile.RuleProblems`."""
    return compile_rule(rule_text(file, params), VOCABULARY)
