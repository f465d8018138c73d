"""Open documents (ODT text, ODP decks): paragraphs, lists, tables, titles, notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.model import Document, LineKind
from ingest.read.build import DraftPage, Extras, build
from ingest.read.draft import Gathered, Paragraph
from ingest.read.package import Package, properties

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE, _DRAW, _STYLE, _SHOW = (
    _NS % name for name in ("office", "text", "table", "drawing", "style", "presentation")
)
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_MIME = "application/vnd.oasis.opendocument."
# Repeated cells and rows are written once with a count, which a bomb sets to millions.
_MAX_COLUMNS, _MAX_ROWS = 64, 4000
_HIDDEN = {f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}note"}


def read(path: Path) -> Document:
    """The document of an ODT or ODP file. Raises UnreadableError for a broken or hostile one."""
    with Package(path) as package:
        reader = _Reader(package)
        reader.read()
        extras = Extras(properties=properties(package, "meta.xml"))
    mime = _MIME + ("presentation" if reader.is_deck else "text")
    return build(path, path.read_bytes(), mime, reader.out.pages, reader.out.tables, extras)


class _Reader:
    """Walks through one file's content, with its styles at hand."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.content = package.xml("content.xml")
        self.styles = package.optional("styles.xml")
        self.out = Gathered()
        self.is_deck = False
        self.bold: set[str] = set()
        self.lists: dict[str, dict[int, Element]] = {}
        for root in (self.styles, self.content):
            if root is not None:
                self._learn(root)

    def _learn(self, root: Element) -> None:
        for style in root.iter(f"{_STYLE}style"):
            look = style.find(f"{_STYLE}text-properties")
            if look is not None and look.get(f"{_FO}font-weight") == "bold":
                self.bold.add(style.get(f"{_STYLE}name", ""))
        for style in root.iter(f"{_TEXT}list-style"):
            self.lists[style.get(f"{_STYLE}name", "")] = {
                int(level.get(f"{_TEXT}level", "1")): level for level in style
            }

    def read(self) -> None:
        body = self.content.find(f"{_OFFICE}body")
        text = body.find(f"{_OFFICE}text") if body is not None else None
        deck = body.find(f"{_OFFICE}presentation") if body is not None else None
        if deck is not None:
            self.is_deck = True
            self.out.pages = []
            for page in deck.findall(f"{_DRAW}page"):
                self._slide(page)
            if not self.out.pages:
                raise self.package.refuse("bildspelet har inga bilder.")
        elif text is not None:
            self._running("header", LineKind.HEADER)
            self._blocks(text)
            self._running("footer", LineKind.FOOTER)
        else:
            raise self.package.refuse("filen är varken text eller bildspel.")

    def _running(self, name: str, kind: LineKind) -> None:
        seen: set[str] = set()
        for element in self.styles.iter(f"{_STYLE}{name}") if self.styles is not None else ():
            for paragraph in element.iter(f"{_TEXT}p"):
                text = _text(paragraph)
                if text.strip() and text not in seen:
                    seen.add(text)
                    self.out.add(Paragraph(text), kind)

    def _blocks(self, parent: Element, kind: LineKind = LineKind.BODY) -> None:
        for block in parent:
            if block.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                self.out.add(self._paragraph(block), kind)
                if block.find(f".//{_TEXT}soft-page-break") is not None:
                    self.out.break_page()
                for box in block.iter(f"{_DRAW}text-box"):
                    self._blocks(box, kind)
            elif block.tag == f"{_TEXT}list":
                for paragraph in self._list(block, 0, None):
                    self.out.add(paragraph, kind)
            elif block.tag == f"{_TABLE}table":
                self._table(block)
            elif block.tag == f"{_TEXT}soft-page-break":
                self.out.break_page()
            elif block.tag not in _HIDDEN:
                self._blocks(block, kind)

    def _paragraph(self, element: Element) -> Paragraph:
        heading = int(element.get(f"{_TEXT}outline-level", "1"))
        bold = element.get(f"{_TEXT}style-name", "") in self.bold
        spans = element.findall(f"{_TEXT}span")
        inner = bool(spans) and not (element.text or "").strip()
        inner = inner and all(
            s.get(f"{_TEXT}style-name", "") in self.bold and not (s.tail or "").strip()
            for s in spans
        )
        is_heading = element.tag == f"{_TEXT}h"
        return Paragraph(_text(element), heading=heading if is_heading else 0, bold=bold or inner)

    def _list(self, element: Element, level: int, style: str | None) -> Iterator[Paragraph]:
        style = element.get(f"{_TEXT}style-name") or style
        number = 0
        for item in element:
            if item.tag not in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
                continue
            number = int(item.get(f"{_TEXT}start-value", number + 1))
            marked = item.tag == f"{_TEXT}list-item"
            for block in item:
                if block.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    paragraph = self._paragraph(block)
                    paragraph.level = level
                    if marked and paragraph.text.strip():
                        paragraph.bullet = self._marker(style, level, number)
                        marked = False
                    yield paragraph
                elif block.tag == f"{_TEXT}list" and level < 20:
                    yield from self._list(block, level + 1, style)

    def _marker(self, style: str | None, level: int, number: int) -> str:
        shown = self.lists.get(style or "", {}).get(level + 1)
        if shown is None or not shown.tag.endswith("-number"):
            sign = shown.get(f"{_TEXT}bullet-char") if shown is not None else None
            return sign if sign in ("-", "–", "o") else "•"
        form = shown.get(f"{_STYLE}num-format", "1")
        counted = chr(ord(form) + (number - 1) % 26) if form in ("a", "A") else str(number)
        return (
            shown.get(f"{_STYLE}num-prefix", "") + counted + shown.get(f"{_STYLE}num-suffix", "")
        ).strip()

    def _table(self, table: Element) -> None:
        rows: list[list[list[Paragraph]]] = []
        for row in table.iter(f"{_TABLE}table-row"):
            cells: list[list[Paragraph]] = []
            for cell in row:
                if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    continue
                held = [
                    self._paragraph(p) for p in cell.iter() if p.tag in (f"{_TEXT}p", f"{_TEXT}h")
                ]
                count = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MAX_COLUMNS)
                cells += [[p for p in held if p.text.strip()] for _ in range(count)]
            while cells and not cells[-1] and len(cells) > 1:
                cells.pop()
            rows.append(cells[:_MAX_COLUMNS])
            if len(rows) >= _MAX_ROWS:
                break
        if rows:
            self.out.add_table(rows)

    def _slide(self, slide: Element) -> None:
        page = DraftPage([])
        self.out.pages.append(page)
        frames = [f for f in slide if f.tag in (f"{_DRAW}frame", f"{_DRAW}custom-shape")]
        titles = [f for f in frames if f.get(f"{_SHOW}class") == "title"]
        for frame in titles:
            for block in frame.iter(f"{_TEXT}p"):
                gap = 0.0 if page.lines else 9.0
                self.out.add(Paragraph(_text(block), heading=1, gap=gap))
        page.title = " ".join(line.text for line in page.lines) or None
        for element in slide:
            if element.tag == f"{_SHOW}notes":
                self._blocks(element, LineKind.NOTES)
            elif element not in titles:
                self._blocks(element)


def _text(element: Element) -> str:
    """The shown text of a paragraph; spaces, tabs and breaks are elements."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 40))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag not in _HIDDEN and not child.tag.startswith(_DRAW):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
