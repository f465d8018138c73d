"""Who was there, told in the opening of a paper under a label that no table knows.

"Där: Ada Lund (ordf), Bo Ek, Cilla Ås." is a list of people by what it holds: a few words, a colon,
and several full names in a row. What the label is called does not matter; that it tells of absence
does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.swedish.tables import first_match, pattern
from ingest.facts.persons import full_name, read_entries
from ingest.facts.seats import Seat
from ingest.layout.blocks import blocks
from ingest.split.sections import Section

_LABELLED = re.compile(r"(?:^|(?<=[.!?] )|(?<=\d ))([^\W\d][^.:,;\d]{1,40}):\s+(?=[A-ZÅÄÖ])")
_ENDS = re.compile(r"\.(?=\s+[A-ZÅÄÖ])|$")
_SHORT = re.compile(r"\b(?:[A-ZÅÄÖ]|[a-zåäö]{1,3})$")
_ABSENT = pattern("people", "absence")
_FEWEST = 3
"""Full names in a row from which they are a list, whatever it is called."""


def listed_in_opening(section: Section) -> Iterator[Seat]:
    """The people of lists that run in a line of the text before the first item."""
    for block in blocks(section.document, section.lines):
        text = block.text
        present = False
        for label in _LABELLED.finditer(text):
            absent = bool(_ABSENT.search(label[1]))
            end = _end_of(text, label.end())
            entries = read_entries(text[label.end() : end], prose=True)
            named = sum(full_name(entry.name) for entry in entries)
            if first_match("meeting_labels", label[0]) or named < (
                1 if absent and present else _FEWEST
            ):
                continue
            present = present or not absent
            for entry in entries:
                evidence = block.passage.slice(label.end() + entry.start, label.end() + entry.end)
                yield Seat.of(
                    entry, "absent" if absent else "present", evidence, "participants/opening"
                )


def _end_of(text: str, start: int) -> int:
    """Where a list ends: at a full stop before a sentence, no initial and no abbreviation."""
    return next(
        found.start()
        for found in _ENDS.finditer(text, start)
        if found.start() == len(text)
        or not re.search(r"\b(?:[A-ZÅÄÖ]|[a-zåäö]{1,3})$", text[start : found.start()])
    )
