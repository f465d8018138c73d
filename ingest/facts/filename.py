"""What the name of a file and of its folders tell of the meeting (filnamn).

Archives name files by body and day, "KS/2019/Protokoll 2019-03-12.pdf", where the paper itself
may be silent: a first page that is missing, a text file without a head. The name is evidence of
less weight than a label or a title of the paper, and of more than a day in running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.swedish.lexicon import expansions
from corpus.swedish.tables import first_match
from ingest.facts.dates import find_dates

_FOLDERS = 2
"""Folders above the file whose names are asked; those above them name disks and systems."""
_GLUE = re.compile(r"[_+~,;()\[\]]+|(?<=[^\W\d])[-.](?=\d)|(?<=\d)[-.](?=[^\W\d])|--+")
_BETWEEN_FIGURES = re.compile(r"(?<=\d)_(?=\d)")
_SIX_FIGURES = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)")
_PIECE = re.compile(r"\s[-–]\s|\d[\d.:/-]*|\s{2,}")


@dataclass(frozen=True)
class Named:
    """Day (ISO) and body that a file's name tells; None where it tells none, or several."""

    date: str | None = None
    body: str | None = None


UNNAMED = Named()
"""What a name tells that tells nothing, or that speaks of several documents."""


def named(uri: str) -> Named:
    """What the address of a file tells, the file's own name before its folders'."""
    path = PurePosixPath(unquote(urlsplit(uri).path, errors="replace"))
    names = [path.stem, *(folder.name for folder in list(path.parents)[:_FOLDERS])]
    words = [_GLUE.sub(" ", _BETWEEN_FIGURES.sub("-", name)).strip() for name in names]
    return Named(
        next((day for name in words if (day := _day(name))), None),
        next((body for name in words if (body := _body(name))), None),
    )


def _day(name: str) -> str | None:
    """The one day that a name tells."""
    days = {
        found.first
        for found in find_dates(name)
        if found.dated and found.first and found.kind in ("day", "span")
    }
    days = days or {day for each in _SIX_FIGURES.finditer(name) if (day := _short(each))}
    return days.pop().isoformat() if len(days) == 1 else None


def _short(figures: re.Match[str]) -> date | None:
    """The day of "210310"; None where the calendar has no such day."""
    year, month, day = map(int, figures.groups())
    try:
        return date(2000 + year, month, day)
    except ValueError:
        return None


def _body(name: str) -> str | None:
    """The body that a piece of a name is, or is the short form of ("KS", "ksau")."""
    for piece in filter(None, map(str.strip, _PIECE.split(name))):
        long = next((w for w in map(_long, piece.split()) if w), None)
        for said in (long, piece[:1].upper() + piece[1:]):
            found = first_match("bodies", said) if said else None
            if found and found[0].meaning != "weakly":
                as_written = found[0].meaning == "as-written"
                body = found[1]["body"].strip() if as_written else found[0].meaning
                return body[:1].upper() + body[1:]
    return None


def _long(word: str) -> str | None:
    """The body that a short form stands for; None where it stands for something else."""
    if not 2 <= len(word) <= 5:
        return None
    longs = (long[:1].upper() + long[1:] for long in expansions().get(word.casefold(), ()))
    return next((long for long in longs if first_match("bodies", long)), None)
