"""The proof of a fact: the page it was read on, its words boxed, the text beside it."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from corpus.entries import Entry
from corpus.labels import FIELDS
from corpus.model import Document, Page, Provenance
from corpus.staff import Role, log
from web.asking import Ask, Text
from web.looks import page as html
from web.pictures import WIDTHS
from web.reading import (
    Spans,
    boxes_of,
    facts_on,
    page_of,
    pages_of,
    paragraphs,
    personal_boxes,
    spans_from,
)


class _Looking(msgspec.Struct):
    ord: Text = ""
    zoom: int = 1
    uppgift: Text = ""


def sheet(ask: Ask, document: Document, page: Page, spans: Spans) -> dict[str, Any]:
    """What a template needs to show a page with words marked."""
    ask.tells_of((document.id,))
    hide = () if ask.sees_personal_data else ask.archive.personal(document.id)
    return {
        "document": document,
        "entry_of_document": ask.archive.document_entry(document.id),
        "page": page,
        "boxes": boxes_of(page, spans) if page.width else [],
        "drawn": document.media_type == "application/pdf" and page.width > 0,
        "paragraphs": paragraphs(document, page, spans, hide),
        "masked": any(found.page == page.number for found in hide),
        "zoom": 2 if ask.query(_Looking).zoom > 1 else 1,
        "pages": pages_of(spans, document),
    }


def proof(ask: Ask) -> Response:
    """Where a fact was read."""
    id_ = ask.request.path_params["id"]
    if id_.startswith("m-"):
        return _of_meeting(ask, id_)
    entry = ask.archive.fact(id_)
    where: Provenance = entry.fact.provenance
    document = ask.site.document(entry.document_id)
    facts = facts_on(ask.archive, document.id)
    at = next(n for n, other in enumerate(facts) if other.id == id_)
    return html(
        ask,
        "proof.html",
        entry=entry,
        evidence=where,
        before=facts[at - 1] if at else None,
        after=facts[at + 1] if at + 1 < len(facts) else None,
        number=(at + 1, len(facts)),
        meeting_field=None,
        title=kind_of(entry),
        **sheet(ask, document, page_of(document, where.page), where.spans),
    )


KINDS = {
    "p": "Punkt",
    "n": "Deltagare",
    "d": "Beslut",
    "a": "Uppdrag",
    "u": "Kommande datum",
    "v": "Omröstning",
    "s": "Yttrande",
    "o": "Möjligt beslut eller uppdrag",
}
"""What kinds of facts are called, by the prefixes of their ids."""


def kind_of(entry: Entry[Any]) -> str:
    """What kind of fact an entry is."""
    return KINDS[entry.id[0]]


def _of_meeting(ask: Ask, id_: str) -> Response:
    """Where a field of a meeting was read."""
    name = ask.query(_Looking).uppgift
    entry = ask.archive.meeting(id_)
    where = entry.meeting.evidence.get(name)
    if where is None or name not in FIELDS:
        raise HTTPException(404)
    document = ask.site.document(where.document_id)
    known = [field for field in FIELDS if field in entry.meeting.evidence]
    return html(
        ask,
        "proof.html",
        entry=None,
        evidence=where,
        before=None,
        after=None,
        number=(known.index(name) + 1, len(known)),
        meeting_field=(entry, name, getattr(entry.meeting, name)),
        title=FIELDS[name],
        **sheet(ask, document, page_of(document, where.page), where.spans),
    )


def document_page(ask: Ask) -> Response:
    """A page of a document, with words marked when the address names some."""
    document = ask.site.document(ask.request.path_params["id"])
    spans = spans_from(ask.query(_Looking).ord)
    page = page_of(document, ask.request.path_params["page"])
    on_page = [
        entry
        for entry in facts_on(ask.archive, document.id)
        if entry.fact.provenance.page == page.number
    ]
    meetings = dict.fromkeys(ask.archive.meetings_of(document.id))
    newer = ask.archive.newer(document.id)
    return html(
        ask,
        "document.html",
        facts=on_page,
        newer=f"/handling/{newer}/sida/1" if newer else None,
        kinds=KINDS,
        meetings=[ask.archive.meeting(id_) for id_ in meetings],
        **sheet(ask, document, page, spans),
    )


def picture(ask: Ask) -> Response:
    """The picture of a page, personal data covered as the user must have it."""
    document = ask.site.document(ask.request.path_params["id"])
    page = page_of(document, ask.request.path_params["page"])
    zoom = ask.request.path_params["zoom"]
    if document.media_type != "application/pdf" or zoom not in (1, 2):
        raise HTTPException(404)
    personal = None if ask.sees_personal_data else ask.archive.personal(document.id)
    boxes = None if personal is None else personal_boxes(personal, page)
    original = ask.archive.originals.path(document.id)
    path = ask.site.pictures.picture(original, document.id, page.number, WIDTHS[zoom - 1], boxes)
    headers = {"cache-control": "private, no-cache"}
    return FileResponse(path, media_type="image/webp", headers=headers)


def original(ask: Ask) -> Response:
    """The original file, for those who may see personal data."""
    if not ask.may(Role.EDITOR):
        raise HTTPException(403)
    entry = ask.archive.document_entry(ask.request.path_params["id"])
    log(ask.archive, ask.who.name, "download_original", entry.id, entry.name, entry.id)
    return FileResponse(
        ask.archive.originals.path(entry.id),
        media_type=entry.media_type,
        filename=entry.name.rpartition("/")[2],
    )
