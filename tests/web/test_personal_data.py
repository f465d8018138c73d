"""What one passage of a document reveals is hidden wherever the words are told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from corpus.archive import Archive
from corpus.corrections import Verdict
from corpus.entries import FileState
from corpus.model import ActionItem, AgendaItem, Decision
from corpus.staff import Status, follow_up, follow_ups
from corpus.swedish.personal import covered, hidden
from ingest.run.reading import Reader, read_file
from tests.web.visitor import token, visiting

HOME = "Granbarrsvägen 14 B"
SHOWN = covered(HOME, [(0, len(HOME))])
MINUTES = f"""Protokoll
Parknämnden
2025-02-05

Närvarande
Asta Lönnvik, ordförande
Klas Vinterhed

§ 1 Bygglov vid Myrhult
Dnr PN 2025/17
Sökanden, bosatt på {HOME}, anför att bullret har minskat.

Beslut
Nämnden bifaller ansökan.

§ 2 Skylt vid {HOME}
Dnr PN 2025/18

Beslut
Nämnden avslår begäran om skylt vid {HOME}.
Klas Vinterhed får i uppdrag att mäta bullret vid {HOME} senast 2025-03-01.
"""


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a document that tells in § 1 that an address of § 2 is somebody's home."""
    folder = tmp_path_factory.mktemp("private")
    path = folder / "protokoll.txt"
    path.write_text(MINUTES, "utf-8")
    reader = read_file(path)
    assert isinstance(reader, Reader)
    with Archive.open(folder / "arkiv", create=True) as archive:
        archive.store(path, reader.parcel, FileState.of(path))
        decided = next(e for e in archive.facts(Decision) if HOME in e.fact.text)
        archive.correct(decided.document_id, Verdict.REJECTED, decided.fact, None, "test")
        archive.correct(decided.document_id, Verdict.ADDED, None, decided.fact, "test")
    return folder / "arkiv"


@pytest.fixture(scope="module")
def client(private: Path) -> Iterator[httpx.Client]:
    with visiting(private, local=True) as visitor:
        for _ in range(150):
            if visitor.get("/api/v1/search", params={"q": "skylt"}).json()["total"]:
                break
            time.sleep(0.2)
        yield visitor


def addresses(private: Path) -> Iterator[str]:
    """The pages, files, feeds and answers that tell of § 2."""
    with Archive.open(private) as archive:
        (document,) = archive.documents()
        point = next(e for e in archive.facts(AgendaItem) if HOME in e.fact.title)
        decision = next(e for e in archive.facts(Decision) if HOME in e.fact.text)
        action = next(e for e in archive.facts(ActionItem) if HOME in e.fact.text)
    yield from (f"/sok{kind}?q=skylt" for kind in ("", ".csv", ".atom"))
    yield from (f"/uppdrag{kind}" for kind in ("", ".csv", ".ics", ".atom"))
    yield from (f"/mote/{point.meeting_id}{kind}" for kind in ("", ".ics"))
    yield f"/handling/{document.id}/sida/1"
    yield f"/punkt/{point.id}"
    yield from (f"/{page}/{e.id}" for page in ("bevis", "granska") for e in (point, decision))
    yield from ("/granska", "/granska/rattelser", "/arenden", "/arende?nummer=PN+2025/18")
    yield "/person?namn=Klas+Vinterhed"
    api = ("search?q=skylt", "actions", "cases", "case?number=PN+2025/18")
    yield from (f"/api/v1/{each}" for each in (*api, "person?name=Klas+Vinterhed"))
    yield from (f"/api/v1/facts/{each.id}" for each in (point, decision, action))
    yield from (f"/api/v1/points/{point.id}", f"/api/v1/meetings/{point.meeting_id}")
    yield f"/api/v1/documents/{document.id}/pages/1"


def test_it_is_hidden_wherever_it_is_told(client: httpx.Client, private: Path) -> None:
    assert hidden(HOME) == HOME, "nothing in the address itself tells that it is private"
    for address in addresses(private):
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = unescape(answer.text.replace("\r\n ", ""))
        assert HOME not in text, address
        assert SHOWN in text, address


def test_who_may_see_it_sees_it(private: Path) -> None:
    with visiting(private, local=True) as client:
        form = {"show": 1, "back": "/", "csrf": token(client)}
        client.post("/personuppgifter", data=form)
        for address in addresses(private):
            text = unescape(client.get(address).text.replace("\r\n ", ""))
            assert HOME in text, address
            assert SHOWN not in text, address


