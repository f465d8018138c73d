"""What kind of document it is, and which meeting it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.model import Document, Meeting
from ingest.facts.kind import document_type
from ingest.facts.meeting import find_meeting
from ingest.read import read
from ingest.split.sections import segment


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
        ("Intryck från möte i Vintra 2024-02-03\n\nDet beslöts att mötas igen.", "notes"),
        (
            "Kallelse med dagordning till årsmöte\n\n§ 1 Öppnande\nMötet öppnades.\n\n"
            "§ 2 Val av ordförande\nEva Ek valdes till ordförande.\n\n"
            "§ 3 Dagordning\nDagordningen godkändes.",
            "minutes",
        ),
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


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("Kallelse till årsmöte för Radio-Verkstan.\n\nTid: 17.00", "Radio-Verkstan"),
        ("Årsmöte - Robotar Vintra\n\n2024-02-03", "Robotar Vintra"),
        (
            "Dagordning för möte, KodSkolan Vintra ideell förening",
            "KodSkolan Vintra ideell förening",
        ),
        ("Protokoll från möte, Vintra Byalag (802000-1234) den 3 maj 2024", "Vintra Byalag"),
        ("Möte\n\nHärmed kallas medlemmar i Vintra Båtklubb till möte.", "Vintra Båtklubb"),
        ("Minnesanteckningar\nSällskapet för Gamla Båtar (SGB)\n", "Sällskapet för Gamla Båtar"),
        ("Årsmöte - 12 maj 2024\n\nVi sågs.", None),
    ],
)
def test_heads_name_the_organisation(tmp_path: Path, text: str, organisation: str | None) -> None:
    assert meeting(tmp_path, text).organisation == organisation


def test_the_weekday_settles_the_year(tmp_path: Path) -> None:
    found = meeting(
        tmp_path,
        "Kallelse till årsmöte\n\nTorsdag den 5 maj klockan 18.15\nKansliet, Kajgränd 3\n\n"
        "Motioner lämnas senast 2022-04-20. Förra årsmötet hölls 2021.\n",
    )
    assert (found.date, found.start) == ("2022-05-05", "18:15")
    assert found.place == "Kansliet, Kajgränd 3"


def test_labels_may_hold_a_bare_time_and_an_unpadded_date(tmp_path: Path) -> None:
    found = meeting(
        tmp_path,
        "Mötesprotokoll\n\nDatum: 2019-2-22\nTid: 17:15 (efter middagen)\n\n§ 1 Öppnande\n"
        "Mötet öppnades.\n",
    )
    assert (found.date, found.start) == ("2019-02-22", "17:15")


def test_the_time_of_the_next_meeting_is_not_this_ones(tmp_path: Path) -> None:
    found = meeting(
        tmp_path,
        "Protokoll från styrelsemöte 3 maj 2023\n\n1. Öppnande\nEva öppnade mötet.\n\n"
        "2. Avslutning\nStyrelsen ses 5 oktober 2023 kl 19.30.\n",
    )
    assert found.date == "2023-05-03"
    assert found.start is None


AGENDA = """Föredragningslista 4/2031
Kajstyrelsen 4.5.2031

