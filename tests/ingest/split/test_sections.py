"""Agenda items begin where a reader sees them begin."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from corpus.model import DocumentType
from ingest.read import read
from ingest.split.sections import Section, segment


def sections(
    tmp_path: Path, text: str, kind: DocumentType = DocumentType.MINUTES
) -> tuple[Section, ...]:
    path = tmp_path / "handling.txt"
    path.write_text(text, "utf-8")
    return segment(read(path), kind)


def items(
    tmp_path: Path, text: str, kind: DocumentType = DocumentType.MINUTES
) -> list[tuple[str | None, str]]:
    found = sections(tmp_path, text, kind)
    return [(one.item.number, one.item.title) for one in found if one.item]


FORMAL = """Vintra kommun
Miljönämnden
Sammanträdesprotokoll 2025-03-04

Ärendelista

§ 12 Val av justerare
§ 13 Plan för småbåtshamnen
§ 14 Avgifter för sotning

\f§ 12

Val av justerare

Beslut

Eva Ek utses att justera protokollet.

§ 13   Dnr MN 2025/41

Plan för småbåtshamnen

Ärendebeskrivning

Nämnden behandlade frågan den 3 maj 2024, i enlighet med
§ 9 i reglementet, och begärde ett nytt underlag.

1. Bryggan rustas
2. Muddring görs

Beslut

Planen antas.

§ 14

Avgifter för sotning

Beslut

Ärendet bordläggs.
"""


def test_contents_and_references_are_no_items(tmp_path: Path) -> None:
    assert items(tmp_path, FORMAL) == [
        ("12", "Val av justerare"),
        ("13", "Plan för småbåtshamnen"),
        ("14", "Avgifter för sotning"),
    ]


def test_the_case_number_is_read_beside_the_section(tmp_path: Path) -> None:
    found = {
        one.item.number: one.item.case_number for one in sections(tmp_path, FORMAL) if one.item
    }
    assert found == {"12": None, "13": "MN 2025/41", "14": None}


def test_what_stands_before_the_first_item_belongs_to_none(tmp_path: Path) -> None:
    first = sections(tmp_path, FORMAL)[0]
    assert first.item is None
    assert "Ärendelista" in [first.document.text_of(line) for line in first.lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Finska nämnden\n\n39 § Val av protokolljusterare\n\nNämnden utser Eva Ek.\n\n"
            "40 § Godkännande av föredragningslistan\n\nListan godkändes.\n",
            [
                ("39", "Val av protokolljusterare"),
                ("40", "Godkännande av föredragningslistan"),
            ],
        ),
        (
            "Årsmöte 2024-03-02\n\n1. Mötets öppnande\nEva Ek öppnade mötet.\n\n"
            "2. Val av ordförande\nMötet väljer Eva Ek.\n\n3. Mötets avslutande\nTack för i dag.\n",
            [("1", "Mötets öppnande"), ("2", "Val av ordförande"), ("3", "Mötets avslutande")],
        ),
        (
            "KS § 3 a   Dnr KS 2024/10\n\nTaxa för sotning\n\nBeslut\n\nTaxan antas.\n",
            [("3 a", "Taxa för sotning")],
        ),
    ],
)
def test_heads_in_their_several_forms(
    tmp_path: Path, text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert items(tmp_path, text) == expected


NETWORK = """Arkivrådets möte 5 maj 2024
Eva gick igenom agendan;
o Läget i landet
o Ny metod för gallring. Bo Ekman.
o Kommande utbildning

