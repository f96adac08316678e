"""The words rules may use, as a page to read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.vocabulary import Field, Kind, Relation, Subject, decode

_KINDS = {
    Kind.BOOL: "yes/no",
    Kind.INT: "whole number",
    Kind.MONEY: "money",
    Kind.SHARE: "share",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.CODE: "word",
    Kind.TEXT: "text",
    Kind.PERSON: "person",
    Kind.ORGANISATION: "organisation",
}
_HEAD = (
    "# The words rules may use",
    "",
    "Written from the program's own declarations. A field is named with its variable (`project.start`) or, in the",
    "`where` of its own pattern, alone. Persons and organisations are compared by identifier only. What the record",
    "does not say is unknown, and so is everything that would have to be computed from it; a statistic that is known",
    "within bounds decides a comparison where both bounds agree.",
    "",
)

_FORMS = {"native": "", "ocds": " – of records in OCDS only"}
_SUBJECTS = {"project": "a project", "organisation": "an organisation (batch)", "market": "the market (batch)"}


def vocabulary_markdown() -> str:
    """Every subject, relation and field in Markdown, in the order they are declared."""
    return "\n".join([*_HEAD, *(line for subject in VOCABULARY.values() for line in _subject(subject))])


def _subject(subject: Subject) -> Iterator[str]:
    yield f"## A rule on {_SUBJECTS[subject.name]}"
    yield ""
    yield f"`{subject.name}` ({_label(subject.root)}): the one row that every expression can name"
    yield ""
    yield from _fields(subject.root)
    yield ""
    for relation in subject.relations:
        yield f"`{relation.name}` ({_label(relation)}){_FORMS[relation.form]}"
        yield ""
        yield from _fields(relation)
        yield ""


def _label(of: Relation | Field) -> str:
    return f"{of.label.en}, {of.label.zh}"


def _fields(relation: Relation) -> Iterator[str]:
    bounds = {name for field in relation.fields for name in (field.least, field.most)}
    for field in relation.fields:
        if field.name in bounds:
            continue
        values = f": {', '.join(field.values)}" if field.values else ""
        unit = f", {field.unit}" if field.unit else ""
        limit = f", {limits(field)}" if field.lowest is not None else ""
        yield f"- `{field.name}` {_label(field)} ({_KINDS[field.kind]}{unit}{values}{limit})"


def limits(field: Field) -> str:
    """``1 to 12``, ``0 or more``; empty for a field whose values have no limits."""
    low, high = (_number(limit, field.kind) for limit in (field.lowest, field.highest))
    if low and high:
        return f"{low} to {high}"
    return f"{low} or more" if low else ""


def _number(limit: int | None, kind: Kind) -> str:
    return "" if limit is None else f"{Decimal(str(decode(limit, kind))).normalize():f}"
