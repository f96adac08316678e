"""Loading the taxonomy: one YAML file a category, and files that extend a category's lists.

Files of later directories add to those of earlier ones; none replaces another, so that a word of the shipped
taxonomy never vanishes unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from riskscreen.errors import Fault, Location, RuleFaults, suggestion
from riskscreen.facts.taxonomy import Category, Taxonomy
from riskscreen.facts.words import Words, normalise
from riskscreen.lang.vocabulary import Label
from riskscreen.model.taxonomy import CategoryFile, CategoryWords, ExtensionFile, Grounded
from riskscreen.rulebook.validate import validated
from riskscreen.rulebook.yaml_source import DataPath, Source, displayed, read_yaml

WORD_LISTS = ("aliases", "fitting_names", "misfit_names", "fitting_scopes", "professional_items", "basic_items")
_OPPOSITES = (("fitting_names", "misfit_names"), ("professional_items", "basic_items"))

Place: TypeAlias = tuple[Source, DataPath]


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read and has the right form."""

    source: Source
    content: CategoryFile | ExtensionFile

    @property
    def code(self) -> str:
        return self.content.code if isinstance(self.content, CategoryFile) else self.content.extends

    def groups(self) -> Iterator[tuple[DataPath, Grounded]]:
        """Everything in the file that has a basis, and where it stands."""
        if isinstance(self.content, CategoryFile):
            yield ("nature",), self.content.nature
        for name in (*WORD_LISTS, "fitting_types"):
            for position, group in enumerate(getattr(self.content, name)):
                yield (name, position), group

    def words(self, name: str) -> Iterator[tuple[Place, str]]:
        """The words of a list, and where each stands."""
        for position, group in enumerate(getattr(self.content, name)):
            for language in ("zh", "en"):
                for index, word in enumerate(getattr(group, language)):
                    yield (self.source, (name, position, language, index)), word


def taxonomy_files(directory: Path) -> list[Path]:
    """The taxonomy files of a directory, sorted by name; none if there is no such directory."""
    return sorted(directory.glob("*.yaml"))


def load_taxonomy(directories: Sequence[Path], sources: Collection[str]) -> Taxonomy:
    """The taxonomy of all directories together; ``sources`` are the keys that ``cite`` may name.

    Raises :class:`RuleFaults` with everything wrong in any of the files, each fault with its file and line.
    """
    faults: list[Fault] = []
    files: list[_Read] = []
    for directory in directories:
        faults += _misnamed(directory)
        for path in taxonomy_files(directory):
            try:
                files.append(_read(path))
            except RuleFaults as found:
                faults += found.faults
    faults += _unknown_sources(files, sources)
    by_code, code_faults = _by_code(files)
    faults += code_faults
    faults += _shared_aliases(by_code)
    for parts in by_code.values():
        faults += _contradictions(parts)
    if faults:
        raise RuleFaults(faults)
    return Taxonomy(tuple(_category(parts) for _, parts in sorted(by_code.items())))


def _misnamed(directory: Path) -> Iterator[Fault]:
    """A file that looks meant but would not be read must not vanish unseen."""
    for path in sorted(directory.glob("*.yml")):
        yield Fault(Location(displayed(path)), "wrong-suffix", "taxonomy files end in .yaml; rename it")


def _read(path: Path) -> _Read:
    source = read_yaml(path)
    extension = isinstance(source.data, dict) and "extends" in source.data
    form: type[CategoryFile | ExtensionFile] = ExtensionFile if extension else CategoryFile
    file = _Read(source, validated(source, form))
    faults = [
        place[0].fault(place[1], "no-word", f"{word!r} has no letter or digit to look for")
        for name in WORD_LISTS
        for place, word in file.words(name)
        if not normalise(word)
    ]
    if faults:
        raise RuleFaults(faults)
    return file


def _unknown_sources(files: Sequence[_Read], sources: Collection[str]) -> Iterator[Fault]:
    for file in files:
        for path, group in file.groups():
            if group.cite is not None and group.cite not in sources:
                message = f"no source {group.cite!r} stands in sources.yaml{suggestion(group.cite, sources)}"
                yield file.source.fault((*path, "cite"), "unknown-source", message)


def _by_code(files: Sequence[_Read]) -> tuple[dict[str, list[_Read]], list[Fault]]:
    """The files of each category, the one that defines it first."""
    by_code: dict[str, list[_Read]] = {}
    faults = []
    for file in files:
        if isinstance(file.content, ExtensionFile):
            continue
        first = by_code.setdefault(file.code, [file])[0]
        if first is not file:
            message = f"{first.source.file} already defines {file.code!r}; write extends: {file.code} to add to it"
            faults.append(file.source.fault(("code",), "duplicate-category", message))
    for file in files:
        if isinstance(file.content, CategoryFile):
            continue
        if file.code in by_code:
            by_code[file.code].append(file)
        else:
            message = f"there is no category {file.code!r}{suggestion(file.code, by_code)}"
            faults.append(file.source.fault(("extends",), "unknown-category", message))
    return by_code, faults


def _shared_aliases(by_code: dict[str, list[_Read]]) -> Iterator[Fault]:
    """A name can belong to one category only."""
    owners = {normalise(code): code for code in by_code}
    for code, parts in by_code.items():
        for file in parts:
            for (source, path), word in file.words("aliases"):
                owner = owners.setdefault(normalise(word), code)
                if owner != code:
                    yield source.fault(path, "shared-alias", f"{word!r} already names the category {owner!r}")


def _contradictions(parts: Sequence[_Read]) -> Iterator[Fault]:
    """A word cannot speak for both sides."""
    for one, other in _OPPOSITES:
        first = {normalise(word) for file in parts for _, word in file.words(one)}
        for file in parts:
            for (source, path), word in file.words(other):
                if normalise(word) in first:
                    yield source.fault(path, "contradiction", f"{word!r} also stands in {one} of this category")


def _category(parts: Sequence[_Read]) -> Category:
    definition = parts[0].content
    assert isinstance(definition, CategoryFile)  # noqa: S101  # _by_code puts the defining file first
    contents: list[CategoryWords] = [file.content for file in parts]
    words = {name: [word for file in parts for _, word in file.words(name)] for name in WORD_LISTS}
    return Category(
        code=definition.code,
        title=Label(definition.title.en, definition.title.zh),
        aliases=tuple(words["aliases"]),
        continuing=definition.nature.continuing,
        professional=definition.nature.professional,
        evaluation=definition.nature.evaluation,
        fitting_types=frozenset(type_ for c in contents for group in c.fitting_types for type_ in group.types),
        fitting_names=Words.of(words["fitting_names"]),
        misfit_names=Words.of(words["misfit_names"]),
        fitting_scopes=Words.of(words["fitting_scopes"]),
        professional_items=Words.of(words["professional_items"]),
        basic_items=Words.of(words["basic_items"]),
    )
