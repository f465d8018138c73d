"""Automatic numbers of Word's lists, counted as Word counts them (ECMA-376 part 1, 17.9).

Instances (w:num) of one definition (w:abstractNum) go on counting each other's points; an
instance that overrides a level's start begins anew there, once. A definition may only link to a
list style, whose own definition then holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.read.docx_styles import Style, W, on, value

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MAX_LINKS = 8


@dataclass(slots=True)
class _Level:
    """A level of a numbered list: its format, the text around its number, its start."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    """The level (from 1) whose points begin this one anew; 0 for none, None for any above."""
    legal: bool = False
    """Whether all numbers in its text are Arabic."""
    style: str | None = None
    """The paragraph style whose paragraphs stand on this level."""


@dataclass(slots=True)
class _List:
    """An instance: the definition that it counts with, its levels, and where it begins anew."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document while its paragraphs are read in order."""

    def __init__(self, root: Element | None, styles: Mapping[str, Style]) -> None:
        self._styles = styles
        elements = root if root is not None else ()
        self._abstract = {
            e.get(f"{W}abstractNumId", ""): e for e in elements if e.tag == f"{W}abstractNum"
        }
        self._nums = {e.get(f"{W}numId", ""): e for e in elements if e.tag == f"{W}num"}
        self._lists = {key: made for key in self._nums if (made := self._list(key))}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def marker(self, shape: Element | None, style_id: str, style: Style) -> tuple[str | None, int]:
        """The marker that a paragraph shows, counted on, and its depth; `shape` is its pPr."""
        given = shape.find(f"{W}numPr") if shape is not None else None
        list_id = value(given, "numId") or style.list_id
        found = self._lists.get(list_id or "")
        if found is None or list_id is None:
            return None, 0
        level = self._level(value(given, "ilvl"), style_id, style, found)
        shown = found.levels.get(level)
        if shown is None:
            return None, 0
        if shown.form == "bullet":
            return _bullet(shown.text), level
        counts = self._count(list_id, found, level)
        return self._number(found, level, counts), level

    def _level(self, given: str | None, style_id: str, style: Style, found: _List) -> int:
        if given is not None and given.isdigit():
            return int(given)
        linked = [at for at, level in found.levels.items() if level.style == style_id]
        return linked[0] if linked else style.level

    def _count(self, list_id: str, found: _List, level: int) -> dict[int, int]:
        """The counts of a list's definition after one more point on a level."""
        counts = self._counts.setdefault(found.definition, {})
        for at, start in sorted(found.starts.items()):
            if at <= level and (list_id, at) not in self._begun:
                self._begun.add((list_id, at))
                counts[at] = start - (at == level)
                for deeper in [other for other in counts if other > at]:
                    del counts[deeper]
        counts[level] = counts.get(level, found.levels[level].start - 1) + 1
        for above in range(level):
            if above in found.levels:
                counts.setdefault(above, found.levels[above].start)
        for deeper in [other for other in counts if other > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counts[deeper]
        return counts

    def _number(self, found: _List, level: int, counts: dict[int, int]) -> str | None:
        own = found.levels[level]

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            form = found.levels[index].form if index in found.levels else "decimal"
            return numeral(counts.get(index, 1), "decimal" if own.legal else form)

        return re.sub(r"%(\d)", shown, own.text).strip() or None

    def _list(self, list_id: str) -> _List | None:
        element = self._nums[list_id]
        definition = self._definition(value(element, "abstractNumId") or "", 0)
        if definition is None:
            return None
        made = _List(definition, _levels(self._abstract[definition]))
        for override in element.findall(f"{W}lvlOverride"):
            at = _number_of(override.get(f"{W}ilvl"), 0)
            if (own := override.find(f"{W}lvl")) is not None:
                made.levels[at] = _level_of(own)
            if (start := value(override, "startOverride")) is not None:
                made.starts[at] = _number_of(start, 1)
        return made

    def _definition(self, key: str, depth: int) -> str | None:
        """The definition that has the levels, where this one only links to a list style."""
        element = self._abstract.get(key)
        if element is None or depth > _MAX_LINKS:
            return None
        link = value(element, "numStyleLink")
        if link is None:
            return key
        for other, candidate in self._abstract.items():
            if value(candidate, "styleLink") == link:
                return other
        list_id = self._styles[link].list_id if link in self._styles else None
        number = self._nums.get(list_id or "")
        return self._definition(value(number, "abstractNumId") or "", depth + 1)


def _levels(element: Element) -> dict[int, _Level]:
    return {_number_of(e.get(f"{W}ilvl"), 0): _level_of(e) for e in element.findall(f"{W}lvl")}


def _level_of(element: Element) -> _Level:
    restart = value(element, "lvlRestart")
    return _Level(
        value(element, "numFmt") or "decimal",
        value(element, "lvlText") or "",
        _number_of(value(element, "start"), 0),
        int(restart) if restart is not None and restart.isdigit() else None,
        on(element, "isLgl") is True,
        value(element, "pStyle"),
    )


def _number_of(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.lstrip("-").isdigit() else default


def _bullet(text: str) -> str:
    """The bullet a list shows; Word's symbol fonts put it among private characters."""
    return text if text in ("-", "o", "–") else "•"


def numeral(number: int, form: str) -> str:
    """A number as a format of Word's or Writer's shows it."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter", "a", "A") and number > 0:
        letter = _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letter.upper() if form in ("upperLetter", "A") else letter
    if form in ("lowerRoman", "upperRoman", "i", "I") and number > 0:
        roman = _roman(number)
        return roman if form in ("upperRoman", "I") else roman.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    made = ""
    for size, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
                       (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"),
                       (1, "I")):  # fmt: skip
        made += sign * (number // size if number < 10_000 else 0)
        number %= size
    return made
