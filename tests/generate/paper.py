"""Blocks of a page, and what sets them as PDF, DOCX, PPTX, plain text or a scan.

A text may hold marks (`mark("d3")`): they print nothing, and `Printed.pages` says on which page
each of them came to stand, so that a gold record can name the page of every fact. Bytes are the
same for the same blocks on one version of the libraries.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from xml.sax.saxutils import escape

import docx
import numpy as np
import pptx
import pypdfium2
from docx.enum.text import WD_BREAK
from docx.shared import Pt
from PIL import Image
from pptx.util import Emu
from pptx.util import Pt as SlidePt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

SLIDE = (720.0, 405.0)
_MARK = re.compile("\ue000(\\w+)\ue001")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_FACES = {
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "Courier": ("Courier", "Courier-Bold", "Courier-Oblique"),
}
_OFFICE_FACES = {"Helvetica": "Arial", "Times": "Times New Roman", "Courier": "Courier New"}
_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)


def mark(key: str) -> str:
    """A mark to stand at the beginning of a fact's text."""
    return f"\ue000{key}\ue001"


def plain(text: str) -> str:
    """The text as it is read: no marks, no signs for bold."""
    return _BOLD.sub(r"\1", _MARK.sub("", text))


@dataclass(frozen=True)
class Text:
    """A paragraph; `indent` in points, `level` makes it a heading where the format has those."""

    text: str
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    indent: float = 0.0
    align: Literal["left", "center", "right"] = "left"
    before: float = 0.0
    after: float = 3.0
    level: int = 0
    bullet: str = ""


@dataclass(frozen=True)
class Grid:
    """A table; a cell's lines are parted by a newline; `widths` in points."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    rules: Literal["all", "rows", "none"] = "none"
    header: bool = False
    middle: bool = False
    """Whether a cell stands in the middle of a higher row."""
    labels: bool = False
    """Whether the first column is bold."""
    size: float = 0.0
    after: float = 6.0


@dataclass(frozen=True)
class Rule:
    """A horizontal line over the page."""


@dataclass(frozen=True)
class Break:
    """A new page, or a new slide."""


Block = Text | Grid | Rule | Break


@dataclass(frozen=True)
class Sheetform:
    """What stands on every page; each row of a header or footer is left, centre and right.

    `{page}` and `{pages}` stand for the number of the page and of all pages, `{item}` for the
    number of the item that the page begins with or goes on with.
    """

    face: str = "Helvetica"
    size: float = 10.0
    header: tuple[tuple[str, str, str], ...] = ()
    footer: tuple[tuple[str, str, str], ...] = ()
    rule_under_header: bool = False
    cells_over_footer: int = 0
    """Empty boxes for initials over the footer, as in signed minutes."""
    margin: float = 62.0
    side: str = ""
    """Vertical text in the margin, as signing services print it."""
    page_size: tuple[float, float] = A4
    numbers: tuple[str, ...] = ()
    """The number of each item, for `{item}`."""
    styled: bool = True
    """Whether a word processor's file has native headings, or only bold text."""


@dataclass(frozen=True)
class Printed:
    """A file's bytes and the page of each mark; no pages where the format has none."""

    content: bytes
    suffix: str
    pages: dict[str, int] = field(default_factory=dict)


# ------------------------------------------------------------------------------------- PDF


def _markup(text: str) -> str:
    text = _BOLD.sub(r"<b>\1</b>", escape(text)).replace("\n", "<br/>")
    return _MARK.sub(r'<onDraw name="note_mark" label="\1"/>', text)


