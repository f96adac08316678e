"""Rule files to break, and directories to load them from.

``RULE`` is a sound rule with one threshold; tests change a piece of its text and look at what the loader says.
"""

from __future__ import annotations

from pathlib import Path

PACK = "office"

RULE = """\
code: T101
name: short-window
kind: sign
title: {en: Short window, zh: 服务期过短}
stage: delivery
severity: high
mechanism: time-pressure
params:
  max_months: {value: 5, unit: month, basis: paper, cite: wang2019}
when: project.window_months <= $max_months
message:
  en: "{project.window_months} months, not more than {max_months}."
  zh: "{project.window_months}个月，不超过{max_months}个月。"
rationale: {en: Little time remains., zh: 时间所剩无几。}
cites:
  - {source: wang2019, at: 四(一)}
innocent: {en: Some work is short., zh: 有的工作本来就短。}
verify: {en: Read the contract., zh: 查阅合同。}
remedy: {en: Give it a year., zh: 延长至一年。}
examples:
  - verdict: flagged
    given: {contract: {period: {startDate: 2018-01-01, endDate: 2018-05-31}}}
  - verdict: clear
    given: {contract: {period: {startDate: 2018-01-01, endDate: 2018-06-01}}}
  - verdict: unknown
    given: {contract: {period: {startDate: 2018-01-01}}}
"""

BATCH_RULE = """\
code: T201
name: one-supplier
kind: screen
title: {en: One supplier, zh: 供应商集中}
stage: award
subject: organisation
severity: medium
mechanism: concentration
params:
  min_share: {value: 0.5, unit: share, basis: own, note: {en: Half., zh: 一半。}}
  min_awards: {value: 2, unit: contract, basis: own, note: {en: One is no pattern., zh: 一次不成规律。}}
when:
  s: supply where share >= $min_share
  sample: s.awards >= $min_awards
  statistic: s.share
message: {en: "{s.share} of the buyer's spending.", zh: "占购买方支出{s.share}。"}
rationale: {en: The same agencies win again., zh: 同样的机构反复中标。}
cites:
  - {source: wang2019, at: 四(二)}
innocent: {en: There is no other., zh: 别无他选。}
verify: {en: Read the bids., zh: 查阅投标文件。}
remedy: {en: Invite more., zh: 扩大邀请范围。}
examples:
  - verdict: flagged
    organisation: s1
    given:
      - {times: 2, project: {id: "p{n}", buyer: {id: b}, contractor: {id: s1}, contract: {value: &V}}}
      - {times: 2, project: {id: "q{n}", buyer: {id: b}, contractor: {id: s2}, contract: {value: &V}}}
  - verdict: clear
    organisation: s1
    given:
      - {times: 2, project: {id: "p{n}", buyer: {id: b}, contractor: {id: s1}, contract: {value: &V}}}
      - {times: 3, project: {id: "r{n}", buyer: {id: b}, contractor: {id: s2}, contract: {value: &V}}}
  - verdict: unknown
    organisation: s1
    given: [{id: p1, buyer: {id: b}, contractor: {id: s1}, contract: {value: &V}}]
""".replace("&V", "{amount: 100, currency: CNY}")

DATED_RULE = (
    RULE.replace("T101", "T301")
    .replace("short-window", "dated-window")
    .replace(
        "  max_months: {value: 5, unit: month, basis: paper, cite: wang2019}\n",
        "  max_months:\n"
        "    - {from: 2015-01-01, value: 5, basis: law, cite: wang2019}\n"
        "    - {from: 2018-01-01, value: 6, basis: law, cite: wang2019}\n"
        "in_force_on: project.signed\n",
    )
)


def changed(text: str, old: str, new: str) -> str:
    """The text with its one ``old`` piece replaced."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def write_rule(directory: Path, text: str, *, pack: str = PACK, stage: str = "delivery", name: str = "") -> Path:
    """Write a rule file where it belongs; ``name`` defaults to what its code and name say."""
    keys = dict(line.split(": ", 1) for line in text.splitlines() if line.startswith(("code: ", "name: ")))
    path = directory / pack / stage / (name or f"{keys['code']}-{keys['name']}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str, piece: str) -> int:
    """The line, counted from 1, on which the one ``piece`` stands."""
    assert text.count(piece) == 1, f"{piece!r} stands {text.count(piece)} times"
    return text[: text.index(piece)].count("\n") + 1
