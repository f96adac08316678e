"""The sheets and columns of the workbook, worked out from the project model.

Every value of a project has a column: plain values and lists of words stand on the sheet of what they belong to, each
list of objects has a sheet of its own with one row an entry. A new field of the model gets its column, and a new list
its sheet, by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum, auto
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin

from annotated_types import MaxLen

from riskscreen.intake.workbook.names import Label, joined_label, label_of
from riskscreen.model.base import Percentage, Record, Share
from riskscreen.model.project import LIST_PATHS, Project

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from a row's object (or, for a sheet, from the project) to a value."""

OWN_SHEETS = frozenset({"evaluation"})
"""Parts of a project that get a sheet with one row a project: another person fills them in, at another time."""

_INCOMPLETE = "incomplete"
_PROJECT_NUMBER = replace(label_of(Project, "id"), en="Project ID")
_ORDER = Label(
    "序号",
    "No.",
    "条目的序号。一个条目占多行时（如联合投标的各投标人），各行写相同的序号；否则可不填。",
    "Number of the entry. Where one entry takes several rows (such as the partners of a joint bid), they bear the same "
    "number; else it may stay blank.",
)
_NAMELESS = Label(
    "状况",
    "state",
    "确认没有时写“无”；有但对其一无所知时写“不详”；否则留空。",
    "none: there is known to be none; unnamed: there is one of which nothing is known; else leave it blank.",
)


class Kind(IntEnum):
    """What a column holds. The numbers mean nothing; that they are some makes looking one up fast."""

    KEY = auto()
    """The number of the project that the row belongs to."""
    ORDER = auto()
    """The number of the entry, which rows that continue an entry repeat."""
    NAMELESS = auto()
    """Whether a list inside the entry is known to be empty, or holds something of which nothing is known."""
    STATE = auto()
    """Whether a list of the project is known to be empty, or incomplete."""
    IDENTIFIER = auto()
    TEXT = auto()
    CURRENCY = auto()
    DATE = auto()
    FLAG = auto()
    WHOLE = auto()
    NUMBER = auto()
    MONEY = auto()
    SHARE = auto()
    PERCENTAGE = auto()
    WORD = auto()
    WORDS = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``path`` leads from the row's object to the value, for a list inside an entry from an item of it.

    ``inside`` is the key of that list. ``words`` are those of a closed list. ``labels`` are the names of all steps.
    """

    path: Path
    kind: Kind
    labels: tuple[Label, ...]
    words: tuple[str, ...] = ()
    inside: str | None = None

    @property
    def label(self) -> Label:
        """The header, in both languages; it names the parts that the value stands in."""
        return joined_label(self.labels)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. ``path`` leads from the project to what a row describes; for ``listed`` sheets to their list."""

    path: tuple[str, ...]
    label: Label
    columns: tuple[Column, ...]
    listed: bool = False
    states: bool = False

    @property
    def key(self) -> Column:
        """The column with the project's number."""
        return self.columns[0]

    @property
    def pairs(self) -> dict[Path, int]:
        """The lists of a fixed size that stand in a row, with that size."""
        found: dict[Path, int] = {}
        for column in self.columns:
            for at, step in enumerate(column.path):
                if isinstance(step, int):
                    found[column.path[:at]] = max(found.get(column.path[:at], 0), step + 1)
        return found

    @property
    def inner(self) -> tuple[str, ...]:
        """The keys of the lists inside an entry."""
        return tuple(column.inside for column in self.columns if column.kind is Kind.NAMELESS and column.inside)


class _Core(NamedTuple):
    """A field's annotation without ``None`` and constraints. ``listed``: it is a list of that; ``most`` items."""

    type: Any
    listed: bool
    most: int | None
    layers: tuple[Any, ...]


@cache
def sheets() -> tuple[Sheet, ...]:
    """All sheets that hold data, in the order of the model: the projects first, the states of lists last."""
    key = Column((), Kind.KEY, (_PROJECT_NUMBER,))
    found = [Sheet((), Label("项目", "Projects", "项目，一行一个。", "The projects, one a row."), ())]
    found += _sheets_of(Project, (), ())
    described: list[Sheet] = []
    for sheet in found:
        columns = sheet.columns if sheet.path or sheet.states else tuple(_columns(Project, (), (), top=True))
        described.append(replace(sheet, columns=columns if not sheet.path else (key, *columns)))
    projects, *others = _with_plain_names(described)
    return (projects, *others, _states(key))


@cache
def sheet_at(path: tuple[str, ...]) -> Sheet:
    """The sheet whose rows describe what stands at ``path``."""
    return next(sheet for sheet in sheets() if sheet.path == path and not sheet.states)


@cache
def list_labels() -> Mapping[tuple[str, ...], tuple[Label, ...]]:
    """Every list of a project that a record can call empty or incomplete, with the names of the steps to it."""
    return dict(_lists(Project, (), ()))


def _sheets_of(part: type[Record], path: tuple[str, ...], labels: tuple[Label, ...]) -> Iterator[Sheet]:
    """The sheets beside that of ``part``: of its lists of objects, and of parts that have their own."""
    for key, core, label in _fields(part):
        here, named = (*path, key), (*labels, label)
        if not _is_part(core) or core.most:
            continue
        if core.listed:
            yield Sheet(here, label, tuple(_entry_columns(core.type)), listed=True)
        else:
            if key in OWN_SHEETS:
                yield Sheet(here, label, tuple(_columns(core.type, (), (), top=False)))
            yield from _sheets_of(core.type, here, named)


