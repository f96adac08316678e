"""A screener with one rule of one's own, for tests of what is said about a verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from riskscreen.screening import Screener
from tests.support.rules import PACK, write_rule

_RULE = """\
code: T101
name: own-rule
kind: {kind}
title: {{en: Own rule, zh: 自拟规则}}
stage: delivery
severity: high
mechanism: own-rule
{formal}
message:
  en: "{message}"
  zh: "说明：{message}"
rationale: {{en: Because., zh: 理由。}}
cites:
  - {{source: wang2019, at: 四(一)}}
innocent: {{en: Perhaps not., zh: 或有缘由。}}
verify: {{en: Look., zh: 核对。}}
remedy: {{en: Mend., zh: 改进。}}
examples:
  - {{verdict: flagged, given: {{}}}}
  - {{verdict: clear, given: {{}}}}
  - {{verdict: unknown, given: {{}}}}
"""


def own_rule(directory: Path, formal: str, message: str = "-", kind: str = "sign", **settings: Any) -> Screener:
    """A screener whose one rule has this formal part (``scope``, ``params``, ``let`` and ``when``) and message."""
    write_rule(directory, _RULE.format(formal=formal.strip(), message=message, kind=kind))
    return Screener(packs=[PACK], rules=directory, **{"engine": "reference", **settings})
