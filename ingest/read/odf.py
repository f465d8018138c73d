"""Open documents (text, decks, drawings): paragraphs, lists, tables, titles, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.model import Document, LineKind
from ingest.read.boxes import Placed, in_columns
from ingest.read.build import DraftPage, Extras, build
from ingest.read.draft import Gathered, Paragraph, unseen_remarks
from ingest.read.odf_lists import Counts, Lists
from ingest.read.odf_styles import DRAW, OFFICE, SHOW, STYLE, TABLE, TEXT, Look, Styles
from ingest.read.package import Package, flat, properties, protected

_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_MIME = "application/vnd.oasis.opendocument."
# Repeated cells and rows are written once with a count, which a bomb sets to millions.
_MAX_COLUMNS, _MAX_ROWS = 64, 4000
_MAX_NESTED = 20
_SKIPPED = {f"{OFFICE}annotation", f"{TEXT}tracked-changes", f"{TEXT}note", f"{TEXT}placeholder"}
_ROWS = {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}
_UNITS = {"cm": 72 / 2.54, "mm": 7.2 / 2.54, "in": 72.0, "pt": 1.0}
_HIDDEN_SLIDE = "bilden är dold i bildspelet och lästes inte"


def read(path: Path) -> Document:
    """The document of an open text, deck or drawing. Raises UnreadableError for a broken one."""
    if path.suffix.lower() in (".fodt", ".fodp", ".fodg"):
        root = flat(path)
        reader = _Reader(path, [root])
        about = properties(root)
    else:
        with Package(path) as package:
            manifest = package.optional("META-INF/manifest.xml")
            if manifest is not None and any(
                e.tag.endswith("}encryption-data") for e in manifest.iter()
            ):
                raise protected(path)
            styles = package.optional("styles.xml")
            content = package.xml("content.xml")
            reader = _Reader(path, [content] if styles is None else [styles, content])
            about = properties(package.optional("meta.xml"))
            if reader.body is None:
                raise package.refuse("filen är varken text eller bildspel.")
    reader.read()
    extras = Extras(properties=about, remarks=unseen_remarks(reader.unseen))
    mime = _MIME + ("presentation" if reader.is_deck else "text")
    return build(path, path.read_bytes(), mime, reader.out.pages, reader.out.tables, extras)


class _Reader:
    """Walks through one file's content, with its styles at hand."""

    def __init__(self, path: Path, roots: list[Element]) -> None:
        self.path = path
        self.roots = roots
        self.styles = Styles(roots)
        self.lists = Lists(self.styles)
        self.out = Gathered()
        self.unseen: Counter[str] = Counter()
        body = roots[-1].find(f"{OFFICE}body")
        kinds = ("text", "presentation", "drawing", "spreadsheet")
        found = [body.find(f"{OFFICE}{kind}") for kind in kinds] if body is not None else []
        self.body = next((one for one in found if one is not None), None)

    @property
    def is_deck(self) -> bool:
        """Whether the file is a deck of slides or a drawing."""
        return self.body is not None and self.body.tag in (
            f"{OFFICE}presentation",
            f"{OFFICE}drawing",
        )

    def read(self) -> None:
        if self.body is None:
            return
        if self.is_deck:
            self.out.pages = []
            for page in self.body.findall(f"{DRAW}page"):
                self._slide(page)
            self.out.pages = self.out.pages or [DraftPage([])]
            return
        if self.body.tag == f"{OFFICE}spreadsheet":
            for table in self.body.findall(f"{TABLE}table"):
                self.out.break_page()
                self._table(table, 0)
            return
        self._running("header", LineKind.HEADER)
        self._blocks(self.body)
        self._running("footer", LineKind.FOOTER)

    def _running(self, name: str, kind: LineKind) -> None:
        seen: set[str] = set()
        for root in self.roots:
            for element in root.iter():
                if not element.tag.startswith(f"{STYLE}{name}") or "-style" in element.tag:
                    continue
                for paragraph in element.iter(f"{TEXT}p"):
                    text = self._text(paragraph, replace(Look(), shaded=True))
                    if text.strip() and text not in seen:
                        seen.add(text)
                        self.out.add(Paragraph(text), kind)

    # -------------------------------------------------------------------------- blocks

    def _blocks(self, parent: Element, kind: LineKind = LineKind.BODY, depth: int = 0) -> None:
        for block in parent:
            if block.tag == f"{TABLE}table" and depth < _MAX_NESTED:
                self._table(block, depth)
            elif block.tag == f"{TEXT}soft-page-break":
                self.out.break_page()
            elif self._is_block(block):
                for paragraph in self._paragraphs(block, boxed=depth > 0):
                    self.out.add(paragraph, kind)
            elif block.tag not in _SKIPPED and not self._is_hidden(block):
                self._blocks(block, kind, depth)

    @staticmethod
    def _is_block(element: Element) -> bool:
        names = ("p", "h", "list", "numbered-paragraph")
        return element.tag in {f"{TEXT}{name}" for name in names}

    def _is_hidden(self, element: Element) -> bool:
        """Whether a section or a shape is not shown; its words are counted."""
        condition = element.get(f"{TEXT}display") == "condition"
        hidden = element.get(f"{TEXT}display") == "none"
        hidden = hidden or (condition and element.get(f"{TEXT}is-hidden") == "true")
        hidden = hidden or element.get(f"{DRAW}layer", "") in self.styles.hidden_layers - {""}
        if hidden:
            self.unseen["dolda"] += len(" ".join(element.itertext()).split())
        return hidden

    def _paragraphs(self, block: Element, boxed: bool) -> Iterator[Paragraph]:
        """What a paragraph, heading or list shows, with the boxes in it and the notes to it."""
        if block.tag == f"{TEXT}list":
            yield from self._list(block, 1, None, None, boxed)
        elif block.tag == f"{TEXT}numbered-paragraph":
            style = block.get(f"{TEXT}style-name", "")
            counts, level = self.lists.numbered(block, style)
            marker = self.lists.item(counts, style, level, block.get(f"{TEXT}start-value"))
            for inner in block:
                for paragraph in self._with_notes(inner, boxed):
                    paragraph.bullet, marker = paragraph.bullet or marker, None
                    yield paragraph
        else:
            made = list(self._with_notes(block, boxed))
            if block.tag == f"{TEXT}h" and made[0].text.strip():
                level = int(block.get(f"{TEXT}outline-level", "1"))
                made[0].bullet = self.lists.heading(block, level)
            yield from made

    def _with_notes(self, element: Element, boxed: bool) -> Iterator[Paragraph]:
        """A paragraph, then the text boxes in it and the notes to it."""
        paragraph, after = self._paragraph(element, boxed)
        yield paragraph
        for box in element.iter(f"{DRAW}text-box"):
            if not self._is_hidden(box):
                yield from self._inside(box)
        for note in element.iter(f"{TEXT}note-body"):
            for inner in self._inside(note):
                inner.is_note = True
                yield inner
        if after:
            yield Paragraph("", breaks=True)

    def _inside(self, parent: Element) -> Iterator[Paragraph]:
        """The paragraphs of a box, note or cell, one after the other."""
        for block in parent:
            if self._is_block(block):
                yield from self._paragraphs(block, boxed=True)
            elif block.tag not in _SKIPPED and not self._is_hidden(block):
                yield from self._inside(block)

    def _paragraph(self, element: Element, boxed: bool) -> tuple[Paragraph, bool]:
        """A paragraph as it is seen, and whether a page ends in it."""
        look = self.styles.look(element.get(f"{TEXT}style-name"))
        shown = replace(look, shaded=look.shaded or boxed)
        text = self._text(element, shown)
        if any(
            e.get(f"{TEXT}is-hidden") == "true" for e in element.iter(f"{TEXT}hidden-paragraph")
        ):
            self.unseen["dolda"] += len(text.split())
            text = ""
        is_heading = element.tag == f"{TEXT}h"
        heading = int(element.get(f"{TEXT}outline-level", "1")) if is_heading else 0
        before, after = _breaks(element)
        bold = look.bold or self._all_bold(element)
        paragraph = Paragraph(text, heading, bold=bold, breaks=before or look.breaks)
        return paragraph, after

    def _all_bold(self, element: Element) -> bool:
        spans = element.findall(f"{TEXT}span")
        bold = [self.styles.look(s.get(f"{TEXT}style-name")).bold for s in spans]
        loose = (element.text or "") + "".join(s.tail or "" for s in spans)
        return bool(spans) and all(bold) and not loose.strip()

    def _list(
        self,
        element: Element,
        level: int,
        style: str | None,
        counts: Counts | None,
        boxed: bool,
    ) -> Iterator[Paragraph]:
        style = element.get(f"{TEXT}style-name") or style or self._named(element)
        if counts is None:
            counts = self.lists.begin(element, style)
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            marked = item.tag == f"{TEXT}list-item"
            start = item.get(f"{TEXT}start-value")
            for block in item:
                if block.tag in (f"{TEXT}p", f"{TEXT}h"):
                    for paragraph in self._with_notes(block, boxed):
                        paragraph.level = level - 1
                        if marked and paragraph.text.strip():
                            paragraph.bullet = self._marker(block, counts, style, level, start)
                            marked = False
                        yield paragraph
                elif block.tag == f"{TEXT}list" and level < _MAX_NESTED:
                    yield from self._list(block, level + 1, style, counts, boxed)

    def _marker(
        self, block: Element, counts: Counts, style: str, level: int, start: str | None
    ) -> str | None:
        """The marker of a list's item; a heading in a list of no style has its outline's."""
        if block.tag == f"{TEXT}h" and style not in self.styles.lists and self.styles.outline:
            return self.lists.heading(block, int(block.get(f"{TEXT}outline-level", "1")))
        return self.lists.item(counts, style, level, start)

    def _named(self, element: Element) -> str:
        """The list style that the first paragraph's own style names."""
        first = next((e for e in element.iter() if e.tag in (f"{TEXT}p", f"{TEXT}h")), None)
        named = first.get(f"{TEXT}style-name") if first is not None else None
        return self.styles.look(named).list_style or ""

    def _text(self, element: Element, look: Look) -> str:
        """The text of a paragraph that is seen; spaces, tabs and breaks are elements."""
        parts = [self._seen(element.text, look)]
        for child in element:
            if child.tag == f"{TEXT}s":
                parts.append(" " * min(int(child.get(f"{TEXT}c", "1")), 40))
            elif child.tag == f"{TEXT}tab":
                parts.append("\t")
            elif child.tag == f"{TEXT}line-break":
                parts.append("\n")
            elif child.tag == f"{TEXT}hidden-text":
                if child.get(f"{TEXT}is-hidden", "true") != "true":
                    parts.append(self._text(child, look))
            elif child.tag == f"{TEXT}span":
                inner = self.styles.look(child.get(f"{TEXT}style-name"), look)
                parts.append(self._text(child, inner))
            elif child.tag not in _SKIPPED and not child.tag.startswith(DRAW):
                parts.append(self._text(child, look))
            parts.append(self._seen(child.tail, look))
        return "".join(parts)

    def _seen(self, text: str | None, look: Look) -> str:
        """A piece of text, or nothing where its look hides it."""
        if text and look.unseen:
            self.unseen[look.unseen] += len(text.split())
            return ""
        return text or ""

    # -------------------------------------------------------------------------- tables

    def _table(self, table: Element, depth: int) -> None:
        """A table; a row that holds tables of its own only lays them out, and is read as text."""
        rows: list[list[list[Paragraph]]] = []
        going: set[tuple[int, int]] = set()
        open_: dict[int, int] = {}
        for row in _rows(table):
            if row.tag == f"{TEXT}soft-page-break" or len(rows) >= _MAX_ROWS:
                rows += [[[Paragraph("", breaks=True)]]] if row.tag != f"{TABLE}table-row" else []
                continue
            if row.get(f"{TABLE}visibility") in ("collapse", "filter"):
                self.unseen["dolda"] += len(" ".join(row.itertext()).split())
                continue
            if row.find(f".//{TABLE}table") is not None:
                self.out.add_table(_joined(rows), going)
                rows, going, open_ = [], set(), {}
                for cell in row:
                    self._blocks(cell, depth=depth + 1)
                continue
            rows.append(self._row(row, len(rows), going, open_))
        self.out.add_table(_joined(rows), going)

    def _row(
        self, row: Element, at: int, going: set[tuple[int, int]], open_: dict[int, int]
    ) -> list[list[Paragraph]]:
        """The cells of a row; `open_` says how many rows the cell in each column goes on."""
        cells: list[list[Paragraph]] = []
        for cell in row:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            column = len(cells)
            if cell.tag == f"{TABLE}covered-table-cell" and open_.get(column, 0) > 0:
                going.add((at, column))
                open_[column] -= 1
            elif (down := int(cell.get(f"{TABLE}number-rows-spanned", "1"))) > 1:
                open_[column] = down - 1
            held = [p for p in self._inside(cell) if p.text.strip() or p.breaks]
            count = min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), _MAX_COLUMNS)
            cells += [held for _ in range(count)]
        while cells and not cells[-1] and len(cells) > 1 and (at, len(cells) - 1) not in going:
            cells.pop()
        return cells[:_MAX_COLUMNS]

    # -------------------------------------------------------------------------- slides

    def _slide(self, slide: Element) -> None:
        page = DraftPage([])
        self.out.pages.append(page)
        if slide.get(f"{DRAW}style-name", "") in self.styles.hidden_pages:
            self.unseen["på dolda bilder"] += len(" ".join(slide.itertext()).split())
            page.reason = _HIDDEN_SLIDE
            return
        titles = [f for f in slide if f.get(f"{SHOW}class") == "title"]
        for frame in titles:
            for block in frame.iter(f"{TEXT}p"):
                gap = 0.0 if page.lines else 9.0
                text = self._text(block, replace(Look(), shaded=True))
                self.out.add(Paragraph(text, heading=1, gap=gap))
        page.title = " ".join(line.text for line in page.lines) or None
        shapes = [e for e in slide if e not in titles and e.tag != f"{SHOW}notes"]
        for element in in_columns(shapes, _place):
            if not self._is_hidden(element):
                holder = Element("holder")
                holder.append(element)
                self._blocks(holder, depth=1)
        for notes in slide.findall(f"{SHOW}notes"):
            self._blocks(notes, LineKind.NOTES, depth=1)


