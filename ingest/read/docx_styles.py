"""Styles of Word files, with what they inherit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML."""

_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)\Z", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel|rubrik)\Z", re.IGNORECASE)
_PROMPT = re.compile(r"placeholder text|platshållartext", re.IGNORECASE)
_MAX_DEPTH = 12
# Letters no larger than this, in points, are there to be unseen.
_TINY = 2.0


@dataclass(slots=True)
class Style:
    """What a paragraph or a run looks like."""

    heading: int = 0
    bold: bool = False
    italic: bool = False
    size: float = 0.0
    list_id: str | None = None
    level: int = 0
    hidden: bool = False
    struck: bool = False
    white: bool = False
    shaded: bool = False
    blackened: bool = False
    """Whether its letters are marked over in black."""
    prompt: bool = False
    """Whether it marks what an empty form field asks for."""

    @property
    def unseen(self) -> str | None:
        """Why letters of this look are not read; None where they are seen."""
        if self.hidden:
            return "dolda"
        if self.struck:
            return "överstrukna"
        if self.blackened and not self.white:
            return "under svart överstrykning"
        if 0 < self.size <= _TINY:
            return "för små för att ses"
        return "vita på vitt" if self.white and not self.shaded else None


def value(element: Element | None, name: str) -> str | None:
    """The value of a property; "1" where it is named without one, None where it is not."""
    found = element.find(f"{W}{name}") if element is not None else None
    return found.get(f"{W}val", "1") if found is not None else None


def on(element: Element | None, name: str) -> bool | None:
    """Whether a property that is on or off is on; None where it is not named."""
    text = value(element, name)
    return None if text is None else text not in ("0", "false", "none", "off")


def either(given: bool | None, default: bool) -> bool:
    """What is given, else the default."""
    return default if given is None else given


def styles_of(root: Element | None) -> dict[str, Style]:
    """The styles of a document by their id, each with what it inherits."""
    raw = {
        e.get(f"{W}styleId", ""): e
        for e in (root if root is not None else ())
        if e.tag == f"{W}style"
    }
    return {key: _style(raw, key, 0) for key in raw}


def looks(look: Element | None, base: Style) -> Style:
    """The style of a run: the properties in its rPr over those of its style."""
    size, colour = value(look, "sz"), value(look, "color")
    marked = value(look, "highlight") not in (None, "none") or _filled(look)
    return Style(
        base.heading,
        either(on(look, "b"), base.bold),
        either(on(look, "i"), base.italic),
        _points(size, base.size),
        base.list_id,
        base.level,
        either(on(look, "vanish"), base.hidden),
        either(_struck(look), base.struck),
        colour.upper() == "FFFFFF" if colour is not None else base.white,
        marked or base.shaded,
        value(look, "highlight") == "black" or _fill(look) == "000000" or base.blackened,
        base.prompt,
    )


def merged(base: Style, character: Style | None) -> Style:
    """A paragraph's style under a character style."""
    if character is None:
        return base
    return Style(
        base.heading,
        base.bold or character.bold,
        base.italic or character.italic,
        character.size or base.size,
        base.list_id,
        base.level,
        base.hidden or character.hidden,
        base.struck or character.struck,
        base.white or character.white,
        base.shaded or character.shaded,
        base.blackened or character.blackened,
        base.prompt or character.prompt,
    )


def _struck(look: Element | None) -> bool | None:
    single, double = on(look, "strike"), on(look, "dstrike")
    return None if single is None and double is None else bool(single or double)


def _filled(shape: Element | None) -> bool:
    """Whether a paragraph, cell or run has a ground of its own."""
    return _fill(shape) not in ("AUTO", "FFFFFF")


def _fill(shape: Element | None) -> str:
    """The colour of a ground, in hexadecimal; AUTO for none."""
    shade = shape.find(f"{W}shd") if shape is not None else None
    return shade.get(f"{W}fill", "auto").upper() if shade is not None else "AUTO"


def _points(half: str | None, default: float) -> float:
    try:
        return float(half) / 2 if half else default
    except ValueError:
        return default


def outline(shape: Element | None) -> int:
    """The heading level that a pPr names, 0 for none."""
    level = value(shape, "outlineLvl")
    return int(level) + 1 if level and level in "012345678" else 0


def _style(raw: dict[str, Element], key: str, depth: int) -> Style:
    element = raw.get(key)
    if element is None or depth > _MAX_DEPTH:
        return Style()
    base = _style(raw, value(element, "basedOn") or "", depth + 1)
    name = value(element, "name") or key
    shape = element.find(f"{W}pPr")
    made = looks(element.find(f"{W}rPr"), base)
    made.shaded = made.shaded or _filled(shape)
    made.prompt = made.prompt or bool(_PROMPT.match(name))
    if found := _HEADING.match(name):
        made.heading = int(found[1])
    elif level := outline(shape):
        made.heading = level
    elif _TITLE.match(name):
        made.heading = 1
    numbering = shape.find(f"{W}numPr") if shape is not None else None
    made.list_id = value(numbering, "numId") or base.list_id
    level_text = value(numbering, "ilvl") or ""
    made.level = int(level_text) if level_text.isdigit() else base.level
    return made


def shaded(shape: Element | None) -> bool:
    """Whether a paragraph's or cell's properties give it a ground."""
    return _filled(shape)
