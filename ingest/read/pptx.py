"""Slide decks (PPTX): titles, bodies, tables, drawings, notes, slide numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.model import Document, LineKind
from ingest.read.boxes import Placed, in_columns
from ingest.read.build import DraftPage, Extras, build
from ingest.read.draft import Gathered, Paragraph, unseen_remarks
from ingest.read.drawings import words_of
from ingest.read.package import Package, properties

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_EMU = 12700  # English metric units in a point
_RUNNING = {"ftr": LineKind.FOOTER, "sldNum": LineKind.FOOTER, "dt": LineKind.FOOTER}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TINY = 200  # hundredths of a point
_HIDDEN_SLIDE = "bilden är dold i bildspelet och lästes inte"


def read(path: Path) -> Document:
    """The document of a PPTX file, a page for each slide; hidden ones are empty pages."""
    with Package(path) as package:
        main = next(
            (name for kind, name in package.related("").values() if kind == "officeDocument"),
            "ppt/presentation.xml",
        )
        root = package.xml(main)
        related = package.related(main)
        width, height = _size(root.find(f"{_P}sldSz"))
        out = Gathered(pages=[])
        unseen: Counter[str] = Counter()
        for slide in root.iter(f"{_P}sldId"):
            _, name = related.get(slide.get(f"{_R}id", ""), ("", ""))
            out.pages.append(DraftPage([], width, height))
            _Slide(package, name, out, unseen).read()
        extras = Extras(
            properties=properties(package.optional("docProps/core.xml")),
            attachments=tuple(sorted(n for n in package.names if "/embeddings/" in n)),
            remarks=unseen_remarks(unseen),
        )
    if not out.pages:
        raise package.refuse("bildspelet har inga bilder.")
    return build(path, path.read_bytes(), _MIME, out.pages, out.tables, extras)


def _size(size: Element | None) -> tuple[float, float]:
    if size is None:
        return 960.0, 540.0
    return int(size.get("cx", "0")) / _EMU, int(size.get("cy", "0")) / _EMU


class _Slide:
    """Reads one slide into the last page."""

    def __init__(self, package: Package, name: str, out: Gathered, unseen: Counter[str]) -> None:
        self.package = package
        self.name = name
        self.related = package.related(name)
        self.out = out
        self.page = out.pages[-1]
        self.unseen = unseen
        self.places = self._layout()

    def _layout(self) -> dict[tuple[str, str], Placed]:
        """Where placeholders stand that have no place of their own, by kind and number."""
        found: dict[tuple[str, str], Placed] = {}
        names = [name for kind, name in self.related.values() if kind == "slideLayout"]
        masters = [
            name
            for layout in names
            for kind, name in self.package.related(layout).values()
            if kind == "slideMaster"
        ]
        for name in (*masters, *names):
            root = self.package.optional(name)
            for shape in root.iter(f"{_P}sp") if root is not None else ():
                holder, place = shape.find(f".//{_P}nvPr/{_P}ph"), _own_place(shape)
                if holder is not None and place is not None:
                    kind, index = holder.get("type", "body"), holder.get("idx", "")
                    found[kind, ""] = found.get((kind, ""), place)
                    found["", index] = place
        return found

    def read(self) -> None:
        root = self.package.xml(self.name)
        tree = root.find(f"{_P}cSld/{_P}spTree")
        if tree is None:
            return
        if root.get("show") in ("0", "false"):
            self.unseen["på dolda bilder"] += _count(tree)
            self.page.reason = _HIDDEN_SLIDE
            return
        titles = [s for s in _all(tree) if _placeholder(s) in ("title", "ctrTitle")]
        for shape in titles:
            for paragraph in self._paragraphs(shape):
                paragraph.heading = 1
                paragraph.bullet = None
                paragraph.gap = 9.0 if not self.page.lines else 0.0
                self.out.add(paragraph)
        self.page.title = " ".join(line.text for line in self.page.lines) or None
        self._shapes([s for s in _children(tree) if s not in titles])
        for kind, notes in self.related.values():
            if kind == "notesSlide":
                self._notes(notes)

    def _shapes(self, shapes: list[Element]) -> None:
        """Shapes in reading order; a group is one of them."""
        for shape in in_columns(shapes, self._place):
            about = next(shape.iter(f"{_P}cNvPr"), None)
            if about is not None and about.get("hidden") in ("1", "true"):
                self.unseen["dolda"] += _count(shape)
            elif shape.tag == f"{_P}grpSp":
                self._shapes(list(_children(shape)))
            elif self._is_outside(shape):
                self.unseen["utanför bilden"] += _count(shape)
            else:
                self._shape(shape)

    def _place(self, shape: Element) -> Placed | None:
        """Where a shape stands on the slide, by its own word or its layout's."""
        own = _own_place(shape)
        holder = shape.find(f".//{_P}nvPr/{_P}ph")
        if own is not None or holder is None:
            return own
        kind, index = holder.get("type", "body"), holder.get("idx", "")
        return self.places.get(("", index)) or self.places.get((kind, ""))

    def _is_outside(self, shape: Element) -> bool:
        place = _own_place(shape)
        if place is None or not self.page.width:
            return False
        beside = place.x1 <= 0 or place.x0 >= self.page.width
        return beside or place.bottom <= 0 or place.top >= self.page.height

    def _shape(self, shape: Element) -> None:
        kind = _RUNNING.get(_placeholder(shape) or "", LineKind.BODY)
        table = next(shape.iter(f"{_A}tbl"), None)
        if table is not None:
            self._table(table)
            return
        for text in self._drawn(shape):
            self.out.add(Paragraph(text), kind)
        lists = _placeholder(shape) in ("body", "obj")
        for index, paragraph in enumerate(self._paragraphs(shape, lists)):
            paragraph.gap = 1.0 if index == 0 else 0.0
            self.out.add(paragraph, kind)

    def _drawn(self, shape: Element) -> Iterator[str]:
        """The words of SmartArt and charts."""
        for piece in shape.iter():
            ending = piece.tag.rsplit("}", 1)[-1]
            if ending in ("relIds", "chart"):
                relation = piece.get(f"{_R}dm") or piece.get(f"{_R}id") or ""
                _, name = self.related.get(relation, ("", ""))
                root = self.package.optional(name)
                yield from words_of(root) if root is not None else ()

    def _table(self, table: Element) -> None:
        rows: list[list[list[Paragraph]]] = []
        going: set[tuple[int, int]] = set()
        for at, row in enumerate(table.findall(f"{_A}tr")):
            cells = row.findall(f"{_A}tc")
            rows.append([self._paragraphs(cell) for cell in cells])
            merged = [c for c, cell in enumerate(cells) if cell.get("vMerge") in ("1", "true")]
            going |= {(at, column) for column in merged if not rows[-1][column]}
        if rows:
            self.out.add_table(rows, going)

    def _notes(self, name: str) -> None:
        tree = self.package.xml(name).find(f"{_P}cSld/{_P}spTree")
        for shape in _all(tree) if tree is not None else ():
            if _placeholder(shape) == "body":
                for paragraph in self._paragraphs(shape):
                    self.out.add(paragraph, LineKind.NOTES)

    def _paragraphs(self, shape: Element, lists: bool = False) -> list[Paragraph]:
        """Paragraphs of a shape; those of a layout's body are list points unless they say no."""
        made: list[Paragraph] = []
        counts: dict[int, int] = {}
        for element in shape.iter(f"{_A}p"):
            runs = self._runs(element)
            text = "".join(
                "\n" if piece.tag == f"{_A}br" else (piece.findtext(f"{_A}t") or "")
                for piece in runs
            )
            if not text.strip():
                continue
            shape_of = element.find(f"{_A}pPr")
            level = int(shape_of.get("lvl", "0")) if shape_of is not None else 0
            looks = [run.find(f"{_A}rPr") for run in runs if run.tag == f"{_A}r"]
            paragraph = Paragraph(
                text,
                level=level,
                bold=bool(looks) and all(x is not None and x.get("b") == "1" for x in looks),
                size=max(
                    (int(x.get("sz", "0")) / 100 for x in looks if x is not None), default=0.0
                ),
            )
            paragraph.bullet = _bullet(shape_of, lists, level, counts)
            made.append(paragraph)
        return made

    def _runs(self, paragraph: Element) -> list[Element]:
        """The runs of a paragraph that are seen."""
        kept = []
        for run in paragraph:
            look = run.find(f"{_A}rPr")
            size = int(look.get("sz", "0")) if look is not None else 0
            words = len((run.findtext(f"{_A}t") or "").split())
            if look is not None and look.get("strike", "noStrike") != "noStrike":
                self.unseen["överstrukna"] += words
            elif 0 < size <= _TINY:
                self.unseen["för små för att ses"] += words
            else:
                kept.append(run)
        return kept


