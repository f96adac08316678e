"""The native view of a release, for the rules that are written for projects: a pure function of the release.

What is copied from where, and what is decided, stands in :mod:`riskscreen.intake.ocds.correspondence`. Nothing is
guessed: where a release has several contracts or suppliers, the view says what holds for all of them, or nothing. A
value has one source; no other field stands in for it, so that a missing value can only make a verdict unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias, TypeVar, get_args

from riskscreen.intake.ocds.correspondence import LISTS, Places
from riskscreen.intake.ocds.treatment import Treatment
from riskscreen.model import project as native
from riskscreen.model.base import FIRST_YEAR, LAST_YEAR, MOST_DIGITS, read_date
from riskscreen.model.codes import CODE_LISTS
from riskscreen.model.release import Award, Bid, Contract, Party, Period, Person, Reference, Release, Value

Item = TypeVar("Item")
Known = TypeVar("Known", bound=Hashable)
_Side: TypeAlias = Literal["buyer", "contractor"]

_AWARD_STATUS = frozenset(CODE_LISTS["/awards/status"])
_CURRENCY = re.compile("[A-Z]{3}")
_CONTRACT_STATUS = frozenset(CODE_LISTS["/contracts/status"])


def native_view(release: Release, treatment: Treatment) -> tuple[native.Project, Places]:
    """The project that a release with an ocid describes, and where its values stand in the release."""
    view = _View(release)
    project = view.project()
    given = {name for name in LISTS if getattr(project, _ATTRIBUTE.get(name, name)) is not None}
    partial = sorted(name for name in given if not treatment.complete.issuperset(LISTS[name]))
    return project.model_copy(update={"incomplete": partial}), Places(view.chosen)


_ATTRIBUTE = {"serviceItems": "service_items"}


class _View:
    """Maps one release; ``chosen`` collects where the native values stand in it."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self.chosen: dict[str, tuple[str, ...]] = {}
        self._awards = _numbered(release.awards)
        self._contracts = _in_force(_numbered(release.contracts))
        self._suppliers = self._one_supplier()

    def project(self) -> native.Project:
        release, tender = self._release, self._release.tender
        contract = self._contract()
        signed = contract.date_signed if contract else None
        return native.Project(
            id=release.ocid or "",
            title=tender.title if tender else None,
            description=tender.description if tender else None,
            budget_year=signed.year if signed else None,
            region=self._region(),
            buyer=_organisation(release.buyer),
            category=self._category(),
            tender=self._tender(),
            award=self._award(),
            contract=contract,
            contractor=self._contractor(),
            bids=self._bids(),
            parties=self._parties(),
            roles=self._roles(),
            ties=self._ties(),
            service_items=self._service_items(),
            payments=self._payments(),
        )

    def _category(self) -> str | None:
        items = self._release.tender.items if self._release.tender else None
        described = [item.classification.description if item and item.classification else None for item in items or ()]
        return _agreed(described)

    def _region(self) -> native.Region | None:
        """Where all items of the tender are delivered."""
        items = self._release.tender.items if self._release.tender else None
        region = _agreed(
            item.delivery_address.region if item and item.delivery_address else None for item in items or ()
        )
        return None if region is None else native.Region(id=region, name=region)

    def _tender(self) -> native.Tender | None:
        tender = self._release.tender
        if tender is None:
            return None
        period = _period(tender.tender_period)
        return native.Tender(
            procurement_method=_word(tender.procurement_method, native.ProcurementMethod),
            procurement_method_details=tender.procurement_method_details,
            date_published=period.start_date if period else None,
            tender_period=period,
        )

    def _active_awards(self) -> list[tuple[int, Award]] | None:
        """The awards that are active; None if a status does not tell."""
        if any(award.status not in _AWARD_STATUS for _, award in self._awards):
            return None
        return [(index, award) for index, award in self._awards if award.status == "active"]

    def _award(self) -> native.Award | None:
        active = self._active_awards()
        if not active:
            return None
        self.chosen["/award"] = tuple(f"/awards/{index}" for index, _ in active)
        return native.Award(date=_agreed(_day(award.date) for _, award in active))

    def _one_supplier(self) -> Reference | None:
        """The supplier of all active awards, if it is one."""
        active = self._active_awards()
        suppliers: list[Reference] = []
        places = []
        for index, award in active or ():
            listed = _numbered(award.suppliers)
            if len(listed) != 1:
                return None
            place, supplier = listed[0]
            suppliers.append(supplier)
            places.append(f"/awards/{index}/suppliers/{place}")
        if not suppliers or (len(suppliers) > 1 and _agreed(each.id for each in suppliers) is None):
            return None
        self.chosen["/contractor"] = tuple(places)
        dates = tuple(f"/awards/{index}/date" for index, _ in active or ())
        self.chosen["/contractor/earlierAwards"] = (*(f"{place}/id" for place in places), *dates, "/buyer/id")
        return suppliers[0]

    def _contractor(self) -> native.Contractor | None:
        supplier = self._suppliers
        return None if supplier is None else native.Contractor(id=supplier.id, name=supplier.name)

    def _contract(self) -> native.Contract | None:
        """What the contracts in force state alike, and the sum of their values."""
        if not self._contracts:
            return None
        self.chosen["/contract"] = tuple(f"/contracts/{index}" for index, _ in self._contracts)
        contracts = [contract for _, contract in self._contracts]
        periods = [_period(contract.period) or native.Period() for contract in contracts]
        start, end = _agreed(each.start_date for each in periods), _agreed(each.end_date for each in periods)
        signed = _agreed(_day(contract.date_signed) for contract in contracts)
        self.chosen["/budgetYear"] = tuple(f"{place}/dateSigned" for place in self.chosen["/contract"])
        return native.Contract(
            id=_agreed(contract.id for contract in contracts),
            date_signed=signed,
            period=_native_period(start, end),
            value=_sum([_value(contract.value) for contract in contracts]),
        )

    def _bids(self) -> list[native.Bid] | None:
        details = self._release.bids.details if self._release.bids else None
        if details is None:
            return None
        return self._mapped("/bids", "/bids/details", details, self._bid)

    def _bid(self, index: str, bid: Bid) -> native.Bid:
        tenderers = None
        if bid.tenderers is not None:
            place = f"{self.chosen[index][0]}/tenderers"
            tenderers = self._mapped(
                f"{index}/tenderers", place, bid.tenderers, lambda _, tenderer: _reference(tenderer)
            )
        return native.Bid(
            id=bid.id,
            date=_day(bid.date),
            status=_word(bid.status, native.BidStatus),
            tenderers=tenderers,
            value=_value(bid.value),
        )

    def _parties(self) -> list[native.Party] | None:
        parties = self._release.parties
        return None if parties is None else self._mapped("/parties", "/parties", parties, self._party)

    def _party(self, index: str, party: Party) -> native.Party:
        address, contact = party.address, party.contact_point
        return native.Party(
            id=party.id,
            name=party.name,
            address=address
            and native.Address(street_address=address.street_address, locality=address.locality, region=address.region),
            contact_point=contact and native.ContactPoint(telephone=contact.telephone, email=contact.email),
            owners=self._owners(index, party),
        )

    def _owners(self, index: str, party: Party) -> list[native.OrganisationReference] | None:
        """Beneficial owners and shareholders."""
        if party.beneficial_owners is None and party.shareholders is None:
            return None
        place = self.chosen[index][0]
        found: list[native.OrganisationReference] = []
        for number, owner in _numbered(party.beneficial_owners):
            self.chosen[f"{index}/owners/{len(found)}"] = (f"{place}/beneficialOwners/{number}",)
            found.append(_reference(owner))
        for number, share in _numbered(party.shareholders):
            self.chosen[f"{index}/owners/{len(found)}"] = (f"{place}/shareholders/{number}/shareholder",)
            found.append(_reference(share.shareholder or Reference()))
        self.chosen[f"{index}/owners"] = tuple(
            f"{place}/{name}"
            for name, listed in (("beneficialOwners", party.beneficial_owners), ("shareholders", party.shareholders))
            if listed is not None
        )
        return found

    def _roles(self) -> list[native.Role] | None:
        """Persons with a function at a party."""
        if all(party.persones is None for _, party in _numbered(self._release.parties)):
            return None
        found: list[native.Role] = []
        for index, party in _numbered(self._release.parties):
            for place, person in _numbered(party.persones):
                at = f"/roles/{len(found)}"
                self.chosen[at] = self.chosen[f"{at}/person"] = (f"/parties/{index}/persones/{place}",)
                self.chosen[f"{at}/organisation"] = (f"/parties/{index}",)
                self.chosen[f"{at}/side"] = (f"/parties/{index}/id",)
                found.append(
                    native.Role(
                        person=native.PersonReference(id=person.id, name=person.name),
                        side=self._side(party),
                        organisation=native.OrganisationReference(id=party.id, name=party.name),
                    )
                )
        return found

    def _side(self, party: Party) -> _Side | None:
        tender, supplier = self._release.tender, self._suppliers
        buyers = (self._release.buyer, tender.procuring_entity if tender else None)
        if party.id is None:
            return None
        if any(buyer is not None and buyer.id == party.id for buyer in buyers):
            return "buyer"
        return "contractor" if supplier is not None and supplier.id == party.id else None

    def _ties(self) -> list[native.Tie] | None:
        """Shareholders that are parties themselves."""
        parties = _numbered(self._release.parties)
        if all(party.shareholders is None for _, party in parties):
            return None
        places: dict[str | None, int] = {party.id: index for index, party in parties if party.id is not None}
        found: list[native.Tie] = []
        for index, party in parties:
            for number, share in _numbered(party.shareholders):
                owner = share.shareholder
                if owner is None or owner.id not in places or party.id is None or owner.id == party.id:
                    continue
                at, place = f"/ties/{len(found)}", f"/parties/{index}/shareholders/{number}"
                self.chosen[at] = (place,)
                self.chosen[f"{at}/type"] = (f"{place}/shareholder/id",)
                self.chosen[f"{at}/organisations/0"] = (f"/parties/{index}",)
                self.chosen[f"{at}/organisations/1"] = (f"{place}/shareholder",)
                self.chosen[f"{at}/organisations/*/id"] = (f"/parties/{index}/id", f"{place}/shareholder/id")
                ends = [native.OrganisationReference(id=each.id, name=each.name) for each in (party, owner)]
                found.append(native.Tie(type="ownership", organisations=ends))
        return found

    def _service_items(self) -> list[native.ServiceItem] | None:
        listed = self._of_contracts("/serviceItems", "items", lambda contract: contract.items)
        if listed is None:
            return None
        found = []
        for at, place, item in listed:
            self.chosen[f"{at}/name"] = (f"{place}/description",)
            self.chosen[f"{at}/planned"] = (f"{place}/quantity",)
            self.chosen[f"{at}/unit"] = (f"{place}/unit/name",)
            unit = item.unit.name if item.unit else None
            found.append(native.ServiceItem(name=item.description, planned=_number(item.quantity), unit=unit))
        return found

    def _payments(self) -> list[native.Transaction] | None:
        listed = self._of_contracts(
            "/payments",
            "implementation/transactions",
            lambda contract: contract.implementation.transactions if contract.implementation else None,
        )
        if listed is None:
            return None
        return [native.Transaction(date=_day(paid.date), value=_value(paid.value)) for _, _, paid in listed]

    def _of_contracts(
        self, at: str, path: str, items_of: Callable[[Contract], Sequence[Item | None] | None]
    ) -> list[tuple[str, str, Item]] | None:
        """The items of all contracts in force with their native and OCDS pointers; None unless each has the list."""
        if not self._contracts:
            return None
        found: list[tuple[str, str, Item]] = []
        self.chosen[at] = tuple(f"/contracts/{index}/{path}" for index, _ in self._contracts)
        for index, contract in self._contracts:
            items = items_of(contract)
            if items is None:
                return None
            for number, item in _numbered(items):
                pointer, place = f"{at}/{len(found)}", f"/contracts/{index}/{path}/{number}"
                self.chosen[pointer] = (place,)
                found.append((pointer, place, item))
        return found

    def _mapped(
        self, at: str, place: str, items: Sequence[Item | None], mapped: Callable[[str, Item], Any]
    ) -> list[Any]:
        """The items that are not null, mapped; native positions leave the null ones out."""
        self.chosen[at] = (place,)
        found: list[Any] = []
        for index, item in _numbered(items):
            pointer = f"{at}/{len(found)}"
            self.chosen[pointer] = (f"{place}/{index}",)
            found.append(mapped(pointer, item))
        return found


