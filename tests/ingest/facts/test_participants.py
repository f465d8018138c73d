"""Who took part, read from small documents of several layouts."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.model import DocumentType, Participant, StatementKind, Vote
from ingest.facts.participants import find_participants
from ingest.facts.statements import find_statements
from ingest.facts.votes import find_votes
from ingest.read import read
from ingest.split.sections import Section, segment


def sections_of(folder: Path, text: str, kind: DocumentType) -> tuple[Section, ...]:
    path = folder / "minutes.txt"
    path.write_text(text, "utf-8")
    return segment(read(path), kind)


def people(
    folder: Path, text: str, kind: DocumentType = DocumentType.MINUTES
) -> dict[str, Participant]:
    sections = sections_of(folder, text, kind)
    found = find_participants(sections[0].document, sections, kind)
    assert all(sections[0].document.text_at(p.provenance) for p in found)
    return {participant.name: participant for participant in found}


FORMAL = """Vintra kommun
Sammanträdesprotokoll

Beslutande
Greta Lindblom (S), ordförande
Håkan Örnvik (M) §§ 1-2
Anna Rönnstav (C) ersätter Bo Dalbrink (C)

Ej tjänstgörande ersättare
Mira Sundvall (V)

Övriga närvarande
Lisa Hedmark, kommunchef

Frånvarande
Nils Tallberg (L)

§ 1 Val av justerare

Beslut
Håkan Örnvik (M) utses att justera protokollet.

§ 2 Cykelplan

Yrkanden
Håkan Örnvik (M) yrkar avslag.

Omröstning
Omröstningen utfaller med 2 ja-röster mot 1 nej-röst.

Beslut
Kommunstyrelsen antar planen.

Reservation
Håkan Örnvik (M) reserverar sig mot beslutet.
"""


def test_the_lists_say_how_each_took_part(tmp_path: Path) -> None:
    found = people(tmp_path, FORMAL)
    assert {name: p.attendance.value for name, p in found.items()} == {
        "Greta Lindblom": "member",
        "Håkan Örnvik": "member",
        "Anna Rönnstav": "serving_substitute",
        "Mira Sundvall": "substitute",
        "Lisa Hedmark": "other",
        "Nils Tallberg": "absent",
    }
    assert found["Anna Rönnstav"].substitutes_for == "Bo Dalbrink"
    assert found["Håkan Örnvik"].items == "§§ 1-2"
    assert found["Håkan Örnvik"].role == "justerare"
    assert found["Lisa Hedmark"].role == "kommunchef"


def test_whoever_was_called_and_did_not_come_is_absent(tmp_path: Path) -> None:
    text = (
        "Mötesprotokoll\n\nKallade\n- Ada Ek\n- Bo Vret\n\nNärvarande\n- Ada Ek\n\nÖppnande 12:15\n"
    )
    found = people(tmp_path, text)
    assert {name: p.attendance.value for name, p in found.items()} == {
        "Ada Ek": "member",
        "Bo Vret": "absent",
    }


def test_surname_first_is_turned_where_the_signatures_show_it(tmp_path: Path) -> None:
    text = (
        "Protokoll\n\nBeslutande ordinarie\n[X] Hed Jean, ordförande\n[ ] Phan An Tuan\n"
        "[X] Rif Sol\n\nUnderskrifter\nJean Hed\nordförande\n"
    )
    found = people(tmp_path, text)
    assert list(found) == ["Jean Hed", "An Tuan Phan", "Sol Rif"]
    assert found["An Tuan Phan"].attendance.value == "absent"


def test_without_a_list_the_officers_are_the_participants(tmp_path: Path) -> None:
    text = (
        "Årsmötesprotokoll\n\n1. Val av mötesordförande\n\nMötet väljer Ada Ek till "
        "mötesordförande.\n\n2. Val av justerare\n\nBo Vret och Siv Ros valdes till justerare.\n\n"
        "3. Val av ordförande\n\nMötet väljer Nils Tall till ordförande för 2024.\n"
    )
    assert list(people(tmp_path, text)) == ["Ada Ek", "Bo Vret", "Siv Ros"]


def test_a_text_without_people_has_none(tmp_path: Path) -> None:
    assert people(tmp_path, "Rapport\n\nLäget är gott.\n", DocumentType.REPORT) == {}


def test_votes_and_statements_name_their_people(tmp_path: Path) -> None:
    sections = sections_of(tmp_path, FORMAL, DocumentType.MINUTES)
    there = find_participants(sections[0].document, sections, DocumentType.MINUTES)
    votes: list[Vote] = [vote for section in sections for vote in find_votes(section, there)]
    assert [(v.agenda_item, v.yes, v.no, v.abstain) for v in votes] == [("2", 2, 1, 0)]
    said = [one for section in sections for one in find_statements(section, there)]
    assert [(s.kind, s.persons, s.parties) for s in said] == [
        (StatementKind.MOTION, ("Håkan Örnvik",), ("M",)),
        (StatementKind.RESERVATION, ("Håkan Örnvik",), ("M",)),
    ]


def test_a_list_of_voters_is_the_attendance_where_there_is_no_other(tmp_path: Path) -> None:
    text = """Årsmöte i Vintra båtklubb

