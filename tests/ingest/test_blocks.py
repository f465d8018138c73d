"""Lines that belong together, and where a new paragraph begins."""

from __future__ import annotations

import pytest

from corpus.model import Box, Document, Line, Page, Reading, Source
from ingest.blocks import blocks


def document(*lines: tuple[str, float]) -> Document:
    """A page of 10 point lines without white between them; each ends where it says."""
    made: list[Line] = []
    at = 0
    for number, (text, x1) in enumerate(lines):
        box = Box(70, 100 + 12 * number, x1, 112 + 12 * number)
        made.append(Line(at, at + len(text), 1, box, size=10.0))
        at += len(text) + 1
    text = "\n".join(text for text, _ in lines)
    page = Page(1, 0, len(text), 595, 842, Reading.TEXT, (), tuple(made))
    return Document("a", Source("file:///a.pdf", "a"), "application/pdf", text, (page,))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [("Eva Ek väljs till ledamot", 220), ("Bo By väljs till ersättare", 220)],
            ["Eva Ek väljs till ledamot", "Bo By väljs till ersättare"],
        ),
        (
            [("Nämnden har tagit del av planen för den nya kajen vid", 500), ("Sjötorget", 120)],
            ["Nämnden har tagit del av planen för den nya kajen vid Sjötorget"],
        ),
        (
            [("Val av ordförande och", 180), ("Bo By väljs", 140)],
            ["Val av ordförande och Bo By väljs"],
        ),
        (
            [("Förslag: avslag", 490), ("Årsmötet beslutade att bifalla motionen", 400)],
            ["Förslag: avslag", "Årsmötet beslutade att bifalla motionen"],
        ),
    ],
)
def test_a_line_that_had_room_for_the_next_word_ended_its_paragraph(
    lines: list[tuple[str, float]], expected: list[str]
) -> None:
    read = document(*lines, ("En rad som når ända till sidans högra kant och slutar där.", 520))
    assert [block.text for block in blocks(read, read.lines[:-1])] == expected
