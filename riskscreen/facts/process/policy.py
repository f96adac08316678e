"""What a policy says of contracting processes, in the form that facts are made with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from riskscreen.facts.process.fences import FenceChoice
from riskscreen.facts.process.settings import Absence, ProcessSettings
from riskscreen.model.policy import FenceSetting, Policy, ProcessPolicy


def process_settings(policy: Policy) -> ProcessSettings:
    """The choices of a policy that facts of processes depend on."""
    return chosen_settings(policy.processes)


def chosen_settings(chosen: ProcessPolicy) -> ProcessSettings:
    """The choices that facts of processes depend on."""
    fences = {name: getattr(chosen.fences, name) for name in type(chosen.fences).model_fields}
    return ProcessSettings(
        absence=Absence[chosen.absence.upper()],
        currency=chosen.compared_currency,
        excluded_details=_words(chosen.excluded_details),
        compared_details=_words(chosen.compared_details),
        uncompared_details=_words(chosen.uncompared_details),
        submission_methods=_words(chosen.submission_methods),
        submission_days=dict(chosen.submission_days),
        bidding_methods=_words(chosen.bidding_methods),
        fences={name: _fence(fence) for name, fence in fences.items() if fence is not None},
        bidding_percentile=chosen.bidding_percentile,
        least_bids_of_tenderer=chosen.least_bids_of_tenderer,
        least_bids_of_buyer=chosen.least_bids_of_buyer,
        least_awarded=chosen.least_awarded,
        class_digits=chosen.class_digits,
    )


def _words(words: Iterable[str] | None) -> frozenset[str]:
    return frozenset(words or ())


def _fence(fence: FenceSetting) -> FenceChoice:
    return FenceChoice(_double(fence.lower), _double(fence.upper))


def _double(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