def _canvas(form: Sheetform, pages: dict[str, int]) -> type[Canvas]:
    """A canvas that notes marks and, when all pages are known, draws what stands on each."""

    class Page(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.kept: list[dict[str, Any]] = []
            self.setNamedCB("note_mark", self.note_mark)

        @staticmethod
        def note_mark(canvas: Canvas, _kind: str, label: str) -> None:
            pages.setdefault(label, canvas.getPageNumber())

        def showPage(self) -> None:  # noqa: N802 - ReportLab's name
            self.kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for state in self.kept:
                self.__dict__.update(state)
                _furnish(self, form, len(self.kept), _item_on(form, pages, self.getPageNumber()))
                Canvas.showPage(self)
            super().save()

    return Page


def _item_on(form: Sheetform, pages: dict[str, int], page: int) -> str:
    """The first item that begins on the page, else the last one before it."""
    begun = [(pages.get(f"agenda_items{at}", 0), number) for at, number in enumerate(form.numbers)]
    here = [number for start, number in begun if start == page]
    before = [number for start, number in begun if 0 < start < page]
    return [*before[-1:], *here[:1], ""][-2] if here or before else ""


def _furnish(canvas: Any, form: Sheetform, pages: int, item: str) -> None:
    width, height = form.page_size
    face, bold, _ = _FACES[form.face]
    size, left, right = form.size - 1, form.margin, width - form.margin
    canvas.setFont(face, size)

    def row(cells: tuple[str, str, str], y: float) -> None:
        draw = (canvas.drawString, canvas.drawCentredString, canvas.drawRightString)
        for at, x, cell in zip(draw, (left, width / 2, right), cells, strict=True):
            canvas.setFont(bold if "**" in cell else face, size)
            text = plain(cell) if item else re.sub(r"§ \{item\}|\{item\} §", "", plain(cell))
            text = text.format(page=canvas.getPageNumber(), pages=pages, item=item)
            at(x, y, text)

    y = height - 36
    for cells in form.header:
        row(cells, y)
        y -= size * 1.3
    if form.rule_under_header:
        canvas.line(left, y + size * 0.7, right, y + size * 0.7)
    y = 24 + size * 1.3 * len(form.footer)
    if form.cells_over_footer:
        step = (right - left) / form.cells_over_footer
        canvas.line(left, y + 14, right, y + 14)
        for at in range(1, form.cells_over_footer):
            canvas.line(left + at * step, y + 14, left + at * step, y)
    for cells in form.footer:
        y -= size * 1.3
        row(cells, y + 4)
    if form.side:
        canvas.saveState()
        canvas.setFont(face, 6)
        canvas.rotate(90)
        canvas.drawString(80, -14, form.side)
        canvas.restoreState()


def _style(form: Sheetform, block: Text) -> ParagraphStyle:
    face, bold, italic = _FACES[form.face]
    size = block.size or form.size
    hang = 12 if block.bullet else 0
    return ParagraphStyle(
        "text",
        fontName=bold if block.bold else italic if block.italic else face,
        fontSize=size,
        leading=size * 1.22,
        leftIndent=block.indent + hang,
        bulletIndent=block.indent,
        bulletFontName=face,
        bulletFontSize=size,
        alignment={"left": 0, "center": 1, "right": 2}[block.align],
        spaceBefore=block.before,
        spaceAfter=block.after,
        keepWithNext=int(block.bold and block.level > 0),
    )


def _grid(form: Sheetform, block: Grid) -> Table:
    size = block.size or form.size
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if block.middle else "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("LEFTPADDING", (0, 0), (0, -1), 2 if block.rules == "all" else 0),
    ]
    if block.rules == "all":
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    if block.rules == "rows":
        commands.append(("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"))
    rows = [
        [
            Paragraph(
                _markup(cell),
                _style(
                    form,
                    Text(
                        "",
                        size=size,
                        after=0,
                        bold=(block.header and r == 0) or (block.labels and c == 0),
                    ),
                ),
            )
            for c, cell in enumerate(row)
        ]
        for r, row in enumerate(block.rows)
    ]
    return Table(
        rows,
        colWidths=block.widths,
        style=commands,
        hAlign="LEFT",
        repeatRows=int(block.header),
        spaceAfter=block.after,
    )


def _flowables(form: Sheetform, blocks: Iterable[Block]) -> Iterable[Flowable]:
    for block in blocks:
        match block:
            case Text():
                if not block.text:
                    yield Spacer(1, form.size)
                else:
                    yield Paragraph(
                        _markup(block.text), _style(form, block), bulletText=block.bullet or None
                    )
            case Grid():
                yield _grid(form, block)
                yield Spacer(1, block.after)
            case Rule():
                yield HRFlowable(width="100%", thickness=0.7, color="black", spaceAfter=4)
            case Break():
                yield PageBreak()


