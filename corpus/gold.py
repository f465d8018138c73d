"""Records in the shape of gold records: what `radslag inspect --json` prints.

The keys of the gold are all there; beside them each fact has its page and its provenance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from corpus.model import DocumentType, Meeting, Record
from corpus.rows import FACTS


def gold_of(source: str, records: Sequence[Record]) -> dict[str, Any]:
    """What the records of a document say, as plain values for JSON.

    A document with several parts gives the first as its record, the others under
    `further_records`.
    """
    told = [_one(record) for record in records] or [_nothing()]
    further = {"further_records": told[1:]} if told[1:] else {}
    return {"source": source, **told[0], **further}


def _one(record: Record) -> dict[str, Any]:
    meeting = msgspec.to_builtins(record.meeting)
    evidence = meeting.pop("evidence")
    return {
        "document_type": str(record.document_type),
        "meeting": {**meeting, "provenance": evidence},
        **{table.field: [_fact(fact) for fact in getattr(record, table.field)] for table in FACTS},
        "ledger": msgspec.to_builtins(record.ledger),
        "pages": list(record.pages),
    }


def _fact(fact: object) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(fact)
    provenance = plain.pop("provenance")
    return {**plain, "page": provenance["page"], "provenance": provenance}


def _nothing() -> dict[str, Any]:
    """What is said of a document that tells of no meeting."""
    meeting = msgspec.to_builtins(Meeting())
    meeting.pop("evidence")
    facts: dict[str, list[object]] = {table.field: [] for table in FACTS}
    return {"document_type": str(DocumentType.REPORT), "meeting": meeting, **facts}
