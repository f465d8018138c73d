"""What an editor says of facts and of meetings holds, can be seen, and can be undone."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from corpus import samples
from corpus.archive import Archive
from corpus.entries import FileState, MeetingEntry
from corpus.model import ActionItem, Decision, DocumentType
from corpus.staff import events
from ingest.run.reading import Reader, read_file
from tests.web.visitor import token, visiting

ALONE = samples.documents() / "Tallåsbygden" / "direktionen-2024-12-04.pdf"
MINUTES = samples.documents() / "Lindavalla" / "KS protokoll 2025-09-10.pdf"


@pytest.fixture(scope="module")
def folder(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the samples; each test leaves it as it was."""
    return Path(shutil.copytree(original, tmp_path_factory.mktemp("corrected") / "arkiv"))


@pytest.fixture(scope="module")
def editor(folder: Path) -> Iterator[httpx.Client]:
    with visiting(folder, local=True) as client:
        yield client


def meeting_of(folder: Path, path: Path = MINUTES) -> MeetingEntry:
    with Archive.open(folder) as archive:
        document_id = archive.document_at(path.absolute().as_uri())
        assert document_id
        return archive.meeting(archive.meetings_of(document_id)[0])


def say(client: httpx.Client, address: str, verdict: str, **fields: str) -> str:
    """Send the form of a review; the address it leads to."""
    form = {"csrf": token(client), "verdict": verdict, "page": "1", **fields}
    answer = client.post(address, data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def undo(client: httpx.Client, onward: str) -> str:
    numbers = parse_qs(urlsplit(onward).query)["gjord"][0]
    form = {"csrf": token(client), "numbers": numbers}
    return client.post("/granska/rattelser", data=form).headers["location"]


def read_anew(folder: Path) -> None:
    reader = read_file(MINUTES)
    assert isinstance(reader, Reader)
    with Archive.open(folder) as archive:
        archive.store(MINUTES, reader.parcel, FileState.of(MINUTES))


def test_a_corrected_day_holds_for_all_the_meetings_documents(
    folder: Path, editor: httpx.Client
) -> None:
    before = meeting_of(folder)
    assert len(before.document_ids) > 1
    address = f"/granska/mote/{before.id}?uppgift=date"
    assert "alla mötets handlingar som säger samma" in editor.get(address).text
    onward = say(editor, address, "corrected", value="2025-09-11", reach="all")
    after = meeting_of(folder)
    assert after.meeting.date == "2025-09-11"
    assert set(after.document_ids) == set(before.document_ids)
    assert after.meeting.evidence["date"].rule == "person"
    assert after.meeting.evidence["date"].spans == before.meeting.evidence["date"].spans
    assert onward.startswith(f"/mote/{after.id}?gjord=")
    assert "Granskningen är sparad" in editor.get(onward).text
    assert "Granskningen är sparad" not in editor.get(f"/mote/{after.id}?gjord=9999").text
    read_anew(folder)
    assert meeting_of(folder) == after
    undo(editor, onward)
    assert meeting_of(folder) == before
    with Archive.open(folder) as archive:
        assert [each.what for each in events(archive)][:1] == ["undone"]
        assert not archive.corrections()


def test_an_address_from_before_a_correction_leads_to_the_meeting(
    folder: Path, editor: httpx.Client
) -> None:
    before = meeting_of(folder)
    shapes = ("/mote/{}", "/mote/{}.ics", "/api/v1/meetings/{}", "/bevis/{}?uppgift=date")
    address = f"/granska/mote/{before.id}?uppgift=body"
    onward = say(editor, address, "corrected", value="Allmänna utskottet", reach="all")
    after = meeting_of(folder)
    assert after.id != before.id
    for shape in shapes:
        answer = editor.get(shape.format(before.id))
        assert (answer.status_code, answer.headers["location"]) == (301, shape.format(after.id))
    assert editor.get(f"/mote/{before.id}", follow_redirects=True).status_code == 200
    undo(editor, onward)
    assert meeting_of(folder) == before
    assert editor.get(f"/mote/{before.id}").status_code == 200
    assert editor.get(f"/mote/{after.id}").headers["location"] == f"/mote/{before.id}"
    assert editor.get("/mote/m-aaaaaaaaaaaa").status_code == 404


def test_one_document_is_moved_to_the_meeting_it_is_of(folder: Path, editor: httpx.Client) -> None:
    before = meeting_of(folder)
    teller = before.document_ids[-1]
    address = f"/granska/mote/{before.id}?uppgift=body&handling={teller}"
    onward = say(editor, address, "corrected", value="Allmänna utskottet", reach="one")
    assert set(meeting_of(folder).document_ids) == set(before.document_ids) - {teller}
    assert "Allmänna utskottet" in editor.get(onward).text
    undo(editor, onward)
    assert meeting_of(folder) == before


def test_what_is_rejected_is_not_known_and_what_is_added_is(
    folder: Path, editor: httpx.Client
) -> None:
    before = meeting_of(folder, ALONE)
    assert before.meeting.start
    address = f"/granska/mote/{before.id}?uppgift=start"
    rejected = say(editor, address, "rejected")
    assert meeting_of(folder, ALONE).meeting.start is None
    added = say(editor, address, "added", value="08:05")
    assert meeting_of(folder, ALONE).meeting.start == "08:05"
    assert "08:05" in editor.get(f"/mote/{before.id}").text
    with Archive.open(folder) as archive:
        (document_id,) = before.document_ids
        assert archive.extracted(document_id)[0].meeting.start == before.meeting.start
    undo(editor, added)
    undo(editor, rejected)
    assert meeting_of(folder, ALONE) == before


def test_the_kind_of_a_document_is_corrected_and_exported_as_gold(
    folder: Path, editor: httpx.Client
) -> None:
    before = meeting_of(folder)
    address = f"/granska/mote/{before.id}?uppgift=document_type&handling={before.document_ids[0]}"
    onward = say(editor, address, "corrected", value="notes")
    assert DocumentType.NOTES in meeting_of(folder).document_types
    packed = editor.get("/granska/facit.zip").content
    with zipfile.ZipFile(io.BytesIO(packed)) as gold:
        (name,) = gold.namelist()
        assert json.loads(gold.read(name))["document_type"] == "notes"
    undo(editor, onward)
    assert meeting_of(folder) == before


@pytest.mark.parametrize(
    ("name", "value"), [("date", "2025-13-01"), ("start", "25:10"), ("body", " "), ("body", "")]
)
def test_a_value_that_a_field_cannot_have_is_refused(
    folder: Path, editor: httpx.Client, name: str, value: str
) -> None:
    before = meeting_of(folder)
    form = {"csrf": token(editor), "verdict": "corrected", "value": value}
    answer = editor.post(f"/granska/mote/{before.id}?uppgift={name}", data=form)
    assert answer.status_code == 400
    assert meeting_of(folder) == before


def test_a_rejected_fact_comes_back_when_that_is_undone(folder: Path, editor: httpx.Client) -> None:
    with Archive.open(folder) as archive:
        entry = next(iter(archive.facts(Decision)))
    onward = say(editor, f"/granska/{entry.id}", "rejected")
    assert editor.get(f"/bevis/{entry.id}").status_code == 404
    listed = editor.get("/granska/rattelser").text
    assert entry.fact.text in listed
    assert "avvisad" in listed
    assert undo(editor, onward) == f"/granska/{entry.id}"
    with Archive.open(folder) as archive:
        assert archive.fact(entry.id) == entry
    assert entry.fact.text not in editor.get("/granska/rattelser").text


def test_the_history_of_a_fact_is_shown_with_a_way_back(folder: Path, editor: httpx.Client) -> None:
    with Archive.open(folder) as archive:
        entry = next(iter(archive.facts(Decision)))
    fields = {"agenda_item": entry.fact.agenda_item or "", "outcome": "other"}
    say(editor, f"/granska/{entry.id}", "corrected", text="Nya ord.", **fields)
    with Archive.open(folder) as archive:
        now = next(e for e in archive.facts(Decision) if e.fact.text == "Nya ord.")
    say(editor, f"/granska/{now.id}", "accepted")
    page = editor.get(f"/granska/{now.id}").text
    assert len(re.findall(r'name="numbers"', page)) == 2


def test_only_those_who_may_correct_may_undo(folder: Path) -> None:
    with visiting(folder, local=False) as stranger:
        assert stranger.post("/granska/rattelser", data={"numbers": "1"}).status_code in (303, 403)
        assert stranger.get("/granska/rattelser").status_code == 303


# ------------------------------------------------------------------------------ what is possible


def possible(folder: Path) -> list[str]:
    with Archive.open(folder) as archive:
        return [row[0] for row in archive.ask("SELECT id FROM possible ORDER BY id")]


def test_what_is_possible_becomes_a_fact_when_a_person_says_so(
    folder: Path, editor: httpx.Client
) -> None:
    id_ = possible(folder)[0]
    with Archive.open(folder) as archive:
        entry = archive.fact(id_)
    assert f"/granska/{id_}" in editor.get("/granska?kind=o").text
    assert entry.fact.text[:40] in editor.get(f"/granska/{id_}").text
    kind: Any = Decision if entry.fact.kind == "decision" else ActionItem

    def told() -> list[str]:
        with Archive.open(folder) as archive:
            return [each.fact.text for each in archive.facts(kind)]

    assert entry.fact.text not in told()
    onward = say(editor, f"/granska/{id_}", "accepted")
    assert entry.fact.text in told()
    assert id_ not in possible(folder)
    undo(editor, onward)
    assert entry.fact.text not in told()
    assert id_ in possible(folder)


def test_what_is_not_possible_after_all_goes(folder: Path, editor: httpx.Client) -> None:
    id_ = possible(folder)[0]
    onward = say(editor, f"/granska/{id_}", "rejected")
    assert id_ not in possible(folder)
    undo(editor, onward)
    assert id_ in possible(folder)
