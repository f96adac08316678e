"""A portfolio as a page of HTML: tables alone, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from riskscreen.model.portfolio import Portfolio
from riskscreen.reports.cell_text import shown
from riskscreen.reports.columns import Kind, Sheet
from riskscreen.reports.plain_text import plain
from riskscreen.reports.portfolio.sheets import portfolio_sheets
from riskscreen.reports.words import say

_STYLE = """\
body{font:15px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem;color:#1a1a1a;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
.wide{overflow-x:auto}table{border-collapse:collapse}caption{text-align:left;padding:.2rem 0}
th,td{border:1px solid #9aa5b1;padding:.25rem .6rem;vertical-align:top}th{background:#e7ecf4;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}
@media print{@page{size:A4 landscape;margin:12mm}body{margin:0;font-size:10px}.wide{overflow:visible}}"""


def to_html(portfolio: Portfolio) -> str:
    """The page, complete in itself."""
    return "\n".join(_lines(portfolio)) + "\n"


def _lines(portfolio: Portfolio) -> Iterator[str]:
    lang = portfolio.language
    title = escape(say("portfolio", lang))
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    yield f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>"
    yield f"<p>{escape(say('accounting', lang, **portfolio.accounting.model_dump()))}</p>"
    for sheet in portfolio_sheets(portfolio):
        yield from _table(sheet)
    yield "</main>\n</body>\n</html>"


def _table(sheet: Sheet) -> Iterator[str]:
    yield f'<section aria-label="{escape(sheet.title)}">\n<h2>{escape(sheet.title)}</h2>\n<div class="wide">\n<table>'
    heads = "".join(f'<th scope="col">{escape(plain(column.heading))}</th>' for column in sheet.columns)
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    for row in sheet.rows:
        cells = [_cell(shown(row.get(column.key), column.kind), column.kind) for column in sheet.columns]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>\n</div>\n</section>"


def _cell(lines: list[str], kind: Kind) -> str:
    number = "" if kind in (Kind.TEXT, Kind.PROSE) else ' class="n"'
    return f"<td{number}>{'<br>'.join(map(escape, lines))}</td>"
