"""What a rule must satisfy beyond the form of its file and the language of its expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from riskscreen.errors import Fault, Location, RuleFaults, suggestion
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.compile import Compiled, Placeholder
from riskscreen.lang.tree import Alternative
from riskscreen.model.rule import DatedValue, Example, Param, RuleFile, RuleHead, Texts
from riskscreen.rulebook.files import RulePlace
from riskscreen.rulebook.properties.values import NoSuchValue, require_value
from riskscreen.rulebook.sources import Sources
from riskscreen.rulebook.validate import validated_part
from riskscreen.rulebook.yaml_source import DataPath, Source

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NOT_CHINESE = "no Chinese character stands in the Chinese text"
_TEXTS = ("title", "message", "rationale", "innocent", "verify", "remedy")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks look at.

    ``compiled`` is None where the formal part has faults of its own, ``sources`` where the bibliography did not load.
    """

    file: RuleHead
    place: RulePlace
    source: Source
    compiled: Compiled | None
    sources: Sources | None


def check_rule(rule: Checked) -> list[Fault]:
    """Every fault of one rule, file by itself; what several files have in common is checked by the loader."""
    return [fault for check in _CHECKS for fault in check(rule)]


def _file_name(rule: Checked) -> Iterator[Fault]:
    wanted = f"{rule.file.code}-{rule.file.name}.yaml"
    if rule.place.path.name != wanted:
        message = f"the file must be called {wanted} as its code and name say; rename it, or correct them"
        yield Fault(Location(rule.source.file), "wrong-file-name", message)
    if rule.place.stage != rule.file.stage:
        message = (
            f"the stage is {rule.file.stage} but the folder {rule.place.stage}; move the file, or correct the stage"
        )
        yield rule.source.fault(("stage",), "wrong-folder", message)


def _citations(rule: Checked) -> Iterator[Fault]:
    if rule.sources is None:
        return
    cited: list[tuple[DataPath, str]] = [
        (("cites", position, "source"), citation.source) for position, citation in enumerate(rule.file.cites)
    ]
    cited += [((*path, "cite"), param.cite) for path, param in _params(rule.file) if param.cite is not None]
    for path, key in cited:
        if key not in rule.sources:
            message = f"sources.yaml has no entry {key!r}{suggestion(key, rule.sources)}"
            yield rule.source.fault(path, "unknown-source", message)


def _params(file: RuleHead) -> Iterator[tuple[DataPath, Param]]:
    for name, param in file.params.items():
        if isinstance(param, Param):
            yield ("params", name), param
        else:
            for position, dated in enumerate(param):
                yield ("params", name, position), dated


def _used_params(rule: Checked) -> Iterator[Fault]:
    if rule.compiled is None:
        return
    for name in rule.file.params:
        if name not in rule.compiled.used_params:
            message = f"no expression uses ${name}; write it where its number decides, or delete the parameter"
            yield rule.source.fault(("params", name), "unused-param", message)


def _dated_params(rule: Checked) -> Iterator[Fault]:
    dated = {name: values for name, values in rule.file.params.items() if isinstance(values, list)}
    for name, values in dated.items():
        yield from _ascending(rule, name, values)
    if dated and rule.file.in_force_on is None:
        message = "dated values need in_force_on: the date that decides which of them holds, such as project.signed"
        yield rule.source.fault(("params", next(iter(dated))), "no-in-force-on", message)
    if not dated and rule.file.in_force_on is not None:
        message = "in_force_on has no effect: no parameter has dated values; delete it"
        yield rule.source.fault(("in_force_on",), "no-dated-values", message)


def _ascending(rule: Checked, name: str, values: list[DatedValue]) -> Iterator[Fault]:
    for position in range(1, len(values)):
        earlier, later = values[position - 1].from_, values[position].from_
        if later <= earlier:
            message = f"{later} does not come after {earlier}; list the values from the oldest to the newest"
            yield rule.source.fault(("params", name, position, "from"), "dates-out-of-order", message)


