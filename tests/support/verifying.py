"""Small packs to verify, and what is found in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.verify.findings import Finding, Verification
from riskscreen.rulebook.verify.run import verify
from tests.support.rules import PACK, write_rule

TODAY = date(2026, 1, 1)

_RULE = """\
code: {code}
name: rule-{slug}
kind: {kind}
title: {{en: A rule, zh: 一条规则}}
stage: delivery
subject: {subject}
severity: medium
mechanism: {mechanism}
{formal}
message: {{en: Something stands out., zh: 有情况值得注意。}}
rationale: {{en: It was seen before., zh: 以往曾有此类情况。}}
cites: [{{source: wang2019, at: 四(一)}}]
innocent: {{en: It may be fine., zh: 也可能并无问题。}}
verify: {{en: Read the file., zh: 查阅档案。}}
remedy: {{en: Explain it., zh: 作出说明。}}
examples:
  - {{verdict: flagged, {given}}}
  - {{verdict: clear, {given}}}
  - {{verdict: unknown, {given}}}
"""
_GIVEN = {
    "project": "given: {}",
    "organisation": "organisation: o, given: [{buyer: {id: o}}]",
    "market": "given: [{buyer: {id: o}}]",
}
OWN = "basis: own, note: {en: Ours., zh: 自定。}"


def add_rule(
    directory: Path,
    code: str,
    formal: str,
    *,
    kind: str = "sign",
    mechanism: str = "",
    subject: str = "project",
) -> Path:
    """Write a rule whose formal part (``params`` … ``when``) is given, with a mechanism of its own unless one is."""
    slug = code.lower()
    text = _RULE.format(
        code=code,
        slug=slug,
        kind=kind,
        subject=subject,
        mechanism=mechanism or slug,
        formal=formal.strip("\n"),
        given=_GIVEN[subject],
    )
    return write_rule(directory, text)


def verified(directory: Path, seconds: float = 60) -> Verification:
    """What is found in the rules of the directory."""
    return verify(load_rulebook(packs=[PACK], rules_dir=directory), seconds=seconds, today=TODAY)


def found(directory: Path) -> Mapping[str, Finding]:
    """The findings by code; there must be one of each, and nothing left open."""
    result = verified(directory)
    assert [(item.question, item.reason) for item in result.undecided] == []
    codes = [finding.code for finding in result.findings]
    assert len(set(codes)) == len(codes), codes
    return {finding.code: finding for finding in result.findings}
