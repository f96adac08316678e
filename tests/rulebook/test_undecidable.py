"""What a pack says it cannot judge: read, checked, and shown in the handbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.errors import RuleFaults
from riskscreen.reports.handbook import handbook
from riskscreen.rulebook.load import load_rulebook
from tests.support.rules import PACK, RULE, write_rule

ENTRY = """
T901:
  title: {en: Unread, zh: 未读}
  reason: {en: It stands in papers., zh: 载于文件之中。}
  needs: {en: The papers., zh: 文件。}
"""


def write(directory: Path, text: str) -> None:
    write_rule(directory, RULE)
    (directory / PACK / "undecidable.yaml").write_text(text, encoding="utf-8")


def test_entries_stand_in_the_rule_book_and_on_a_page_of_the_handbook(tmp_path: Path) -> None:
    write(tmp_path, ENTRY)
    book = load_rulebook([PACK], tmp_path, examples=True)
    assert book.undecidable[PACK]["T901"].needs.zh == "文件。"
    pages = handbook(book, "en")
    assert "| T901 | Unread | It stands in papers. | The papers. |" in pages[Path("undecidable.md")]
    assert "(undecidable.md)" in pages[Path("README.md")]


def test_a_pack_without_entries_has_no_page(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    assert Path("undecidable.md") not in handbook(load_rulebook([PACK], tmp_path, examples=True), "zh")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENTRY.replace("T901", "T101"), "decided-after-all"),
        (ENTRY.replace("T901", "unread"), "wrong-value"),
        (ENTRY.replace("needs:", "need:"), "unknown-key"),
        (ENTRY.replace(", zh: 未读", ""), "missing-key"),
    ],
)
def test_faults_are_told_with_their_place(tmp_path: Path, text: str, code: str) -> None:
    write(tmp_path, text)
    with pytest.raises(RuleFaults) as raised:
        load_rulebook([PACK], tmp_path, examples=True)
    assert code in {fault.code for fault in raised.value.faults}
    assert all("undecidable.yaml" in str(fault) for fault in raised.value.faults)
