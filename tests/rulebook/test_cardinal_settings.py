"""Reading the settings file of OCDS Cardinal, and what becomes of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from riskscreen.errors import UsageError
from riskscreen.rulebook.cardinal_settings import INDICATORS, CardinalSettings, policy_of, read_settings


def settings(folder: Path, text: str) -> CardinalSettings:
    path = folder / "settings.ini"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


FULL = """\
; everything that can be said
currency = USD
no_price_comparison_procurement_methods = Random Selection|Lottery
[output]
info_currency_mismatches = true
[defaults]
currency = "for another command"
[exclusions]
procurement_method_details: "Urgent|"
[R003]
threshold = 10
procurement_methods = open
[R003.procurement_method_details]
Compra Menor = 5
[R018]
procurement_methods = open|direct
[R024]
threshold = 0.05
[R025]
percentile = 80
threshold = on
[R028]
# no key at all
[R035]
threshold = 0
[R038]
threshold = .5
minimum_submitted_bids = 4
minimum_contracting_processes = 3
[R048]
digits = 3
threshold = 7
minimum_contracting_processes = 10
[R058]
threshold = 1.5e0
"""


def test_every_setting_becomes_policy(tmp_path: Path) -> None:
    read = settings(tmp_path, FULL)
    assert read.indicators == tuple(code for code in INDICATORS if code not in ("R030", "R036"))
    policy = policy_of(read)
    chosen = policy.processes
    assert (chosen.absence, chosen.compared_currency) == ("silence", "USD")
    assert (chosen.excluded_details, chosen.uncompared_details) == (["Urgent"], ["Random Selection", "Lottery"])
    assert (chosen.submission_methods, chosen.submission_days) == (["open"], {"Compra Menor": 5})
    assert chosen.bidding_methods == ["open", "direct"]
    fences = chosen.fences
    assert fences.price_gap
    assert fences.bidding
    assert fences.variety
    assert (fences.price_gap.lower, fences.price_gap.upper) == (Decimal("0.05"), Decimal("1.5"))
    assert (fences.bidding.lower, fences.variety.upper) == (Decimal(1), Decimal(7))
    assert (chosen.bidding_percentile, chosen.least_awarded, chosen.class_digits) == (80, 10, 3)
    assert (chosen.least_bids_of_tenderer, chosen.least_bids_of_buyer) == (4, 3)
    assert policy.rules["R003"].params == {"min_days": Decimal(10)}
    assert policy.rules["R035"].params == {"min_disqualified": Decimal(1)}  # none at all is no flag
    assert policy.rules["R024"].params == {"min_processes": Decimal(1)}


def test_nothing_set_is_every_default(tmp_path: Path) -> None:
    assert settings(tmp_path, "").indicators == ()
    assert policy_of(CardinalSettings()) == policy_of(settings(tmp_path, "; nothing\n\n"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("currency=USD", "USD"),
        ("currency : USD ; no comment", "USD ; no comment"),
        ("currency = 'US=D'", "US=D"),
        ('currency = "US" D', "US D"),
        ("currency = U\\tS", "U\tS"),
        ("currency = \\x0041", "A"),
        ("currency =", ""),
        ("currency = EUR\ncurrency = USD", "USD"),
        ("\ufeffcurrency = USD", "USD"),
    ],
)
def test_the_dialect(tmp_path: Path, text: str, value: str) -> None:
    assert settings(tmp_path, text).text("", "currency") == value


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[R003]\ntreshold = 3", 2, "did you mean 'threshold'"),
        ("curency = USD", 1, "did you mean 'currency'"),
        ("[R28]", 1, "there is no section [R28]"),
        ("[r003]", 1, "there is no section [r003]"),
        ("[R028]\nthreshold = 1", 2, "it takes none"),
        ("[R003", 1, "ends with ]"),
        ("[R003]\n\nthreshold", 3, "neither [section], nor key = value"),
        ("[R003]\nthreshold = 1.5", 2, "'1.5' is not a whole number"),
        ("[R003]\nthreshold = -1", 2, "'-1' is not a whole number that is 0 or more"),
        ("[R024]\nthreshold = 5%", 2, "'5%' is not a number such as 0.05"),
        ("[R024]\nthreshold = nan", 2, "is not a number"),
        ("[R048]\ndigits = two", 2, "'two' is not a whole number"),
        ("[R003]\n[R003.procurement_method_details]\nUrgent = soon", 3, "'soon' is not a whole number of days"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(UsageError) as told:
        policy_of(settings(tmp_path, text))
    assert f"settings.ini:{line}: " in str(told.value)
    assert message in str(told.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_settings(tmp_path / "nowhere.ini")
    path = tmp_path / "latin.ini"
    path.write_bytes(b"currency = \xe9")
    with pytest.raises(UsageError, match="no text in UTF-8"):
        read_settings(path)
