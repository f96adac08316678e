"""Every code that a fault of a rule set can bear, with what it means: the one list that authors look codes up in.

Codes are stable: other programs sort faults by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_READING = {
    "unreadable-file": "the file cannot be read",
    "not-utf-8": "the file is not saved in UTF-8",
    "not-yaml": "the file is not valid YAML",
    "several-documents": "a second YAML document starts in the file",
    "too-deep": "the nesting has more levels than any rule needs",
    "duplicate-key": "a key stands twice in one mapping",
    "key-not-text": "a key is no text",
    "anchor": "a YAML anchor, which rule files may not have",
    "alias": "a YAML alias, which rule files may not have",
    "tag": "a YAML tag, which rule files may not have",
    "wrong-place": "a YAML file lies where no rule is looked for",
    "decided-after-all": "`undecidable.yaml` names a code that a rule of the pack has",
    "wrong-suffix": "a taxonomy file whose name does not end in `.yaml`",
    "wrong-file-name": "the file is not called as the rule's code and name say",
    "wrong-folder": "the rule lies in the folder of another stage",
    "not-filled-in": "a place that `rules new` marked is still to be filled in",
}
_FORM = {
    "unknown-key": "a key that does not exist there",
    "missing-key": "a key that must be there is not",
    "wrong-type": "a value of another type than belongs there",
    "wrong-value": "a value that cannot stand there",
    "out-of-range": "a number that cannot be",
    "empty": "a text or list that cannot be empty",
    "duplicate-code": "two rules of a pack have the same code",
    "duplicate-name": "two rules of a pack have the same name",
}
_EXPRESSIONS = {
    "syntax": "a text that is not in the rule language",
    "form": "`when` is built in a way that means nothing",
    "unknown-field": "a field that the vocabulary does not have",
    "unknown-relation": "a relation that the vocabulary does not have",
    "unknown-variable": "a variable that nothing binds",
    "unknown-name": "a bare name that is no measure",
    "unknown-param": "a `$param` that the rule does not have",
    "unknown-measure": "a measure other than count, sum and share",
    "unknown-value": "a word that the field never has",
    "repeated-value": "a list names a word twice",
    "reserved-name": "a name that already has a meaning",
    "type": "two things are compared that cannot be",
    "not-a-condition": "something that is neither true nor false stands as a condition",
    "threshold-without-basis": "a number other than 0 and 1 that is no parameter",
    "too-fine": "a threshold with more decimal places than the values it is compared with",
    "no-date": "dated values are used and no date decides between them",
}
_MEANING = {
    "unknown-source": "a citation that the bibliography does not have",
    "unused-param": "a parameter that no expression uses",
    "no-in-force-on": "dated values without `in_force_on`",
    "no-dated-values": "`in_force_on` without dated values",
    "dates-out-of-order": "dated values that are not in order of their days",
    "protective-batch-rule": "a protective factor on a batch, where there is no score to lower",
    "no-sample": "a rule on a batch without `sample`",
    "no-statistic": "a rule on a batch without `statistic`",
    "sample-in-project-rule": "`sample` or `statistic` in a rule on a project",
    "no-order": "`worse_when` names a field that neither rises nor falls",
    "unused-direction": "`worse_when` names a value that no verdict depends on",
    "concerns-in-batch-rule": "`concerns` in a rule that is not on a project",
    "concerns-nobody": "an example names those concerned where nobody is",
    "no-concerned": "a rule with `concerns`, and no example that says who is concerned",
    "not-chinese": "no Chinese character in the Chinese text",
    "no-message": "an alternative without a message of its own, where others have one",
    "unknown-placeholder": "a message names something that cannot stand there",
    "placeholder-outside-message": "a placeholder in a text other than the message",
    "private-placeholder": "a message would print an address or a telephone number",
    "stray-brace": "a brace that belongs to no placeholder",
    "examples-not-last": "`examples` is not the last key",
    "no-example": "no example for one of the three verdicts",
    "wrong-shape": "an example on one project where the rule needs a batch, or the reverse",
    "no-organisation": "an example that does not say which organisation is judged",
    "organisation-not-judged": "an example that names an organisation, in a rule on something else",
    "duplicate-id": "two projects of an example have the same id",
}
_OTHER_FILES = {
    "duplicate-source": "two bibliographies give one key different meanings",
    "no-word": "a word of a taxonomy has no letter or digit",
    "duplicate-category": "a category stands twice in the taxonomy",
    "unknown-category": "a taxonomy extends a category that does not exist",
    "shared-alias": "a word names two categories",
    "contradiction": "a word of a taxonomy that stands in two lists of opposite meaning",
    "unknown-pack": "a policy names a pack that does not exist",
    "unknown-rule": "a policy names a rule that does not exist",
    "ambiguous-rule": "a policy names a rule by a code that several packs have",
    "duplicate-rule": "a policy names a rule twice",
    "not-waivable": "a waiver of a protective factor, or of a rule that is not on a project",
    "repeated-waiver": "two waivers of one rule on one project",
}
_LINT = {
    "contradicting-part": "a part of a condition that can never hold together with another",
    "never-true": "a comparison that no value of the field makes true",
    "always-true": "a comparison that every value of the field makes true",
    "redundant-part": "a part of a condition that adds nothing to what stands beside it",
    "redundant-alternative": "an alternative that holds only where another one does",
    "unused-measure": "a measure that no condition and no message uses",
    "unused-variable": "a variable of whose row nothing is asked or shown",
    "mechanism-spelling": "a mechanism that one rule has, spelt almost as one that others have",
    "accusing-word": "a sign or screen that accuses instead of saying what the data shows",
    "message-without-value": "a message that shows no value of the case",
    "one-message-for-all": "several alternatives share one message, so that a finding cannot say which is true",
    "values-differ": "a message that shows different values in the two languages",
    "same-in-both-languages": "a text that was not translated",
    "chinese-in-english": "Chinese outside brackets in an English text",
    "english-in-chinese": "an English sentence in a Chinese text",
    "copied-text": "a text that stands word for word in another rule, or twice in one",
    "repeated-example": "an example with the facts of an earlier one",
}
_TEST = {
    "wrong-verdict": "an example on which an engine gives another verdict than it states",
    "wrong-concerned": "an example that concerns other organisations than it states",
    "disputed": "an example on which two engines do not agree",
    "unknown-organisation": "an example on an organisation that has no part in its projects",
    "threshold-not-met": "no example lies exactly at a threshold",
    "one-sided-threshold": "no example lies close to a threshold on one of its sides",
    "one-sided-date": "no example falls on the last day before a dated value, or on its first",
    "unnoticed-change": "a small change of the rule that no example notices (`rules test --mutate`)",
}

_VERIFY = {
    "never-flags": "a rule that nothing can ever flag",
    "always-flags": "a rule that flags everything it can decide",
    "never-clear": "a rule that nothing can ever clear",
    "dead-branch": "an alternative, or a side of an `or`, that can never be what flags the rule",
    "double-counting": "a rule that another one implies, under another mechanism: one thing counts twice",
    "risk-and-protection": "a risk and a protective factor that rest on the same condition",
    "dated-gap": "a time in which the values in force let nothing be flagged",
    "dated-always-flags": "a time in which the values in force flag everything",
    "implied": "note: a rule that another one implies, under the same mechanism",
    "equivalent": "note: two rules that the same cases flag, under the same mechanism",
    "scope-without-effect": "note: a scope that leaves nothing out",
    "unusual-share": "note: a share that is compared with a number beyond 0 and 1",
    "no-value-before": "note: a time before the first dated value, in which the rule is clear",
    "dated-without-change": "note: a dated value that is the one before it again",
    "dated-jump": "note: a dated value a thousand times the one before it, perhaps in another unit",
    "not-yet-in-force": "note: a dated value of a day to come",
    "source-after-value": "note: a dated value that cites a source of a later year",
}

_PROPERTIES = {
    "property-broken": "an invariance or a direction that is declared and does not hold",
}

FAULT_CODES: Mapping[str, Mapping[str, str]] = {
    "Reading a file": _READING,
    "The form of a rule": _FORM,
    "Expressions": _EXPRESSIONS,
    "What a rule must have": _MEANING,
    "Bibliography, taxonomy, policy and waivers": _OTHER_FILES,
    "Found by `rules lint` (comparisons also by `rules verify`)": _LINT,
    "Found by `rules test`": _TEST,
    "Proved by `rules verify`": _VERIFY,
    "Found by `rules properties`": _PROPERTIES,
}
"""Codes by what they are about, in the order they are looked for."""


def codes_markdown() -> str:
    """The list of codes as a section of a page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    for title, codes in FAULT_CODES.items():
        yield f"**{title}**"
        yield ""
        yield from (f"- `{code}`: {meaning}" for code, meaning in codes.items())
        yield ""
