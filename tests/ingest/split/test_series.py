"""Heads are known by their place among the others: number, edge and style."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import DocumentType
from ingest.read import read
from ingest.split.sections import Section, segment


def sections(
    tmp_path: Path, text: str, name: str = "handling.txt", kind: DocumentType = DocumentType.MINUTES
) -> tuple[Section, ...]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return segment(read(path), kind)


def items(
    tmp_path: Path, text: str, name: str = "handling.txt", kind: DocumentType = DocumentType.MINUTES
) -> list[tuple[str | None, str]]:
    return [(one.item.number, one.item.title) for one in sections(tmp_path, text, name, kind)
            if one.item]  # fmt: skip


TOPICAL = """Kallelse till styrelsemöte i Vintra båtklubb

Dagordning

1. Bryggan vid udden
2. Slipens motor
3. Nya hemsidan
4. Vem har nycklarna
5. Vårstädning
"""


def test_every_number_under_the_head_of_an_agenda_is_an_item(tmp_path: Path) -> None:
    found = items(tmp_path, TOPICAL, kind=DocumentType.NOTICE)
    assert [number for number, _ in found] == ["1", "2", "3", "4", "5"]
    assert found[3] == ("4", "Vem har nycklarna")


def test_numbered_sentences_without_such_a_head_are_no_items(tmp_path: Path) -> None:
    text = "Minnesanteckningar\n\nVi gjorde detta:\n\n" + "".join(
        f"{n}. Vi gick igenom hur bryggan ska lagas innan isen lägger sig i höst.\n"
        for n in range(1, 6)
    )
    assert items(tmp_path, text, kind=DocumentType.NOTES) == []


def test_marks_of_an_agenda_are_taken_off_the_title(tmp_path: Path) -> None:
    text = TOPICAL.replace(
        "Slipens motor", "BESLUT: Slipens motor [Ada & Bo ansvariga] (19:10-19:20)"
    )
    found = [one.item for one in sections(tmp_path, text, kind=DocumentType.NOTICE) if one.item]
    assert [item.title for item in found[:3]] == [
        "Bryggan vid udden", "Slipens motor", "Nya hemsidan",
    ]  # fmt: skip
    assert (found[1].type, found[1].responsible, found[1].time) == ("decision", "Ada & Bo", "19:10")
    assert (found[0].type, found[0].responsible, found[0].time) == (None, None, None)


MISREAD = """PROTOKOLL
fört vid föreningsstämma i Vintra den 4 maj 2031

§ 1. Stämmans öppnande

Ada Ek öppnade stämman.

5 2. Val av ordförande

Bo Vret väljs.

$ 3. Fråga om avgiften

Avgiften höjs med
8 kronor i månaden.

§ 4. Ny tvättstuga

Tvättstugan byggs.

§ Stämmans avslutande

Stämman avslutades.
"""


def test_short_signs_in_the_place_of_a_section_sign_count_as_one(tmp_path: Path) -> None:
    assert items(tmp_path, MISREAD) == [
        ("1", "Stämmans öppnande"),
        ("2", "Val av ordförande"),
        ("3", "Fråga om avgiften"),
        ("4", "Ny tvättstuga"),
        (None, "Stämmans avslutande"),
    ]


def test_a_number_behind_a_sign_that_does_not_follow_on_is_text(tmp_path: Path) -> None:
    assert ("40", "Kronor per plats") not in items(
        tmp_path,
        MISREAD.replace("Ada Ek öppnade stämman.", "Ada Ek öppnade.\n\n$ 40 Kronor per plats"),
    )


NUMBERED = """# Protokoll styrelsemöte

## 6. Ekonomi

Inget nytt.

## 7. Övrigt

Grinden är lagad.

## {last}. Nästa möte

Den 4 maj.
"""


@pytest.mark.parametrize("last", ["8", "38"])
def test_a_stray_digit_before_the_number_that_follows_is_dropped(tmp_path: Path, last: str) -> None:
    found = items(tmp_path, NUMBERED.format(last=last), "a.md")
    assert found[-1] == ("8", "Nästa möte")


def test_a_number_that_skips_is_kept_as_it_stands(tmp_path: Path) -> None:
    assert items(tmp_path, NUMBERED.format(last="12"), "a.md")[-1] == ("12", "Nästa möte")


PARTS = """# Protokoll årsmöte

