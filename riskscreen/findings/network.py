"""Who sits where in a project: persons, the seats they hold, and the ties between the organisations of the seats.

A seat is one side of the project at one organisation. The same identifier is the same person or organisation; the
same name is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from riskscreen.findings.privacy import Privacy
from riskscreen.model.project import OrganisationReference, PersonReference, Project

SIDES = ("government", "buyer", "community", "recipient", "contractor", "professional", "supervisor", "evaluator")


@dataclass(frozen=True, slots=True)
class Seat:
    """A side of the project (``tenderer`` and ``other`` beside the sides of roles) and who stands there."""

    side: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Office:
    """A person's place at a seat; ``kind`` is ``role`` or ``owner``."""

    holder: int
    seat: int
    kind: str
    title: str | None
    pointer: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person, or an owner who may be one. Without an identifier, who it is is not established."""

    name: str
    identified: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of two seats: a type of tie, ``founded``, ``incubated``, ``sponsor``, ``owner``, ``income``, ``same``.

    ``share`` is the part of its income that the second seat's organisation has from the first's.
    """

    first: int
    second: int
    kind: str
    pointer: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Holders, seats, and what joins them, as indices into the two."""

    holders: tuple[Holder, ...] = ()
    seats: tuple[Seat, ...] = ()
    offices: tuple[Office, ...] = ()
    links: tuple[Link, ...] = ()

    def sides_of(self, holder: int) -> list[str]:
        """The sides on which a person holds a role, each once, in the order of a project's sides."""
        held = {self.seats[each.seat].side for each in self.offices if each.holder == holder and each.kind == "role"}
        return [side for side in SIDES if side in held]

    @property
    def matters(self) -> bool:
        """Whether there is more to see than who bought from whom."""
        return bool(self.offices or self.links)


def network(project: Project, privacy: Privacy) -> Network:
    """The network of a project."""
    draft = _Draft(privacy)
    for side, reference in _functions(project):
        draft.seat(side, reference)
    draft.tie_same_organisations()
    for index, role in enumerate(project.roles or ()):
        if role.person is not None and role.side is not None:
            seat = draft.seat(role.side, role.organisation)
            draft.office(draft.holder(role.person), seat, "role", role.title, f"/roles/{index}")
    _add_ties(draft, project)
    _add_owners(draft, project)
    _add_income(draft, project)
    return draft.network()


def _functions(project: Project) -> Iterator[tuple[str, OrganisationReference]]:
    """The organisations whose part in the project the record states."""
    evaluation, supervision = project.evaluation, project.supervision
    stated = (
        ("buyer", project.buyer),
        ("contractor", project.contractor),
        ("supervisor", supervision.supervisor if supervision else None),
        ("evaluator", evaluation.evaluator if evaluation else None),
    )
    for side, reference in stated:
        if reference is not None and (reference.id or reference.name):
            yield side, reference


class _Draft:
    """A network in the making."""

    def __init__(self, privacy: Privacy) -> None:
        self._privacy = privacy
        self._seats: list[Seat] = []
        self._who: list[str | None] = []
        self._holders: list[Holder] = []
        self._persons: dict[str, int] = {}
        self._offices: list[Office] = []
        self._links: dict[tuple[int, int, str], Link] = {}

    def seat(self, side: str, reference: OrganisationReference | None) -> int:
        """The seat of a side at an organisation; where none is named, the first seat of that side."""
        identifier = reference.id if reference else None
        name = self._name(reference)
        for index, (seat, who) in enumerate(zip(self._seats, self._who, strict=True)):
            same = who == identifier if identifier else name is None or (who is None and seat.name == name)
            if seat.side == side and same:
                return index
        self._seats.append(Seat(side, name))
        self._who.append(identifier)
        return len(self._seats) - 1

    def seats_of(self, reference: OrganisationReference | None) -> list[int]:
        """The seats of an organisation, by its identifier."""
        if reference is None or reference.id is None:
            return []
        return [index for index, who in enumerate(self._who) if who == reference.id]

    def holder(self, person: PersonReference | OrganisationReference) -> int:
        """The person; one without an identifier is nobody met before."""
        name = self._privacy.person(person.id or "", person.name) if person.id or person.name else "–"
        if person.id is None:
            self._holders.append(Holder(name, identified=False))
            return len(self._holders) - 1
        if person.id not in self._persons:
            self._holders.append(Holder(name, identified=True))
            self._persons[person.id] = len(self._holders) - 1
        return self._persons[person.id]

    def office(self, holder: int, seat: int, kind: str, title: str | None, pointer: str) -> None:
        """Put a person at a seat."""
        shown = None if title is None else self._privacy.text(title)
        self._offices.append(Office(holder, seat, kind, shown, pointer))

    def is_person(self, reference: OrganisationReference) -> bool:
        """Whether the reference is someone who holds a role."""
        return reference.id is not None and reference.id in self._persons

    def link(self, first: int, second: int, kind: str, pointer: str | None, share: float | None = None) -> None:
        """Tie two seats, once for each kind; of an income the last share told is the whole."""
        key = (min(first, second), max(first, second), kind)
        if first != second and (key not in self._links or kind == "income"):
            pointer = self._links[key].pointer if key in self._links else pointer
            self._links[key] = Link(first, second, kind, pointer, share)

    def tie_same_organisations(self) -> None:
        """An organisation with several functions is tied to itself; that roles are held at it is a matter of course."""
        for second, who in enumerate(self._who):
            if who is not None and (first := self._who.index(who)) != second:
                self.link(first, second, "same", None)

    def network(self) -> Network:
        """What was collected."""
        return Network(tuple(self._holders), tuple(self._seats), tuple(self._offices), tuple(self._links.values()))

    def _name(self, reference: OrganisationReference | None) -> str | None:
        if reference is None or not (reference.id or reference.name):
            return None
        return self._privacy.person(reference.id or "", reference.name)


