"""A newer program says which documents an older one read, and reads them anew when asked to."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from corpus.archive import Archive
from corpus.corrections import Verdict
from corpus.entries import FileState
from corpus.model import Decision
from ingest.run.pipeline import ingest, older_documents, survey
from ingest.run.reading import Reader, read_file
from ingest.run.revision import extraction, reading

TEXT = (
    "Protokoll\nParknämnden\n2024-03-0{0}\n\n§ 1 Bänkar\nBeslut\nNämnden godkänner förslag {0}.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(1, 4):
        path = tmp_path / "in" / f"{number % 2}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number), "utf-8")
    return tmp_path / "in"


def read_in(archive: Archive, folder: Path) -> None:
    """Read the files as today's program does, in this process."""
    for path in sorted(folder.rglob("*.txt")):
        reader = read_file(path)
        assert isinstance(reader, Reader)
        archive.store(path, reader.parcel, FileState.of(path), extraction())


def made_by(archive: Archive, extraction: str | None) -> None:
    """Let everything in the archive be the work of another program."""
    with archive.changing() as db:
        db.execute("UPDATE document SET extraction = ?", (extraction,))


def test_what_read_a_document_is_noted(archive: Archive, folder: Path) -> None:
    report = ingest([folder], archive, 1)
    assert len(report.new) == 3
    assert set(archive.extractions().values()) == {extraction()}
    assert (report.older, report.reread) == (0, [])
    assert ingest([folder], archive, 1, reread=True).reread == []


@pytest.mark.parametrize("by", [None, "", "another-program", f"{reading()}-otherwise"])
def test_documents_of_an_older_program_are_told_of_and_left_alone(
    archive: Archive, folder: Path, by: str | None
) -> None:
    read_in(archive, folder)
    made_by(archive, by)
    assert survey([folder], archive).older == 3
    report = ingest([folder], archive, 1)
    assert len(report.unchanged) == 3
    assert (report.older, report.reread) == (3, [])
    assert extraction() not in archive.extractions().values()


@pytest.mark.parametrize("by", [None, f"{reading()}-otherwise"])
def test_they_are_read_anew_when_asked_to(archive: Archive, folder: Path, by: str | None) -> None:
    read_in(archive, folder)
    before = {id_: archive.records(id_) for id_ in archive.extractions()}
    made_by(archive, by)
    with archive.changing() as db:
        db.execute("DELETE FROM record")
    told: list[str] = []
    report = ingest([], archive, 1, stored=told.extend, reread=True)
    assert {path.name for path in report.reread} == {"1.txt", "2.txt", "3.txt"}
    assert (report.older, report.failed, report.total, report.done) == (0, [], 3, 3)
    assert {id_: archive.records(id_) for id_ in archive.extractions()} == before
    assert sorted(told) == sorted(before)


def test_the_text_is_read_anew_only_where_it_may_be_another(archive: Archive, folder: Path) -> None:
    read_in(archive, folder)
    made_by(archive, f"{reading()}-otherwise")
    assert all(older.text_is_right for older in older_documents(archive, []))
    made_by(archive, "another-program")
    assert not any(older.text_is_right for older in older_documents(archive, []))


def test_paths_say_which_are_read_anew(archive: Archive, folder: Path) -> None:
    read_in(archive, folder)
    made_by(archive, None)
    report = ingest([folder / "0"], archive, 1, reread=True)
    assert [path.name for path in report.reread] == ["2.txt"]
    assert report.older == 0
    assert survey([folder], archive).older == 2


def test_corrections_survive(archive: Archive, folder: Path) -> None:
    read_in(archive, folder)
    known = next(iter(archive.facts(Decision)))
    right = msgspec.structs.replace(known.fact, text="Nämnden godkänner.")
    archive.correct(known.document_id, Verdict.CORRECTED, known.fact, right, "test")
    made_by(archive, None)
    ingest([], archive, 1, reread=True)
    assert right in [entry.fact for entry in archive.facts(Decision)]


def test_an_original_that_is_lost_is_named_and_what_was_read_stays(
    archive: Archive, folder: Path
) -> None:
    read_in(archive, folder)
    made_by(archive, None)
    lost = next(each for each in older_documents(archive, []) if each.path.name == "3.txt")
    archive.originals.path(lost.id).unlink()
    report = ingest([], archive, 1, reread=True)
    assert [fault.path.name for fault in report.failed] == ["3.txt"]
    assert len(report.reread) == 2
    assert report.older == 1
    assert archive.records(lost.id)