def pdf(form: Sheetform, blocks: Sequence[Block], title: str = "") -> Printed:
    """A born-digital PDF."""
    buffer = io.BytesIO()
    pages: dict[str, int] = {}
    rows = form.size * 1.3
    SimpleDocTemplate(
        buffer,
        pagesize=form.page_size,
        leftMargin=form.margin,
        rightMargin=form.margin,
        topMargin=44 + rows * len(form.header) + 8,
        bottomMargin=40 + rows * len(form.footer) + (14 if form.cells_over_footer else 0),
        invariant=1,
        title=title,
        author="",
    ).build(list(_flowables(form, blocks)), canvasmaker=_canvas(form, pages))
    return Printed(buffer.getvalue(), ".pdf", pages)


def scan(printed: Printed, seed: int, dpi: int = 150, skew: float = 0.7) -> Printed:
    """The same pages as pictures: turned a little, grey, with specks; no text layer."""
    chance = np.random.default_rng(seed)
    source = pypdfium2.PdfDocument(printed.content)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for page in source:
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        angle = float(chance.uniform(-skew, skew))
        picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(picture, dtype=np.float64)
        # Paper is not white, and a scanner adds noise: without both, the pages would be too easy.
        grey = 18 + grey * (228 / 255) + chance.normal(0, 5, grey.shape)
        picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=45)
        canvas.drawImage(ImageReader(io.BytesIO(jpeg.getvalue())), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    source.close()
    return Printed(buffer.getvalue(), ".pdf", printed.pages)


# ---------------------------------------------------------------------------------- Office


def _settled(content: bytes) -> bytes:
    """An Office file whose parts all bear one date, so that its bytes do not change by the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


def _date_properties(office: Any, title: str) -> None:
    properties = office.core_properties
    properties.title, properties.author = title, ""
    properties.created = properties.modified = _EPOCH.replace(tzinfo=None)


def _runs(paragraph: Any, text: str, bold: bool = False, italic: bool = False) -> None:
    for at, piece in enumerate(_BOLD.split(_MARK.sub("", text))):
        if piece:
            run = paragraph.add_run(piece)
            run.bold = True if bold or at % 2 else None
            run.italic = True if italic else None


def _docx_text(document: Any, block: Text, styled: bool) -> None:
    if block.level and styled:
        document.add_heading(plain(block.text), block.level)
        return
    styles = {"•": "List Bullet", "-": "List Bullet", "o": "List Bullet 2"}
    if block.bullet and block.bullet not in styles:
        paragraph = document.add_paragraph()
        _runs(paragraph, f"{block.bullet}\t{block.text}")
        return
    paragraph = document.add_paragraph(style=styles[block.bullet] if block.bullet else None)
    _runs(paragraph, block.text, block.bold, block.italic)
    paragraph.paragraph_format.space_after = Pt(block.after)
    paragraph.paragraph_format.alignment = {"left": 0, "center": 1, "right": 2}[block.align]
    if block.indent and not block.bullet:
        paragraph.paragraph_format.left_indent = Pt(block.indent)
    if block.size:
        for run in paragraph.runs:
            run.font.size = Pt(block.size)


def _docx_grid(document: Any, block: Grid) -> None:
    table = document.add_table(rows=len(block.rows), cols=len(block.widths))
    if block.rules != "none":
        table.style = "Table Grid"
    for r, row in enumerate(block.rows):
        for c, cell in enumerate(row):
            bold = (block.header and r == 0) or (block.labels and c == 0)
            lines = cell.split("\n")
            target = table.cell(r, c)
            target.width = Pt(block.widths[c])
            _runs(target.paragraphs[0], lines[0], bold)
            for line in lines[1:]:
                _runs(target.add_paragraph(), line, bold)
    document.add_paragraph()


def word(form: Sheetform, blocks: Sequence[Block], title: str = "") -> Printed:
    """A DOCX with native headings, lists and tables; it has no pages."""
    document = docx.Document()
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _OFFICE_FACES[form.face], Pt(form.size)
    section = document.sections[0]
    for rows, part in ((form.header, section.header), (form.footer, section.footer)):
        for at, cells in enumerate(rows):
            line = re.sub(r"\{page\} ?\(\{pages\}\)|§? ?\{\w+\} ?§?", "", plain("\t".join(cells)))
            paragraph = part.paragraphs[0] if at == 0 else part.add_paragraph()
            paragraph.text = line
    for block in blocks:
        match block:
            case Text():
                _docx_text(document, block, form.styled)
            case Grid():
                _docx_grid(document, block)
            case Rule():
                document.add_paragraph("_" * 60)
            case Break():
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _date_properties(document, title)
    buffer = io.BytesIO()
    document.save(buffer)
    return Printed(_settled(buffer.getvalue()), ".docx")


def _slides(blocks: Iterable[Block]) -> list[list[Block]]:
    slides: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Break):
            slides.append([])
        else:
            slides[-1].append(block)
    return slides


def _fill_slide(slide: Any, blocks: Sequence[Block]) -> None:
    frame = slide.placeholders[1].text_frame if len(slide.placeholders) > 1 else None
    first = True
    for block in blocks:
        match block:
            case Text(level=1):
                slide.shapes.title.text = plain(block.text)
            case Text() if frame is not None and block.text:
                paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
                first = False
                paragraph.text = plain(block.text)
                paragraph.font.size = SlidePt(18)
            case Grid():
                shape = slide.shapes.add_table(
                    len(block.rows), len(block.widths), Emu(457200), Emu(1600200), Emu(8229600), 1
                )
                for r, row in enumerate(block.rows):
                    for c, cell in enumerate(row):
                        target = shape.table.cell(r, c)
                        target.text = plain(cell)
                        target.text_frame.paragraphs[0].font.size = SlidePt(12)
            case _:
                pass


def deck(blocks: Sequence[Block], title: str = "") -> Printed:
    """A PPTX; `Break` parts the slides, a heading of level 1 is a slide's title."""
    show = pptx.Presentation()
    pages: dict[str, int] = {}
    for number, content in enumerate(_slides(blocks), 1):
        texts = any(isinstance(b, Text) and b.level != 1 and b.text for b in content)
        slide = show.slides.add_slide(show.slide_layouts[1 if texts else 5])
        _fill_slide(slide, content)
        for block in content:
            for text in _texts(block):
                for key in _MARK.findall(text):
                    pages.setdefault(key, number)
    _date_properties(show, title)
    buffer = io.BytesIO()
    show.save(buffer)
    return Printed(_settled(buffer.getvalue()), ".pptx", pages)


def _texts(block: Block) -> list[str]:
    match block:
        case Text():
            return [block.text]
        case Grid():
            return [cell for row in block.rows for cell in row]
        case _:
            return []


# -------------------------------------------------------------------------------- plain text


def dump(form: Sheetform, blocks: Sequence[Block], title: str = "") -> Printed:
    """The text layer of the PDF: headers, footers and cells stand in the text; no pages are left.

    Bullets become the private sign that word processors leave in such dumps.
    """
    printed = pdf(form, blocks, title)
    with pypdfium2.PdfDocument(printed.content) as source:
        text = "\n".join(page.get_textpage().get_text_range() for page in source)
    text = text.replace("\r\n", "\n").replace("\u2022", "\uf0b7")
    return Printed(f"{text}\n".encode(), ".txt", dict.fromkeys(printed.pages, 1))


SETTERS: dict[str, Callable[[Sheetform, Sequence[Block], str], Printed]] = {
    "pdf": pdf,
    "docx": word,
    "scan": lambda form, blocks, title: scan(
        pdf(form, blocks, title), random.Random(title).randrange(2**31)
    ),
    "pptx": lambda _form, blocks, title: deck(blocks, title),
    "txt": dump,
}
