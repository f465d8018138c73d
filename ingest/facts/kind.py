"""What kind of document it is (handlingstyp): minutes, notes, notice, slides, extract, report."""

from __future__ import annotations

import re
from statistics import median

from corpus.model import Document, DocumentType, Line, LineKind, Reading
from corpus.swedish.tables import first_meaning, pattern, rules
from ingest.facts.filename import UNNAMED, Named
from ingest.layout.labels import known_heading
from ingest.layout.lines import Lines
from ingest.split.heads import candidates, section_heads

TITLE_LINES = 45
"""Lines at the beginning of a document among which its title stands."""

_DECIDES = pattern("kinds", "decides")
_MEETS = pattern("kinds", "meets")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
COVER = pattern("kinds", "cover")


def document_type(document: Document, name: Named = UNNAMED) -> DocumentType:
    """The kind of a document, from its title, its form and what its text does.

    Where it says nothing of a meeting, as without its first page, it is minutes all the same if
    `name`, what its file's name tells, has body and day, and the text decides under §§.
    """
    if document.media_type == "message/rfc822":
        return DocumentType.REPORT  # a letter that tells of minutes is none
    if document.media_type.endswith(("presentationml.presentation", "opendocument.presentation")):
        return DocumentType.SLIDES
    named = _named(document)
    if named is DocumentType.MINUTES and _is_extract(document):
        return DocumentType.EXTRACT
    if named is DocumentType.NOTICE and _was_held(document) and not _undecided(document):
        return DocumentType.MINUTES
    if named is not None:
        return named
    if _looks_like_slides(document):
        return DocumentType.SLIDES
    lines = Lines(document)
    text = document.text
    if not _MEETS.search("\n".join(lines.texts[:60])):
        filed = name.date and name.body and _DECIDES.search(text) and len(section_heads(lines)) > 1
        return DocumentType.MINUTES if filed else DocumentType.REPORT
    if _DECIDES.search(text):
        return DocumentType.MINUTES
    return DocumentType.NOTES


def _opening(document: Document) -> list[tuple[Line, str]]:
    """The lines in which a document says what it is: its first lines and running headers."""
    lines: list[tuple[Line, str]] = []
    for page in document.pages[:3]:
        if page.reading is Reading.EMPTY:
            continue
        heads = [line for line in page.lines if line.kind is LineKind.HEADER]
        body = [line for line in page.lines if line.kind is LineKind.BODY][:TITLE_LINES]
        lines.extend((line, document.text_of(line).strip()) for line in (*heads, *body))
        if len(lines) > TITLE_LINES:
            break
    return lines


def _named(document: Document) -> DocumentType | None:
    """The kind that a title names; the most prominent and earliest one where several do."""
    best: tuple[float, DocumentType] | None = None
    for place, (line, text) in enumerate(_opening(document)):
        if not text or len(text) > 120:
            continue
        for rule in rules("document_titles"):
            found = rule.pattern.search(text)
            if found is None:
                continue
            if found.start() > 40 or (found.start() > 3 and text[0] in "(•-"):
                continue
            weight = 1.0 - place * 0.02 + 0.04 * line.size + 0.5 * line.bold
            weight += 0.6 if found.start() < 3 else 0.0
            weight += 0.8 if line.heading == 1 and not line.size else 0.0
            weight += 0.4 if len(text) < 40 else 0.0
            weight += 0.8 if line.kind is LineKind.HEADER else 0.0
            weight -= 1.5 if known_heading(text) == "contents" and place > 6 else 0.0
            if best is None or weight > best[0]:
                best = (weight, DocumentType(rule.meaning))
            break
    return best[1] if best else None


def _was_held(document: Document) -> bool:
    """Whether a notice has been filled in with what the meeting did: several points say so."""
    texts = (document.text_of(line) for line in document.lines)
    told = [text for text in texts if len(text) < 140 and _tells_of_done(text)]
    return len([text for text in told if not _YEAR.search(text)]) > 2


def _tells_of_done(text: str) -> bool:
    return first_meaning("kinds", {"done"}, text) is not None


def _undecided(document: Document) -> bool:
    """Whether the headings for what the meeting decides stand empty, though others quote more."""
    lines = Lines(document)
    heads = [at for at, text in enumerate(lines.texts) if known_heading(text) == "decision"]
    pages = [line.page for line in lines.all]
    empty = [at for at in heads if pages[at + 1 : at + 2] != [pages[at]]]
    return len(empty) > 2 and len(empty) * 2 > len(heads)


def _is_extract(document: Document) -> bool:
    """Minutes of a single § without a cover that lists who was there."""
    lines = Lines(document)
    if any(COVER.match(text) for text in lines.texts):
        return False
    heads = candidates(lines, "section")
    numbers = {head.key for head in heads if lines.at_start(head.first) or lines.styled(head.first)}
    return len(numbers) == 1 and bool(heads) and heads[0].first < 12


def _looks_like_slides(document: Document) -> bool:
    """Pages wider than high with little text in large type, or a dump of such pages."""
    pages = [page for page in document.pages if page.reading is not Reading.EMPTY]
    if not pages:
        return False
    if pages[0].width and pages[0].height:
        wide = sum(page.width > page.height * 1.2 for page in pages)
        words = median(len(page.words) for page in pages)
        return wide * 2 > len(pages) and words < 220
    if document.media_type != "text/plain":
        return False  # word processors and Markdown have formats of their own for slides
    lines = Lines(document)
    bullets = sum(line.bullet is not None for line in lines.all)
    stops = sum(text.endswith(".") for text in lines.texts)
    return len(lines.all) > 40 and bullets > 8 and stops * 7 < len(lines.all)
