"""Word files (DOCX): paragraphs, lists with their numbers, tables, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.model import Document, LineKind
from ingest.read.build import Extras, build
from ingest.read.draft import Gathered, Paragraph
from ingest.read.package import Package, properties

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel|rubrik)\Z", re.IGNORECASE)
_MAX_COLUMNS = 64
_HIDDEN = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", _FALLBACK}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def read(path: Path) -> Document:
    """The document of a DOCX file. Raises UnreadableError for a broken or hostile one."""
    with Package(path) as package:
        main = next(
            (name for kind, name in package.related("").values() if kind == "officeDocument"),
            "word/document.xml",
        )
        reader = _Reader(package, main)
        reader.read()
        extras = Extras(
            properties=properties(package, "docProps/core.xml"),
            attachments=tuple(sorted(n for n in package.names if "/embeddings/" in n)),
        )
    return build(path, path.read_bytes(), _MIME, reader.out.pages, reader.out.tables, extras)


@dataclass(slots=True)
class _Style:
    heading: int = 0
    bold: bool = False
    italic: bool = False
    size: float = 0.0
    list_id: str | None = None
    level: int = 0


@dataclass(slots=True)
class _Level:
    """A level of a numbered list: its format, the text around its number, its start."""

    form: str
    text: str
    start: int


def _value(element: Element | None, name: str) -> str | None:
    found = element.find(f"{_W}{name}") if element is not None else None
    return found.get(f"{_W}val", "1") if found is not None else None


def _on(element: Element | None, name: str) -> bool | None:
    value = _value(element, name)
    return None if value is None else value not in ("0", "false", "none")


class _Reader:
    """Walks through the body of one file, with its styles and lists at hand."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self.main = main
        self.related = package.related(main)
        self.out = Gathered()
        self.styles = self._styles()
        self.levels = self._levels()
        self.counts: dict[str, dict[int, int]] = {}

    def _part(self, kind: str) -> Element | None:
        name = next((n for k, n in self.related.values() if k == kind), None)
        return self.package.optional(name) if name else None

    def read(self) -> None:
        body = self.package.xml(self.main).find(f"{_W}body")
        if body is None:
            raise self.package.refuse("filen har ingen textdel.")
        self._running("header", LineKind.HEADER)
        self._blocks(body)
        for kind in ("footnote", "endnote"):
            root = self._part(f"{kind}s")
            for note in root if root is not None else ():
                if note.get(f"{_W}type") is None:
                    for paragraph in note.iter(f"{_W}p"):
                        self.out.add(self._paragraph(paragraph))
        self._running("footer", LineKind.FOOTER)

    def _running(self, kind: str, line_kind: LineKind) -> None:
        """Headers or footers, each once, on the page that is being read."""
        seen: set[str] = set()
        for name in sorted(n for k, n in self.related.values() if k == kind):
            root = self.package.optional(name)
            for paragraph in root.iter(f"{_W}p") if root is not None else ():
                read = self._paragraph(paragraph)
                if read.text.strip() and read.text not in seen:
                    seen.add(read.text)
                    self.out.add(read, line_kind)

    def _blocks(self, parent: Element) -> None:
        for block in parent:
            if block.tag == f"{_W}p":
                self._add(block)
            elif block.tag == f"{_W}tbl":
                self._table(block)
            elif block.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
                self._blocks(block)

    def _add(self, element: Element) -> None:
        before, after = _page_breaks(element)
        if before:
            self.out.break_page()
        self.out.add(self._paragraph(element))
        for box in _boxes(element):
            self._blocks(box)
        if after:
            self.out.break_page()

    def _table(self, table: Element) -> None:
        rows: list[list[list[Paragraph]]] = []
        for row in _within(table, "tr"):
            cells: list[list[Paragraph]] = []
            for cell in _within(row, "tc"):
                shape = cell.find(f"{_W}tcPr")
                held = [self._paragraph(p) for p in cell.iter(f"{_W}p")]
                cells.append([p for p in held if p.text.strip()])
                span = int(_value(shape, "gridSpan") or 1)
                cells += [[] for _ in range(min(span, _MAX_COLUMNS) - 1)]
            rows.append(cells[:_MAX_COLUMNS])
        if rows:
            self.out.add_table(rows)

    def _paragraph(self, element: Element) -> Paragraph:
        shape = element.find(f"{_W}pPr")
        style = self.styles.get(_value(shape, "pStyle") or "", _Style())
        runs = [run for run in _visible(element) if run.tag == f"{_W}r" and _text(run).strip()]
        looks = [run.find(f"{_W}rPr") for run in runs]
        outline = _value(shape, "outlineLvl")
        sizes = [float(s) / 2 for s in (_value(look, "sz") for look in looks) if s]
        paragraph = Paragraph(
            _text(element),
            heading=int(outline) + 1 if outline and outline in "012345678" else style.heading,
            bold=bool(runs) and all(_either(_on(look, "b"), style.bold) for look in looks),
            italic=bool(runs) and all(_either(_on(look, "i"), style.italic) for look in looks),
            size=max(sizes, default=style.size),
        )
        if paragraph.text.strip():
            paragraph.bullet, paragraph.level = self._marker(shape, style)
        return paragraph

    def _marker(self, shape: Element | None, style: _Style) -> tuple[str | None, int]:
        """The list marker a paragraph shows, counted on; and its depth."""
        numbering = shape.find(f"{_W}numPr") if shape is not None else None
        list_id = _value(numbering, "numId") or style.list_id
        level = int(_value(numbering, "ilvl") or style.level)
        shown = self.levels.get(list_id or "", {}).get(level)
        if list_id is None or shown is None or shown.form == "none":
            return None, level if shown else 0
        if shown.form == "bullet":
            return _bullet(shown.text), level
        counts = self.counts.setdefault(list_id, {})
        counts[level] = counts.get(level, shown.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return self._number(list_id, level, counts), level

    def _number(self, list_id: str, level: int, counts: dict[int, int]) -> str:
        levels = self.levels[list_id]

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            form = levels[index].form if index in levels else "decimal"
            return _numeral(counts.get(index, 1), form)

        return re.sub(r"%(\d)", shown, levels[level].text).strip() or "•"

    def _styles(self) -> dict[str, _Style]:
        root = self._part("styles")
        raw = {e.get(f"{_W}styleId", ""): e for e in root or () if e.tag == f"{_W}style"}
        return {key: _style(raw, key, 0) for key in raw}

    def _levels(self) -> dict[str, dict[int, _Level]]:
        root = self._part("numbering")
        if root is None:
            return {}
        abstract = {
            e.get(f"{_W}abstractNumId", ""): {
                int(lvl.get(f"{_W}ilvl", "0")): _Level(
                    _value(lvl, "numFmt") or "decimal",
                    _value(lvl, "lvlText") or "",
                    int(_value(lvl, "start") or 1),
                )
                for lvl in e.findall(f"{_W}lvl")
            }
            for e in root.findall(f"{_W}abstractNum")
        }
        return {
            e.get(f"{_W}numId", ""): _overridden(e, abstract.get(_value(e, "abstractNumId") or ""))
            for e in root.findall(f"{_W}num")
        }


def _overridden(number: Element, levels: dict[int, _Level] | None) -> dict[int, _Level]:
    made = dict(levels or {})
    for override in number.findall(f"{_W}lvlOverride"):
        index = int(override.get(f"{_W}ilvl", "0"))
        start = _value(override, "startOverride")
        if start is not None and index in made:
            made[index] = _Level(made[index].form, made[index].text, int(start))
    return made


def _style(raw: dict[str, Element], key: str, depth: int) -> _Style:
    """A style with what it inherits."""
    element = raw.get(key)
    if element is None or depth > 12:
        return _Style()
    base = _style(raw, _value(element, "basedOn") or "", depth + 1)
    name = _value(element, "name") or key
    shape, look = element.find(f"{_W}pPr"), element.find(f"{_W}rPr")
    outline, size = _value(shape, "outlineLvl"), _value(look, "sz")
    heading = base.heading
    if found := _HEADING.match(name):
        heading = int(found[1])
    elif outline and outline in "012345678":
        heading = int(outline) + 1
    elif _TITLE.match(name):
        heading = 1
    numbering = shape.find(f"{_W}numPr") if shape is not None else None
    return _Style(
        heading,
        _either(_on(look, "b"), base.bold),
        _either(_on(look, "i"), base.italic),
        float(size) / 2 if size else base.size,
        _value(numbering, "numId") or base.list_id,
        int(_value(numbering, "ilvl") or base.level),
    )


def _either(value: bool | None, default: bool) -> bool:
    return default if value is None else value


def _within(parent: Element, name: str) -> Iterator[Element]:
    """Children of a name, also where content controls or insertions wrap them."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _within(child, name)


def _visible(element: Element) -> Iterator[Element]:
    """Descendants that are shown in line: no deletions, text boxes or fallbacks."""
    for child in element:
        if child.tag not in _HIDDEN:
            yield child
            yield from _visible(child)


def _text(element: Element) -> str:
    parts: list[str] = []
    for piece in _visible(element):
        if piece.tag == f"{_W}t":
            parts.append(piece.text or "")
        elif piece.tag == f"{_W}tab":
            parts.append("\t")
        elif piece.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif piece.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
    return "".join(parts)


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes that are anchored in a paragraph."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)


def _page_breaks(element: Element) -> tuple[bool, bool]:
    """Whether a page breaks before the paragraph's words, and whether in or after them."""
    shape = element.find(f"{_W}pPr")
    before, after, words = _on(shape, "pageBreakBefore") is True, False, False
    for piece in _visible(element):
        if piece.tag == f"{_W}t" and piece.text:
            words = True
        elif piece.tag == f"{_W}lastRenderedPageBreak" or (
            piece.tag == f"{_W}br" and piece.get(f"{_W}type") == "page"
        ):
            before, after = before or not words, after or words
    return before, after


def _bullet(text: str) -> str:
    """The bullet a list shows; Word's symbol fonts put it among private characters."""
    return text if text in ("-", "o", "–") else "•"


def _numeral(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    made = ""
    for value, sign in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
                        (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        made += sign * (number // value)
        number %= value
    return made
