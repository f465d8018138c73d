"""PDF files: words with fonts and boxes by pdfium."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import UnreadableError
from corpus.model import Box, Document, Reading
from ingest.layout.reading_order import Style, Token
from ingest.read.annotations import catalog, flattened, is_portfolio, shows_words
from ingest.read.build import Extras, build
from ingest.read.bundle import Bundle
from ingest.read.damaged import BROKEN, refuse_disguise, repaired, say_broken
from ingest.read.draft import unseen_remarks
from ingest.read.geometry import RawPage, draft
from ingest.read.pictures import Found, complete
from ingest.read.pulse import pulse
from ingest.read.rules import drawn_on, grids_of
from ingest.read.signs import plain
from ingest.read.visible import Look, Over, only_seen, struck_out

# pdfium puts these where a hyphen ends a line and joins the two halves of the word.
_HYPHENS = "\u0002\ufffe"
_WORD = re.compile(rf"[^\s{_HYPHENS}]+[{_HYPHENS}]?|[{_HYPHENS}]")
_HEAVY = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_SLANTED = re.compile(r"italic|oblique|slanted|kursiv", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")

_MAX_PAGES, _MAX_ATTACHMENTS = 5000, 1000
# Halves of characters that UTF-16 writes in two: mathematical letters, emoji.
_HALF = re.compile("[\ud800-\udfff]")
# A word and the number of a footnote, which pdfium joins; m², km² and CO₂ are words.
_NOTED = re.compile(r"(\d{1,2})[^\W\d_]{2}|\S*?[^\W\d_]{3}[.,;:!?)\"”]?(?=(\d{1,2})\Z)")
# A mark's ink begins so much above the line, in sizes of the word's letters.
_RAISED = 0.2
# More characters than any page holds that a person is to read.
_MAX_CHARS = 100_000

Place = Callable[[float, float, float, float], tuple[float, float, float, float]]


def read(path: Path, depth: int = 0) -> Document:
    """A PDF's document; a portfolio's, with those of the files in it.

    Raises UnreadableError for a protected file or one beyond repair.
    """
    data = path.read_bytes()
    refuse_disguise(data, path)
    document = read_data(path, data, data, "application/pdf")
    if not document.attachments or not is_portfolio(data):
        return document
    bundle = Bundle(path, document.media_type, depth, [("", document)])
    with pypdfium2.PdfDocument(data) as pdf:
        for index in range(min(pdf.count_attachments(), _MAX_ATTACHMENTS)):
            held = pdf.get_attachment(index)
            bundle.add(held.get_name(), bytes(held.get_data()))
    return bundle.document(data, document.properties)


def read_data(path: Path, data: bytes, source: bytes, media_type: str) -> Document:
    """The document of a PDF's bytes; `source` are those of the file that it was made of."""
    remarks: tuple[str, ...] = ()
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            what, advice = "PDF:en är skyddad med lösenord.", "Spara den utan lösenord."
            raise UnreadableError(what, str(path), advice) from error
        pdf = pypdfium2.PdfDocument(repaired(path))
        remarks = ("filen var trasig och har lagats; något kan saknas",)
    if len(pdf) > _MAX_PAGES:
        what = f"PDF:en har {len(pdf)} sidor, fler än de {_MAX_PAGES} som läses."
        raise UnreadableError(what, str(path), "Dela den i flera filer.")
    said = catalog(data)
    found = [_page(pdf, number, said.layered) for number in range(len(pdf))]
    if any(each.annotated for each in found) and (flat := flattened(data)):
        pdf.close()
        pdf = pypdfium2.PdfDocument(flat)
        found = [_page(pdf, number, said.layered) for number in range(len(pdf))]
    with pdf:
        say_broken(found, data, bool(remarks))
        if found and all(page.page.reason == BROKEN for page in found):
            raise UnreadableError("PDF:ens sidor är trasiga.", str(path), "Hämta den på nytt.")
        pages = complete(pdf, found)
        remarks += (*said.remarks, *_unseen(found))
        extras = Extras(_outline(pdf), _attachments(pdf), _properties(pdf), remarks)
    return build(path, source, media_type, *draft(pages), extras=extras)


