"""Nothing is lost, nothing stays that was removed: the ledger, copies, and archives put back."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import cli
from corpus.archive import Archive
from corpus.staff import events

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `radslag` with arguments, whatever comes of it."""
    monkeypatch.delenv("RADSLAG_ARCHIVE", raising=False)

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(cli, [str(each) for each in arguments], prog_name="radslag")
        assert "Traceback" not in result.output
        return result

    return invoke


def minutes(day: str, what: str = "Ny gångbro", head: str = "Protokoll") -> str:
    return f"""{head}
Parknämnden
{day}

Närvarande
Asta Lönnvik, ordförande
Klas Vinterhed

§ 1 {what}
Beslut
Nämnden godkänner förslaget om {what.lower()}.
Klas Vinterhed får i uppdrag att beställa skyltar senast 2025-03-01.
"""


@pytest.fixture
def handlingar(tmp_path: Path) -> Path:
    """A folder of minutes, a copy, a broken file, something else, and what systems leave."""
    folder = tmp_path / "handlingar"
    folder.mkdir()
    (folder / "januari.txt").write_text(minutes("2025-01-14"), "utf-8")
    (folder / "februari.txt").write_text(minutes("2025-02-11"), "utf-8")
    (folder / "kopia.txt").write_text(minutes("2025-01-14"), "utf-8")
    (folder / "trasig.pdf").write_bytes(b"%PDF-1.7 skrot")
    (folder / "program.exe").write_bytes(b"MZ")
    (folder / "~$januari.docx").write_bytes(b"lock")
    (folder / "Thumbs.db").write_bytes(b"x")
    return folder


def ingest(run: Run, folder: Path, archive: Path) -> Result:
    return run("ingest", "--workers", "1", "--archive", archive, folder)


def told(run: Run, archive: Path) -> dict[str, str]:
    """What the ledger says of each file, by name."""
    found = run("status", "--csv", "--archive", archive).stdout
    rows = csv.DictReader(io.StringIO(found.lstrip("\ufeff")), delimiter=";")
    return {f"{Path(row['path']).name} {row['state']}": row["reason"] for row in rows}


def test_the_ledger_closes(run: Run, handlingar: Path, tmp_path: Path) -> None:
    archive = tmp_path / "arkiv"
    ingest(run, handlingar, archive)
    status = json.loads(run("status", "--json", "--archive", archive).stdout)["status"]
    counts = status["counts"]
    assert status["found"] == len(list(handlingar.iterdir())) == 7
    assert (counts["read"], counts["duplicate"], counts["refused"]) == (2, 1, 1)
    assert counts["passed_over"] == 3
    rows = told(run, archive)
    assert "lås- eller systemfil" in rows["~$januari.docx passed_over"]
    assert rows["trasig.pdf refused"]
    shown = run("status", "--archive", archive).stdout
    assert "7 filer funna" in shown
    assert run("check", "--archive", archive).exit_code == 0


