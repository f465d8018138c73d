"""What of a unit is personal data: it is never searched, and shown only to those who may see it.

The places come from the document's text, where the archive knows them, and not from the words of a
passage, which may begin in the middle of a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from corpus.model import Document
from corpus.swedish.personal import PersonalData, clipped, covered, hidden
from index.units import Span, Unit, UnitFact


def marked_private(unit: Unit, document: Document, personal: Sequence[PersonalData]) -> Unit:
    """The unit, knowing what of it is personal."""
    known = sorted({each.text for each in personal})
    spans = sorted(_in_body(unit, personal))
    body = covered(unit.body, spans)
    spans += _changed(body, hidden(body, known))
    facts = (*unit.decisions, *unit.actions)
    cut = {part for fact in facts for part in clipped(document.text, personal, fact.spans)}
    if not spans and not known:
        return unit
    return msgspec.structs.replace(unit, private_spans=tuple(spans), private=(*known, *sorted(cut)))


def without_private(unit: Unit) -> Unit:
    """The unit as it is searched, and shown to those who may not see personal data."""
    if not unit.private_spans and not unit.private:
        return unit
    return msgspec.structs.replace(
        unit,
        title=hidden(unit.title, unit.private),
        body=covered(unit.body, unit.private_spans),
        decisions=tuple(_without(fact, unit.private) for fact in unit.decisions),
        actions=tuple(_without(fact, unit.private) for fact in unit.actions),
        private_spans=(),
        private=(),
    )


def _without(fact: UnitFact, known: Iterable[str]) -> UnitFact:
    return msgspec.structs.replace(fact, text=hidden(fact.text, known))


def _in_body(unit: Unit, personal: Iterable[PersonalData]) -> Iterator[Span]:
    """Where in a unit's body the places of its document stand."""
    for each in personal:
        for piece in unit.pieces:
            low = max(each.start, piece.start)
            high = min(each.end, piece.start + piece.length)
            if low < high:
                yield piece.at + low - piece.start, piece.at + high - piece.start


def _changed(before: str, after: str) -> Iterator[Span]:
    """The stretches in which two texts of one length differ."""
    start = None
    for at, (one, other) in enumerate(zip(before, after, strict=True)):
        if one != other and start is None:
            start = at
        elif one == other and start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(before)
