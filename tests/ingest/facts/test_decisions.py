"""What the meeting itself decided, and nothing else."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from corpus.model import Decision, DocumentType, Meeting
from ingest.extract import extract
from ingest.facts.context import Context
from ingest.facts.decisions import find_amounts, find_decisions
from ingest.read import read
from ingest.split.sections import segment


def decisions(
    tmp_path: Path, body: str, title: str = "Plan för hamnen", kind: str = "minutes"
) -> list[Decision]:
    path = tmp_path / "protokoll.txt"
    path.write_text(f"Miljönämnden\n\n§ 7\n\n{title}\n\n{body}\n", "utf-8")
    document = read(path)
    context = Context(DocumentType(kind), Meeting(body="Miljönämnden", date="2025-03-04"))
    found = segment(document, context.document_type)
    return [one for section in found for one in find_decisions(section, context)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Beslut\n\nPlanen antas.", [("Planen antas.", "approved")]),
        ("Beslut\n\nMotionen avslås.", [("Motionen avslås.", "rejected")]),
        ("Beslut\n\nÄrendet återremitteras.", [("Ärendet återremitteras.", "referred_back")]),
        ("Beslut\n\nEnligt förslag.", [("Enligt förslag.", "approved")]),
        (
            "Beslut\n\nRådet firar hamnens dag på kajen. Ett tält vid kranen med plats för tjugo.",
            [
                (
                    "Rådet firar hamnens dag på kajen. Ett tält vid kranen med plats för tjugo.",
                    "approved",
                )
            ],
        ),
        ("Beslut\n\nPlanen antas. ______", [("Planen antas.", "approved")]),
        (
            "Beslut\n\nNämnden beslutar att\n\n1. kajen ska muddras under hösten,\n"
            "2. taxan fortsatt ska gälla.",
            [
                ("kajen ska muddras under hösten,", "approved"),
                ("taxan fortsatt ska gälla.", "approved"),
            ],
        ),
        (
            "Beslut\n\nPlanen antas.\n\nPlanen är en vägledning som säger att hamnar muddras.",
            [("Planen antas.", "approved")],
        ),
        (
            "Beslut\n\nListan läggs till handlingarna.\n\nListan är en förteckning över beslut "
            "tagna med stöd av ordningen, vilket innebär att rätten överlåts till hamnkaptenen.",
            [("Listan läggs till handlingarna.", "noted")],
        ),
        (
            "Beslut\n\nNämnden beslutade enligt utskottets förslag\n\natt muddra kajen\n\n"
            "att uppdra åt hamnkaptenen att teckna avtal.\n\nVänstern reserverade sig.",
            [
                ("att muddra kajen", "approved"),
                ("att uppdra åt hamnkaptenen att teckna avtal.", "assigned"),
            ],
        ),
        (
            "Beslut\n\nNämnden föreslår att kommunstyrelsen beslutar\n\n1. Avtalet om kajen "
            "godkänns.\n\nNämnden beslutar för egen del\n\n1. Paragrafen förklaras omedelbart "
            "justerad.",
            [
                ("Avtalet om kajen godkänns.", "proposed"),
                ("Paragrafen förklaras omedelbart justerad.", "approved"),
            ],
        ),
        (
            "Nämnden beslutar:\n\n- Muddra kajen.\n- Översända ritningen till hamnverket.",
            [
                ("Muddra kajen.", "approved"),
                ("Översända ritningen till hamnverket.", "approved"),
            ],
        ),
        (
            "Beslut: Enligt förslag. Hamnchefen förser planen med en karta över\n"
            "kajen och sänder den vidare.",
            [
                ("Enligt förslag.", "approved"),
                (
                    "Hamnchefen förser planen med en karta över kajen och sänder den vidare.",
                    "approved",
                ),
            ],
        ),
        (
            "Att jämte ordföranden justera protokollet utsågs Eva Ek.",
            [("Att jämte ordföranden justera protokollet utsågs Eva Ek.", "elected")],
        ),
        (
            "Beslut\n\nNämnden konstaterade sammanträdet lagligen sammankallat och beslutfört.",
            [
                (
                    "Nämnden konstaterade sammanträdet lagligen sammankallat och beslutfört.",
                    "noted",
                )
            ],
        ),
        ("Beslut\n\nKranen försäljes.", [("Kranen försäljes.", "approved")]),
        (
            "Mötet väljer följande till hamnvärdar:\n\n- Eva Ek\n- Bo Al",
            [("Mötet väljer följande till hamnvärdar: Eva Ek Bo Al", "elected")],
        ),
        (
            "Mötet beslutade, i enlighet med stadgarna § 3, att Eva Ek tecknar firman.",
            [
                (
                    "Mötet beslutade, i enlighet med stadgarna § 3, att Eva Ek tecknar firman.",
                    "approved",
                )
            ],
        ),
        (
            "Mötet lägger rapporten till handlingarna.",
            [("Mötet lägger rapporten till handlingarna.", "noted")],
        ),
        ("Mötet belutar att anta planen.", [("Mötet belutar att anta planen.", "approved")]),
        ("Skrivelserna noteras.", [("Skrivelserna noteras.", "noted")]),
        (
            "Följande valdes som ledamöter.\n\nEva Ek\n\nBo Al",
            [("Följande valdes som ledamöter. Eva Ek Bo Al", "elected")],
        ),
        (
            "Eva Ek: Nominerad av Bo Al. Invald.",
            [("Eva Ek: Nominerad av Bo Al. Invald.", "elected")],
        ),
        ("Det blir synd om vi väljer den vägen.", []),
        ("Styrelsen har följt den plan som årsmötet fastställde.", []),
        (
            "Stämman beslutar,\n\natt uppdra till styrelsen att utse ett ombud.",
            [("att uppdra till styrelsen att utse ett ombud.", "assigned")],
        ),
        (
            "Stämman beslutar,\n\natt rådet ska bestå av sju ledamöter.",
            [("att rådet ska bestå av sju ledamöter.", "approved")],
        ),
        ("Beslut\n\nPlanen antas. Bilaga 3.", [("Planen antas.", "approved")]),
        (
            "Miljönämndens beslut\n\nNämnden beslutar att anta planen, samt att uppdra åt "
            "förvaltningen att muddra.",
            [
                ("Nämnden beslutar att anta planen", "approved"),
                ("att uppdra åt förvaltningen att muddra.", "assigned"),
            ],
        ),
        (
            "Beslut\n\nFörslag till beslut i kommunfullmäktige\n\nTaxan antas.",
            [("Taxan antas.", "proposed")],
        ),
        (
            "Förslag till beslut\n\nPlanen avslås.\n\nBeslut\n\nPlanen antas.",
            [("Planen antas.", "approved")],
        ),
        (
            "Ärendebeskrivning\n\nFullmäktige beslutade den 5 maj 2024, § 28, att anta taxan.\n\n"
            "Beslut\n\nInformationen noteras.",
            [("Informationen noteras.", "noted")],
        ),
        (
            "Tidigare behandling:\nMiljönämnden 20.2.2024, 3 §\n\nMiljönämndens beslut:\n\n"
            "Ärendet bordläggs.\n\nMiljönämnden 4.3.2025, 7 §\n\nMiljönämndens beslut:\n\n"
            "Planen godkänns.",
            [("Planen godkänns.", "approved")],
        ),
        (
            "Årsmötet beslutade att bevilja styrelsen ansvarsfrihet.",
            [("Årsmötet beslutade att bevilja styrelsen ansvarsfrihet.", "approved")],
        ),
        (
            "Stämman beslutar,\natt anta stadgarna,\natt välja Eva Ek till revisor.",
            [
                ("Stämman beslutar, att anta stadgarna,", "approved"),
                ("att välja Eva Ek till revisor.", "elected"),
            ],
        ),
        ("Bo har redan ordnat det som bestämdes sist.", []),
        ("Valberedningen föreslog att arvodet höjs.", []),
        ("En ledamot ska utses av länet.", []),
        (
            "Att: Köpa in två pumpar\n\nBeslut: Attsatsen bifalles",
            [("Köpa in två pumpar", "approved")],
        ),
    ],
)
def test_decisions(tmp_path: Path, body: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.text, str(one.outcome)) for one in decisions(tmp_path, body)] == expected


def test_by_proposal_elects_where_the_item_is_an_election(tmp_path: Path) -> None:
    body = "Beslutades enligt valberedningens förslag."
    assert [one.outcome for one in decisions(tmp_path, body, "Val av revisorer")] == ["elected"]
    assert [one.outcome for one in decisions(tmp_path, body, "Antal revisorer")] == ["approved"]


def test_a_notice_decides_nothing(tmp_path: Path) -> None:
    assert decisions(tmp_path, "Beslut\n\nPlanen antas.", kind="notice") == []


def test_a_decision_points_at_its_words(tmp_path: Path) -> None:
    (found,) = decisions(tmp_path, "Beslut\n\nPlanen för den inre\nhamnen antas.")
    assert found.text == "Planen för den inre hamnen antas."
    assert found.agenda_item == "7"
    assert found.provenance.page == 1
    assert found.provenance.rule.startswith("decisions/")


def test_what_stands_under_the_words_that_decide_is_as_sure_as_they_are(tmp_path: Path) -> None:
    under, outright = (
        decisions(tmp_path, body)[0].provenance.confidence
        for body in (
            "Stämman beslutar,\n\natt rådet ska bestå av sju ledamöter.",
            "Stämman beslutar att rådet ska bestå av sju ledamöter.",
        )
    )
    assert under == outright >= 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("högst 400 000 kronor", [(400_000.0, "SEK")]),
        ("13 miljoner kronor 2027", [(13_000_000.0, "SEK")]),
        ("69 994 tkr; och 2,5 mnkr", [(69_994_000.0, "SEK"), (2_500_000.0, "SEK")]),
        ("äskning på 1499.87kr", [(1499.87, "SEK")]),
        ("ett bidrag på 1 500 euro", [(1500.0, "EUR")]),
        ("120 barn i sex avdelningar", []),
    ],
)
def test_amounts(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(one.value, one.currency) for one in find_amounts(text)] == expected


def test_what_is_bound_in_after_a_decision_is_none(tmp_path: Path) -> None:
    annex = "\f".join(
        f"Rapport, sida {n}. Vi visar respekt och engagemang. Alla trivs." for n in range(3)
    )
    found = decisions(tmp_path, f"Beslut\n\nRapporten antecknas för kännedom.\n\f{annex}")
    assert [one.text for one in found] == ["Rapporten antecknas för kännedom."]


def test_a_line_to_sign_on_elects_nobody(tmp_path: Path) -> None:
    assert decisions(tmp_path, "______", "Val av justerare") == []


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Val av ledamöter", "Eva Ek\n\nBo Al", [("Eva Ek Bo Al", "elected")]),
        ("Beslut om mandattid", "Ett år.", [("Ett år.", "approved")]),
        ("Beslut om mandattid", "Inga beslut.", []),
    ],
)
def test_what_alone_stands_under_a_point_that_asks_for_it_is_decided(
    tmp_path: Path, title: str, body: str, expected: list[tuple[str, str]]
) -> None:
    found = decisions(tmp_path, body, title)

    assert [(one.text, one.outcome) for one in found] == expected


@pytest.mark.parametrize(
    ("heading", "outcome"), [("## Beslut", "proposed"), ("## Ärendebeskrivning", None)]
)
def test_plain_words_under_the_heading_of_the_decision_may_say_that_it_proposes(
    tmp_path: Path, heading: str, outcome: str | None
) -> None:
    path = tmp_path / "protokoll.md"
    said = "Arbetsutskottets förslag till beslut:\n\nReglerna för kajen antas."
    path.write_text(f"# Arbetsutskottet\n\n## § 7 Kajen\n\n{heading}\n\n{said}\n", "utf-8")
    context = Context(DocumentType.MINUTES, Meeting(body="Arbetsutskottet", date="2031-03-04"))
    sections = segment(read(path), context.document_type)
    found = [one for section in sections for one in find_decisions(section, context)]
    assert [(one.text, one.outcome) for one in found] == (
        [("Reglerna för kajen antas.", outcome)] if outcome else []
    )


def markdown(tmp_path: Path, text: str, kind: str) -> list[Decision]:
    path = tmp_path / "anteckningar.md"
    path.write_text(text, "utf-8")
    document = read(path)
    context = Context(DocumentType(kind), Meeting())
    sections = segment(document, context.document_type)
    alone = not any(section.item for section in sections)
    return [one for part in sections for one in find_decisions(part, context, alone=alone)]


def test_where_a_document_has_no_points_its_text_tells_what_was_decided(tmp_path: Path) -> None:
    text = (
        "# Kort rapport från styrelsemötet 4 maj\n\n- Ekonomin gicks igenom.\n"
        "- Styrelsen beslutade att hyra ut segelloftet.\n- Protokollet godkändes.\n"
    )
    found = markdown(tmp_path, text, "notes")
    assert [one.text for one in found] == ["Styrelsen beslutade att hyra ut segelloftet."]


def test_every_bullet_under_a_head_that_announces_decisions_is_one(tmp_path: Path) -> None:
    text = (
        "# Styrelseprotokoll\n\n## Beslutspunkter 4 maj\n\n- Inköp av årtullar\n"
        "- Ny brygga byggs. Se bilden.\n- Vem målar?\n\n## Beslutspunkter 9 juni\n\n"
        "- Städdag den 3 juli\n"
    )
    found = markdown(tmp_path, text, "minutes")
    assert [one.text for one in found] == [
        "Inköp av årtullar",
        "Ny brygga byggs.",
        "Städdag den 3 juli",
    ]


def test_a_point_whose_title_states_a_formality_is_decided_without_a_full_stop(
    tmp_path: Path,
) -> None:
    text = "§ 1 Mötet öppnas\n\n§ 2 Till justerare valdes Åsa Å\n\n§ 3 Val av kassör\n\n"
    path = tmp_path / "protokoll.txt"
    path.write_text(f"Styrelsemöte\n\n{text}§ 4 Mötet avslutas\n", "utf-8")
    context = Context(DocumentType.MINUTES, Meeting())
    sections = segment(read(path), context.document_type)
    found = [one for part in sections for one in find_decisions(part, context)]
    assert [(one.text, one.outcome) for one in found] == [
        ("Till justerare valdes Åsa Å", "elected")
    ]


def test_a_statement_below_its_introduction_is_as_sure_as_that(tmp_path: Path) -> None:
    (found,) = decisions(tmp_path, "Beslutas följande:\n\natt måla bryggan.")
    assert found.text == "att måla bryggan."
    assert found.provenance.confidence > 0.8


def test_whom_a_decision_is_sent_to_is_no_decision(tmp_path: Path) -> None:
    body = "Beslut\n\nPlanen antas.\n\nBeslutet ska rapporteras till hamnstyrelsen."
    assert [one.text for one in decisions(tmp_path, body)] == ["Planen antas."]


def test_a_word_that_says_how_it_went_takes_what_was_proposed_with_it(tmp_path: Path) -> None:
    text = "Protokoll, båtklubbens årsmöte\n\nNy pump till bryggan, högst 4 000 kr. Beviljades\n\n"
    text += "Ansvarsfrihet för styrelsen beviljades.\n"
    assert [one.text for one in markdown(tmp_path, text, "minutes")] == [
        "Ny pump till bryggan, högst 4 000 kr. Beviljades",
        "Ansvarsfrihet för styrelsen beviljades.",
    ]


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("Frågan tas upp på nästa möte.", "tabled"),
        ("Vi hann inte med bojarna, de är kvar. Den tar vi nästa gång.", "tabled"),
        ("Förra mötets protokoll ok.", "approved"),
        ("Datumet spikades till 4 maj.", "approved"),
    ],
)
def test_plain_words_settle_a_point(tmp_path: Path, body: str, outcome: str) -> None:
    assert [one.outcome.value for one in decisions(tmp_path, body, kind="notes")] == [outcome]


def test_what_an_officer_decided_by_delegation_is_no_decision_of_the_meeting(
    tmp_path: Path,
) -> None:
    """The head of a column may break before the word that elsewhere heads the decision."""
    made = docx.Document()
    for text in (
        "Hamnnämnden",
        "Protokoll 2025-03-04",
        "§ 7",
        "Redovisning av beslut på delegation",
    ):
        made.add_paragraph(text)
    made.add_paragraph("Beslut")
    made.add_paragraph("Redovisningen godkänns.")
    rows = (
        ("Ärende", "Datum för\nbeslut", "Delegat", "Avseende (beslut om)"),
        ("H 1", "2025-02-01", "HK", "Beslut om befrielse från hamnavgift"),
    )
    table = made.add_table(rows=2, cols=4)
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    path = tmp_path / "protokoll.docx"
    made.save(str(path))
    (record,) = extract(read(path))
    assert [one.text for one in record.decisions] == ["Redovisningen godkänns."]
