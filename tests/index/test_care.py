"""The index follows the archive, also where a document changes another one's meeting."""

from __future__ import annotations

from pathlib import Path

from corpus.archive import Archive
from index.build import open_engine
from index.care import bring_up_to_date, units_of, wanted
from index.engine import Request
from tests.generate.facts import TEXT, a_document, a_file, a_record


def put(archive: Archive, path: Path, organisation: str | None) -> str:
    document = a_document(path)
    archive.add(path, document, (a_record(document, organisation=organisation),))
    return document.id


def test_units_name_the_meeting_their_document_is_of_now(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        engine = open_engine(archive.index_folder)
        ids = []
        for name, organisation in (("a", None), ("b", "Granlunda kommun"), ("c", "Sjövik kommun")):
            ids.append(
                put(archive, a_file(tmp_path, f"{name}.txt", f"{TEXT}\n{name}"), organisation)
            )
            bring_up_to_date(archive, engine)
        held = engine.search(Request(limit=100)).units
        assert {unit.document_id for unit, _ in held} == set(ids)
        for unit, _ in held:
            assert (unit.meeting_id,) == archive.meetings_of(unit.document_id)
            assert archive.meeting(str(unit.meeting_id)).document_ids == (unit.document_id,)


def test_nothing_is_indexed_anew_when_no_meeting_changes(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        first = put(archive, a_file(tmp_path, "a.txt"), "Granlunda kommun")
        before = wanted(archive)[first]
        put(archive, a_file(tmp_path, "b.txt", f"{TEXT}\nb"), "Granlunda")
        assert wanted(archive)[first] == before
        assert {unit.revision for unit in units_of(archive, first)} == {before}
