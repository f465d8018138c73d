"""References as people write them: §, day and case number in one spelling, and whose they are.

`spelt_out` writes every spelling of a § ("paragraf 88", "§88/2018"), a day ("26/5 2026",
"260526", "maj 26, 2026") and a case number with blanks ("ks 2021 00315") in the spelling that
the analysis reads. What stands in quotation marks or in a field is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from corpus.swedish.calendar import MONTHS, WEEKDAYS
from corpus.swedish.compounds import split
from corpus.swedish.lexicon import expansions, function_words
from index.analysis import net, words

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_LEFT = r"(?<![\w:.\"/§-])"
_RIGHT = r"(?![\w/]|[.,:-]\d|\.\.)"
_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"(?P<y>{_YEAR}|\d\d)"
_DAYS = [
    re.compile(_LEFT + pattern + _RIGHT, re.IGNORECASE)
    for pattern in (
        rf"(?P<y>{_YEAR})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<y>[0-3]\d)(?P<m>\d\d)(?P<d>\d\d)",
        rf"(?P<y>{_YEAR})(?:\s?[-./–]\s?|\s)(?P<m>\d\d?)(?:\s?[-./–]\s?|\s)(?P<d>\d\d?)",
        rf"(?P<d>\d\d?)\s?[.-]\s?(?P<m>\d\d?)\s?[.-]\s?{_YEARS}",
        rf"(?P<d>\d\d?)\s?/\s?(?P<m>\d\d?)(?:\s?[-–/,]\s?|\s){_YEARS}",
        rf"(?P<d>\d\d?)(?::?[ae])?[.\s]\s?(?P<m>{_NAMES})\b\.?(?:,?\s?-|,?\s|\s?[’'])\s?{_YEARS}",
        rf"(?P<m>{_NAMES})\s(?P<d>\d\d?)(?::?[ae])?,?\s(?P<y>{_YEAR})",
        rf"(?P<y>{_YEAR}),?\s(?P<d>\d\d?)(?::?[ae])?\s(?P<m>{_NAMES})\b",
    )
]
_SECTION = re.compile(
    r"(?<![\w:])(?:paragraf(?:en|erna|er)?|par|pkt|punkt(?:en)?|§+)[.:]?\s*(?:nr|nummer)?[.:]?\s*"
    rf"(?P<n>\d{{1,4}}(?:\s?[a-e]\b)?)(?:\s?[/-]\s?(?P<y>{_YEAR}|\d\d(?=\s|$)))?",
    re.IGNORECASE,
)
_SECTION_AFTER = re.compile(
    r"(?<![\w:/-])(\d{1,4})\s?(?:§+|paragrafen\b|paragraf\b)(?!\s?\d)", re.IGNORECASE
)
_CASE = re.compile(
    rf"(?<![\w:])([a-zåäö]{{2,8}})[\s/-]*({_YEAR})\s?[\s/:.-]\s?(\d{{1,6}})(?![\w/.-])",
    re.IGNORECASE,
)
_KEPT = re.compile(r"(\"[^\"]*\"|[^\W\d]\w*:\S+|\S*\.\.\S*|[\[{][^\]}]*[\]}])")
_CENTURY = 2000

LABELS = frozenset(
    ("protokoll", "protokollet", "protokollen", "möte", "mötet", "möten", "sammanträde",
     "sammanträdet", "mötesprotokoll", "sammanträdesprotokoll", "protokollsutdrag", "ärende",
     "ärendet", "punkt", "punkten", "paragraf", "paragrafen", "dnr", "diarienummer", "diarienr",
     "datum", "sida", *(day for name in WEEKDAYS for day in (name, f"{name}en") if len(name) > 4))
)  # fmt: skip
"""Words beside a reference that name what it is."""


def spelt_out(text: str) -> str:
    """A question with its references in the spelling that the analysis reads.

    >>> spelt_out("ks paragraf 88, 26/5 2026")
    'ks § 88, 2026-05-26'
    """
    return "".join(
        part if at % 2 else _spelt(part) for at, part in enumerate(_KEPT.split(text)) if part
    )


def _spelt(text: str) -> str:
    for pattern in _DAYS:
        text = pattern.sub(_iso, text)
    text = _SECTION.sub(_section, text)
    text = _SECTION_AFTER.sub(r"§ \1", text)
    return _CASE.sub(_case, text)


def _iso(found: re.Match[str]) -> str:
    year, month, day = found["y"], found["m"].lower(), int(found["d"])
    number = MONTHS[month] if month in MONTHS else int(month)
    whole = int(year) if len(year) == 4 else _CENTURY + int(year)
    try:
        return date(whole, number, day).isoformat()
    except ValueError:
        return found[0]


def _section(found: re.Match[str]) -> str:
    if not found["y"]:
        return f"§ {found['n']}"
    if "-" in found[0] and len(found["y"]) == 2:
        return found[0]  # §§ 88-90
    year = found["y"] if len(found["y"]) == 4 else f"{_CENTURY + int(found['y'])}"
    return f"§ {found['n']} {year}"


def _case(found: re.Match[str]) -> str:
    letters, year, number = found.groups()
    blank = not re.search(r"[/:.-]", found[0])
    a_year = len(number) == 4 and number[:2] in ("19", "20")
    few = len(number) < 3 and (blank or not letters.isupper())
    if letters.lower() in MONTHS or a_year or few:
        return found[0]
    return f"{letters.upper()} {year}/{number}"


# --------------------------------------------------------------------------- bodies

_KINDS = (
    "nämnd", "styrelse", "fullmäktige", "utskott", "råd", "beredning", "direktion", "stämma",
    "kommitté", "delegation",
)  # fmt: skip


def bodies_meant(asked: Sequence[str], known: Iterable[str]) -> tuple[tuple[str, ...], set[int]]:
    """The bodies of an archive that words of a question name, and which words these are.

    In full ("barn- och ungdomsnämnden"), by the last part ("fullmäktige") or in letters (BUN).
    """
    nets = [_net(word) for word in asked]
    best: tuple[int, tuple[str, ...], set[int]] = (0, (), set())
    for body in known:
        wanted = _content(body)
        at = {nets.index(each) for each in wanted if each in nets}
        if wanted and len(at) == len(wanted):
            rest = best[1] if len(at) == best[0] else ()
            if len(at) >= best[0]:
                best = (len(at), (*rest, body), at)
    if best[0]:
        return best[1], best[2]
    for place, word in enumerate(asked):
        short = word.lower().rstrip(".:")
        longs = expansions().get(short, ())
        named = tuple(body for body in known if body.lower() in longs)
        named = named or tuple(body for body in known if short in abbreviations(body))
        if not named and nets[place].endswith(_KINDS):
            named = tuple(body for body in known if _ends_so(body, nets[place]))
        if named:
            return named, {place}
    return (), set()


def _net(word: str) -> str:
    return net(word.lower()) if word.isalpha() else word.lower().strip("-")


@lru_cache(maxsize=10_000)
def _content(body: str) -> tuple[str, ...]:
    """The words of a body's name that tell it from others, as nets."""
    return tuple(_net(w) for w in words(body) if w.lower() not in function_words())


