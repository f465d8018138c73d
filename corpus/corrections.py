"""Corrections (rättelser): what people say of facts, kept apart from what was extracted.

A correction holds the fact as it was and as it is to be. When a document is read anew, its
corrections are put on the new facts in the order they were made; a fact is known again by its
words and by where it stands, a field of a meeting by its name and the pages of its part.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal

import msgspec

from corpus.model import ActionItem, DocumentType, Provenance, Record
from corpus.rows import BY_PREFIX, BY_TYPE, FactTable, type_of_fact

BY_HAND = "person"
"""The rule that provenance names when a person, not a rule, read the fact."""


class Verdict(StrEnum):
    """What a person says of a fact."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"


FieldName = Literal["document_type", "organisation", "body", "date", "start", "end", "place"]


class MeetingField(msgspec.Struct, frozen=True):
    """One thing that a part of a document says of its meeting, or of what kind it is itself."""

    name: FieldName
    value: str | None
    pages: tuple[int, int]
    """First and last page of the part."""
    provenance: Provenance | None
    """None where nothing says it."""


Correctable = type_of_fact | MeetingField
TYPES: dict[str, Any] = {prefix: table.type for prefix, table in BY_PREFIX.items()}
TYPES["m"] = MeetingField
"""What is corrected, by kinds: what ids of such facts begin with."""


def kind_of(fact: Correctable) -> str:
    """The kind of what is corrected."""
    return "m" if isinstance(fact, MeetingField) else BY_TYPE[type(fact)].prefix


def meeting_field(record: Record, name: FieldName) -> MeetingField:
    """A field of what a record says of its meeting."""
    holder = record if name == "document_type" else record.meeting
    return MeetingField(
        name, getattr(holder, name), record.pages, record.meeting.evidence.get(name)
    )


class Correction(msgspec.Struct, frozen=True):
    """One verdict of one person."""

    id: int
    document_id: str
    kind: str
    verdict: Verdict
    was: Correctable | None
    now: Correctable | None
    user: str
    at: str

    @property
    def known(self) -> Correctable:
        """What it is about: as it is to be, or as it was where it is to be no more."""
        return self.now or self.was  # type: ignore[return-value]  # one of them is there

    def concerns(self, fact: Correctable) -> bool:
        """Whether it is about a fact as that stands now, perhaps read otherwise since."""
        known = self.known
        if isinstance(fact, MeetingField):
            if not isinstance(known, MeetingField) or known.name != fact.name:
                return False
            return _common(known.pages, fact.pages) >= 0
        if kind_of(fact) != self.kind:
            return False
        return place_of(known, [fact], BY_PREFIX[self.kind]) is not None


def corrected(records: Sequence[Record], corrections: Iterable[Correction]) -> tuple[Record, ...]:
    """Records with corrections put on them, in their order."""
    records = list(records)
    facts = [{t.field: list(getattr(r, t.field)) for t in BY_PREFIX.values()} for r in records]
    for correction in corrections:
        if isinstance(correction.known, MeetingField):
            _apply_to_meeting(correction.verdict, correction.known, records)
        else:
            table = BY_PREFIX[correction.kind]
            _apply(correction, [of[table.field] for of in facts], records, table)
    return tuple(
        msgspec.structs.replace(record, **{name: tuple(of) for name, of in lists.items()})
        for record, lists in zip(records, facts, strict=True)
    )


def _apply_to_meeting(verdict: Verdict, known: MeetingField, records: list[Record]) -> None:
    """Put a field right in the record that has most pages of the part it was corrected in."""
    at = max(range(len(records)), key=lambda n: _common(records[n].pages, known.pages), default=-1)
    if at < 0:
        return
    record, value = records[at], None if verdict is Verdict.REJECTED else known.value
    if known.name == "document_type":
        if value:
            records[at] = msgspec.structs.replace(record, document_type=DocumentType(value))
        return
    evidence = {name: each for name, each in record.meeting.evidence.items() if name != known.name}
    if value is not None and known.provenance is not None:
        evidence[known.name] = known.provenance
    changes = {known.name: value, "evidence": evidence}
    meeting = msgspec.structs.replace(record.meeting, **changes)
    records[at] = msgspec.structs.replace(record, meeting=meeting)


