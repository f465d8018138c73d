"""The very point that a question names by §, day and body, in any order (hänvisningar).

What the question leaves out is filled by the archive: `KF § 12` is that § of every meeting of
the body, newest first; `KF 22 april 2021` is the meeting. A part that names nothing in the
archive is let go, and the answer says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from index.clauses import AnyTerm, Between, Boolean, Clause, Nothing, Term
from index.engine import Request, SearchEngine
from index.intent import Intent, Role
from index.references import LABELS, bodies_meant, days

MOST_VALUES = 1000
"""Bodies or years of an archive that are looked through."""


class Place(msgspec.Struct, frozen=True):
    """What a question names."""

    clause: Clause | None = None
    used: frozenset[int] = frozenset()
    """Which words of the question name it, and need not be found."""
    alone: bool = True
    """Whether it is what was asked for, and not a day beside a subject."""
    remarks: tuple[str, ...] = ()


def named_place(engine: SearchEngine, intent: Intent) -> Place:
    """The point or the meeting that a question names by § or day; nothing where it names none."""
    given = [t for w in intent.words if w.role is Role.REFERENCE for t in w.terms]
    sections = [Term("number", term) for term in given if term.startswith("#§")]
    dates = list(days(given))
    if not (sections or dates):
        return Place()
    body, used = _bodies(engine, intent)
    used |= {at for at, word in enumerate(intent.words) if word.text.lower() in LABELS}
    left = [w for at, w in enumerate(intent.words) if w.role is Role.SUBJECT and at not in used]
    day = _days(engine, dates)
    if not sections and left:
        return Place(day, frozenset(), alone=False)
    parts = {
        "§": AnyTerm(tuple(sections)) if sections else None,
        "dag": day,
        "organ": body,
        "år": AnyTerm(tuple(Term("year", y) for y in intent.years)) if intent.years else None,
        "ärende": _cases(given),
    }
    used |= {at for at, word in enumerate(intent.words) if word.role is Role.PERIOD and sections}
    return _nearest(engine, {k: v for k, v in parts.items() if v}, used)


_LET_GO = ((), ("år",), ("ärende",), ("organ",), ("dag",), ("organ", "år"), ("organ", "dag"))
"""Parts of a reference without which it is tried, in this order."""


def _nearest(engine: SearchEngine, parts: dict[str, Clause], used: set[int]) -> Place:
    """The points that have all parts, or all but those that must be let go."""
    for gone in _LET_GO:
        kept = tuple(clause for part, clause in parts.items() if part not in gone)
        if not kept or not parts.keys() >= set(gone) or not parts.keys() & {"§", "dag"} - {*gone}:
            continue
        clause = Boolean(kept)
        if engine.best(Request(clause, limit=1))[0]:
            said = f"Ingen punkt har både {' och '.join(parts)}; {' och '.join(gone)} förbisågs."
            return Place(clause, frozenset(used), remarks=(said,) if gone else ())
    return Place()


def _bodies(engine: SearchEngine, intent: Intent) -> tuple[Clause | None, set[int]]:
    """The bodies that the question's words name, and which words do."""
    known = [value for value, _ in _values(engine, "body_name")]
    bodies, used = bodies_meant([word.text for word in intent.words], known)
    return AnyTerm(tuple(Term("body_name", b) for b in bodies)) if bodies else None, used


def _values(engine: SearchEngine, facet: str) -> Sequence[tuple[str, int]]:
    request = Request(facets=(facet,), facet_size=MOST_VALUES, limit=1)
    return engine.search(request).facets[facet]


def _cases(given: Sequence[str]) -> Clause | None:
    numbers = tuple(Term("case", term) for term in given if re.match(r"#\d{4}/", term))
    return AnyTerm(numbers) if numbers else None


def _days(engine: SearchEngine, dates: Sequence[str]) -> Clause | None:
    """The meetings of the days that are named; of a day without year, in any year there is."""
    if not dates:
        return None
    numbers = {int(day) for term in dates for day in _numbers(engine, dates, term)}
    ranges = tuple(Between(number, number) for number in sorted(numbers))
    return Boolean(should=ranges) if ranges else Nothing()


def _numbers(engine: SearchEngine, dates: Sequence[str], term: str) -> Iterator[str]:
    digits = term[1:].replace("-", "")
    if len(digits) == 8:
        yield digits
    elif not any(other.endswith(term[1:]) and other != term for other in dates):
        yield from (year + digits for year, _ in _values(engine, "year"))
