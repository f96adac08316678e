"""By what the statistics of a batch group the projects that they compare, and what an office may choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from riskscreen.errors import suggestion

CohortKey: TypeAlias = Literal["buyer", "category", "region", "year"]
KEYS: tuple[CohortKey, ...] = get_args(CohortKey)
"""What projects can be grouped by, in the order in which a cohort is told."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """How a statistic groups projects: by ``usual`` keys; ``fixed`` are those it is a statistic of, and cannot lose."""

    usual: tuple[CohortKey, ...]
    fixed: tuple[CohortKey, ...]


GROUPINGS: Mapping[str, Grouping] = {
    "supply": Grouping(usual=("buyer",), fixed=("buyer",)),
    "purchasing": Grouping(usual=("buyer", "category"), fixed=("buyer",)),
    "design": Grouping(usual=("buyer",), fixed=("buyer",)),
    "evaluator": Grouping(usual=("year",), fixed=()),
    "deadline": Grouping(usual=("buyer", "year"), fixed=("buyer",)),
    "area": Grouping(usual=("buyer", "region", "year"), fixed=("buyer", "region")),
}
"""The statistics that a policy can group otherwise, by the relation that rules read."""


def checked_cohorts(cohorts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The choices in the order of ``KEYS``, without those that change nothing.

    Raises ValueError for a statistic or a key that there is none of, and for one that would lose a key it stands for.
    """
    checked: dict[str, list[str]] = {}
    for name, keys in cohorts.items():
        if name not in GROUPINGS:
            hint = suggestion(name, GROUPINGS) or f"; there are: {', '.join(GROUPINGS)}"
            raise ValueError(f"there is no statistic {name!r} that can be grouped{hint}")
        for key in keys:
            if key not in KEYS:
                hint = suggestion(key, KEYS) or f"; there are: {', '.join(KEYS)}"
                raise ValueError(f"{name}: projects cannot be grouped by {key!r}{hint}")
        lost = [key for key in GROUPINGS[name].fixed if key not in keys]
        if lost:
            raise ValueError(f"{name} is a statistic of each {' and '.join(lost)} and is always grouped by it; add it")
        if set(keys) != set(GROUPINGS[name].usual):
            checked[name] = [key for key in KEYS if key in keys]
    return checked
