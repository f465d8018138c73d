"""Tables (XLSX, CSV): a page for each sheet, its cells as they are shown."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from corpus.errors import UnreadableError
from corpus.model import Document
from ingest.read.build import DraftPage, Extras, build
from ingest.read.draft import Gathered, Paragraph, unseen_remarks
from ingest.read.package import Package
from ingest.read.text import text_of

_MAX_ROWS, _MAX_COLUMNS = 20_000, 64
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_Rows = list[list[list[Paragraph]]]


def read(path: Path) -> Document:
    """The document of a workbook or of a list in text. Raises UnreadableError."""
    return _csv(path) if path.suffix.lower() in (".csv", ".tsv") else _workbook(path)


def _csv(path: Path) -> Document:
    data, text, remarks = text_of(path)
    try:
        dialect = csv.Sniffer().sniff(text[:20_000], ";,\t|")
    except csv.Error:
        dialect = csv.excel
        dialect.delimiter = ";" if text.count(";") > text.count(",") else ","
    out = Gathered()
    rows = [
        [[Paragraph(cell)] if cell.strip() else [] for cell in row[:_MAX_COLUMNS]]
        for row in csv.reader(io.StringIO(text), dialect)
        if any(cell.strip() for cell in row)
    ]
    out.add_table(rows[:_MAX_ROWS])
    return build(path, data, "text/csv", out.pages, out.tables, Extras(remarks=remarks))


def _workbook(path: Path) -> Document:
    with Package(path):
        pass  # refuses bombs, broken files and those with a password
    out = Gathered(pages=[])
    unseen: dict[str, int] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        what, advice = "kalkylbladet är trasigt.", "Öppna det och spara det på nytt."
        raise UnreadableError(what, str(path), advice) from error
    for sheet in book.worksheets:
        rows, hidden = _rows_of(sheet)
        if hidden:
            unseen["dolda"] = unseen.get("dolda", 0) + hidden
        if rows:
            out.pages.append(DraftPage([], title=sheet.title))
            out.add_table(rows)
    out.pages = out.pages or [DraftPage([])]
    extras = Extras(remarks=unseen_remarks(unseen))
    return build(path, path.read_bytes(), _XLSX, out.pages, out.tables, extras)


def _rows_of(sheet: object) -> tuple[_Rows, int]:
    """The rows of a sheet that are shown, and how many words are hidden."""
    rows: _Rows = []
    hidden = 0
    away = sheet.sheet_state != "visible"  # type: ignore[attr-defined]
    shapes = sheet.column_dimensions, sheet.row_dimensions  # type: ignore[attr-defined]
    for row in sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS):  # type: ignore[attr-defined]
        cells: list[list[Paragraph]] = []
        for cell in row:
            text = _shown(cell.value)
            column = getattr(cell, "column_letter", "")
            look = cell.font if text else None
            gone = away or shapes[1][cell.row].hidden or (column and shapes[0][column].hidden)
            if text and (gone or (look is not None and look.strike)):
                hidden += len(text.split())
                text = ""
            bold = bool(look and look.b)
            cells.append([Paragraph(text, bold=bold)] if text else [])
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(cells)
    return rows, hidden


def _shown(value: object) -> str:
    """A cell's value as Swedish writes it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if value != int(value) else str(int(value))
    return str(value)
