"""Inputs in, records out: one by one, each accounted for.

Every JSON value met is *read* and then exactly one of: a record (handed on), a reject, a duplicate. Raw text is
never kept; repeats are known by a digest of the content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import Any, NamedTuple

from riskscreen.errors import UsageError, suggestion
from riskscreen.intake.files import InputFile, find_files
from riskscreen.intake.layout import Layout
from riskscreen.intake.messages import Message, joined
from riskscreen.intake.native import InvalidRecordError, foreign_form, read_project
from riskscreen.intake.objects import as_json
from riskscreen.intake.oddities import BYTE_ORDER_MARK_SKIPPED, oddities
from riskscreen.intake.pieces import Piece, Place, pieces
from riskscreen.intake.quality import QualityNotes, located
from riskscreen.intake.streams import ReadError
from riskscreen.intake.strict_json import printable
from riskscreen.model.project import Project
from riskscreen.model.release import Release
from riskscreen.model.report import Accounting, Language, Quality, Reject

NATIVE = "native"
FORMS = (NATIVE, *(layout.value for layout in Layout))
"""What ``form`` can force: the native form in a layout told by the content, or in one of the two layouts."""

_LONGEST_ID = 200
_NO_RECORD = Message(
    'it holds no record; expected: a project as a JSON object, a list of them, {"projects": [...]}, or one a line',
    '其中没有任何记录；应为：一个项目的JSON对象、项目列表、{"projects": [...]}，或每行一个项目',
)


@dataclass(frozen=True, slots=True)
class Record:
    """A project as read. ``raw`` is the JSON object that evidence points into.

    ``release``: what it was read from, where that is a contracting process in OCDS.
    """

    source: str
    line: int | None
    index: int | None
    raw: dict[str, Any]
    project: Project
    release: Release | None = None


class _FirstSeen(NamedTuple):
    digest: bytes
    place: Place


class Intake(Iterator[Record | Reject]):
    """Records and rejects one by one. Counts and quality notes are complete when the iteration is."""

    def __init__(self, values: Iterator[Piece], notes: QualityNotes, lang: Language) -> None:
        self._lang = lang
        self._notes = notes
        self._seen: dict[str, _FirstSeen] = {}
        self._read = self._rejected = self._duplicates = 0
        self._results = self._judged(values)
        self.on_reject: Callable[[Any], object] | None = None
        """Called with the value of each record that is rejected, as far as it could be read (None if not at all)."""

    def __next__(self) -> Record | Reject:
        return next(self._results)

    @property
    def accounting(self) -> Accounting:
        """What was read so far and what became of it."""
        screened = self._read - self._rejected - self._duplicates
        return Accounting(read=self._read, screened=screened, rejected=self._rejected, duplicates=self._duplicates)

    @property
    def quality(self) -> list[Quality]:
        """The notes so far, sorted by path."""
        return self._notes.report(self._lang)

    def _judged(self, values: Iterator[Piece]) -> Iterator[Record | Reject]:
        for piece in values:
            self._read += 1
            try:
                record = self._record(piece)
            except InvalidRecordError as problem:
                self._rejected += 1
                if self.on_reject is not None:
                    self.on_reject(piece.value)
                yield self._reject(piece, problem.problems)
            else:
                if record:
                    yield record

    def _record(self, piece: Piece) -> Record | None:
        """The record, or None for a repeat of one. Raises ``InvalidRecordError``."""
        if piece.problems:
            raise InvalidRecordError(list(piece.problems))
        project = read_project(piece.value)
        digest = _digest(piece.value)
        first = self._seen.setdefault(project.id, _FirstSeen(digest, piece.place))
        if first.place is not piece.place:
            if first.digest != digest:
                raise InvalidRecordError([_conflict(first.place)])
            self._duplicates += 1
            return None
        for oddity in oddities(piece.value):
            self._notes.add(oddity, piece.place)
        place = piece.place
        return Record(place.source, place.line, place.index, piece.value, project)

    def _reject(self, piece: Piece, problems: Sequence[Message]) -> Reject:
        return Reject(
            source=piece.place.source,
            line=piece.place.line,
            index=piece.place.index,
            id=_readable_id(piece.value),
            error=joined(problems).text(self._lang),
        )


def read_inputs(paths: Sequence[str], form: str | None = None, lang: Language = "zh") -> Intake:
    """Reads files, directories, globs and ``-``. ``form``: one of ``FORMS``, or None to tell it by the content.

    Raises ``UsageError`` at once for a path that is not there and for an unknown form; while iterating, for a
    file named directly that cannot be read or holds no record.
    """
    if form is not None and form not in FORMS:
        raise UsageError(f"unknown form {form!r}{suggestion(form, FORMS)}; known: {', '.join(FORMS)}")
    files, notes = find_files(paths), QualityNotes()
    return Intake(chain.from_iterable(_values(file, form, notes) for file in files), notes, lang)


def read_objects(objects: Iterable[Any], source: str = "objects", lang: Language = "zh") -> Intake:
    """Reads projects that are in memory: mappings in the native form, or ``Project`` models."""
    return Intake(_values_in_memory(objects, source), QualityNotes(), lang)


def _values(file: InputFile, form: str | None, notes: QualityNotes) -> Iterator[Piece]:
    """The values of a file. What it holds as a whole, if not records, is an error of the call or one reject."""
    layout = Layout(form) if form and form != NATIVE else None
    empty = True
    try:
        for piece in pieces(file, layout, lambda: notes.add(BYTE_ORDER_MARK_SKIPPED, Place(file.name))):
            foreign = None if form else foreign_form(piece.value)
            if foreign and empty:
                raise ReadError(foreign)
            empty = False
            yield Piece(piece.place, piece.value, (foreign,)) if foreign else piece
        if empty:
            raise ReadError(_NO_RECORD)
    except ReadError as problem:
        if file.direct:
            raise UsageError(f"{file.name}: {problem.message.en}") from None
        yield Piece(Place(file.name), None, (problem.message,))


def _values_in_memory(objects: Iterable[Any], source: str) -> Iterator[Piece]:
    for index, value in enumerate(objects):
        plain, problems = as_json(value)
        foreign = foreign_form(plain)
        yield Piece(Place(source, None, index), plain, (foreign,) if foreign else problems)


def _digest(raw: dict[str, Any]) -> bytes:
    """Equal for equal content, in whatever order its keys stand."""
    return blake2b(json.dumps(raw, sort_keys=True).encode("ascii"), digest_size=16).digest()


def _conflict(first: Place) -> Message:
    where = located(first)
    return Message(
        f"/id: the same id with other content was read before, from {where}, which was kept: remove one of the two",
        f"/id：此前已在{where}读到同一编号但内容不同的记录，并已采用：请删除其中一条",
    )


def _readable_id(value: Any) -> str | None:
    """The id for the reject, where it is one."""
    known = value.get("id") if isinstance(value, dict) else None
    return printable(known) if isinstance(known, str) and 0 < len(known) <= _LONGEST_ID else None
