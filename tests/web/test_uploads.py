"""Every file that was received is read, whatever it is called and whatever else goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from corpus.archive import Archive
from tests.web.visitor import token, visiting
from web.site import Site

DAYS = ("2025-01-14", "2025-02-11", "2025-03-11", "2025-04-08")


def minutes(day: str) -> bytes:
    return f"Protokoll\nParknämnden\n{day}\n\n§ 1 Val\nBeslut\nNämnden godkänner.\n".encode()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[Path, httpx.Client]]:
    folder = tmp_path / "arkiv"
    with Archive.open(folder, create=True):
        pass
    with visiting(folder, local=True) as client:
        yield folder, client


def send(client: httpx.Client, *files: tuple[str, bytes]) -> str:
    form = {"csrf": token(client, "/arkiv")}
    sent = [("files", (name, data)) for name, data in files]
    return client.post("/arkiv/filer", data=form, files=sent).text


def days_of(folder: Path, wanted: int) -> list[str | None]:
    """The days of the meetings that an archive has, when it has so many."""
    for _ in range(400):
        with Archive.open(folder) as archive:
            found = [each.meeting.date for each in archive.meetings()]
        if len(found) >= wanted:
            return found
        time.sleep(0.2)
    return found


def test_files_of_one_name_and_of_names_alike_are_all_read(
    empty: tuple[Path, httpx.Client],
) -> None:
    folder, client = empty
    names = ("Möte.txt", "Möte.txt", "Möte:1.txt", "Möte?1.txt")
    page = send(client, *((name, minutes(day)) for name, day in zip(names, DAYS, strict=True)))
    assert page.count("Möte") >= len(names)
    assert days_of(folder, len(DAYS)) == list(DAYS)


def test_what_is_sent_during_an_ingest_elsewhere_is_read_after_it(
    empty: tuple[Path, httpx.Client],
) -> None:
    folder, client = empty
    with Archive.open(folder) as elsewhere, elsewhere.writing():
        send(client, ("a.txt", minutes(DAYS[0])))
        time.sleep(7)
    assert days_of(folder, 1) == [DAYS[0]]


@pytest.mark.parametrize("left", ["", "kort"])
def test_a_key_that_is_cut_short_signs_nothing(tmp_path: Path, left: str) -> None:
    folder = tmp_path / "arkiv"
    with Archive.open(folder, create=True):
        pass
    (folder / "session.key").write_text(left, "ascii")
    made = Site(folder).secret
    assert len(made) >= 32
    assert (folder / "session.key").stat().st_mode & 0o077 == 0
    assert Site(folder).secret == made
