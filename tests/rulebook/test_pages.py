"""The pages for people who write rules say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riskscreen.engines.reference import ReferenceEngine
from riskscreen.model.policy import DEFAULT_WEIGHTS, Policy
from riskscreen.model.rule import RuleHead
from riskscreen.reports.handbook.generated import refreshed
from riskscreen.rulebook.examples import run_examples
from riskscreen.rulebook.files import STAGES, packs_in, shipped_rules
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.mutation.run import run_mutations
from riskscreen.rulebook.properties.run import Status, run_properties
from riskscreen.rulebook.vocabulary_page import vocabulary_markdown
from riskscreen.rulebook.yaml_source import parse_yaml
from tests.support.rules import BATCH_RULE, RULE, changed, write_rule

README = (shipped_rules() / "README.md").read_text(encoding="utf-8")
ON_RULES, _, REST = README.partition("## A policy\n")
BLOCKS = re.findall(r"```yaml\n(.*?)```", ON_RULES, re.DOTALL)


def test_the_vocabulary_page_is_what_the_program_declares() -> None:
    written = (shipped_rules() / "VOCABULARY.md").read_text(encoding="utf-8")
    assert written == vocabulary_markdown(), "write vocabulary_markdown() to rules/VOCABULARY.md anew"


def test_the_rule_of_the_readme_loads_and_its_examples_hold(tmp_path: Path) -> None:
    path = re.search(r"Save this as `my-rules/my-pack/(\w+)/([\w-]+\.yaml)`", README)
    assert path is not None
    write_rule(tmp_path, _without_comment(BLOCKS[0]), pack="my-pack", stage=path[1], name=path[2])
    book = load_rulebook(["my-pack"], tmp_path, examples=True)
    assert run_examples(book, [ReferenceEngine]).faults == ()
    assert run_mutations(book).faults == ()
    (properties,) = run_properties(book, cases=20)
    assert not list(properties.with_status(Status.BROKEN, Status.HARDLY_TRIED))


@pytest.mark.parametrize("block", BLOCKS[1:-1])
def test_every_way_to_write_when_loads(tmp_path: Path, block: str) -> None:
    text = changed(RULE, "when: project.window_months <= $max_months\n", block)
    text = re.sub(r"(?ms)^message:.*?^rationale:", "message: {en: Found., zh: 已发现。}\nrationale:", text)
    threshold = "{value: 0.5, unit: share, basis: paper, cite: wang2019}"
    used = dict.fromkeys(re.findall(r"\$(\w+)", block))
    params = "params:\n" + "".join(f"  {name}: {threshold}\n" for name in used) if used else ""
    text = re.sub(r"params:\n  max_months: .*\n", params, text)
    write_rule(tmp_path, text)
    assert load_rulebook(["office"], tmp_path).rules


def test_the_lines_for_a_rule_on_a_batch_are_those_of_one_that_loads() -> None:
    for line in BLOCKS[-1].splitlines():
        assert f"\n{line.partition('  #')[0].rstrip()}\n" in BATCH_RULE


def test_stages_keys_and_commands_are_those_there_are() -> None:
    assert f"a stage: {', '.join(STAGES[:-1])} or {STAGES[-1]}" in README
    explained = re.findall(r"^- \*\*(\w+)(?:: [\w-]+)?\*\*", README, re.MULTILINE)
    assert set(explained) <= set(RuleHead.model_fields)
    assert parse_yaml(BLOCKS[0], "README.md").data.keys() <= {*RuleHead.model_fields, "examples"}


def test_the_generated_parts_of_the_readme_are_what_the_rules_and_the_program_say() -> None:
    path = shipped_rules() / "README.md"
    book = load_rulebook(packs_in(shipped_rules()))
    assert refreshed(path, book) == README, "run: riskscreen rules docs --refresh rules"


def test_the_policy_of_the_readme_loads_and_has_every_key_with_its_default(tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", REST, re.DOTALL)
    path = tmp_path / "office.yaml"
    path.write_text(block, encoding="utf-8")
    policy = load_rulebook(policy=path).policy
    written = parse_yaml(block, "README.md").data
    assert list(written) == list(Policy.model_fields)
    for key in ("undetermined_below", "implausible_share", "implausible_least"):
        assert getattr(policy, key) == getattr(Policy(), key)
    weights = ", ".join(f"{severity} {weight}" for severity, weight in DEFAULT_WEIGHTS.items())
    assert weights in block


def _without_comment(text: str) -> str:
    """The block with its first two lines as ``write_rule`` reads them: key and value alone."""
    return re.sub(r"(?m)^((?:code|name): [\w-]+) .*$", r"\1", text)