1. Val av mötesordförande

Ada Ek

2. Fastställande av röstlängd

Samtliga närvarande har rösträtt.

- Ada Ek
- Bo Vret
- Cilla Lid

3. Budget

Budgeten antas.
"""
    assert list(people(tmp_path, text)) == ["Ada Ek", "Bo Vret", "Cilla Lid"]


def test_first_names_alone_and_uncapped_surnames_are_people(tmp_path: Path) -> None:
    text = "Minnesanteckningar\n\nNärvarande:\n\n- Ada\n- Bo\n- Cilla\n\nBryggan\n\nDen lagas.\n"
    assert list(people(tmp_path, text, DocumentType.NOTES)) == ["Ada", "Bo", "Cilla"]
    text = (
        text.replace("Ada\n", "Ada Ek\n").replace("Bo\n", "Bo vret\n").replace("Cilla", "Cilla Lid")
    )
    assert list(people(tmp_path, text, DocumentType.NOTES)) == ["Ada Ek", "Bo vret", "Cilla Lid"]


def test_words_under_a_label_are_no_first_names(tmp_path: Path) -> None:
    text = "Minnesanteckningar\n\nNärvarande:\n\n- Samtliga\n- Digitalt\n\nBryggan\n\nDen lagas.\n"
    assert people(tmp_path, text, DocumentType.NOTES) == {}


def test_english_labels_stand_in_swedish_notes(tmp_path: Path) -> None:
    text = (
        "Möte om bryggan\nChair: Ada Ek\nParticipants: Bo Vret, Cilla Lid & Ada Ek\n\n"
        "Minnesanteckningar\n\nBryggan lagas.\n"
    )
    found = people(tmp_path, text, DocumentType.NOTES)
    assert set(found) == {"Ada Ek", "Bo Vret", "Cilla Lid"}
    assert found["Ada Ek"].role == "chair"


def test_who_stood_and_was_chosen_takes_part_where_nobody_is_listed(tmp_path: Path) -> None:
    text = """Protokoll årsmöte

1. Val av mötesordförande

Ada Ek ställde upp och utsågs till mötesordförande.

2. Val av två justeringsmän, tillika rösträknare

Bo Vret kandiderar och väljs

Cilla Lid kandiderar och väljs

3. Budget

