"""Corrections (rättelser): what people say of facts, kept apart from what was extracted.

A correction holds the fact as it was and as it is to be. When a document is read anew, its
corrections are put on the new facts in the order they were made; a fact is known again by its
words and by where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from corpus.model import Provenance, Record
from corpus.rows import BY_PREFIX, FactTable, type_of_fact

BY_HAND = "person"
"""The rule that provenance names when a person, not a rule, read the fact."""


class Verdict(StrEnum):
    """What a person says of a fact."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"


class Correction(msgspec.Struct, frozen=True):
    """One verdict of one person."""

    id: int
    document_id: str
    kind: str
    """What ids of such facts begin with."""
    verdict: Verdict
    was: type_of_fact | None
    now: type_of_fact | None
    user: str
    at: str


def corrected(records: Sequence[Record], corrections: Iterable[Correction]) -> tuple[Record, ...]:
    """Records with corrections put on them, in their order."""
    facts = [{t.field: list(getattr(r, t.field)) for t in BY_PREFIX.values()} for r in records]
    for correction in corrections:
        table = BY_PREFIX[correction.kind]
        _apply(correction, [of[table.field] for of in facts], records, table)
    return tuple(
        msgspec.structs.replace(record, **{name: tuple(of) for name, of in lists.items()})
        for record, lists in zip(records, facts, strict=True)
    )


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
        elif correction.verdict is Verdict.ACCEPTED:
            sure = msgspec.structs.replace(found.provenance, confidence=1.0)
            facts[at] = msgspec.structs.replace(found, provenance=sure)
        else:
            facts[at] = correction.now
    elif correction.now is not None and lists:
        _insert(correction.now, lists, records)


def _insert(fact: Any, lists: Sequence[list[Any]], records: Sequence[Record]) -> None:
    """Put a fact among those of the part its page is in, by where it begins."""
    page, begins = fact.provenance.page, _begins(fact.provenance)
    parts = [at for at, r in enumerate(records) if r.pages[0] <= page <= r.pages[1]]
    facts = lists[parts[0] if parts else 0]
    above = [at for at, other in enumerate(facts, 1) if _begins(other.provenance) <= begins]
    facts.insert(above[-1] if above else 0, fact)


def _begins(provenance: Provenance) -> int:
    return provenance.spans[0][0] if provenance.spans else 0


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
