"""The pages around the rules: the index, the bibliography, and how to read verdicts and scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskscreen.model.report import Language
from riskscreen.reports.handbook.links import index_link, link_to_rule, page_of_rule
from riskscreen.reports.handbook.markdown import code, heading, paragraph, table, text
from riskscreen.reports.handbook.words import say
from riskscreen.reports.words import say as say_generally
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.files import STAGES
from riskscreen.screening import NOTICE

UNDECIDABLE_PAGE = "undecidable.md"


def index_page(book: Rulebook, lang: Language) -> Iterator[str]:
    """All rules by pack and stage."""
    yield from heading(1, say("handbook", lang))
    yield from paragraph(NOTICE.in_language(lang))
    packs = ("、" if lang == "zh" else ", ").join(dict.fromkeys(rule.pack for rule in book.rules))
    yield from paragraph(say("handbook_intro", lang, count=len(book.rules), packs=packs))
    pages = [("to_reading", "reading.md"), ("to_sources", "sources.md"), ("to_vocabulary", "vocabulary.md")]
    if book.undecidable:
        pages.append(("to_undecidable", UNDECIDABLE_PAGE))
    for key, page in pages:
        yield f"- [{say(key, lang)}]({page})"
    yield ""
    for pack in dict.fromkeys(rule.pack for rule in book.rules):
        yield from heading(2, say("pack", lang, pack=pack))
        for stage in STAGES:
            rules = [rule for rule in book.rules if (rule.pack, rule.file.stage) == (pack, stage)]
            if rules:
                yield from heading(3, say_generally(stage, lang))
                yield from _rule_table(rules, lang)


def undecidable_page(book: Rulebook, lang: Language) -> Iterator[str]:
    """What each pack cannot judge, why, and what it would take."""
    yield index_link(lang, "README.md")
    yield ""
    yield from heading(1, say("to_undecidable", lang))
    yield from paragraph(say("undecidable_intro", lang))
    for pack, entries in book.undecidable.items():
        yield from heading(2, say("pack", lang, pack=pack))
        yield from table(
            [say_generally("code", lang), say("flag", lang), say("why_not", lang), say("what_it_takes", lang)],
            [
                [number, *(text(each.in_language(lang)) for each in (entry.title, entry.reason, entry.needs))]
                for number, entry in entries.items()
            ],
        )


def _rule_table(rules: Sequence[Rule], lang: Language) -> Iterator[str]:
    headers = [say_generally(key, lang) for key in ("code", "rule_title", "kind", "severity")]
    headers += [say("weight", lang), say("mechanism_title", lang), say_generally("cites", lang)]
    yield from table(
        headers,
        [
            [
                f"[{rule.code}]({page_of_rule(rule)})",
                text(rule.file.title.in_language(lang)),
                say_generally(f"{rule.file.kind}_kind", lang),
                say_generally(rule.file.severity, lang),
                f"{rule.weight}",
                code(rule.file.mechanism),
                " ".join(f"[{key}](sources.md#{key})" for key in dict.fromkeys(c.source for c in rule.file.cites)),
            ]
            for rule in rules
        ],
    )


def sources_page(book: Rulebook, lang: Language) -> Iterator[str]:
    """The bibliography, each entry with the rules that cite it."""
    yield index_link(lang, "README.md")
    yield ""
    yield from heading(1, say("to_sources", lang))
    for key, entry in book.sources.items():
        yield from heading(2, key)
        yield from paragraph(entry.reference.in_language(lang))
        facts = [
            say(f"source_kind_{entry.kind}", lang),
            f"{entry.year}",
            say(f"written_in_{entry.language}", lang),
            say(f"extent_{entry.extent}", lang),
        ]
        yield from paragraph(" · ".join(facts))
        if entry.note is not None:
            yield from paragraph(entry.note.in_language(lang))
        if entry.url is not None:
            yield f"<{entry.url}>"
            yield ""
        citing = [rule for rule in book.rules if key in _cited(rule)]
        rules = " ".join(link_to_rule(rule, "") for rule in citing)
        yield say("cited_by", lang, rules=rules) if citing else say("cited_by_none", lang)
        yield ""


def _cited(rule: Rule) -> set[str]:
    params = [value for each in rule.file.params.values() for value in (each if isinstance(each, list) else [each])]
    return {citation.source for citation in rule.file.cites} | {param.cite for param in params if param.cite}
