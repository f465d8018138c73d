"""Tasks that somebody undertook or was told to do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from corpus.model import (
    ActionItem,
    Attendance,
    DocumentType,
    Meeting,
    Participant,
    Provenance,
)
from ingest.facts.actions import find_actions
from ingest.facts.context import Context
from ingest.facts.decisions import find_decisions
from ingest.read import read
from ingest.split.sections import segment

_NOWHERE = Provenance("0" * 64, 1, (), (), "test", 1.0)
PEOPLE = tuple(
    Participant(name, None, role, Attendance.MEMBER, None, _NOWHERE)
    for name, role in (
        ("Greta Lindblom", "ordförande"),
        ("Håkan Örnvik", None),
        ("Mira Sundvallen", "kassör"),
        ("Tage Ekfält", None),
    )
)


def actions(tmp_path: Path, text: str, kind: DocumentType) -> tuple[ActionItem, ...]:
    path = tmp_path / f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.txt"
    path.write_text(text, "utf-8")
    document = read(path)
    context = Context(kind, Meeting(body="Nätverket", date="2024-09-20"), PEOPLE)
    return tuple(
        action
        for section in segment(document, kind)
        for action in find_actions(section, context, find_decisions(section, context))
    )


def told(tmp_path: Path, sentence: str) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Text, owners and due date of the tasks in notes that hold a sentence among others."""
    text = (
        "Minnesanteckningar 20 september 2024\n\n"
        f"Läget är gott och arbetet går framåt som planerat. {sentence}\n"
    )
    found = actions(tmp_path, text, DocumentType.NOTES)
    return [(one.text, one.owner, one.due_date) for one in found]


@pytest.mark.parametrize(
    ("sentence", "owner", "due"),
    [
        ("Håkan lovade skicka listan före 1 oktober.", "Håkan Örnvik", "2024-10-01"),
        ("Utskicket lovade Håkan fixa samma dag.", "Håkan Örnvik", "2024-09-20"),
        ("Mira tar på sig att boka lokal.", "Mira Sundvallen", None),
        ("Tage kontaktar varvet om bryggan.", "Tage Ekfält", None),
        ("Ordföranden bjuder in de andra.", "Greta Lindblom", None),
        ("Till våren ska Tage skriva ett utkast.", "Tage Ekfält", None),
        ("Styrelsen avvaktar anbuden och väljer att återkomma.", "Styrelsen", None),
        ("Alla ledare städar bryggan.", "Alla ledare", None),
        ("Parkgruppen har hittat en plats och återkommer med pris.", "Parkgruppen", None),
        ("Mira krattar gången vid kajen.", "Mira Sundvallen", None),
        ("Tage seglar ofta men lovade skriva klart texten.", "Tage Ekfält", None),
        ("Beslutades också att Tage hämtar masten.", "Tage Ekfält", None),
        ("Håkan får kontakta varvet.", "Håkan Örnvik", None),
        ("Håkan ges i uppgift att måla båten.", "Håkan Örnvik", None),
        ("Styrelsen tar med sig frågan.", "Styrelsen", None),
    ],
)
def test_a_promise_in_prose_has_its_doer_and_day(
    tmp_path: Path, sentence: str, owner: str, due: str | None
) -> None:
    assert told(tmp_path, sentence) == [(sentence, (owner,), due)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Offertförfrågan skickas till tre företag.",
        "Andra sätt att lagra bilder skall tas fram.",
        "Vi ska sätta upp en skylt vid bryggan.",
        "Inför vintern skall rännorna på taket putsas.",
        "Bänkarna behöver samlas ihop.",
        "Läggs fram som förslag på vårmötet.",
        "Fixa en krok till grinden.",
    ],
)
def test_a_task_without_a_doer_has_none(tmp_path: Path, sentence: str) -> None:
    assert told(tmp_path, sentence) == [(sentence, (), None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tage kontaktade varvet om bryggan.",
        "Mira har bokat lokal.",
        "Renoverade bryggan så att den håller för Tage.",
        "Greta meddelade att alla som vill ska kunna ro (Bo Vret).",
        "Alla är eniga om det hål som ska lagas.",
        "Revisorn ska senast tio dagar före ordinarie årsmöte lämna sin berättelse.",
        "Vi behöver besluta om tiderna.",
        "Tage berättade att Håkan skickar ut listor.",
        "Mira frågar hur långt arbetet kommit.",
        "Ska Tage kontakta varvet?",
        "Kansliet skickar varje år ut en enkät.",
        "Tage borde kontakta varvet.",
        "Håkan återkopplar från mötet med regionen.",
        "Tage deltar nu i arbetet med en ny metod.",
        "Hamnavgiften betalas senast 30 november.",
        "Tage utsågs att justera protokollet.",
    ],
)
def test_what_is_done_told_asked_or_wished_is_no_task(tmp_path: Path, sentence: str) -> None:
    assert told(tmp_path, sentence) == []


