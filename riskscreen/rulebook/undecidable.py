"""What packs say they cannot judge: ``undecidable.yaml`` in the folder of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from riskscreen.errors import Fault, RuleFaults
from riskscreen.model.rule import Code
from riskscreen.model.undecidable import UndecidableEntry
from riskscreen.rulebook.files import UNDECIDABLE, codes_in
from riskscreen.rulebook.validate import validated
from riskscreen.rulebook.yaml_source import read_yaml

Undecidable: TypeAlias = Mapping[str, Mapping[str, UndecidableEntry]]
"""Entries by pack and code, in order."""


def load_undecidable(directories: Sequence[Path], packs: Iterable[str]) -> Undecidable:
    """The entries of the packs; a pack need not have any.

    Raises :class:`RuleFaults` for a file that does not load, and for a code that a rule of the pack has: it is decided
    after all.
    """
    found: dict[str, dict[str, UndecidableEntry]] = {}
    faults: list[Fault] = []
    codes = codes_in(directories)
    for pack in sorted(packs):
        for directory in directories:
            path = directory / pack / UNDECIDABLE
            if not path.is_file():
                continue
            try:
                source = read_yaml(path)
                entries = validated(source, dict[Code, UndecidableEntry])
            except RuleFaults as error:
                faults += error.faults
                continue
            for code, entry in entries.items():
                if f"{pack}/{code}" in codes:
                    message = f"{code} has a rule in this pack; take it from {UNDECIDABLE}"
                    faults.append(source.fault((code,), "decided-after-all", message))
                found.setdefault(pack, {})[code] = entry
    if faults:
        raise RuleFaults(faults)
    return {pack: dict(sorted(entries.items())) for pack, entries in found.items()}
