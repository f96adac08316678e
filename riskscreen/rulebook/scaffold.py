"""A new rule file to fill in: every key in its place, explained, with marks where the author's own words belong.

The file does not load until no mark is left (see :mod:`riskscreen.rulebook.marks`), so it can never judge a project
by words that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from riskscreen.errors import RuleFaults, UsageError
from riskscreen.model.rule import Code, Invariance, RuleKind, RuleStage, Severity, Slug, SubjectName
from riskscreen.rulebook.files import TAXONOMY, shipped_rules
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.marks import mark
from riskscreen.rulebook.sources import load_sources
from riskscreen.rulebook.yaml_source import displayed

_WIDTH = 118


@dataclass(frozen=True, slots=True)
class NewRule:
    """What is decided of a rule before it is written."""

    code: str
    name: str
    pack: str
    stage: RuleStage
    kind: RuleKind = "sign"
    subject: SubjectName = "project"
    severity: Severity = "medium"

    @property
    def below(self) -> Path:
        """Where the rule lies in a directory of rules."""
        return Path(self.pack, self.stage, f"{self.code}-{self.name}.yaml")


def write_new_rule(rule: NewRule, rules_dir: Path) -> Path:
    """Write the file of a new rule below a directory of the author's own and return its path.

    The directory need not exist. Raises :class:`UsageError` if code, name or pack are malformed or taken, and never
    overwrites a file.
    """
    _check(rule)
    directories = list(dict.fromkeys([shipped_rules().resolve(), rules_dir.resolve()]))
    for directory in directories:
        _require_free(rule, directory / rule.pack)
    path = rules_dir / rule.below
    text = "\n".join(_lines(rule, _sources(directories), _mechanisms(rule.stage))) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise UsageError(f"cannot write {displayed(path)}: {error.strerror}") from None
    return path


def _check(rule: NewRule) -> None:
    forms: tuple[tuple[Any, str], ...] = ((Code, rule.code), (Slug, rule.name), (Slug, rule.pack))
    for form, word in forms:
        try:
            TypeAdapter(form).validate_python(word)
        except ValidationError as error:
            raise UsageError(str(error.errors()[0]["ctx"]["error"])) from None
    if rule.pack == TAXONOMY:
        raise UsageError(f"{TAXONOMY} is where categories of service lie; choose another name for the pack")
    if rule.kind == "protective" and rule.subject != "project":
        raise UsageError("a protective factor lowers a project's score; its subject is project")


def _require_free(rule: NewRule, pack: Path) -> None:
    for path in sorted(pack.rglob("*.yaml")):
        code, _, name = path.stem.partition("-")
        for key, word, taken in (("code", rule.code, code), ("name", rule.name, name)):
            if word == taken:
                message = f"{word} is already the {key} of {displayed(path)}; choose another, codes are never reused"
                raise UsageError(message)


def _sources(directories: Sequence[Path]) -> list[str]:
    """The keys of the bibliography; those of the package alone where the author's own does not load."""
    try:
        return list(load_sources(directories))
    except RuleFaults:
        return list(load_sources(directories[:1]))


def _mechanisms(stage: str) -> list[str]:
    return sorted({rule.file.mechanism for rule in load_rulebook().rules if rule.file.stage == stage})


def _lines(rule: NewRule, sources: Sequence[str], mechanisms: Sequence[str]) -> Iterator[str]:
    yield "# A new rule. Put your own words in the place of every mark, quotes included, and delete these comments."
    yield "# The file does not load before. riskscreen rules lint lists what is left to do."
    yield f"code: {rule.code}"
    yield f"name: {rule.name}"
    yield f"kind: {rule.kind}"
    yield from _texts("title", "the sign in a few words")
    yield f"stage: {rule.stage}"
    if rule.subject != "project":
        yield f"subject: {rule.subject}"
    yield f"severity: {rule.severity}"
    yield "# Rules that show the same mechanism share its name, and do not add up in the score. In use at this stage:"
    yield from _wrapped(mechanisms)
    yield f"mechanism: {_marked('one of these, or a new name of the same form')}"
    yield from _params(rule)
    yield from _BATCH_WHEN if rule.subject != "project" else _PROJECT_WHEN
    yield "# {…} shows a value of the case, the same ones in both languages: a field, a measure or a parameter."
    yield "# Several alternatives (any: in when) have a message each; those of the true ones follow this one."
    yield from _texts("message", "what was found, with {…} for its values")
    yield "# What the source found, in your own words; say what the data shows, and never that anybody did wrong."
    yield from _texts("rationale", "why this deserves a look")
    yield "# The bibliography is sources.yaml beside the packs; add your own entries to yours. At hand:"
    yield from _wrapped(sources)
    yield "cites:"
    yield f"  - {{source: {_marked('a key of the bibliography')}, at: {_marked('section, article or table')}}}"
    yield from _texts("innocent", "what else may explain the same data")
    yield from _texts("verify", "what to check next, step by step")
    yield from _texts("remedy", "what can be done about it")
    yield from _properties(rule)
    yield from _examples(rule)


