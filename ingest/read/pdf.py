"""PDF files: words with fonts and boxes by pdfium."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import UnreadableError
from corpus.model import Box, Document
from ingest.layout import Style, Token
from ingest.read.build import Extras, build
from ingest.read.geometry import RawPage, draft
from ingest.read.pictures import Found, complete
from ingest.read.rules import drawn_on, grids_of

# pdfium puts these where a hyphen ends a line and joins the two halves of the word.
_HYPHENS = "\u0002\ufffe"
_WORD = re.compile(rf"[^\s{_HYPHENS}]+[{_HYPHENS}]?|[{_HYPHENS}]")
_HEAVY = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_SLANTED = re.compile(r"italic|oblique|slanted|kursiv", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")

Place = Callable[[float, float, float, float], tuple[float, float, float, float]]


def read(path: Path) -> Document:
    """A PDF's document. Raises UnreadableError for a broken or protected file."""
    data = path.read_bytes()
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            pages = complete(pdf, [_page(pdf, number) for number in range(len(pdf))])
            outline = _outline(pdf)
            properties = tuple((k, v) for k, v in pdf.get_metadata_dict(True).items() if v)
            attachments = tuple(
                pdf.get_attachment(i).get_name() for i in range(pdf.count_attachments())
            )
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(*_refusal(error, path)) from error
    extras = Extras(outline, attachments, properties)
    return build(path, data, "application/pdf", *draft(pages), extras=extras)


def _refusal(error: pypdfium2.PdfiumError, path: Path) -> tuple[str, str, str]:
    if "password" in str(error).lower():
        what, advice = "the PDF is protected by a password.", "Save it without one and try again."
    else:
        what, advice = "the PDF is broken or cut short.", "Fetch the file again."
    return what, str(path), advice


def _outline(pdf: pypdfium2.PdfDocument) -> tuple[tuple[str, int], ...]:
    marks: list[tuple[str, int]] = []
    for mark in pdf.get_toc(max_depth=6):
        dest = mark.get_dest()
        index = dest.get_index() if dest else None
        if index is not None:
            marks.append((mark.get_title(), index + 1))
    return tuple(marks)


def _page(pdf: pypdfium2.PdfDocument, index: int) -> Found:
    page = pdf[index]
    try:
        width, height = page.get_size()
        textpage = page.get_textpage()
        try:
            tokens, hidden = _tokens(page, textpage)
        finally:
            textpage.close()
        place = _placer(page)
        drawn = drawn_on(page)
    finally:
        page.close()
    grids = grids_of([Box(*place(*edge)) for edge in drawn.edges])
    images = [(Box(*place(*image[:4])), image[4]) for image in drawn.images]
    return Found(RawPage(width, height, tokens, grids), hidden, images, drawn.paths)


def _placer(page: pypdfium2.PdfPage) -> Place:
    """How a box of the page's own space (origin below) stands on the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()

    def upright(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return x0 - left, top - y1, x1 - left, top - y0

    def clockwise(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left

    def over(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return right - x1, y0 - bottom, right - x0, y1 - bottom

    def counter(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return top - y1, right - x1, top - y0, right - x0

    return {0: upright, 90: clockwise, 180: over, 270: counter}[rotation]


def _text(textpage: pypdfium2.PdfTextPage) -> str:
    """One character for each of pdfium's, so that positions in the text are its indexes."""
    count = textpage.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    points = (pdfium.FPDFText_GetUnicode(textpage, i) for i in range(count))
    return "".join(chr(p) if 0 < p < 0x110000 else " " for p in points)


class _Run:
    """What the characters of one text object have in common."""

    __slots__ = ("angle", "hidden", "style")

    def __init__(self, textpage: pypdfium2.PdfTextPage, index: int, rotation: int) -> None:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(textpage, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = round(pdfium.FPDFText_GetFontSize(textpage, index) * scale, 2)
        turn = -math.degrees(math.atan2(matrix.b, matrix.a)) + rotation
        self.angle = round(turn) % 360
        thing = pdfium.FPDFText_GetTextObject(textpage, index)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
        self.hidden = mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        name = _font_name(textpage, index)
        weight = pdfium.FPDFText_GetFontWeight(textpage, index)
        bold = bool(_HEAVY.search(name)) or weight >= 600 or mode == 2
        self.style = Style(name or None, size, bold, bool(_SLANTED.search(name)))


def _font_name(textpage: pypdfium2.PdfTextPage, index: int) -> str:
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, index, buffer, 128, flags)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))


def _tokens(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> tuple[list[Token], int]:
    """The words of a page, and how many of them are not painted, as in a scanner's OCR layer."""
    place = _placer(page)
    rotation = page.get_rotation()
    runs: dict[int | None, _Run] = {}
    tokens: list[Token] = []
    hidden = 0
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for found in _WORD.finditer(_text(textpage)):
        first, last = found.start(), found.end() - 1
        thing = ctypes.cast(pdfium.FPDFText_GetTextObject(textpage, first), ctypes.c_void_p).value
        run = runs.get(thing)
        if run is None:
            run = runs[thing] = _Run(textpage, first, rotation)
        if not pdfium.FPDFText_GetLooseCharBox(textpage, first, box):
            continue
        hidden += run.hidden
        x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
        if last > first and pdfium.FPDFText_GetLooseCharBox(textpage, last, box):
            x0, x1 = min(x0, box.left), max(x1, box.right)
            y0, y1 = min(y0, box.bottom), max(y1, box.top)
        pdfium.FPDFText_GetCharOrigin(textpage, first, x, y)
        text = found[0]
        if text[-1] in _HYPHENS:
            text = text[:-1] + "-"
        shown = place(x0, y0, x1, y1)
        base = place(x.value, y.value, x.value, y.value)[1]
        tokens.append(Token(text, *shown, base, run.style, run.angle))
    return tokens, hidden
