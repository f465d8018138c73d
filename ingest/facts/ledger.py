"""What was read of a document and what was not (läsliggare)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from corpus.model import AgendaItem, Document, Ledger, Reading
from corpus.swedish.tables import rules
from ingest.layout.lines import Lines
from ingest.split.heads import announced
from ingest.split.parts import Part
from ingest.split.sections import Section


def page_ledger(part: Part) -> Ledger:
    """The part of a ledger that the pages alone give: their ways of reading, annexes, remarks."""
    document = part.document
    readings = [page.reading for page in part.whole.pages]
    return Ledger(
        pages_text=readings.count(Reading.TEXT),
        pages_ocr=readings.count(Reading.OCR),
        pages_empty=readings.count(Reading.EMPTY),
        pages_unread=tuple(
            (page.number, page.reason or "")
            for page in part.whole.pages
            if page.reading is Reading.UNREAD
        ),
        attachments=document.attachments,
        remarks=(*document.remarks, *part.doubts),
        annexes=part.annexes,
    )


def make_ledger(part: Part, sections: tuple[Section, ...]) -> Ledger:
    """The ledger of a document, with gaps in the numbering and what was announced in vain."""
    document = part.document
    items = [s.item for s in sections if s.item and s.item.number]
    numbers = [item.number or "" for item in items]
    return replace(
        page_ledger(part),
        missing_numbers=(*_unbegun(items), *_gaps(numbers, _adjusted(document))),
        announced_not_found=tuple(
            f"{number} {title}".strip()
            for number, title in announced(Lines(document))
            if number not in numbers
        ),
    )


def _unbegun(items: Sequence[AgendaItem]) -> tuple[str, ...]:
    """The numbers before the first item's, where items without § are numbered from 1.

    Where they would be many beside the numbers that are there, those go on from another paper.
    """
    plain = {f"item_heads/{rule.id}" for rule in rules("item_heads") if rule.meaning == "number"}
    first = [re.match(r"\d+", item.number or "") for item in items if item.provenance.rule in plain]
    whole = {int(found[0]) for found in first if found}
    if len(first) < len(items) or not whole or (min(whole) - 1) * 3 > len(whole):
        return ()
    return tuple(map(str, range(1, min(whole))))


def _gaps(numbers: list[str], adjusted: frozenset[int]) -> tuple[str, ...]:
    """The whole numbers between the first and the last that no item bears.

    Numbering that mostly skips (2, 4, 6 …) is the word processor's, not a gap; nor are §§ that
    were adjusted at once, in a document of their own, or those between them in that document.
    """
    whole = sorted({int(found[0]) for n in numbers if (found := re.match(r"\d+", n))})
    if len(whole) < 2 or adjusted.issuperset(whole):
        return ()
    missing = [n for n in range(whole[0], whole[-1]) if n not in set(whole)]
    gaps = [str(n) for n in missing if n not in adjusted]
    steps = sum(after - before == 1 for before, after in pairwise(whole))
    rising = len(missing) * 3 <= len(whole) or steps * 2 > len(whole) - 1 >= len(missing)
    return tuple(gaps) if rising else ()


def _adjusted(document: Document) -> frozenset[int]:
    """The §§ that a document says were adjusted at once (omedelbart justerade)."""
    numbers: set[int] = set()
    text = " ".join(document.text.split()) if "juster" in document.text.casefold() else ""
    for rule in rules("adjusted"):
        for match in rule.pattern.finditer(text):
            for first, last in re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", match["numbers"]):
                end = int(last or first)
                numbers.update(range(int(first), end + 1) if end - int(first) < 200 else ())
    return frozenset(numbers)