def _params(rule: NewRule) -> Iterator[str]:
    yield "# Every number but 0 and 1 is a parameter, in conditions with a $ before its name. Call it what it is."
    yield "# A rule without numbers has no params."
    hints = {"threshold": "a number in real units: a share as 0.5, money in currency units"}
    if rule.subject != "project":
        hints["min_sample"] = "the least number of contracts, projects or the like for a verdict"
    yield "params:"
    for name, hint in hints.items():
        yield f"  {name}:"
        yield f"    value: {_marked(hint)}"
        yield "    # paper, law or method: the number is published, and cite names the source in the place of note"
        yield "    basis: own"
        yield "    note:"
        yield f"      en: {_marked('why this number')}"
        yield f"      zh: {_marked('the same in Chinese')}"


_PROJECT_WHEN = (
    "# A condition on the project, or rows that must be there or not, such as: project.window_months <= $threshold",
    "# The README of the rules shows all ways to say it; the words are listed in VOCABULARY.md beside it, and on a",
    "# page of the handbook that riskscreen rules docs writes.",
    f'when: "{mark("what flags the rule")}"',
)
_BATCH_WHEN = (
    "# A row of the batch, such as: supply where share >= $threshold; the least sample it needs, such as:",
    "# row.buyer_awards >= $min_sample; and the figure a finding reports, such as: row.share",
    "# The words are listed in VOCABULARY.md beside the README of the rules, and on a page of the handbook that",
    "# riskscreen rules docs writes.",
    "when:",
    f'  row: "{mark("relation where condition")}"',
    f'  sample: "{mark("a count of the row, not below $min_sample")}"',
    f'  statistic: "{mark("a field of the row")}"',
)


def _properties(rule: NewRule) -> Iterator[str]:
    """What a rule may declare of itself, as comment: it loads without."""
    yield "# What must not matter to the verdict may be declared, and which way a value makes things worse, such as:"
    yield "#   invariant_under: [record-order, person-renaming]"
    direction = "{project.window_months: falls}" if rule.subject == "project" else "{row.share: rises}"
    yield f"#   worse_when: {direction}"
    yield "# riskscreen rules properties tries it, and suggests what holds and is not declared. To choose from:"
    yield from _wrapped(get_args(Invariance))


def _examples(rule: NewRule) -> Iterator[str]:
    yield "# One example for each verdict, and for every number one exactly at it and one just on the other side."
    yield "# Facts are written as riskscreen schema project describes them."
    yield "examples:"
    if rule.subject == "project":
        for verdict, note in (("flagged", "exactly at the threshold"), ("clear", "just beyond the threshold")):
            yield f"  - verdict: {verdict}"
            yield f"    note: {_marked(f'what it shows, such as {note}')}"
            yield f"    given: {_marked('{contract: {period: {startDate: 2018-01-01, endDate: …}}} and the like')}"
        yield "  - verdict: unknown"
        yield "    note: nothing is recorded"
        yield "    given: {}"
        return
    for verdict in ("flagged", "clear", "unknown"):
        yield f"  - verdict: {verdict}"
        yield f"    note: {_marked('what it shows, such as exactly at the least sample')}"
        if rule.subject == "organisation":
            yield f"    organisation: {_marked('the id of the one that is judged')}"
        yield "    given:"
        yield f"      - times: {_marked('how many projects')}"
        yield f"        project: {_marked('a record whose texts number it: {id: p{n}, buyer: {id: b}, …}')}"


def _texts(key: str, hint: str) -> Iterator[str]:
    yield f"{key}:"
    yield f"  en: {_marked(hint)}"
    yield f"  zh: {_marked(f'{hint}, in Chinese')}"


def _marked(hint: str) -> str:
    return f'"{mark(hint)}"'


def _wrapped(words: Sequence[str]) -> Iterator[str]:
    """Words in lines of comment."""
    line = "#  "
    for word in words:
        if len(line) + len(word) > _WIDTH:
            yield line.rstrip()
            line = "#  "
        line += f" {word},"
    yield line.removesuffix(",")
