"""The list of codes is the list of codes: every code the program gives stands in it, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import riskscreen
from riskscreen.rulebook.fault_codes import FAULT_CODES

PACKAGE = Path(riskscreen.__file__).parent
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE_STANDS_AT = {
    "Fault": 1,
    "fault": 1,
    "_fault": 1,
    "CheckProblem": 0,
    "NoSuchValue": 0,
    "Problem": 2,
    "Remark": 2,
    "Finding": 1,
}
PUT_TOGETHER = {"no-sample", "no-statistic", "duplicate-code", "duplicate-name"}


def _given(tree: ast.AST) -> Iterator[str]:
    """Codes that are handed to what makes a fault, and words with a hyphen that are returned with a message."""
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = CODE_STANDS_AT.get(name, len(node.args))
            parts = node.args[place : place + 1]
        elif isinstance(node, ast.Return | ast.Yield) and isinstance(node.value, ast.Tuple):
            parts = node.value.elts if any(" " in ast.unparse(part) for part in node.value.elts) else []
        for part in parts:
            hyphen_needed = "" if isinstance(node, ast.Call) else "-"
            if isinstance(part, ast.Constant) and CODE.fullmatch(str(part.value)) and hyphen_needed in str(part.value):
                yield str(part.value)


def test_every_code_that_is_given_is_explained_and_every_one_explained_is_in_use() -> None:
    folders = ("lang", "rulebook", "rulebook/lint", "rulebook/mutation", "rulebook/properties", "rulebook/verify")
    trees = [ast.parse(file.read_text("utf-8")) for folder in folders for file in (PACKAGE / folder).glob("*.py")]
    nodes = chain.from_iterable(ast.walk(tree) for tree in trees if "FAULT_CODES" not in ast.unparse(tree))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    explained = set(chain.from_iterable(FAULT_CODES.values()))
    assert {code for tree in trees for code in _given(tree)} - explained == set()
    assert explained - texts == PUT_TOGETHER
