"""Lists as files that other programs open: CSV, XLSX, JSON, Markdown, iCalendar.

Each kind of list has its columns once, with a heading for people and a key for programs; the
formats below know nothing of what they write.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import quote, unquote, urlsplit

import msgspec

from corpus.archive import Archive
from corpus.calendars import to_ics
from corpus.cells import unsteered
from corpus.entries import Entry, Filters, MeetingEntry
from corpus.followups import STANDINGS, Mention, settle
from corpus.labels import ATTENDANCE, OUTCOMES, TYPES
from corpus.language import Language
from corpus.model import AgendaItem, Decision, Participant, UpcomingDate
from corpus.sheets import to_xlsx
from corpus.swedish.personal import hidden_in
from corpus.tasks import Tasks
from corpus.told import told_once

_Each = TypeVar("_Each")


@dataclass(frozen=True)
class Column:
    """A column: its key in JSON, its heading for people, and its value of an entry."""

    key: str
    heading: str
    value: Callable[[Any], object]
    labels: Mapping[str, str] | None = None
    """What values of ours are called."""
    told_by: Callable[[Any], Any] = lambda entry: entry
    """What names the document that the value was read in."""
    ours: bool = False
    """Whether its values are days, numbers and ids, which hold nothing personal."""

    def shown(self, value: Any) -> object:
        """A value in words for people; several stand after each other."""
        if isinstance(value, list | tuple):
            return ", ".join(str(self.shown(each)) for each in value)
        return self.labels[value] if self.labels else value


@dataclass(frozen=True)
class Row:
    """One line of a list: values by column, and a link to the page it was read from."""

    values: tuple[object, ...]
    link: str


@dataclass(frozen=True)
class Listing:
    """A list ready to be written."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    """Read as they are written: a list may be longer than memory should hold."""
    events: Iterable[Event] = ()
    """What of the list has a day, for calendars."""
    source: str = "Källa"
    """What the links are called."""

    def shown(self) -> Iterator[tuple[list[object], str]]:
        """Each row's values in words for people, and its link."""
        for row in self.rows:
            pairs = zip(self.columns, row.values, strict=True)
            yield [column.shown(value) for column, value in pairs], row.link


class Anew(Generic[_Each]):
    """What can be gone through several times, made anew each time."""

    def __init__(self, made: Callable[[], Iterable[_Each]]) -> None:
        self._made = made

    def __iter__(self) -> Iterator[_Each]:
        return iter(self._made())


@dataclass(frozen=True)
class Event:
    """A whole day in a calendar."""

    id: str
    day: str
    summary: str
    description: str
    link: str
    deadline: bool = False
    """Whether something is to be done by that day."""
    done: bool = False
    """Whether nothing is left to do of it."""


_MEETING = (
    Column("body", "Organ", lambda e: e.body),
    Column("meeting_date", "Möte", lambda e: e.date, ours=True),
)
_SOURCE = (
    Column("organisation", "Organisation", lambda e: e.organisation),
    Column("page", "Sida", lambda e: e.fact.provenance.page, ours=True),
    Column("meeting_id", "Mötes-id", lambda e: e.meeting_id, ours=True),
    Column("id", "Id", lambda e: e.id, ours=True),
)
_ITEM = Column("agenda_item", "Punkt", lambda e: e.fact.agenda_item)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "decisions": (
        Column("text", "Beslut", lambda e: e.fact.text),
        Column("outcome", "Utgång", lambda e: e.fact.outcome, OUTCOMES),
        *_MEETING,
        _ITEM,
        *_SOURCE,
    ),
    "items": (
        Column("number", "Nummer", lambda e: e.fact.number),
        Column("title", "Rubrik", lambda e: e.fact.title),
        Column("case_number", "Diarienummer", lambda e: e.fact.case_number),
        Column("responsible", "Ansvarig", lambda e: e.fact.responsible),
        Column("time", "Tid", lambda e: e.fact.time),
        *_MEETING,
        *_SOURCE,
    ),
    "participants": (
        Column("name", "Namn", lambda e: e.fact.name),
        Column("affiliation", "Parti eller organisation", lambda e: e.fact.affiliation),
        Column("role", "Roll", lambda e: e.fact.role),
        Column("attendance", "Närvaro", lambda e: e.fact.attendance, ATTENDANCE),
        Column("substitutes_for", "Ersätter", lambda e: e.fact.substitutes_for),
        *_MEETING,
        *_SOURCE,
    ),
    "dates": (
        Column("date", "Datum", lambda e: e.fact.date),
        Column("what", "Vad", lambda e: e.fact.what),
        Column("text", "Enligt texten", lambda e: e.fact.text),
        *_MEETING,
        *_SOURCE,
    ),
    "meetings": (
        Column("date", "Datum", lambda m: m.meeting.date),
        Column("body", "Organ", lambda m: m.meeting.body),
        Column("organisation", "Organisation", lambda m: m.meeting.organisation),
        Column("start", "Börjar", lambda m: m.meeting.start),
        Column("end", "Slutar", lambda m: m.meeting.end),
        Column("place", "Plats", lambda m: m.meeting.place),
        Column("documents", "Handlingar", lambda m: m.document_types, TYPES),
        Column("id", "Id", lambda m: m.id),
    ),
}
_TITLES = {
    "actions": "Uppdrag",
    "decisions": "Beslut",
    "items": "Punkter",
    "participants": "Deltagare",
    "dates": "Kommande datum",
    "meetings": "Möten",
}
_FACTS: dict[str, type] = {
    "decisions": Decision,
    "items": AgendaItem,
    "participants": Participant,
    "dates": UpcomingDate,
}


