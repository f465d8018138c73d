"""An ingest that is cut off leaves whole documents, and the next one goes on."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from corpus.archive import Archive
from corpus.check import check
from corpus.entries import Filters
from index.build import open_engine
from index.care import wanted

ROOT = Path(__file__).parents[2]
KILLS = 10


def contents(folder: Path) -> tuple[object, ...]:
    """Everything an archive holds but the times at which it was put there."""
    with Archive.open(folder) as archive:
        documents = [
            msgspec.structs.replace(
                entry,
                added="",
                sources=tuple(msgspec.structs.replace(s, first_seen="") for s in entry.sources),
            )
            for entry in archive.documents(superseded=True)
        ]
        said = {d.id: (archive.document(d.id), archive.records(d.id)) for d in documents}
        meetings = archive.meetings(Filters(superseded=True))
        held = open_engine(archive.index_folder).documents()
        assert held == wanted(archive)
        return documents, said, meetings, list(archive.originals), held


@pytest.fixture
def handlingar(tmp_path: Path) -> Path:
    folder = tmp_path / "handlingar"
    folder.mkdir()
    for number in range(60):
        points = "\n\n".join(
            f"§ {point} Ärende {point}\nBeslut\nNämnden godkänner förslag {number}.{point}."
            for point in range(1, 15)
        )
        text = f"Protokoll\nParknämnden\n2024-03-{number % 28 + 1:02}\n\n{points}\n"
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    return folder


def start(archive: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cli.main", "ingest", "--workers=2", f"--archive={archive}"]
    return subprocess.Popen(
        [*command, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def test_killed_at_random_moments_and_run_again_it_equals_an_undisturbed_run(
    tmp_path: Path, handlingar: Path
) -> None:
    undisturbed, disturbed = tmp_path / "ostört", tmp_path / "stört"
    begun = time.monotonic()
    process = start(undisturbed, handlingar)
    process.communicate()
    assert process.returncode == 0
    whole = time.monotonic() - begun
    chance = random.Random(2024)
    for _ in range(KILLS):
        process = start(disturbed, handlingar)
        time.sleep(chance.uniform(0.2, whole))
        process.kill()
        process.communicate()
        if (disturbed / "archive.sqlite").exists():
            with Archive.open(disturbed) as archive:
                assert list(check(archive)) == []
    process = start(disturbed, handlingar)
    process.communicate()
    assert process.returncode == 0
    assert contents(disturbed) == contents(undisturbed)


def test_interrupted_by_the_user_it_says_how_to_go_on(tmp_path: Path, handlingar: Path) -> None:
    archive = tmp_path / "arkiv"
    process = start(archive, handlingar)
    deadline = time.monotonic() + 60
    # A document is stored before the next one's original.
    while len(list(archive.glob("objects/??/*"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert "kör igen" in told.decode()
    assert b"Traceback" not in told
    with Archive.open(archive) as opened:
        assert list(check(opened)) == []
        assert 0 < len(opened.documents()) < 60
    process = start(archive, handlingar)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert "oförändrade" in out.decode()


_ON_A_SMALL_DISK = """
mount -t tmpfs -o size=500k none "$1" || exit 99
"$3" -m cli.main ingest --workers 1 --archive "$1/arkiv" "$2" >/dev/null; echo $?
mount -o remount,size=60m "$1"
"$3" -m cli.main ingest --workers 1 --archive "$1/arkiv" "$2" >/dev/null; echo $?
"$3" -m cli.main check --archive "$1/arkiv"; echo $?
"""


def test_a_full_disk_is_said_and_the_next_run_goes_on(tmp_path: Path, handlingar: Path) -> None:
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-rm", "true"], check=False).returncode:
        pytest.skip("the system lets no one mount a small disk")
    for path in sorted(handlingar.iterdir())[12:]:
        path.unlink()
    disk = tmp_path / "disk"
    disk.mkdir()
    script = [unshare, "-rm", "sh", "-c", _ON_A_SMALL_DISK, "sh"]
    done = subprocess.run(
        [*script, str(disk), str(handlingar), sys.executable],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.stdout.splitlines() == ["1", "0", "Arkivet är helt: 12 handlingar.", "0"]
    assert "disken är full" in done.stderr
    assert "Traceback" not in done.stderr
