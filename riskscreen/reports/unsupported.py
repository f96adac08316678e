"""Rules that a form of data can never decide, in short: by the part of a record that they wait for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from riskscreen.model.report import Language, Unsupported

_IN_SHORT = {
    "en": "{count} rules that {form} data can never decide, by what they wait for (JSON tells every field): {listed}",
    "zh": "{form}数据无法判定的规则共{count}条，按所缺部分列出（各字段见JSON）：{listed}",
}
_FORMS = {"en": {"native": "native", "ocds": "OCDS"}, "zh": {"native": "本地格式", "ocds": "OCDS"}}
_BETWEEN = {"en": "; ", "zh": "；"}
_NUMBERED = re.compile(r"([A-Z]+)([0-9]+)")
_LEAST_RUN = 3


def unsupported_words(rules: Sequence[Unsupported], lang: Language) -> Iterator[str]:
    """One paragraph a form: how many rules, and the rules by what they wait for; all fields stand in JSON."""
    for form in sorted({rule.form for rule in rules}):
        of_form = [rule for rule in rules if rule.form == form]
        listed = _BETWEEN[lang].join(f"{part} {' '.join(codes)}" for part, codes in _grouped(of_form))
        yield _IN_SHORT[lang].format(count=len(of_form), form=_FORMS[lang].get(form, form), listed=listed)


def _grouped(rules: Sequence[Unsupported]) -> list[tuple[str, list[str]]]:
    """Each rule once, under the part of a record that most of the rules wait for; larger groups first."""
    parts = {(rule.code, rule.pack): {f"/{pointer.split('/')[1]}" for pointer in rule.needs} for rule in rules}
    wanted = Counter(part for of_rule in parts.values() for part in of_rule)
    groups: dict[str, list[str]] = {}
    for rule, of_rule in sorted(parts.items()):
        groups.setdefault(min(of_rule, key=lambda part: (-wanted[part], part)), []).append(rule[0])
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [(part, list(_runs(codes))) for part, codes in ordered]


def _runs(codes: Iterable[str]) -> Iterator[str]:
    """Codes in order, those of three and more numbers in row as ``SW601–SW609``."""
    run: list[str] = []
    for code in codes:
        if run and _follows(run[-1], code):
            run.append(code)
            continue
        yield from _shortened(run)
        run = [code]
    yield from _shortened(run)


def _follows(code: str, after: str) -> bool:
    first, second = _NUMBERED.fullmatch(code), _NUMBERED.fullmatch(after)
    return bool(first and second) and first[1] == second[1] and int(second[2]) == int(first[2]) + 1  # type: ignore[index]


def _shortened(run: Sequence[str]) -> Sequence[str]:
    return run if len(run) < _LEAST_RUN else [f"{run[0]}–{run[-1]}"]
