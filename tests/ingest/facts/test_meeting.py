"""What kind of document it is, and which meeting it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document, Meeting
from ingest.facts.kind import document_type
from ingest.facts.meeting import find_meeting
from ingest.read import read
from ingest.segment import segment


def document(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "handling.txt"
    path.write_text(text, "utf-8")
    return read(path)


def meeting(tmp_path: Path, text: str) -> Meeting:
    read_document = document(tmp_path, text)
    return find_meeting(read_document, segment(read_document, document_type(read_document)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vintra kommun\nSammanträdesprotokoll\n\nPlats och tid: Tallen\n\n§ 1\n\nVal", "minutes"),
        ("Minnesanteckningar från nätverket 2024-02-03\n\nVi sågs i Tallen.", "notes"),
        ("Kallelse till sammanträde\n\nMiljönämnden 2024-02-03\n\n1. Val av justerare", "notice"),
        (
            "PROTOKOLLSUTDRAG\n\nMiljönämnden 2024-02-03\n\n§ 4\n\nTaxa\n\nBeslut\n\nAntas.",
            "extract",
        ),
        ("Taxa för sotning\n\nAvgiften är 400 kr per gång.", "report"),
    ],
)
def test_kinds(tmp_path: Path, text: str, kind: str) -> None:
    assert document_type(document(tmp_path, text)) == kind


def test_labels_tell_most(tmp_path: Path) -> None:
    found = meeting(
        tmp_path,
        "Vintra kommun\nMiljönämnden\nSammanträdesprotokoll\n\nSammanträdesdatum: 2025-03-04\n"
        "Plats: Kommunhuset, Tallen\nTid: kl. 14.00-16.08\n\n§ 1\n\nTaxa\n\n"
        "Nämnden behandlade frågan 2024-11-20.\n",
    )
    assert (found.organisation, found.body) == ("Vintra kommun", "Miljönämnden")
    assert (found.date, found.start, found.end) == ("2025-03-04", "14:00", "16:08")
    assert found.place == "Kommunhuset, Tallen"


def test_a_title_tells_the_rest(tmp_path: Path) -> None:
    found = meeting(
        tmp_path,
        "Protokoll fört vid Sjöscouternas höstmöte, torsdag 26 november 2020 kl. 19.30.\n\n"
        "1. Mötets öppnande\nEva Ek förklarar mötet öppnat klockan 19:44.\n\n"
        "2. Mötets avslutande\nEva Ek avslutar mötet 20:59.\n",
    )
    assert (found.organisation, found.body) == ("Sjöscouterna", "Höstmöte")
    assert (found.date, found.start, found.end) == ("2020-11-26", "19:44", "20:59")


def test_what_the_document_does_not_tell_is_unknown(tmp_path: Path) -> None:
    found = meeting(tmp_path, "Vi sågs och pratade om hamnen.\n")
    assert found == Meeting()


def test_days_of_adjustment_and_of_the_next_meeting_are_not_the_meetings(tmp_path: Path) -> None:
    found = meeting(
        tmp_path, "Anteckningar\n\nProtokollet justeras 2024-05-06.\n\nNästa möte 2024-06-07.\n"
    )
    assert found.date is None
