"""Which fields the index has, and what of a unit goes into each: the same for every engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.analysis import Token, name_key, terms, tokens
from index.units import Unit, UnitKind

SCHEMA = 1
"""Rises when a field is added or filled otherwise; an index of another schema is made anew."""

TEXTS: Final = ("title", "decision", "action", "body", "name", "owner", "organ", "case")
"""Analysed fields, with positions."""

KEYWORDS: Final = (
    "id", "document", "held", "meeting", "kind", "facts", "number", "alias", "case_key",
    "body_name", "year", "month", "type", "outcome", "person", "organisation",
)  # fmt: skip
"""Fields of whole values, of which a unit may have several."""

FACETS: Final = ("body_name", "year", "type", "outcome", "person", "organisation")
"""Keyword fields that are counted over all hits."""

DECIDED: Final = frozenset(
    ("approved", "rejected", "referred_back", "tabled", "assigned", "elected", "proposed", "other")
)
"""Outcomes that settle something; a matter noted or left open is not decided."""

_ALIAS = re.compile(r"([a-zåäöé][\w-]{5,40}(?:\s[a-zåäöé][\w-]{2,40}){0,3})\s\(([A-ZÅÄÖ]\w{1,7})\)")


def texts(unit: Unit) -> Iterator[tuple[str, str]]:
    """The analysed fields of a unit and their text; empty ones are left out."""
    fields = {
        "title": unit.title,
        "decision": "\n".join(fact.text for fact in unit.decisions),
        "action": "\n".join(fact.text for fact in unit.actions),
        "body": unit.body,
        "name": "\n".join(unit.persons),
        "owner": "\n".join(unit.owners),
        "organ": "\n".join(filter(None, (unit.meeting_body, unit.organisation))),
        "case": unit.case_number or "",
    }
    return ((name, text) for name, text in fields.items() if text)


def analysed(field: str, text: str) -> Iterator[Token]:
    """The tokens of a field's text; in fields of names each word has the key of its sound."""
    if field not in ("name", "owner"):
        return tokens(text)
    return (
        Token(token.start, token.end, (*token.terms, name_key(token.terms[0])))
        for token in tokens(text)
    )


def keywords(unit: Unit) -> Iterator[tuple[str, str]]:
    """The whole values of a unit: pairs of field and value."""
    yield "id", unit.id
    yield "document", unit.document_id
    yield "held", f"{unit.document_id} {unit.revision}"
    yield "kind", unit.kind
    yield "type", unit.document_type
    if unit.meeting_id:
        yield "meeting", unit.meeting_id
    if unit.number:
        yield "number", paragraph(unit.number)
    if key := case_key(unit):
        yield "case_key", key
    if unit.meeting_body:
        yield "body_name", unit.meeting_body
    if unit.organisation:
        yield "organisation", unit.organisation
    if unit.date:
        yield "year", unit.date[:4]
        yield "month", unit.date[5:7]
    yield from (("outcome", outcome) for outcome in unit.outcomes)
    if unit.kind is UnitKind.POINT:
        yield from (("person", name) for name in unit.persons)
    yield from (("facts", fact) for fact in _facts(unit))
    yield from (("alias", alias) for alias in dict.fromkeys(aliases(unit.body)))


def paragraph(number: str) -> str:
    """A point's number as a term: "114", "114 a" and "§ 114" alike."""
    found = terms("§ " + number.removeprefix("§").strip())
    return found[0] if found and found[0].startswith("#") else number.lower()


def case_key(unit: Unit) -> str | None:
    """What all spellings of a case number have in common, with the letters it has."""
    if not unit.case_number:
        return None
    found = [term for token in tokens(unit.case_number) for term in token.terms]
    numbers = [term for term in found if term.startswith("#")]
    letters = sorted({term for term in found if term.isalpha()})
    return " ".join((*letters, numbers[0])) if numbers else unit.case_number.lower()


def _facts(unit: Unit) -> Iterator[str]:
    if any(outcome in DECIDED for outcome in unit.outcomes):
        yield "decided"
    elif unit.decisions:
        yield "noted"
    if unit.actions:
        yield "action"
    if unit.votes:
        yield "vote"


def aliases(text: str) -> Iterator[str]:
    """Abbreviations that a text explains, as "short=long" and "long=short".

    In "identitetsleverantör (IdP)" the letters of the short form must occur in order in the
    words before it, and begin the first of those taken.
    """
    for found in _ALIAS.finditer(text):
        short = found[2].lower()
        words = found[1].lower().split()
        for first in range(len(words)):
            long = " ".join(words[first:])
            if long[0] == short[0] and _in_order(short, long):
                yield f"{short}={long}"
                yield f"{long}={short}"
                break


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


def day_number(date: str | None) -> int:
    """An ISO date as a number that sorts (20260615); 0 for none."""
    digits = (date or "").replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdigit() else 0
