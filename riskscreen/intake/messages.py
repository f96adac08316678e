"""What intake has to say, in both languages of the product.

Sentences say where (a JSON Pointer, a line and a column) and what to do. They never repeat a value of the
record, which may be personal data; keys and identifiers of projects may be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it loads the models of the whole report
    from riskscreen.model.report import Language

MOST_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, without its full stop."""

    en: str
    zh: str

    def text(self, lang: Language) -> str:
        """The sentence in one language, as a whole sentence."""
        return f"{self.zh}。" if lang == "zh" else f"{self.en}."

    def at(self, pointer: str) -> Message:
        """The same, said of one place in the record."""
        return Message(f"{pointer}: {self.en}", f"{pointer}：{self.zh}") if pointer else self


def joined(problems: Sequence[Message]) -> Message:
    """One sentence out of all problems of a record: the first few, and how many more there are."""
    shown, rest = problems[:MOST_PROBLEMS], len(problems) - MOST_PROBLEMS
    en = "; ".join(problem.en for problem in shown)
    zh = "；".join(problem.zh for problem in shown)
    return Message(f"{en}; and {rest} more", f"{zh}；另有{rest}处问题") if rest > 0 else Message(en, zh)


def pointer(parts: Sequence[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a path of keys and list positions."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def close_word(word: str | None) -> Message:
    """``(did you mean …?)`` as a tail to a sentence, or nothing."""
    return Message(f" (did you mean {word!r}?)", f"（是否应为“{word}”？）") if word else Message("", "")
