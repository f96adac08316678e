"""Realistic OCDS compiled releases of about 8 KB, as many as wanted, the same for the same seed.

    python -m tests.benchmarks.ocds_data COUNT FILE [--seed N]

What a release holds depends on the seed and its number alone. Buyers, suppliers and kinds of goods are drawn unevenly,
as in life: few have many processes, many have few. Small shares have one bid, equal prices, late bids, disqualified
lowest bids, awards that are not final; a cartel of a few suppliers bids close to its winner.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

Json: TypeAlias = dict[str, Any]

_BUYERS, _SUPPLIERS, _FIRST_DAY = 2_000, 20_000, datetime(2021, 1, 4, 9)
_METHODS = (("open", 60), ("selective", 10), ("limited", 15), ("direct", 15))
_DETAILS = ("Open auction", "Reverse auction", "Call for proposals", "Small purchase", "Framework call")
_CATEGORIES = ("goods", "works", "services")
_STREETS = ("Market Street", "Station Road", "Mill Lane", "Harbour View", "Avenida Central", "Rue de la Gare")
_TOWNS = ("Northmoor", "Eastbridge", "San Martín", "Villeneuve", "Lakeside", "Oakham")
_WORDS = (
    *("supply", "delivery", "maintenance", "repair", "of", "medical", "equipment", "office", "furniture", "road"),
    *("works", "school", "meals", "cleaning", "services", "for", "the", "municipality", "including", "installation"),
    *("training", "warranty", "spare", "parts", "and", "support", "over", "term", "contract", "in", "accordance"),
    *("with", "technical", "specifications", "annexed", "to", "tender", "documents"),
)
_DOCUMENTS = ("tenderNotice", "biddingDocuments", "technicalSpecifications", "evaluationCriteria", "clarifications")


def release(seed: int, number: int) -> Json:
    """The release of that number."""
    return _Process(random.Random(f"{seed}:{number}"), number).release()  # noqa: S311 -- test data


def lines(seed: int, count: int, first: int = 0) -> Iterator[bytes]:
    """So many releases as JSON, one a line."""
    encode = msgspec.json.encode
    for number in range(first, first + count):
        yield encode(release(seed, number)) + b"\n"


def write(path: Path, count: int, seed: int = 0) -> None:
    """Write so many releases to a file."""
    with path.open("wb") as file:
        file.writelines(lines(seed, count))


class _Process:
    def __init__(self, chance: random.Random, number: int) -> None:
        self._chance = chance
        self._number = number
        self._start = _FIRST_DAY + timedelta(days=chance.randrange(1_400), minutes=chance.randrange(480))
        self._end = self._start + timedelta(days=max(2, int(chance.gauss(28, 9))), hours=chance.randrange(6))
        self._scheme_class = f"{min(99, 10 + int(chance.paretovariate(0.7)))}"
        self._estimate = round(10 ** chance.uniform(3.3, 6.5), 2)
        self._buyer = self._uneven(_BUYERS)

    def release(self) -> Json:
        """Everything about the process."""
        method = self._chance.choices([name for name, _ in _METHODS], [weight for _, weight in _METHODS])[0]
        suppliers = self._tenderers(method)
        bids = [self._bid(place, supplier) for place, supplier in enumerate(suppliers)]
        self._spoil(bids)
        awards = self._awards(bids)
        return {
            "ocid": f"ocds-a1b2c3-{self._number:09}",
            "id": f"ocds-a1b2c3-{self._number:09}-compiled",
            "date": _time(self._end + timedelta(days=60)),
            "tag": ["compiled"],
            "initiationType": "tender",
            "language": "en",
            "parties": [self._party(self._buyer, "B", ["buyer", "procuringEntity"])]
            + [self._party(each, "S", ["tenderer"]) for each in suppliers],
            "buyer": _reference("B", self._buyer),
            "tender": self._tender(method, suppliers),
            "bids": {"details": bids},
            "awards": awards,
            "contracts": [self._contract(award) for award in awards if award["status"] == "active"],
        }

    def _uneven(self, most: int) -> int:
        """A number below ``most``, small ones more often."""
        return int(most * self._chance.random() ** 2.5)

    def _tenderers(self, method: str) -> list[int]:
        few = method in ("limited", "direct")
        count = self._chance.choices((1, 2, 3, 4, 5, 7), (50, 25, 15, 10, 0, 0) if few else (18, 22, 24, 18, 12, 6))[0]
        return list(dict.fromkeys(self._uneven(_SUPPLIERS) for _ in range(count)))

    def _bid(self, place: int, supplier: int) -> Json:
        chance = self._chance
        handed_in = self._end - timedelta(minutes=chance.randrange(1, 4_000))
        tenderer = _reference("S", supplier)
        return {
            "id": f"{self._number}-bid-{place}",
            "date": _time(handed_in),
            "status": chance.choices(("valid", "disqualified", "withdrawn"), (90, 8, 2))[0],
            "tenderers": [tenderer],
            "value": {"amount": round(self._estimate * chance.uniform(0.7, 1.1), 2), "currency": "USD"},
            "documents": [self._document(place, "submissionDocuments")],
        }

    def _spoil(self, bids: list[Json]) -> None:
        """What signals look for, in small shares."""
        kind = self._chance.random()
        if kind < 0.02:
            bids[0]["date"] = _time(self._end + timedelta(hours=5))
        elif kind < 0.04 and len(bids) > 1:
            bids[1]["value"] = dict(bids[0]["value"])
        elif kind < 0.07:
            lowest = min(bids, key=lambda bid: bid["value"]["amount"])
            for bid in bids[1:]:
                bid["value"]["amount"] = round(lowest["value"]["amount"] * self._chance.uniform(1.001, 1.01), 2)
        elif kind < 0.09:
            for bid in bids[1:]:
                bid["status"] = "disqualified"
        elif kind < 0.11:
            min(bids, key=lambda bid: bid["value"]["amount"])["status"] = "disqualified"

    def _awards(self, bids: list[Json]) -> list[Json]:
        valid = [bid for bid in bids if bid["status"] == "valid"]
        if not valid:
            return [self._award(0, None, "unsuccessful")]
        best = min(valid, key=lambda bid: bid["value"]["amount"])
        if self._chance.random() < 0.1:
            best = self._chance.choice(valid)
        status = self._chance.choices(("active", "pending", "cancelled"), (92, 5, 3))[0]
        awards = [self._award(0, best, status)]
        if self._chance.random() < 0.05:
            awards.append(self._award(1, self._chance.choice(valid), "active"))
        return awards

    def _award(self, place: int, bid: Json | None, status: str) -> Json:
        decided = self._end + timedelta(days=self._chance.randrange(5, 60))
        made = {
            "id": f"{self._number}-award-{place}",
            "title": self._text(6),
            "status": status,
            "date": _time(decided),
            "items": [self._item(each) for each in range(2)],
            "contractPeriod": {"startDate": _time(decided), "endDate": _time(decided + timedelta(days=365))},
        }
        return made if bid is None else {**made, "value": bid["value"], "suppliers": bid["tenderers"]}

    def _contract(self, award: Json) -> Json:
        return {
            "id": award["id"].replace("award", "contract"),
            "awardID": award["id"],
            "title": award["title"],
            "status": "active",
            "value": award["value"],
            "dateSigned": award["contractPeriod"]["startDate"],
            "period": award["contractPeriod"],
            "items": award["items"],
            "documents": [self._document(9, "contractSigned")],
        }

    def _tender(self, method: str, suppliers: list[int]) -> Json:
        chance = self._chance
        return {
            "id": f"{self._number}-tender",
            "title": self._text(8),
            "description": self._text(45),
            "status": chance.choices(("complete", "active", "cancelled"), (94, 2, 4))[0],
            "procuringEntity": _reference("B", self._buyer),
            "value": {"amount": self._estimate, "currency": "USD"},
            "procurementMethod": method,
            "procurementMethodDetails": chance.choice(_DETAILS),
            "mainProcurementCategory": chance.choice(_CATEGORIES),
            "awardCriteria": "priceOnly",
            "submissionMethod": ["electronicSubmission"],
            "tenderPeriod": {"startDate": _time(self._start), "endDate": _time(self._end)},
            "enquiryPeriod": {"startDate": _time(self._start), "endDate": _time(self._end - timedelta(days=1))},
            "numberOfTenderers": len(suppliers),
            "tenderers": [_reference("S", each) for each in suppliers],
            "items": [self._item(place) for place in range(chance.randrange(1, 4))],
            "documents": [self._document(place, kind) for place, kind in enumerate(_DOCUMENTS)],
        }

    def _item(self, place: int) -> Json:
        code = f"{self._scheme_class}{self._chance.randrange(10**6):06}"
        return {
            "id": str(place),
            "description": self._text(10),
            "classification": {"scheme": "CPV", "id": code, "description": self._text(5)},
            "quantity": self._chance.randrange(1, 500),
            "unit": {"name": "piece", "value": {"amount": round(self._estimate / 100, 2), "currency": "USD"}},
        }

    def _document(self, place: int, kind: str) -> Json:
        return {
            "id": f"{self._number}-{kind}-{place}",
            "documentType": kind,
            "title": self._text(5),
            "url": f"https://procurement.example.org/documents/{self._number}/{place}.pdf",
            "datePublished": _time(self._start),
            "format": "application/pdf",
            "language": "en",
        }

    def _party(self, number: int, kind: str, roles: list[str]) -> Json:
        street, town = _STREETS[number % len(_STREETS)], _TOWNS[number % len(_TOWNS)]
        reference = _reference(kind, number)
        return {
            **reference,
            "identifier": {"scheme": "XX-REG", "id": f"{kind}{number:06}", "legalName": reference["name"]},
            "address": {
                "streetAddress": f"{number % 200 + 1} {street}",
                "locality": town,
                "region": "North",
                "postalCode": f"{10_000 + number % 9_000}",
                "countryName": "Examplia",
            },
            "contactPoint": {
                "name": "Procurement desk",
                "email": f"office@{kind.lower()}{number}.example.org",
                "telephone": f"+00 20 {1_000_000 + number}",
            },
            "roles": roles,
        }

    def _text(self, words: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=words))


def _reference(kind: str, number: int) -> Json:
    return {"id": f"XX-REG-{kind}{number:06}", "name": f"{'Office' if kind == 'B' else 'Company'} {number} of Examplia"}


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write OCDS compiled releases, one a line.")
    parser.add_argument("count", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    write(wanted.file, wanted.count, wanted.seed)


if __name__ == "__main__":
    main()
