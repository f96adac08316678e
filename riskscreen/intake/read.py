"""Inputs in, records out: one by one, each accounted for.

Every JSON value met is *read* and then exactly one of: a record (handed on), a reject, a duplicate. Raw text is
never kept; repeats are known by a digest of the content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from riskscreen.errors import UsageError, suggestion
from riskscreen.intake.digests import content_digest
from riskscreen.intake.files import InputFile, find_files
from riskscreen.intake.layout import Layout
from riskscreen.intake.messages import Message, joined
from riskscreen.intake.native import InvalidRecordError, foreign_form, read_project
from riskscreen.intake.objects import as_json
from riskscreen.intake.ocds import forms as ocds
from riskscreen.intake.ocds.correspondence import Places
from riskscreen.intake.ocds.decode import decoded
from riskscreen.intake.ocds.lenient import Note
from riskscreen.intake.ocds.mapping import native_view
from riskscreen.intake.ocds.ownership import STATEMENT, Ownership, is_statement
from riskscreen.intake.ocds.processes import Process, Processes, compiled
from riskscreen.intake.ocds.treatment import LITERAL, Treatment, treatment_of
from riskscreen.intake.oddities import Oddity, oddities
from riskscreen.intake.pieces import Piece, Place, pieces
from riskscreen.intake.quality import QualityNotes, located
from riskscreen.intake.streams import ReadError
from riskscreen.intake.strict_json import printable
from riskscreen.model.policy import Policy
from riskscreen.model.project import Project
from riskscreen.model.release import Release
from riskscreen.model.report import Accounting, Language, Quality, Reject

if TYPE_CHECKING:
    from riskscreen.intake.workbook.places import Cells

NATIVE, OCDS = "native", "ocds"
FORMS = (NATIVE, *(layout.value for layout in Layout), OCDS)
"""What ``form`` can force: OCDS, or the native form in a layout told by the content or in one of the layouts."""

_LONGEST_ID = 200

_SEVERAL = Message("these are several processes; give one at a time", "其中包含多个过程：请每次提供一个")


@dataclass(frozen=True, slots=True)
class Record:
    """A project as read. ``raw`` is the JSON object that evidence points into.

    A process from OCDS has its compiled ``release``; ``raw`` is that release as JSON, ``project`` its native view, and
    ``places`` tells where the values of that view stand in it. ``cells`` tells where those of a workbook stand.
    ``earlier`` are the positions, in the batch, of the records that its earlier awards come from.
    """

    source: str
    line: int | None
    index: int | None
    raw: dict[str, Any]
    project: Project
    release: Release | None = None
    places: Places | None = None
    cells: Cells | None = None
    earlier: tuple[int, ...] = ()

    @property
    def form(self) -> str:
        """``native`` or ``ocds``."""
        return NATIVE if self.release is None else OCDS


class _FirstSeen(NamedTuple):
    digest: bytes
    place: Place


class _Refused(NamedTuple):
    """A record that was rejected, and why in both languages."""

    place: Place
    id: str | None
    problem: Message

    def told(self, lang: Language) -> Reject:
        place = self.place
        error = self.problem.text(lang)
        return Reject(source=place.source, line=place.line, index=place.index, id=self.id, error=error)


class Intake(Iterator[Record | Reject]):
    """Records and rejects one by one. Counts and quality notes are complete when the iteration is.

    Records come in the order in which their first line was read. Since any later release may belong to a process met
    before, a process and the records behind it come when the input has ended.
    """

    def __init__(
        self, values: Iterator[Piece], notes: QualityNotes, lang: Language, form: str | None, treatment: Treatment
    ) -> None:
        self._lang = lang
        self._notes = notes
        self._form = form
        self._treatment = treatment
        self._seen: dict[str, _FirstSeen] = {}
        self._processes = Processes()
        self._ownership = Ownership()
        self._refused: list[_Refused] = []
        self._read = self._duplicates = 0
        self._results = self._judged(values)
        self.on_reject: Callable[[Any], object] | None = None
        """Called with the value of each record that is rejected, as far as it could be read (None if not at all)."""

    def __next__(self) -> Record | Reject:
        return next(self._results)

    @property
    def accounting(self) -> Accounting:
        """What was read so far and what became of it."""
        rejected = len(self._refused)
        screened = self._read - rejected - self._duplicates
        return Accounting(read=self._read, screened=screened, rejected=rejected, duplicates=self._duplicates)

    @property
    def quality(self) -> list[Quality]:
        """The notes so far, sorted by path."""
        return self.quality_in(self._lang)

    def quality_in(self, lang: Language) -> list[Quality]:
        """The notes so far in a language that need not be the intake's."""
        return self._notes.report(lang)

    def rejects_in(self, lang: Language) -> list[Reject]:
        """The rejects so far in a language that need not be the intake's."""
        return [refused.told(lang) for refused in self._refused]

    def _judged(self, values: Iterator[Piece]) -> Iterator[Record | Reject]:
        waiting: list[Record | Process] = []
        for value in values:
            if self._states_ownership(value):
                continue
            as_ocds = self._form == OCDS or (self._form is None and ocds.is_ocds(value.value))
            for piece in ocds.releases(value) if as_ocds else (value,):
                self._read += 1
                try:
                    found = self._release(piece) if as_ocds else self._record(piece)
                except InvalidRecordError as problem:
                    if self.on_reject is not None:
                        self.on_reject(piece.value)
                    self._refused.append(_Refused(piece.place, _readable_id(piece.value), joined(problem.problems)))
                    yield self._refused[-1].told(self._lang)
                else:
                    if found is None:
                        self._duplicates += 1
                    elif waiting or isinstance(found, Process):
                        waiting.append(found)
                    else:
                        yield found
        yield from map(self._finished, waiting)

    def _states_ownership(self, value: Piece) -> bool:
        """Whether a value is no record but a statement on who owns whom, which is then kept and noted."""
        told = not (value.problems or self._treatment.literal) and self._form in (None, OCDS)
        if not told or not is_statement(value.value):
            return False
        self._ownership.add(value.value)
        self._notes.add(Oddity("", STATEMENT), value.place)
        return True

    def _record(self, piece: Piece) -> Record | None:
        """The record, or None for a repeat of one. Raises ``InvalidRecordError``."""
        if piece.problems:
            raise InvalidRecordError(list(piece.problems))
        project = read_project(piece.value, piece.cells)
        if self._treatment.literal:  # whoever takes records as they stand has no use for this one, nor for its repeats
            return Record(piece.place.source, piece.place.line, piece.place.index, piece.value, project)
        digest = content_digest(piece.value)
        first = self._seen.setdefault(project.id, _FirstSeen(digest, piece.place))
        if first.place is not piece.place:
            if first.digest != digest:
                raise InvalidRecordError([_conflict(first.place)])
            return None
        for oddity in oddities(piece.value):
            self._notes.add(oddity, piece.place)
        place = piece.place
        return Record(place.source, place.line, place.index, piece.value, project, cells=piece.cells)

    def _release(self, piece: Piece) -> Record | Process | None:
        """The process that a release is the first of, or None if it joins one. Raises ``InvalidRecordError``."""
        problem = None if piece.problems else ocds.problem_of(piece.value, self._treatment.literal)
        if piece.problems or problem:
            raise InvalidRecordError(list(piece.problems) if problem is None else [problem])
        if self._treatment.literal:
            release = decoded(piece.value, self._treatment, self._note_at(piece.place))
            unseen = Project.model_construct(id=release.ocid or "")  # nobody asks for its native view
            place = piece.place
            return Record(place.source, place.line, place.index, piece.value, unseen, release)
        process = self._processes.add(piece)
        if process is not None:
            first = self._seen.setdefault(process.ocid, _FirstSeen(b"", piece.place))
            if first.place is not piece.place:
                raise InvalidRecordError([_conflict(first.place)])
        return process

    def _finished(self, found: Record | Process) -> Record:
        if isinstance(found, Record):
            return found
        return process_record(found, self._treatment, self._note_at(found.place), self._ownership)

    def _note_at(self, place: Place) -> Note:
        def note(path: str, issue: str, value: Any) -> None:
            self._notes.add(Oddity(path, issue), place, value)

        return note


