"""What several documents of a meeting say alike is told once, by the one to believe first."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import export
from corpus.archive import Archive
from corpus.entries import Entry, Filters
from corpus.history import people_named
from corpus.model import ActionItem, DocumentType, Provenance
from corpus.staff import Status, follow_up
from corpus.told import RANK, told_once
from tests.generate.facts import TEXT, a_document, a_file, a_record

TASK = "Maja Ek får i uppdrag att ta fram en plan."


def entry(
    id_: str, kind: DocumentType, text: str = TASK, *, meeting: str = "m-1", document: str = ""
) -> Entry[ActionItem]:
    document = document or str(kind)
    where = Provenance(document, 1, ((0, 5),), (), "x", 1.0)
    fact = ActionItem("4", text, ("Maja Ek",), None, None, where)
    return Entry(id_, fact, None, meeting, document, kind, None, None, None)


def ids(entries: list[Entry[ActionItem]]) -> list[str]:
    return [each.id for each in entries]


MINUTES = entry("protokoll", DocumentType.MINUTES)
EXTRACT = entry("utdrag", DocumentType.EXTRACT, TASK.replace(" en ", " en\n"))


def test_the_minutes_speak_for_the_extract() -> None:
    assert ids(told_once([EXTRACT, MINUTES], ())) == ["protokoll"]


def test_what_staff_wrote_about_stays() -> None:
    assert ids(told_once([EXTRACT, MINUTES], {"utdrag"})) == ["utdrag"]


def test_of_two_copies_the_first_stays() -> None:
    copy = entry("kopia", DocumentType.MINUTES, document="protokoll.docx")
    assert ids(told_once([copy, MINUTES], ())) == ["kopia"]


@pytest.mark.parametrize(
    "other",
    [
        entry("annat", DocumentType.EXTRACT, TASK.replace("plan", "karta")),
        entry("annat", DocumentType.EXTRACT, meeting="m-2"),
        entry("annat", DocumentType.MINUTES),
    ],
    ids=["another task", "another meeting", "twice in one document"],
)
def test_what_is_not_the_same_stays(other: Entry[ActionItem]) -> None:
    assert ids(told_once([MINUTES, other], ())) == ["protokoll", "annat"]


ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers().map(str),
        st.sampled_from(RANK),
        st.sampled_from(["ett", "Ett", "två"]),
        meeting=st.sampled_from(["m-1", "m-2"]),
        document=st.sampled_from(["a", "b"]),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


@given(ENTRIES, st.sets(st.integers().map(str)))
def test_nothing_that_is_said_is_lost(entries: list[Entry[ActionItem]], noted: set[str]) -> None:
    kept = told_once(entries, noted)

    def said(of: list[Entry[ActionItem]]) -> set[tuple[str, str]]:
        return {(each.meeting_id, each.fact.text.casefold()) for each in of}

    assert said(kept) == said(entries)
    assert told_once(kept, noted) == kept
    assert kept == [each for each in entries if each in kept]
    tellers = defaultdict(set)
    for each in kept:
        tellers[each.meeting_id, each.fact.text.casefold()].add(
            (each.document_id, each.document_type)
        )
    assert all(len(each) == 1 for each in tellers.values())


def test_lists_and_a_persons_page_keep_the_one_that_staff_wrote_about(
    archive: Archive, tmp_path: Path
) -> None:
    for name, kind in (("utdrag", DocumentType.EXTRACT), ("protokoll", DocumentType.MINUTES)):
        path = a_file(tmp_path / "in", f"{name}.txt", f"{TEXT}\n{name}")
        document = a_document(path)
        archive.add(path, document, (a_record(document, kind=kind),))
    twins = {entry.document_type: entry for entry in archive.facts(ActionItem)}
    assert len(twins) == 2

    def told() -> list[list[str]]:
        (person,) = people_named(archive, "Maj Ek")
        rows = export.listing(archive, "actions", Filters()).rows
        return [[t.action.id for t in person.tasks], [str(row.values[-1]) for row in rows]]

    assert told() == [[twins[DocumentType.MINUTES].id]] * 2
    follow_up(archive, twins[DocumentType.EXTRACT], Status.STARTED, "Frågat två firmor.", "Åsa")
    assert told() == [[twins[DocumentType.EXTRACT].id]] * 2