def _ends_so(body: str, last: str) -> bool:
    own = _content(body)
    return bool(own) and own[-1].endswith(last)


@lru_cache(maxsize=10_000)
def abbreviations(body: str) -> frozenset[str]:
    """What a body is called in letters: first letters of its words, and of their parts.

    >>> sorted(abbreviations("Barn- och ungdomsnämnden"))
    ['bn', 'bou', 'boun', 'bu', 'bun']
    """
    lower = body.lower()
    found = {short for short in expansions().get(lower, ()) if len(short) < 6}
    whole = re.findall(r"[^\W\d_]+", lower)
    content = [word for word in whole if word not in function_words()]
    for chosen in (content, whole):
        apart = [split(word) for word in chosen]
        found.add("".join(word[0] for word in chosen))
        found.add("".join(part[0] for parts in apart for part in parts))
        found.add("".join(p[0] for parts in apart[:-1] for p in parts[:1]) + _tail(apart))
    return frozenset(each for each in found if 2 <= len(each) <= 6)


def _tail(apart: Sequence[Sequence[str]]) -> str:
    return "".join(part[0] for part in apart[-1]) if apart else ""


def days(terms_: Iterable[str]) -> Iterator[str]:
    """Those terms that are days, with a year (#2026-05-26) or without (#05-26)."""
    return (term for term in terms_ if re.match(r"#(?:\d{4}-)?\d\d-\d\d$", term))
