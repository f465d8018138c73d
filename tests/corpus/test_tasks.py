"""Tasks are told alike everywhere, and what is kept of them is what the documents say now."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest

from bench.municipality import minutes, original_of
from corpus import export
from corpus.archive import Archive
from corpus.corrections import Verdict
from corpus.entries import Entry, FileState, Filters
from corpus.followups import (
    Mention,
    Standing,
    _Reader,
    _settled,
    _task_of,
    is_settled,
    settle,
)
from corpus.model import ActionItem, Document, Record
from corpus.sayings import Saying, sayings
from corpus.series import later, sittings_of
from corpus.staff import Status, follow_up
from corpus.tasks import Task, Tasks, Which, tasks_of
from corpus.told import told_once
from corpus.touched import HORIZON

DAY = "1986-01-01"


def stored(archive: Archive, folder: Path, document: Document, record: Record, name: str) -> None:
    """Put minutes in an archive under a name."""
    path = folder / name
    bytes_ = (original_of(at) for at in range(1000))
    path.write_bytes(next(b for b in bytes_ if hashlib.sha256(b).hexdigest() == document.id))
    archive.add(path, document, (record,), FileState.of(path))


@pytest.fixture(scope="module")
def written() -> list[tuple[Document, Record]]:
    """Three months of minutes of ten bodies."""
    return list(minutes(600))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "arkiv", create=True) as opened:
        yield opened


def from_scratch(archive: Archive) -> dict[str, Mention | None]:
    """What later documents say of each task, all of them read for each."""

    @cache
    def read(document_id: str) -> tuple[Saying, ...]:
        return tuple(sayings(archive.document(document_id), archive.records(document_id)))

    class Reads(_Reader):
        def of(self, document_id: str) -> tuple[Saying, ...]:
            return read(document_id)

    reads = Reads(archive)
    found: dict[str, Mention | None] = {}
    for entry in archive.facts(ActionItem):
        series = archive.ask(
            "SELECT series FROM record WHERE document_id = ?", (entry.document_id,)
        )
        sittings = sittings_of(archive, series[0][0])
        after = later(sittings[entry.meeting_id], sittings.values(), HORIZON)
        found[entry.id] = _settled(_task_of(archive, entry), after, reads)
    return found


def kept(archive: Archive) -> dict[str, Mention | None]:
    return {t.action.id: t.mention for t in tasks_of(archive, archive.facts(ActionItem), DAY)}


def test_what_is_kept_is_what_the_documents_say_in_whatever_order_they_came(
    archive: Archive, tmp_path: Path, written: list[tuple[Document, Record]]
) -> None:
    mixed = random.Random(7).sample(written[:30], 30)
    for at, (document, record) in enumerate(mixed):
        stored(archive, tmp_path, document, record, f"{at}.txt")
        if at % 10 == 9:
            assert not is_settled(archive)
            settle(archive)
            assert is_settled(archive)
            assert kept(archive) == from_scratch(archive)
    assert any(kept(archive).values())


def test_a_superseded_document_says_nothing_more(
    archive: Archive, tmp_path: Path, written: list[tuple[Document, Record]]
) -> None:
    for at, (document, record) in enumerate(written[:30]):
        stored(archive, tmp_path, document, record, f"{at}.txt")
    settle(archive)
    before = kept(archive)
    teller = next(m for m in before.values() if m).provenance.document_id
    at = next(n for n, (d, _) in enumerate(written) if d.id == teller)
    document, record = written[-1]
    record = msgspec.structs.replace(record, meeting=written[at][1].meeting)  # a version of it
    stored(archive, tmp_path, document, record, f"{at}.txt")
    settle(archive)
    now = kept(archive)
    assert now == from_scratch(archive)
    assert not any(m and m.provenance.document_id == teller for m in now.values())
    assert teller not in {t.action.document_id for t in Tasks(archive, Filters())}


def test_settling_again_finds_nothing_to_do(
    archive: Archive, tmp_path: Path, written: list[tuple[Document, Record]]
) -> None:
    for at, (document, record) in enumerate(written[:20]):
        stored(archive, tmp_path, document, record, f"{at}.txt")
    assert settle(archive)
    assert not settle(archive)


@pytest.fixture
def full(archive: Archive, tmp_path: Path, written: list[tuple[Document, Record]]) -> Archive:
    for at, (document, record) in enumerate(written):
        stored(archive, tmp_path, document, record, f"{at}.txt")
    settle(archive)
    return archive


def test_the_list_is_that_of_all_facts_told_once_by_deadline(full: Archive) -> None:
    facts = told_once(full.facts(ActionItem), full.noted())
    by_deadline = sorted(
        facts, key=lambda e: (e.fact.due_date is None, e.fact.due_date or e.date or "")
    )
    tasks = Tasks(full, Filters(), day=DAY)
    listed = list(tasks)
    assert [task.action for task in listed] == by_deadline
    assert len(tasks) == len(listed)
    assert [*tasks.page(7), *tasks.page(1000, 7)] == listed
    assert tasks.owners() == sorted({name for e in facts for name in e.fact.owner})
    days = sorted((task.action.date or "" for task in listed), reverse=True)
    assert [task.action.date for task in tasks.latest(50)] == days[:50]


@pytest.mark.parametrize("which", list(Which))
@pytest.mark.parametrize("filters", [Filters(), Filters(body="Valnämnden"), Filters(owner="berg")])
def test_a_choice_is_that_part_of_the_list(full: Archive, which: Which, filters: Filters) -> None:
    noted = list(Tasks(full, Filters(), day=DAY))[::5]
    for at, task in enumerate(noted):
        follow_up(full, task.action, list(Status)[at % 4], f"nr {at}", "Åsa")
    means: dict[Which, Callable[[Task], bool]] = {
        Which.OPEN: lambda t: t.status.is_open,
        Which.OVERDUE: lambda t: t.standing is Standing.OVERDUE,
        Which.DONE: lambda t: t.standing in (Standing.DONE, Standing.DROPPED),
        Which.ALL: lambda t: True,
    }
    every = Tasks(full, filters, day=DAY)
    chosen = Tasks(full, filters, which, DAY)
    assert list(chosen) == [task for task in every if means[which](task)]
    assert len(chosen) == len(list(chosen))
    assert len(chosen) > 0


def test_what_staff_noted_is_in_every_list(full: Archive, tmp_path: Path) -> None:
    overdue = Tasks(full, Filters(), Which.OVERDUE, DAY).page(1)[0]
    follow_up(full, overdue.action, Status.DONE, "Klart sedan i våras.", "Åsa")
    (told,) = tasks_of(full, [overdue.action], DAY)
    assert (told.standing, told.note and told.note.note) == ("done", "Klart sedan i våras.")
    rows = msgspec.json.decode(export.to_json(export.listing(full, "actions", Filters())))
    (row,) = (row for row in rows if row["id"] == overdue.action.id)
    assert (row["standing"], row["note"]) == ("done", "Klart sedan i våras.")
    assert overdue.action.id not in {
        t.action.id for t in Tasks(full, Filters(), Which.OVERDUE, DAY)
    }


def test_a_document_changed_by_hand_is_looked_through_anew(full: Archive) -> None:
    entry: Entry[ActionItem] = next(full.facts(ActionItem))
    now = msgspec.structs.replace(entry.fact, due_date="1985-02-02")
    full.correct(entry.document_id, Verdict.CORRECTED, entry.fact, now, "Åsa")
    assert not is_settled(full)
    settle(full)
    (task,) = (t for t in Tasks(full, Filters(), day=DAY) if t.action.fact.due_date == "1985-02-02")
    assert task.action.fact.text == entry.fact.text
    assert kept(full) == from_scratch(full)
