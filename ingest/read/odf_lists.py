"""Automatic numbers of OpenDocument's lists and headings (ODF 1.3 part 3, 5.3 and 19)."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.read.docx_numbers import numeral
from ingest.read.odf_styles import STYLE, TEXT, Styles

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(slots=True)
class Counts:
    """How far one list has counted, on each level from 1."""

    style: str
    at: dict[int, int] = field(default_factory=dict)


class Lists:
    """The lists of a document while they are read in order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._by_id: dict[str, Counts] = {}
        self._last: dict[str, Counts] = {}
        """The last list of each style."""
        self._outline = Counts("")

    def begin(self, element: Element, style: str) -> Counts:
        """The counts of a list at the outermost level: its own, or those of one it goes on with."""
        other = element.get(f"{TEXT}continue-list")
        if other is not None and other in self._by_id:
            counts = self._by_id[other]
        elif element.get(f"{TEXT}continue-numbering") == "true" and style in self._last:
            counts = self._last[style]
        else:
            counts = Counts(style)
        self._last[style] = counts
        if name := element.get(_XML_ID):
            self._by_id[name] = counts
        return counts

    def numbered(self, element: Element, style: str) -> tuple[Counts, int]:
        """The counts and level of a paragraph that is a list item of its own."""
        name = element.get(f"{TEXT}list-id", "")
        counts = self._by_id.setdefault(name, Counts(style))
        return counts, int(element.get(f"{TEXT}level", "1"))

    def item(self, counts: Counts, style: str, level: int, start: str | None) -> str | None:
        """The marker of the next item on a level (from 1); `start` is the number it is given."""
        levels = self._styles.lists.get(style, {})
        shown = levels.get(level)
        self._count(counts, levels, level, start)
        if shown is None or not shown.tag.endswith("-number"):
            sign = shown.get(f"{TEXT}bullet-char") if shown is not None else None
            return sign if sign in ("-", "–", "o") else "•"
        return _shown(counts, levels, level)

    def heading(self, element: Element, level: int) -> str | None:
        """The number that a heading outside lists shows."""
        levels = self._styles.outline
        shown = levels.get(level)
        if shown is None or element.get(f"{TEXT}is-list-header") == "true":
            return None
        if element.get(f"{TEXT}restart-numbering") == "true":
            self._outline.at.pop(level, None)
        self._count(self._outline, levels, level, element.get(f"{TEXT}start-value"))
        return _shown(self._outline, levels, level)

    def _count(
        self, counts: Counts, levels: dict[int, Element], level: int, start: str | None
    ) -> None:
        at = counts.at
        at[level] = int(start) if start else at.get(level, _start(levels, level) - 1) + 1
        for above in range(1, level):
            at.setdefault(above, _start(levels, above))
        for deeper in [other for other in at if other > level]:
            del at[deeper]


def _start(levels: dict[int, Element], level: int) -> int:
    shown = levels.get(level)
    return int(shown.get(f"{TEXT}start-value", "1")) if shown is not None else 1


def _shown(counts: Counts, levels: dict[int, Element], level: int) -> str | None:
    """The number of a level with what stands around it; None where it shows none."""
    own = levels[level]
    form = own.get(f"{STYLE}num-format", "")
    if not form:
        label = own.get(f"{STYLE}num-prefix", "") + own.get(f"{STYLE}num-suffix", "")
        return label.strip() or None
    count = int(own.get(f"{TEXT}display-levels", "1"))
    parts = []
    for at in range(max(1, level - count + 1), level + 1):
        other = levels.get(at)
        shown = other.get(f"{STYLE}num-format", "") if other is not None else ""
        if shown and at in counts.at:
            parts.append(numeral(counts.at[at], shown))
    prefix, suffix = own.get(f"{STYLE}num-prefix", ""), own.get(f"{STYLE}num-suffix", "")
    return (prefix + ".".join(parts) + suffix).strip()
