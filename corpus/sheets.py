"""A list as a spreadsheet (XLSX) that is read, filtered and printed as it is.

Spreadsheet programs set no row heights for files that others wrote, so the heights are reckoned
here from how the words break within the column.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.cells import as_date, unsteered

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from corpus.export import Listing

_MOST_TEXT = 32_767
_MOST_LINKS = 65_000
"""A sheet holds 65,530 links; beyond that the address stands as text."""
_TALLEST = 409
"""The highest a row may be, in points."""
_LINE = 14.5
"""The height of a line in points, at the 11 points of the standard font."""
_NARROW, _COLUMN, _TEXT, _LONG = 9, 22, 56, 100
"""Widths in characters: the least, the most of a column, that of running text, of long text."""
_ASIDE = 2
"""What the button for the filter takes of a heading."""
_IDS = ("meeting_id", "id")
_CHECKS = ("due_text", "standing_date", "standing_source", "organisation", "page")
"""Columns by which others are checked: beside what is read and printed."""


def to_xlsx(listing: Listing) -> bytes:
    """One sheet: what people look for first, ids last, rows as high as their text; in print a
    landscape page as wide as the columns that say something on paper, the head on each page."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(listing.title)
    heads = [column.heading for column in listing.columns]
    told = [([*values, link], link) for values, link in listing.shown()]
    order = _order([column.key for column in listing.columns])
    rows = [[values[at] for at in order] for values, _ in told]
    links = [link for _, link in told]
    heads = [[*heads, listing.source][at] for at in order]
    widths = [_width(head, [row[at] for row in rows]) for at, head in enumerate(heads)]
    _write(sheet, heads, rows, widths)
    _link(sheet, 1 + order.index(len(listing.columns)), links)
    used = [at for at, _ in enumerate(heads) if any(row[at] not in (None, "") for row in rows)]
    _columns(sheet, widths, used if rows else range(len(heads)))
    _set_up(sheet, _printed(listing, order, links))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _order(keys: Sequence[str]) -> list[int]:
    """The columns as they stand in the sheet: the link after what is read, ids last."""
    read = [at for at, key in enumerate(keys) if key not in _IDS + _CHECKS]
    last = sorted((key in _IDS, at) for at, key in enumerate(keys) if key in _IDS + _CHECKS)
    return [*read, len(keys), *(at for _, at in last)]


def _printed(listing: Listing, order: Sequence[int], links: Sequence[str]) -> int:
    """How many columns are printed: no ids, and no addresses, which nobody can click on paper."""
    said = order.index(len(listing.columns))
    return said if any(map(_is_address, links)) else said + 1


def _width(head: str, values: Sequence[object]) -> int:
    """The width of a column in characters: most values on one line, running text on several."""
    lengths = sorted(max(map(len, _text(value).split("\n"))) for value in values) or [0]
    if lengths[-1] > _TEXT * _TALLEST / _LINE:
        return _LONG
    most = _TEXT if lengths[-1] > 2 * _TEXT or lengths[len(lengths) // 2] > _TEXT / 2 else _COLUMN
    return max(_NARROW, min(most, max(lengths[-1] + 2, len(head) + _ASIDE + 1)))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; an address is cut at its edge."""
    if _is_address(text):
        return 1
    wrapped = (textwrap.wrap(each, max(width, 4)) for each in text.split("\n"))
    return max(1, sum(max(1, len(lines)) for lines in wrapped))


def _write(
    sheet: Worksheet,
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    widths: Sequence[int],
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    top = Alignment(wrap_text=True, vertical="top", horizontal="left")
    line = Border(bottom=Side(style="hair", color="999999"))
    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(name="Calibri", size=11, bold=True), top
        cell.fill = PatternFill("solid", fgColor="E7ECEF")
    _set_height(sheet, 1, [_lines(h, w - _ASIDE) for h, w in zip(heads, widths, strict=True)])
    for number, values in enumerate(rows, 2):
        for at, value in enumerate(values, 1):
            cell = sheet.cell(number, at)
            _fill(cell, value)
            whole = _is_address(_text(value))
            cell.alignment, cell.border = Alignment(vertical="top") if whole else top, line
        _set_height(
            sheet, number, [_lines(_text(v), w) for v, w in zip(values, widths, strict=True)]
        )


def _set_height(sheet: Worksheet, row: int, lines: Sequence[int]) -> None:
    sheet.row_dimensions[row].height = min(_TALLEST, math.ceil(max(lines, default=1) * _LINE))


def _is_address(link: str) -> bool:
    return link.startswith(("https://", "http://"))


def _link(sheet: Worksheet, column: int, links: Sequence[str]) -> None:
    """Make addresses something to click; the name of a document stays text."""
    from openpyxl.styles import Font

    for number, link in enumerate(links[:_MOST_LINKS], 2):
        if _is_address(link):
            cell = sheet.cell(number, column)
            cell.hyperlink = link
            cell.font = Font(name="Calibri", size=11, color="0563C1", underline="single")


def _columns(sheet: Worksheet, widths: Sequence[int], used: Sequence[int]) -> None:
    """Widths; a column in which no row says anything is there, but folded away."""
    from openpyxl.utils import get_column_letter

    for at, width in enumerate(widths):
        dimension = sheet.column_dimensions[get_column_letter(at + 1)]
        dimension.width, dimension.hidden = width, at not in used


def _set_up(sheet: Any, printed: int) -> None:
    """How the sheet is looked through and printed: A4 landscape, one page wide."""
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"A1:{get_column_letter(max(printed, 1))}{sheet.max_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.3
    sheet.oddHeader.left.text = sheet.title
    sheet.oddFooter.right.text = "&P / &N"


def _fill(cell: Any, value: object) -> None:
    day = as_date(value)
    if day:
        cell.value = day
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        text = unsteered(value)
        cell.value = text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 11] + " [avkortat]"
        cell.data_type = "s"
    else:
        cell.value = value
