"""Which records are of the same meeting (sammanträde).

A notice, a deck and the minutes of the same body and day are documents of one meeting. Records
are of the same meeting when body and date are equal and the organisations do not differ; an
organisation that a document does not name, or names in fewer words, does not differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from corpus.model import Meeting
from corpus.rows import short_id

_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Text for comparison: case, Unicode form and runs of white space do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def meeting_key(meeting: Meeting, record_id: str) -> str:
    """What records of one meeting have in common.

    A record without a date, or with neither body nor organisation, is alone.
    """
    body = meeting.body or meeting.organisation
    return f"{meeting.date}\n{fold(body)}" if meeting.date and body else record_id


def _words(organisation: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in _WORD.findall(fold(organisation)))


def _clusters(organisations: Iterable[str]) -> list[list[frozenset[str]]]:
    """Organisations, as sets of words, that may be the same: one's words are among another's."""
    clusters: list[list[frozenset[str]]] = []
    for words in sorted({_words(name) for name in organisations}, key=lambda w: sorted(w)):
        near = [c for c in clusters if any(words <= other or words >= other for other in c)]
        merged = [words, *(other for cluster in near for other in cluster)]
        clusters = [c for c in clusters if c not in near] + [merged]
    return clusters


def meeting_ids(key: str, organisations: Mapping[str, str | None]) -> dict[str, str]:
    """The meeting of each record that shares a key, given the organisation of each.

    The answer depends on the set of records alone, not on the order they came in. Where the
    records name several organisations, those that name none are a meeting of their own.
    """
    clusters = _clusters(name for name in organisations.values() if name)
    if len(clusters) < 2:
        return dict.fromkeys(organisations, short_id("m", key))
    names = {w: min(" ".join(sorted(x)) for x in cluster) for cluster in clusters for w in cluster}
    return {
        record: short_id("m", key, names[_words(name)] if name else "")
        for record, name in organisations.items()
    }