def _subject(rule: Checked) -> Iterator[Fault]:
    if rule.file.kind == "protective" and rule.file.subject != "project":
        message = f"a protective factor lowers a project's score; its subject is project, not {rule.file.subject}"
        yield rule.source.fault(("subject",), "protective-batch-rule", message)


def _samples(rule: Checked) -> Iterator[Fault]:
    if rule.compiled is None:
        return
    when = rule.file.when
    for position, alternative in enumerate(rule.compiled.query.alternatives):
        path: DataPath = ("when", "any", position) if isinstance(when, dict) and "any" in when else ("when",)
        compares = compares_with_batch(alternative)
        for key, value in (("sample", alternative.sample), ("statistic", alternative.statistic)):
            if rule.file.subject == "project" and value is not None and not (key == "sample" and compares):
                message = f"{key} is for rules on a batch (subject organisation or market); delete it"
                yield rule.source.fault((*path, key), "sample-in-project-rule", message)
            if rule.file.subject != "project" and value is None:
                message = f"a rule on a batch needs {key}, such as {_SUCH_AS[key]}"
                yield rule.source.fault((*path, key), f"no-{key}", message)


def compares_with_batch(alternative: Alternative) -> bool:
    """Whether a project is compared with the other contracting processes of its batch."""
    sample = alternative.sample
    return sample is not None and any(
        pattern.variable == sample.size.variable and VOCABULARY["project"].by_name[pattern.relation].form == "ocds"
        for pattern in alternative.patterns
        if pattern.relation in VOCABULARY["project"].by_name
    )


_SUCH_AS = {"sample": "sample: s.awards >= $min_awards", "statistic": "statistic: s.share"}


def _directions(rule: Checked) -> Iterator[Fault]:
    if rule.compiled is None:
        return
    for name in rule.file.worse_when:
        try:
            require_value(name, rule.compiled.query)
        except NoSuchValue as problem:
            yield rule.source.fault(("worse_when", name), problem.code, problem.message)


def _concerns(rule: Checked) -> Iterator[Fault]:
    """A rule that names organisations shows in an example which ones."""
    if rule.file.concerns and rule.file.subject != "project":
        message = "a rule on a batch says by its subject whom it is about; delete concerns"
        yield rule.source.fault(("concerns",), "concerns-in-batch-rule", message)
    examples = rule.file.examples if isinstance(rule.file, RuleFile) else []
    for position, example in enumerate(examples):
        if example.concerns is not None and (not rule.file.concerns or example.verdict != "flagged"):
            message = "only a flagged example of a rule with concerns names those concerned; delete this key"
            yield rule.source.fault(("examples", position, "concerns"), "concerns-nobody", message)
    if rule.file.concerns and examples and all(example.concerns is None for example in examples):
        message = "no example says who is concerned; add concerns: [identifiers] to a flagged one"
        yield rule.source.fault(("examples",), "no-concerned", message)


def _texts(rule: Checked) -> Iterator[Fault]:
    for key in _TEXTS:
        if not _CHINESE.search(getattr(rule.file, key).zh):
            yield rule.source.fault((key, "zh"), "not-chinese", _NOT_CHINESE)


def _placeholders(rule: Checked) -> Iterator[Fault]:
    for key in _TEXTS:
        known = rule.compiled.placeholders if rule.compiled is not None and key == "message" else None
        yield from _braces(rule, (key,), getattr(rule.file, key), known)


def _braces(rule: Checked, path: DataPath, texts: Texts, known: Mapping[str, Placeholder] | None) -> Iterator[Fault]:
    """Faults of what stands in braces; ``known`` is what may, None where that cannot be told."""
    for lang in ("en", "zh"):
        text = texts.in_language(lang)
        for name in PLACEHOLDER.findall(text):
            wrong = _wrong_placeholder(rule, path, name, known)
            if wrong:
                yield rule.source.fault((*path, lang), *wrong)
        if stray := re.search(r"[{}]", PLACEHOLDER.sub("", text)):
            message = f"a {stray[0]} that belongs to no placeholder; a placeholder is written {{project.start}}"
            yield rule.source.fault((*path, lang), "stray-brace", message)


