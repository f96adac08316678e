"""The bibliography that rules cite: ``sources.yaml`` of each directory of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from riskscreen.errors import Fault, RuleFaults
from riskscreen.model.sources import SourceEntry
from riskscreen.rulebook.files import SOURCES
from riskscreen.rulebook.validate import validated
from riskscreen.rulebook.yaml_source import read_yaml

Sources: TypeAlias = Mapping[str, SourceEntry]


def load_sources(directories: Sequence[Path]) -> Sources:
    """The entries of all directories by key, in order of the keys. A directory need not have any.

    Raises :class:`RuleFaults` for a file that does not load and for a key that two directories give different
    meanings.
    """
    entries: dict[str, SourceEntry] = {}
    files: dict[str, str] = {}
    faults: list[Fault] = []
    for directory in directories:
        path = directory / SOURCES
        if not path.is_file():
            continue
        try:
            source = read_yaml(path)
            found = validated(source, dict[str, SourceEntry])
        except RuleFaults as error:
            faults += error.faults
            continue
        for key, entry in found.items():
            if entries.setdefault(key, entry) != entry:
                message = f"the source {key!r} stands in {files[key]} with another content; choose another key"
                faults.append(source.fault((key,), "duplicate-source", message))
            files.setdefault(key, source.file)
    if faults:
        raise RuleFaults(faults)
    return {key: entries[key] for key in sorted(entries)}
