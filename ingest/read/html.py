"""Web pages (HTML, also as saved in one file): headings, paragraphs, lists and tables."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html

from corpus.errors import UnreadableError
from corpus.model import Document
from ingest.read.build import Extras, build
from ingest.read.docx_numbers import numeral
from ingest.read.draft import Gathered, Paragraph, unseen_remarks
from ingest.read.encoding import decoded

_MAX_BYTES = 20_000_000
_MAX_DEPTH = 200
_MAX_COLUMNS = 64
_SKIPPED = {"script", "style", "head", "template", "noscript", "title", "iframe", "object", "svg"}
_SKIPPED |= {"select", "datalist", "audio", "video", "canvas", "map", "textarea"}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "body"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr"}
_BLOCKS |= {"td", "th", "tbody", "thead", "tfoot", "caption", "blockquote", "pre", "form", "html"}
_BLOCKS |= {"address", "figure", "figcaption", "fieldset", "details", "summary", "hr", "center"}
_BOLD, _STRUCK = {"b", "strong", "th"}, {"s", "strike", "del"}
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:px|pt)?\b")
_STRIKING = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_FORMS = {"a": "a", "A": "A", "i": "i", "I": "I"}


def read(path: Path) -> Document:
    """The document of a web page. Raises UnreadableError."""
    data = path.read_bytes()
    if len(data) > _MAX_BYTES:
        what = f"filen är större än de {_MAX_BYTES // 10**6} MB text som läses."
        raise UnreadableError(what, str(path), "Dela den i flera filer.")
    out = Gathered()
    mail = path.suffix.lower() in (".mht", ".mhtml")
    remarks = read_into(data, out, mail=mail)
    return build(path, data, "text/html", out.pages, out.tables, Extras(remarks=remarks))


def read_into(data: bytes, out: Gathered, mail: bool = False) -> tuple[str, ...]:
    """Put what a web page shows at the end of `out`; gives remarks on what was not read.

    `mail` says that it is saved in one file with its pictures (MHTML).
    """
    if mail:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
        content = part.get_payload(decode=True) if part is not None else b""
        data = content if isinstance(content, bytes) else b""
        charset = part.get_content_charset() if part is not None else None
        text = _text_of(data, charset)
    else:
        named = _CHARSET.search(data[:4096])
        text = _text_of(data, named[1].decode("ascii") if named else None)
    if not text.strip():
        return ()
    parser = lxml.html.HTMLParser(huge_tree=False, no_network=True)
    try:
        root = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return ("en webbsida var tom eller trasig",)
    reader = _Reader(out)
    body = root.find("body")
    reader.blocks(root if body is None else body, 0)
    return unseen_remarks(reader.unseen)


def _text_of(data: bytes, charset: str | None) -> str:
    """The text of the bytes, in the encoding that the page names where it holds."""
    try:
        if charset and charset.lower() not in ("iso-8859-1", "us-ascii", "ascii"):
            return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        pass
    found = decoded(data)
    return found.text if found else ""


class _Reader:
    """Walks through the body of a page."""

    def __init__(self, out: Gathered) -> None:
        self.out = out
        self.unseen: Counter[str] = Counter()

    def blocks(self, element: Any, depth: int) -> None:
        """The blocks of an element, at the end of the document."""
        if depth < _MAX_DEPTH:
            for paragraph in self._blocks(element, Paragraph(""), depth, top=True):
                self.out.add(paragraph)

    def _blocks(
        self, element: Any, look: Paragraph, depth: int, top: bool = False
    ) -> Iterator[Paragraph]:
        """The paragraphs of an element; runs of inline elements are one paragraph."""
        inline: list[tuple[str, bool]] = [(element.text or "", look.bold)]
        for child in element:
            if not isinstance(child.tag, str) or self._is_hidden(child):
                pass
            elif child.tag in _BLOCKS and depth < _MAX_DEPTH:
                yield from _flushed(inline, look)
                inline = []
                yield from self._block(child, look, depth + 1, top)
            else:
                inline += self._inline(child, look.bold, depth + 1)
            inline.append((child.tail or "", look.bold))
        yield from _flushed(inline, look)

    def _block(self, child: Any, look: Paragraph, depth: int, top: bool) -> Iterator[Paragraph]:
        if child.tag == "table" and top and not child.xpath(".//table"):
            self._table(child, depth)
        elif child.tag in ("ul", "ol"):
            yield from self._list(child, look, depth)
        elif child.tag[0] == "h" and child.tag[1:].isdigit():
            heading = replace(look, heading=int(child.tag[1]), bold=True)
            yield from self._blocks(child, heading, depth)
        else:
            bold = look.bold or child.tag in _BOLD
            style = child.get("style", "")
            breaks = "page-break-before" in style and "always" in style
            for paragraph in self._blocks(child, replace(look, bold=bold), depth, top):
                paragraph.breaks, breaks = paragraph.breaks or breaks, False
                yield paragraph

    def _inline(self, element: Any, bold: bool, depth: int) -> list[tuple[str, bool]]:
        """Pieces of text, and whether each is bold."""
        if element.tag == "br":
            return [("\n", bold)]
        bold = bold or element.tag in _BOLD
        pieces = [(element.text or "", bold)]
        for child in element if depth < _MAX_DEPTH else ():
            if isinstance(child.tag, str) and not self._is_hidden(child):
                pieces += self._inline(child, bold, depth + 1)
            pieces.append((child.tail or "", bold))
        return pieces

    def _is_hidden(self, element: Any) -> bool:
        if element.tag in _SKIPPED:
            return True
        style = element.get("style", "")
        why = None
        if "hidden" in element.attrib or _HIDING.search(style):
            why = "dolda"
        elif element.tag in _STRUCK or _STRIKING.search(style):
            why = "överstrukna"
        if why is not None:
            self.unseen[why] += len(element.text_content().split())
        return why is not None

    def _list(self, element: Any, look: Paragraph, depth: int) -> Iterator[Paragraph]:
        number = _number(element.get("start"), 1)
        step = -1 if "reversed" in element.attrib else 1
        form = _FORMS.get(element.get("type", ""), "decimal")
        level = look.level + 1 if look.bullet is not None else look.level
        for item in element:
            if item.tag in ("ul", "ol"):
                yield from self._list(item, replace(look, bullet="", level=level), depth + 1)
            if item.tag != "li" or self._is_hidden(item):
                continue
            number = _number(item.get("value"), number)
            marker = "•" if element.tag == "ul" else f"{numeral(number, form)}."
            number += step
            inner = replace(look, bullet="", level=level)
            for paragraph in self._blocks(item, inner, depth + 1):
                if paragraph.bullet == "":
                    paragraph.bullet, marker = marker or None, ""
                yield paragraph

    def _table(self, table: Any, depth: int) -> None:
        rows: list[list[list[Paragraph]]] = []
        going: set[tuple[int, int]] = set()
        open_: dict[int, int] = {}
        for row in table.iter("tr"):
            if self._is_hidden(row):
                continue
            cells: list[list[Paragraph]] = []
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while open_.get(len(cells), 0) > 0:
                    self._go_on(len(rows), cells, going, open_)
                column = len(cells)
                look = Paragraph("", bold=cell.tag == "th")
                cells.append(list(self._blocks(cell, look, depth)))
                open_[column] = _number(cell.get("rowspan"), 1) - 1
                wide = min(_number(cell.get("colspan"), 1), _MAX_COLUMNS)
                cells += [[] for _ in range(wide - 1)]
            while open_.get(len(cells), 0) > 0:
                self._go_on(len(rows), cells, going, open_)
            rows.append(cells[:_MAX_COLUMNS])
        self.out.add_table(rows, going)

    @staticmethod
    def _go_on(
        row: int, cells: list[list[Paragraph]], going: set[tuple[int, int]], open_: dict[int, int]
    ) -> None:
        """A cell that the one above goes on in."""
        going.add((row, len(cells)))
        open_[len(cells)] -= 1
        cells.append([])


def _flushed(inline: list[tuple[str, bool]], look: Paragraph) -> Iterator[Paragraph]:
    """A paragraph of the pieces, white space in each line folded."""
    text = "".join(piece if piece == "\n" else re.sub(r"\s+", " ", piece) for piece, _ in inline)
    if text.strip():
        bold = all(heavy for piece, heavy in inline if piece.strip())
        yield replace(look, text=text, bold=bold)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else default
