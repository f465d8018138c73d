"""Exports open in other programs, say what the archive says, and run nothing there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from corpus import export
from corpus.archive import Archive
from corpus.entries import Filters
from corpus.export import Column, Event, Listing, Row
from corpus.language import Language
from tests.generate.facts import a_document, a_file, a_record

LINK = "file:///arkiv/protokoll%20ett.pdf#page=3"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "arkiv", create=True) as opened:
        path = a_file(tmp_path / "in", "protokoll å.txt")
        document = a_document(path)
        opened.add(path, document, (a_record(document),))
        yield opened


def of(*texts: str) -> Listing:
    """A list with one column of text."""
    column = Column("text", "Text", lambda entry: entry)
    return Listing("Lista", (column,), tuple(Row((text,), LINK) for text in texts))


def cells_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_actions_say_who_what_when_and_where(archive: Archive, tmp_path: Path) -> None:
    listing = export.listing(archive, "actions", Filters())
    (row,) = json.loads(export.to_json(listing))
    assert row["text"] == "Maj Ek kollar priset."
    assert row["owner"] == ["Maj Ek"]
    assert (row["due_date"], row["due_text"]) == ("2024-04-30", "april")
    assert (row["body"], row["meeting_date"]) == ("Tekniska nämnden", "2024-03-12")
    assert row["source"] == (tmp_path / "in" / "protokoll å.txt").as_uri() + "#page=3"
    assert archive.fact(row["id"]).fact.text == row["text"]


@pytest.mark.parametrize("kind", sorted(export.COLUMNS))
@pytest.mark.parametrize("format_", sorted(export.FORMATS))
def test_every_list_is_written_in_every_format(archive: Archive, kind: str, format_: str) -> None:
    listing = export.listing(archive, kind, Filters())
    assert len(list(listing.rows)) == (0 if kind == "dates" else 1)
    assert export.FORMATS[format_](listing)


def test_csv_has_a_mark_semicolons_and_words_for_people(archive: Archive) -> None:
    data = export.to_csv(export.listing(archive, "decisions", Filters()))
    assert data.startswith(b"\xef\xbb\xbf")
    head, row = cells_of(data)
    assert head[:2] == ["Beslut", "Utgång"]
    assert row[:2] == ["Nämnden godkänner förslaget.", "bifall"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "－"])
def test_no_cell_of_a_csv_is_a_formula(start: str) -> None:
    _, (cell, _) = cells_of(export.to_csv(of(f"{start}HYPERLINK(1)")))
    assert cell.startswith("'")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_csv_gives_back_any_text(text: str) -> None:
    _, (cell, link) = cells_of(export.to_csv(of(text)))
    assert cell.removeprefix("'") == export._unsteered(text).removeprefix("'")
    assert link == LINK


def test_xlsx_has_a_head_filters_dates_and_links(archive: Archive) -> None:
    data = export.to_xlsx(export.listing(archive, "actions", Filters()))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.freeze_panes == "A2"
    assert row["Senast"].is_date  # type: ignore[union-attr]
    assert row["Senast"].value.date() == date(2024, 4, 30)  # type: ignore[union-attr]
    assert row["Möte"].is_date  # type: ignore[union-attr]
    assert row["Ansvarig"].value == "Maj Ek"
    assert row["Källa"].hyperlink is not None
    assert row["Källa"].hyperlink.target == row["Källa"].value


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "ren text", "31\x07 februari", "x" * 40_000])
def test_xlsx_holds_text_as_text(text: str) -> None:
    sheet = load_workbook(io.BytesIO(export.to_xlsx(of(text)))).worksheets[0]
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert str(cell.value)[:3] == text[:3].replace("\x07", " ")


@pytest.mark.parametrize("value", ["2024-02-31", "2024-2-3", "", "31 februari", None, 7])
def test_what_is_no_date_stays_as_it_is(value: object) -> None:
    assert export.as_date(value) is None


def test_markdown_keeps_its_columns() -> None:
    lines = export.to_markdown(of("a | b\nc <b>*fet*</b> [x](y)")).decode().splitlines()
    assert lines[-1].startswith(r"| a \| b c \<b\>\*fet\*\</b\> \[x\](y) | [källa](")


def test_a_list_in_english_is_english_but_for_what_the_documents_say(archive: Archive) -> None:
    swedish = export.listing(archive, "decisions", Filters())
    english = export.translated(swedish, Language("en"))
    head, row = cells_of(export.to_csv(english))[:2]
    assert {"Decision", "Outcome", "Source"} <= set(head)
    told = dict(zip(head, row, strict=True))
    assert told["Decision"] == cells_of(export.to_csv(swedish))[1][0]
    assert told["Outcome"] == "approved"
    assert "| [source](" in export.to_markdown(english).decode()


def test_a_calendar_is_valid_and_says_what_is_due(archive: Archive) -> None:
    data = export.to_ics(export.listing(archive, "actions", Filters()))
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == date(2024, 4, 30)
    assert event["SUMMARY"] == "Maj Ek: Maj Ek kollar priset."
    assert str(event["URL"]).endswith("#page=3")
    assert not calendar.errors
    assert not event.errors


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n;,\\:")))
def test_a_calendar_gives_back_any_text(text: str) -> None:
    event = Event("a-1", "2024-04-30", text, "", LINK)
    data = export.to_ics(Listing("x", (), (), (event,)))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (read,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(read["SUMMARY"]) == "\n".join(text.splitlines() + [""] * text.endswith("\n"))


def test_an_event_on_an_impossible_day_is_left_out() -> None:
    event = Event("a-1", "2024-02-31", "x", "", LINK)
    assert b"VEVENT" not in export.to_ics(Listing("x", (), (), (event,)))


def test_an_export_is_whole_or_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    export.write(path, b"ett")
    export.write(path, b"tv\xc3\xa5")
    assert path.read_bytes() == b"tv\xc3\xa5"
    folder = tmp_path / "mapp"
    folder.mkdir()
    with pytest.raises(OSError, match="directory"):
        export.write(folder, b"tre")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lista.csv", "mapp"]