1 § Val av justerare
Ordförandens förslag: Ada Ek väljs.
Styrelsens beslut:
{a}\f2 § Muddring
Hamnnämnden 4.4.2031
Nämndens beslut:
Planen godkändes.
Kostnaden godkändes.
Tiden fastställdes.
Kajstyrelsens beslut:
{b}\f3 § Belysning
Ordförandens förslag: Lampor köps.
Beslut:
{c}"""


DECIDED = {"a": "Ada Ek valdes.", "b": "Enligt förslag.", "c": "Lampor köps in av kassören."}


@pytest.mark.parametrize(("filled", "kind"), [(False, "notice"), (True, "minutes")])
def test_an_agenda_that_quotes_earlier_decisions_is_no_minutes(
    tmp_path: Path, filled: bool, kind: str
) -> None:
    path = tmp_path / "lista.txt"
    text = AGENDA.format(**{key: text if filled else "" for key, text in DECIDED.items()})
    path.write_text(text, "utf-8")
    assert document_type(read(path)) == kind


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "Elevrådsmöte v. 12\n\ntorsdag 21 mars 2024 kl 14.20 i aulan\n\n1. Öppnande\n",
            {"body": "Elevråd", "date": "2024-03-21", "start": "14:20", "place": "aulan"},
        ),
        (
            "Minnesanteckningar från byamötet i Vret\nsöndagen den 4 mars 2018 kl. 15 i Loggården\n"
            "\nVägen\nBo ringer kommunen.",
            {"body": "Byamöte", "date": "2018-03-04", "start": "15:00", "place": "Loggården"},
        ),
        (
            "NORRDALS OCH VRETS FÖRSAMLING\nKYRKORÅDET\nSAMMANTRÄDESPROTOKOLL\n"
            "Tisdagen den 9 mars 2021 kl 18.30–20.55\nFörsamlingshemmet i Norrdal\n\n§ 1 Öppnande",
            {"organisation": "NORRDALS OCH VRETS FÖRSAMLING", "body": "Kyrkorådet"},
        ),
        (
            "Norrdals IF\nStyrelsemöte 3/11 2021\nKlubbstugan kl. 19.00\n\n1. Öppnande\n"
            "2. Kommande\nCupen börjar kl. 9.00.",
            {"organisation": "Norrdals IF", "place": "Klubbstugan", "start": "19:00"},
        ),
        (
            "Protokoll vid styrelsemöte i Norrdals byförening, 2024-02-03\n\n"
            "- Styrelsen beslutar att årsstämma hålls 6 april kl. 16.00 på Ängen.\n",
            {"body": "Styrelsen", "start": None, "end": None, "place": None},
        ),
        (
            "Mötesanteckningar – styrgruppsmöte 5\nDatum och tid: 2020-02-11, 13–15\nPlats: Tallen",
            {"body": "Styrgrupp", "start": "13:00", "end": "15:00", "place": "Tallen"},
        ),
        (
            "Kallelse till möte\nDatum: 2018-12-12 Tid: 17:00 (efter fikat) Plats: Ladan\n",
            {"date": "2018-12-12", "start": "17:00", "place": "Ladan"},
        ),
        (
            "Protokoll för konstituerande möte 2024-02-03\n\n1. Val\nStyrelsen beslutade att välja "
            "Ada till kassör.\n2. Post\nStyrelsen beslutade att hyra ett fack.",
            {"body": "Styrelsen"},
        ),
        (
            "Vrets kommun\nHamnnämnden  2023-09-06\n\nHamnnämnden kallas till sammanträde onsdagen "
            "den 13 september\n2023 kl. 13.15 i Bryggsalen, Vret\n\n1. Upprop\n2. Kaj",
            {"date": "2023-09-13", "start": "13:15", "place": "Bryggsalen, Vret"},
        ),
        (
            "Protokoll för konstituerande möte 2024-02-03\n\n1. Val\nAda valdes till kassör.",
            {"body": "Konstituerande möte"},
        ),
        (
            "Protokoll fört vid årsmöte med Norrdals vägsamfällighet 2024-02-03\n\n"
            "1. Val av ordförande för stämman\nAda valdes.\n2. Val av sekreterare för stämman\n",
            {"organisation": "Norrdals vägsamfällighet", "body": "Årsmöte"},
        ),
    ],
)
def test_heads_of_many_kinds(tmp_path: Path, text: str, fields: dict[str, str | None]) -> None:
    found = meeting(tmp_path, text + "\n")
    assert {name: getattr(found, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Elevråd 26/2 -18\n\n1. Ordförande öppnade mötet.\n2. Övrigt\nBollen är borta.",
            "minutes",
        ),
        ("Kårmöte 2024-02-03\n\n§1 Mötet öppnas\nAda öppnar.\n§2 Läger\nFullt.", "minutes"),
        ("Avstämning 2024-02-03\n\nMöte med alla. Ada läser underlaget till beslut.", "notes"),
    ],
)
def test_kinds_of_untitled_papers(tmp_path: Path, text: str, kind: str) -> None:
    assert document_type(document(tmp_path, text)) == kind