o Läget i landet
Eva berättade om läget i länen och om de nya reglerna.
o Ny metod för gallring
Bo visade metoden och svarade på frågor.
o Kommande utbildning
Utbildningen hålls i höst.
"""


def test_points_that_a_list_announces_begin_where_the_text_takes_them_up(tmp_path: Path) -> None:
    found = [one for one in sections(tmp_path, NETWORK, DocumentType.NOTES) if one.item]
    assert [one.item.title for one in found if one.item] == [
        "Läget i landet",
        "Ny metod för gallring",
        "Kommande utbildning",
    ]
    assert [one.item.responsible for one in found if one.item] == [None, "Bo Ekman", None]
    assert "metoden" in found[1].document.text_of(found[1].lines[0])


def test_a_list_of_names_that_comes_again_is_no_agenda(tmp_path: Path) -> None:
    text = (
        "Kallade\n\n• Eva Ek\n• Bo Al\n• Li Berg\n\nNärvarande\n\n• Eva Ek\n• Bo Al\n• Li Berg\n\n"
        "Vi hann inte med något mer i dag.\n"
    )
    titles = [title for _, title in items(tmp_path, text, DocumentType.NOTES)]
    assert "Eva Ek" not in titles


def test_an_agenda_whose_table_was_lost_still_has_its_rows(tmp_path: Path) -> None:
    text = (
        "Agenda\n\nPunkt Typ Beskrivning Ansvarig Ca tid\n\n1 I Läget i länet Sara 13.00\n\n"
        "2 D Gemensam upphandling Alla 13.30\n\nPAUS 14.00\n\n3 B Ny plan\nför arkiven\n"
        "Bo Ek 14.15\n"
    )
    found = [one.item for one in sections(tmp_path, text, DocumentType.SLIDES) if one.item]
    assert [(i.number, i.title, i.type, i.responsible, i.time) for i in found] == [
        ("1", "Läget i länet", "information", "Sara", "13:00"),
        ("2", "Gemensam upphandling", "discussion", "Alla", "13:30"),
        ("3", "Ny plan för arkiven", "decision", "Bo Ek", "14:15"),
    ]


def test_a_text_without_items_is_one_section(tmp_path: Path) -> None:
    found = sections(tmp_path, "Hej.\n\nVi ses på torsdag.\n")
    assert [one.item for one in found] == [None]


def test_an_account_within_numbered_items_is_no_agenda(tmp_path: Path) -> None:
    made = docx.Document()
    for number, title in enumerate(("Mötets öppnande", "Ekonomi"), 1):
        made.add_heading(f"{number}. {title}", 2)
        made.add_paragraph("Kassören gick igenom läget.")
    table = made.add_table(rows=3, cols=3)
    rows = (
        ("Datum", "Beskrivning", "Typ"),
        ("2020-01-07", "Avgift", "I"),
        ("2020-02-01", "Hyra", "I"),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.add_heading("3. Mötets avslutande", 2)
    made.add_paragraph("Tack för i dag.")
    path = tmp_path / "protokoll.docx"
    made.save(str(path))
    found = [one.item.title for one in segment(read(path), DocumentType.MINUTES) if one.item]
    assert found == ["Mötets öppnande", "Ekonomi", "Mötets avslutande"]


RUN_IN = """Varvsgruppen 2025-03-04

Närvarande: Ada, Bo och Eva

1. Slipen. Bo lagar rälsen i april.
2. Nytt tak – Eva jämför priser och återkommer.
3. Bo läste förra protokollet.
4. Skylten; Ada fixar.
5. Övrigt

