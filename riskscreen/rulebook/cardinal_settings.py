"""The settings file of OCDS Cardinal: which of its indicators are wanted, and with which thresholds.

The dialect is Cardinal's own: ``key = value`` or ``key: value``, one a line, below ``[section]``; a line that begins
with ``;`` or ``#`` is a comment, and nothing else is; a value may stand in quotes; names are case-sensitive. A section
named after an indicator enables it. Sections for Cardinal's command ``prepare`` are passed over.

What a file says becomes a policy, so that the rules of the pack ``ocp`` are set by it as they are by any other policy.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

from riskscreen.errors import UsageError, suggestion
from riskscreen.model.policy import Fences, FenceSetting, Policy, ProcessPolicy, RuleChoice

PACK = "ocp"
SMALL_SAMPLES: Mapping[str, str] = {
    "R024": "min_processes",
    "R025": "min_tenderers",
    "R038": "min_organisations",
    "R048": "min_suppliers",
    "R058": "min_processes",
}
"""The least samples that rules ask for, and Cardinal does not, by code and parameter."""

_METHODS, _DETAILS = "procurement_methods", "R003.procurement_method_details"
_KEYS: Mapping[str, tuple[str, ...]] = {
    "": ("currency", "no_price_comparison_procurement_methods", "price_comparison_procurement_methods"),
    "exclusions": ("procurement_method_details",),
    "output": ("info_currency_mismatches",),
    "R003": ("threshold", _METHODS),
    "R018": (_METHODS,),
    "R024": ("threshold",),
    "R025": ("percentile", "threshold"),
    "R028": (),
    "R030": (),
    "R035": ("threshold",),
    "R036": (),
    "R038": ("threshold", "minimum_submitted_bids", "minimum_contracting_processes"),
    "R048": ("digits", "threshold", "minimum_contracting_processes"),
    "R058": ("threshold",),
}
_OF_PREPARE = (
    "defaults",
    "redactions",
    "corrections",
    "modifications",
    "codelists.bid_status",
    "codelists.award_status",
)
INDICATORS = tuple(name for name in _KEYS if re.fullmatch(r"R\d{3}", name))
"""The codes of Cardinal's indicators."""

_WORDS = {"true": 1, "on": 1, "yes": 1, "false": 0, "off": 0, "no": 0}
_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "r": "\r", "n": "\n"}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{4})|(.))")
_log = logging.getLogger("riskscreen")
Number = TypeVar("Number")


class _Entry(NamedTuple):
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class CardinalSettings:
    """What a settings file says, by section and key; the keys before any section are those of section ``""``."""

    path: str = ""
    sections: Mapping[str, Mapping[str, _Entry]] = field(default_factory=dict)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that are enabled. ``[R003.procurement_method_details]`` enables R003 too."""
        named = {section.partition(".")[0] for section in self.sections}
        return tuple(code for code in INDICATORS if code in named)

    def text(self, section: str, key: str) -> str | None:
        """A value as it stands there."""
        entry = self.sections.get(section, {}).get(key)
        return None if entry is None else entry.text

    def words(self, section: str, key: str) -> list[str] | None:
        """A value taken apart at its bars; one at the end adds no empty word."""
        text = self.text(section, key)
        if text is None:
            return None
        words = text.split("|")
        return words[:-1] if words[-1] == "" else words

    def number(self, section: str, key: str, read: Callable[[str], Number], wanted: str) -> Number | None:
        """A value as a number; raises :class:`UsageError` where it is none."""
        entry = self.sections.get(section, {}).get(key)
        if entry is None:
            return None
        try:
            return read(str(_WORDS.get(entry.text.lower(), entry.text)))
        except (ValueError, InvalidOperation):
            refuse(self.path, entry.line, f"{key}: {entry.text!r} is not {wanted}")

    def count(self, section: str, key: str) -> int | None:
        """A value as a number of things."""
        return self.number(section, key, _count, "a whole number that is 0 or more")

    def decimal(self, section: str, key: str) -> Decimal | None:
        """A value as a number."""
        return self.number(section, key, _decimal, "a number such as 0.05")


def refuse(path: str, line: int, message: str) -> NoReturn:
    """Raise the error for one line of a settings file."""
    raise UsageError(f"{path}:{line}: {message}")


def read_settings(path: Path) -> CardinalSettings:
    """The settings of a file; raises :class:`UsageError` with the line for what is no settings file of Cardinal's."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no text in UTF-8") from None
    sections: dict[str, dict[str, _Entry]] = {}
    for line, section, key, value in _entries(str(path), text):
        known = sections.setdefault(section, {})
        if key is not None:
            known[key] = _Entry(line, value)
    return CardinalSettings(str(path), sections)