def _wrong_placeholder(
    rule: Checked, path: DataPath, name: str, known: Mapping[str, Placeholder] | None
) -> tuple[str, str] | None:
    if path[-1] != "message":
        return "placeholder-outside-message", f"{{{name}}} is filled in in message only; say it in words here"
    if known is None:
        return None
    if name not in known:
        hint = suggestion(name, known)
        return "unknown-placeholder", f"{{{name}}} is no field, measure or parameter that can stand here{hint}"
    ref = known[name].field
    if ref is None:
        return None
    subject = VOCABULARY[rule.file.subject]
    relation = subject.root if ref.relation == subject.name else subject.by_name[ref.relation]
    if relation.fields[ref.index].private:
        return "private-placeholder", f"{{{name}}} is private and never printed; name another field"
    return None


def _alternative_messages(rule: Checked) -> Iterator[Fault]:
    """Alternatives say what is true of them, all or none: a finding is made of the messages of the true ones."""
    own = rule.file.alternative_messages
    options = rule.file.when["any"] if isinstance(rule.file.when, dict) and own else []
    worded = [isinstance(option, dict) and "message" in option for option in options]
    for position, (texts, option) in enumerate(zip(own, options, strict=True)):
        path: DataPath = ("when", "any", position)
        if texts is not None:
            known = rule.compiled.of_alternatives[position] if rule.compiled and rule.compiled.of_alternatives else None
            if not _CHINESE.search(texts.zh):
                yield rule.source.fault((*path, "message", "zh"), "not-chinese", _NOT_CHINESE)
            yield from _braces(rule, (*path, "message"), texts, known)
        elif isinstance(option, dict) and "message" in option:
            try:
                validated_part(rule.source, (*path, "message"), option["message"], Texts)
            except RuleFaults as error:
                yield from error.faults
        elif any(worded):
            message = "other alternatives have a message of their own; write one here too: {if: …, message: {en, zh}}"
            yield rule.source.fault(path, "no-message", message)


def _examples(rule: Checked) -> Iterator[Fault]:
    """Form only; whether a verdict is right is shown by running the examples."""
    if not isinstance(rule.file, RuleFile):
        return
    if list(rule.source.data)[-1] != "examples":
        yield rule.source.fault(("examples",), "examples-not-last", "examples are the last key of a rule; move them")
    for verdict in ("flagged", "clear", "unknown"):
        if all(example.verdict != verdict for example in rule.file.examples):
            yield rule.source.fault(("examples",), "no-example", f"no example is {verdict}; add one")
    for position, example in enumerate(rule.file.examples):
        compares = rule.compiled is not None and any(map(compares_with_batch, rule.compiled.query.alternatives))
        for key, code, message in _misshapen(rule.file.subject, example, compares):
            yield rule.source.fault(("examples", position, key), code, message)


def _misshapen(subject: str, example: Example, compares: bool) -> Iterator[tuple[str, str, str]]:
    """``compares``: the project is compared with a batch, which is given as a list with the project first."""
    batch = subject != "project"
    if batch is not isinstance(example.given, list) and not (compares and example.given):
        wanted = "a list of project records" if batch else "one project record (a mapping)"
        yield "given", "wrong-shape", f"a rule on {_SUBJECTS[subject]} needs {wanted} here"
    if subject == "organisation" and example.organisation is None:
        yield "organisation", "no-organisation", "the identifier of the organisation the verdict is about is missing"
    if subject != "organisation" and example.organisation is not None:
        yield "organisation", "organisation-not-judged", f"the verdict is about {_SUBJECTS[subject]}; delete this key"


_SUBJECTS = {"project": "a project", "organisation": "an organisation", "market": "the market"}

Check: TypeAlias = Callable[[Checked], Iterator[Fault]]
_CHECKS: tuple[Check, ...] = (
    _file_name,
    _citations,
    _used_params,
    _dated_params,
    _subject,
    _samples,
    _directions,
    _concerns,
    _texts,
    _placeholders,
    _alternative_messages,
    _examples,
)
