"""Later meetings and events that a document announces."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.model import Document, DocumentType, Meeting, UpcomingDate
from ingest.facts.context import Context
from ingest.facts.upcoming import find_upcoming, next_meeting
from ingest.read import read
from ingest.split.sections import segment

TWO = "1. Öppnande\nRut öppnade mötet.\n\n2. Val\nBo valdes till kassör.\n\n"
"""Points that stand before the one that is tested, so that all are taken for points."""


def document(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "anteckningar.txt"
    path.write_text("Minnesanteckningar 20 september 2024\n\n" + text + "\n", "utf-8")
    return read(path)


def upcoming(tmp_path: Path, text: str) -> tuple[UpcomingDate, ...]:
    context = Context(DocumentType.NOTES, Meeting(date="2024-09-20"))
    return find_upcoming(segment(document(tmp_path, text), DocumentType.NOTES), context)


@pytest.mark.parametrize(
    ("text", "day", "what"),
    [
        ("Nästa möte blir den 8 oktober kl. 13.", "2024-10-08", "meeting"),
        ("Nästa möte: 24-11-05", "2024-11-05", "meeting"),
        ("Utkastet visas vid nästa möte den 8 oktober.", "2024-10-08", "meeting"),
        ("Direktionen sammanträder igen den 8 oktober.", "2024-10-08", "meeting"),
        ("Höstens städdag äger rum den 19 oktober.", "2024-10-19", "Höstens städdag"),
        ("Höstens beredning är klar och städdagen är den 8-9 oktober.", "2024-10-08", "städdagen"),
        ("Rut påminde om att nästa nämnd (12/11) är en heldag.", "2024-11-12", "meeting"),
        ("Nästa möte blir den 3 september.", "2025-09-03", "meeting"),
        ("Mötet på måndag blir kl 11.", "2024-09-23", "meeting"),
        ("Föreläsning om isar planeras till den 8 oktober.", "2024-10-08", "Föreläsning"),
        ("Nästa möte bestämdes till måndagen den 7 oktober.", "2024-10-07", "meeting"),
        ("Barnens dag, tisdag 8.10 med temat vatten.", "2024-10-08", "Barnens dag"),
        (TWO + "3. Städning\nDet beslutades att den äger rum den 8/10.", "2024-10-08", "Städning"),
        (TWO + "3. Program\nGlögg i boden den 11 december", "2024-12-11", "Glögg i boden"),
        ("Eva träffar Tallbo IT den 28 oktober kl 11.00.", "2024-10-28", "Eva träffar Tallbo IT"),
    ],
)
def test_an_announced_day_is_found(tmp_path: Path, text: str, day: str, what: str) -> None:
    (found,) = upcoming(tmp_path, text)

    assert found.date == day
    assert found.what.endswith(what)
    assert found.text in text


@pytest.mark.parametrize(
    "text",
    [
        "Svara senast den 8 oktober.",
        "Städdagen hölls den 7 september.",
        "Taxan träder i kraft den 1 januari 2025.",
        "Protokollet justeras den 24 september kl. 12.",
        "Budget 2025-2027 antas.",
        TWO + "3. Utskick\nProtokollplock 9/07",
        TWO + "3. Semester\nSemester 23-27 december",
        TWO + "3. Fika\nRut hämtar muggar den 1 oktober.",
        TWO + "3. Lån\nLånet omsätts 1 november",
    ],
)
def test_limits_and_the_past_are_not_announced(tmp_path: Path, text: str) -> None:
    assert upcoming(tmp_path, text) == ()


def test_a_list_of_days_below_its_announcement_is_of_meetings(tmp_path: Path) -> None:
    text = "Möten bokades upp för hösten. Följande datum bokades;\n\n- 8 oktober\n- 5 december\n"

    found = upcoming(tmp_path, text)

    assert [(one.date, one.what) for one in found] == [
        ("2024-10-08", "meeting"),
        ("2024-12-05", "meeting"),
    ]


def test_the_next_meeting_is_the_first_of_those_announced(tmp_path: Path) -> None:
    read_document = document(tmp_path, "Kommande möten:\n\n5 december\n\n8 oktober\n")

    assert next_meeting(read_document, date(2024, 9, 20)) == date(2024, 12, 5)
    assert next_meeting(read_document, None) is None
