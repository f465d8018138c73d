"""Lists as files to take away, with personal data hidden as the user must have it."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from corpus.export import DATED, FORMATS, Event, Listing, Row
from corpus.swedish.personal import hidden, hidden_in
from web.asking import Ask

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
}


def masked_for(ask: Ask, listing: Listing) -> Listing:
    """A list as the user must have it."""
    return listing if ask.sees_personal_data else public(listing)


def public(listing: Listing) -> Listing:
    """A list with personal data left out."""
    rows = tuple(Row(hidden_in(row.values), row.link) for row in listing.rows)
    events = tuple(
        Event(e.id, e.day, hidden(e.summary), hidden(e.description), e.link) for e in listing.events
    )
    return Listing(listing.title, listing.columns, rows, events)


def download(listing: Listing, format_: str, name: str) -> Response:
    """A list as a file. Raises HTTPException 404 for a format that the list cannot have."""
    if format_ not in _TYPES or (format_ == "ics" and name not in DATED and not listing.events):
        raise HTTPException(404)
    return Response(
        FORMATS[format_](listing),
        media_type=_TYPES[format_],
        headers={"content-disposition": f'attachment; filename="{name}.{format_}"'},
    )


def as_json(ask: Ask, value: Any, status: int = 200) -> Response:
    """A value as JSON, as the user must have it."""
    plain = msgspec.to_builtins(value)
    shown = plain if ask.sees_personal_data else hidden_in(plain)
    return Response(msgspec.json.encode(shown), status, media_type="application/json")