def _common(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How many pages two parts have in common, less one; below 0 when they are apart."""
    return min(one[1], other[1]) - max(one[0], other[0])


def _apply(
    correction: Correction,
    lists: Sequence[list[Any]],
    records: Sequence[Record],
    table: FactTable,
) -> None:
    known = correction.was or correction.now
    found = place_of(known, [fact for facts in lists for fact in facts], table)
    if found is not None:
        facts = next(each for each in lists if any(fact is found for fact in each))
        at = next(at for at, fact in enumerate(facts) if fact is found)
        if correction.verdict is Verdict.REJECTED:
            del facts[at]
        elif correction.verdict is Verdict.ACCEPTED and _says(found, table) == _says(known, table):
            sure = msgspec.structs.replace(found.provenance, confidence=1.0)
            facts[at] = msgspec.structs.replace(found, provenance=sure)
        else:
            facts[at] = correction.now
    elif correction.now is not None and lists:
        _insert(correction.now, lists, records)


def _insert(fact: Any, lists: Sequence[list[Any]], records: Sequence[Record]) -> None:
    """Put a fact among those of the part its page is in, by where it begins."""
    page, begins = fact.provenance.page, fact.provenance.begins
    parts = [at for at, r in enumerate(records) if r.pages[0] <= page <= r.pages[1]]
    facts = lists[parts[0] if parts else 0]
    above = [at for at, other in enumerate(facts, 1) if other.provenance.begins <= begins]
    facts.insert(above[-1] if above else 0, fact)


def place_of(known: Any, facts: Sequence[Any], table: FactTable) -> Any | None:
    """The one of the facts that is the known one, perhaps read otherwise; None if none is.

    It says the same or stands in the same place; best is what does both.
    """
    if known is None:
        return None
    says = _says(known, table)
    ranked = [
        (_says(fact, table) == says, _shared(fact.provenance, known.provenance), -at)
        for at, fact in enumerate(facts)
    ]
    best = max(ranked, default=(False, 0.0, 0))
    return facts[-best[2]] if best[0] or best[1] > 0.5 else None


def _says(fact: Any, table: FactTable) -> tuple[object, ...]:
    return tuple(getattr(fact, name) for name in table.columns)


def _shared(one: Provenance, other: Provenance) -> float:
    """How much of the shorter evidence stands in the longer, 0 to 1."""
    length = min(_length(one), _length(other))
    common = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.spans for b in other.spans)
    return common / length if length else 0.0


def _length(provenance: Provenance) -> int:
    return sum(end - start for start, end in provenance.spans)


def move_follow_ups(
    db: sqlite3.Connection, document_id: str, facts: Iterable[tuple[str, Mapping[str, Any]]]
) -> None:
    """Let what is noted of action items follow those that are read otherwise now."""
    table = BY_TYPE[ActionItem]
    now = {row["id"]: table.from_row(row) for prefix, row in facts if prefix == table.prefix}
    noted = db.execute(
        "SELECT action_id, was FROM follow_up WHERE document_id = ?", (document_id,)
    ).fetchall()
    taken = {id_ for id_, _ in noted} & now.keys()
    for id_, was in noted:
        if id_ in now:
            continue
        free = {new: fact for new, fact in now.items() if new not in taken}
        known = msgspec.json.decode(was, type=ActionItem)
        found = place_of(known, list(free.values()), table)
        if found is not None:
            new = next(each for each, fact in free.items() if fact is found)
            taken.add(new)
            db.execute("UPDATE follow_up SET action_id = ? WHERE action_id = ?", (new, id_))
