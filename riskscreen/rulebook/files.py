"""Where rule files lie: ``<directory>/<pack>/<stage>/<CODE>-<name>.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from riskscreen.errors import Fault, Location, RuleFaults, UsageError, suggestion
from riskscreen.model.rule import RuleStage
from riskscreen.rulebook.yaml_source import displayed

STAGES: tuple[str, ...] = get_args(RuleStage)
TAXONOMY = "taxonomy"
SOURCES = "sources.yaml"
UNDECIDABLE = "undecidable.yaml"
"""In the folder of a pack: the flags of its source that its data cannot decide."""
_YAML = {".yaml", ".yml"}
_RULE_NAME = re.compile(r"[A-Z]{1,4}[0-9]{2,4}[a-z]?-")


@dataclass(frozen=True, slots=True)
class RulePlace:
    """A rule file and what its place says about it."""

    path: Path
    pack: str
    stage: str


def shipped_rules() -> Path:
    """The directory of the rules that come with the package: its data, or in a checkout the folder beside it."""
    package = Path(__file__).parents[1]
    for directory in (package / "_rules", package.parent / "rules"):
        if (directory / SOURCES).is_file():
            return directory
    raise UsageError(f"the installation is incomplete: no rules in {displayed(package / '_rules')}; install it anew")


def own_rules(directory: Path) -> Path:
    """A directory with rules of the user's own; raises :class:`UsageError` if there are none of that layout."""
    if not directory.is_dir():
        raise UsageError(f"{displayed(directory)} is no directory of rules")
    if not packs_in(directory) and not (directory / SOURCES).is_file() and not (directory / TAXONOMY).is_dir():
        layout = f"{displayed(directory)}/<pack>/<stage>/<CODE>-<name>.yaml"
        raise UsageError(f"no rules in {displayed(directory)}; they are looked for at {layout}")
    return directory


def packs_in(directory: Path) -> list[str]:
    """The names of the packs in a directory of rules."""
    folders = (entry for entry in directory.iterdir() if entry.is_dir() and entry.name != TAXONOMY)
    return sorted(folder.name for folder in folders if any(_yaml_files(folder)))


def known_packs(directories: Iterable[Path]) -> list[str]:
    """The names of all packs in the directories."""
    return sorted({pack for directory in directories for pack in packs_in(directory)})


def require_packs(packs: Sequence[str], directories: Iterable[Path]) -> None:
    """Raise :class:`UsageError` if there is no pack, or one that is in none of the directories."""
    known = known_packs(directories)
    if not packs:
        raise UsageError(f"no pack is named; there are: {', '.join(known)}")
    for pack in packs:
        if pack not in known:
            hint = suggestion(pack, known) or f"; there are: {', '.join(known)}"
            raise UsageError(f"there is no pack {pack!r}{hint}")


def rule_files(directory: Path, pack: str) -> list[RulePlace]:
    """The rule files of a pack, in order of their paths below it.

    Raises :class:`RuleFaults` for YAML files that lie where no rule is looked for: they must not be passed over.
    """
    places, faults = [], []
    for path in sorted(_yaml_files(directory / pack)):
        below = path.relative_to(directory / pack)
        if below == Path(UNDECIDABLE):
            continue
        if len(below.parts) != 2:
            wanted = f"{pack}/<stage>/<CODE>-<name>.yaml"
            faults.append(_misplaced(path, f"a rule lies at {wanted}; move the file into the folder of its stage"))
        elif below.parts[0] not in STAGES:
            hint = suggestion(below.parts[0], STAGES) or f"; stages: {', '.join(STAGES)}"
            faults.append(_misplaced(path, f"{below.parts[0]!r} is no stage{hint}"))
        elif path.suffix != ".yaml":
            faults.append(_misplaced(path, f"a rule's file name ends in .yaml, not in {path.suffix}; rename it"))
        else:
            places.append(RulePlace(path, pack, below.parts[0]))
    if faults:
        raise RuleFaults(faults)
    return places


def stray_rules(directory: Path) -> Iterator[Fault]:
    """A fault for every file that looks meant but lies beside the packs, where it would be passed over."""
    for path in sorted(directory.iterdir()):
        if path.suffix.lower() not in _YAML or path.name == SOURCES:
            continue
        if path.stem == Path(SOURCES).stem:
            yield _misplaced(path, f"the bibliography is read from {SOURCES}; rename the file")
        elif _RULE_NAME.match(path.name):
            yield _misplaced(path, f"a rule lies at <pack>/<stage>/{path.stem}.yaml; move the file there")


def codes_in(directories: Iterable[Path]) -> frozenset[str]:
    """The codes and full names that the file names of all packs speak of."""
    codes: set[str] = set()
    for directory in directories:
        for pack in packs_in(directory):
            paths = (path for path in _yaml_files(directory / pack) if path != directory / pack / UNDECIDABLE)
            found = {path.stem.partition("-")[0] for path in paths}
            codes |= found | {f"{pack}/{code}" for code in found}
    return frozenset(codes)


def _yaml_files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in folder.rglob("*"):
        if path.suffix.lower() in _YAML and not path.name.startswith(".") and path.is_file():
            yield path


def _misplaced(path: Path, message: str) -> Fault:
    return Fault(Location(displayed(path)), "wrong-place", message)
