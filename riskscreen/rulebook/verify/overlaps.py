"""What it means that one rule implies another: one mechanism seen twice, double counting, or a contradiction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.verify.findings import Finding, Undecided
from riskscreen.rulebook.verify.pairs import Implications, implications
from riskscreen.rulebook.verify.search import Answer
from riskscreen.rulebook.verify.trial import Claim
from riskscreen.rulebook.verify.workshop import Workshop


def overlaps(
    workshop: Workshop, rules: Sequence[Rule], idle: frozenset[str], busy: frozenset[str]
) -> Iterator[Finding | Undecided]:
    """The implications between rules of one subject, but for those of rules that are never flagged, or never clear."""
    by_name = {rule.full_name: rule for rule in rules}
    found = implications(workshop, rules, idle, busy)
    proved = set(found.proved)
    for name, other in found.proved:
        both = (other, name) in proved
        if not both or name < other:
            yield _overlap(workshop, by_name[name], by_name[other], both)
    yield from _open(found, by_name)


def _overlap(workshop: Workshop, rule: Rule, other: Rule, both: bool) -> Finding:
    names = (rule.full_name, other.full_name)
    answer = workshop.ask(Claim(flagged=(rule.query, other.query)), neat=True)
    protective = [item.file.kind == "protective" for item in (rule, other)]
    one, two = (name.rpartition("/")[2] if rule.pack == other.pack else name for name in names)
    said = (
        f"{one} and {two} are flagged by the same cases" if both else f"wherever {one} is flagged, {two} is flagged too"
    )
    if protective[0] != protective[1]:
        code, path = "risk-and-protection", "when"
        said += ": a risk and a protective factor rest on the same condition, and cancel each other out"
    elif rule.file.mechanism == other.file.mechanism:
        said += f"; they share the mechanism {rule.file.mechanism}, so only the weightier one counts"
        code = "equivalent" if both else "implied"
        place = rule.source.location(("mechanism",))
        return Finding("note", code, names, place, said, answer.witness, answer.reason)
    else:
        code, path = "double-counting", "mechanism"
        said += (
            f": one thing counts twice, as {rule.file.mechanism} and as {other.file.mechanism}; "
            "give both one mechanism, or narrow one of them"
        )
    return Finding("error", code, names, rule.source.location((path,)), said, answer.witness, answer.reason)


def _open(found: Implications, by_name: Mapping[str, Rule]) -> Iterator[Undecided]:
    """Open pairs, those of one rule with the same reason together."""
    groups: dict[tuple[str, Answer], list[str]] = {}
    for (name, other), answer in found.open.items():
        groups.setdefault((name, answer), []).append(other)
    for (name, answer), others in groups.items():
        place = by_name[name].source.location(("when",))
        question = f"whether it implies {', '.join(others)}"
        yield Undecided((name, *others), place, question, answer.reason, answer.unwritten)