def _joined(rows: list[list[list[Paragraph]]]) -> list[list[list[Paragraph]]]:
    """The rows, each page break between them put into the row that it stands before."""
    made: list[list[list[Paragraph]]] = []
    breaks = False
    for row in rows:
        if len(row) == 1 and row[0] and not row[0][0].text and row[0][0].breaks:
            breaks = True
            continue
        made.append([[Paragraph("", breaks=True), *row[0]], *row[1:]] if breaks and row else row)
        breaks = False
    return made


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table in order, and the page breaks between them."""
    for child in table:
        if child.tag in (f"{TABLE}table-row", f"{TEXT}soft-page-break"):
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _breaks(element: Element) -> tuple[bool, bool]:
    """Whether a page breaks before a paragraph's words, and whether in or after them."""
    before, after, words = False, False, bool((element.text or "").strip())
    for child in element.iter():
        if child is element:
            continue
        if child.tag == f"{TEXT}soft-page-break":
            before, after = before or not words, after or words
        words = words or bool((child.text or "").strip() or (child.tail or "").strip())
    return before, after


def _place(element: Element) -> Placed | None:
    """Where a shape stands on its slide, in points."""
    sides = [_length(element.get(f"{_SVG}{name}")) for name in ("x", "y", "width", "height")]
    x, y, width, height = sides
    if x is None or y is None:
        return None
    return Placed(x, y, x + (width or 0.0), y + (height or 0.0))


def _length(text: str | None) -> float | None:
    if text is None or text[-2:] not in _UNITS:
        return None
    try:
        return float(text[:-2]) * _UNITS[text[-2:]]
    except ValueError:
        return None
