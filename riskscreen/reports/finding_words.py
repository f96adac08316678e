"""What findings say, as plain words: shared by the reports that print them and those that put them into cells."""

from __future__ import annotations

import json
from typing import Any

from riskscreen.findings.wording import key_label
from riskscreen.model.report import BatchUnknown, CitedPlace, Cohort, Evidence, Language, ProjectReport, WaiverNote
from riskscreen.reports.words import known, say


def evidence_words(piece: Evidence) -> str:
    """An input value with its place: ``/contract/value/amount = 200000``."""
    place = piece.cell or piece.pointer
    where = f"{piece.project} {place}" if piece.project else place
    return f"{where} = {value_words(piece.value)}"


def value_words(value: Any) -> str:
    """A value of a record as it reads: texts as they are, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def percent(share: float, lang: Language) -> str:
    """A share as a whole percentage, rounded down so that 100 % means all."""
    number = int(share * 100 + 1e-9)
    return f"{number}%" if lang == "zh" else f"{number} %"


def cited_words(place: CitedPlace, lang: Language) -> str:
    """A place in a source, and whether it is our reading of it."""
    where = f"{place.source} {place.at}" if place.at else place.source
    return say("own_reading_of", lang, where=where) if place.note else where


def cohort_words(cohort: Cohort, lang: Language) -> str:
    """What a finding on a batch compares within, in the words of the vocabulary."""
    parts = [f"{key_label(name, lang)} = {value}" for name, value in cohort.by.items()]
    parts.append(say("cohort_size", lang, n=cohort.n))
    if cohort.words is not None:
        parts.append(cohort.words)
    return (", " if lang == "en" else "，").join(parts)


def reason_words(rule: BatchUnknown, lang: Language) -> str:
    """Why a batch rule could not be judged, without the values it lacks."""
    if rule.reason != "sample":
        return say(rule.reason, lang)
    counts = {"n": "–" if rule.n is None else rule.n, "needs": "–" if rule.needs is None else rule.needs}
    return say("sample_size", lang, **counts)


def role_words(role: str, lang: Language) -> str:
    """What an organisation is in the batch."""
    return say(f"role_{role}", lang) if known(f"role_{role}") else role


def place_words(record: ProjectReport) -> str:
    """Where a record stands: file and line, or file and position in its array."""
    if record.index is not None:
        return f"{record.source}[{record.index}]"
    return record.source if record.line is None else f"{record.source}:{record.line}"


def without_positions(pointer: str) -> str:
    """A pointer to any item of its lists: ``/bids/*/status``."""
    return "/".join("*" if part.isdecimal() else part for part in pointer.split("/"))


def waiver_words(waiver: WaiverNote, lang: Language) -> list[str]:
    """Until when a finding is waived, by whom, why and on what evidence."""
    said = say("waived", lang, expiry=waiver.expiry.isoformat(), author=waiver.author, reason=waiver.reason)
    return [said, say("waiver_evidence", lang, evidence="; ".join(waiver.evidence))]
