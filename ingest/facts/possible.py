"""Sentences that may be decisions or tasks, and that no rule took (möjliga beslut och uppdrag).

A small learned scorer ranks what the other recognisers left in the parts of a paper that speak for
the meeting. What is likely is offered to whoever reviews, and is no fact until a person says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.model import Possible, PossibleKind, Provenance
from corpus.swedish.likely import Line, likelihood
from corpus.swedish.nlp import sentences
from ingest.facts.current import current_parts
from ingest.layout.passage import Passage
from ingest.split.sections import Section

_FLOOR = 0.5
"""How likely a sentence must be for the scorer."""
_SHARE = 0.4
"""What of the scorer's certainty is told: of what rules leave in unseen papers fewer sentences are
right than of the lines that it learned from (docs/accuracy.md)."""
_SHORTEST, _LONGEST = 12, 400
"""Characters of a sentence that says what somebody is to do, or what was decided."""


def find_possible(section: Section, taken: Sequence[Provenance]) -> tuple[Possible, ...]:
    """What may be a decision or a task in a section, in order; `taken` are those that are one."""
    spans = [span for provenance in taken for span in provenance.spans]
    found = []
    for passage, line in _sentences(section):
        if any(a < end and start < b for a, b in passage.spans for start, end in spans):
            continue
        kind, chance = max(likelihood(line).items(), key=lambda pair: pair[1])
        if chance >= _FLOOR:
            where = passage.provenance(f"likely/{kind}", round(_SHARE * chance, 2))
            label = section.item.label if section.item else None
            found.append(Possible(label, PossibleKind(kind), passage.text, where))
    return tuple(found)


def _sentences(section: Section) -> Iterator[tuple[Passage, Line]]:
    """The sentences of the parts that speak for the meeting, as the scorer sees them."""
    for part in current_parts(section):
        head = part.heading.text if part.heading else ""
        for block in part.blocks:
            for start, end in sentences(block.text):
                if _SHORTEST <= end - start <= _LONGEST:
                    passage = block.passage.slice(start, end)
                    yield passage, Line(passage.text, head)
