"""Units from documents that were read: the bundled samples, and text cut in awkward places."""

from pathlib import Path

import pytest

from corpus.model import (
    AgendaItem,
    Attendance,
    Box,
    Decision,
    Document,
    DocumentType,
    Ledger,
    Line,
    LineKind,
    Meeting,
    Outcome,
    Page,
    Participant,
    Provenance,
    Reading,
    Record,
    Source,
    Word,
)
from index.highlight import Highlighter
from index.units import LONGEST_BODY, Unit, UnitKind, units
from ingest.extract import extract
from ingest.read import read

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "documents"
BOX = Box(0, 0, 10, 10)


def document(*pages: str) -> Document:
    """A document of these pages; every line is a line, every word has a box of its own."""
    text, made = "", []
    for number, content in enumerate(pages, 1):
        start, lines, words = len(text), [], []
        for row in content.split("\n"):
            at = len(text)
            lines.append(Line(at, at + len(row), number, BOX, LineKind.BODY))
            place = at
            for word in row.split():
                place = (text + row).index(word, place)
                box = Box(float(place), 0, float(place + len(word)), 10)
                words.append(Word(place, place + len(word), box))
                place += len(word)
            text += row + "\n"
        made.append(
            Page(number, start, len(text), 595, 842, Reading.TEXT, tuple(words), tuple(lines))
        )
    return Document("d" * 64, Source("file:///minnen/Protokoll%20mars.txt", "d" * 64), "text/plain",
                    text, tuple(made))  # fmt: skip


def at(doc: Document, text: str) -> Provenance:
    start = doc.text.index(text)
    span = (start, start + len(text))
    return Provenance(doc.id, doc.page_at(start).number, (span,), (), "test", 1.0)


def record(doc: Document, *items: AgendaItem, decisions: tuple[Decision, ...] = ()) -> Record:
    where = at(doc, doc.text[:4])
    people = tuple(
        Participant(name, None, None, Attendance.MEMBER, None, where)
        for name in ("Vega Ek", "Uno Gran")
    )
    meeting = Meeting("Granfors kommun", "Tekniska nämnden", "2025-03-04")
    return Record(doc.id, DocumentType.MINUTES, meeting, people, items, decisions, (), (), (), (),
                  Ledger(len(doc.pages), 0, 0, ()), (1, len(doc.pages)))  # fmt: skip


def item(doc: Document, head: str, number: str | None = None) -> AgendaItem:
    return AgendaItem(number, head.partition(" ")[2], None, None, None, None, at(doc, head))


@pytest.fixture
def minutes() -> tuple[Document, Record]:
    doc = document(
        "Protokoll 4 mars\nNärvarande Vega Ek",
        "1 Lekplatsen\nVega Ek vill byta gun-\ngorna i par-\nken.\nDe byts.",
        "forts. om lekplatsen\n2 Vägbelysningen\nLamporna släcks\nplats- och väg-\nvisning.",
    )
    return doc, record(
        doc,
        item(doc, "1 Lekplatsen", "1"),
        item(doc, "2 Vägbelysningen", "2"),
        decisions=(Decision("1", "De byts.", Outcome.APPROVED, at(doc, "De byts.")),),
    )


def test_a_point_runs_from_its_head_to_the_next(minutes: tuple[Document, Record]) -> None:
    first, second, outside = units(*minutes[:1], minutes[1:])
    assert first.body == (
        "1 Lekplatsen\nVega Ek vill byta gungorna i parken.\nDe byts.\nforts. om lekplatsen"
    )
    assert second.body == ("2 Vägbelysningen\nLamporna släcks\nplats- och vägvisning.")
    assert outside.body == "Protokoll 4 mars\nNärvarande Vega Ek"
    assert [unit.kind for unit in (first, second, outside)] == ["point", "point", "document"]
    assert outside.title == "Protokoll mars.txt"


