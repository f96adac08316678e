"""The policy in effect: an office's file, and the single settings of one call on top of it.

Which weight wins, from the strongest: the policy's weight for the rule; the rule's own ``weight``; the policy's
weight for the severity; the default weight for the severity. So what is said of one rule beats what is said of a whole
severity, and of two equally special ones the policy's holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NoReturn

from riskscreen.errors import Fault, RuleFaults, UsageError, suggestion
from riskscreen.lang.check import Range
from riskscreen.lang.compile import RuleProblems
from riskscreen.model.policy import DEFAULT_WEIGHTS, Policy, RuleChoice
from riskscreen.model.rule import RuleHead, exact_number
from riskscreen.rulebook.compiling import compile_with, params_in_effect
from riskscreen.rulebook.validate import validated
from riskscreen.rulebook.yaml_source import DataPath, Source, read_yaml


@dataclass(frozen=True, slots=True)
class GivenPolicy:
    """A policy as it was given; ``source`` is its file, if it came from one."""

    policy: Policy
    source: Source | None = None

    def fault(self, path: DataPath, code: str, message: str) -> Fault:
        """A fault in the policy's file. A policy that was not read from a file is a wrong call instead."""
        if self.source is None:
            raise UsageError(f"policy: {'.'.join(map(str, path))}: {message}")
        return self.source.fault(path, code, message)


def read_policy(policy: Policy | Path | None) -> GivenPolicy:
    """The policy of a file or an object, every default where there is none; raises :class:`RuleFaults`."""
    if policy is None:
        return GivenPolicy(Policy())
    if isinstance(policy, Policy):
        return GivenPolicy(policy)
    source = read_yaml(policy)
    return GivenPolicy(validated(source, Policy), source)


@dataclass(frozen=True, slots=True)
class Names:
    """The rules a policy may speak of: full names of those in the chosen packs, and codes known anywhere."""

    chosen: Mapping[str, RuleHead]
    elsewhere: frozenset[str]

    def full_names(self, name: str) -> list[str]:
        """The chosen rules that a code or full name means."""
        return [full for full in self.chosen if name in (full, full.partition("/")[2])]

    def hint(self, name: str) -> str:
        """The rule that was probably meant."""
        known = self.chosen if "/" in name else [full.partition("/")[2] for full in self.chosen]
        return suggestion(name, known)


def resolve_policy(given: GivenPolicy, overrides: Mapping[str, str], names: Names) -> Policy:
    """The policy in effect, its rules under their full names.

    Raises :class:`RuleFaults` for what is wrong in the policy's file and :class:`UsageError` for an override.
    """
    faults: list[Fault] = []
    choices: dict[str, RuleChoice] = {}
    for name, choice in given.policy.rules.items():
        full = names.full_names(name)
        if len(full) == 1:
            faults += _wrong_params(given, name, choice, names.chosen[full[0]])
            if full[0] in choices:
                message = f"the rule stands here a second time as {full[0]}; keep one of them"
                faults.append(given.fault(("rules", name), "duplicate-rule", message))
            choices[full[0]] = choice
        elif full:
            message = f"several packs have a rule {name}; write one of {', '.join(full)}"
            faults.append(given.fault(("rules", name), "ambiguous-rule", message))
        elif name not in names.elsewhere:
            message = f"there is no rule {name!r}{names.hint(name)}"
            faults.append(given.fault(("rules", name), "unknown-rule", message))
    if faults:
        raise RuleFaults(faults)
    for key, value in overrides.items():
        _override(choices, key, value, names)
    return given.policy.model_copy(update={"rules": {full: choices[full] for full in sorted(choices)}})


def _wrong_params(given: GivenPolicy, name: str, choice: RuleChoice, file: RuleHead) -> Iterable[Fault]:
    for param, number in choice.params.items():
        wrong = _wrong_param(file, param, number)
        if wrong:
            yield given.fault(("rules", name, "params", param), *wrong)


def _wrong_param(file: RuleHead, param: str, number: Decimal) -> tuple[str, str] | None:
    """What is wrong with giving one parameter of a sound rule another number."""
    if param not in file.params:
        return "unknown-param", _no_such_param(file, param)
    try:
        compiled = compile_with(file, params_in_effect(file, {param: number}))
    except RuleProblems as error:
        return error.problems[0].code, error.problems[0].message
    for compared in compiled.ranges.get(param, ()):
        if wrong := _out_of_range(file, param, number, compared):
            return "out-of-range", wrong
    return None


def _out_of_range(file: RuleHead, param: str, number: Decimal, compared: Range) -> str | None:
    """Why no value that the number is compared with can ever make it matter, if that is so."""
    lowest, highest = compared.lowest, compared.highest
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        if lowest is not None and highest is not None:
            limits = f"lies between {_plain(lowest)} and {_plain(highest)}"
        elif lowest is not None:
            limits = f"is never below {_plain(lowest)}"
        else:
            limits = f"is never above {_plain(highest or Decimal(0))}"
        return f"{param} is compared with {compared.what}, which {limits}; {number:f} cannot be meant"
    declared = file.params[param]
    own = [each.value for each in (declared if isinstance(declared, list) else [declared])]
    if lowest is None and number < 0 <= min(own):
        return f"{param} cannot be negative; the rule's own is {own[0]:f}"
    return None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _no_such_param(file: RuleHead, param: str) -> str:
    if not file.params:
        return f"{file.code} has no parameters"
    hint = suggestion(param, file.params) or f"; it has: {', '.join(file.params)}"
    return f"{file.code} has no parameter {param!r}{hint}"


def _override(choices: dict[str, RuleChoice], key: str, value: str, names: Names) -> None:
    """Put one setting ``CODE.param`` of the call over what the policy says."""
    name, dot, param = key.rpartition(".")
    if not dot:
        _refuse(key, value, "write CODE.param=VALUE, such as SW501.max_months=4")
    full = names.full_names(name)
    if not full:
        _refuse(key, value, f"there is no rule {name!r} in the chosen packs{names.hint(name)}")
    if len(full) > 1:
        _refuse(key, value, f"several packs have a rule {name}; write one of {', '.join(full)}")
    file = names.chosen[full[0]]
    try:
        number = exact_number(Decimal(value))
    except (InvalidOperation, ValueError):
        _refuse(key, value, f"{value!r} is no number such as 4 or 0.5")
    wrong = _wrong_param(file, param, number)
    if wrong:
        _refuse(key, value, wrong[1])
    choice = choices.get(full[0], RuleChoice())
    choices[full[0]] = choice.model_copy(update={"params": {**choice.params, param: number}})


def _refuse(key: str, value: str, message: str) -> NoReturn:
    raise UsageError(f"--set {key}={value}: {message}")


def weight_in_effect(file: RuleHead, policy: Policy, choice: RuleChoice) -> Decimal:
    """The rule's weight; see the top of this module for which one wins."""
    if choice.weight is not None:
        return choice.weight
    if file.weight is not None:
        return file.weight
    return policy.weights.get(file.severity, DEFAULT_WEIGHTS[file.severity])
