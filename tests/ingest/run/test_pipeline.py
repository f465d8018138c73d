"""Files become documents of an archive, whatever happens on the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from corpus import samples
from corpus.archive import Archive
from corpus.check import check
from corpus.entries import Filters
from corpus.errors import ArchiveError
from ingest.run.pipeline import Report, ingest, survey
from ingest.run.walk import walk

ROOT = Path(__file__).parents[3]
TEXT = """Protokoll
Parknämnden
2024-03-12

§ 1 Val av justerare
Maj Ek väljs att justera protokollet.

§ 2 Nya bänkar
Beslut
Parknämnden godkänner förslaget.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "handlingar"
    made.mkdir()
    return made


def contents(archive: Archive) -> tuple[object, ...]:
    """Everything an archive holds but the times at which it was put there."""
    documents = [
        msgspec.structs.replace(
            entry,
            added="",
            sources=tuple(msgspec.structs.replace(s, first_seen="") for s in entry.sources),
        )
        for entry in archive.documents(superseded=True)
    ]
    said = {d.id: (archive.document(d.id), archive.records(d.id)) for d in documents}
    failures = [(f.uri, f.reason) for f in archive.failures()]
    return documents, said, archive.meetings(Filters(superseded=True)), failures


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_each_file_is_read_once_and_then_unchanged(archive: Archive, folder: Path) -> None:
    (folder / "djupt" / "ner").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "djupt" / "ner" / "b.txt").write_text(TEXT.replace("§ 2", "§ 3"), "utf-8")
    first = ingest([folder], archive, 2)
    assert names(first.new) == ["a.txt", "b.txt"] or names(first.new) == ["b.txt", "a.txt"]
    assert (first.total, first.done, first.failed) == (2, 2, [])
    assert first.counts["pages"] == 2
    before = contents(archive)
    again = ingest([folder], archive, 2)
    assert (names(again.unchanged), again.new) == (["a.txt", "b.txt"], [])
    assert contents(archive) == before


