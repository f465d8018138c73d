"""Lines that belong together, and where a new paragraph begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Box, Document, Line, Page, Reading, Source
from ingest.layout.blocks import blocks
from ingest.read import read


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
        (
            [("Priset är", 490), ("Beslutas att köpa båten", 400)],
            ["Priset är", "Beslutas att köpa båten"],
        ),
        (
            [("Eva Ek omväljs", 480), ("Bo By väljs för resten av tiden", 230), ("Tack", 95)],
            ["Eva Ek omväljs", "Bo By väljs för resten av tiden", "Tack"],
        ),
        (
            [("Kvar sitter Eva Ek, Bo By,", 480), ("Kaj Lo, Åsa Å,", 230), ("Ulla Dal", 110)],
            ["Kvar sitter Eva Ek, Bo By, Kaj Lo, Åsa Å, Ulla Dal"],
        ),
    ],
)
def test_a_line_that_had_room_for_the_next_word_ended_its_paragraph(
    lines: list[tuple[str, float]], expected: list[str]
) -> None:
    read = document(*lines, ("En rad som når ända till sidans högra kant och slutar där.", 520))
    assert [block.text for block in blocks(read, read.lines[:-1])] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bryggan lades ut i april och hela den yttre delen byttes då\nmot en längre.\n"
            "Kostnaden godkändes\nKaj tar in segelflaggorna innan frosten kommer i oktober.",
            [
                "Bryggan lades ut i april och hela den yttre delen byttes då mot en längre.",
                "Kostnaden godkändes",
                "Kaj tar in segelflaggorna innan frosten kommer i oktober.",
            ],
        ),
        (
            "Bryggan lades ut i april och hela den yttre delen byttes då av\nÅsa och hennes\n"
            "bröder.",
            [
                "Bryggan lades ut i april och hela den yttre delen byttes då av Åsa och hennes "
                "bröder."
            ],
        ),
        ("Kaffe finns\nÅsa bakar", ["Kaffe finns", "Åsa bakar"]),
    ],
)
def test_a_line_of_plain_text_that_ends_before_the_margin_ended_its_paragraph(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text, encoding="utf-8")
    document = read(path)
    assert [block.text for block in blocks(document, document.lines)] == expected
