"""Loading a rule set: packs, bibliography, taxonomy and policy in, rules ready to run out, or every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from riskscreen.errors import Fault, RuleFaults
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.policy import Policy, RuleChoice
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.compiling import compile_with, params_in_effect
from riskscreen.rulebook.digest import policy_digest, rules_digest
from riskscreen.rulebook.draft import Draft, Examined, examine
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
from riskscreen.rulebook.undecidable import Undecidable, load_undecidable

__all__ = ["DEFAULT_PACKS", "Rule", "Rulebook", "Survey", "load_rulebook", "load_sound_rules", "survey_rules"]

DEFAULT_PACKS = ("social-services",)
OCDS_PACKS = ("ocp",)
"""What is used beside the default packs for OCDS data."""

NATIVE, OCDS = "native", "ocds"
_NONE: Mapping[str, str] = MappingProxyType({})


def load_rulebook(
    packs: Sequence[str] | None = None,
    rules_dir: Path | None = None,
    policy: Policy | Path | None = None,
    overrides: Mapping[str, str] = _NONE,
    examples: bool = False,
    form: str = NATIVE,
) -> Rulebook:
    """The rules in force.

    ``packs``: what to load; without it the policy's choice, else the default packs for data of this ``form`` and every
    pack of ``rules_dir``.
    ``rules_dir``: a directory with rules of the user's own, added to those that come with the package.
    ``overrides``: thresholds for this call, ``{"SW501.max_months": "4"}``; they win over the policy.
    ``examples``: read and check the rules' examples too. Without it those of the package's own rules, which its tests
    have checked, are left unread, because they are most of the files; those of ``rules_dir`` are always checked.

    Raises :class:`riskscreen.errors.RuleFaults` with every fault of every file, and
    :class:`riskscreen.errors.UsageError` for a pack, directory or override that does not exist.
    """
    directories = _directories(rules_dir)
    content = _read(packs, directories, policy, examples, form)
    if content.faults:
        raise RuleFaults(content.faults)
    return _rulebook(content, directories, overrides)


def packs_in_force(
    packs: Sequence[str] | None, rules_dir: Path | None, policy: Policy | Path | None, form: str
) -> tuple[str, ...]:
    """The packs that :func:`load_rulebook` would load."""
    return _chosen_packs(packs, read_policy(policy), _directories(rules_dir), [], form)


def only_packs(book: Rulebook, packs: Set[str]) -> Rulebook:
    """The rules of some of the packs of a rule book."""
    rules = tuple(rule for rule in book.rules if rule.pack in packs)
    return replace(
        book,
        rules=rules,
        packs=tuple(pack for pack in book.packs if pack in packs),
        digest=rules_digest(rules, book.sources, book.taxonomy),
    )


def load_sound_rules(
    packs: Sequence[str] | None = None, rules_dir: Path | None = None
) -> tuple[Rulebook, tuple[Fault, ...]]:
    """The rules that load, with their examples, and the faults of the files that do not.

    For commands that tell as much as possible of a rule set that is being written. ``packs`` and ``rules_dir`` as in
    :func:`load_rulebook`, and no policy. Raises :class:`RuleFaults` if bibliography or taxonomy do not load, or no rule
    does, because then there is nothing to be told of any rule.
    """
    directories = _directories(rules_dir)
    content = _read(packs, directories, None, examples=True)
    if not content.grounded or (content.faults and not content.drafts):
        raise RuleFaults(content.faults)
    return _rulebook(content, directories, _NONE), tuple(sorted(content.faults))


@dataclass(frozen=True, slots=True)
class Survey:
    """Rule files in order of pack and path, the bibliography (None if it did not load), and all faults by place."""

    files: tuple[Examined, ...]
    sources: Sources | None
    faults: tuple[Fault, ...]


def survey_rules(packs: Sequence[str] | None = None, rules_dir: Path | None = None) -> Survey:
    """Every rule file of the packs, with its examples, as far as it can be read; faults in files are not raised."""
    directories = _directories(rules_dir)
    content = _read(packs, directories, None, examples=True)
    return Survey(tuple(content.examined), content.sources, tuple(sorted(content.faults)))


def _rulebook(content: _Content, directories: Sequence[Path], overrides: Mapping[str, str]) -> Rulebook:
    files = {draft.full_name: draft.file for draft in content.drafts}
    elsewhere = codes_in(directories) if content.policy.policy.rules else frozenset()
    sources = content.sources or {}
    effective = resolve_policy(content.policy, overrides, Names(files, elsewhere))
    choices = [(draft, effective.rules.get(draft.full_name, RuleChoice())) for draft in content.drafts]
    rules = tuple(_rule(draft, effective, choice) for draft, choice in choices if choice.enabled)
    return Rulebook(
        rules=rules,
        sources=sources,
        taxonomy=content.taxonomy,
        policy=effective,
        packs=content.packs,
        digest=rules_digest(rules, sources, content.taxonomy),
        policy_digest=policy_digest(effective),
        undecidable=content.undecidable,
    )


@dataclass(frozen=True, slots=True)
class _Content:
    """Everything that was read. ``drafts`` are the sound rules; ``sources`` is None if it did not load.

    ``grounded``: what all rules rest on (policy, bibliography, taxonomy, chosen packs) is sound.
    """

    policy: GivenPolicy
    packs: tuple[str, ...]
    sources: Sources | None
    taxonomy: Taxonomy
    grounded: bool
    examined: list[Examined]
    drafts: list[Draft]
    undecidable: Undecidable
    faults: list[Fault]


def _read(
    packs: Sequence[str] | None,
    directories: Sequence[Path],
    policy: Policy | Path | None,
    examples: bool,
    form: str = NATIVE,
) -> _Content:
    """Read every file there is to read, whatever is wrong in others."""
    if packs is not None:
        require_packs(packs, directories)
    faults: list[Fault] = []
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
    chosen = _chosen_packs(packs, given, directories, faults, form)
    grounded = not faults
    faults += [fault for directory in directories for fault in stray_rules(directory)]
    examined = _examined(directories, chosen, sources, examples, faults)
    drafts = _unrepeated([each.draft for each in examined if each.draft is not None], faults)
    undecidable: Undecidable = {}
    if examples:
        with _gathering(faults):
            undecidable = load_undecidable(directories, chosen)
    return _Content(given, chosen, sources, taxonomy, grounded, examined, drafts, undecidable, faults)


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
    packs: Sequence[str] | None, given: GivenPolicy, directories: Sequence[Path], faults: list[Fault], form: str
) -> tuple[str, ...]:
    if packs is not None:
        return tuple(sorted(set(packs)))
    if given.policy.packs is None:
        own = [pack for directory in directories[1:] for pack in packs_in(directory)]
        there = packs_in(directories[0]) if form == OCDS else ()
        suited = [pack for pack in OCDS_PACKS if pack in there]
        return tuple(sorted({*DEFAULT_PACKS, *suited, *own}))
    known = known_packs(directories)
    for position, pack in enumerate(given.policy.packs):
        if pack not in known:
            message = f"there is no pack {pack!r}; there are: {', '.join(known)}"
            faults.append(given.fault(("packs", position), "unknown-pack", message))
    return tuple(sorted(set(given.policy.packs)))


def _examined(
    directories: Sequence[Path], packs: Sequence[str], sources: Sources | None, examples: bool, faults: list[Fault]
) -> list[Examined]:
    """The rule files of the packs. ``sources`` is None if the bibliography did not load."""
    examined: list[Examined] = []
    for position, directory in enumerate(directories):
        of_the_user = position > 0
        for pack in packs:
            places: list[RulePlace] = []
            with _gathering(faults):
                places = rule_files(directory, pack)
            examined += [examine(place, sources, examples or of_the_user) for place in places]
    faults += [fault for each in examined for fault in each.faults]
    return examined


def _unrepeated(drafts: Sequence[Draft], faults: list[Fault]) -> list[Draft]:
    """The rules sorted by full name, without those whose code or name is taken in their pack, which are faults."""
    seen: dict[tuple[str, str, str], Draft] = {}
    kept: list[Draft] = []
    for draft in drafts:
        taken = False
        for key, word in (("code", draft.file.code), ("name", draft.file.name)):
            first = seen.setdefault((draft.place.pack, key, word), draft)
            if first is not draft:
                message = f"{word} is already the {key} of {first.source.file}; choose another, codes are never reused"
                faults.append(draft.source.fault((key,), f"duplicate-{key}", message))
                taken = True
        if not taken:
            kept.append(draft)
    return sorted(kept, key=lambda draft: (draft.place.pack, draft.file.code))


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
