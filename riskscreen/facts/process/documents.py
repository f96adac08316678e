"""Which documents are published: the relations ``planning_document`` and ``tender_document``, one row a document."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, NamedTuple

from riskscreen.facts.columns import Str, column
from riskscreen.facts.process.published import day, known, rows_of, whole_list
from riskscreen.facts.relation import Facts
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.release import Document, Release

TENDER_NOTICE = "tenderNotice"
BIDDING_DOCUMENTS = ("biddingDocuments", "technicalSpecifications")


class DocumentRow(NamedTuple):
    """A published document; ``type`` is a word of the OCDS code list of document types, or the publisher's own."""

    type: Annotated[Str, column(Kind.TEXT, "/documentType", en="type of document", zh="文件类型")]


def planning_documents(release: Release) -> Facts:
    """The documents published with the planning."""
    return _documents("/planning/documents", release.planning.documents if release.planning else None)


def tender_documents(release: Release) -> Facts:
    """The documents published with the tender."""
    return _documents("/tender/documents", release.tender.documents if release.tender else None)


def has_type(documents: Sequence[Document | None] | None, wanted: str) -> bool | None:
    """Whether a document of this type is published; false only if the list is given and every type is known."""
    if documents is None:
        return None
    return known(
        None if document is None or document.document_type is None else document.document_type == wanted
        for document in documents
    )


def earliest(documents: Sequence[Document | None] | None, wanted: Collection[str]) -> int | None:
    """The first day on which a document of these types was published; None if there is none.

    None as well if a type, or the date of a document of these types, is unknown: it may be earlier than the others.
    """
    given = whole_list(documents)
    if given is None or any(document.document_type is None for document in given):
        return None
    days = [day(document.date_published) for document in given if document.document_type in wanted]
    known_days = [each for each in days if each is not None]
    return min(known_days) if days and len(known_days) == len(days) else None


def _documents(path: str, documents: Sequence[Document | None] | None) -> Facts:
    return rows_of(path, documents, lambda document: DocumentRow(document.document_type))
