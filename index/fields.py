"""Which fields the index has, and what of a unit goes into each: the same for every engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.cases import case_key
from corpus.model import DocumentType
from index.analysis import Kinds, kinds_of, name_key, net, terms, words
from index.private import without_private
from index.units import Unit, UnitKind

SCHEMA = 5
"""Rises when a field is added or filled otherwise; an index of another schema is made anew."""

TEXTS: Final = ("title", "decision", "action", "body", "name", "owner", "organ", "case")
"""Analysed fields, with positions."""

_OF_NAMES: Final = ("name", "owner")

KEYWORDS: Final = (
    "id", "document", "held", "facts", "number", "alias", "case_key",
    "body_name", "year", "month", "type", "outcome", "person", "organisation",
)  # fmt: skip
"""Fields of whole values, of which a unit may have several."""

FACETS: Final = ("body_name", "year", "type", "outcome", "person", "organisation")
"""Keyword fields that are counted over all hits."""

DECIDED: Final = frozenset(
    ("approved", "rejected", "referred_back", "tabled", "assigned", "elected", "proposed", "other")
)
"""Outcomes that settle something; a matter noted or left open is not decided."""

SETTLED: Final = DECIDED - {"proposed"}
"""Outcomes that stand, where a body that does not only prepare matters has come to them."""
_PREPARES = re.compile(r"(?:utskott|beredning|presidi|beredningsgrupp)\w*$", re.IGNORECASE)

RECENCY: Final = 0.002
"""What a year is worth: a newer point wins over an equally good older one, and no more."""
_FIRST_YEAR: Final = 1850
_TRUST: Final = {
    DocumentType.MINUTES: 1.0, DocumentType.EXTRACT: 0.97, DocumentType.NOTES: 0.97,
    DocumentType.REPORT: 0.92, DocumentType.SLIDES: 0.85, DocumentType.NOTICE: 0.8,
}  # fmt: skip
"""Minutes say what became of a matter; a notice or a deck says what was to be treated."""

_SHORT_FORM = re.compile(r"\(([A-ZÅÄÖ]\w{1,7})\)")
_BEFORE = re.compile(r"[a-zåäöéA-ZÅÄÖ][\w-]*(?:\s[a-zåäöé][\w-]+){0,3}\s$")
_LONGEST_BEFORE = 100
_PARTIES = frozenset(("kd", "mp", "sd"))


def texts(unit: Unit) -> Iterator[tuple[str, str]]:
    """The analysed fields of a unit and their text; empty ones are left out.

    What is personal is in none of them: who guesses it digit by digit finds nothing.
    """
    unit = without_private(unit)
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


def analysed(field: str, text: str) -> list[tuple[str, ...]]:
    """For each word of a field's text its terms; in fields of names also the key of its sound."""
    found = [terms(word) for word in words(text)]
    if field in _OF_NAMES:
        return [(*given, name_key(given[0])) for given in found]
    return found


def by_kind(field: str, text: str) -> Kinds:
    """The same terms by their kind; the keys of sounds are among the parts."""
    found = kinds_of(text)
    if field in _OF_NAMES:
        sounds = map(name_key, found.words.split())
        return found._replace(parts=" ".join((found.parts, *sounds)))
    return found


def keywords(unit: Unit) -> Iterator[tuple[str, str]]:
    """The whole values of a unit: pairs of field and value."""
    yield "id", unit.id
    yield "document", unit.document_id
    yield "held", f"{unit.document_id} {unit.revision}"
    yield "type", unit.document_type
    if unit.number:
        yield "number", paragraph(unit.number)
    if unit.case_number:
        yield "case_key", case_key(unit.case_number)
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
    yield from (("alias", alias) for alias in dict.fromkeys(aliases(without_private(unit).body)))


def paragraph(number: str) -> str:
    """A point's number as a term: "114", "114 a" and "§ 114" alike."""
    found = terms("§ " + number.removeprefix("§").strip())
    return found[0] if found and found[0].startswith("#") else number.lower()


def _facts(unit: Unit) -> Iterator[str]:
    if any(outcome in DECIDED for outcome in unit.outcomes):
        yield "decided"
        if SETTLED & {*unit.outcomes} and not _PREPARES.search(unit.meeting_body or ""):
            yield "settled"
    elif unit.decisions:
        yield "noted"
    if unit.actions:
        yield "action"
    if unit.votes:
        yield "vote"


def aliases(text: str) -> Iterator[str]:
    """Abbreviations that a text explains, as "short=long" and "long=short".

    The words before "(IdP)" that begin with its first letter and hold its letters in order are
    its long form; else the last word, where it begins with that letter.
    """
    for found in _SHORT_FORM.finditer(text):
        short = found[1].lower()
        if short in _PARTIES:
            continue
        before = _BEFORE.search(text, max(0, found.start() - _LONGEST_BEFORE), found.start())
        parts = before[0].lower().split() if before else []
        longs = [" ".join(parts[first:]) for first in range(len(parts))]
        longs = [long for long in longs if long[0] == short[0] and len(long) > len(short)]
        fitting = [long for long in longs if _in_order(short, long)]
        for long in (fitting or longs[-1:])[:1]:
            key = long if " " in long else net(long)
            yield f"{short}={key}"
            yield f"{key}={short}"


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


def prior(unit: Unit) -> float:
    """What a unit is worth before any question: its kind of document, and a little its age."""
    day = day_number(unit.date)
    years = day / 10_000 - _FIRST_YEAR if day else 0.0
    return _TRUST[unit.document_type] * (1 + RECENCY * max(0.0, years))


def day_number(date: str | None) -> int:
    """An ISO date as a number that sorts (20260615); 0 for none."""
    digits = (date or "").replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdigit() else 0


def last_day_number(date: str | None) -> int:
    """The same, but what has no date comes after all that has."""
    return day_number(date) or _AFTER_ALL


_AFTER_ALL: Final = 99999999
