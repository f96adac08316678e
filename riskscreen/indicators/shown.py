"""What a flag shows: group, identifier and value, as OCDS Cardinal has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

PROCESS, BUYER, ENTITY, TENDERER = GROUPS = ("OCID", "Buyer", "ProcuringEntity", "Tenderer")
ROLES: Mapping[str, str] = {"buyer": BUYER, "procuring-entity": ENTITY, "tenderer": TENDERER}
"""The group of each role."""

OF_TENDERERS: Mapping[str, float] = {"R024": 0.0, "R028": 1.0, "R030": 1.0, "R035": 0.0, "R058": 0.0}
"""The value that tenderers have whom a flag on a process concerns, by code."""

Shown: TypeAlias = Iterator[tuple[str, str, float]]


def of_process(code: str, ocid: str, value: float, concerned: Iterable[str]) -> Shown:
    """What a flag on a process shows: the process with a value of its own, and the tenderers it concerns."""
    yield PROCESS, ocid, value
    for identifier in concerned if code in OF_TENDERERS else ():
        yield TENDERER, identifier, OF_TENDERERS[code]