Ingen hade något att säga.
"""


def test_a_title_may_run_into_its_text(tmp_path: Path) -> None:
    found = [one for one in sections(tmp_path, RUN_IN) if one.item]

    assert [(one.item.number, one.item.title) for one in found if one.item] == [
        ("1", "Slipen"),
        ("2", "Nytt tak"),
        ("3", "Bo läste förra protokollet"),
        ("4", "Skylten"),
        ("5", "Övrigt"),
    ]
    told = [" ".join(one.document.text_of(line).strip() for line in one.lines) for one in found]
    assert told == [
        "Bo lagar rälsen i april.",
        "Eva jämför priser och återkommer.",
        "Bo läste förra protokollet.",
        "Skylten; Ada fixar.",
        "Ingen hade något att säga.",
    ]


def test_a_numbered_list_under_one_heading_of_several_heads_nothing(tmp_path: Path) -> None:
    steps = "".join(f"{n}. Masten. Ada oljar del {n} av masten.\n" for n in range(1, 7))
    path = tmp_path / "handling.md"
    path.write_text(f"# Anteckningar\n\n## Vad vi gjort\n\n{steps}\n## Resultat\n\nBra.\n", "utf-8")

    found = segment(read(path), DocumentType.NOTES)

    assert [one.item.title for one in found if one.item] == ["Vad vi gjort", "Resultat"]


def test_what_is_told_alike_of_several_points_is_no_point(tmp_path: Path) -> None:
    first = "* Slipen\n    - Bråttom\n    - Måla\n    - Olja\n"
    again = "* Kajen\n    - Bråttom\n        + i maj\n    - Måla\n        + två gånger\n"
    parts = first + again + "    - Olja\n        + sist\n"
    path = tmp_path / "handling.md"
    path.write_text(f"# Anteckningar\n\n## Varvet\n\n{parts}\n## Övrigt\n\nInget.\n", "utf-8")

    found = segment(read(path), DocumentType.NOTES)

    assert [one.item.title for one in found if one.item] == ["Varvet", "Övrigt"]


def table_document(tmp_path: Path, rows: list[tuple[str, ...]]) -> Path:
    """A Word file with a title and one table."""
    made = docx.Document()
    made.add_heading("Styrelsemöte i Vintra roddklubb 2031-02-04", 1)
    table = made.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    path = tmp_path / "tabell.docx"
    made.save(str(path))
    return path


def test_points_that_are_whole_sentences_are_the_points_of_a_meeting(tmp_path: Path) -> None:
    text = """Vintra roddklubb

Årsmöte 2031-02-04

1. Mötet öppnades klockan 18.
2. Berättelsen lästes upp.
3. Avgiften fastställdes till 90 kronor. Den höjs inte nästa år.
4. Ada Ek valdes om.
5. Bo visade bilder från sommaren.
"""
    found = sections(tmp_path, text)
    assert [one.item.title for one in found if one.item] == [
        "Mötet öppnades klockan 18",
        "Berättelsen lästes upp",
        "Avgiften fastställdes till 90 kronor",
        "Ada Ek valdes om",
        "Bo visade bilder från sommaren",
    ]


def test_a_section_mark_may_be_followed_by_a_stroke(tmp_path: Path) -> None:
    text = """Protokoll 2031-02-04

§ 1/ Mötet öppnas.

§ 2/ Till justerare valdes Ada

§ 3/ Vi tackar roddarna för en fin sommar med många segrar i alla åldrar! Bo ordnar blommor.
"""
    found = [one for one in sections(tmp_path, text) if one.item]
    assert [one.item.title for one in found if one.item] == [
        "Mötet öppnas",
        "Till justerare valdes Ada",
        "Vi tackar roddarna för en fin sommar med många segrar i alla åldrar!",
    ]
    said = [[one.document.text_of(line).strip() for line in one.lines] for one in found]
    assert said[1] == ["Till justerare valdes Ada"]
    assert said[2][0].endswith("Bo ordnar blommor.")


def test_the_rows_of_a_table_of_tasks_are_no_items(tmp_path: Path) -> None:
    path = table_document(
        tmp_path,
        [("Nr", "Åtgärd", "Ansvarig", "Klart"), ("4", "Laga bryggan", "Ada Ek", "1 maj"),
         ("7", "Sälj båten", "Bo Vret", "1 juni")],
    )  # fmt: skip
    assert not [one for one in segment(read(path), DocumentType.MINUTES) if one.item]


def test_points_without_numbers_stand_in_the_column_that_names_them(tmp_path: Path) -> None:
    path = table_document(
        tmp_path,
        [("Tid", "Punkt", "Syfte", "Vem"), ("9.00", "Nya åror", "Beslut", "Ada"),
         ("9.30", "Fika", "", ""), ("9.45", "Sommarens läger", "Info", "Bo")],
    )  # fmt: skip
    found = [one.item for one in segment(read(path), DocumentType.MINUTES) if one.item]
    assert [(one.title, one.time, one.responsible) for one in found] == [
        ("Nya åror", "09:00", "Ada"),
        ("Sommarens läger", "09:45", "Bo"),
    ]


def test_a_bullet_may_open_a_topic_that_lines_of_its_own_treat(tmp_path: Path) -> None:
    text = """Protokoll, Vintra roddklubb