def test_only_what_is_new_or_changed_is_read(archive: Archive, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(TEXT, "utf-8")
    ingest([folder], archive, 1)
    path.write_text(TEXT + "\nMötet avslutas.", "utf-8")
    (folder / "b.txt").write_text(TEXT, "utf-8")
    report = ingest([folder], archive, 1)
    assert (names(report.superseded), names(report.same)) == (["a.txt"], ["b.txt"])
    assert len(archive.documents()) == 2


def test_a_touched_file_is_unchanged(archive: Archive, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(TEXT, "utf-8")
    ingest([folder], archive, 1)
    os.utime(path, (1, 1))
    assert names(ingest([folder], archive, 1).unchanged) == ["a.txt"]


def test_copies_are_one_document_with_two_sources(archive: Archive, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(TEXT, "utf-8")
    report = ingest([folder], archive, 2)
    assert (names(report.new), names(report.same)) == (["a.txt"], ["b.txt"])
    (entry,) = archive.documents()
    assert len(entry.sources) == 2


def test_the_largest_are_read_first_and_what_is_left_is_told(
    archive: Archive, folder: Path
) -> None:
    for name, times in (("a.txt", 1), ("b.txt", 3), ("c.txt", 2)):
        (folder / name).write_text(TEXT * times, "utf-8")
    (folder / "d.txt").write_text(TEXT * 3, "utf-8")
    size = (folder / "a.txt").stat().st_size
    told = []
    report = ingest(
        [folder],
        archive,
        1,
        lambda now: told.append((now.bytes_read // size, now.bytes_left // size)),
    )
    assert names(report.new) == ["b.txt", "c.txt", "a.txt"]
    assert told[-1] == (6, 0)
    assert {read + left for read, left in told} == {6}, "a copy is not read"
    again = ingest([folder], archive, 1)
    assert (again.bytes_read, again.bytes_left) == (0, 0)


def test_stored_is_told_of_every_document(archive: Archive, folder: Path) -> None:
    for number in range(60):
        (folder / f"{number}.txt").write_text(f"{TEXT}\n{number}", "utf-8")
    batches: list[list[str]] = []
    ingest([folder], archive, 2, stored=lambda ids: batches.append(list(ids)))
    assert sorted(id_ for batch in batches for id_ in batch) == [d.id for d in archive.documents()]
    assert len(batches) > 1


def test_a_survey_reads_and_writes_nothing(archive: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.txt").write_text(TEXT, "utf-8")
    assert names(survey([folder], None).new) == ["a.txt", "b.txt"]
    ingest([folder / "a.txt"], archive, 1)
    (folder / "a.txt").write_text("ändrad", "utf-8")
    before = contents(archive)
    report = survey([folder], archive)
    assert (names(report.superseded), names(report.new)) == (["a.txt"], ["b.txt"])
    assert contents(archive) == before


# ------------------------------------------------------------------------------ bad input


def test_an_empty_folder_is_nothing_to_do(archive: Archive, folder: Path) -> None:
    report = ingest([folder], archive, 1)
    assert (report.total, report.done, report.failed, report.skipped) == (0, 0, [], [])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _truncated(path: Path) -> None:
    whole = next(samples.documents().rglob("*.pdf")).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _text(path: Path) -> None:
    path.write_text(TEXT + "annat", "utf-8")


def _locked(path: Path) -> None:
    import pikepdf

    with pikepdf.open(next(samples.documents().rglob("*.pdf"))) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


@pytest.mark.parametrize("spoil", [_empty, _text, _locked])
def test_a_bad_file_is_named_and_the_others_are_read(
    archive: Archive, folder: Path, spoil: Callable[[Path], None]
) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    spoil(folder / "b.pdf")
    (folder / "c.txt").write_text(TEXT + "mer", "utf-8")
    report = ingest([folder], archive, 1)
    assert sorted(names(report.new)) == ["a.txt", "c.txt"]
    (fault,) = report.failed
    assert fault.path.name == "b.pdf"
    assert fault.reason
    assert not fault.details
    (failure,) = archive.failures()
    assert failure.name == str(fault.path)
    assert list(check(archive)) == []


def test_a_truncated_pdf_is_repaired_with_a_remark_or_named(archive: Archive, folder: Path) -> None:
    _truncated(folder / "b.pdf")
    report = ingest([folder], archive, 1)
    if report.failed:
        assert names([fault.path for fault in report.failed]) == ["b.pdf"]
    else:
        (entry,) = archive.documents()
        assert archive.document(entry.id).remarks


def test_a_file_that_vanishes_is_named(archive: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    gone = folder / "b.txt"
    gone.write_text(TEXT, "utf-8")

    def watch(report: Report) -> None:
        gone.unlink(missing_ok=True)

    (folder / "a.txt").write_text(TEXT, "utf-8")
    ingest([folder / "a.txt"], archive, 1)
    report = ingest([folder], archive, 1, watch)
    assert names(report.unchanged) == ["a.txt"]
    assert names([fault.path for fault in report.failed]) == ["b.txt"]


def test_other_formats_are_named_not_ignored(archive: Archive, folder: Path) -> None:
    (folder / "bild.heic").write_bytes(b"x")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    report = ingest([folder], archive, 1)
    assert [(f.path.name, f.reason) for f in report.skipped] == [
        ("bild.heic", "inte ett format som läses.")
    ]
    given = ingest([folder / "bild.heic"], archive, 1)
    assert names([fault.path for fault in given.failed]) == ["bild.heic"]


def test_links_out_of_the_folder_are_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "utanför"
    outside.mkdir()
    (outside / "hemlig.txt").write_text(TEXT, "utf-8")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "länk").symlink_to(outside)
    (folder / "länk.txt").symlink_to(outside / "hemlig.txt")
    (folder / "runt").symlink_to(folder)
    found = walk([folder])
    assert names(found.files) == ["a.txt"]
    assert names([fault.path for fault in found.skipped]) == ["länk", "länk.txt"]


def test_the_archive_itself_is_not_read(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    with Archive.open(folder / "arkiv", create=True) as archive:
        ingest([folder], archive, 1)
        report = ingest([folder], archive, 1)
    assert (names(report.unchanged), report.skipped) == (["a.txt"], [])


def test_a_folder_that_may_not_be_entered_is_named(folder: Path) -> None:
    shut = folder / "stängd"
    shut.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    shut.chmod(0)
    program = (
        "import sys; from pathlib import Path; from ingest.run.walk import walk\n"
        "found = walk([Path(sys.argv[1])]); print(len(found.files))\n"
        "print(*(f'{f.path.name}: {f.reason}' for f in found.failed))"
    )
    command = [sys.executable, "-c", program, str(folder)]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may enter every folder here")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    finally:
        shut.chmod(0o700)
    assert done.stdout.splitlines()[0] == "1"
    assert "stängd: mappen går inte att öppna" in done.stdout


@pytest.mark.parametrize(
    "name",
    [
        "åäö i namnet.txt",
        "o\u0308ppen a\u030a.txt",
        "  mellan  slag .txt",
        "å" * 100 + ".txt",
        "x" * 200 + ".txt",
    ],
)
def test_any_name_is_read(archive: Archive, folder: Path, name: str) -> None:
    (folder / name).write_text(TEXT, "utf-8")
    ingest([folder], archive, 1)
    assert archive.documents()[0].name == str(folder / name)


def test_a_name_that_is_no_text_is_read(archive: Archive, folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt"))
    try:
        path.write_text(TEXT, "utf-8")
    except OSError:
        pytest.skip("the file system takes no such names")
    report = ingest([folder], archive, 1)
    assert len(report.new) == 1
    assert ingest([folder], archive, 1).unchanged == [path]


def test_an_impossible_date_is_no_date(archive: Archive, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT.replace("2024-03-12", "31 februari 2024"), "utf-8")
    report = ingest([folder], archive, 1)
    assert report.failed == []
    (record,) = archive.records(archive.documents()[0].id)
    assert record.meeting.date is None


def test_a_second_ingest_is_told_to_wait(archive: Archive, folder: Path) -> None:
    with (
        Archive.open(archive.path) as other,
        archive.writing(),
        pytest.raises(ArchiveError, match="en annan inläsning"),
    ):
        ingest([folder], other, 1)
