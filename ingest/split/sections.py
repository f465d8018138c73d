"""From a document to its agenda items (ärenden, punkter, §§).

Every template heads its items in one of a few ways. Each way is a finder that proposes heads:

    section   a § with a rising number, before its title ("dated": with the day below it)
    agenda    the rows of an agenda table
    retaken   points that a numbered list announces, taken up again without their numbers
    number    a rising plain number before a heading
    series    any rising plain numbers on one edge, the text in the same line or not
    topic     points that a list announces and the text takes up again
    heading   lines set as headings
    look      short lines of any one look that recurs
    list      a list without numbers under the title of the agenda
    bullet    bullets without a verb that open a topic ("bare": short lines)

Which of them is right is settled by what speaks for each, in `choose`.
Contents pages announce heads; they are evidence, not heads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from corpus.model import AgendaItem, Document, DocumentType, Line
from corpus.swedish import nlp
from corpus.swedish.tables import first_match, pattern, rules
from ingest.layout.labels import known_heading
from ingest.layout.lines import Lines
from ingest.layout.passage import Passage
from ingest.split.agenda import agenda_heads
from ingest.split.choose import Division, choose
from ingest.split.heads import Head, dated_heads, number_heads, section_heads
from ingest.split.looks import listed, look_divisions, numbered_divisions
from ingest.split.series import annex_at
from ingest.split.topics import (
    bare_heads,
    bullet_heads,
    heading_heads,
    list_heads,
    retaken_heads,
    topic_heads,
)


def _one(find: Callable[[Lines], list[Head]]) -> Callable[[Lines], Iterable[list[Head]]]:
    """A finder that proposes one division at most, as one that proposes several."""
    return lambda lines: filter(None, [find(lines)])


_FINDERS: Mapping[str, Callable[[Lines], Iterable[list[Head]]]] = {
    "dated": _one(dated_heads),
    "section": _one(section_heads),
    "agenda": _one(agenda_heads),
    "retaken": _one(retaken_heads),
    "number": _one(number_heads),
    "series": numbered_divisions,
    "topic": _one(topic_heads),
    "heading": _one(heading_heads),
    "look": look_divisions,
    "list": _one(list_heads),
    "bullet": _one(bullet_heads),
    "bare": _one(bare_heads),
}

_INITIALLED = pattern("pages", "initialled")
_SIGNED = 40
"""Characters that a line of names or initials at the foot of a page has at most."""
_MEETING = frozenset({"opening", "closing", "election"})
_GUESSED = frozenset({"look", "bullet", "bare", "heading"})
"""Finders that go by nothing but how a line stands; names in a list stand so too."""
_FEW = {
    DocumentType.SLIDES: {"agenda": _FINDERS["agenda"]},
    DocumentType.REPORT: {"section": _FINDERS["section"]},
}


@dataclass(frozen=True)
class Section:
    """A stretch of a document that belongs to one item.

    `item` is None for what stands before the first item and after the last (cover, contents,
    signatures). `lines` are the body lines below the head, in reading order.
    """

    document: Document
    item: AgendaItem | None
    lines: tuple[Line, ...]


def segment(document: Document, document_type: DocumentType) -> tuple[Section, ...]:
    """The sections of a document in order; the first has no item."""
    lines = Lines(document)
    annex = annex_at(lines)
    if annex is not None:
        lines = Lines(document, annex)
    heads = find_heads(lines, document_type)
    treated = sorted((head for head in heads if head.first >= 0), key=lambda head: head.first)
    bounds = [*(head.first for head in treated), len(lines.all)]
    sections = [Section(document, None, lines.all[: bounds[0]])]
    feet = _feet(lines)
    for head, end in zip(treated, bounds[1:], strict=True):
        close = _closing(lines, head.end, end, feet)
        body = tuple(
            lines.all[at]
            for at in range(head.end, close)
            if at not in feet and not _continued(lines, lines.all[at])
        )
        body = _behind(body, head.text_from) or _said(lines, head)
        sections.append(Section(document, head.item, body))
        if close < end:
            sections.append(Section(document, None, lines.all[close:end]))
    if annex is not None:
        sections.append(Section(document, None, document.lines[annex:]))
    sections.extend(Section(document, head.item, ()) for head in heads if head.first < 0)
    return tuple(sections)


def _behind(body: tuple[Line, ...], offset: int | None) -> tuple[Line, ...]:
    """The lines of an item without what stands before an offset: its number, a run-in title."""
    if offset is None:
        return body
    kept = (line for line in body if line.end > offset)
    return tuple(
        line if line.start >= offset else replace(line, start=offset, bullet=None) for line in kept
    )


def _said(lines: Lines, head: Head) -> tuple[Line, ...]:
    """The head of an item without text, if it is a sentence: it says what there is to say."""
    end = max(head.end, head.first + 1)
    own = lines.all[head.first : end]
    if head.item is None or not _states(head.item.title, lines.texts[end - 1]):
        return ()
    whole = Passage.of_spans(lines.document, head.item.provenance.spans)
    at = whole.text.find(head.item.title)
    return _behind(own, whole.offsets[at]) if at >= 0 else ()


def _states(title: str, line: str) -> bool:
    """Whether a title, on a line of its own, says how something went."""
    found = first_match("decisions", title)
    if found and found[0].meaning == "formality":
        return True
    said = first_match("outcomes", title) is not None
    return said and (line.endswith(".") or nlp.is_clause(title))


def find_heads(lines: Lines, document_type: DocumentType) -> list[Head]:
    """The heads of the division for which most speaks; empty where none is likely."""
    chosen = choose(lines, divisions(lines, document_type))
    return [*chosen.heads] if chosen else []


def divisions(lines: Lines, document_type: DocumentType) -> list[Division]:
    """What every finder proposes.

    A deck has an agenda where a table says so; a report's chapters are no points of a meeting.
    """
    finders = _FEW.get(document_type, _FINDERS)
    names = listed(lines)
    found = [
        Division(
            name, tuple(one for one in heads if name not in _GUESSED or one.first not in names)
        )
        for name, find in finders.items()
        for heads in find(lines)
    ]
    if document_type is DocumentType.REPORT:
        found = [one for one in found if _meets(one.heads)]
    return [one for one in found if one.items]


def _meets(heads: Sequence[Head]) -> bool:
    """Whether the §§ of a paper are those of a meeting: it opens, elects or closes."""
    found = (first_match("item_titles", head.item.title) for head in heads if head.item)
    return any(known and known[0].meaning in _MEETING for known in found)


def _feet(lines: Lines) -> frozenset[int]:
    """Lines at the foot of pages where the minutes are initialled: "Justeras" on several pages."""
    marks = [at for at, text in enumerate(lines.texts) if _INITIALLED.match(text)]
    if len({lines.all[at].page for at in marks}) < 2:
        return frozenset()
    found: set[int] = set()
    for at in marks:
        page = lines.all[at].page
        run = [i for i in range(at, min(at + 40, len(lines.all))) if lines.all[i].page == page]
        if all(len(lines.texts[i]) <= _SIGNED for i in run):
            found.update(run)
    return frozenset(found)


def _closing(lines: Lines, start: int, end: int, feet: frozenset[int]) -> int:
    """Where the signatures begin within an item's lines; `end` where there are none.

    Initials at the foot of a page close nothing where the item goes on over the page.
    """
    for at in range(start, end):
        if known_heading(lines.texts[at]) == "signatures":
            page = lines.all[at].page
            onwards = any(lines.all[i].page > page and i not in feet for i in range(at, end))
            if at not in feet or not onwards:
                return at
    return end


def _continued(lines: Lines, line: Line) -> bool:
    """Whether a line only says that the item goes on from the page before."""
    text = lines.document.text_of(line).strip()
    return any(
        rule.meaning == "continued" and rule.pattern.match(text) for rule in rules("item_heads")
    )
