"""Personal data is recognised when a document is read, and the archive knows where it stands."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from corpus import store
from corpus.archive import Archive
from corpus.model import Document
from corpus.staff import events, log
from corpus.swedish.personal import HIDDEN, covered, hidden, personal_data, recogniser
from tests.generate.facts import TEXT, a_document, a_file, a_record, without_tasks

NUMBER = "811218-9876"
PHONE = "070-174 06 05"
HOME = "Granbarrsvägen 14 B"
PRIVATE = f"{TEXT}\nSökanden, {NUMBER}, bosatt på {HOME}, nås på {PHONE}.\n"


def put(archive: Archive, path: Path) -> Document:
    document = a_document(path)
    archive.add(path, document, (a_record(document),))
    return document


def test_it_is_stored_with_its_place_and_kind(archive: Archive, tmp_path: Path) -> None:
    document = put(archive, a_file(tmp_path, text=PRIVATE))
    found = archive.personal(document.id)
    assert [(each.kind, each.text) for each in found] == [
        ("personal_number", NUMBER),
        ("address", HOME),
        ("phone", PHONE),
    ]
    assert all(document.text[each.start : each.end] == each.text for each in found)
    assert [each.page for each in found] == [document.page_at(each.start).number for each in found]
    for each in found:
        touching = {box for _, box in document.boxes_at(((each.start, each.end),))}
        assert set(each.boxes) == touching
    assert found == personal_data(document)


def test_what_one_passage_reveals_is_found_in_the_others(archive: Archive, tmp_path: Path) -> None:
    others = f"Nämnden avslår skylt vid {HOME}.\nGranbarrsvägen 14 Bo och 140 B är andra.\n"
    document = put(archive, a_file(tmp_path, text=PRIVATE + others))
    found = [each for each in archive.personal(document.id) if each.kind == "address"]
    assert [(each.text, each.page) for each in found] == [(HOME, 4), (HOME, 5)]
    assert found[1].start == document.text.index(HOME, found[0].end)
    assert len(found[1].boxes) == len(HOME.split())
    alone = put(archive, a_file(tmp_path, "b.txt", TEXT + others))
    assert archive.personal(alone.id) == ()


def test_an_address_is_known_again_without_its_postcode(archive: Archive, tmp_path: Path) -> None:
    whole, short = "Kvisthultsvägen 3, 990 12 Lindavalla", "Kvisthultsvägen 3"
    text = f"{TEXT}\nSökande: Ivar Snöfall, {whole}\nSkylten vid {short} tas ned.\n"
    document = put(archive, a_file(tmp_path, text=text))
    assert [each.text for each in archive.personal(document.id)] == [whole, short]


def test_the_texts_are_known_whatever_program_read_them(archive: Archive, tmp_path: Path) -> None:
    document = put(archive, a_file(tmp_path, text=PRIVATE))
    other = put(archive, a_file(tmp_path, "b.txt"))
    assert archive.personal_texts([document.id, other.id, "-"]) == {NUMBER, HOME, PHONE}
    assert archive.personal_texts([other.id]) == archive.personal_texts([]) == set()
    with archive.changing() as db:
        db.execute("DELETE FROM personal")
        db.execute("UPDATE document SET recogniser = 'older'")
    assert archive.personal_texts([document.id]) == {NUMBER, HOME, PHONE}


def test_a_document_without_any_has_none(archive: Archive, tmp_path: Path) -> None:
    assert archive.personal(put(archive, a_file(tmp_path)).id) == ()


def test_reading_again_replaces_it(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path, text=PRIVATE)
    put(archive, path)
    assert len(archive.personal(put(archive, path).id)) == 3


def test_what_an_older_program_read_is_looked_through_at_first_use(
    archive: Archive, tmp_path: Path
) -> None:
    document = put(archive, a_file(tmp_path, text=PRIVATE))
    found = archive.personal(document.id)
    with archive.changing() as db:
        db.execute("DELETE FROM personal")
        db.execute("UPDATE document SET recogniser = 'older'")
    assert archive.personal(document.id) == found
    stored = archive.ask("SELECT count(*) FROM personal")[0][0]
    assert stored == 3
    (noted,) = archive.ask("SELECT recogniser FROM document")
    assert noted[0] == recogniser()


def test_an_archive_of_the_older_layout_is_brought_up_to_date(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        document = put(archive, a_file(tmp_path, text=PRIVATE))
        found = archive.personal(document.id)
        log(archive, "Åsa", "download_original", document.id, "protokoll.txt")
    with sqlite3.connect(tmp_path / "arkiv" / "archive.sqlite") as older:
        older.execute("DROP TABLE personal")
        older.execute("ALTER TABLE document DROP COLUMN extraction")
        older.execute("ALTER TABLE document DROP COLUMN recogniser")
        for row in older.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE '%_sure'"
        ).fetchall():
            older.execute(f"DROP INDEX {row[0]}")
        older.execute("DROP TABLE case_point")
        without_tasks(older)
        older.execute("ALTER TABLE event DROP COLUMN document_id")
        older.execute("PRAGMA user_version = 2")
    older.close()
    with Archive.open(tmp_path / "arkiv") as archive:
        assert store.layout_of(archive._connection) == len(store.schema())
        assert archive.personal(document.id) == found
        assert archive.extractions() == {document.id: ""}
        assert [event.document_id for event in events(archive)] == [document.id]


def test_what_cannot_be_noted_is_told_all_the_same(archive: Archive, tmp_path: Path) -> None:
    document = put(archive, a_file(tmp_path, text=PRIVATE))
    with archive.changing() as db:
        db.execute("UPDATE document SET recogniser = NULL")
    with archive.at_once():
        assert len(archive.personal(document.id)) == 3


def test_what_is_known_is_hidden_where_nothing_else_tells_of_it() -> None:
    text = f"Brev till {HOME.replace(' ', chr(10), 1)} och Granbarrsvägen 140."
    assert hidden(text) == text
    assert "14 B" not in hidden(text, [HOME])
    assert hidden(text, [HOME]).endswith(" och Granbarrsvägen 140.")


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90))))
def test_covering_keeps_length_and_space(text: str, spans: list[tuple[int, int]]) -> None:
    spans = [(a, min(b, len(text))) for a, b in spans if a <= b and a <= len(text)]
    shown = covered(text, spans)
    assert len(shown) == len(text)
    assert [c.isspace() for c in shown] == [c.isspace() for c in text]
    for start, end in spans:
        assert set(shown[start:end].split()) <= {HIDDEN * n for n in range(1, 91)}


def test_the_boxes_are_stored(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path, text=PRIVATE)
    document = a_document(path)
    archive.add(path, document, (a_record(document),))
    (told,) = archive.ask("SELECT boxes FROM personal WHERE kind = 'address'")
    assert len(msgspec.json.decode(told[0])) == len(HOME.split())
