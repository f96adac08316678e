"""OCDS releases from the lines of a part, taken literally: as they stand, each object with an ocid by itself.

A line is decoded straight into the structure of what indicators read. What does not fit is read again as every other
input is: there a value of a wrong type is absent, a package is taken apart, and what is no JSON is told with its place.
Text is checked as far as it decides what is read: a key that stands twice in its object counts by its last value, and
numbers too large for any reader are not looked for in values that nobody reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from riskscreen.intake.lines import MOST_BYTES
from riskscreen.model.bidding import BiddingRelease

if TYPE_CHECKING:
    from riskscreen.model.release import Release
    from riskscreen.model.report import Language

AnyRelease: TypeAlias = "BiddingRelease | Release"

MOST_TOLD = 10
"""Rejects that are kept with their reason; of the others only the number is."""

decoded: Callable[[bytes], BiddingRelease] = msgspec.json.Decoder(BiddingRelease).decode
"""The release of a line. Raises ``msgspec.MsgspecError``, ``UnicodeDecodeError`` or ``RecursionError``."""


class Rejected(NamedTuple):
    """A reject: the number of its line in the part, counted from 1, and what is wrong."""

    line: int
    error: str


@dataclass(slots=True)
class PartAccount:
    """What a part held besides releases: rejects, and records without an ocid. ``lines`` are all, blank ones too."""

    lines: int = 0
    rejected: int = 0
    others: int = 0
    told: list[Rejected] = field(default_factory=list)


class ReleaseReader:
    """Reads the releases of parts; ``account`` is that of the part at hand."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang
        self.account = PartAccount()

    def releases(self, blocks: Iterator[list[bytes]]) -> Iterator[AnyRelease]:
        """The releases of a part in order, from its lines (with line feeds). The account is complete at the end."""
        account = self.account = PartAccount()
        for lines in blocks:
            utf8 = _is_utf8(lines)
            for number, line in enumerate(lines, account.lines + 1):
                if utf8 and len(line) <= MOST_BYTES:
                    try:
                        release = decoded(line)
                    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                        pass
                    else:
                        yield release
                        continue
                yield from self._closely(line, number)
            account.lines += len(lines)

    def _closely(self, line: bytes, number: int) -> Iterator[AnyRelease]:
        """What is in a line that is no plain release."""
        from riskscreen.intake.stream.closely import records_in

        account = self.account
        content = line.removesuffix(b"\n")
        for record in records_in(content if len(content) <= MOST_BYTES else None, self.lang):
            if isinstance(record, str):
                account.rejected += 1
                if len(account.told) < MOST_TOLD:
                    account.told.append(Rejected(number, record))
            elif record is None:
                account.others += 1
            else:
                yield record


def _is_utf8(lines: list[bytes]) -> bool:
    """The decoder looks only at the text that it reads."""
    for line in lines:
        if not line.isascii():
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return False
    return True
