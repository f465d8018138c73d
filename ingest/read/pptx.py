"""Slide decks (PPTX): titles, bodies, tables, notes, slide numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from corpus.model import Document, LineKind
from ingest.read.build import DraftPage, Extras, build
from ingest.read.draft import Gathered, Paragraph
from ingest.read.package import Package, properties

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_EMU = 12700  # English metric units in a point
_RUNNING = {"ftr": LineKind.FOOTER, "sldNum": LineKind.FOOTER, "dt": LineKind.FOOTER}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(path: Path) -> Document:
    """The document of a PPTX file, a page for each slide that is shown or hidden."""
    with Package(path) as package:
        main = next(
            (name for kind, name in package.related("").values() if kind == "officeDocument"),
            "ppt/presentation.xml",
        )
        root = package.xml(main)
        related = package.related(main)
        size = root.find(f"{_P}sldSz")
        width, height = _size(size)
        out = Gathered(pages=[])
        for slide in root.iter(f"{_P}sldId"):
            _, name = related.get(slide.get(f"{_R}id", ""), ("", ""))
            out.pages.append(DraftPage([], width, height))
            _slide(package, name, out)
        extras = Extras(
            properties=properties(package.optional("docProps/core.xml")),
            attachments=tuple(sorted(n for n in package.names if "/embeddings/" in n)),
        )
    if not out.pages:
        raise package.refuse("bildspelet har inga bilder.")
    return build(path, path.read_bytes(), _MIME, out.pages, out.tables, extras)


def _size(size: Element | None) -> tuple[float, float]:
    if size is None:
        return 960.0, 540.0
    return int(size.get("cx", "0")) / _EMU, int(size.get("cy", "0")) / _EMU


def _slide(package: Package, name: str, out: Gathered) -> None:
    tree = package.xml(name).find(f"{_P}cSld/{_P}spTree")
    shapes = list(_shapes(tree)) if tree is not None else []
    page = out.pages[-1]
    titles = [s for s in shapes if _placeholder(s) in ("title", "ctrTitle")]
    for shape in titles:
        for paragraph in _paragraphs(shape):
            paragraph.heading = 1
            paragraph.bullet = None
            paragraph.gap = 9.0 if not page.lines else 0.0
            out.add(paragraph)
    page.title = " ".join(line.text for line in page.lines) or None
    for shape in sorted((s for s in shapes if s not in titles), key=_place):
        _shape(shape, out)
    for kind, notes in package.related(name).values():
        if kind == "notesSlide":
            _notes(package, notes, out)


def _shapes(tree: Element) -> Iterator[Element]:
    """Shapes and tables, also those in groups."""
    for child in tree:
        if child.tag in (f"{_P}sp", f"{_P}graphicFrame"):
            yield child
        elif child.tag != _FALLBACK:
            yield from _shapes(child)


def _placeholder(shape: Element) -> str | None:
    """What a shape is on the slide's layout; None where it stands for itself."""
    found = shape.find(f".//{_P}nvPr/{_P}ph")
    return found.get("type", "body") if found is not None else None


def _place(shape: Element) -> tuple[int, int]:
    """Down, then right; what inherits its place from the layout comes first."""
    offset = next(shape.iter(f"{_A}off"), None)
    offset = offset if offset is not None else next(shape.iter(f"{_P}off"), None)
    if offset is None:
        return (0, 0)
    # Shapes within half an inch of each other stand in one row.
    return (int(offset.get("y", "0")) // (36 * _EMU), int(offset.get("x", "0")))


def _shape(shape: Element, out: Gathered) -> None:
    kind = _RUNNING.get(_placeholder(shape) or "", LineKind.BODY)
    table = next(shape.iter(f"{_A}tbl"), None)
    if table is not None:
        rows = [
            [_paragraphs(cell, lists=False) for cell in row.findall(f"{_A}tc")]
            for row in table.findall(f"{_A}tr")
        ]
        if rows:
            out.add_table(rows)
        return
    lists = _placeholder(shape) in ("body", "obj")
    for index, paragraph in enumerate(_paragraphs(shape, lists)):
        paragraph.gap = 1.0 if index == 0 else 0.0
        out.add(paragraph, kind)


def _paragraphs(shape: Element, lists: bool = False) -> list[Paragraph]:
    """Paragraphs of a shape; those of a layout's body are list points unless they say no."""
    made: list[Paragraph] = []
    number = 0
    for element in shape.iter(f"{_A}p"):
        text = "".join(
            "\n" if piece.tag == f"{_A}br" else (piece.findtext(f"{_A}t") or "")
            for piece in element
        )
        if not text.strip():
            continue
        shape_of = element.find(f"{_A}pPr")
        level = int(shape_of.get("lvl", "0")) if shape_of is not None else 0
        looks = [run.find(f"{_A}rPr") for run in element.findall(f"{_A}r")]
        paragraph = Paragraph(
            text,
            level=level,
            bold=bool(looks) and all(x is not None and x.get("b") == "1" for x in looks),
            size=max((int(x.get("sz", "0")) / 100 for x in looks if x is not None), default=0.0),
        )
        automatic = shape_of.find(f"{_A}buAutoNum") if shape_of is not None else None
        number = number + 1 if automatic is not None else 0
        paragraph.bullet = _bullet(shape_of, lists, number)
        made.append(paragraph)
    return made


def _bullet(shape: Element | None, lists: bool, number: int) -> str | None:
    if shape is not None and shape.find(f"{_A}buNone") is not None:
        return None
    if number and shape is not None:
        automatic = shape.find(f"{_A}buAutoNum")
        start = int(automatic.get("startAt", "1")) if automatic is not None else 1
        return f"{number + start - 1}."
    sign = shape.find(f"{_A}buChar") if shape is not None else None
    if sign is not None:
        return "-" if sign.get("char") in ("-", "–") else "•"
    return "•" if lists else None


def _notes(package: Package, name: str, out: Gathered) -> None:
    tree = package.xml(name).find(f"{_P}cSld/{_P}spTree")
    for shape in _shapes(tree) if tree is not None else ():
        if _placeholder(shape) == "body":
            for paragraph in _paragraphs(shape):
                out.add(paragraph, LineKind.NOTES)
