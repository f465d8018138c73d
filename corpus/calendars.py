"""A list's days as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from corpus.cells import as_date, unsteered

if TYPE_CHECKING:
    from corpus.export import Event, Listing


_KEPT = timedelta(days=730)
"""How long what should have been done stays among what is to do."""


def without_past(listing: Listing, today: date) -> Listing:
    """The list with the days from today on, and what is still to do of the last two years."""
    first, kept = today.isoformat(), (today - _KEPT).isoformat()
    left = (e for e in listing.events if not e.done)
    events = [e for e in left if e.day >= (kept if e.deadline else first)]
    return replace(listing, events=tuple(events))


def to_ics(listing: Listing) -> bytes:
    """A whole day for each event; a deadline is also a task (VTODO), which is late until done."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Radslag//Radslag//SV"]
    for event in listing.events:
        lines += _day(event, stamp)
        if event.deadline:
            lines += _task(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _day(event: Event, stamp: str) -> Iterator[str]:
    day = as_date(event.day)
    if day is None:
        return
    yield from ("BEGIN:VEVENT", f"UID:{event.id}@radslag", f"DTSTAMP:{stamp}")
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield from _told(event)
    yield from ("TRANSP:TRANSPARENT", "END:VEVENT")


def _task(event: Event, stamp: str) -> Iterator[str]:
    day = as_date(event.day)
    if day is None:
        return
    yield from ("BEGIN:VTODO", f"UID:{event.id}-task@radslag", f"DTSTAMP:{stamp}")
    yield f"DUE;VALUE=DATE:{day:%Y%m%d}"
    yield from _told(event)
    yield from (f"STATUS:{'COMPLETED' if event.done else 'NEEDS-ACTION'}", "END:VTODO")


def _told(event: Event) -> Iterator[str]:
    yield f"SUMMARY:{_escaped(event.summary)}"
    yield f"DESCRIPTION:{_escaped(event.description)}"
    if event.link.startswith(("https://", "http://")):
        yield f"URL:{event.link}"


def _escaped(text: str) -> str:
    escaped = re.sub(r"([\\;,])", r"\\\1", unsteered(text))
    return re.sub(r"\r\n|[\r\n\u2028\u2029\x85]", r"\\n", escaped)


def _folded(line: str) -> Iterable[str]:
    """A line in pieces of at most 75 octets, none cut inside a character; later ones indented."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > 75:
            yield piece
            piece, size = " ", 1
        piece += char
        size += octets
    yield piece
