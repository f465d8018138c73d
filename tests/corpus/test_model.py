"""What a document can say of itself."""

from __future__ import annotations

from corpus.model import Box, Document, Line, Page, Reading, Source


def page(number: int, reading: Reading, gaps: list[float]) -> Page:
    lines = tuple(
        Line(0, 1, number, Box(70, 100 + 15 * at, 300, 110 + 15 * at), gap=gap)
        for at, gap in enumerate(gaps)
    )
    return Page(number, 0, 1, 595, 842, reading, (), lines)


def test_leading_is_that_of_the_pages_read_in_the_same_way() -> None:
    pages = (
        page(4, Reading.TEXT, [9.0, 0.0, 0.0, 1.1, 0.0]),
        page(5, Reading.OCR, [9.0, 0.61, 0.58, 2.4, 0.63]),
    )
    document = Document("a", Source("file:///a.pdf", "a"), "application/pdf", "a", pages)
    text, scan = (one.lines[1] for one in pages)
    assert document.leading(text) == 0.0
    assert document.leading(scan) == 0.6


def test_leading_is_the_gap_below_full_lines_where_most_paragraphs_are_short() -> None:
    right, gaps = (480, 480, 200) * 4, (0.0, 0.0, 0.4) * 4
    lines = tuple(
        Line(0, 1, 1, Box(70, 100 + 15 * at, x1, 110 + 15 * at), gap=gap)
        for at, (x1, gap) in enumerate(zip(right, (9.0, *gaps), strict=False))
    )
    short = tuple(
        Line(0, 1, 1, Box(70, 400 + 20 * at, 200, 410 + 20 * at), gap=0.4) for at in range(20)
    )
    body = Page(1, 0, 1, 595, 842, Reading.TEXT, (), lines + short)
    document = Document("a", Source("file:///a.pdf", "a"), "application/pdf", "a", (body,))
    assert document.leading(lines[1]) == 0.0