def _attachments(pdf: pypdfium2.PdfDocument) -> tuple[str, ...]:
    count = min(pdf.count_attachments(), _MAX_ATTACHMENTS)
    return tuple(pdf.get_attachment(index).get_name() for index in range(count))


def _properties(pdf: pypdfium2.PdfDocument) -> tuple[tuple[str, str], ...]:
    said = pdf.get_metadata_dict(skip_empty=True)
    return tuple((name, value[:1000]) for name, value in said.items())


def _outline(pdf: pypdfium2.PdfDocument) -> tuple[tuple[str, int], ...]:
    marks: list[tuple[str, int]] = []
    for mark in islice(pdf.get_toc(max_depth=6), _MAX_PAGES):
        dest = mark.get_dest()
        index = dest.get_index() if dest else None
        if index is not None:
            marks.append((mark.get_title(), index + 1))
    return tuple(marks)


def _unseen(found: Sequence[Found]) -> tuple[str, ...]:
    """What to say of words that nobody sees who opens the file."""
    unseen: Counter[str] = Counter()
    for each in found:
        unseen += each.unseen
    masked = [(n, each.masked) for n, each in enumerate(found, 1) if each.masked]
    remarks = unseen_remarks(unseen)
    if not masked:
        return remarks
    pages = ", ".join(str(number) for number, _ in masked)
    leak = (
        f"{sum(count for _, count in masked)} ord ligger läsbara i filen under svarta rutor "
        f"(sidan {pages}); de är maskade här, men filen röjer dem"
    )
    return (*remarks, leak)


