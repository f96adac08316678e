"""OCDS releases made up at random, clean and dirty, and settings for them, to compare with OCDS Cardinal."""

from __future__ import annotations

import random
from typing import Any

_STATUSES = ["valid"] * 3 + ["disqualified"] * 2 + ["pending", "invited", "withdrawn"]
_TIMES = ["{}T{}:{}:00Z", "{}T{}:{}:00Z", "{}T{}:{}:00+02:00", "{} {}:{}:00.5-03:00"]
_ODD_TIMES = ["2023-01-01", "x", None, 5, "2023-02-30T00:00:00Z", "2023-01-01T00:00:00", "2023-01-01T23:59:60Z"]
_ODD_AMOUNTS = [0, -5, 1e16, "12", None, 100.0, 10**20, True]
_DETAILS = ["Compra Menor", "Sorteo", "Subasta", "x"]
_CODES = ["10", "1011", "20x", "30", "4", "5555", "60", "77", "88", "é1"]
_THRESHOLDS = {"R003": 40, "R024": 0.3, "R025": 1.0, "R035": 3, "R038": 1.0, "R048": 6, "R058": 1.5}
_CODES_OF_INDICATORS = ("R003", "R018", "R024", "R025", "R028", "R030", "R035", "R036", "R038", "R048", "R058")


class Releases:
    """Makes releases. ``dirt`` is the share of values that are of a wrong type, empty or gone."""

    def __init__(self, chance: random.Random, dirt: float, currencies: list[str]) -> None:
        self._chance = chance
        self._dirt = dirt
        self._currencies = currencies
        self._organisations = [f"T{number}" for number in range(12)]

    def make(self, number: int) -> dict[str, Any]:
        """One release."""
        chance, winner = self._chance, self._chance.choice(self._organisations)
        bids = [self._bid(place, winner) for place in range(chance.choice([0, 1, 2, 2, 3, 3, 4, 5]))]
        awards = [self._award(place, winner) for place in range(chance.choice([0, 1, 1, 1, 1, 2]))]
        release = {
            "ocid": f"o-{number}",
            "buyer": self._reference(f"B{chance.randint(0, 8)}"),
            "tender": self._tender(),
            "bids": self._or({"details": self._or(bids, None, {})}, None),
            "awards": self._or(awards, None, {}),
        }
        return self._without_some(release, ["buyer", "bids", "awards", "tender"])

    def _or(self, value: Any, *instead: Any) -> Any:
        return self._chance.choice(instead) if self._chance.random() < self._dirt else value

    def _without_some(self, record: dict[str, Any], keys: list[str]) -> dict[str, Any]:
        return {k: v for k, v in record.items() if k not in keys or self._chance.random() >= self._dirt / 3}

    def _reference(self, identifier: str) -> Any:
        return self._or({"id": self._or(identifier, None, 5, "", [identifier])}, None, "x", {})

    def _time(self) -> Any:
        chance = self._chance
        day = f"2023-{chance.choice([1, 2, 2, 3]):02}-{chance.randint(1, 28):02}"
        text = chance.choice(_TIMES).format(day, f"{chance.randint(0, 23):02}", chance.choice(["00", "30"]))
        return self._or(text, *_ODD_TIMES)

    def _amount(self) -> Any:
        chance = self._chance
        amount = chance.choice([100, 100, 100, 105, 110, 120, 90, 150]) * chance.choice([1, 1, 1.01, 1.1, 2])
        amount += chance.choice([0, 0, 0, chance.random()])
        return self._or(round(amount, 2) if chance.random() < 0.8 else amount, *_ODD_AMOUNTS)

    def _bid(self, place: int, winner: str) -> Any:
        chance = self._chance
        leads = place == 0
        who = [
            self._reference(winner if leads and chance.random() < 0.8 else chance.choice(self._organisations))
            for _ in range(chance.choice([1, 1, 1, 1, 1, 2, 0]))
        ]
        value = {"amount": self._amount(), "currency": self._or(chance.choice(self._currencies), None)}
        if leads and chance.random() < 0.7 and isinstance(value["amount"], int | float):
            value["amount"] = 95
        bid = {
            "id": str(place),
            "date": self._time(),
            "status": self._or(chance.choice(_STATUSES), None, 3, "zzz"),
            "tenderers": self._or(who, None, {"id": "T1"}),
            "value": self._or(value, None, "x", []),
        }
        return self._or(self._without_some(bid, list(bid)), None, "x", [])

    def _award(self, place: int, winner: str) -> dict[str, Any]:
        chance = self._chance
        first = ["active"] * 5 + ["unsuccessful", "pending"]
        later = ["active"] * 4 + ["cancelled", "unsuccessful", "pending"]
        suppliers = [self._reference(winner) for _ in range(chance.choice([1, 1, 1, 1, 2, 0]))]
        items = [
            self._or({"classification": self._or({"id": self._or(chance.choice(_CODES), None, 7)}, None)}, None)
            for _ in range(chance.choice([0, 1, 2]))
        ]
        status = self._or(chance.choice(later if place else first), None, 1)
        return {"status": status, "suppliers": self._or(suppliers, None, {"id": winner}), "items": items}

    def _tender(self) -> dict[str, Any]:
        chance = self._chance
        return {
            "status": self._or(chance.choice(["complete"] * 9 + ["cancelled"]), None, 2),
            "procurementMethod": self._or(chance.choice(["open", "selective", "limited", "direct"]), None, "Open"),
            "procurementMethodDetails": self._or(chance.choice(_DETAILS), None, 9),
            "numberOfTenderers": self._or(chance.choice([0, 1, 1, 2, 3]), None, 1.0, "1"),
            "tenderPeriod": self._or({"startDate": self._time(), "endDate": self._time()}, None, []),
            "procuringEntity": self._reference(f"P{chance.randint(0, 8)}"),
        }