def policy_of(settings: CardinalSettings) -> Policy:
    """The policy that makes the rules of the pack ``ocp`` what the settings say, without least samples of our own."""
    compared = settings.words("", "price_comparison_procurement_methods")
    uncompared = settings.words("", "no_price_comparison_procurement_methods")
    if compared is not None and uncompared is not None:
        _log.warning(
            "no_price_comparison_procurement_methods has no effect if price_comparison_procurement_methods is set"
        )
    processes = {
        "absence": "silence",
        "compared_currency": settings.text("", "currency"),
        "excluded_details": settings.words("exclusions", "procurement_method_details") or None,
        "compared_details": compared or None,
        "uncompared_details": uncompared or None,
        "submission_methods": settings.words("R003", _METHODS) or None,
        "submission_days": _submission_days(settings),
        "bidding_methods": settings.words("R018", _METHODS),
        "fences": _fences(settings),
        "bidding_percentile": settings.count("R025", "percentile"),
        "least_bids_of_tenderer": settings.count("R038", "minimum_submitted_bids"),
        "least_bids_of_buyer": settings.count("R038", "minimum_contracting_processes"),
        "least_awarded": settings.count("R048", "minimum_contracting_processes"),
        "class_digits": settings.count("R048", "digits"),
    }
    rules = {code: RuleChoice(params={param: Decimal(1)}) for code, param in SMALL_SAMPLES.items()}
    rules |= {code: RuleChoice(params=params) for code, params in _params(settings).items()}
    given = {name: value for name, value in processes.items() if value is not None}
    return Policy(packs=[PACK], rules=rules, processes=ProcessPolicy.model_validate(given))


def _params(settings: CardinalSettings) -> dict[str, dict[str, Decimal]]:
    """The parameters of rules that the settings set."""
    found: dict[str, dict[str, Decimal]] = {}
    days = settings.count("R003", "threshold")
    if days is not None:
        found["R003"] = {"min_days": Decimal(days)}
    least = settings.count("R035", "threshold")
    if least is not None:
        found["R035"] = {"min_disqualified": Decimal(max(least, 1))}
    return found


def _submission_days(settings: CardinalSettings) -> dict[str, int]:
    section = settings.sections.get(_DETAILS, {})
    days = {name: settings.number(_DETAILS, name, _integer, "a whole number of days") for name in section}
    return {name: number for name, number in days.items() if number is not None}


def _fences(settings: CardinalSettings) -> Fences:
    lower_gap, upper_gap = settings.decimal("R024", "threshold"), settings.decimal("R058", "threshold")
    bidding, disqualified = settings.decimal("R025", "threshold"), settings.decimal("R038", "threshold")
    classes = settings.count("R048", "threshold")
    return Fences(
        price_gap=FenceSetting(lower=lower_gap, upper=upper_gap),
        bidding=FenceSetting(lower=bidding),
        disqualification=FenceSetting(upper=disqualified),
        variety=FenceSetting(upper=None if classes is None else Decimal(classes)),
    )


def _entries(path: str, text: str) -> Iterator[tuple[int, str, str | None, str]]:
    """Line, section, key (None for a section's own line) and value."""
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.strip()
        if not content or content[0] in ";#":
            continue
        if content[0] == "[":
            section = _section(path, number, content)
            yield number, section, None, ""
            continue
        key, separator, value = _parted(content)
        if not separator:
            refuse(path, number, f"{content!r} is neither [section], nor key = value, nor a comment (; …)")
        if section not in _OF_PREPARE:
            _known_key(path, number, section, key)
            yield number, section, key, _value(value)


def _section(path: str, number: int, content: str) -> str:
    name, closed, _ = content[1:].partition("]")
    name = name.strip()
    if not closed:
        refuse(path, number, "the name of a section ends with ]")
    known = [*(section for section in _KEYS if section), _DETAILS, *_OF_PREPARE]
    if name not in known:
        refuse(path, number, f"there is no section [{name}]{suggestion(name, known)}; known: {', '.join(known)}")
    return name


def _parted(content: str) -> tuple[str, str, str]:
    """Key, separator (the first of = and :) and value."""
    places = [place for place in (content.find("="), content.find(":")) if place >= 0]
    if not places:
        return content, "", ""
    place = min(places)
    return content[:place].strip(), content[place], content[place + 1 :].strip()


def _known_key(path: str, number: int, section: str, key: str) -> None:
    known = _KEYS.get(section)
    if known is None or key in known:
        return
    where = f"in [{section}]" if section else "before the first section"
    hint = suggestion(key, known) or (f"; known: {', '.join(known)}" if known else "; it takes none")
    refuse(path, number, f"there is no setting {key!r} {where}{hint}")


def _value(text: str) -> str:
    """The value without its quotes, its escapes resolved."""
    if len(text) > 1 and text[0] in "\"'" and text.find(text[0], 1) > 0:
        inner, _, rest = text[1:].partition(text[0])
        text = inner + rest
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2]), text)


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError(text)
    return int(text)


def _count(text: str) -> int:
    number = _integer(text)
    if number < 0 or text.startswith("-"):
        raise ValueError(text)
    return number


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text):
        raise ValueError(text)
    return Decimal(text)