def _page(pdf: pypdfium2.PdfDocument, index: int, layered: bool) -> Found:
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return Found(RawPage(0.0, 0.0, [], reading=Reading.UNREAD, reason=BROKEN), 0, [], 0)
    try:
        width, height = page.get_size()
        textpage = page.get_textpage()
        try:
            if textpage.count_chars() > _MAX_CHARS:
                why = "sidan har fler tecken än en sida kan ha"
                crowded = RawPage(width, height, [], reading=Reading.UNREAD, reason=why)
                return Found(crowded, 0, [], 0)
            tokens, looks = _tokens(page, textpage)
        finally:
            textpage.close()
        place = _placer(page)
        drawn = drawn_on(page)
        images = [(Box(*place(*image[:4])), image[4]) for image in drawn.images]
        over = Over(
            [(Box(*place(*fill[:4])), *fill[4:]) for fill in drawn.fills],
            [(box, at) for (box, _), at in zip(images, drawn.image_order, strict=True)],
            [Box(*place(*rule)) for rule in drawn.rules],
            struck_out(page, place),
            drawn.order,
            layered,
        )
        seen = only_seen(page, tokens, looks, over, place)
        annotated = shows_words(page)
    finally:
        page.close()
    pulse()
    grids = grids_of([Box(*place(*edge)) for edge in drawn.edges])
    raw = RawPage(width, height, seen.tokens, grids)
    return Found(raw, seen.unpainted, images, drawn.paths, seen.unseen, seen.masked, annotated)


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

    __slots__ = ("angle", "look", "rise", "style")

    def __init__(self, textpage: object, index: int, thing: int | None, page: _PageText) -> None:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(textpage, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = round(pdfium.FPDFText_GetFontSize(textpage, index) * scale, 2)
        turn = -math.degrees(math.atan2(matrix.b, matrix.a)) + page.rotation
        self.angle = round(turn) % 360
        mode = _render_mode(thing) if thing else 0
        self.look = Look.of(thing)
        name, heavy, slanted = page.font(textpage, index, thing)
        self.style = Style(name, size, heavy or mode == 2, slanted)
        self.rise: float | None = None
        """Height of the characters' boxes above the baseline, where the lines are level."""


class _PageText:
    """The fonts and text objects of a page while its words are taken."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.rotation = page.get_rotation()
        self.runs: dict[int | None, _Run] = {}
        self.fonts: dict[int | None, tuple[str | None, bool, bool]] = {}

    def run(self, textpage: object, index: int) -> _Run:
        """What a character has in common with those of its text object."""
        thing = _object_of(textpage, index)
        run = self.runs.get(thing)
        if run is None:
            run = self.runs[thing] = _Run(textpage, index, thing, self)
        return run

    def is_raised(self, textpage: object, index: int, other: int) -> bool:
        """Whether a character stands above the baseline of another, written level."""
        run = self.run(textpage, other)
        if run.angle != self.rotation:
            return False
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(textpage, other, x, y)
        ink = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(textpage, index, *ink)
        return ink[2].value - y.value > _RAISED * run.style.size

    def font(
        self, textpage: object, index: int, thing: int | None
    ) -> tuple[str | None, bool, bool]:
        """Name of the font of a character, whether it is bold and whether it is slanted."""
        key = _font_of(thing) if thing else None
        if key is None or key not in self.fonts:
            name = _font_name(textpage, index)
            heavy = pdfium.FPDFText_GetFontWeight(textpage, index) >= 600
            bold = heavy or bool(_HEAVY.search(name))
            self.fonts[key] = (name or None, bold, bool(_SLANTED.search(name)))
        return self.fonts[key]


def _address(function: object, arguments: int) -> Callable[..., int | None]:
    """A function of pdfium that takes and gives pointers, as plain numbers: quick to compare."""
    kinds = [ctypes.c_void_p, ctypes.c_int][:arguments]
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.CFUNCTYPE(ctypes.c_void_p, *kinds)(address)  # type: ignore[arg-type]


_object_of = _address(pdfium.FPDFText_GetTextObject, 2)
_font_of = _address(pdfium.FPDFTextObj_GetFont, 1)


def _render_mode(thing: int) -> int:
    pointer = ctypes.cast(thing, pdfium.FPDF_PAGEOBJECT)
    mode: int = pdfium.FPDFTextObj_GetTextRenderMode(pointer)
    return mode


def _font_name(textpage: object, index: int) -> str:
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, index, buffer, 128, flags)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))


def _tokens(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage
) -> tuple[list[Token], list[Look]]:
    """The words of a page, and what may hide each."""
    place, text = _placer(page), _text(textpage)
    raw = textpage.raw
    state = _PageText(page)
    level = state.rotation == 0
    box_of, origin_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    tokens: list[Token] = []
    looks: list[Look] = []
    halved = _HALF.search(text) is not None
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for first, last, beside in _words(text, raw, state):
        if not box_of(raw, first, box):
            continue
        run = state.run(raw, first)
        x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
        if last > first and box_of(raw, last, box):
            x0, x1 = min(x0, box.left), max(x1, box.right)
            y0, y1 = min(y0, box.bottom), max(y1, box.top)
        shown = place(x0, y0, x1, y1)
        if run.rise is None or beside != first:
            origin_of(raw, beside, x, y)
            base = place(x.value, y.value, x.value, y.value)[1]
            if level and run.angle == 0 and beside == first:
                run.rise = base - shown[1]
        else:
            base = shown[1] + run.rise
        word = text[first : last + 1]
        if word[-1] in _HYPHENS:
            word = word[:-1] + "-"
        if halved:
            word = word.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if word := plain(word).strip():
            tokens.append(Token(word, *shown, base, run.style, run.angle))
            looks.append(run.look)
    return tokens, looks


def _words(text: str, raw: object, state: _PageText) -> Iterator[tuple[int, int, int]]:
    """First and last character of each word, and one on whose baseline it stands.

    The number of a footnote is a word of its own, on the line of the word that pdfium joins it to.
    """
    for found in _WORD.finditer(text):
        start, end = found.span()
        noted = None
        if text[start].isdigit() != text[end - 1].isdigit():
            noted = _NOTED.match(text, start, end)
        cut = noted.end(1 if noted[1] else 0) if noted else start
        if noted and noted[1] and state.is_raised(raw, start, cut):
            yield start, cut - 1, cut
            yield cut, end - 1, cut
        elif noted and not noted[1] and state.is_raised(raw, cut, start):
            yield start, cut - 1, start
            yield cut, end - 1, start
        else:
            yield start, end - 1, start
