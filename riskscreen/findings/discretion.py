"""How one report keeps private what is private: the same person and the same withheld number are called alike in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from riskscreen.findings.privacy import Privacy, Withheld
from riskscreen.findings.pseudonyms import NO_PSEUDONYMS, Pseudonyms
from riskscreen.model.report import Language


class Discretion:
    """Makes the :class:`Privacy` of each record of a report, and that of texts which belong to no single one.

    ``records``: all that were screened; ``rejected``: what could be read of those that were not, for the names of
    persons in them. Both are looked at only where persons get pseudonyms (``redact``). ``redact`` off: persons keep
    their names.
    """

    def __init__(
        self,
        lang: Language,
        redact: bool,
        records: Iterable[Mapping[str, Any]],
        rejected: Iterable[Any] = (),
    ) -> None:
        self._lang = lang
        self._withheld = Withheld(lang)
        self._names = None
        everyone = NO_PSEUDONYMS
        if redact:
            pseudonyms = Pseudonyms(lang)
            self._names = iter([pseudonyms.names(record) for record in records])
            for value in rejected:
                pseudonyms.names({"": value})
            everyone = pseudonyms.everyone()
        self._everyone = everyone
        self.general = Privacy(lang, self._withheld, everyone)

    def of_next(self) -> Privacy:
        """The privacy of the next record, in the order of ``records``."""
        if self._names is None:
            return self.general
        return Privacy(self._lang, self._withheld, next(self._names), self._everyone)
