"""The words of a Word paragraph that are seen: no deletions, hidden runs or prompts of forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from ingest.read.docx_styles import Style, W, looks, merged, on, value

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What a program shows that does not know the drawing beside it: the same words again."""
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HIDDEN = {f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}rPr", f"{W}pPr", FALLBACK}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\u00ad",
    f"{W}br": "\n",
    f"{W}cr": "\n",
}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
# Fonts of signs, whose codes are no letters: what their boxes and ticks are.
_PICTURES = ("symbol", "wingdings", "webdings", "zapfdingbats", "ms gothic")
_TICKS = {0xFE: "☒", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0xFC: "✓", 0x52: "☑", 0x53: "☒"}
_SYMBOLS = {0xB0: "°", 0xB1: "±", 0xB4: "×", 0xA3: "≤", 0xB3: "≥", 0xBC: "…", 0xAE: "→", 0x2D: "-"}


class Words:
    """Takes the words that are seen out of paragraphs, and counts those that are not."""

    def __init__(self, styles: Mapping[str, Style]) -> None:
        self._styles = styles
        self.unseen: Counter[str] = Counter()
        """How many words were left out, by why they are not seen."""

    def runs(self, element: Element, style: Style, plain: bool) -> list[tuple[Element, Style]]:
        """The runs of a paragraph that are seen, with their looks.

        `plain` says that the paragraph stands on the page's white, not in a box or a cell.
        """
        kept = []
        for run in self._visible(element):
            if run.tag != f"{W}r":
                continue
            shape = run.find(f"{W}rPr")
            named = self._styles.get(value(shape, "rStyle") or "")
            look = looks(shape, merged(style, named))
            if not plain:
                look.shaded = True
            why = "uppmaningar i tomma fält" if look.prompt else look.unseen
            if why is None:
                kept.append((run, look))
            elif words := len(text_of(run).split()):
                self.unseen[why] += words
        return kept

    def _visible(self, element: Element) -> Iterator[Element]:
        """Descendants that are shown in line."""
        for child in element:
            if child.tag in _HIDDEN:
                continue
            if child.tag == f"{W}sdt" and is_prompt(child):
                continue
            yield child
            if child.tag != f"{W}r":
                yield from self._visible(child)


def is_prompt(control: Element) -> bool:
    """Whether a form field is empty and shows only what it asks for."""
    return on(control.find(f"{W}sdtPr"), "showingPlcHdr") is True


def text_of(run: Element) -> str:
    """The text of a run."""
    parts: list[str] = []
    for piece in _pieces(run):
        if piece.tag == f"{W}t":
            parts.append(piece.text or "")
        elif piece.tag == f"{W}sym":
            parts.append(_symbol(piece))
        else:
            parts.append(_SIGNS.get(piece.tag, ""))
    return "".join(parts)


def _pieces(run: Element) -> Iterator[Element]:
    for child in run:
        if child.tag not in _HIDDEN:
            yield child
            yield from _pieces(child)


def _symbol(piece: Element) -> str:
    """What a sign shows that was put in from a table of signs (ECMA-376 part 1, 17.3.3.30)."""
    try:
        code = int(piece.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x110000 else "•"
    code -= 0xF000
    font = piece.get(f"{W}font", "").casefold()
    if font.startswith("symbol"):
        return _SYMBOLS.get(code, chr(code) if 0x20 <= code < 0x40 else "•")
    if font.startswith(_PICTURES):
        return _TICKS.get(code, "•")
    return bytes([code]).decode("cp1252", "replace")


def notes_in(runs: list[tuple[Element, Style]]) -> Iterator[tuple[str, str]]:
    """The notes that a paragraph's words refer to: footnote or endnote, and its id."""
    for run, _ in runs:
        for piece in run:
            if kind := _NOTES.get(piece.tag):
                yield kind, piece.get(f"{W}id", "")


def diagrams_in(element: Element) -> Iterator[str]:
    """Ids of the relations to drawings (SmartArt, charts) that stand in a paragraph."""
    for child in element:
        if child.tag == FALLBACK:
            continue
        if child.tag.endswith("}relIds"):
            yield child.get(f"{_R}dm", "")
        elif child.tag.endswith("}chart"):
            yield child.get(f"{_R}id", "")
        yield from diagrams_in(child)


def boxes_in(element: Element) -> Iterator[Element]:
    """Text boxes that are anchored in a paragraph, each once."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag != FALLBACK:
            yield from boxes_in(child)


def page_breaks(element: Element) -> tuple[bool, bool]:
    """Whether a page breaks before the paragraph's words, and whether in or after them."""
    shape = element.find(f"{W}pPr")
    before, after, words = on(shape, "pageBreakBefore") is True, False, False
    for piece in _pieces(element):
        if piece.tag in (f"{W}t", f"{W}sym") and (piece.text or piece.tag == f"{W}sym"):
            words = True
        elif piece.tag == f"{W}lastRenderedPageBreak" or (
            piece.tag == f"{W}br" and piece.get(f"{W}type") == "page"
        ):
            before, after = before or not words, after or words
    return before, after or _ends_section(shape)


def _ends_section(shape: Element | None) -> bool:
    """Whether the section ends with the paragraph, and the next begins a page."""
    section = shape.find(f"{W}sectPr") if shape is not None else None
    return section is not None and value(section, "type") not in ("continuous", "nextColumn")
