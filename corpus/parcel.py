"""Making what was read of a file ready for the archive: the costly half of adding it.

It needs no archive, so the process that read the file does it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec

from corpus.meetings import meeting_key
from corpus.model import Document, Record, Source
from corpus.rows import fact_rows, short_id


class Parcel(msgspec.Struct, frozen=True):
    """A document and its records, ready to be stored; made where the file was read."""

    document_id: str
    media_type: str
    pages: int
    body: bytes
    revision: str
    records: tuple[dict[str, Any], ...]
    facts: tuple[tuple[str, dict[str, Any]], ...]
    """Type of fact by the prefix of its ids, and its row."""


def pack(document: Document, records: Sequence[Record]) -> Parcel:
    """Make a document and its records ready for `Archive.store`; the costly half of adding."""
    anonymous = msgspec.structs.replace(document, source=Source("", document.id))
    body = msgspec.msgpack.encode(anonymous)
    rows, facts = [], []
    for part, record in enumerate(records):
        row = _record_row(document.id, part, record)
        rows.append(row)
        facts += [(table.prefix, fact) for table, fact in fact_rows(record, row["id"])]
    said = msgspec.json.encode((rows, facts))
    return Parcel(
        document_id=document.id,
        media_type=document.media_type,
        pages=len(document.pages),
        body=zlib.compress(body, 6),
        revision=sha256(body + said).hexdigest()[:16],
        records=tuple(rows),
        facts=tuple(facts),
    )


def _record_row(document_id: str, part: int, record: Record) -> dict[str, Any]:
    meeting = record.meeting
    id_ = short_id("r", document_id, part)
    rest = {"evidence": meeting.evidence, "ledger": record.ledger, "pages": record.pages}
    return {
        "id": id_,
        "document_id": document_id,
        "part": part,
        "document_type": str(record.document_type),
        "organisation": meeting.organisation,
        "body": meeting.body,
        "date": meeting.date,
        "start": meeting.start,
        "end": meeting.end,
        "place": meeting.place,
        "meeting_key": meeting_key(meeting, id_),
        "rest": msgspec.json.encode(rest).decode(),
    }


def unpack(body: bytes, uri: str) -> Document:
    """The document that a parcel's body holds, under a name it is known by."""
    document = msgspec.msgpack.decode(zlib.decompress(body), type=Document)
    return msgspec.structs.replace(document, source=Source(uri, document.id))
