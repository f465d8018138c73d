"""What pages tell over meetings: what became of tasks, a case, a person, hits put together."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.corrections import TYPES
from tests.generate.facts import TEXT, a_document, a_file, a_record
from tests.web.visitor import visiting
from web.asking import paged


@pytest.fixture(scope="module")
def reader(address: str) -> Iterator[httpx.Client]:
    """A reader, once the server knows what later documents say of tasks."""
    with httpx.Client(base_url=address, timeout=60) as client:
        for _ in range(300):
            if "räknas fram" not in client.get("/uppdrag").text:
                break
            time.sleep(0.2)
        yield client


def test_a_task_that_a_later_meeting_says_is_done_is_done(reader: httpx.Client) -> None:
    done = reader.get("/api/v1/actions", params={"show": "done"}).json()["actions"]
    assert done
    for task in done:
        assert task["status"] in ("done", "dropped")
        assert task["mention"]["date"] > task["action"]["date"]
    page = reader.get("/uppdrag?show=done").text
    for task in done:
        where = task["mention"]["provenance"]
        places = ",".join(f"{start}-{end}" for start, end in where["spans"])
        link = f"/handling/{where['document_id']}/sida/{where['page']}?ord={places}"
        assert f'href="{link}"' in page
        shown = re.findall(r"<mark>(.*?)</mark>", reader.get(link).text)
        told = "".join(task["mention"]["text"].split())
        assert "".join("".join(map(unescape, shown)).split()) == told
    still_open = {t["action"]["id"] for t in reader.get("/api/v1/actions").json()["actions"]}
    assert not still_open & {task["action"]["id"] for task in done}


def test_a_case_is_told_from_its_first_point_to_its_last(reader: httpx.Client) -> None:
    (case,) = reader.get("/api/v1/case", params={"number": "ks2025/0118"}).json()
    days = [step["date"] for step in case["steps"]]
    assert days == sorted(days)
    assert len(days) > 2
    page = reader.get("/arende", params={"nummer": "KS 2025/118"}).text
    for step in case["steps"]:
        assert f"/mote/{step['meeting_id']}" in page
        for decision in step["decisions"]:
            assert f"/bevis/{decision['id']}" in page
    assert "återremiss" in page
    listed = reader.get("/api/v1/cases", params={"q": "2025/118"}).json()
    assert [each["last"] for each in listed] == [days[-1]]


def test_a_person_is_told_with_tasks_and_how_far_they_have_come(reader: httpx.Client) -> None:
    task = reader.get("/api/v1/actions", params={"show": "done"}).json()["actions"][0]
    name = task["action"]["fact"]["owner"][0]
    (person,) = reader.get("/api/v1/person", params={"name": name}).json()
    assert task["action"]["id"] in {each["action"]["id"] for each in person["tasks"]}
    page = unescape(reader.get("/person", params={"namn": name}).text)
    assert task["mention"]["text"] in page
    for entry in person["person"]["taken"]:
        assert f"/bevis/{entry['id']}" in page
    assert "Ingen i arkivet heter så" in reader.get("/person?namn=Ingen Alls").text


@pytest.mark.parametrize(("by", "value"), [("case", "case_number"), ("meeting", "meeting_id")])
def test_hits_are_put_together(reader: httpx.Client, by: str, value: str) -> None:
    found = reader.get("/api/v1/search", params={"q": "idp", "group": by}).json()
    units = {hit["unit"]["id"]: hit["unit"] for hit in found["hits"]}
    together = [group["hits"] for group in found["groups"]]
    assert sorted(id_ for ids in together for id_ in ids) == sorted(units)
    assert max(map(len, together)) > 1
    for ids in together:
        assert len({units[id_][value] for id_ in ids}) == 1
    page = reader.get("/sok", params={"q": "idp", "group": by}).text
    assert page.count('<ol class="hits"') >= len(together)
    assert f'value="{by}" selected' in page
    apart = reader.get("/api/v1/search", params={"q": "idp"}).json()
    assert apart["groups"] == []
    assert apart["total"] == found["total"]


@pytest.mark.parametrize("kind", ["", *TYPES])
def test_each_kind_can_be_reviewed_alone(reader: httpx.Client, kind: str) -> None:
    answer = reader.get("/granska", params={"kind": kind})
    assert answer.status_code == 200
    assert f'value="{kind}" selected' in answer.text or not kind


@given(st.lists(st.integers(), max_size=40), st.integers(1, 9))
def test_pages_of_a_list_are_the_list(found: list[int], size: int) -> None:
    _, pages = paged(found, 1, size)
    parts = [paged(found, number, size)[0] for number in range(1, pages + 1)]
    assert [each for part in parts for each in part] == found
    assert all(part for part in parts) or (pages == 1 and not found)
    assert not paged(found, pages + 1, size)[0]


def test_before_and_after_are_meetings_of_the_same_organisation(tmp_path: Path) -> None:
    told = {"2031-01-10": "Eks byalag", "2031-02-10": "Alby båtklubb", "2031-02-20": None,
            "2031-03-10": "Eks byalag"}  # fmt: skip
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        for day, organisation in told.items():
            path = a_file(tmp_path / "in", f"{day}.txt", f"{TEXT}\n{day}")
            document = a_document(path)
            record = a_record(document, "Styrelsen", day, organisation)
            archive.add(path, document, (record,))
        ids = {entry.meeting.date: entry.id for entry in archive.meetings()}
    with visiting(tmp_path / "arkiv", local=True) as client:

        def beside(day: str) -> list[str]:
            return re.findall(r'rel="(?:prev|next)" href="/mote/([^"]+)"',
                              client.get(f"/mote/{ids[day]}").text)  # fmt: skip

        assert beside("2031-01-10") == [ids["2031-03-10"]]
        assert beside("2031-03-10") == [ids["2031-01-10"]]
        assert beside("2031-02-10") == beside("2031-02-20") == []
