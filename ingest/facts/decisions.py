"""What the meeting itself decided (beslut): each att-sats or decided sentence, quoted.

Formal minutes put decisions under a heading ("Beslut"); what stands there is the decision, and
what stands elsewhere is background, proposals and other bodies' decisions. Where an item has no
such heading, sentences that state a decision are looked for in its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import AgendaItem, Amount, Decision, DocumentType, Outcome
from corpus.swedish.tables import first_match, pattern, rules
from ingest.facts.context import Context
from ingest.facts.headed_decisions import headed, listed, only_labelled, own_parts, within_label
from ingest.facts.resolving import ELECTION, Found
from ingest.facts.stated_decisions import bare_answer, outside_items, stated, titled
from ingest.layout.blocks import Part, parts
from ingest.split.sections import Section

_TOLD = frozenset({"text", "discussion"})
# Parts that tell what the meeting decided where decisions only stand behind labels.
_MAIN_CLAUSE = pattern("resolutions", "main-clause")
_HEADS_DECISIONS = pattern("resolutions", "heads-decisions")


def find_decisions(
    section: Section, context: Context, *, alone: bool = False
) -> tuple[Decision, ...]:
    """The decisions of a section in order; outside the items only elections that are told of.

    `alone` says that the document has no items: its text then tells what was decided.
    """
    if context.document_type in (DocumentType.NOTICE, DocumentType.REPORT):
        return ()
    pieces = parts(section.document, section.lines)
    if section.item is None:
        minutes = context.document_type is DocumentType.MINUTES
        found = outside_items(pieces, alone=alone, minutes=minutes)
        if alone:  # a document without items: "Beslut: …" in it is one all the same
            parts_headed = [_beside(part) for part in pieces if part.meaning == "decision"]
            said = [one for part in parts_headed for one in headed(part, pieces)]
            found += [replace(one, confidence=round(one.confidence * 0.8, 2)) for one in said]
            found.sort(key=lambda one: tuple(one.passage.offsets[:1]))
        return tuple(_decision(None, one) for one in found if one.passage.text)
    found = _in_item(section, section.item, context, pieces)
    return tuple(_decision(section.item, one) for one in found if one.passage.text)


def _beside(part: Part) -> Part:
    """The part, or what stands on the line of its heading where that is not alone on it."""
    head, found = part.heading, part.blocks
    if head and found and head.lines[0].start == found[0].lines[0].start:
        return replace(part, blocks=found[:1])
    return part


def _in_item(
    section: Section, item: AgendaItem, context: Context, pieces: Sequence[Part]
) -> list[Found]:
    """The decisions of an item: under headings and behind labels, or else in its text."""
    pieces = [one for part in pieces for one in within_label(part)]
    ours = own_parts(pieces, context)
    if not ours and _HEADS_DECISIONS.match(item.title):
        return [one for part in pieces for one in listed(part)]
    if ours:
        beside = [part for part in pieces if part.meaning in _TOLD and only_labelled(ours)]
        found = [one for part in ours for one in headed(part, pieces)]
        found += [one for part in beside for one in stated(part)]
        return sorted(found, key=lambda one: tuple(one.passage.offsets[:1]))
    found = [one for part in pieces for one in stated(part)] or titled(section, pieces)
    answer = None if found else bare_answer(item, pieces)
    return [answer] if answer else found


def _decision(item: AgendaItem | None, found: Found) -> Decision:
    text = found.passage.text
    title = item.title if item else ""
    return Decision(
        agenda_item=item.label if item else None,
        text=text,
        outcome=Outcome.PROPOSED if found.proposed else _outcome(text, title),
        provenance=found.passage.provenance(f"decisions/{found.rule}", found.confidence),
        amounts=find_amounts(text),
    )


def _outcome(text: str, title: str) -> Outcome:
    """How a decision went, told by the main verb of its att-sats before anything deeper in it."""
    main = _MAIN_CLAUSE.search(text)
    found = first_match("outcomes", main[1]) if main else None
    found = found or first_match("outcomes", text)
    if found is None:
        return Outcome.ELECTED if ELECTION.match(title) else Outcome.APPROVED
    if found[0].id == "by-proposal" and ELECTION.search(title) and "enligt" in text.casefold():
        return Outcome.ELECTED
    return Outcome(found[0].meaning)


def find_amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of money that a text names, in whole units of their currency."""
    found: list[tuple[int, int, Amount]] = []
    for rule in rules("amounts"):
        currency, unit = rule.meaning.split()
        for match in rule.pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end, _ in found):
                continue
            raw = next(value for value in match.groups() if value)
            number = re.sub(r"[\s\u00a0]", "", raw).replace("−", "-")
            if re.search(r"\.\d{3}(?!\d)", number):
                number = number.replace(".", "")
            value = float(number.replace(",", ".")) * int(unit)
            found.append((*match.span(), Amount(value, currency, match[0].strip())))
    return tuple(amount for *_, amount in sorted(found, key=lambda one: one[0]))
