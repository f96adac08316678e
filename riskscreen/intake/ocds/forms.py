"""The forms OCDS is published in: release packages, record packages, records, releases and compiled releases.

What a package says of itself (``uri``, ``publishedDate``, ``publisher``, ``license``, ``version``, ``extensions``)
describes the publication and not a process: no rule reads it, and it goes no further than this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from riskscreen.intake.messages import Message
from riskscreen.intake.pieces import Piece, Place

RELEASES, RECORDS, COMPILED = "releases", "records", "compiledRelease"

_LINKED = Message(
    "the record only links to its releases (url) and holds none: download the linked releases, or a record package with"
    " compiledRelease",
    "该记录仅链接到各发布（url），未包含发布本身：请下载所链接的发布，或使用含compiledRelease的记录包",
)
_LINKED_RELEASE = Message(
    "this only links to a release (url): download it, and give the file", "此处仅为发布的链接（url）：请下载后提供文件"
)
_PARTLY_LINKED = Message(
    "the record holds some of its releases and only links to others (url), so the process as it stands is not known:"
    " download the linked releases, or a record package with compiledRelease",
    "该记录只包含部分发布，其余仅为链接（url），无法得知该过程的现状：请下载所链接的发布，或使用含compiledRelease的记录包",
)
_VERSIONED = Message(
    "the record holds a versionedRelease only: give compiledRelease or releases",
    "该记录仅含versionedRelease：请提供compiledRelease或releases",
)
_EMPTY_RECORD = Message(
    "the record holds no release: compiledRelease or releases is expected",
    "该记录不含任何发布：应有compiledRelease或releases",
)
_EMPTY_PACKAGE = Message("the package holds nothing: its list is empty", "数据包为空：其列表中没有内容")
_NO_LIST = Message(
    "the package holds no list of releases or records", "数据包中没有发布（releases）或记录（records）的列表"
)
_NO_OBJECT = Message("a release is a JSON object", "发布应为JSON对象")
_NO_OCID = Message(
    "a release needs an ocid: text that is not empty and that names its process",
    "发布必须有ocid：非空文本，用以标识所属过程",
)


def is_ocds(value: Any) -> bool:
    """Whether a JSON value is plainly OCDS: it has an ``ocid``, is a package, or a link to a release."""
    return isinstance(value, dict) and ("ocid" in value or is_package(value) or is_linked(value))


def is_linked(value: dict[str, Any]) -> bool:
    """Whether an object only says where a release is to be had (and when it was made, and of what kind it is)."""
    return "url" in value and value.keys() <= {"url", "date", "tag"}


def is_package(value: dict[str, Any]) -> bool:
    """Whether an object is a package of releases or records (and no project, which has an ``id``)."""
    return "ocid" not in value and "id" not in value and bool(value.keys() & {RELEASES, RECORDS})


def releases(piece: Piece) -> Iterator[Piece]:
    """Every release in a value, each with its place, or what is wrong in its stead."""
    value = piece.value
    if piece.problems or not isinstance(value, dict):
        yield piece if piece.problems else Piece(piece.place, value, (_NO_OBJECT,))
    elif is_package(value):
        yield from _of_package(piece)
    elif value.keys() & {COMPILED, RELEASES, "versionedRelease"}:
        yield from _of_record(piece)
    else:
        yield piece


def problem_of(release: Any, literal: bool = False) -> Message | None:
    """What keeps an object from being a release of a process. Taken literally, a blank ocid is one too."""
    if not isinstance(release, dict):
        return _NO_OBJECT
    ocid = release.get("ocid")
    if isinstance(ocid, str) and (literal or ocid.strip()):
        return None
    return _LINKED_RELEASE if is_linked(release) else _NO_OCID


def _of_package(piece: Piece) -> Iterator[Piece]:
    items = piece.value.get(RELEASES, piece.value.get(RECORDS))
    if isinstance(items, dict):
        items = [items]
    if not isinstance(items, list) or not items:
        yield Piece(piece.place, piece.value, (_EMPTY_PACKAGE if items == [] else _NO_LIST,))
        return
    for index, item in enumerate(items):
        yield from releases(Piece(Place(piece.place.source, piece.place.line, index), item))


def _of_record(piece: Piece) -> Iterator[Piece]:
    """The compiled release of a record, or else its releases."""
    record = piece.value
    if isinstance(record.get(COMPILED), dict):
        compiled = record[COMPILED]
        yield Piece(piece.place, compiled if "ocid" in compiled else {"ocid": record.get("ocid"), **compiled})
        return
    listed = record.get(RELEASES)
    items = listed if isinstance(listed, list) else [] if listed is None else [listed]
    linked = [item for item in items if isinstance(item, dict) and "url" in item and "ocid" not in item]
    if linked:
        yield Piece(piece.place, record, (_LINKED if len(linked) == len(items) else _PARTLY_LINKED,))
    elif not items:
        yield Piece(piece.place, record, (_VERSIONED if "versionedRelease" in record else _EMPTY_RECORD,))
    else:
        for item in items:
            yield Piece(piece.place, item)