def test_a_form_keeps_what_it_hid(client: httpx.Client, private: Path) -> None:
    with Archive.open(private) as archive:
        entry = next(e for e in archive.facts(Decision) if HOME in e.fact.text)
    shown = entry.fact.text.replace(HOME, SHOWN)
    fields = {"csrf": token(client), "verdict": "corrected", "text": shown, "outcome": "other"}
    fields["agenda_item"] = entry.fact.agenda_item or ""
    assert client.post(f"/granska/{entry.id}", data=fields).status_code == 303
    with Archive.open(private) as archive:
        now = next(e for e in archive.facts(Decision) if HOME in e.fact.text)
    assert now.fact.text == entry.fact.text
    assert now.fact.outcome == "other"


def test_a_note_keeps_what_the_form_hid(client: httpx.Client, private: Path) -> None:
    note = f"Klas ringer 070-174 06 05 eller går till {HOME}."
    with Archive.open(private) as archive:
        entry = next(iter(archive.facts(ActionItem)))
        follow_up(archive, entry, Status.OPEN, note, "test")
    page = client.get("/uppdrag").text
    shown = hidden(note, [HOME])
    assert f'value="{shown}"' in page
    form = {"csrf": token(client), "status": "started", "note": shown}
    assert client.post(f"/uppdrag/{entry.id}", data=form).status_code == 303
    with Archive.open(private) as archive:
        noted = follow_ups(archive)[entry.id]
    assert (noted.status, noted.note) == (Status.STARTED, note)
    changed = client.post(f"/uppdrag/{entry.id}", data=form | {"note": f"{shown} Bråttom."})
    assert changed.status_code == 400


def test_the_log_hides_what_the_pages_hide(client: httpx.Client, private: Path) -> None:
    with Archive.open(private) as archive:
        task = next(iter(archive.facts(ActionItem)))
        follow_up(archive, task, Status.OPEN, f"Skyltarna hämtas på {HOME}.", "test")
    logged = unescape(client.get("/arkiv/logg").text)
    assert f"Skyltarna hämtas på {SHOWN}." in logged
    assert HOME not in logged


# ------------------------------------------------------------------ what nobody may guess

NUMBER = "811218-9876"
BROKEN = f"""Protokoll
Parknämnden
2025-03-05

§ 1 Ansökan från sökande
Sökanden med nummer {NUMBER[:7]}
    {NUMBER[7:]} begär bidrag till plantering.

Beslut
Nämnden avslår ansökan.
"""


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of minutes in which a number is broken over a line and stands in the name."""
    folder = tmp_path_factory.mktemp("numbered") / f"Snöfall {NUMBER}"
    folder.mkdir()
    path = folder / f"ansökan_{NUMBER}.txt"
    path.write_text(BROKEN, "utf-8")
    reader = read_file(path)
    assert isinstance(reader, Reader)
    with Archive.open(folder.parent / "arkiv", create=True) as archive:
        archive.store(path, reader.parcel, FileState.of(path))
    return folder.parent / "arkiv"


@pytest.fixture(scope="module")
def reader_of_it(numbered: Path) -> Iterator[httpx.Client]:
    with visiting(numbered, local=True) as visitor:
        for _ in range(150):
            if visitor.get("/api/v1/search", params={"q": "plantering"}).json()["total"]:
                break
            time.sleep(0.2)
        yield visitor


def test_no_question_finds_what_is_hidden(reader_of_it: httpx.Client) -> None:
    questions = [NUMBER, NUMBER[:6], NUMBER[7:], f'"{NUMBER[7:]}"', "811218*", "9876*", "98*"]
    for question in questions + [f"{NUMBER[:7]}{digit}*" for digit in range(10)]:
        answer = reader_of_it.get("/api/v1/search", params={"q": question})
        found = answer.json()
        assert found["total"] == 0 or "98" not in answer.text.replace(question, ""), question
        assert not [hit for hit in found["hits"] if hit["decisions"]] or found["remarks"], question


def test_a_number_over_a_line_is_hidden_whole(reader_of_it: httpx.Client, numbered: Path) -> None:
    with Archive.open(numbered) as archive:
        point = next(iter(archive.facts(AgendaItem)))
    told = ("/sok?q=plantering", f"/punkt/{point.id}", f"/bevis/{point.id}", "/arkiv/handlingar")
    asked = ("documents", f"documents/{point.document_id}", f"points/{point.id}", "search?q=bidrag")
    for address in (*told, *(f"/api/v1/{each}" for each in asked)):
        answer = reader_of_it.get(address)
        assert answer.status_code == 200, address
        text = unescape(answer.text)
        assert NUMBER[:6] not in text, address
        assert NUMBER[7:] not in text.replace(point.document_id, ""), address
    paths = reader_of_it.get("/api/v1/documents").text
    assert "/Snöfall" not in paths
    assert "file://" not in paths


def test_that_gold_was_taken_is_logged(client: httpx.Client) -> None:
    client.get("/granska/facit.zip")
    assert "hämtade facit" in unescape(client.get("/arkiv/logg").text)
