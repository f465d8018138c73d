"""Exports open in other programs, say what the archive says, and run nothing there."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import icalendar
import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from corpus import export
from corpus.archive import Archive
from corpus.calendars import to_ics, without_past
from corpus.cells import as_date, unsteered
from corpus.entries import Filters
from corpus.export import Column, Event, Listing, Row
from corpus.language import Language
from corpus.sheets import to_xlsx
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


def test_actions_say_who_what_when_and_where(archive: Archive) -> None:
    listing = export.listing(archive, "actions", Filters())
    (row,) = json.loads(export.to_json(listing))
    assert row["text"] == "Maj Ek kollar priset."
    assert row["owner"] == ["Maj Ek"]
    assert (row["due_date"], row["due_text"]) == ("2024-04-30", "april")
    assert (row["body"], row["meeting_date"]) == ("Tekniska nämnden", "2024-03-12")
    assert row["source"] == "protokoll å.txt#page=3"
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
    assert cell.removeprefix("'") == unsteered(text).removeprefix("'")
    assert link == LINK


def test_xlsx_has_a_head_filters_dates_and_links(archive: Archive) -> None:
    data = to_xlsx(export.listing(archive, "actions", Filters()))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.freeze_panes == "B2"
    assert row["Senast"].is_date  # type: ignore[union-attr]
    assert row["Senast"].value.date() == date(2024, 4, 30)  # type: ignore[union-attr]
    assert row["Möte"].is_date  # type: ignore[union-attr]
    assert row["Ansvarig"].value == "Maj Ek"
    assert (head[0], head[-1]) == ("Uppdrag", "Id")
    assert row["Källa"].value == "protokoll å.txt#page=3"
    assert row["Källa"].hyperlink is None


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "ren text", "31\x07 februari", "x" * 40_000])
def test_xlsx_holds_text_as_text(text: str) -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(of(text)))).worksheets[0]
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert str(cell.value)[:3] == text[:3].replace("\x07", " ")


@pytest.mark.parametrize("value", ["2024-02-31", "2024-2-3", "", "31 februari", None, 7])
def test_what_is_no_date_stays_as_it_is(value: object) -> None:
    assert as_date(value) is None


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
    data = to_ics(export.listing(archive, "actions", Filters()))
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == date(2024, 4, 30)
    assert event["SUMMARY"] == "Maj Ek: Maj Ek kollar priset. (Tekniska nämnden 2024-03-12)"
    assert not calendar.errors
    assert not event.errors


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n;,\\:")))
def test_a_calendar_gives_back_any_text(text: str) -> None:
    event = Event("a-1", "2024-04-30", text, "", LINK)
    data = to_ics(Listing("x", (), (), (event,)))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (read,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(read["SUMMARY"]) == "\n".join(text.splitlines() + [""] * text.endswith("\n"))


def test_an_event_on_an_impossible_day_is_left_out() -> None:
    event = Event("a-1", "2024-02-31", "x", "", LINK)
    assert b"VEVENT" not in to_ics(Listing("x", (), (), (event,)))


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


def days(data: bytes, kind: str) -> list[str]:
    """The ids of a calendar's parts of a kind, as icalendar reads them."""
    return [str(part["UID"]) for part in icalendar.Calendar.from_ical(data).walk(kind)]


def test_a_deadline_is_also_a_task_and_what_has_passed_is_left_out() -> None:
    kept = Event("a-2", "2026-02-01", "Svara", "", LINK, deadline=True)
    events = (
        Event("a-1", "2023-01-01", "Gammalt", "", LINK, deadline=True),
        kept,
        Event("a-3", "2026-04-01", "Gjort", "", LINK, deadline=True, done=True),
        Event("u-1", "2026-03-01", "Möte", "", LINK),
        Event("u-2", "2026-03-02", "Möte", "", LINK),
    )
    listing = without_past(Listing("x", (), (), events), date(2026, 3, 2))
    data = to_ics(listing)
    assert days(data, "VEVENT") == ["a-2@radslag", "u-2@radslag"]
    (task,) = icalendar.Calendar.from_ical(data).walk("VTODO")
    assert task.decoded("DUE") == date(2026, 2, 1)
    assert str(task["STATUS"]) == "NEEDS-ACTION"


def test_links_lead_to_the_pages_where_their_address_is_known(archive: Archive) -> None:
    for kind, path in [("actions", "bevis"), ("meetings", "mote")]:
        listing = export.listing(archive, kind, Filters(), base="https://arkiv.exempel.se")
        (row,) = json.loads(export.to_json(listing))
        assert row["source"] == f"https://arkiv.exempel.se/{path}/{row['id']}"
    sheet = load_workbook(io.BytesIO(to_xlsx(listing))).worksheets[0]
    (link,) = [cell.hyperlink.target for cell in sheet[2] if cell.hyperlink]
    assert link == row["source"]
    assert b"file:" not in export.to_json(export.listing(archive, "actions", Filters()))


def tasks(count: int) -> Listing:
    """Tasks of very unlike lengths."""
    text, ids = "Förvaltningen utreder kostnaden för busskort, {}. ", Column("id", "Id", str)
    columns = tuple(
        Column(key, heading, str)
        for key, heading in [("text", "Uppdrag"), ("owner", "Ansvarig"), ("due_date", "Senast")]
    )
    rows = (
        (f"r{n} {text.format(n) * (1 + n % 19)}", "Maj Ek, Bo Alm, Siv Ros" * (n % 3), "2026-05-01")
        for n in range(count)
    )
    return Listing("Uppdrag", (*columns, ids), tuple(Row((*r, "a-1"), LINK) for r in rows))


def test_a_printed_sheet_is_landscape_with_a_head_on_each_page_and_no_row_over_another(
    tmp_path: Path,
) -> None:
    path, count = tmp_path / "uppdrag.xlsx", 60
    path.write_bytes(to_xlsx(tasks(count)))
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
    )
    seen = []
    with pdfplumber.open(tmp_path / "uppdrag.pdf") as pdf:
        assert len(pdf.pages) > 1
        for page in pdf.pages:
            assert page.width > page.height
            words = page.extract_words()
            texts = [word["text"] for word in words]
            assert {"Ansvarig", "Senast"} <= set(texts)
            assert "a-1" not in texts
            starts = [w for w in words if re.fullmatch(r"r\d+", w["text"])]
            seen += [w["text"] for w in starts]
            assert not [pair for pair in combinations(words, 2) if over(*pair)]
    assert seen == [f"r{n}" for n in range(count)]


def over(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two words are printed over each other."""
    wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return wide > 1 and high > 2