def _count(element: Element) -> int:
    return sum(len((piece.text or "").split()) for piece in element.iter(f"{_A}t"))


def _children(tree: Element) -> Iterator[Element]:
    """Shapes, tables and groups that stand in a tree, also where a choice wraps them."""
    for child in tree:
        if child.tag in (f"{_P}sp", f"{_P}graphicFrame", f"{_P}grpSp", f"{_P}cxnSp"):
            yield child
        elif child.tag != _FALLBACK and not child.tag.endswith("Pr"):
            yield from _children(child)


def _all(tree: Element) -> Iterator[Element]:
    """Shapes and tables, also those in groups."""
    for child in _children(tree):
        if child.tag == f"{_P}grpSp":
            yield from _all(child)
        else:
            yield child


def _placeholder(shape: Element) -> str | None:
    """What a shape is on the slide's layout; None where it stands for itself."""
    found = shape.find(f".//{_P}nvPr/{_P}ph") if shape.tag != f"{_P}grpSp" else None
    return found.get("type", "body") if found is not None else None


def _own_place(shape: Element) -> Placed | None:
    """Where a shape says that it stands, in points."""
    for name in (f"{_P}spPr/{_A}xfrm", f"{_P}grpSpPr/{_A}xfrm", f"{_P}xfrm"):
        frame = shape.find(name)
        offset = frame.find(f"{_A}off") if frame is not None else None
        size = frame.find(f"{_A}ext") if frame is not None else None
        if offset is not None and size is not None:
            x, y = int(offset.get("x", "0")) / _EMU, int(offset.get("y", "0")) / _EMU
            wide, high = int(size.get("cx", "0")) / _EMU, int(size.get("cy", "0")) / _EMU
            return Placed(x, y, x + wide, y + high)
    return None


def _bullet(shape: Element | None, lists: bool, level: int, counts: dict[int, int]) -> str | None:
    """The marker of a paragraph; `counts` says how far each level has counted."""
    automatic = shape.find(f"{_A}buAutoNum") if shape is not None else None
    for deeper in [other for other in counts if other > level]:
        del counts[deeper]
    if automatic is None:
        counts.pop(level, None)
    if shape is not None and shape.find(f"{_A}buNone") is not None:
        return None
    if automatic is not None:
        start = int(automatic.get("startAt", "1"))
        counts[level] = counts.get(level, start - 1) + 1
        return f"{counts[level]}."
    sign = shape.find(f"{_A}buChar") if shape is not None else None
    if sign is not None:
        return "-" if sign.get("char") in ("-", "–") else "•"
    return "•" if lists else None