def read_inputs(
    paths: Sequence[str],
    form: str | None = None,
    lang: Language = "zh",
    policy: Policy | None = None,
    *,
    literal: bool = False,
) -> Intake:
    """Reads files, directories, globs and ``-``. ``form``: one of ``FORMS``, or None to tell it by the content.

    ``policy`` says how OCDS data is treated. ``literal`` reads OCDS as it stands: every object with an ocid is a
    record by itself, nothing is merged, tidied or recognised, and a value of a wrong type is absent.

    Raises ``UsageError`` at once for a path that is not there and for an unknown form; while iterating, for a
    file named directly that cannot be read or holds nothing. An empty list is a batch without projects.
    """
    if form is not None and form not in FORMS:
        raise UsageError(f"unknown form {form!r}{suggestion(form, FORMS)}; known: {', '.join(FORMS)}")
    return read_files(find_files(paths), form, lang, policy, literal=literal)


def read_files(
    files: Sequence[InputFile],
    form: str | None = None,
    lang: Language = "zh",
    policy: Policy | None = None,
    *,
    literal: bool = False,
) -> Intake:
    """As :func:`read_inputs`, of files that were found."""
    notes = QualityNotes()
    values = chain.from_iterable(_values(file, form, notes) for file in files)
    return Intake(values, notes, lang, form, LITERAL if literal else treatment_of(policy))


