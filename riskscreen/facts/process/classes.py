"""What kind of thing a tender is for, as far as a batch compares tenders by it."""

from __future__ import annotations

from riskscreen.facts.process.published import whole_list
from riskscreen.model.release import Release

CLASS_DIGITS = 2
"""How many characters of a classification tell the class: a division of CPV, a segment of UNSPSC."""

SEVERAL = ""
"""The class of a tender whose items are of several: it belongs to none."""


def class_of(release: Release) -> str | None:
    """Scheme and first characters that the classifications of all tender items share; ``SEVERAL`` if they differ."""
    items = whole_list(release.tender.items if release.tender else None)
    if not items:
        return None
    classes = set()
    for item in items:
        code = item.classification.id if item.classification else None
        scheme = item.classification.scheme if item.classification else None
        if code is None or scheme is None or len(code.strip()) < CLASS_DIGITS:
            return None
        classes.add(f"{scheme.strip()} {code.strip()[:CLASS_DIGITS]}")
    return classes.pop() if len(classes) == 1 else SEVERAL
