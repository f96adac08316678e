"""Loading a rule set: packs, bibliography, taxonomy and policy in, rules ready to run out, or every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from riskscreen.errors import Fault, RuleFaults
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.policy import Policy, RuleChoice
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.compiling import compile_with, params_in_effect
from riskscreen.rulebook.digest import policy_digest, rules_digest
from riskscreen.rulebook.draft import Draft, read_draft
from riskscreen.rulebook.files import (
    TAXONOMY,
    RulePlace,
    codes_in,
    known_packs,
    own_rules,
    packs_in,
    require_packs,
    rule_files,
    shipped_rules,
    stray_rules,
)
from riskscreen.rulebook.policy import (
    GivenPolicy,
    Names,
    read_policy,
    resolve_policy,
    weight_in_effect,
)
from riskscreen.rulebook.sources import Sources, load_sources
from riskscreen.rulebook.taxonomy import load_taxonomy

__all__ = ["DEFAULT_PACKS", "Rule", "Rulebook", "load_rulebook"]

DEFAULT_PACKS = ("social-services",)
_NONE: Mapping[str, str] = MappingProxyType({})


def load_rulebook(
    packs: Sequence[str] | None = None,
    rules_dir: Path | None = None,
    policy: Policy | Path | None = None,
    overrides: Mapping[str, str] = _NONE,
    examples: bool = False,
) -> Rulebook:
    """The rules in force.

    ``packs``: what to load; without it the policy's choice, else the default pack and every pack of ``rules_dir``.
    ``rules_dir``: a directory with rules of the user's own, added to those that come with the package.
    ``overrides``: thresholds for this call, ``{"SW501.max_months": "4"}``; they win over the policy.
    ``examples``: read and check the rules' examples too. Without it those of the package's own rules, which its tests
    have checked, are left unread, because they are most of the files; those of ``rules_dir`` are always checked.

    Raises :class:`riskscreen.errors.RuleFaults` with every fault of every file, and
    :class:`riskscreen.errors.UsageError` for a pack, directory or override that does not exist.
    """
    directories = _directories(rules_dir)
    if packs is not None:
        require_packs(packs, directories)
    content = _read(packs, directories, policy, examples)
    files = {draft.full_name: draft.file for draft in content.drafts}
    elsewhere = codes_in(directories) if content.policy.policy.rules else frozenset()
    effective = resolve_policy(content.policy, overrides, Names(files, elsewhere))
    choices = [(draft, effective.rules.get(draft.full_name, RuleChoice())) for draft in content.drafts]
    rules = tuple(_rule(draft, effective, choice) for draft, choice in choices if choice.enabled)
    return Rulebook(
        rules=rules,
        sources=content.sources,
        taxonomy=content.taxonomy,
        policy=effective,
        packs=content.packs,
        digest=rules_digest(rules, content.sources, content.taxonomy),
        policy_digest=policy_digest(effective),
    )


@dataclass(frozen=True, slots=True)
class _Content:
    """Everything that was read, each part sound by itself."""

    policy: GivenPolicy
    packs: tuple[str, ...]
    sources: Sources
    taxonomy: Taxonomy
    drafts: list[Draft]


def _read(
    packs: Sequence[str] | None, directories: Sequence[Path], policy: Policy | Path | None, examples: bool
) -> _Content:
    """Read every file there is to read, and only then raise :class:`RuleFaults` with all that is wrong."""
    faults = [fault for directory in directories for fault in stray_rules(directory)]
    given = GivenPolicy(Policy())
    sources: Sources | None = None
    taxonomy = Taxonomy()
    with _gathering(faults):
        given = read_policy(policy)
    with _gathering(faults):
        sources = load_sources(directories)
    if sources is not None:
        with _gathering(faults):
            taxonomy = load_taxonomy([directory / TAXONOMY for directory in directories], sources)
    chosen = _chosen_packs(packs, given, directories, faults)
    drafts = _drafts(directories, chosen, sources, examples, faults)
    if sources is None or faults:
        raise RuleFaults(faults)
    return _Content(given, chosen, sources, taxonomy, drafts)


@contextmanager
def _gathering(faults: list[Fault]) -> Iterator[None]:
    """Go on after faults, so that all files are read before any of them is reported."""
    try:
        yield
    except RuleFaults as error:
        faults += error.faults


def _directories(rules_dir: Path | None) -> list[Path]:
    shipped = shipped_rules()
    if rules_dir is None or rules_dir.resolve() == shipped.resolve():
        return [shipped]
    return [shipped, own_rules(rules_dir)]


def _chosen_packs(
    packs: Sequence[str] | None, given: GivenPolicy, directories: Sequence[Path], faults: list[Fault]
) -> tuple[str, ...]:
    if packs is not None:
        return tuple(sorted(set(packs)))
    if given.policy.packs is None:
        own = [pack for directory in directories[1:] for pack in packs_in(directory)]
        return tuple(sorted({*DEFAULT_PACKS, *own}))
    known = known_packs(directories)
    for position, pack in enumerate(given.policy.packs):
        if pack not in known:
            message = f"there is no pack {pack!r}; there are: {', '.join(known)}"
            faults.append(given.fault(("packs", position), "unknown-pack", message))
    return tuple(sorted(set(given.policy.packs)))


def _drafts(
    directories: Sequence[Path], packs: Sequence[str], sources: Sources | None, examples: bool, faults: list[Fault]
) -> list[Draft]:
    """The sound rules of the packs, sorted by full name. ``sources`` is None if the bibliography did not load."""
    drafts: list[Draft] = []
    for position, directory in enumerate(directories):
        of_the_user = position > 0
        for pack in packs:
            places: list[RulePlace] = []
            with _gathering(faults):
                places = rule_files(directory, pack)
            for place in places:
                with _gathering(faults):
                    drafts.append(read_draft(place, sources, examples or of_the_user))
    faults += _repeated(drafts)
    return sorted(drafts, key=lambda draft: (draft.place.pack, draft.file.code))


def _repeated(drafts: Iterable[Draft]) -> Iterator[Fault]:
    """A code or a name stands for one rule of its pack."""
    seen: dict[tuple[str, str, str], Draft] = {}
    for draft in drafts:
        for key, word in (("code", draft.file.code), ("name", draft.file.name)):
            first = seen.setdefault((draft.place.pack, key, word), draft)
            if first is not draft:
                message = f"{word} is already the {key} of {first.source.file}; choose another, codes are never reused"
                yield draft.source.fault((key,), f"duplicate-{key}", message)


def _rule(draft: Draft, policy: Policy, choice: RuleChoice) -> Rule:
    params = params_in_effect(draft.file, choice.params)
    return Rule(
        pack=draft.place.pack,
        file=draft.file,
        compiled=compile_with(draft.file, params) if choice.params else draft.compiled,
        params=params,
        weight=weight_in_effect(draft.file, policy, choice),
        path=draft.place.path,
        source=draft.source,
    )
