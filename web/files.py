"""Lists as files to take away, with personal data hidden as the user must have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from corpus.export import DATED, FORMATS, Hide, Listing, whole, without_personal_data
from corpus.swedish.personal import hidden_in
from web.asking import Ask

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
}


def hiding(ask: Ask) -> Hide:
    """What hides in a list what the user must not see."""
    return whole if ask.sees_personal_data else without_personal_data(ask.archive)


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
    ask.tells_of(_documents(plain))
    shown = plain if ask.sees_personal_data else hidden_in(plain, ask.known)
    return Response(msgspec.json.encode(shown), status, media_type="application/json")


def _documents(plain: Any) -> Iterator[str]:
    """The ids of the documents that a value made of plain values names."""
    if isinstance(plain, dict):
        if "document_id" in plain:
            yield plain["document_id"]
        yield from plain.get("document_ids", ())
        for each in plain.values():
            yield from _documents(each)
    elif isinstance(plain, list | tuple):
        for each in plain:
            yield from _documents(each)
