"""The lists that the staff works from: what to review first, and cases by their latest meeting."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from corpus.archive import Archive
from corpus.corrections import TYPES
from corpus.model import Record
from corpus.rows import BY_PREFIX
from corpus.staff import Uncertain, cases, uncertain
from tests.generate.facts import TEXT, a_document, a_file, a_record, without_tasks

SURE = cycle((0.95, 0.4, 1.0, 0.7, 0.55, 0.7, 0.85))


def unsure(fact: Any) -> Any:
    return replace(fact, provenance=replace(fact.provenance, confidence=next(SURE)))


Items = list[tuple[str | None, str]]


def put(archive: Archive, path: Path, items: Items, date: str | None = "2025-01-01") -> str:
    """A document whose points have these case numbers and titles; its id."""
    document = a_document(path)
    record = a_record(document, date=date)
    point = record.agenda_items[0]
    points = [replace(point, case_number=number, title=title) for number, title in items]
    facts = {t.field: tuple(map(unsure, getattr(record, t.field))) for t in BY_PREFIX.values()}
    facts["agenda_items"] = tuple(map(unsure, points))
    evidence = {
        name: replace(each, confidence=next(SURE)) for name, each in record.meeting.evidence.items()
    }
    changed: Record = replace(record, **facts, meeting=replace(record.meeting, evidence=evidence))
    archive.add(path, document, (changed,))
    return document.id


@pytest.fixture
def filled(archive: Archive, tmp_path: Path) -> Archive:
    """Some documents, of which one was superseded."""
    for number in range(6):
        path = a_file(tmp_path, f"{number % 5}.txt", f"{TEXT}\n{number}")
        put(archive, path, [("KS 2025/1", "Väg")])
    return archive


def expected(archive: Archive, kinds: list[str]) -> list[Uncertain]:
    found = [
        Uncertain(entry.id, "", entry.fact.provenance.confidence)
        for kind in kinds
        if kind in BY_PREFIX
        for entry in archive.facts(TYPES[kind])
    ]
    if "m" in kinds:
        for row in archive.ask(
            "SELECT r.id FROM record r JOIN source s USING (document_id) WHERE s.current"
        ):
            evidence = archive.record(row[0])[0].meeting.evidence
            found += [Uncertain(row[0], name, e.confidence) for name, e in evidence.items()]
    wanted = (each for each in found if each.confidence < 1)
    return sorted(wanted, key=lambda each: (each.confidence, each.id, each.field))


@pytest.mark.parametrize("kinds", [list(TYPES), ["m"], ["d"], ["n", "m"], ["v"]])
def test_the_least_certain_comes_first(filled: Archive, kinds: list[str]) -> None:
    every = expected(filled, kinds)
    assert bool(every) == (kinds != ["v"])
    assert uncertain(filled, kinds, 1000) == every
    assert uncertain(filled, kinds, 3, 2) == every[2:5]
    assert uncertain(filled, kinds, 3, len(every)) == []


def test_the_least_certain_are_found_without_a_look_at_each(filled: Archive) -> None:
    for table in BY_PREFIX.values():
        sql = (
            f"SELECT id FROM {table.table} WHERE json_extract(rest, '$.provenance.confidence') < 1"  # noqa: S608
        )
        (plan,) = (row[3] for row in filled.ask(f"EXPLAIN QUERY PLAN {sql}"))
        assert f"{table.table}_sure" in plan


def test_spellings_of_a_number_are_one_case(archive: Archive, tmp_path: Path) -> None:
    told: dict[str, Items] = {
        "2024-05-02": [("KS 2024/17", "Cykelväg vid ån"), (None, "Övrigt"), ("KS 2024/18", "Bro")],
        "2025-02-03": [("KS2024/0017", "Cykelväg till Björkåsen"), ("BN 2025/4", "Lekplats")],
        "2023-11-20": [("2024.17 KS", "Väg")],
        "": [("KS 2020/1", "Utan dag")],
    }
    ids = {}
    for day, items in told.items():
        path = a_file(tmp_path, f"{day}.txt", f"{TEXT}\n{day}")
        ids[day] = put(archive, path, items, day or None)
    found = cases(archive)
    assert {(c.number, c.title, c.points, c.first, c.last) for c in found[:2]} == {
        ("KS2024/0017", "Cykelväg till Björkåsen", 3, "2023-11-20", "2025-02-03"),
        ("BN 2025/4", "Lekplats", 1, "2025-02-03", "2025-02-03"),
    }
    assert [(c.number, c.last, c.document_id) for c in found[2:]] == [
        ("KS 2024/18", "2024-05-02", ids["2024-05-02"]),
        ("KS 2020/1", None, ids[""]),
    ]
    assert [c.number for c in cases(archive, "bro")] == ["KS 2024/18"]
    assert [(c.title, c.points) for c in cases(archive, "CYKELVÄG")] == [
        ("Cykelväg till Björkåsen", 2)
    ]
    assert cases(archive, limit=1) + cases(archive, limit=3, offset=1) == found
    assert cases(archive, offset=4) == []
    with archive.changing() as db:
        without_tasks(db)
        db.execute("DROP TABLE case_point")
        db.execute("ALTER TABLE event DROP COLUMN document_id")
        db.execute("PRAGMA user_version = 4")
    with Archive.open(archive.path) as brought_up_to_date:
        assert cases(brought_up_to_date) == found


def test_a_case_forgets_the_points_that_are_read_no_more(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    put(archive, path, [("KS 2024/17", "Cykelväg"), ("KS 2024/18", "Bro")])
    assert len(cases(archive)) == 2
    put(archive, path, [("KS 2024/17", "Cykelväg")])
    assert [case.number for case in cases(archive)] == ["KS 2024/17"]
    assert archive.ask("SELECT count(*) FROM case_point")[0][0] == 1
