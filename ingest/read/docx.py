"""Word files (DOCX): paragraphs, lists with their numbers, tables, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.model import Document, LineKind
from ingest.read.build import Extras, build
from ingest.read.docx_numbers import Numbering
from ingest.read.docx_runs import (
    Words,
    boxes_in,
    diagrams_in,
    is_prompt,
    notes_in,
    page_breaks,
    text_of,
)
from ingest.read.docx_styles import Style, W, on, outline, shaded, styles_of, value
from ingest.read.draft import Gathered, Paragraph, unseen_remarks
from ingest.read.drawings import words_of
from ingest.read.package import Package, properties

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAX_COLUMNS = 64
_MAX_NESTED = 12
_TABLES = {f"{W}{name}" for name in ("tbl", "tr", "tc")}
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml")}


def read(path: Path) -> Document:
    """The document of a DOCX file. Raises UnreadableError for a broken or hostile one."""
    with Package(path) as package:
        out = Gathered()
        remarks = read_into(package, out)
        extras = Extras(
            properties=properties(package.optional("docProps/core.xml")),
            attachments=tuple(sorted(n for n in package.names if "/embeddings/" in n)),
            remarks=remarks,
        )
    return build(path, path.read_bytes(), _MIME, out.pages, out.tables, extras)


def read_into(package: Package, out: Gathered, running: bool = True) -> tuple[str, ...]:
    """Put what a package shows at the end of `out`; gives remarks on what was not read.

    `running` says whether its headers and footers are read too.
    """
    main = next(
        (name for kind, name in package.related("").values() if kind == "officeDocument"),
        "word/document.xml",
    )
    reader = _Reader(package, main, out)
    reader.read(running)
    return (*unseen_remarks(reader.words.unseen), *reader.remarks)


@dataclass(slots=True)
class _Row:
    """A row of a table while it is read: the paragraphs of each cell."""

    cells: list[list[Paragraph]] = field(default_factory=list)
    merged: list[bool] = field(default_factory=list)
    """For each cell whether it goes on from the cell above."""


class _Reader:
    """Walks through the body of one file, with its styles and lists at hand."""

    def __init__(self, package: Package, main: str, out: Gathered) -> None:
        self.package = package
        self.main = main
        self.related = package.related(main)
        self.out = out
        self.remarks: list[str] = []
        self.styles = styles_of(self._part("styles"))
        self.words = Words(self.styles)
        self.numbering = Numbering(self._part("numbering"), self.styles)
        self.notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            for note in self._part(f"{kind}s") or ()
            if note.get(f"{W}type") in (None, "normal")
        }

    def _part(self, kind: str) -> Element | None:
        name = next((n for k, n in self.related.values() if k == kind), None)
        return self.package.optional(name) if name else None

    def read(self, running: bool) -> None:
        body = self.package.xml(self.main).find(f"{W}body")
        if body is None:
            raise self.package.refuse("filen har ingen textdel.")
        if running:
            self._running("header", LineKind.HEADER)
        self._blocks(body)
        if running:
            self._running("footer", LineKind.FOOTER)

    def _running(self, kind: str, line_kind: LineKind) -> None:
        """Headers or footers, each once, on the page that is being read."""
        seen: set[str] = set()
        for name in sorted(n for k, n in self.related.values() if k == kind):
            root = self.package.optional(name)
            for element in root.iter(f"{W}p") if root is not None else ():
                paragraph, _ = self._paragraph(element, plain=False)
                if paragraph.text.strip() and paragraph.text not in seen:
                    seen.add(paragraph.text)
                    self.out.add(paragraph, line_kind)

    def _blocks(self, parent: Element, depth: int = 0, plain: bool = True) -> None:
        for block in parent:
            if block.tag == f"{W}p":
                for paragraph in self._with_notes(block, plain):
                    self.out.add(paragraph)
            elif block.tag == f"{W}tbl":
                self._table(block, depth)
            elif block.tag == f"{W}altChunk":
                self._chunk(block, depth)
            elif block.tag in _WRAPPERS and not is_prompt(block):
                self._blocks(block, depth, plain)

    def _with_notes(self, element: Element, plain: bool) -> Iterator[Paragraph]:
        """A paragraph, and after it the text boxes and drawings in it and the notes to it."""
        before, after = page_breaks(element)
        first, runs = self._paragraph(element, plain)
        first.breaks = before
        made = [first]
        for box in boxes_in(element):
            made += self._all(box)
        for relation in diagrams_in(element):
            _, name = self.related.get(relation, ("", ""))
            root = self.package.optional(name)
            made += [Paragraph(text) for text in words_of(root)] if root is not None else []
        for key in notes_in(runs):
            note = self.notes.pop(key, None)
            for paragraph in self._all(note) if note is not None else ():
                paragraph.is_note = True
                made.append(paragraph)
        yield from made
        if after:
            yield Paragraph("", breaks=True)

    def _all(self, parent: Element) -> list[Paragraph]:
        """The paragraphs of a box or note, also those in tables and wrappers."""
        made: list[Paragraph] = []
        for block in parent:
            if block.tag == f"{W}p":
                made += self._with_notes(block, plain=False)
            elif (block.tag in _WRAPPERS and not is_prompt(block)) or block.tag in (
                f"{W}tbl",
                f"{W}tr",
                f"{W}tc",
            ):
                made += self._all(block)
        return made

    def _paragraph(
        self, element: Element, plain: bool
    ) -> tuple[Paragraph, list[tuple[Element, Style]]]:
        """A paragraph as it is seen, and its runs."""
        shape = element.find(f"{W}pPr")
        style_id = value(shape, "pStyle") or ""
        style = self.styles.get(style_id, Style())
        plain = plain and not shaded(shape)
        runs = self.words.runs(element, style, plain)
        looks = [look for run, look in runs if text_of(run).strip()]
        paragraph = Paragraph(
            "".join(text_of(run) for run, _ in runs),
            heading=outline(shape) or style.heading,
            bold=bool(looks) and all(look.bold for look in looks),
            italic=bool(looks) and all(look.italic for look in looks),
            size=max((look.size for look in looks), default=style.size),
        )
        if paragraph.text.strip():
            paragraph.bullet, paragraph.level = self.numbering.marker(shape, style_id, style)
        return paragraph, runs

    # -------------------------------------------------------------------------- tables

    def _table(self, table: Element, depth: int) -> None:
        """A table; a row that holds tables of its own only lays them out, and is read as text."""
        rows: list[_Row] = []
        for row in _within(table, "tr"):
            if on(row.find(f"{W}trPr"), "hidden"):
                continue
            if depth < _MAX_NESTED and any(_holds_table(cell) for cell in _within(row, "tc")):
                self._add_table(rows)
                rows = []
                for cell in _within(row, "tc"):
                    self._blocks(cell, depth + 1, plain=False)
            else:
                rows.append(self._row(row))
        self._add_table(rows)

    def _add_table(self, rows: list[_Row]) -> None:
        going = {
            (at, column)
            for at, row in enumerate(rows)
            for column, merged in enumerate(row.merged)
            if merged and not row.cells[column]
        }
        if rows:
            self.out.add_table([row.cells for row in rows], going)

    def _row(self, row: Element) -> _Row:
        made = _Row()
        before = _count(value(row.find(f"{W}trPr"), "gridBefore"), 0)
        self._skip(made, min(before, _MAX_COLUMNS))
        for cell in _within(row, "tc"):
            shape = cell.find(f"{W}tcPr")
            merge = value(shape, "vMerge") if shape is not None else None
            held = self._all(cell)
            made.cells.append([p for p in held if p.text.strip() or p.breaks])
            made.merged.append(merge in ("1", "continue"))
            self._skip(made, min(_count(value(shape, "gridSpan"), 1), _MAX_COLUMNS) - 1)
        _one_break(made)
        made.cells, made.merged = made.cells[:_MAX_COLUMNS], made.merged[:_MAX_COLUMNS]
        return made

    def _skip(self, row: _Row, columns: int) -> None:
        row.cells += [[] for _ in range(columns)]
        row.merged += [False] * columns

    # -------------------------------------------------------------------------- other files

    def _chunk(self, element: Element, depth: int) -> None:
        """A part of another format that Word shows in this place (w:altChunk)."""
        from ingest.read import html
        from ingest.read.encoding import decoded

        _, name = self.related.get(element.get(f"{_R}id", ""), ("", ""))
        suffix = name.rsplit(".", 1)[-1].lower()
        if name not in self.package.names or depth > _MAX_NESTED:
            return
        if suffix in ("htm", "html", "xhtml", "mht", "mhtml"):
            html.read_into(self.package.data(name), self.out, mail=suffix.startswith("mht"))
        elif suffix == "txt":
            found = decoded(self.package.data(name))
            for line in found.text.splitlines() if found else ():
                self.out.add(Paragraph(line))
        elif suffix in ("docx", "docm", "dotx"):
            with self.package.inner(name) as inner:
                self.remarks += read_into(inner, self.out, running=False)
        else:
            self.remarks.append(f"en infogad del i formatet {suffix} lästes inte")


def _one_break(row: _Row) -> None:
    """A row breaks over pages once, though each of its cells says so: where most is said."""
    said = [sum(p.breaks for p in cell) for cell in row.cells]
    if sum(said) > max(said, default=0):
        chief = said.index(max(said))
        for at, cell in enumerate(row.cells):
            for paragraph in cell:
                paragraph.breaks = paragraph.breaks and at == chief


def _count(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _holds_table(cell: Element) -> bool:
    return any(
        child.tag == f"{W}tbl" or (child.tag in _WRAPPERS and _holds_table(child)) for child in cell
    )


def _within(parent: Element, name: str) -> Iterator[Element]:
    """Children of a name, also where content controls or insertions wrap them."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, name)
