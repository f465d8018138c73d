"""The series of meetings that a meeting is one of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from corpus.archive import Archive
from corpus.entries import Filters
from corpus.meetings import fold

_WORD = re.compile(r"\w+")


class Sitting(msgspec.Struct, frozen=True):
    """A meeting as far as it tells which series it is one of."""

    meeting_id: str
    organisation: str | None
    body: str | None
    date: str | None
    document_ids: tuple[str, ...]
    people: frozenset[str]


def sittings_of(archive: Archive, series: str) -> Mapping[str, Sitting]:
    """The meetings of current documents that have one body's name, folded, by id."""
    people: dict[str, set[str]] = {}
    for meeting_id, name in archive.ask(
        "SELECT r.meeting_id, f.name FROM record r JOIN participant f ON f.record_id = r.id"
        " WHERE r.series = ?",
        (series,),
    ):
        people.setdefault(meeting_id, set()).add(name)
    return {
        entry.id: Sitting(
            entry.id,
            entry.meeting.organisation,
            entry.meeting.body or entry.meeting.organisation,
            entry.meeting.date,
            entry.document_ids,
            frozenset(people.get(entry.id, ())),
        )
        for entry in archive.meetings(Filters(series=series))
    }


_COMPOUND = 8
"""Letters from which a word may be the first part of the other (samfällighet, -sförening)."""


@lru_cache(maxsize=10_000)
def _bare(name: str) -> frozenset[str]:
    """The words of a name without accents, which scans lose, and without genitive."""
    parts = unicodedata.normalize("NFKD", fold(name))
    letters = "".join(c for c in parts if not unicodedata.combining(c))
    return frozenset(word.removesuffix("s") for word in _WORD.findall(letters))


def _holds(words: frozenset[str], word: str) -> bool:
    return word in words or any(
        min(len(word), len(w)) >= _COMPOUND and (w.startswith(word) or word.startswith(w))
        for w in words
    )


def may_be_one(one: str | None, other: str | None) -> bool:
    """Whether two names of organisations do not differ: one has the words of the other."""
    if not one or not other:
        return True
    few, many = sorted((_bare(one), _bare(other)), key=len)
    return all(_holds(many, word) for word in few)


def same_series(one: Sitting, other: Sitting) -> bool:
    """Whether two meetings are of one body: its name is the same, and so is the organisation.

    Where a document tells another organisation, the body is still the same if at least half of
    the people are (of the meeting with the fewer).
    """
    if not one.body or not other.body or fold(one.body) != fold(other.body):
        return False
    if may_be_one(one.organisation, other.organisation):
        return True
    fewer = min(len(one.people), len(other.people))
    return fewer > 1 and 2 * len(one.people & other.people) >= fewer


def later(one: Sitting, others: Iterable[Sitting], days: int) -> list[Sitting]:
    """The meetings of the same series after one, at most some days, the earliest first."""
    if not one.date:
        return []
    last = (date.fromisoformat(one.date) + timedelta(days)).isoformat()
    near = (o for o in others if o.date and one.date < o.date <= last and same_series(one, o))
    return sorted(near, key=lambda sitting: (sitting.date or "", sitting.meeting_id))
