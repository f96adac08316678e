"""Values as integers, the only type that the engine compares exactly."""

from __future__ import annotations

from collections.abc import Mapping

from riskscreen.engines.durable.terms import BEYOND
from riskscreen.lang.vocabulary import ORDERED, Kind


class Unencodable(Exception):
    """A value that cannot be compared safely: of the wrong type for its field, or too great.

    ``zh`` says so in Chinese.
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


class Dictionary:
    """Numbers for texts and identifiers, which are compared for equality alone.

    A text is known by its number from then on, whatever its length, script or quotes: texts themselves never reach
    the engine, whose comparison of them fails beyond 65,535 bytes and takes ``1``, ``"1"`` and ``true`` for equal.
    """

    def __init__(self, known: Mapping[str, int] | None = None) -> None:
        self.texts = dict(known or {})

    def number(self, value: object, kind: Kind) -> int:
        """The integer that stands for a value of the kind; raises :class:`Unencodable`."""
        if kind in ORDERED:
            return whole(value)
        if kind is Kind.BOOL:
            if type(value) is not bool:
                raise Unencodable(f"{value!r} stands where yes or no is expected", f"此处应为是或否，实为{value!r}")
            return int(value)
        if not isinstance(value, str):
            raise Unencodable(f"{value!r} stands where a text is expected", f"此处应为文本，实为{value!r}")
        return self.texts.setdefault(value, len(self.texts))


def whole(value: object) -> int:
    """A number that engines compare exactly; raises :class:`Unencodable`."""
    if type(value) is not int:
        raise Unencodable(f"{value!r} stands where a whole number is expected", f"此处应为整数，实为{value!r}")
    if not -BEYOND < value < BEYOND:
        raise Unencodable(
            f"{value} is beyond the integers that durable-rules compares exactly (2^53)",
            f"{value}超出durable-rules能够精确比较的整数范围（2^53）",
        )
    return value