_TASK = (
    Column("text", "Uppdrag", lambda e: e.fact.text),
    Column("owner", "Ansvarig", lambda e: e.fact.owner),
    Column("due_date", "Senast", lambda e: e.fact.due_date, ours=True),
    Column("due_text", "Tid enligt texten", lambda e: e.fact.due_text),
)

PageLink = Callable[[str, int], str]
"""Given a document's id and a page of it, where that is to be seen."""


def task_columns(at: PageLink) -> tuple[Column, ...]:
    """The columns of every list of tasks: the task, how far it has come, where it says so."""

    def read(columns: Iterable[Column]) -> Iterator[Column]:
        return (replace(c, value=partial(_of_action, c.value), told_by=_action) for c in columns)

    def told(value: Callable[[Mention], object]) -> Callable[[Any], object]:
        """A value of the passage that says so; None where there is none."""
        return lambda task: value(task.mention) if task.mention else None

    def source(said: Mention) -> str:
        return at(said.provenance.document_id, said.provenance.page)

    def teller(task: Any) -> Any:
        return task.mention.provenance if task.mention else task.action

    def note(task: Any) -> object:
        return (task.note and task.note.note) or None

    return (
        *read(_TASK),
        Column("standing", "Läge", lambda task: task.standing, STANDINGS, ours=True),
        Column("note", "Anteckning", note, told_by=_action),
        Column("standing_text", "Läge enligt", told(lambda said: said.text), told_by=teller),
        Column("standing_date", "Läge sagt", told(lambda said: said.date), ours=True),
        Column("standing_source", "Lägets källa", told(source), told_by=teller),
        *read((*_MEETING, _ITEM, *_SOURCE)),
    )


def _action(task: Any) -> Any:
    return task.action


def _of_action(value: Callable[[Any], object], task: Any) -> object:
    return value(task.action)


def listing(
    archive: Archive, kind: str, filters: Filters, public: bool = False, base: str = ""
) -> Listing:
    """All entries of a kind that the filters choose.

    Links lead to the pages of a server where its address `base` is given, else they name the
    document and its page: where a file once stood helps nobody on another machine.

    A public list is for others than those who keep the archive: the personal data that was
    recognised in its documents (personuppgifter) is left out. Raises UsageError for a filter
    that the kind does not have.
    """
    uris = {row[0]: row[1] for row in archive.ask(_URIS)}

    def at(document: str, page: int) -> str:
        name = unquote(urlsplit(uris[document]).path).rpartition("/")[2]
        return f"{base}/handling/{document}/sida/{page}" if base else f"{name}#page={page}"

    def link(entry: Any) -> str:
        if base:
            return f"{base}/{'mote' if kind == 'meetings' else 'bevis'}/{entry.id}"
        if kind == "meetings":
            return at(entry.document_ids[0], 1)
        return at(entry.document_id, entry.fact.provenance.page)

    hide = without_personal_data(archive) if public else whole
    named = link if not public else lambda entry: str(hide(entry, link(entry)))
    if kind == "actions":
        settle(archive)
        return listed(kind, Tasks(archive, filters), named, task_columns(at), hide)
    entries: Iterable[Any] = (
        archive.meetings(filters)
        if kind == "meetings"
        else Anew(lambda: _told_once(archive, _FACTS[kind], filters))
    )
    return listed(kind, entries, named, COLUMNS[kind], hide)


_URIS = "SELECT document_id, uri FROM source ORDER BY current, uri DESC"
"""The name that people know each document by comes last."""


def _told_once(archive: Archive, kind: Any, filters: Filters) -> Iterator[Entry[Any]]:
    """The facts of a type, each once; the documents of a meeting tell them under one day."""
    noted = archive.noted()
    for _, of_day in groupby(archive.facts(kind, filters), key=lambda entry: entry.date):
        yield from told_once(of_day, noted)


def translated(listing: Listing, language: Language) -> Listing:
    """A list with its headings, and the words of ours in it, in a language."""

    def column(each: Column) -> Column:
        labels = each.labels and {v: language.text(label) for v, label in each.labels.items()}
        return replace(each, heading=language.text(each.heading), labels=labels)

    columns = tuple(column(each) for each in listing.columns)
    return replace(
        listing,
        title=language.text(listing.title),
        columns=columns,
        source=language.text(listing.source),
    )


Hide = Callable[[Any, Any], Any]
"""Given what names its documents and a value read in them, the value as it may be shown."""


