"""Styles of OpenDocument files, with what they inherit (ODF 1.3 part 3, 16 and 20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, DRAW, STYLE, SHOW = (
    _NS % name for name in ("office", "text", "table", "drawing", "style", "presentation")
)
"""The namespaces of OpenDocument."""
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
"""The namespace of properties that are as in XSL."""
_MAX_DEPTH = 12
_TINY = 2.0
_GROUNDS = (None, "transparent", "#ffffff")


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph or span looks like."""

    bold: bool = False
    hidden: bool = False
    struck: bool = False
    white: bool = False
    shaded: bool = False
    size: float = 0.0
    list_style: str | None = None
    breaks: bool = False
    """Whether a paragraph begins a page."""

    @property
    def unseen(self) -> str | None:
        """Why words of this look are not read; None where they are seen."""
        if self.hidden:
            return "dolda"
        if self.struck:
            return "överstrukna"
        if 0 < self.size <= _TINY:
            return "för små för att ses"
        return "vita på vitt" if self.white and not self.shaded else None


class Styles:
    """The styles of a file by their names."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._raw: dict[str, Element] = {}
        self._looks: dict[str, Look] = {}
        self.lists: dict[str, dict[int, Element]] = {}
        self.outline: dict[int, Element] = {}
        """The levels of the numbers of headings."""
        self.hidden_pages: set[str] = set()
        """The styles of slides that are not shown."""
        self.hidden_layers: set[str] = set()
        for root in roots:
            self._learn(root)

    def _learn(self, root: Element) -> None:
        for style in root.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            self._raw[name] = style
            page = style.find(f"{STYLE}drawing-page-properties")
            if page is not None and page.get(f"{SHOW}visibility") == "hidden":
                self.hidden_pages.add(name)
        for style in root.iter(f"{TEXT}list-style"):
            self.lists[style.get(f"{STYLE}name", "")] = _levels(style)
        for style in root.iter(f"{TEXT}outline-style"):
            self.outline = _levels(style)
        for layer in root.iter(f"{DRAW}layer"):
            if layer.get(f"{DRAW}display") in ("none", "printer"):
                self.hidden_layers.add(layer.get(f"{DRAW}name", ""))

    def look(self, name: str | None, base: Look | None = None) -> Look:
        """The look of a style, or of a span of that style in a paragraph that looks like `base`."""
        own = self._look(name or "", 0)
        if base is None:
            return own
        return replace(
            base,
            bold=base.bold or own.bold,
            hidden=base.hidden or own.hidden,
            struck=base.struck or own.struck,
            white=own.white or base.white,
            shaded=base.shaded or own.shaded,
            size=own.size or base.size,
        )

    def _look(self, name: str, depth: int) -> Look:
        if name in self._looks:
            return self._looks[name]
        style = self._raw.get(name)
        if style is None or depth > _MAX_DEPTH:
            return Look()
        made = _own(style, self._look(style.get(f"{STYLE}parent-style-name", ""), depth + 1))
        self._looks[name] = made
        return made


def _levels(style: Element) -> dict[int, Element]:
    return {int(level.get(f"{TEXT}level", "1")): level for level in style}


def _own(style: Element, base: Look) -> Look:
    """A style's own properties over those it inherits."""
    look = base
    letters = style.find(f"{STYLE}text-properties")
    if letters is not None:
        weight, colour = letters.get(f"{FO}font-weight"), letters.get(f"{FO}color")
        line = letters.get(f"{STYLE}text-line-through-style")
        line = line or letters.get(f"{STYLE}text-line-through-type")
        ground = letters.get(f"{FO}background-color")
        look = replace(
            look,
            bold=weight in ("bold", "700", "800", "900") if weight else look.bold,
            hidden=letters.get(f"{TEXT}display") == "none" or look.hidden,
            struck=line != "none" if line else look.struck,
            white=colour.lower() == "#ffffff" if colour else look.white,
            shaded=look.shaded or ground not in _GROUNDS,
            size=_points(letters.get(f"{FO}font-size")) or look.size,
        )
    shape = style.find(f"{STYLE}paragraph-properties")
    if shape is not None:
        ground = shape.get(f"{FO}background-color")
        breaks = shape.get(f"{FO}break-before") == "page"
        look = replace(look, shaded=look.shaded or ground not in _GROUNDS, breaks=breaks)
    named = style.get(f"{STYLE}list-style-name")
    page = bool(style.get(f"{STYLE}master-page-name"))
    return replace(
        look, list_style=look.list_style if named is None else named, breaks=look.breaks or page
    )


def _points(size: str | None) -> float:
    """A size in points; 0 where it is none, or a share of another."""
    if size is None or not size.endswith("pt"):
        return 0.0
    try:
        return float(size[:-2])
    except ValueError:
        return 0.0
