"""Several releases of one process merged into its compiled release, by the rules of OCDS.

The merge itself is done by the library ocdsmerge, with the merge rules of the OCDS 1.1 release schema written
out here, so that nothing is fetched from the network. OCDS 1.0 has the same rules for the fields that are read.
See https://standard.open-contracting.org/1.1/en/schema/merging/.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from riskscreen.intake.ocds.dates import instant
from riskscreen.intake.ocds.lenient import Note, cleaned

_OMITTED = ("id", "date", "tag")
_STAGES = ("tender", "awards", "contracts")
_WHOLE_LISTS: tuple[tuple[str, ...], ...] = (
    ("parties", "additionalIdentifiers"),
    ("parties", "roles"),
    ("relatedProcesses", "relationship"),
    ("contracts", "relatedProcesses", "relationship"),
    ("tender", "additionalProcurementCategories"),
    ("tender", "submissionMethod"),
    *((stage, "items", "additionalClassifications") for stage in _STAGES),
    *((stage, "amendment", "changes") for stage in _STAGES),
    *((stage, "amendments", "changes") for stage in _STAGES),
)
_RULES: dict[tuple[str, ...], str] = {
    **{(key,): "omitWhenMerged" for key in _OMITTED},
    **dict.fromkeys(_WHOLE_LISTS, "wholeListMerge"),
}
_FIRST = datetime.min.replace(tzinfo=UTC)
UNDATED = "no date to merge by"
COMPILED = "compiled"


def merged(releases: Sequence[dict[str, Any]], note: Note) -> dict[str, Any]:
    """The compiled release of two or more releases of one process, given in the order they were read.

    Releases are merged by date, those of the same date in the order read; one without a date that can be read comes
    first and is noted. A compiled release says all there is on its date: what is older than the latest one is left
    out. Only keys that are read are merged, with values of right types.
    """
    from ocdsmerge import CompiledRelease

    clean = [cleaned(release, note, for_merging=True) for release in releases]
    for release in clean:
        if instant(release.get("date")) is None:
            note("/date", UNDATED, release.get("date"))
    ordered = sorted(clean, key=lambda release: instant(release.get("date")) or _FIRST)
    compiled = [place for place, release in enumerate(ordered) if COMPILED in (release.get("tag") or ())]
    whole = CompiledRelease(merge_rules=_RULES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the same id twice in a list is noted above
        for release in ordered[compiled[-1] if compiled else 0 :]:
            whole.append(release)
    return dict(whole.asdict())
