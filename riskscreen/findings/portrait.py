"""What a project looked like: what happened when, and who sat where. It is for pictures and judges nothing.

Like everything that is printed, names pass through the record's privacy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from riskscreen.findings.background import Material
from riskscreen.findings.network import Link, Network, Office, network
from riskscreen.findings.timeline import Moment, Timeline, timeline
from riskscreen.model.project import Project

Placed = TypeVar("Placed", Moment, Office, Link)

_FIRST_BELOW = ("", "/startDate", "/person/id", "/id", "/type")


@dataclass(frozen=True, slots=True)
class Portrait:
    """A project's course in time, and its people and organisations."""

    timeline: Timeline
    network: Network


def portrait(project: Project, material: Material) -> Portrait:
    """The portrait of a project, with the places of everything in the record that it was read from."""
    course, people = timeline(project, material.privacy), network(project, material.privacy)
    if material.places is None:
        return Portrait(course, people)

    def placed(part: Placed) -> Placed:
        return replace(part, pointer=None if part.pointer is None else _place(material, part.pointer))

    return Portrait(
        replace(course, moments=tuple(map(placed, course.moments))),
        replace(people, offices=tuple(map(placed, people.offices)), links=tuple(map(placed, people.links))),
    )


def _place(material: Material, pointer: str) -> str | None:
    """Where a value of the native view, or the first value below it, stands in the release; None if nowhere."""
    if material.places is None:
        return pointer
    found = (place for below in _FIRST_BELOW for place in material.places.of(pointer + below))
    return next(found, None)