def settings(chance: random.Random, currency: str | None) -> str:
    """A settings file: most indicators, some with thresholds and other choices."""
    lines = [f"currency = {currency}"] if currency else []
    lines += _perhaps(chance, 0.3, "price_comparison_procurement_methods = Subasta|x|Compra Menor")
    lines += _perhaps(chance, 0.3, "no_price_comparison_procurement_methods = Sorteo|")
    lines += _perhaps(chance, 0.4, "[exclusions]\nprocurement_method_details = Sorteo")
    for code in _CODES_OF_INDICATORS:
        if chance.random() >= 0.1:
            lines += [f"[{code}]", *_choices(chance, code)]
    return "\n".join(lines) + "\n"


def _choices(chance: random.Random, code: str) -> list[str]:
    lines: list[str] = []
    most = _THRESHOLDS.get(code)
    if most is not None:
        number = str(chance.randint(0, most)) if isinstance(most, int) else f"{chance.random() * most:.2f}"
        lines += _perhaps(chance, 0.4, f"threshold = {number}")
    if code == "R018":
        lines += _perhaps(chance, 0.4, chance.choice(["procurement_methods = open|limited", "procurement_methods ="]))
    if code == "R025":
        lines += _perhaps(chance, 0.4, f"percentile = {chance.choice([0, 10, 50, 75, 90, 100, 101])}")
    if code == "R038":
        lines += _perhaps(chance, 0.5, f"minimum_submitted_bids = {chance.randint(0, 9)}")
        lines += _perhaps(chance, 0.5, f"minimum_contracting_processes = {chance.randint(0, 30)}")
    if code == "R048":
        lines += _perhaps(chance, 0.9, f"minimum_contracting_processes = {chance.randint(0, 10)}")
        lines += _perhaps(chance, 0.5, f"digits = {chance.randint(0, 3)}")
    if code == "R003":
        lines += _perhaps(chance, 0.4, "procurement_methods = open|limited")
        days = f"[R003.procurement_method_details]\nCompra Menor = 10\nSubasta = {chance.randint(0, 60)}"
        lines += _perhaps(chance, 0.4, days)
    return lines


def _perhaps(chance: random.Random, share: float, line: str) -> list[str]:
    return [line] if chance.random() < share else []
