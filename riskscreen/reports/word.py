"""A Word document made of headings, paragraphs and tables; texts of records are nothing but text in it.

Tables are handed to the document as whole pieces of XML: the library's own way, cell by cell, takes minutes for a
batch.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import BinaryIO, TypeAlias
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from riskscreen.model.report import Language
from riskscreen.reports.plain_text import clipped, plain

LONGEST = 1500
"""Columns of a paragraph; a longer one is cut with an ellipsis."""


@dataclass(frozen=True)
class Bold:
    """Words in bold."""

    words: str


Paragraphs: TypeAlias = Sequence[str | Bold]
"""What stands in a cell, paragraph by paragraph."""

_FONTS = {"zh": ("Times New Roman", "宋体", "黑体"), "en": ("Calibri", "SimSun", "SimHei")}
_PAGE_FIELD = '<w:fldSimple {} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Document:
    """A document on A4, landscape, with a footer on every page."""

    def __init__(self, lang: Language, title: str, footer: str, as_of: date) -> None:
        self._document = docx.Document()
        self._document._body.clear_content()
        self._properties(title, as_of)
        self._fonts(lang)
        self._page(footer)

    def heading(self, level: int, words: str, new_page: bool = False) -> None:
        """A heading, on a new page where it begins one."""
        before = "<w:pageBreakBefore/>" if new_page else ""
        self._add(f'<w:p {{}}><w:pPr><w:pStyle w:val="Heading{level}"/>{before}</w:pPr>{_run(words)}</w:p>')

    def paragraph(self, words: str) -> None:
        """A paragraph."""
        self._add(f"<w:p {{}}>{_run(words)}</w:p>")

    def table(self, widths: Sequence[int], header: Sequence[str], rows: Sequence[Sequence[Paragraphs]]) -> None:
        """A table with borders; ``widths`` in millimetres. Its header, if it has one, stands on every page."""
        grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
        lines = [_row(widths, [[Bold(word)] for word in header], header=True)] if header else []
        lines += [_row(widths, row) for row in rows]
        self._add(
            '<w:tbl {}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
            '<w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
        )
        self._add("<w:p {}/>")

    def save(self, stream: BinaryIO) -> None:
        """Writes the document; the same content gives the same bytes."""
        made, packed = BytesIO(), BytesIO()
        self._document.save(made)
        with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as stable:
            for part in parts.infolist():
                stable.writestr(zipfile.ZipInfo(part.filename, _EPOCH), parts.read(part), zipfile.ZIP_DEFLATED)
        stream.write(packed.getbuffer())

    def _add(self, xml: str) -> None:
        """Puts an element at the end; ``{}`` in the XML stands for its namespaces."""
        name, rest = xml.split("{}", 1)
        body = self._document.element.body
        body.insert(len(body) - 1, parse_xml(f"{name}{nsdecls('w')}{rest}"))

    def _properties(self, title: str, as_of: date) -> None:
        properties = self._document.core_properties
        made = datetime(as_of.year, as_of.month, as_of.day)
        properties.title, properties.author, properties.comments = title, "riskscreen", ""
        properties.created = properties.modified = made
        properties.last_modified_by, properties.revision = "riskscreen", 1

    def _fonts(self, lang: Language) -> None:
        latin, body, heads = _FONTS[lang]
        for style in self._document.styles:
            name = style.name or ""
            if not isinstance(style, ParagraphStyle) or not name.startswith(("Normal", "Heading", "Footer")):
                continue
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            for place in ("ascii", "hAnsi"):
                fonts.set(qn(f"w:{place}"), latin)
            fonts.set(qn("w:eastAsia"), heads if name.startswith("Heading") else body)
        normal = self._document.styles["Normal"]
        if isinstance(normal, ParagraphStyle):
            normal.font.size = Pt(9)
            normal.paragraph_format.space_after = Pt(3)

    def _page(self, footer: str) -> None:
        (section,) = self._document.sections
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(15)
        section.top_margin = section.bottom_margin = Mm(15)
        paragraph = section.footer.paragraphs[0]
        paragraph.text = f"{plain(footer)}　　"
        paragraph._p.append(parse_xml(_PAGE_FIELD.format(nsdecls("w"))))
        for run in paragraph.runs:
            run.font.size = Pt(7.5)


def _row(widths: Sequence[int], cells: Sequence[Paragraphs], header: bool = False) -> str:
    properties = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E7ECF4"/>' if header else ""
    written = [
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{shade}</w:tcPr>{_paragraphs(cell)}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    ]
    return f"<w:tr>{properties}{''.join(written)}</w:tr>"


def _paragraphs(cell: Paragraphs) -> str:
    """The paragraphs of a cell, which needs one at least."""
    return "".join(f"<w:p>{_run(words)}</w:p>" for words in cell or [""])


def _run(words: str | Bold) -> str:
    if isinstance(words, Bold):
        properties, text = "<w:rPr><w:b/></w:rPr>", words.words
    else:
        properties, text = "", words
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(clipped(plain(text), LONGEST))}</w:t></w:r>'


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)