def owned(tmp_path: Path, text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Text and owners of the tasks in notes."""
    notes = f"# Anteckningar 20 september 2024\n\n{text}"
    path = tmp_path / "anteckningar.md"
    path.write_text(notes, "utf-8")
    document = read(path)
    context = Context(DocumentType.NOTES, Meeting(date="2024-09-20"), PEOPLE)
    return [
        (one.text, one.owner)
        for section in segment(document, DocumentType.NOTES)
        for one in find_actions(section, context, find_decisions(section, context))
    ]


def test_in_a_list_of_tasks_a_name_before_the_colon_is_the_doer(tmp_path: Path) -> None:
    text = "## Arbetsfördelning\n\n- Tage: Nya mätare i källaren\n- Mira: Undersök priset\n"

    assert owned(tmp_path, text) == [
        ("Tage: Nya mätare i källaren", ("Tage Ekfält",)),
        ("Mira: Undersök priset", ("Mira Sundvallen",)),
    ]


def test_what_a_thing_needs_is_no_task_of_the_thing(tmp_path: Path) -> None:
    text = "## Bryggan\n\n- Färg behöver också köpas in.\n- Håkan/Mira tar in anbud.\n"
    found = owned(tmp_path, text)
    assert ("Håkan/Mira tar in anbud.", ("Håkan Örnvik", "Mira Sundvallen")) in found
    assert all(owner != ("Färg",) for _, owner in found)


def test_a_report_with_a_name_before_the_colon_is_no_task(tmp_path: Path) -> None:
    assert owned(tmp_path, "## Rapporter\n\n- Tage: nya mätare i källaren\n") == []


def test_an_empty_box_is_a_task_and_a_ticked_one_is_none(tmp_path: Path) -> None:
    text = "## Bastun\n\n- [ ] ved för vintern @tage\n- [x] ny dörr @mira\n- [ ] Mira Sundvallen\n"

    assert owned(tmp_path, text) == [("ved för vintern @tage", ("Tage Ekfält",))]


def test_a_line_that_only_names_who_answers_belongs_to_what_stands_above(tmp_path: Path) -> None:
    text = """## Läget

- Bastun
    - Bråttom
    - Ansvar: Mira

## Övrigt

- Laga bryggan
- Ansvarig: Tage
"""

    assert owned(tmp_path, text) == [
        ("Bastun Bråttom Ansvar: Mira", ("Mira Sundvallen",)),
        ("Laga bryggan", ("Tage Ekfält",)),
    ]


def test_what_somebody_answers_under_his_name_is_his(tmp_path: Path) -> None:
    text = """### Tage
- Vad hann du med i våras?
Målat hela bryggan och lagat grinden. Jobbar också med båten.
- Vad måste du göra härnäst?
Läsa in mig på priser. Ska även dela ut listor.
"""
    assert owned(tmp_path, text) == [
        ("Läsa in mig på priser.", ("Tage Ekfält",)),
        ("Ska även dela ut listor.", ("Tage Ekfält",)),
    ]


def test_a_sentence_that_names_the_doers_belongs_to_the_task_before(tmp_path: Path) -> None:
    sentences = "Det tillsattes en grupp som ska förtydliga planen. Det blev Håkan, Mira och Tage."

    (found,) = told(tmp_path, sentences)

    assert found == (sentences, ("Håkan Örnvik", "Mira Sundvallen", "Tage Ekfält"), None)


def test_who_takes_on_what_the_sentence_before_tells_is_its_doer(tmp_path: Path) -> None:
    sentences = "Frågan är om någon kan hålla kontakten med varvet. Tage tar uppdraget."

    assert told(tmp_path, sentences) == [(sentences, ("Tage Ekfält",), None)]


def test_a_notice_tells_what_is_sent_by_when_and_nothing_else(tmp_path: Path) -> None:
    text = """Kallelse till möte

Handlingarna sänds ut senast en vecka före mötet.

Tage kontaktar varvet om bryggan.

Meddela kassören senast den 3 oktober om du behöver skjuts.
"""
    found = actions(tmp_path, text, DocumentType.NOTICE)

    assert [one.text for one in found] == [
        "Handlingarna sänds ut senast en vecka före mötet.",
        "Meddela kassören senast den 3 oktober om du behöver skjuts.",
    ]


def test_views_under_a_question_are_no_tasks(tmp_path: Path) -> None:
    text = """Minnesanteckningar 20 september 2024

Vilka farhågor finns om bryggan?

- Skapa en lekplats
- Hamnstyrelsen kommer att kräva lov
"""
    assert actions(tmp_path, text, DocumentType.NOTES) == ()


def test_a_sentence_that_sets_the_deadline_belongs_to_the_task_before(tmp_path: Path) -> None:
    sentences = "Tage undersöker priset. Måste ske inom oktober för att hinnas."

    assert told(tmp_path, sentences) == [(sentences, ("Tage Ekfält",), "2024-10-31")]


def test_under_a_heading_of_tasks_every_bullet_is_one(tmp_path: Path) -> None:
    text = """Minnesanteckningar 20 september 2024

Att göra

- Kolla priset på lokalen (Håkan och Mira)
- Ny affisch - (Tage)
- Hemsidan, senast 1 oktober
- Boka lokal (Mira, klart)
"""
    found = actions(tmp_path, text, DocumentType.NOTES)

    assert [(one.text, one.owner, one.due_date) for one in found] == [
        ("Kolla priset på lokalen (Håkan och Mira)", ("Håkan Örnvik", "Mira Sundvallen"), None),
        ("Ny affisch - (Tage)", ("Tage Ekfält",), None),
        ("Hemsidan, senast 1 oktober", (), "2024-10-01"),
    ]


_FORMAL = """SAMMANTRÄDESPROTOKOLL
Parknämnden 2024-09-20

§ 7 Lekplatser

Ärendebeskrivning
Nämnden gav 2019 förvaltningen i uppdrag att se över parkerna. Eva kontaktar ofta skolorna.

Förslag till beslut
Nämnden uppdrar åt kontoret att utreda gungor.

Yrkanden
Tage Ekfält yrkar att kansliet får i uppdrag att köpa gungor.

Beslut
Parknämnden beslutar att godkänna rapporten.
Parknämnden ger förvaltningen i uppdrag att redovisa kostnaderna senast den 15 november 2024.

§ 8 Avgifter

Beslut
Avgiften är oförändrad.
"""


def test_formal_minutes_give_tasks_by_decision_alone(tmp_path: Path) -> None:
    (found,) = actions(tmp_path, _FORMAL, DocumentType.MINUTES)

    assert (found.agenda_item, found.owner) == ("7", ("förvaltningen",))
    assert (found.due_date, found.due_text) == ("2024-11-15", "senast den 15 november 2024")
    assert found.provenance.confidence >= 0.9


def test_a_notice_gives_no_tasks(tmp_path: Path) -> None:
    assert actions(tmp_path, _FORMAL, DocumentType.NOTICE) == ()


def test_the_evidence_is_the_text_of_the_task(tmp_path: Path) -> None:
    path = tmp_path / "anteckningar.txt"
    path.write_text(
        "Anteckningar\n\nMycket sades. Tage ringer varvet om den\ngamla bryggan. Sedan fika.\n",
        "utf-8",
    )
    document = read(path)
    context = Context(DocumentType.NOTES, Meeting(date="2024-09-20"), PEOPLE)

    (found,) = (
        one
        for section in segment(document, DocumentType.NOTES)
        for one in find_actions(section, context, ())
    )

    assert found.text == "Tage ringer varvet om den gamla bryggan."
    assert document.text_at(found.provenance).split() == found.text.split()


def from_table(
    tmp_path: Path, rows: Sequence[tuple[str, ...]]
) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Text, owners and due date of the tasks that minutes set as a table give."""
    made = docx.Document()
    made.add_heading("Protokoll, Nätverkets styrelsemöte 2024-09-20", 1)
    table = made.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    path = tmp_path / "tabell.docx"
    made.save(str(path))
    document = read(path)
    context = Context(DocumentType.MINUTES, Meeting(body="Nätverket", date="2024-09-20"), PEOPLE)
    return [
        (action.text, action.owner, action.due_date)
        for section in segment(document, DocumentType.MINUTES)
        for action in find_actions(section, context, find_decisions(section, context))
    ]


def test_a_row_that_somebody_answers_for_by_a_day_is_a_task(tmp_path: Path) -> None:
    rows = [
        ("Nr", "Ärende", "Anteckning", "Ansvarig", "Klart"),
        ("1", "Ekonomi", "Kassan är god.", "", ""),
        ("2", "Bryggan", "Plankorna är murkna. Beslut: Vi köper nya.", "Tage", "31/10"),
        ("3", "Båten", "Motorn stannar ofta. Felanmäls till varvet.", "Mira", ""),
        ("4", "Festen", "Den blir i maj.", "Greta", ""),
    ]
    assert from_table(tmp_path, rows) == [
        ("Vi köper nya.", ("Tage Ekfält",), "2024-10-31"),
        ("Felanmäls till varvet.", ("Mira Sundvallen",), None),
    ]


def test_a_task_that_its_table_says_is_done_is_none(tmp_path: Path) -> None:
    rows = [
        ("Nr", "Åtgärd", "Ansvarig", "Klart", "Status"),
        ("1", "Laga bryggan", "Tage", "31/10", "Pågår"),
        ("2", "Sälj båten", "Mira", "1/10", "Klar 18/9"),
    ]
    assert from_table(tmp_path, rows) == [("Laga bryggan", ("Tage Ekfält",), "2024-10-31")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Bryggan kommer att målas om när sommaren är slut.",
        "Det är oklart när posten delas ut.",
        "Årsmötet fick höra att stugan köps in.",
        "Avtal med Ada om tak och åtgärder i ladan.",
    ],
)
def test_what_is_expected_or_told_of_is_no_task(tmp_path: Path, sentence: str) -> None:
    assert told(tmp_path, sentence) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grinden gnisslar. Siv Ros ordnar.", ("Siv Ros",)),
        ("Grinden gnisslar och Siv Ros tittar på detta.", ("Siv Ros",)),
    ],
)
def test_who_sees_to_what_the_sentence_before_tells_has_the_task(
    tmp_path: Path, text: str, expected: tuple[str, ...]
) -> None:
    assert told(tmp_path, text) == [(text, expected, None)]