## 1 Mötets öppnande

Mötet öppnades.

## 2 Föredragning av verksamhetsberättelsen

Ada Ek läste.

### 2.1 Verksamhetsberättelse 2030

#### 2.1.1 Medlemmar

Vi är 40.

#### 2.1.2 Utfärder

Tre utfärder.

## 3 Val

### 3.1 Val av ordförande

Bo Vret.

### 3.2 val.vintra.example

Sidan läggs ned.

### 3.3 Val av kassör

Cilla Lid.

## 4 Mötets avslutande

Mötet avslutades.

## 5 Signaturer

### 5.1 Ordförande

### 5.2 Justerare
"""


def test_papers_read_in_and_signatures_are_no_items(tmp_path: Path) -> None:
    found = items(tmp_path, PARTS, "a.md")
    assert [number for number, _ in found] == ["1", "2", "3", "3.1", "3.2", "3.3", "4"]
    last = [one for one in sections(tmp_path, PARTS, "a.md") if one.item][-1]
    assert len(last.lines) == 1


def test_heads_that_only_gather_are_left_out_where_all_of_them_do(tmp_path: Path) -> None:
    text = "# Protokoll\n\n" + "".join(
        f"## {n}. Avdelning {name}\n\n### {n}.1. Punkt {name}\n\nText.\n\n"
        f"### {n}.2. Mer {name}\n\nText.\n\n"
        for n, name in ((1, "ett"), (2, "två"), (3, "tre"))
    )
    found = [number for number, _ in items(tmp_path, text, "a.md")]
    assert found == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"]


BYLAWS = """# Protokoll för årsmöte

## Val av styrelse

Ada Ek väljs.

## Nya stadgar

Stadgarna antas.

## Mötets avslutande

Mötet avslutades klockan 20.

# Bilaga - Stadgar

§1 Föreningens namn är Vintra båtklubb.

§2 Föreningen har till ändamål att segla.

§3 Vid årsmötet ska dessa ärenden behandlas:

1. Val av ordförande
2. Val av sekreterare
3. Fastställande av röstlängd
"""


def test_by_laws_behind_a_closed_meeting_are_no_items(tmp_path: Path) -> None:
    assert items(tmp_path, BYLAWS, "a.md") == [
        (None, "Val av styrelse"),
        (None, "Nya stadgar"),
        (None, "Mötets avslutande"),
    ]


def test_initials_at_the_foot_of_a_page_close_nothing(tmp_path: Path) -> None:
    text = """Protokoll

§ 1 Val av justerare

Ada Ek väljs.

\f§ 2 Motioner

Motionen om grinden avslås.

Justeras:

AE
\fMotionen om bryggan bifalls.

§ 3 Stämman avslutas

Ada Ek avslutade stämman.

Justeras

Ada Ek
"""
    found = [one for one in sections(tmp_path, text) if one.item]
    texts = [" ".join(one.document.text_of(line) for line in one.lines) for one in found]
    assert texts[1] == "Motionen om grinden avslås. Motionen om bryggan bifalls."
    assert texts[2] == "Ada Ek avslutade stämman."


def test_the_points_of_a_list_under_the_title_of_the_agenda_are_items(tmp_path: Path) -> None:
    text = (
        "# Agenda & mötesanteckningar 2031-05-04\n\n* Läget\n* Bryggan\n* Hösten\n\n"
        "## Närvarande\n\n* Ada Ek\n* Bo Vret\n\n## Anteckningar\n\n* Vi lagar bryggan i maj.\n"
    )
    found = items(tmp_path, text, "a.md", DocumentType.NOTES)
    assert found == [(None, "Läget"), (None, "Bryggan"), (None, "Hösten")]


def test_titles_of_the_document_and_of_its_parts_are_no_items(tmp_path: Path) -> None:
    text = (
        "# Extra föreningsstämma\n\nDatum: 2031-05-04\n\n## Närvaro\n\n- Ada Ek\n\n"
        "## Mötesanteckningar\n\n### Inledning\n\nVi börjar.\n\n### Diskussion\n\nOm bryggan.\n\n"
        "### Inval av medlemmar\n\nBo Vret.\n\n### Nya båtar\n\nTvå köps.\n"
    )
    found = items(tmp_path, text, "a.md", DocumentType.NOTES)
    assert [title for _, title in found] == [
        "Inledning", "Diskussion", "Inval av medlemmar", "Nya båtar",
    ]  # fmt: skip


def test_a_report_has_chapters_but_no_agenda(tmp_path: Path) -> None:
    text = (
        "# Underhållsplan\n\n## Tak\n\nGott skick.\n\n## Fönster\n\nMålas.\n\n## Grund\n\nTorr.\n"
    )
    assert items(tmp_path, text, "a.md", DocumentType.REPORT) == []


CLOSE = """PROTOKOLL
fört vid föreningsstämma i Vintra den 4 maj 2031