def whole(source: Any, value: Any) -> Any:
    """The value as it is."""
    return value


def without_personal_data(archive: Archive) -> Hide:
    """What hides the personal data of the documents that values were read in; for `listed`."""
    known = cache(archive.personal_texts)

    def hide(source: Any, value: Any) -> Any:
        meeting = isinstance(source, MeetingEntry)
        documents = source.document_ids if meeting else (source.document_id,)
        return hidden_in(value, known(documents))

    return hide


def listed(
    kind: str,
    entries: Iterable[Any],
    link: Callable[[Any], str],
    columns: tuple[Column, ...],
    hide: Hide = whole,
) -> Listing:
    """Entries of a kind as a list with these columns, each with a link to where it was read.

    The entries of `actions` are tasks; `entries` is gone through anew for rows and for events.
    """
    entry_of = _action if kind == "actions" else (lambda entry: entry)

    def row(entry: Any) -> Row:
        shown = (
            [c.value(entry) for c in columns]
            if hide is whole
            else [
                c.value(entry) if c.ours else hide(c.told_by(entry), c.value(entry))
                for c in columns
            ]
        )
        return Row(tuple(shown), link(entry_of(entry)))

    def events() -> Iterator[Event]:
        for each in entries:
            entry, done = entry_of(each), kind == "actions" and not each.is_open
            if event := _event(kind, entry, link(entry)):
                yield hidden_event(replace(event, done=done), entry, hide)

    return Listing(_TITLES[kind], columns, Anew(lambda: map(row, entries)), Anew(events))


def hidden_event(event: Event, source: Any, hide: Hide) -> Event:
    """An event as it may be shown."""
    return replace(
        event,
        summary=hide(source, event.summary),
        description=hide(source, event.description),
    )


def _event(kind: str, entry: Any, link: str) -> Event | None:
    """What an entry puts in a calendar: a deadline, an announced date or a meeting."""
    if kind == "meetings":
        meeting = entry.meeting
        what = meeting.body or meeting.organisation or "Möte"
        if not meeting.date:
            return None
        return Event(entry.id, meeting.date, what, meeting.place or "", link)
    where = " ".join(filter(None, (entry.body or entry.organisation, entry.date)))
    if kind == "actions" and entry.fact.due_date:
        owner = ", ".join(entry.fact.owner)
        told = f"{owner}: {entry.fact.text}" if owner else entry.fact.text
        summary = f"{told} ({where})" if where else told
        return Event(entry.id, entry.fact.due_date, summary, link, link, deadline=True)
    if kind == "dates":
        summary = f"{entry.body or entry.organisation or ''} {entry.fact.text}".strip()
        return Event(entry.id, entry.fact.date, summary, where, link)
    return None


# ------------------------------------------------------------------------------ formats


_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")


def _guarded(value: object) -> object:
    """A value that a spreadsheet takes for text, never for a formula."""
    if not isinstance(value, str):
        return "" if value is None else value
    if value[:1].isalnum() and value.isprintable():
        return value  # as most cells are; both checks below cost more
    text = unsteered(value)
    return f"'{text}" if _FORMULA.match(text) else text


def to_csv(listing: Listing) -> bytes:
    """Semicolons and a byte order mark, as Swedish Excel wants them; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([*(column.heading for column in listing.columns), listing.source])
    for values, link in listing.shown():
        writer.writerow([*map(_guarded, values), link])
    return out.getvalue().encode("utf-8-sig")


def to_json(listing: Listing) -> bytes:
    """A list of objects; dates are ISO dates, what is not known is null."""
    keys = [*(column.key for column in listing.columns), "source"]
    rows = (dict(zip(keys, (*row.values, row.link), strict=True)) for row in listing.rows)
    shown = (msgspec.json.format(msgspec.json.encode(row), indent=2) for row in rows)
    whole = b",\n  ".join(row.replace(b"\n", b"\n  ") for row in shown)
    return b"[\n  " + whole + b"\n]\n" if whole else b"[]\n"


def to_markdown(listing: Listing) -> bytes:
    """A table whose last column links to the source page."""

    def cell(value: object) -> str:
        text = " ".join(unsteered("" if value is None else str(value)).split())
        return re.sub(r"([\\|`*_<>\[\]])", r"\\\1", text)

    heads = [*(column.heading for column in listing.columns), listing.source]
    lines = [f"# {listing.title}", "", f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    for values, link in listing.shown():
        target = quote(link, safe=":/?#=&%")
        lines.append(f"| {' | '.join(map(cell, values))} | [{listing.source.lower()}]({target}) |")
    return ("\n".join(lines) + "\n").encode()


FORMATS: dict[str, Callable[[Listing], bytes]] = {
    "csv": to_csv,
    "xlsx": to_xlsx,
    "json": to_json,
    "md": to_markdown,
    "ics": to_ics,
}
DATED = ("actions", "dates", "meetings")
"""Kinds that can be written as a calendar."""


def write(path: Path, data: bytes) -> None:
    """Put a file in place whole: an interrupted write leaves the old one. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
