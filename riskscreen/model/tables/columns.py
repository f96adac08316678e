"""The tables of a report and their columns.

A text that is the same wherever a rule finds something stands once, in ``rules``; findings name the rule.
``position`` is the place of a project in the batch, from 0, and ``finding`` that of a finding among those of its
subject, so that ``(subject, id, finding)`` joins a finding with its evidence. ``id`` is that of the subject; the market
has the id ``market``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "list of texts"
    INT = "whole number"
    NUMBER = "number"
    FLAG = "true or false"
    DAY = "date"
    JSON = "text of JSON"
    """For values that may be anything, such as those of a record."""


Columns: TypeAlias = Mapping[str, Kind]

_T, _L, _I, _N, _F, _D, _J = Kind.TEXT, Kind.TEXTS, Kind.INT, Kind.NUMBER, Kind.FLAG, Kind.DAY, Kind.JSON

PROJECT: Columns = {
    "position": _I, "id": _T, "title": _T, "source": _T, "line": _I, "index": _I, "score": _N, "score_low": _N,
    "score_high": _N, "decided": _N, "band": _T, "clear": _L, "out_of_scope": _L, "category": _T, "category_name": _T,
    "region": _T, "region_name": _T, "buyer": _T, "buyer_name": _T, "supplier": _T, "supplier_name": _T,
    "natural_person": _F, "year": _I, "amount": _N, "currency": _T, "signed": _D, "start": _D, "end": _D, "digest": _T,
    "cells": _J,
}  # fmt: skip
_RULE: Columns = {"rule": _T, "pack": _T, "code": _T}
FINDING: Columns = {
    **_RULE, "kind": _T, "severity": _T, "share": _N, "message": _T, "status": _T, "waiver_author": _T,
    "waiver_reason": _T, "waiver_expiry": _D, "waiver_evidence": _L, "what_if": _T, "cohort": _J, "cohort_n": _I,
    "statistic": _T, "statistic_value": _N, "statistic_words": _T,
}  # fmt: skip
EVIDENCE: Columns = {"pointer": _T, "value": _J, "project": _T, "cell": _T}
UNKNOWN: Columns = {**_RULE, "reason": _T, "missing": _L, "note": _T}
DISPUTED: Columns = {"rule": _T, "reason": _T}

_SUBJECT: Columns = {"subject": _T, "id": _T, "position": _I}
_IN_BOTH_LANGUAGES = ("title", "rationale", "innocent", "verify", "remedy")
TABLES: Mapping[str, Columns] = {
    "projects": PROJECT,
    "findings": {**_SUBJECT, "finding": _I, **FINDING},
    "evidence": {**_SUBJECT, "finding": _I, "rule": _T, **EVIDENCE},
    "unknown": {**_SUBJECT, **UNKNOWN, "n": _I, "needs": _I, "organisations": _I},
    "disputed": {**_SUBJECT, **DISPUTED},
    "organisations": {"id": _T, "name": _T, "roles": _L, "findings": _I},
    "market": {"findings": _I, "unknown": _I, "organisations_judged": _I},
    "rejects": {"source": _T, "line": _I, "index": _I, "id": _T, "error": _T},
    "quality": {"path": _T, "issue": _T, "count": _I, "example": _T},
    "accounting": {"read": _I, "screened": _I, "rejected": _I, "duplicates": _I},
    "ruleset": {
        "schema_version": _T, "notice": _T, "language": _T, "engine": _T, "as_of": _T, "digest": _T, "packs": _L,
        "policy": _T, "rules": _I, "version": _T, "reading": _T, "undetermined_below": _N, "in_force": _J,
    },
    "unsupported": {**_RULE, "form": _T, "needs": _L},
    "waivers": {
        "rule": _T, "project": _T, "author": _T, "expiry": _D, "status": _T, "place": _T, "note": _T,
    },
    "rules": {
        **_RULE, "kind": _T, "stage": _T, "severity": _T, "mechanism": _T,
        **{f"{text}_{lang}": _T for text in _IN_BOTH_LANGUAGES for lang in ("en", "zh")},
        "citations": _J,
    },
}  # fmt: skip
"""The tables of a report, each with its columns."""

OF_PROJECTS = ("projects", "findings", "evidence", "unknown", "disputed")
"""The tables to which each project adds rows; the others, and some more rows of these, come from the whole."""