- Val av justerare
Ada valdes till justerare.
- Nya åror
De gamla är slitna och behöver bytas ut före sommaren.
- Kursen i juli
Den hålls vid bryggan.
"""
    assert items(tmp_path, text) == [
        (None, "Val av justerare"),
        (None, "Nya åror"),
        (None, "Kursen i juli"),
    ]


def test_the_paragraphs_that_somebody_came_to_are_not_those_of_the_minutes(tmp_path: Path) -> None:
    text = "Hamnrådet\n\nÖvriga: Ada Ek, revisor §§ 8-9\n\nSekreterare ....  Paragrafer 7-9\n\n\n"
    text += "".join(
        f"§ {n}\n\n{title}\n\nOrdföranden redogör för ärendet.\n\nBeslut\n\nPlanen antas.\n\n"
        for n, title in ((7, "Budget"), (8, "Revision"), (9, "Kajen"))
    )
    assert [number for number, _ in items(tmp_path, text)] == ["7", "8", "9"]


def test_body_number_and_day_in_one_line_head_the_title_below(tmp_path: Path) -> None:
    text = "".join(
        f"Hamnrådet § {n} 4.3.2025\n\n{title}\n\nBeslut: Planen godkändes.\n\n"
        for n, title in ((7, "Muddring av kajen"), (8, "Ny taxa"))
    )
    assert items(tmp_path, text) == [("7", "Muddring av kajen"), ("8", "Ny taxa")]


def test_body_day_and_number_below_a_title_head_it(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.docx"
    made = docx.Document()
    for number, title in ((7, "Muddring av kajen"), (8, "Ny taxa"), (9, "Anmälan")):
        made.add_heading(title.upper(), 2)
        made.add_paragraph("Farledsnämnden 20.2.2025 § 18")
        made.add_paragraph(f"Hamnrådet 4.3.2025 § {number}")
        made.add_paragraph("Beslut: Planen godkändes.")
    made.save(str(path))
    found = segment(read(path), DocumentType.MINUTES)
    assert [(one.item.number, one.item.title) for one in found if one.item] == [
        ("7", "MUDDRING AV KAJEN"),
        ("8", "NY TAXA"),
        ("9", "ANMÄLAN"),
    ]


def test_the_kind_of_an_item_may_stand_below_its_title(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.docx"
    made = docx.Document()
    for number, kind in ((7, "Informationsärende"), (8, "Beslutsärende")):
        made.add_heading(f"§ {number} Bryggan", 2)
        made.add_paragraph(kind)
        made.add_paragraph("Hamnchefen redogör för läget.")
    made.save(str(path))
    found = [one for one in segment(read(path), DocumentType.MINUTES) if one.item]
    assert [one.item.type for one in found if one.item] == ["information", "decision"]
    assert all(len(one.lines) == 1 for one in found)


def test_the_brackets_round_a_case_number_go_with_it(tmp_path: Path) -> None:
    text = "".join(
        f"§ {n} {title} (HR/2025:{n}1)\n\nBeslut\n\nPlanen antas.\n\n"
        for n, title in ((7, "Muddring av kajen"), (8, "Ny taxa"))
    )
    assert items(tmp_path, text) == [("7", "Muddring av kajen"), ("8", "Ny taxa")]


def test_the_day_of_the_next_meeting_is_no_part_of_a_title(tmp_path: Path) -> None:
    text = (
        "Råd\n\n1. Mötet öppnas\n\n2. Kajen\n\nKajen muddras.\n\n3. Nästa rådsmöte: 4 maj kl 18\n"
    )
    assert items(tmp_path, text)[-1] == ("3", "Nästa rådsmöte")
