"""Random valid OCDS releases, and ways to damage them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias

from hypothesis import strategies as st

Path: TypeAlias = tuple[str | int, ...]

ORGANISATIONS = [f"GB-COH-{number}" for number in range(10, 16)]
_organisation = st.sampled_from(ORGANISATIONS).map(lambda id: {"id": id, "name": f"Organisation {id}"})
_day = st.dates(date(2020, 1, 1), date(2024, 12, 31)).map(date.isoformat)
_time = _day.map(lambda day: f"{day}T12:00:00Z")
_value = st.builds(
    lambda amount, currency: {"amount": amount, "currency": currency},
    st.one_of(st.integers(1, 10**7), st.floats(1, 10**7).map(lambda number: round(number, 2))),
    st.sampled_from(["EUR", "USD"]),
)
_period = st.tuples(_time, _time).map(sorted).map(lambda days: {"startDate": days[0], "endDate": days[1]})
_items = st.lists(
    st.builds(
        lambda number, what: {"id": str(number), "classification": {"scheme": "CPV", "id": "1", "description": what}},
        st.integers(1, 9),
        st.sampled_from(["Elder care services", "Training", "Meals"]),
    ),
    max_size=2,
)
_bid = st.fixed_dictionaries(
    {"id": st.integers(1, 99).map(str), "status": st.sampled_from(["valid", "disqualified", "withdrawn", "pending"])},
    optional={"date": _time, "tenderers": st.lists(_organisation, min_size=1, max_size=2), "value": _value},
)
_award = st.fixed_dictionaries(
    {"id": st.integers(1, 9).map(str), "status": st.sampled_from(["active", "active", "cancelled", "pending"])},
    optional={"date": _time, "suppliers": st.lists(_organisation, min_size=1, max_size=2), "value": _value},
)
_contract = st.fixed_dictionaries(
    {"id": st.integers(1, 9).map(str), "awardID": st.integers(1, 9).map(str)},
    optional={
        "status": st.sampled_from(["active", "cancelled", "terminated"]),
        "dateSigned": _time,
        "period": _period,
        "value": _value,
        "items": _items,
    },
)
_party = st.builds(
    lambda one, place, telephone: {
        **one,
        "address": {"streetAddress": place},
        "contactPoint": {"telephone": telephone},
    },
    _organisation,
    st.sampled_from(["1 High Street", "2 Low Road"]),
    st.sampled_from(["555 0100", "555 0101"]),
)
_tender = st.fixed_dictionaries(
    {"id": st.just("t"), "procurementMethod": st.sampled_from(["open", "selective", "limited", "direct"])},
    optional={
        "title": st.sampled_from(["Care", "Meals"]),
        "status": st.sampled_from(["active", "complete", "cancelled"]),
        "numberOfTenderers": st.integers(0, 5),
        "tenderPeriod": _period,
        "value": _value,
        "items": _items,
    },
)


@st.composite
def releases(draw: st.DrawFn, ocid: str) -> dict[str, Any]:
    """A release of the process ``ocid`` in which everything has its right type."""
    parts = {
        "buyer": _organisation,
        "parties": st.lists(_party, max_size=4),
        "tender": _tender,
        "bids": st.lists(_bid, max_size=4).map(lambda bids: {"details": bids}),
        "awards": st.lists(_award, max_size=2),
        "contracts": st.lists(_contract, max_size=2),
    }
    body: dict[str, Any] = draw(st.fixed_dictionaries({}, optional=parts))
    return {"ocid": ocid, "id": "1", "date": "2025-01-01T00:00:00Z", "tag": ["compiled"], **body}


_leaf: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.just(10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "x", "12", " active", "ACTIVE", "000000", "2020-13-01", "\u0000", "GB-COH-10", "-1"]),
)
junk = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "amount", "details", "status", "name", "startDate", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)
"""Any JSON value, with keys and texts that a release may hold."""


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """The path of everything in a JSON value, but not of the value itself."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in members:
        yield (*above, key)
        yield from paths(part, (*above, key))


@st.composite
def mangled(draw: st.DrawFn, release: dict[str, Any]) -> dict[str, Any]:
    """The release with something else, or nothing, at one to four of its places; its ocid is left alone."""
    damaged = copy.deepcopy(release)
    for _ in range(draw(st.integers(1, 4))):
        places = [path for path in paths(damaged) if path[0] != "ocid"]
        if places:
            _damage(damaged, draw(st.sampled_from(places)), draw(st.one_of(junk, st.just(_NOTHING))))
    return damaged


_NOTHING = object()


def without(release: dict[str, Any], path: Path) -> dict[str, Any]:
    """The release without what stands at a path."""
    poorer = copy.deepcopy(release)
    _damage(poorer, path, _NOTHING)
    return poorer


def _damage(whole: Any, path: Path, value: Any) -> None:
    for key in path[:-1]:
        whole = whole[key]
    if value is _NOTHING:
        del whole[path[-1]]
    else:
        whole[path[-1]] = value
