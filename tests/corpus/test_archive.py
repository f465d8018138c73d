"""The archive keeps what it is given, once, whole, and says what it has."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import ledger, store
from corpus.archive import Archive
from corpus.check import check
from corpus.entries import FileState, Filters
from corpus.errors import ArchiveError, UnreadableError, UsageError
from corpus.ledger import State
from corpus.model import (
    ActionItem,
    Decision,
    Document,
    DocumentType,
    Outcome,
    Provenance,
)
from tests.generate.facts import TEXT, a_document, a_file, a_record


def put(archive: Archive, path: Path, **meeting: str | None) -> Document:
    document = a_document(path)
    archive.add(path, document, (a_record(document, **meeting),))  # type: ignore[arg-type]
    return document


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
    return documents, said, archive.meetings(Filters(superseded=True)), list(archive.originals)


def test_gives_back_what_it_was_given(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path / "in")
    document = put(archive, path)
    assert archive.document(document.id) == document
    assert archive.records(document.id) == (a_record(document),)
    assert archive.originals.path(document.id).read_bytes() == path.read_bytes()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extra=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60))
def test_any_text_survives_the_round_trip(tmp_path: Path, extra: str) -> None:
    path = a_file(tmp_path / "in", text=f"{TEXT}\n{extra}")
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        document = put(archive, path)
        assert archive.document(document.id) == document


def test_adding_twice_is_adding_once(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path / "in")
    put(archive, path)
    before = contents(archive)
    put(archive, path)
    assert contents(archive) == before


def test_same_bytes_under_another_name_are_one_document(archive: Archive, tmp_path: Path) -> None:
    first, second = a_file(tmp_path / "a"), a_file(tmp_path / "b", "kopia å.txt")
    document = put(archive, first)
    assert not archive.add_source(document.id, FileState.of(second))
    (entry,) = archive.documents()
    assert [source.name for source in entry.sources] == [str(first), str(second)]
    assert archive.unchanged(FileState.of(second))


def test_a_changed_file_supersedes_its_old_version(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path / "in")
    old = put(archive, path)
    assert archive.unchanged(FileState.of(path))
    path.write_text(TEXT.replace("§ 4", "§ 5"), encoding="utf-8")
    assert not archive.unchanged(FileState.of(path))
    new = put(archive, path)
    assert [entry.id for entry in archive.documents()] == [new.id]
    assert {e.id: e.current for e in archive.documents(superseded=True)} == {
        old.id: False,
        new.id: True,
    }
    assert archive.document(old.id).text == TEXT
    assert [e.document_id for e in archive.facts(Decision)] == [new.id]
    assert len(list(archive.facts(Decision, Filters(superseded=True)))) == 2


def test_a_file_that_changes_back_is_current_again(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path / "in")
    old = put(archive, path)
    path.write_text(f"{TEXT} ", encoding="utf-8")
    put(archive, path)
    path.write_text(TEXT, encoding="utf-8")
    put(archive, path)
    assert [entry.id for entry in archive.documents()] == [old.id]


def test_a_file_that_changes_while_it_is_read_is_refused(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path / "in")
    document = a_document(path)
    path.write_text("annat", encoding="utf-8")
    with pytest.raises(UnreadableError, match="ändrades"):
        archive.add(path, document, (a_record(document),))
    assert archive.documents() == ()
    assert list(archive.originals) == []


def test_a_failed_write_leaves_nothing_half_done(archive: Archive, tmp_path: Path) -> None:
    good = put(archive, a_file(tmp_path / "in"))
    before = contents(archive)
    path = a_file(tmp_path / "in", "två.txt", f"{TEXT} 2")
    document = a_document(path)
    with sqlite3.connect(archive.path / "archive.sqlite") as other:
        stop = "BEGIN SELECT RAISE(ABORT, 'x'); END"
        other.execute(f"CREATE TRIGGER stop BEFORE INSERT ON source {stop}")
    other.close()
    with pytest.raises(ArchiveError):
        archive.add(path, document, (a_record(document),))
    assert contents(archive)[:3] == before[:3]
    assert archive.has(good.id)


def test_failures_are_remembered_until_the_file_is_read(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path / "in")
    state = FileState.of(path)
    ledger.note(archive, state.uri, State.REFUSED, "filen är tom.", "Hämta den igen.")
    (failure,) = archive.failures()
    assert (failure.name, failure.reason) == (str(path), "filen är tom.")
    put(archive, path)
    assert archive.failures() == ()


@pytest.mark.parametrize(
    "name",
    ["mötesanteckningar åäö.txt", "mo\u0308te a\u030a.txt", "å" * 98 + ".txt", "a%20b#c?.txt"],
)
def test_any_file_name_is_found_again(archive: Archive, tmp_path: Path, name: str) -> None:
    path = a_file(tmp_path / "in", name)
    put(archive, path)
    assert archive.documents()[0].name == str(path)


# ------------------------------------------------------------------------------ meetings


def test_documents_of_a_body_and_day_are_one_meeting(archive: Archive, tmp_path: Path) -> None:
    minutes = put(archive, a_file(tmp_path, "p.txt"), body="Tekniska nämnden")
    notice = a_document(a_file(tmp_path, "k.txt", f"{TEXT}\nKallelse"))
    record = a_record(notice, "tekniska  nämnden", organisation=None, kind=DocumentType.NOTICE)
    archive.add(tmp_path / "k.txt", notice, (record,))
    (meeting,) = archive.meetings()
    assert meeting.document_ids == (minutes.id, notice.id)
    assert meeting.document_types == (DocumentType.MINUTES, DocumentType.NOTICE)
    assert meeting.meeting.organisation == "Granlunda kommun"
    assert archive.meeting(meeting.id) == meeting


@pytest.mark.parametrize(
    ("organisations", "meetings"),
    [
        (("Granlunda kommun", "Granlunda"), 1),
        (("Granlunda kommun", None), 1),
        (("Granlunda kommun", "Sjövik kommun"), 2),
        (("Granlunda kommun", "Sjövik kommun", None), 3),
        (("Granlundas kommun", "granlunda  KOMMUN"), 1),
    ],
)
def test_meetings_do_not_depend_on_the_order_of_documents(
    tmp_path: Path, organisations: tuple[str | None, ...], meetings: int
) -> None:
    paths = [a_file(tmp_path, f"{n}.txt", f"{TEXT}\n{n}") for n in range(len(organisations))]
    told = list(zip(paths, organisations, strict=True))
    results = []
    for number, order in enumerate(permutations(told)):
        with Archive.open(tmp_path / f"arkiv{number}", create=True) as archive:
            for path, organisation in order:
                put(archive, path, organisation=organisation)
            results.append(contents(archive))
            assert len(archive.meetings()) == meetings
    assert all(result == results[0] for result in results)


def test_records_without_a_date_are_meetings_of_their_own(archive: Archive, tmp_path: Path) -> None:
    for n in range(2):
        put(archive, a_file(tmp_path, f"{n}.txt", f"{TEXT}\n{n}"), date=None)
    assert len(archive.meetings()) == 2


# ------------------------------------------------------------------------------ listings


def test_filters_choose_by_what_they_name(archive: Archive, tmp_path: Path) -> None:
    put(archive, a_file(tmp_path, "a.txt"))
    other = put(
        archive,
        a_file(tmp_path, "b.txt", f"{TEXT}\n2"),
        body="Tekniska nämndens presidium",
        date="2025-01-20",
    )

    def found(**filters: object) -> int:
        return len(list(archive.facts(ActionItem, Filters(**filters))))  # type: ignore[arg-type]

    assert found() == 2
    assert found(body="tekniska nämnden") == 1
    assert found(body="presidium") == 1
    assert found(body="tekniska") == 2
    assert found(date_from="2025-01-01") == 1
    assert found(date_to="2024-12-31") == 1
    assert found(owner="EK") == 2
    assert found(owner="Lind") == 0
    assert found(due_before="2024-05-01") == 2
    assert found(due_before="2024-04-30") == 0
    assert found(document_id=other.id) == 1
    assert len(archive.meetings(Filters(date_from="2025-01-01"))) == 1
    (decision, _) = archive.facts(Decision, Filters(outcome=Outcome.APPROVED))
    assert decision.point_id is not None
    assert archive.point(decision.point_id).fact.number == "4"
    assert len(list(archive.facts(Decision, Filters(point_id=decision.point_id)))) == 1


def test_a_filter_that_cannot_be_meant_is_refused(archive: Archive, tmp_path: Path) -> None:
    put(archive, a_file(tmp_path))
    with pytest.raises(UsageError, match=r"Här finns: Tekniska nämnden"):
        list(archive.facts(Decision, Filters(body="Kulturnämnden")))
    with pytest.raises(UsageError, match="owner"):
        list(archive.facts(Decision, Filters(owner="Ek")))
    with pytest.raises(UsageError, match="outcome"):
        archive.meetings(Filters(outcome=Outcome.NOTED))


def test_ids_are_found_by_their_beginnings(archive: Archive, tmp_path: Path) -> None:
    document = put(archive, a_file(tmp_path))
    (action,) = archive.facts(ActionItem)
    assert archive.resolve(action.id[:6]) == action.id
    assert archive.resolve(document.id[:8]) == document.id
    assert archive.fact(action.id) == action
    with pytest.raises(UsageError, match="a-åäö"):
        archive.resolve("a-åäö")
    put(archive, a_file(tmp_path, "2.txt", f"{TEXT}\n2"))
    with pytest.raises(UsageError, match="flera"):
        archive.resolve("a-")


def test_ids_are_the_same_in_every_archive(tmp_path: Path) -> None:
    path = a_file(tmp_path)
    ids = []
    for name in ("ett", "två"):
        with Archive.open(tmp_path / name, create=True) as archive:
            put(archive, path)
            ids.append([entry.id for entry in archive.facts(ActionItem)])
    assert ids[0] == ids[1]


# ------------------------------------------------------------------------------ opening


def test_no_archive_is_said_with_advice(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="radslag ingest"):
        Archive.open(tmp_path / "saknas")


def test_a_newer_archive_is_refused_and_left_alone(archive: Archive) -> None:
    with sqlite3.connect(archive.path / "archive.sqlite") as other:
        other.execute("PRAGMA user_version = 999")
    other.close()
    archive.close()
    with pytest.raises(ArchiveError, match="Uppgradera"):
        Archive.open(archive.path)


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "archive.sqlite") as other:
        other.execute("CREATE TABLE recept (namn TEXT)")
    other.close()
    with pytest.raises(ArchiveError, match="inte är ett Rådslagsarkiv"):
        Archive.open(tmp_path)


def test_a_damaged_database_is_said_with_advice(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite").write_bytes(b"skrot " * 1000)
    with pytest.raises(ArchiveError, match="skadad"):
        Archive.open(tmp_path)


def test_each_migration_is_applied_once_and_whole(tmp_path: Path) -> None:
    first = "CREATE TABLE one (x INTEGER);"
    connection = store.connect(tmp_path / "x.sqlite")
    store.migrate(connection, (first,), "x")
    connection.execute("INSERT INTO one VALUES (1)")
    second = "ALTER TABLE one ADD COLUMN y TEXT;"
    with pytest.raises(sqlite3.OperationalError):
        store.migrate(connection, (first, f"{second}\nCREATE TABLE one (x);"), "x")
    connection.execute("ROLLBACK")
    assert store.layout_of(connection) == 1
    store.migrate(connection, (first, second), "x")
    store.migrate(connection, (first, second), "x")
    assert [tuple(row) for row in connection.execute("SELECT x, y FROM one")] == [(1, None)]
    connection.close()


def test_who_starts_while_a_correction_is_saved_waits_for_it(archive: Archive) -> None:
    saving, saved = threading.Event(), threading.Event()

    def save() -> None:
        with Archive.open(archive.path) as other, other.writing():
            saving.set()
            time.sleep(0.3)
            saved.set()

    thread = threading.Thread(target=save)
    thread.start()
    assert saving.wait(5)
    with archive.writing():
        assert saved.is_set()
    thread.join()


def test_one_writes_while_others_read(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path / "in")
    document = a_document(path)
    with Archive.open(archive.path) as other, archive.writing():
        with pytest.raises(ArchiveError, match="en annan inläsning"), other.writing(0):
            pass
        archive.add(path, document, (a_record(document),))
        assert other.document(document.id) == document
    with Archive.open(archive.path) as other:
        ledger.note(other, "file:///x", State.REFUSED, "y")


def test_the_lock_goes_with_the_process_that_held_it(archive: Archive) -> None:
    program = (
        "import sys, time; from pathlib import Path; from corpus.archive import Archive\n"
        "with Archive.open(Path(sys.argv[1])) as a, a.writing():\n"
        "    print('har', flush=True); time.sleep(60)"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", program, str(archive.path)], stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"har\n"
        with pytest.raises(ArchiveError), archive.writing():
            pass
        process.kill()
        process.wait()
    with archive.writing():
        pass


def test_a_full_disk_is_said_and_nothing_is_half_written(archive: Archive, tmp_path: Path) -> None:
    put(archive, a_file(tmp_path / "in"))
    before = contents(archive)
    path = a_file(tmp_path / "in", "stor.txt", TEXT + "\n" + "ord " * 200_000)
    document = a_document(path)
    archive._connection.execute("PRAGMA max_page_count = 40")
    with pytest.raises(ArchiveError, match="disken är full"):
        archive.add(path, document, (a_record(document),))
    assert contents(archive)[:3] == before[:3]
    archive._connection.execute("PRAGMA max_page_count = 1073741823")
    put(archive, path)
    assert list(check(archive)) == []


_ON_A_FULL_DISK = """
mount -t tmpfs -o size=300k none "$1" && exec "$2" - "$1" <<'END'
import hashlib, sys
from pathlib import Path
from corpus.errors import ArchiveError
from corpus.originals import Originals
folder = Path(sys.argv[1])
originals = Originals(folder / "objects")
for n in range(10):
    path = Path(sys.argv[1] + f"-{n}")
    path.write_bytes(bytes([n]) * 100_000)
    try:
        originals.add(path, hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError as error:
        print(n, error.errno, len(list(originals)), len(list((folder / "objects").glob("new-*"))))
        break
END
"""


def test_an_original_is_whole_or_not_there_on_a_full_disk(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rm", "true"], check=False).returncode:
        pytest.skip("the system lets no one mount a small disk")
    target = tmp_path / "disk"
    target.mkdir()
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", _ON_A_FULL_DISK, "sh", str(target), sys.executable],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    number, code, stored, unfinished = map(int, done.stdout.split())
    assert (code, stored, unfinished) == (errno.ENOSPC, number, 0)


# ------------------------------------------------------------------------------ check


def test_check_finds_nothing_wrong_with_a_whole_archive(archive: Archive, tmp_path: Path) -> None:
    put(archive, a_file(tmp_path))
    assert list(check(archive)) == []


def test_check_names_a_damaged_and_a_missing_original(archive: Archive, tmp_path: Path) -> None:
    first = put(archive, a_file(tmp_path, "a.txt"))
    second = put(archive, a_file(tmp_path, "b.txt", f"{TEXT}\n2"))
    damaged = archive.originals.path(first.id)
    damaged.chmod(0o644)
    damaged.write_bytes(b"x")
    archive.originals.path(second.id).unlink()
    problems = {problem.where: problem for problem in check(archive)}
    assert set(problems) == {str(tmp_path / "a.txt"), str(tmp_path / "b.txt")}
    assert "har ändrats" in problems[str(tmp_path / "a.txt")].what
    assert "saknas" in problems[str(tmp_path / "b.txt")].what


def test_mending_as_check_advises_works(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path, "a.txt")
    document = put(archive, path)
    archive.originals.path(document.id).unlink()
    assert not archive.unchanged(FileState.of(path))
    put(archive, path)
    assert list(check(archive)) == []


def test_check_finds_evidence_outside_the_text(archive: Archive, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    document = a_document(path)
    record = a_record(document)
    beyond = Provenance(document.id, 1, ((0, len(document.text) + 5),), (), "x", 1.0)
    wrong = msgspec.structs.replace(record.decisions[0], provenance=beyond)
    archive.add(path, document, (msgspec.structs.replace(record, decisions=(wrong,)),))
    (problem,) = check(archive)
    assert "utanför" in problem.what
