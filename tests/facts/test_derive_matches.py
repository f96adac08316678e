from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from riskscreen.facts.derive_matches import (
    UNKNOWN_DETAILS,
    ContactDetails,
    NeedsServed,
    contact_details,
    details_by_organisation,
    is_covered,
    is_exact,
    is_met,
    is_valid_bid,
    needs_served,
    telephone_key,
    text_key,
)
from riskscreen.model.project import BidStatus, Party


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("建设路1号", "建设路 1 号"),
        ("建设路１号（二层）", "建设路1号(二层)"),
        ("88 People's Avenue", "88 PEOPLES AVENUE"),
        ("88, 3rd Street", "88 3rd Street"),
        ("Straße 5", "STRASSE 5"),
        ("1-2号", "1—2号"),
    ],
)
def test_texts_that_differ_in_form_only_have_one_key(one: str, other: str) -> None:
    assert text_key(one) == text_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [("建设路1号", "建设路2号"), ("建设路1-2号", "建设路12号"), ("1 2", "12"), ("กา", "กิ")],
)
def test_texts_that_say_different_things_have_different_keys(one: str, other: str) -> None:
    assert text_key(one) != text_key(other)


@pytest.mark.parametrize("blank", [None, "——", " ", "（）"])
def test_a_text_without_letters_or_digits_has_no_key(blank: str | None) -> None:
    assert text_key(blank) is None


@pytest.mark.parametrize(
    ("telephone", "key"),
    [
        ("010-6655 1234", "1066551234"),
        ("+86 10 66551234", "1066551234"),
        ("(＋86) 10-6655-1234", "1066551234"),
        ("0086 10 66551234", "1066551234"),
        ("13800138000", "13800138000"),
        ("8613800138000", "8613800138000"),  # no sign that 86 is a country code
        ("+44 20 7946 0958", "442079460958"),
        ("ext.", None),
        ("000", None),
        (None, None),
    ],
)
def test_telephone_keys_are_national_digits(telephone: str | None, key: str | None) -> None:
    assert telephone_key(telephone) == key


@pytest.mark.parametrize(
    ("status", "valid"),
    [
        ("valid", True),
        ("invited", False),
        ("withdrawn", False),
        ("disqualified", False),
        ("pending", None),
        (None, None),
    ],
)
def test_a_pending_bid_is_neither_valid_nor_invalid(status: BidStatus | None, valid: bool | None) -> None:
    assert is_valid_bid(status) is valid


@pytest.mark.parametrize(
    ("planned", "achieved", "exact", "met"),
    [
        ("100", "100", True, True),
        ("100", "100.0", True, True),
        ("100", "101", False, True),
        ("100", "99.999", False, False),
        ("0", "0", True, True),
        (None, "100", None, None),
        ("100", None, None, None),
    ],
)
def test_targets(planned: str | None, achieved: str | None, exact: bool | None, met: bool | None) -> None:
    figures = [None if figure is None else Decimal(figure) for figure in (planned, achieved)]
    assert is_exact(*figures) is exact
    assert is_met(*figures) is met


ALL, SOME = NeedsServed(frozenset({"daycare"}), True), NeedsServed(frozenset({"daycare"}), False)


@pytest.mark.parametrize(
    ("category", "served", "covered"),
    [
        ("Day  Care", ALL, True),
        ("Day  Care", SOME, True),
        ("助餐", ALL, False),
        ("助餐", SOME, None),
        (None, ALL, None),
        ("——", ALL, None),
    ],
)
def test_a_need_is_uncovered_only_if_no_item_can_cover_it(
    category: str | None, served: NeedsServed, covered: bool | None
) -> None:
    assert is_covered(category, served) is covered


@pytest.mark.parametrize(
    ("categories", "complete", "all_known"),
    [
        (["day care"], True, True),
        ([], True, True),
        (["day care"], False, False),
        (["day care", None], True, False),
        (["day care", "—"], True, False),
    ],
)
def test_needs_served_are_all_known_only_from_a_complete_list(
    categories: list[str | None], complete: bool, all_known: bool
) -> None:
    served = needs_served(categories, complete)
    assert served == (frozenset({"daycare"} if categories else ()), all_known)


def test_of_an_absent_list_no_need_is_known_to_be_unserved() -> None:
    assert needs_served(None, True) == (frozenset(), False)


def party(identifier: str | None, street: str | None = None, telephone: str | None = None) -> Party:
    record: dict[str, Any] = {"address": {"streetAddress": street}, "contactPoint": {"telephone": telephone}}
    return Party.model_validate({"id": identifier, **record})


def test_details_are_found_by_identifier() -> None:
    found = details_by_organisation([party("a", "建设路 1 号", "010-1"), party("b")])
    assert found == {"a": ContactDetails("建设路1号", "101"), "b": UNKNOWN_DETAILS}
    assert details_by_organisation(None) == {}
    assert contact_details(Party()) == UNKNOWN_DETAILS


def test_entries_of_one_organisation_must_agree() -> None:
    entries = [party("a", "x1", "111"), party("a", "x2", "111"), party("a", "x1", "111")]
    assert details_by_organisation(entries) == {"a": ContactDetails(None, "111")}
    assert details_by_organisation([party("a", "x1"), party("a", None)]) == {"a": UNKNOWN_DETAILS}


def test_an_unidentified_party_could_be_any_organisation() -> None:
    assert details_by_organisation([party("a", "x1"), party(None, "x2")]) == {}
