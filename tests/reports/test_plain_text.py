"""Text from records on a terminal: harmless, and broken into lines as printers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.reports.plain_text import clipped, plain, width, wrapped

texts = st.text(st.characters(codec="utf-8") | st.sampled_from("服务（“，。”） a-1"), max_size=60)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\x00b\x07c\x08", "a␀b␇c␈"),
        ("two\r\nlines\tand a tab", "two  lines and a tab"),
        ("\x9b31m", "�31m"),
        ("\x7f", "�"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("one\u2028two", "one two"),
        ("half \ud800", "half �"),
        ("社会工作 👪 é", "社会工作 👪 é"),
    ],
)
def test_what_acts_on_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_plain_text_is_printable_and_stable(text: str) -> None:
    shown = plain(text)
    assert not any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in shown)
    shown.encode("utf-8")
    assert plain(shown) == shown


@given(texts, st.integers(4, 40))
def test_clipped_text_fits(text: str, columns: int) -> None:
    short = clipped(text, columns)
    assert width(short) <= columns
    assert short == text or short.endswith("…")


@given(texts.map(plain), st.integers(4, 40))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 8, ["one two", "three"]),
        ("社会工作服务", 8, ["社会工作", "服务"]),
        ("社会工作，服务", 8, ["社会工", "作，服务"]),
        ("社会工（作）服务", 8, ["社会工", "（作）服", "务"]),
        ("服务期5个月 2018-01-01", 12, ["服务期5个月", "2018-01-01"]),
        ("/contract/period/endDate", 10, ["/contract/", "period/end", "Date"]),
        ("共5.5个月。", 6, ["共5.5", "个月。"]),
    ],
)
def test_lines_break_where_printers_break_them(text: str, columns: int, lines: list[str]) -> None:
    assert wrapped(text, columns) == lines