§ 7 Styrelsens berättelse

Ada Ek läste berättelsen.

8 Revisorns berättelse

Bo Vret läste berättelsen.

&9 Fråga om ansvarsfrihet

Ansvarsfrihet beviljades.

$10 Val av revisor

Bo Vret väljs.

811 Ny tvättstuga

Tvättstugan byggs.

§ 12 Stämmans avslutande

Stämman avslutades.
"""


def test_section_signs_are_known_however_they_were_read(tmp_path: Path) -> None:
    assert [number for number, _ in items(tmp_path, CLOSE.replace("8 Rev", "§ 8 Rev"))] == [
        "7", "8", "9", "10", "11", "12",
    ]  # fmt: skip


def test_a_number_alone_fills_the_place_that_is_empty_among_sections(tmp_path: Path) -> None:
    assert items(tmp_path, CLOSE)[1] == ("8", "Revisorns berättelse")
    other = CLOSE.replace("8 Revisorns berättelse", "15 Sidor läste revisorn")
    assert "15" not in [number for number, _ in items(tmp_path, other)]


LOST = """# Protokoll årsstämma

## 9. Styrelsens berättelse

Inget nytt.

{tenth}

Ansvarsfrihet beviljades.

## {eleventh} Övrigt

Grinden är lagad.

## 12. Nästa möte

Den 4 maj.
"""


def test_a_title_without_its_number_has_the_one_that_is_missing(tmp_path: Path) -> None:
    found = items(tmp_path, LOST.format(tenth="Fråga om ansvarsfrihet", eleventh="11."), "a.md")
    assert found[1] == ("10", "Fråga om ansvarsfrihet")
    text = LOST.format(tenth="Kassören frågade om kassan.", eleventh="11.")
    assert [number for number, _ in items(tmp_path, text, "a.md")] == ["9", "11", "12"]


def test_a_digit_lost_from_a_number_is_given_back_where_the_next_follows(tmp_path: Path) -> None:
    found = items(tmp_path, LOST.format(tenth="## 10. Ansvarsfrihet", eleventh="1."), "a.md")
    assert [number for number, _ in found] == ["9", "10", "11", "12"]


RETAKEN = """Vintra vägförening
Protokoll styrelsemöte 2031-05-04

Dagordning

1. Föregående protokoll
2. Vägarna
- grus vid udden
Ekonomi
Övrigt
Nästa möte

Anteckningar

1. Föregående protokoll
Godkändes.

Vägarna
Gruset läggs ut i juni.

. Ekonomi
Bo Vret redovisade kassan.

Övrigt
Inget.

Nästa möte
Den 4 juni.
"""


def test_points_keep_the_numbers_of_the_agenda_that_a_scanner_lost(tmp_path: Path) -> None:
    assert items(tmp_path, RETAKEN) == [
        ("1", "Föregående protokoll"),
        ("2", "Vägarna"),
        ("3", "Ekonomi"),
        ("4", "Övrigt"),
        ("5", "Nästa möte"),
    ]


def test_numbers_that_are_not_those_of_their_places_are_not_made_up(tmp_path: Path) -> None:
    found = items(tmp_path, RETAKEN.replace("2. Vägarna", "4. Vägarna"))
    assert ("3", "Ekonomi") not in found