def test_what_goes_and_changes_stands_in_the_ledger(
    run: Run, handlingar: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "arkiv"
    ingest(run, handlingar, archive)
    (handlingar / "februari.txt").unlink()
    changed = minutes("2025-01-14").replace("skyltar", "nya skyltar")
    (handlingar / "januari.txt").write_text(changed, "utf-8")
    (handlingar / "ny.txt").write_text(minutes("2025-04-08"), "utf-8")
    assert "1 filer är inte inlästa" in run("status", "--archive", archive).stdout
    ingest(run, handlingar, archive)
    rows = told(run, archive)
    assert {"februari.txt vanished", "januari.txt superseded", "januari.txt read"} <= set(rows)
    assert "ny.txt read" in rows
    assert run("check", "--archive", archive).exit_code == 0


def test_another_meeting_under_a_used_name_stands_beside_the_first(
    run: Run, tmp_path: Path
) -> None:
    folder, archive = tmp_path / "in", tmp_path / "arkiv"
    folder.mkdir()
    for day in ("2025-01-14", "2025-02-11"):
        (folder / "skannat.txt").write_text(minutes(day), "utf-8")
        ingest(run, folder, archive)
    listed = json.loads(run("export", "meetings", "--json", "--archive", archive).stdout)
    assert [each["date"] for each in listed] == ["2025-01-14", "2025-02-11"]
    mended = minutes("2025-02-11").replace("godkänner", "avslår")
    (folder / "skannat.txt").write_text(mended, "utf-8")
    ingest(run, folder, archive)
    listed = json.loads(run("export", "decisions", "--json", "--archive", archive).stdout)
    told = [(each["meeting_date"], each["outcome"]) for each in listed]
    assert [each for each in told if each[1] != "assigned"] == [
        ("2025-01-14", "approved"),
        ("2025-02-11", "rejected"),
    ]


@pytest.mark.parametrize("order", [("a-utkast.txt", "b.txt"), ("b.txt", "c-utkast.txt")])
def test_the_minutes_stand_for_their_draft(
    run: Run, tmp_path: Path, order: tuple[str, str]
) -> None:
    folder, archive = tmp_path / "in", tmp_path / "arkiv"
    folder.mkdir()
    for name in order:
        draft = "utkast" in name
        text = minutes("2025-01-14", head="Protokoll UTKAST" if draft else "Protokoll")
        text = text.replace("2025-03-01", "2025-02-01") if draft else text
        (folder / name).write_text(text, "utf-8")
        ingest(run, folder, archive)
    listed = json.loads(run("export", "actions", "--json", "--archive", archive).stdout)
    assert [each["due_date"] for each in listed] == ["2025-03-01"]
    again = ingest(run, folder, archive)
    assert "2  oförändrade" in again.stdout
    assert run("check", "--archive", archive).exit_code == 0
    # Without the minutes the draft stands again.
    run("remove", folder / "b.txt", "--reason", "misstag", "--yes", "--archive", archive)
    listed = json.loads(run("export", "actions", "--json", "--archive", archive).stdout)
    assert [each["due_date"] for each in listed] == ["2025-02-01"]


def everything(folder: Path) -> bytes:
    """All the bytes of a folder, unpacked as far as they are packed by this program."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_is_removed_is_gone_and_stays_away(run: Run, tmp_path: Path) -> None:
    folder, archive = tmp_path / "in", tmp_path / "arkiv"
    folder.mkdir()
    secret = "Hemligstämplingen"  # noqa: S105 - a word of minutes
    (folder / "hemlig.txt").write_text(minutes("2025-01-14", secret), "utf-8")
    (folder / "annan.txt").write_text(minutes("2025-02-11"), "utf-8")
    ingest(run, folder, archive)
    assert secret.encode() in everything(archive)
    done = run(
        "remove", folder / "hemlig.txt", "--reason", "sekretess", "--yes", "--archive", archive
    )
    assert done.exit_code == 0, done.output
    assert secret.encode() not in everything(archive)
    assert secret.lower().encode() not in everything(archive)
    ingest(run, folder, archive)
    assert told(run, archive)["hemlig.txt passed_over"] == "borttagen ur arkivet: sekretess."
    assert run("check", "--archive", archive).exit_code == 0
    with Archive.open(archive) as opened:
        logged = [(event.what, event.details) for event in events(opened)]
    assert ("removed", "sekretess") in logged


def listed(run: Run, archive: Path) -> tuple[str, str, str]:
    """What an archive says: decisions and tasks with their ids, and the answer to a question."""
    said = [
        run("export", kind, "--format", "csv", "--archive", archive).stdout
        for kind in ("decisions", "actions")
    ]
    hits = json.loads(run("search", "gångbro", "--json", "--archive", archive).stdout)["hits"]
    return said[0], said[1], json.dumps([hit["id"] for hit in hits])


def test_a_copy_taken_while_others_write_is_put_back_whole(
    run: Run, handlingar: Path, tmp_path: Path
) -> None:
    archive, copy = tmp_path / "arkiv", tmp_path / "kopia"
    ingest(run, handlingar, archive)
    before = listed(run, archive)
    stop = threading.Event()

    def write() -> None:
        with Archive.open(archive) as other:
            while not stop.is_set():
                with other.changing() as db:
                    db.execute("INSERT OR REPLACE INTO user VALUES ('x', '', 'reader', 'y')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = run("backup", copy, "--archive", archive)
    finally:
        stop.set()
        writer.join()
    assert done.exit_code == 0, done.output
    assert run("backup", copy, "--archive", archive).exit_code == 0, "a copy is brought up to date"
    shutil.rmtree(archive)
    new = tmp_path / "nytt"
    assert run("restore", copy, "--archive", new).exit_code == 0
    assert listed(run, new) == before
    assert run("check", "--archive", new).exit_code == 0
    assert run("restore", copy, "--archive", new).exit_code == 1, "nothing is written over"
    assert run("backup", handlingar, "--archive", new).exit_code == 2


def test_an_archive_is_built_of_its_originals_alone(
    run: Run, handlingar: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "arkiv"
    ingest(run, handlingar, archive)
    before = listed(run, archive)
    for lost in ("archive.sqlite", "archive.sqlite-wal", "archive.sqlite-shm", "lock.sqlite"):
        (archive / lost).unlink(missing_ok=True)
    shutil.rmtree(archive / "index")
    refused = run("search", "gångbro", "--archive", archive)
    assert refused.exit_code == 1
    assert "restore --originals" in refused.output
    done = run("restore", "--originals", "--workers", "1", "--archive", archive)
    assert done.exit_code == 0, done.output
    assert listed(run, archive) == before
    assert "oförändrade" in ingest(run, handlingar, archive).stdout
    assert run("check", "--archive", archive).exit_code == 0


def test_an_emptied_database_is_no_new_archive(run: Run, handlingar: Path, tmp_path: Path) -> None:
    archive = tmp_path / "arkiv"
    ingest(run, handlingar, archive)
    before = listed(run, archive)
    for beside in archive.glob("archive.sqlite-*"):
        beside.unlink()
    (archive / "archive.sqlite").write_bytes(b"")
    index = sum(path.stat().st_size for path in (archive / "index").rglob("*") if path.is_file())
    for command in (("search", "gångbro"), ("check",), ("ingest", handlingar), ("reindex",)):
        answer = run(*command, "--archive", archive)
        assert answer.exit_code == 1, command
        assert "säkerhetskopia" in answer.output
    assert (
        sum(path.stat().st_size for path in (archive / "index").rglob("*") if path.is_file())
        == index
    )
    assert run("restore", "--originals", "--workers", "1", "--archive", archive).exit_code == 0
    assert listed(run, archive) == before
    assert list(archive.glob("archive.sqlite.2*")), "the emptied one is kept aside"


def test_an_archive_that_is_only_read_is_searched_and_checked(
    run: Run, handlingar: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "arkiv"
    ingest(run, handlingar, archive)
    run("search", "gångbro", "--archive", archive)
    folders = [archive, *(path for path in archive.rglob("*") if path.is_dir())]
    for path in archive.rglob("*"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    archive.chmod(0o500)
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("root may write everywhere here")
    for command in (("search", "gångbro"), ("check",), ("export", "decisions"), ("status",)):
        asked = [sys.executable, "-m", "cli.main", *command, "--archive", str(archive)]
        asked = [*bound, *asked] if os.geteuid() == 0 else asked
        done = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert "gångbro" in done.stdout or command[0] in ("check", "status")
    for path in folders:
        path.chmod(0o700)


def test_others_may_not_look_into_an_archive(run: Run, handlingar: Path, tmp_path: Path) -> None:
    archive = tmp_path / "arkiv"
    ingest(run, handlingar, archive)
    assert archive.stat().st_mode & 0o777 == 0o700
    for name in ("archive.sqlite", "lock.sqlite"):
        assert (archive / name).stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (archive / "objects").rglob("*"))


def test_originals_checked_of_late_are_not_read_again(
    run: Run, handlingar: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "arkiv"
    ingest(run, handlingar, archive)
    assert run("check", "--archive", archive).exit_code == 0
    original = next(p for p in (archive / "objects").rglob("*") if p.is_file() and not p.suffix)
    original.chmod(0o600)
    original.write_bytes(b"x")
    assert run("check", "--since", "2020-01-01", "--archive", archive).exit_code == 0
    assert run("check", "--since", "2999-01-01", "--archive", archive).exit_code == 1
    assert run("check", "--archive", archive).exit_code == 1
