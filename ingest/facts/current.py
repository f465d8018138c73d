"""Which parts of an item speak for this meeting, and not for an earlier one or a mere proposal."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.model import Line
from corpus.swedish.tables import pattern
from ingest.layout.blocks import Part, parts
from ingest.layout.labels import known_heading
from ingest.split.sections import Section

SILENT = frozenset(
    {"earlier", "distribution", "contents", "signatures", "attachments", "basis"}
    | {"vote", "procedure", "reservation", "special_opinion", "recusal", "motion", "note"}
)
"""Meanings of parts that announce nothing and give nobody a task."""

PROPOSALS = frozenset({"proposal"})

_FORMAL_PARTS = frozenset({"decision", "proposed", "proposal", "background"})
_ADOPTED = pattern("resolutions", "adopted")
# "Nämnden 15.9.2022, 45 §": the head over what a body did at a meeting of its own.
_DATED = re.compile(
    r"^[A-ZÅÄÖ][\w ,åäöÅÄÖ-]{3,60} \d{1,2}\.\d{1,2}\.\d{4},? ?(?:§§? ?\d+|\d+ ?§)\W{0,3}$"
)


def current_parts(section: Section) -> tuple[Part, ...]:
    """The parts of an item that tell what this meeting heard, decided and agreed.

    Left out are earlier handling (all that stands before the last dated head), lists of
    recipients, votes, motions and reservations, and proposals - but for a proposal that the
    decision below it adopts ("Enligt förslag."). A list of who was there may run on into the
    text below it: such a part has the meaning "cover".
    """
    found = parts(section.document, _own_lines(section))
    adopted = any(
        part.meaning in ("decision", "proposed") and part.passage and _adopts(part.passage.text)
        for part in found
    )
    return tuple(
        part
        for part in found
        if (part.meaning not in SILENT or _titled(section, part))
        and (adopted or part.meaning not in PROPOSALS)
    )


def _titled(section: Section, part: Part) -> bool:
    """Whether the heading is the document's own title ("Anteckningar"), not one within an item."""
    return section.item is None and part.meaning == "note"


def _adopts(text: str) -> bool:
    return len(text) < 120 and bool(_ADOPTED.search(text))


def _own_lines(section: Section) -> tuple[Line, ...]:
    text_of = section.document.text_of
    dated = [i for i, line in enumerate(section.lines) if _DATED.match(text_of(line).strip())]
    return section.lines[dated[-1] + 1 :] if dated else section.lines


def is_formal(section: Section) -> bool:
    """Whether the item is set up as in formal minutes: parts with headings, as the item or, where
    items are numbered with §, another one of the document has them."""
    if section.item is None:
        return False
    if any(_headed(part) for part in parts(section.document, section.lines)):
        return True
    numbered = "§" in section.document.text_at(section.item.provenance)
    return numbered and _has_formal_parts(section.document.text)


def _headed(part: Part) -> bool:
    """Whether a part stands under a heading of formal minutes, not behind one ("Beslut: Ja.")."""
    if part.meaning not in _FORMAL_PARTS:
        return False
    if part.heading is None or not part.blocks:
        return True
    return part.blocks[0].lines[0].start >= part.heading.lines[-1].end


@lru_cache(maxsize=8)
def _has_formal_parts(text: str) -> bool:
    """Whether any line of a document's text is such a heading. Asked anew for each of its items."""
    return any(
        known_heading(line) in _FORMAL_PARTS and not line.partition(":")[2].strip()
        for line in text.splitlines()
    )