def _add_ties(draft: _Draft, project: Project) -> None:
    for index, tie in enumerate(project.ties or ()):
        if tie.organisations is not None:
            first, second = (draft.seats_of(each) or [draft.seat("other", each)] for each in tie.organisations)
            draft.link(first[0], second[0], tie.type or "other", f"/ties/{index}")
    contractor = project.contractor
    if contractor is None:
        return
    origins = (
        ("founded", "foundedBy", contractor.founded_by or ()),
        ("incubated", "incubatedBy", contractor.incubated_by or ()),
        ("sponsor", "sponsorUnit", [contractor.sponsor_unit] if contractor.sponsor_unit else ()),
    )
    for kind, path, references in origins:
        for index, reference in enumerate(references):
            if reference.id or reference.name:
                pointer = f"/contractor/{path}" + ("" if path == "sponsorUnit" else f"/{index}")
                seats = draft.seats_of(reference) or [draft.seat("other", reference)]
                draft.link(seats[0], draft.seat("contractor", contractor), kind, pointer)


def _add_owners(draft: _Draft, project: Project) -> None:
    """Owners of organisations that have a seat, or that bid together with one that does."""
    for index, party in enumerate(project.parties or ()):
        if not party.owners:
            continue
        bids = any(each.id == party.id for bid in project.bids or () for each in bid.tenderers or () if each.id)
        seats = draft.seats_of(party) or ([draft.seat("tenderer", party)] if bids else [])
        for place, owner in enumerate(party.owners):
            pointer = f"/parties/{index}/owners/{place}"
            for seat in seats[:1]:
                held = draft.seats_of(owner)
                if held and not draft.is_person(owner):
                    draft.link(held[0], seat, "owner", pointer)
                elif owner.id or owner.name:
                    draft.office(draft.holder(owner), seat, "owner", None, pointer)


def _add_income(draft: _Draft, project: Project) -> None:
    """What contractor and evaluator have from others in the project, as a share of their income where all is known."""
    evaluator = project.evaluation.evaluator if project.evaluation else None
    earners = (
        ("contractor", project.contractor, "contractor/revenueBySource"),
        ("evaluator", evaluator, "evaluation/evaluator/revenueBySource"),
    )
    for side, earner, path in earners:
        if earner is None or not earner.revenue_by_source:
            continue
        amounts = [revenue.amount for revenue in earner.revenue_by_source]
        known = [amount for amount in amounts if amount is not None]
        whole = sum(known) if len(known) == len(amounts) and path not in project.incomplete else None
        paid: dict[int, Decimal] = {}
        for index, revenue in enumerate(earner.revenue_by_source):
            for payer in draft.seats_of(revenue.source)[:1]:
                paid[payer] = paid.get(payer, Decimal(0)) + (revenue.amount or 0)
                share = float(paid[payer] / whole) if whole else None
                draft.link(payer, draft.seat(side, earner), "income", f"/{path}/{index}", share)