def test_facts_and_people_come_with_their_point(minutes: tuple[Document, Record]) -> None:
    first, second, outside = units(minutes[0], minutes[1:])
    assert [fact.text for fact in first.decisions] == ["De byts."]
    assert first.outcomes == ("approved",)
    assert second.decisions == ()
    assert first.persons == ("Vega Ek",)
    assert second.persons == ()
    assert outside.persons == ("Vega Ek", "Uno Gran")


def test_a_mark_leads_to_page_and_words(minutes: tuple[Document, Record]) -> None:
    doc = minutes[0]
    first = next(iter(units(doc, minutes[1:])))
    marker = Highlighter({"~gunga"})
    (passage,) = marker.passages(first)
    ((start, end),) = passage.marks
    assert passage.text[start:end] == "gungorna"
    assert passage.page == 2
    assert [doc.text[a:b] for a, b in passage.spans] == ["gun", "gorna"]
    boxes = list(doc.boxes_at(passage.spans))
    assert [page for page, _ in boxes] == [2, 2]
    (other,) = Highlighter({"forts"}).passages(first)
    assert other.page == 3


def test_text_without_points_is_found_too_in_portions() -> None:
    pages = [f"Bilaga sida {number}\n" + "text " * 400 for number in range(60)]
    found = list(units(document(*pages), ()))
    assert len(found) > 2
    assert all(unit.kind is UnitKind.DOCUMENT for unit in found)
    assert all(len(unit.body) < LONGEST_BODY + 3000 for unit in found)
    assert len({unit.id for unit in found}) == len(found)
    assert sum(unit.body.count("Bilaga") for unit in found) == 60


def test_an_empty_document_is_one_unit() -> None:
    (unit,) = units(document(""), ())
    assert unit.body == ""


@pytest.fixture(scope="module")
def sample() -> tuple[Document, list[Unit]]:
    doc = read(next(SAMPLES.rglob("KS protokoll 2025-09-10.pdf")))
    return doc, list(units(doc, extract(doc)))


def test_every_word_of_a_document_is_in_one_unit(sample: tuple[Document, list[Unit]]) -> None:
    doc, found = sample
    places = [
        offset
        for unit in found
        for piece in unit.pieces
        for offset in range(piece.start, piece.start + piece.length)
    ]
    assert len(places) == len(set(places))
    held = set(places)
    for line in doc.lines:
        text = doc.text_of(line)
        if stripped := text.strip():
            assert line.start + text.index(stripped[0]) in held


def test_pieces_say_what_the_document_says(sample: tuple[Document, list[Unit]]) -> None:
    doc, found = sample
    for unit in found:
        for piece in unit.pieces:
            said = unit.body[piece.at : piece.at + piece.length]
            assert said == doc.text[piece.start : piece.start + piece.length]
            assert doc.page_at(piece.start).number == piece.page


def test_the_same_document_gives_the_same_units(sample: tuple[Document, list[Unit]]) -> None:
    doc, found = sample
    assert list(units(doc, extract(doc))) == found


def test_what_is_said_below_an_agenda_goes_to_its_points() -> None:
    doc = document(
        "Dagordning\n1 Gemensam inloggning\n2 Vägarnas skick\n3 Övriga frågor",
        "Gemensam inloggning\nUno visar hur det går till.\n" + "Mer om detta.\n" * 20
        + "Vägarnas skick\nGropar lagas i maj.\n" + "Längre text.\n" * 20
        + "Vi enades.\nÖvriga frågor\nInga.",
    )  # fmt: skip
    heads = ("1 Gemensam inloggning", "2 Vägarnas skick", "3 Övriga frågor")
    found = list(units(doc, [record(doc, *(item(doc, head, head[0]) for head in heads))]))
    said = {unit.number: unit.body for unit in found}
    assert "Uno visar" in said["1"]
    assert "Gropar lagas" in said["2"]
    assert "Uno" not in said["2"]
    assert said["3"].endswith("Övriga frågor\nInga.")