def read_objects(
    objects: Iterable[Any], source: str = "objects", lang: Language = "zh", policy: Policy | None = None
) -> Intake:
    """Reads projects that are in memory: mappings in the native form or in OCDS, or ``Project`` models."""
    return Intake(_values_in_memory(objects, source), QualityNotes(), lang, None, treatment_of(policy))


def read_release(raw: Any, policy: Policy | None = None) -> Record:
    """One process in memory (plain JSON data: a release or a record) as a record. Raises ``InvalidRecordError``."""
    processes, treatment = Processes(), treatment_of(policy)
    found: list[Process] = []
    for piece in ocds.releases(Piece(Place("objects"), raw)):
        problem = None if piece.problems else ocds.problem_of(piece.value)
        if piece.problems or problem:
            raise InvalidRecordError(list(piece.problems) if problem is None else [problem])
        if (process := processes.add(piece)) is not None:
            found.append(process)
    if len(found) > 1:
        raise InvalidRecordError([_SEVERAL])
    return process_record(found[0], treatment, lambda *_: None, Ownership())


def process_record(process: Process, treatment: Treatment, note: Note, ownership: Ownership) -> Record:
    """A process as a record; ``ownership``: what is stated of the owners of parties."""
    raw, release = compiled(process, treatment, note, ownership)
    return _ocds_record(process.place, raw, release, treatment)


def _ocds_record(place: Place, raw: dict[str, Any], release: Release, treatment: Treatment) -> Record:
    project, places = native_view(release, treatment)
    return Record(place.source, place.line, place.index, raw, project, release, places)


def _values(file: InputFile, form: str | None, notes: QualityNotes) -> Iterator[Piece]:
    """The values of a file. What it holds as a whole, if not records, is an error of the call or one reject."""
    layout = Layout(form) if form and form not in (NATIVE, OCDS) else None
    first = True
    try:
        for piece in pieces(file, layout, lambda oddity, place, hint: notes.add(oddity, place, hint=hint)):
            foreign = None if form else foreign_form(piece.value)
            if foreign and first:
                raise ReadError(foreign)
            first = False
            yield Piece(piece.place, piece.value, (foreign,)) if foreign else piece
    except ReadError as problem:
        if file.direct:
            raise UsageError(f"{file.name}: {problem.message.en}") from None
        yield Piece(Place(file.name), None, (problem.message,))


def _values_in_memory(objects: Iterable[Any], source: str) -> Iterator[Piece]:
    for index, value in enumerate(objects):
        plain, problems = as_json(value)
        foreign = foreign_form(plain)
        yield Piece(Place(source, None, index), plain, (foreign,) if foreign else problems)


def _conflict(first: Place) -> Message:
    where = located(first)
    return Message(
        f"/id: the same id with other content was read before, from {where}, which was kept: remove one of the two",
        f"/id：此前已在{where}读到同一编号但内容不同的记录，并已采用：请删除其中一条",
    )


def _readable_id(value: Any) -> str | None:
    """The id for the reject, where it is one."""
    known = value.get("ocid", value.get("id")) if isinstance(value, dict) else None
    return printable(known) if isinstance(known, str) and 0 < len(known) <= _LONGEST_ID else None