def _in_force(contracts: list[tuple[int, Contract]]) -> list[tuple[int, Contract]]:
    """A single contract whatever its status; of several those not cancelled, if every status tells."""
    if len(contracts) < 2:
        return contracts
    if any(contract.status not in _CONTRACT_STATUS for _, contract in contracts):
        return []
    return [(index, contract) for index, contract in contracts if contract.status != "cancelled"]


def _numbered(items: Iterable[Item | None] | None) -> list[tuple[int, Item]]:
    """The items that are not null, with their positions."""
    return [(index, item) for index, item in enumerate(items or ()) if item is not None]


def _agreed(values: Iterable[Known | None]) -> Known | None:
    """The one value that all of them are; None if there are none, if they differ, or if one is unknown."""
    different = set(values)
    return different.pop() if len(different) == 1 else None


def _organisation(reference: Reference | None) -> native.OrganisationReference | None:
    return None if reference is None else _reference(reference)


def _reference(reference: Reference | Person) -> native.OrganisationReference:
    return native.OrganisationReference(id=reference.id, name=reference.name)


def _word(code: str | None, words: Any) -> Any:
    """The code if the native list has it."""
    return code if code in get_args(words) else None


def _day(text: str | None) -> date | None:
    """The calendar date as written, in the zone it was written in."""
    day = read_date(text)
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _period(period: Period | None) -> native.Period | None:
    return None if period is None else _native_period(_day(period.start_date), _day(period.end_date))


def _native_period(start: date | None, end: date | None) -> native.Period | None:
    """Both days, unless the end comes first: then one of them is wrong, and it is not known which."""
    if start is not None and end is not None and end < start:
        return None
    return native.Period(start_date=start, end_date=end)


def _number(number: int | float | None) -> Decimal | None:
    """The number with the digits it prints with."""
    if number is None or not 0 <= number < 10**MOST_DIGITS:
        return None
    return Decimal(str(number))


def _value(value: Value | None) -> native.Value | None:
    if value is None:
        return None
    currency = value.currency if value.currency is not None and _CURRENCY.fullmatch(value.currency) else None
    return native.Value(amount=_number(value.amount), currency=currency)


def _sum(values: Sequence[native.Value | None]) -> native.Value | None:
    """The values added up: of several, only amounts that are all known and in one stated currency."""
    if len(values) == 1:
        return values[0]
    amounts = [value.amount for value in values if value is not None and value.amount is not None]
    currency = _agreed(value.currency if value is not None else None for value in values)
    if len(amounts) < len(values) or currency is None:
        return None
    total = sum(amounts, Decimal(0))
    return native.Value(amount=total, currency=currency) if total < 10**MOST_DIGITS else None
