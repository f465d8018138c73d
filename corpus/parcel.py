"""Making what was read of a file ready for the archive: the costly half of adding it.

It needs no archive, so the process that read the file does it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from corpus.meetings import meeting_key
from corpus.model import Document, DocumentType, Ledger, Meeting, Provenance, Record, Source
from corpus.rows import STORED, fact_rows, short_id
from corpus.sayings import packed
from corpus.swedish.personal import PersonalData, personal_data
from corpus.versions import is_draft

Row = Any
"""A row of a table: a mapping from its columns, of SQLite or plain."""
RecordRows = tuple[dict[str, Any], ...]
FactRows = tuple[tuple[str, dict[str, Any]], ...]


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
    personal: tuple[PersonalData, ...] = ()
    draft: bool = False
    """Whether the document says that it is one."""
    sayings: bytes = b""
    """What it says of how far things have come, as `corpus.sayings.packed` gives it."""


def pack(document: Document, records: Sequence[Record]) -> Parcel:
    """Make a document and its records ready for `Archive.store`; the costly half of adding."""
    anonymous = msgspec.structs.replace(document, source=Source("", document.id))
    body = msgspec.msgpack.encode(anonymous)
    rows, facts = rows_of(document.id, records)
    said = msgspec.json.encode((rows, facts))
    return Parcel(
        document_id=document.id,
        media_type=document.media_type,
        pages=len(document.pages),
        body=zlib.compress(body, 6),
        revision=sha256(body + said).hexdigest()[:16],
        records=rows,
        facts=facts,
        personal=personal_data(document),
        draft=is_draft(document),
        sayings=packed(document, records),
    )


def rows_of(document_id: str, records: Sequence[Record]) -> tuple[RecordRows, FactRows]:
    """The rows of a document's records, and of their facts with the prefix of each."""
    rows = tuple(_record_row(document_id, part, record) for part, record in enumerate(records))
    facts = tuple(
        (table.prefix, fact)
        for record, row in zip(records, rows, strict=True)
        for table, fact in fact_rows(record, row["id"])
    )
    return rows, facts


def records_of(parcel: Parcel) -> tuple[Record, ...]:
    """The records that a parcel holds."""
    return tuple(
        record_of(
            row,
            {
                table.field: [
                    fact
                    for prefix, fact in parcel.facts
                    if prefix == table.prefix and fact["record_id"] == row["id"]
                ]
                for table in STORED
            },
        )
        for row in parcel.records
    )


class Rest(msgspec.Struct, frozen=True):
    """What of a record stands in its column `rest`."""

    evidence: dict[str, Provenance]
    ledger: Ledger
    pages: tuple[int, int]


MEETING = ("organisation", "body", "date", "start", "end", "place")
"""The columns of a record that are fields of its meeting."""


def meeting_of(row: Row, rest: Rest) -> Meeting:
    """The meeting that a record's row tells of."""
    return Meeting(**{name: row[name] for name in MEETING}, evidence=rest.evidence)


def record_of(row: Row, facts: Mapping[str, Sequence[Row]]) -> Record:
    """A record from its row and the rows of its facts, by field, in order."""
    rest = msgspec.json.decode(row["rest"], type=Rest)
    return Record(
        document_id=row["document_id"],
        document_type=DocumentType(row["document_type"]),
        meeting=meeting_of(row, rest),
        ledger=rest.ledger,
        pages=rest.pages,
        **{  # type: ignore[arg-type]  # each field gets the type its table names
            table.field: tuple(table.from_row(fact) for fact in facts[table.field])
            for table in STORED
        },
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
