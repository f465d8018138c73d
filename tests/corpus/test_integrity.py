"""A bit that falls over on the disk is harmless or named, wherever it falls; none is silent."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from corpus import seals
from corpus.archive import Archive
from corpus.check import check
from corpus.corrections import Verdict
from corpus.entries import Filters
from corpus.errors import ArchiveError
from corpus.model import ActionItem, Decision
from corpus.staff import Status, follow_up, log
from tests.generate.facts import TEXT, a_document, a_file, a_record

FLIPS = 120


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed archive of some documents and of what people said of them."""
    folder = tmp_path_factory.mktemp("kept")
    with Archive.open(folder / "arkiv", create=True) as archive:
        for number in range(4):
            path = a_file(folder, f"{number}.txt", f"{TEXT}\nNummer {number}.")
            document = a_document(path)
            archive.add(path, document, (a_record(document),))
        decided = next(iter(archive.facts(Decision)))
        archive.correct(decided.document_id, Verdict.ACCEPTED, decided.fact, decided.fact, "Åsa")
        follow_up(archive, next(iter(archive.facts(ActionItem))), Status.DONE, "klart", "Åsa")
        log(archive, "Åsa", "login")
        archive.wipe()
    return folder / "arkiv"


def said(folder: Path) -> object:
    """All that an archive tells: rows of every table but the sums and when they were looked at."""
    with Archive.open(folder) as archive:
        tables = archive.ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        rows = {
            name: sorted(map(repr, map(tuple, archive.ask(f"SELECT * FROM {name}"))))  # noqa: S608
            for (name,) in tables
            if name not in ("seal", "fixity", "sqlite_stat1")
        }
        documents = [archive.document(entry.id) for entry in archive.documents(superseded=True)]
        facts = list(archive.facts(Decision, Filters(superseded=True)))
        originals = [archive.originals.path(id_).read_bytes() for id_ in archive.originals]
        return rows, documents, facts, originals


def named(folder: Path) -> bool:
    """Whether opening or checking an archive names something wrong with it."""
    try:
        with Archive.open(folder) as archive:
            return bool(list(check(archive)))
    except ArchiveError:
        return True


@pytest.mark.parametrize("what", ["archive.sqlite", "objects"])
def test_no_bit_falls_over_in_silence(kept: Path, tmp_path: Path, what: str) -> None:
    whole, chance = said(kept), random.Random(what)
    silent = []
    for flip in range(FLIPS if what == "archive.sqlite" else FLIPS // 6):
        folder = tmp_path / str(flip)
        shutil.copytree(kept, folder)
        place = folder / what
        files = [place] if place.is_file() else [p for p in place.rglob("*") if p.is_file()]
        path = chance.choice(sorted(files))
        path.chmod(0o600)
        data = bytearray(path.read_bytes())
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        if not named(folder):
            try:
                harmless = said(folder) == whole
            except (ArchiveError, sqlite3.Error, ValueError):
                harmless = False
            if not harmless:
                silent.append((path.name, at))
        shutil.rmtree(folder)
    assert not silent


def test_a_row_that_changed_is_named(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "arkiv")
    assert not named(tmp_path / "arkiv")
    with sqlite3.connect(tmp_path / "arkiv" / "archive.sqlite") as other:
        seals.provide(other)
        other.execute("DROP TRIGGER seal_decision_update")
        other.execute("UPDATE decision SET outcome = 'rejected' WHERE position = 0")
    other.close()
    with Archive.open(tmp_path / "arkiv") as archive:
        (first, *_) = list(check(archive))
    assert "har ändrats på disken (decision" in first.what


def test_what_is_packed_and_broken_is_named(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "arkiv")
    with Archive.open(tmp_path / "arkiv") as archive:
        with archive.changing() as db:
            db.execute("UPDATE document SET body = zeroblob(400)")
        problems = list(check(archive))
    assert any("går inte att öppna" in problem.what for problem in problems)


def test_an_original_without_a_document_is_named(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "arkiv")
    (tmp_path / "arkiv" / "objects" / "ab").mkdir(exist_ok=True)
    (tmp_path / "arkiv" / "objects" / "ab" / ("c" * 62)).write_bytes(b"x")
    with Archive.open(tmp_path / "arkiv") as archive:
        (problem,) = check(archive)
    assert "hör inte till någon handling" in problem.what
