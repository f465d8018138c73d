"""Agenda tables and minutes set as tables: one row an item (föredragningslista, mötesplan).

A table counts where its head names the columns ("Punkt Typ Beskrivning Ansvarig Tid"). In a text
dump, where the table is lost, the same head over lines that begin with a number and end with a
clock time does. Where later lines take the titles up again (the slides of a deck), an item's
text is found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.model import AgendaItem, Cell, ItemType, Line, Table
from corpus.swedish.tables import Rule, first_match
from ingest.facts.dates import iso_time
from ingest.layout.lines import Lines
from ingest.layout.passage import Passage
from ingest.split.heads import Head, alike, clean_title, number_heads
from ingest.split.series import bound

_TIME = re.compile(
    r"(?<!\d)(?P<time>(?:[01]?\d|2[0-3])[.:][0-5]\d)(?:\s*[-–]\s*\d{1,2}[.:]\d\d)?\s*$"
)
_ROW = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})?)[.)]?\s+(?P<rest>.*)$")
_NUMBER = re.compile(r"^\W*(?P<number>\d{1,3}(?:\.\d{1,2})?(?:\s?[a-z])?)\W*$")
_NAME = re.compile(r"(?:^|\s)((?:[A-ZÅÄÖ][\wåäöéü-]+\s?){1,3})$")
_MARKS = frozenset({"number", "responsible", "time", "type", "case"})
"""Columns of which an agenda has one beside the titles; an account has titles and dates."""


_WRAPPED = 0.15
"""White space, in line heights, below which a row without rules goes on with the one above."""
_SHIFT = 14.0
"""Points by which the columns of a table may be shifted on its next page."""


@dataclass(frozen=True)
class _Row:
    """A row of an agenda, as passages of its cells."""

    number: str | None
    title: Passage
    type: ItemType | None
    responsible: str | None
    time: str | None
    case_number: str | None
    first: int
    end: int


def agenda_heads(lines: Lines) -> list[Head]:
    """Items that stand as rows of an agenda table."""
    rows = [*_table_rows(lines)] or [*_loose_rows(lines)]
    if len(rows) < 2:
        return []
    numbered = number_heads(lines)
    if len(numbered) > 1 and numbered[1].first < rows[0].first:
        return []  # a table within the text of numbered items
    heads = [Head(_item(row), row.first, row.end) for row in rows]
    return _taken_up(lines, heads)


def _item(row: _Row) -> AgendaItem:
    return AgendaItem(
        number=row.number,
        title=clean_title(row.title.text),
        case_number=row.case_number,
        type=row.type,
        responsible=row.responsible,
        time=row.time,
        provenance=row.title.provenance("agenda/row", 0.92),
    )


# --------------------------------------------------------------------------- tables


def _columns(table: Table) -> tuple[int, dict[str, int]] | None:
    """The row that heads the table and the column of each meaning; None where none does."""
    for at, row in enumerate(table.rows[:3]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            for head in (cell.text, *_joined_heads(cell.text)):
                if rule := first_match("columns", head.strip(" |:/")):
                    found.setdefault(rule[0].meaning, column)
        if {"register", "task"} & found.keys():
            return None  # decisions taken elsewhere, or what is to be done: a list, no agenda
        if "title" not in found and "number" in found and _worded(table, at, found["number"]):
            found["title"] = found.pop("number")
        if "title" not in found and "number" in found and len(row) > found["number"] + 1:
            beside = found["number"] + 1
            if beside not in found.values():
                found["title"] = beside
        if "title" in found and _MARKS & found.keys():
            return at, found
    return None


def _worded(table: Table, head: int, column: int) -> bool:
    """Whether a column that may hold numbers holds words: the points under "Punkt"."""
    cells = [row[column].text.strip() for row in table.rows[head + 1 :]]
    return all(not _NUMBER.match(cell) for cell in cells) and any(cells)


def is_agenda(table: Table) -> bool:
    """Whether the head of a table names the columns of an agenda."""
    return _columns(table) is not None


def _joined_heads(text: str) -> list[str]:
    """The heads of two columns that were read as one: "Nr", "Ärende"."""
    return text.split("\t") if text.count("\t") == 1 else []


def _table_rows(lines: Lines) -> Iterator[_Row]:
    columns: dict[str, int] = {}
    waiting: _Row | None = None
    before = last = 0
    for number, table in enumerate(lines.document.tables):
        headed = _columns(table)
        if headed is not None:
            at, columns = headed
        elif columns and (onwards := _onwards(lines, before, number, columns)):
            at, columns = -1, onwards  # the table above goes on without its head
        else:
            continue
        before = number
        for row in range(at + 1, len(table.rows)):
            made = _table_row(lines, number, row, columns, headed=at >= 0)
            if made is None and waiting and _wrapped_row(lines, number, row):
                waiting = _with_row(lines, waiting, number, row, columns)
            if made is None:
                continue
            whole = int(re.match(r"\d+", made.number)[0]) if made.number else last  # type: ignore[index]
            if at < 0 and whole < last:
                break
            last = whole
            if waiting:
                yield waiting
            waiting = made
        if waiting:
            yield waiting
        waiting = None


def _wrapped_row(lines: Lines, table: int, row: int) -> bool:
    """Whether a row without number stands as close below as a line that goes on does."""
    at = lines.rows.get((table, row), [])
    first = lines.all[at[0]] if at else None
    return first is not None and first.box.x1 > first.box.x0 and first.gap < _WRAPPED


def _with_row(lines: Lines, above: _Row, table: int, row: int, columns: dict[str, int]) -> _Row:
    """The item of a row with what the next row goes on with."""
    at = lines.rows[table, row]
    title = [i for i in at if _cell_column(lines.all[i]) == columns["title"]]
    own = ((lines.all[i].start, lines.all[i].end) for i in title)
    named = _responsible(lines, at, columns)
    return replace(
        above,
        title=Passage.of_spans(lines.document, [*above.title.spans, *own]),
        responsible=" ".join(filter(None, (above.responsible, named))) or None,
        end=max(above.end, *(i + 1 for i in title)) if title else above.end,
    )


def _onwards(lines: Lines, before: int, table: int, columns: dict[str, int]) -> dict[str, int]:
    """The columns of a table that goes on with another; empty where it does not.

    The left edges tell the columns, since a page break may lose or add an empty one.
    """
    tables = lines.document.tables
    old, new = _edges(lines, before), _edges(lines, table)
    if not old or not new:
        return columns if len(tables[table].rows[0]) == len(tables[before].rows[0]) else {}
    near = {
        meaning: column
        for meaning, at in columns.items()
        for column, edge in new.items()
        if at in old and abs(edge - old[at]) < _SHIFT
    }
    needed = {"title", "number"} & columns.keys()
    return near if needed <= near.keys() and len(set(near.values())) == len(near) else {}


def _edges(lines: Lines, table: int) -> dict[int, float]:
    """The left edge of most text in each column of a table, in points."""
    edges: dict[int, list[float]] = {}
    for line in lines.all:
        if line.cell and line.cell.table == table and line.box.x1 > line.box.x0:
            edges.setdefault(line.cell.column, []).append(line.box.x0)
    return {column: median(found) for column, found in edges.items()}


def _table_row(
    lines: Lines, table: int, row: int, columns: dict[str, int], *, headed: bool
) -> _Row | None:
    """The item that a row begins; None for a row that goes on with the one above."""
    cells = lines.document.tables[table].rows[row]
    begun, number = _begun(cells, columns, opens=headed and row <= 2)
    if not begun:
        return None
    at = lines.rows.get((table, row), [])
    title = [i for i in at if _cell_column(lines.all[i]) == columns["title"]]
    if not title:
        return None
    end = title[0] + 1
    while end <= title[-1] and lines.wraps(end - 1) and end - title[0] < 4:
        end += 1
    passage = Passage.of(lines.document, lines.all[title[0] : end])
    joint = columns.get("number") == columns["title"]
    if joint and (begins := _ROW.match(passage.text)):
        passage = passage.slice(begins.start("rest"), len(passage.text))
    if not any(c.isalpha() for c in passage.text) or bound("break", passage.text):
        return None
    return _Row(
        number=number,
        title=passage,
        type=_type(cells[columns["type"]].text) if "type" in columns else None,
        responsible=_responsible(lines, at, columns),
        time=_time(cells[columns["time"]].text) if "time" in columns else None,
        case_number=(cells[columns["case"]].text.strip() or None) if "case" in columns else None,
        first=at[0],
        end=end,
    )


def _begun(
    cells: Sequence[Cell], columns: dict[str, int], *, opens: bool
) -> tuple[bool, str | None]:
    """Whether a row begins an item, and its number if it has one.

    One without a number does where the table has no column of numbers, `opens` with it, or it has
    a title that items usually bear.
    """
    title = cells[columns["title"]].text
    if "number" not in columns:
        return True, None
    if columns["number"] == columns["title"]:
        joint = _ROW.match(title)
        return joint is not None, joint["number"] if joint else None
    said = cells[columns["number"]].text
    if found := _NUMBER.match(said):
        return True, found["number"]
    return not said.strip() and (opens or _usual(title)), None


def _usual(text: str) -> bool:
    """Whether the first line of a cell is a title that items usually bear."""
    lines = text.strip().splitlines()
    return bool(lines) and first_match("item_titles", lines[0].strip()) is not None


def _cell_column(line: Line) -> int:
    return line.cell.column if line.cell else -1


def _responsible(lines: Lines, at: list[int], columns: dict[str, int]) -> str | None:
    """Who answers for the row: the names that begin what stands in the column."""
    if "responsible" not in columns:
        return None
    names: list[str] = []
    opens = True
    for i in at:
        line = lines.all[i]
        if _cell_column(line) != columns["responsible"]:
            continue
        words = lines.texts[i].split()
        if (opens or line.gap > 0.8) and words and words[0][:1].isupper():
            name = _leading_name(words)
            if name not in names:
                names.append(name)
        opens = lines.texts[i].endswith((".", ","))
    return ", ".join(names) or None


def _leading_name(words: list[str]) -> str:
    name = words[:1]
    for word in words[1:]:
        if not word[:1].isupper():
            break
        name.append(word)
    return " ".join(name).strip(" .,:/")


def _type(text: str) -> ItemType | None:
    found = first_match("item_types", text.strip())
    return ItemType(found[0].meaning) if found else None


def _time(text: str) -> str | None:
    found = re.search(r"(?<!\d)(?:[01]?\d|2[0-3])[.:][0-5]\d", text)
    return iso_time(found[0]) if found else None


# --------------------------------------------------------------------------- text dumps


def _loose_rows(lines: Lines) -> Iterator[_Row]:
    """Rows of an agenda whose table was lost: a head line, then numbered lines with times."""
    start = next((at for at, text in enumerate(lines.texts) if _is_head(text)), None)
    if start is None:
        return
    typed = any(rule.meaning == "type" for rule in _head_words(lines.texts[start]))
    owned = any(rule.meaning == "responsible" for rule in _head_words(lines.texts[start]))
    first = -1
    row: re.Match[str] | None = None
    for at in range(start + 1, min(start + 80, len(lines.all))):
        text = lines.texts[at]
        if begins := _ROW.match(text):
            first, row = at, begins
        ended = _TIME.search(text)
        if ended and row is not None:
            yield _loose_row(lines, first, at, row, typed, owned)
            row = None
        elif at - first > 5:
            row = None


def _head_words(text: str) -> list[Rule]:
    words = text.split()
    joined = [*words, *(" ".join(pair) for pair in pairwise(words))]
    return [found[0] for word in joined if (found := first_match("columns", word))]


def _is_head(text: str) -> bool:
    meanings = {rule.meaning for rule in _head_words(text)}
    return len(text) < 80 and "title" in meanings and len(meanings) >= 3


def _loose_row(
    lines: Lines, first: int, last: int, row: re.Match[str], typed: bool, owned: bool
) -> _Row:
    whole = Passage.of(lines.document, lines.all[first : last + 1])
    begin = whole.text.index(row["number"]) + len(row["number"])
    kind = re.match(r"[.)]?\s*\W?([A-ZÅÄÖ])\W?\s", whole.text[begin:]) if typed else None
    begin += kind.end() if kind else 0
    time = _TIME.search(whole.text)
    end = time.start() if time else len(whole.text)
    cut = end
    if owned:
        own_line = lines.texts[last][: -len(time[0])] if time and last > first else ""
        cut = end - len(own_line) if own_line.strip() else _name_cut(lines, whole, begin, end)
    return _Row(
        number=row["number"],
        title=whole.slice(begin, cut),
        type=_type(kind[1]) if kind else None,
        responsible=whole.text[cut:end].strip() or None,
        time=_time(time["time"]) if time else None,
        case_number=None,
        first=first,
        end=last + 1,
    )


def _name_cut(lines: Lines, whole: Passage, begin: int, end: int) -> int:
    """Where the title ends and the name behind it begins.

    Capitalised words at the end may be of either; a later line that takes the title up decides,
    otherwise one name where a lower-case word stands before it, else two.
    """
    text = whole.text[begin:end].rstrip()
    found = _NAME.search(text)
    if found is None:
        return end
    words = found[1].split()
    if len(words) == len(text.split()):
        words = words[1:]
    cuts = [begin + text.rindex(" ".join(words[at:])) for at in range(len(words))]
    if not cuts:
        return end
    if len(words) > 1:
        later = lines.texts[20:]
        best = {
            cut: max((alike(whole.text[begin:cut].strip(), t, 0.85) for t in later), default=0.0)
            for cut in cuts
        }
        top = max(best, key=best.__getitem__)
        if best[top] > 0.85:
            return top
    return cuts[max(len(cuts) - 2, 0)]


# --------------------------------------------------------------------------- later text


def _taken_up(lines: Lines, heads: list[Head]) -> list[Head]:
    """The heads moved to where later lines take their titles up, if most of them are."""
    after = max(head.end for head in heads)
    if any(end - head.end > 3 for head, end in zip(heads, _ends(heads, after), strict=True)):
        return heads  # the table itself holds the text of the items
    moved: list[Head] = []
    start = after
    for head in heads:
        place = _find_title(lines, head.item.title if head.item else "", start)
        moved.append(Head(head.item, *place) if place else Head(head.item, -1, -1))
        start = place[1] if place else start
    taken = sum(head.first >= 0 for head in moved)
    return moved if taken * 2 >= len(heads) else heads


def _ends(heads: list[Head], last: int) -> list[int]:
    return [*(head.first for head in heads[1:]), last]


def _find_title(lines: Lines, title: str, start: int) -> tuple[int, int] | None:
    """The first line, or two lines, from `start` on that are the title or its key words."""
    for at in range(start, len(lines.all)):
        if lines.all[at].bullet is not None:
            continue
        for end in (at + 1, at + 2):
            text = " ".join(lines.texts[at:end])
            if 3 < len(text) <= len(title) + 25 and _same_topic(title, text):
                return at, end
    return None


def _same_topic(title: str, text: str) -> bool:
    if alike(title, text, 0.8):
        return True
    ours = set(re.findall(r"\w{4,}", title.casefold()))
    theirs = set(re.findall(r"\w{4,}", text.casefold()))
    common = len(ours & theirs)
    return common >= 2 and common >= 0.6 * min(len(ours), len(theirs))
