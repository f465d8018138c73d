"""Words in the drawings of office files: SmartArt and charts, which stand in parts of their own."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def words_of(root: Element) -> Iterator[str]:
    """The texts of a diagram's points, or of a chart's titles and names, each once, in order."""
    seen: set[str] = set()
    for text in _diagram(root) if root.tag.startswith(_DGM) else _chart(root):
        if text.strip() and text not in seen:
            seen.add(text)
            yield text


def _diagram(root: Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_A}p"):
        yield "".join(piece.text or "" for piece in paragraph.iter(f"{_A}t"))


def _chart(root: Element) -> Iterator[str]:
    yield from _diagram(root)
    for kind in ("tx", "cat"):
        for element in root.iter(f"{_C}{kind}"):
            for piece in element.iter(f"{_C}v"):
                yield piece.text or ""