Budgeten antas.
"""
    found = people(tmp_path, text)
    assert list(found) == ["Ada Ek", "Bo Vret", "Cilla Lid"]
    assert found["Ada Ek"].role == "mötesordförande"


def test_a_deputy_in_the_list_of_those_present_sits_as_one(tmp_path: Path) -> None:
    text = "Protokoll\n\nNärvarande:\nAda Ek, ordf, nr 12, gård 4\nBo Vret, suppleant, nr 3\n"
    found = people(tmp_path, text + "\n1. Val av justerare\n\nAda Ek.\n\n2. Budget\n\nAntas.\n")
    assert (found["Ada Ek"].role, found["Ada Ek"].attendance) == ("ordf", "member")
    assert (found["Bo Vret"].role, found["Bo Vret"].attendance) == ("suppleant", "substitute")


def test_what_stands_within_brackets_goes_on_over_the_line(tmp_path: Path) -> None:
    text = FORMAL.replace(
        "Greta Lindblom (S), ordförande",
        "Greta Lindblom (S), ordförande (till och med punkt\nA) §1",
    )
    assert list(people(tmp_path, text)) == list(people(tmp_path, FORMAL))


ROWS = (
    ("Närvarande:", "Greta Lindblom", "ordf", "nr 5"),
    ("", "Håkan Örnvik", "sekr", "nr 7"),
    ("", "Anna Rönnstav", "ledamot", "nr 9"),
    ("", "Mira Sundvall", "suppleant", "nr 3"),
    ("Frånvarande:", "Bo Dalbrink", "suppleant", "nr 1"),
)


def test_a_column_of_roles_labels_nobody(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(55, 780, "Vintra vägförening")
    canvas.drawString(55, 750, "Protokoll styrelsemöte 2031-05-04")
    for row, texts in enumerate(ROWS):
        for x, text in zip((55, 145, 252, 330), texts, strict=True):
            canvas.drawString(x, 700 - 16 * row, text)
    for row, text in enumerate(("1. Ekonomi", "Inget nytt.", "2. Övrigt", "Grinden är lagad.")):
        canvas.drawString(55, 580 - 24 * row, text)
    canvas.save()
    kind = DocumentType.MINUTES
    sections = segment(read(path), kind)
    found = find_participants(sections[0].document, sections, kind)
    assert [(one.name, one.role, one.attendance) for one in found] == [
        ("Greta Lindblom", "ordf", "member"),
        ("Håkan Örnvik", "sekr", "member"),
        ("Anna Rönnstav", "ledamot", "member"),
        ("Mira Sundvall", "suppleant", "substitute"),
        ("Bo Dalbrink", "suppleant", "absent"),
    ]


@pytest.mark.parametrize("last", ["Mötet avslutas.", "Ada Lind tackar."])
def test_who_signs_below_the_last_item_has_the_role_that_this_tells(
    tmp_path: Path, last: str
) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text(
        "Protokoll styrelsemöte 2031-05-04\n\nNärvarande: Ada Lind, Bo Dalbrink, Eva Örnvik\n\n"
        f"§ 1 Avslutning\n{last}\n\nVid protokollet:\nEva Örnvik\n\nJusteras:\nBo Dalbrink\n",
        "utf-8",
    )
    kind = DocumentType.MINUTES
    sections = segment(read(path), kind)
    found = find_participants(sections[0].document, sections, kind)
    assert [(one.name, one.role) for one in found] == [
        ("Ada Lind", None),
        ("Bo Dalbrink", "justerare"),
        ("Eva Örnvik", "sekreterare"),
    ]


def test_everyday_labels_and_first_names_alone_tell_who_was_there(tmp_path: Path) -> None:
    text = (
        "Anteckningar, båtgruppen 4 maj 2031\n\n"
        "Med var: Ada, Bo K, Britt-Lis, Nils (på länk) och Mira från hamnkontoret.\n\n"
        "Inte med: Tage\n\nBryggan\n\nDen är murken.\n"
    )
    found = people(tmp_path, text, DocumentType.NOTES)
    assert {name: person.attendance.value for name, person in found.items()} == {
        "Ada": "member",
        "Bo K": "member",
        "Britt-Lis": "member",
        "Nils": "member",
        "Mira": "member",
        "Tage": "absent",
    }
    assert found["Mira"].affiliation == "hamnkontoret"


def test_a_list_may_say_first_whom_its_people_stand_for(tmp_path: Path) -> None:
    text = (
        "Anteckningar, hamnrådet 4 maj 2031\n\nNärvarande\n"
        "Hamnchef: Lisa Hedmark\n"
        "Båtägare: Bo Dalbrink, Mira Sundvall (kassör)\n"
        "Skolan: Ada Ek 3B, Nils Tallberg 5A\n\nBryggan\n\nDen är murken.\n"
    )
    found = people(tmp_path, text, DocumentType.NOTES)
    assert {name: person.affiliation for name, person in found.items()} == {
        "Lisa Hedmark": None,
        "Bo Dalbrink": "Båtägare",
        "Mira Sundvall": "Båtägare",
        "Ada Ek": "Skolan",
        "Nils Tallberg": "Skolan",
    }


def test_a_table_says_as_what_and_whether_somebody_came(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.docx"
    made = docx.Document()
    rows = (
        ("Namn", "Nominering", "Uppdrag", "Närvarande"),
        ("Greta Lind", "S", "Ledamot", "Ja"),
        ("Ulf Ek", "M", "Ledamot", "Nej"),
        ("Lo Ros", "M", "Ersättare", "Ja, tjänstgörande för Ulf Ek"),
        ("Ada Vret", "C", "Ersättare", "Ja"),
    )
    table = made.add_table(0, 4)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(path))
    sections = segment(read(path), DocumentType.MINUTES)
    found = find_participants(sections[0].document, sections, DocumentType.MINUTES)
    assert [(one.name, one.affiliation, one.attendance) for one in found] == [
        ("Greta Lind", "S", "member"),
        ("Ulf Ek", "M", "absent"),
        ("Lo Ros", "M", "serving_substitute"),
        ("Ada Vret", "C", "substitute"),
    ]
    assert found[2].substitutes_for == "Ulf Ek"


def test_the_lists_of_a_body_may_bear_its_name(tmp_path: Path) -> None:
    text = (
        "Hamnrådet\n\nHamnrådets ledamöter\nGreta Lind (S), ordförande\nUlf Ek (M)\n\n"
        "Hamnrådets ersättare\nLo Ros (M), tjänstgörande\nAda Vret (C)\n\n§ 1 Kajen\n\nBeslut\n\n"
        "Kajen muddras.\n"
    )
    found = people(tmp_path, text)
    assert {name: one.attendance for name, one in found.items()} == {
        "Greta Lind": "member",
        "Ulf Ek": "member",
        "Lo Ros": "serving_substitute",
        "Ada Vret": "substitute",
    }


def test_who_presents_the_rows_of_an_agenda_is_no_participant(tmp_path: Path) -> None:
    path = tmp_path / "kallelse.docx"
    made = docx.Document()
    table = made.add_table(0, 3)
    for row in (("Nr", "Ärende", "Föredragande"), ("1", "Kajen", "Greta Lind"), ("2", "Taxa", "")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(path))
    sections = segment(read(path), DocumentType.NOTICE)
    assert find_participants(sections[0].document, sections, DocumentType.NOTICE) == ()


def test_first_names_by_group_are_people(tmp_path: Path) -> None:
    text = "Elevråd\n\nNärvarande:\n\nKlass 4: Ada & Bo\nKlass 5, Siv & Tor\nPersonal:   Ulf\n\n"
    assert list(people(tmp_path, text)) == ["Ada", "Bo", "Siv", "Tor", "Ulf"]


def test_a_point_may_tell_who_is_there_and_who_was_chosen(tmp_path: Path) -> None:
    text = (
        "Styrelsemöte\n\n§ 1 Mötet öppnades av Ada.\n\n§ 2 Närvarande från styrelsen är Ada, Bo, "
        "Siv och Ulf.\n\n§ 3 Till sekreterare valdes Siv.\n\n§ 4 Nästa möte\n"
    )
    found = people(tmp_path, text)
    assert {name: one.role for name, one in found.items()} == {
        "Ada": None,
        "Bo": None,
        "Siv": "sekreterare",
        "Ulf": None,
    }


def test_a_title_names_whom_it_chose(tmp_path: Path) -> None:
    text = "Råd\n\n1. Mötet öppnas\n\n2. Val av justerare: Siv Ros\n\n3. Mötet avslutas\n"
    assert {name: one.role for name, one in people(tmp_path, text).items()} == {
        "Siv Ros": "justerare"
    }


def test_the_end_of_a_sentence_labels_nobody(tmp_path: Path) -> None:
    text = "Råd\n\nDen som inte kan komma får sända ett\nombud.\nMedtag Varm Dryck\n\n1. Kajen\n"
    assert people(tmp_path, text) == {}


def test_those_who_took_part_are_the_members_where_no_other_list_says_who_was_there(
    tmp_path: Path,
) -> None:
    text = "Protokoll, båtgruppen\n\nMedverkande: Ada Ek, Bo Dalbrink och Mira Sundvall.\n"
    others = "Adjungerade: Nils Tallberg\n\n§ 1 Mötet öppnades.\n\n§ 2 Dagordningen godkändes.\n"
    found = people(tmp_path, text + others)
    assert [person.attendance.value for person in found.values()] == ["member"] * 3 + ["other"]
    listed = people(tmp_path, text + "Närvarande: Tage Holm, Lisa Hedmark\n" + others)
    assert listed["Ada Ek"].attendance.value == "other"


def test_who_serves_for_some_paragraphs_only_is_a_serving_substitute(tmp_path: Path) -> None:
    text = (
        "Hamnrådet\n\nBeslutande\nGreta Lind (S)\nUlf Ek (M), ej § 2\nLo Ros (M), § 2\n\n"
        "Ej tjänstgörande ersättare\nLo Ros (M), ej § 2\nAda Vret (C)\n\n§ 1 Kajen\n\nBeslut\n\n"
        "Kajen muddras.\n"
    )
    found = people(tmp_path, text)
    assert found["Lo Ros"].attendance == "serving_substitute"
    assert found["Ulf Ek"].attendance == "member"


def test_first_names_with_their_titles_stand_one_a_line(tmp_path: Path) -> None:
    names = "Ada (ordförande)\nBo (kassör)\nCia (ledamot)\n"
    text = f"Protokoll\n\nNärvarande\n\n{names}\n1. Bryggan\nDen lagas.\n\n2. Lägret\nI juli.\n"
    found = people(tmp_path, text, DocumentType.MINUTES)
    assert {name: one.role for name, one in found.items()} == {
        "Ada": "ordförande", "Bo": "kassör", "Cia": "ledamot",
    }  # fmt: skip


def test_columns_of_a_text_are_read_one_by_one(tmp_path: Path) -> None:
    text = (
        "Protokoll 2031-05-06\n\nNärvarande          Frånvarande\nAda Ek              Eva Lund\n"
        "Bo Vret             Fia Norr\nCia Alm\n\n1. Bryggan\nDen lagas.\n\n2. Lägret\nI juli.\n"
    )
    found = people(tmp_path, text, DocumentType.MINUTES)
    assert {name for name, one in found.items() if one.attendance == "absent"} == {
        "Eva Lund", "Fia Norr",
    }  # fmt: skip
    assert set(found) == {"Ada Ek", "Bo Vret", "Cia Alm", "Eva Lund", "Fia Norr"}


def test_an_unknown_label_over_names_is_a_list_of_those_present(tmp_path: Path) -> None:
    text = "Anteckningar\n\nRunt bordet: Ada Ek, Bo Vret, Cia Alm\n\nBryggan lagas.\n"
    assert set(people(tmp_path, text, DocumentType.NOTES)) == {"Ada Ek", "Bo Vret", "Cia Alm"}


def test_who_is_elected_in_the_sentence_of_a_point_takes_part(tmp_path: Path) -> None:
    text = """Årsmöte Vintra båtklubb 2031-03-04

1. Stämman öppnades med val av Ada Ek till ordförande.
2. Till stämmans sekreterare valdes Bo Vret.
3. Till justeringsmän, tillika rösträknare, valdes Cia Alm och Dan Berg.
4. Stämman avslutades.
"""
    found = people(tmp_path, text, DocumentType.MINUTES)
    assert set(found) == {"Ada Ek", "Bo Vret", "Cia Alm", "Dan Berg"}
