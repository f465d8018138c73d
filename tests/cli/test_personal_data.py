"""Personal data in lists that are handed out, and how much of it a document has."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from corpus.archive import Archive
from corpus.entries import FileState
from ingest.run.reading import Reader, read_file

Run = Callable[..., Result]
NUMBER = "811218-9876"
PHONE = "070-174 06 05"
HOME = "Granbarrsvägen 14 B"
NOTES = f"""Minnesanteckningar
Styrelsen 2025-02-04

1. Bygglov vid Myrhult
Sökanden, {NUMBER}, bosatt på {HOME}, anför att bullret har minskat.
Klas Vinterhed ringer {PHONE} senast 2025-03-01.
"""
MINUTES = f"""Protokoll
Parknämnden
2025-02-05

§ 1 Bygglov vid Myrhult
Sökanden, {NUMBER}, bosatt på {HOME}, anför att bullret har minskat.

Beslut
Nämnden bifaller ansökan från {NUMBER}.
Nämnden avslår begäran om skylt vid {HOME}.
"""


PROMISE = """Minnesanteckningar
Styrelsen 2025-02-04

1. Buller vid Myrhult
Beslut
Klas Vinterhed får i uppdrag att mäta bullret vid Myrhult senast 2025-03-01.
"""
KEPT = f"""Minnesanteckningar
Styrelsen 2025-03-11

1. Föregående minnesanteckningar
Klas Vinterhed har mätt bullret vid Myrhult och {HOME}.

2. Bygglov
Sökanden, bosatt på {HOME}, anför att bullret har minskat.
"""


def stored(folder: Path, *texts: str) -> Path:
    """The folder of an archive with these texts as documents, the first named `0.txt`."""
    with Archive.open(folder / "arkiv", create=True) as archive:
        for number, text in enumerate(texts):
            path = folder / f"{number}.txt"
            path.write_text(text, "utf-8")
            reader = read_file(path)
            assert isinstance(reader, Reader)
            archive.store(path, reader.parcel, FileState.of(path))
    return folder / "arkiv"


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """The folder of an archive with notes and minutes that have personal data."""
    return stored(tmp_path, NOTES, MINUTES)


@pytest.mark.parametrize("format_", ["csv", "json", "md"])
def test_a_public_list_has_none(run: Run, private: Path, format_: str) -> None:
    common = ("export", "decisions", "--archive", private, "--format", format_)
    whole, public = run(*common).stdout, run(*common, "--public").stdout
    for text in (NUMBER, HOME):
        assert text in whole
        assert text not in public
    assert "Nämnden bifaller ansökan från" in public
    assert len(public.splitlines()) == len(whole.splitlines())


def test_a_public_list_has_none_that_a_later_document_tells(run: Run, tmp_path: Path) -> None:
    common = ("export", "actions", "--archive", stored(tmp_path, PROMISE, KEPT))
    whole, public = run(*common).stdout, run(*common, "--public").stdout
    assert f"vid Myrhult och {HOME}" in whole
    assert "vid Myrhult och •" in public
    assert HOME not in public


def test_a_public_calendar_has_none(run: Run, private: Path) -> None:
    common = ("export", "actions", "--archive", private, "--format", "ics")
    whole, public = run(*common).stdout, run(*common, "--public").stdout
    assert PHONE in whole.replace("\r\n ", "")
    assert PHONE not in public.replace("\r\n ", "")
    assert "Klas Vinterhed" in public


def test_show_says_how_much_a_document_has(run: Run, private: Path) -> None:
    with Archive.open(private) as archive:
        document = next(each for each in archive.documents() if each.name.endswith("0.txt"))
    told = run("show", "--archive", private, document.id).stdout
    assert "personuppgifter: 1 privat adress, 1 personnummer, 1 telefonnummer" in told
    found = json.loads(run("show", "--json", "--archive", private, document.id).stdout)
    kinds = {"personal_number": 1, "address": 1, "phone": 1}
    assert found["personal"] == {document.id: kinds}


def test_a_public_list_tells_of_no_folder_and_hides_in_names(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / f"Snöfall {NUMBER}"
    folder.mkdir()
    path = folder / f"beslut_{NUMBER}.txt"
    path.write_text(MINUTES, "utf-8")
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        reader = read_file(path)
        assert isinstance(reader, Reader)
        archive.store(path, reader.parcel, FileState.of(path))
    for kind in ("decisions", "actions", "meetings"):
        for format_ in ("csv", "json", "md"):
            listed = ("export", kind, "--archive", tmp_path / "arkiv", "--format", format_)
            told = run(*listed, "--public").stdout
            assert NUMBER not in told, (kind, format_)
            assert str(tmp_path) not in told, (kind, format_)