def _columns(part: type[Record], path: Path, labels: tuple[Label, ...], *, top: bool) -> Iterator[Column]:
    """The plain values of a part and of the parts inside it, lists of objects left out."""
    for key, core, label in _fields(part):
        here, named = (*path, key), (*labels, label)
        if _is_part(core):
            if core.most:
                for position in range(core.most):
                    numbered = (
                        *labels,
                        replace(label, zh=f"{label.zh}{position + 1}", en=f"{label.en} {position + 1}"),
                    )
                    yield from _columns(core.type, (*here, position), numbered, top=False)
            elif not core.listed and not (top and key in OWN_SHEETS):
                yield from _columns(core.type, here, named, top=False)
        elif top and here == ("id",):
            yield Column(here, Kind.KEY, (_PROJECT_NUMBER,))
        elif not (top and key == _INCOMPLETE):
            yield _plain_column(core, here, named)


def _entry_columns(part: type[Record]) -> Iterator[Column]:
    """The columns of one entry of a list: its plain values, and those of the lists inside it."""
    inner = [
        (key, core, label) for key, core, label in _fields(part) if core.listed and _is_part(core) and not core.most
    ]
    if inner:
        yield Column((), Kind.ORDER, (_ORDER,))
    yield from _columns(part, (), (), top=False)
    for key, core, label in inner:
        yield from (replace(column, inside=key) for column in _columns(core.type, (), (label,), top=False))
        yield Column((), Kind.NAMELESS, (label, _NAMELESS), inside=key)


def _plain_column(core: _Core, path: Path, labels: tuple[Label, ...]) -> Column:
    if get_origin(core.type) is Literal:
        return Column(path, Kind.WORDS if core.listed else Kind.WORD, labels, get_args(core.type))
    if core.listed:
        raise TypeError(f"the workbook has no column for a list of {core.type} at {path}")
    return Column(path, _kind(core, str(path[-1])), labels)


def _kind(core: _Core, key: str) -> Kind:
    if core.type is date:
        return Kind.DATE
    if core.type is bool:
        return Kind.FLAG
    if core.type is int:
        return Kind.WHOLE
    if core.type is Decimal:
        if Share in core.layers:
            return Kind.SHARE
        if Percentage in core.layers:
            return Kind.PERCENTAGE
        return Kind.MONEY if key == "amount" else Kind.NUMBER
    if core.type is str:
        return {"id": Kind.IDENTIFIER, "currency": Kind.CURRENCY}.get(key, Kind.TEXT)
    raise TypeError(f"the workbook has no column for {core.type}")


def _fields(part: type[Record]) -> Iterator[tuple[str, _Core, Label]]:
    for known in part.model_fields.values():
        key = str(known.alias)
        yield key, _core(known.annotation), label_of(part, key)


def _core(annotation: Any, layers: tuple[Any, ...] = (), listed: bool = False, most: int | None = None) -> _Core:
    origin, parts = get_origin(annotation), get_args(annotation)
    layers = (*layers, annotation)
    if origin is Annotated:
        bounds = [limit for extra in parts[1:] for limit in getattr(extra, "metadata", (extra,))]
        most = next((limit.max_length for limit in bounds if isinstance(limit, MaxLen)), most)
        return _core(parts[0], layers, listed, most)
    if origin in (Union, UnionType):
        (some,) = (each for each in parts if each is not type(None))
        return _core(some, layers, listed, most)
    if origin is list:
        return _core(parts[0], layers, True, most)
    return _Core(annotation, listed, most if listed else None, layers)


def _is_part(core: _Core) -> bool:
    return isinstance(core.type, type) and issubclass(core.type, Record)


def _lists(part: type[Record], path: tuple[str, ...], labels: tuple[Label, ...]) -> Iterator[Any]:
    for key, core, label in _fields(part):
        here, named = (*path, key), (*labels, label)
        if core.listed and "/".join(here) in LIST_PATHS:
            yield here, named
        elif not core.listed and _is_part(core):
            yield from _lists(core.type, here, named)


def _states(key: Column) -> Sheet:
    """The sheet on which lists are said to be empty or incomplete, one column a list."""
    label = Label("清单状况", "Lists", "哪些清单确认为无或不完整。", "Which lists are empty or incomplete.")
    columns = (Column(path, Kind.STATE, labels) for path, labels in list_labels().items())
    return Sheet((), label, (key, *columns), states=True)


def _with_plain_names(all_sheets: list[Sheet]) -> list[Sheet]:
    """The sheets, each called by the name of its list, or where two lists share it by the part's name too."""
    counts = Counter(name for sheet in all_sheets for name in (sheet.label.zh, sheet.label.en))
    labels = list_labels()
    named = []
    for sheet in all_sheets:
        if sheet.listed and (counts[sheet.label.zh] > 1 or counts[sheet.label.en] > 1):
            *_, owner, own = labels[sheet.path]
            plain = replace(own, zh=f"{owner.zh}{own.zh}", en=f"{owner.en} {own.en[0].lower()}{own.en[1:]}")
            sheet = replace(sheet, label=plain)
        named.append(sheet)
    return named
