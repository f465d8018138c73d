"""The one Swedish analysis that every engine indexes and searches with.

Each word becomes a few terms that share its position:

    förmågekartläggningen   the surface form, lower case
    ~förmågekartläggning    the net: the lemma, or the stem of a word no list knows
    +förmåga +kartläggning  the nets of its parts, and of neighbouring parts together

References become one canonical term in any spelling: `#2019/123` (KS 2019/0123, KS/2019:123),
`#2026-06-15` (15 juni 2026, 15.6.2026), `#§114` (§ 114, 114 §), `#1000000` (1 000 000). A query
finds a compound by its parts, never a part by the compound, since a query word's own parts are
not searched for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from corpus.swedish.calendar import MONTHS
from corpus.swedish.compounds import base, split
from corpus.swedish.lexicon import function_words, lemma_of, lemmas
from corpus.swedish.tables import rules

VERSION = 4
"""Rises when the terms of any word change; an index of another version is made anew."""

CACHED_WORDS = 60_000
LONGEST_WORD = 60
"""Longer runs of letters are kept as they are: they are no words to take apart."""
MOST_PARAGRAPHS = 60
"""As many numbers of "§§ 1–400" become terms."""

_MONTH = "|".join(sorted((m for m in MONTHS if len(m) > 3 or m == "maj"), key=len, reverse=True))
_LETTER = r"[\w\u0300-\u036f\u00ad]"
_TOKEN = re.compile(
    rf"""
      §+\s?\d+(?:\s?[a-zA-Z]\b)?(?:\s?[-–]\s?\d+)?          # § 114, §§ 115–122
    | \d+\s?§                                               # 114 §
    | \d{{1,2}}(?::?[ea])?\s(?:{_MONTH})\b(?:\s\d{{4}}\b)?  # 15 juni 2026
    | (?<!\d)\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)     # 1 000 000
    | \w{_LETTER}*
      (?: (?:['’]|(?<!\d)[-‐‑]|[-‐‑](?![a-zåäö]{{3}})){_LETTER}+  # e-arkiv; E22 + infarten
        | (?<=\d)[./:,]\d{_LETTER}*                         # 15.9.2022, 3,5
        | [./:](?=\d){_LETTER}+                             # KF/2006.203
        | (?<=\d)/(?=[a-zåäöA-ZÅÄÖ]){_LETTER}+              # 2023/ks
        | :[a-zåäö]{{1,4}}\b                                # IdP:n
      )*
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d+")
_NUMERIC = re.compile(r"[\d§]")
_STRETCH = re.compile(r"(?<!\S)(?:[^\s\d§]*+[\d§]\S*+\s*+(?:[^\s\d§]++(?:\s++|\Z)){0,2}+)++")
_NAMED_DAY = re.compile(rf"(\d{{1,2}})(?::?[ea])?\s({_MONTH})(?:\s(\d{{4}}))?$", re.IGNORECASE)
_ISO_DAY = re.compile(r"((?:19|20)\d\d)[-.](\d\d?)[-.](\d\d?)$")
_DAY_FIRST = re.compile(r"(\d\d?)[./](\d\d?)(?:[-./]((?:19|20)?\d\d))?$")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)$")
_SHORT_DAY = re.compile(r"([0-3]\d)(0[1-9]|1[0-2])([0-2]\d|3[01])$")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_HYPHENS = re.compile("[-‐‑]")


@cache
def _stemmer() -> Callable[[str], str]:
    from whoosh.lang.snowball.swedish import SwedishStemmer  # costs more than all else here

    stem: Callable[[str], str] = SwedishStemmer().stem
    return stem


class Token(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A word of a text: where it stands and the terms at its position, surface form first."""

    start: int
    end: int
    terms: tuple[str, ...]


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for found in _TOKEN.finditer(text):
        yield Token(found.start(), found.end(), terms(found.group()))


def words(text: str) -> list[str]:
    """The words of a text as they stand in it: the fast half of `tokens`."""
    return _TOKEN.findall(text)


def word_spans(text: str, start: int = 0) -> Iterator[tuple[str, int, int]]:
    """The words of a text with their offsets, from one of them on."""
    for found in _TOKEN.finditer(text, start):
        yield found.group(), found.start(), found.end()


class Kinds(NamedTuple):
    """The terms of a text by their kind, each kind in one line with spaces between.

    Words and nets have one for each word of the text, so that phrases can be found in either.
    """

    words: str
    """Surface forms; for a reference its canonical term."""
    nets: str
    """What inflections share; where a word has no net, its surface form."""
    parts: str
    beside: str
    """Other ways to write a word: earkiv for e-arkiv."""


def kinds_of(text: str) -> Kinds:
    """The terms of a text by their kind: what `words` and `terms` give, sooner.

    Most chunks between white space have been seen, and their terms with them. Only one with a
    digit or § may make a word with the next (15 juni 2026): from there a stretch is read anew.
    """
    chunks = text.split()
    found = list(map(_CHUNKS.__getitem__, chunks))
    return _joined(list(_with_stretches(text, chunks, found)) if None in found else found)


def _with_stretches(
    text: str, chunks: list[str], found: list[Kinds | None]
) -> Iterator[Kinds | None]:
    number = at = 0
    while number < len(chunks):
        kinds, length = found[number], 1
        if kinds is None:
            at = text.index(chunks[number], at)
            end = _stretch_end(text, at)
            stretch = text[at:end]
            kinds, length, at = _by_kind(stretch), len(stretch.split()), end
        yield kinds
        number += length


def _stretch_end(text: str, at: int) -> int:
    """Where what may be words with white space ends: two chunks without digit or § on."""
    found = _STRETCH.match(text, at)
    return found.end() if found else len(text)


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of a text stand in which a word may hold white space (§ 114)."""
    return (found.span() for found in _STRETCH.finditer(text))


def _by_kind(text: str) -> Kinds:
    return _joined([*map(_WORDS.__getitem__, words(text))])


def _joined(found: Sequence[Kinds | None]) -> Kinds:
    return Kinds(*map(" ".join, zip(*found, strict=True))) if found else Kinds("", "", "", "")


def _kinds_of_word(word: str) -> Kinds:
    surface, *others = _terms(word)  # kept here, and not once more
    net = next((term for term in others if term[0] == "~"), surface)
    parts = " ".join(term for term in others if term[0] == "+")
    return Kinds(surface, net, parts, " ".join(term for term in others if term[0] not in "~+"))


class _Seen(dict[str, Kinds | None]):
    """The kinds of what was seen before.

    A dictionary that forgets all when it is full is asked in half the time of an LRU cache.
    """

    def __init__(self, find: Callable[[str], Kinds | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: str) -> Kinds | None:
        found = self._find(text)
        if len(self) >= CACHED_WORDS:
            self.clear()
        self[text] = found
        return found


_WORDS = _Seen(_kinds_of_word)
_CHUNKS = _Seen(lambda chunk: None if _NUMERIC.search(chunk) else _by_kind(chunk))
"""None where a chunk may make a word with the next."""


def contained(term: str) -> set[str]:
    """Of which letters a lower-case word holds some, if it has this term.

    Inflection and composition leave the first three letters of a word or a part as they are,
    except where the list of lemmas says otherwise (böcker, bok). Words with hyphens, and text
    that is not in composed Unicode, are not covered.
    """
    core = term.lstrip("~+#")
    if digits := [number.lstrip("0") or "0" for number in _DIGITS.findall(core)]:
        if "§" in core:
            return {"§"}
        return {digits[-1] if term[0] == "#" else digits[0][: len(digits[0]) % 3 or 3]}
    if term[0] not in "~+":
        return {core}
    return {core[:_KEPT], *_other_beginnings().get(core, ())}


_KEPT = 3
"""Letters that every first or last part of a compound has at least."""


@cache
def _other_beginnings() -> Mapping[str, set[str]]:
    """For lemmas with forms that begin otherwise, how these begin."""
    found: dict[str, set[str]] = {}
    for form, lemma in lemmas().items():
        if form[:_KEPT] != lemma[:_KEPT]:
            found.setdefault(lemma, set()).add(form[:_KEPT])
    return found


@lru_cache(maxsize=CACHED_WORDS)
def terms(word: str) -> tuple[str, ...]:
    """All terms of one word, its surface form first and each once."""
    return _terms(word)


def _terms(word: str) -> tuple[str, ...]:
    surface = fold_case(word)
    if not surface.isalpha() and any(char.isdigit() or char == "§" for char in surface):
        return tuple(dict.fromkeys(_reference(surface)))
    if ":" in surface:
        surface = surface.partition(":")[0]  # IdP:n
    if surface in function_words() or len(surface) > LONGEST_WORD:
        return (surface,)
    return tuple(dict.fromkeys(_overlay(surface)))


def fold_case(word: str) -> str:
    """Lower case in composed Unicode, without soft hyphens; å, ä and ö stay what they are."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word).replace("\u00ad", "").replace("’", "'").lower()


@lru_cache(maxsize=CACHED_WORDS)
def net(word: str) -> str:
    """What all inflections of a lower-case word have in common.

    The lemma where a list knows the word; for an unknown compound, the lemma of its last part;
    otherwise the stem.
    """
    if found := lemma_of(word):
        return found
    parts = split(word)
    if len(parts) > 1:
        return "".join(parts[:-1]) + (lemma_of(parts[-1]) or parts[-1])
    return _stemmer()(word)


def _overlay(surface: str) -> Iterator[str]:
    yield surface
    if "-" in surface or "‐" in surface or "‑" in surface:
        pieces = [piece for piece in _HYPHENS.split(surface) if piece]
        joined = "".join(pieces)
        yield joined
        yield "~" + net(joined)
        for piece in pieces:
            yield "+" + net(piece)
            yield from (term for term in terms(piece) if term[0] == "+")
        return
    yield "~" + net(surface)
    parts = split(surface)
    if len(parts) > 1:
        yield from _part_terms(parts)


def _part_terms(parts: tuple[str, ...]) -> Iterator[str]:
    """Terms of the parts, and of runs of parts that are not the whole."""
    last = len(parts) - 1
    for start in range(len(parts)):
        for end in range(start, len(parts)):
            if (start, end) == (0, last):
                continue
            tail = net(parts[end]) if end == last else net(base(parts[end])[1])
            yield "+" + "".join(parts[start:end]) + tail


# --------------------------------------------------------------------------- references


def _reference(surface: str) -> Iterator[str]:
    """Canonical terms of a number, a date, a § or a case number."""
    if "§" in surface:
        yield from _paragraphs(surface)
        return
    if day := _day(surface):
        yield from day
        return
    if clock := _CLOCK.match(surface):
        yield f"{int(clock[1])}:{clock[2]}"
        return
    compact = "".join(surface.split())
    if _THOUSANDS.match(compact):
        compact = compact.replace(".", "")  # 1.250.000
    if compact.isdigit():
        yield compact.lstrip("0") or "0"
        if compact == surface and (short := _SHORT_DAY.match(compact)):  # 240118
            year, month, day = short.groups()
            yield from (f"#20{year}-{month}-{day}", f"#{month}-{day}")
        return
    if re.fullmatch(r"\d+,\d+", compact):
        yield compact.replace(",", ".")
        return
    yield from _case_number(compact)


def _paragraphs(surface: str) -> Iterator[str]:
    numbers = [int(number[:9]) for number in re.findall(r"\d+", surface)]
    letter = re.search(r"\d\s?([a-z])$", surface)
    if letter:
        yield f"#§{numbers[0]}{letter[1]}"
    if len(numbers) == 2 and numbers[0] < numbers[1]:
        last = min(numbers[1], numbers[0] + MOST_PARAGRAPHS)
        yield from (f"#§{number}" for number in range(numbers[0], last + 1))
    elif numbers:
        yield f"#§{numbers[0]}"


def _day(surface: str) -> tuple[str, ...] | None:
    """The terms of a day: with the year where there is one, and without it."""
    if found := _NAMED_DAY.match(surface):
        day, month, year = int(found[1]), MONTHS[found[2].lower()], found[3]
    elif found := _ISO_DAY.match(surface):
        year, month, day = found[1], int(found[2]), int(found[3])
    elif found := _DAY_FIRST.match(surface):
        day, month, year = int(found[1]), int(found[2]), found[3]
    else:
        return None
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    short = f"#{month:02}-{day:02}"
    if not year:
        return short, "".join(surface.split())
    return f"#{year if len(year) == 4 else '20' + year}-{month:02}-{day:02}", short


def _case_number(surface: str) -> Iterator[str]:
    """A case number: year first, no leading zeros; its first two numbers alone; its letters."""
    pieces = _PIECE.findall(surface)
    numbers = [piece.lstrip("0") or "0" for piece in pieces if piece[0].isdigit()]
    letters = [piece for piece in pieces if not piece[0].isdigit()]
    year = next((number for number in numbers if _YEAR.match(number)), None)
    if year:
        numbers.remove(year)
        numbers.insert(0, year)
    if len(numbers) > 1:
        yield "#" + "/".join(numbers)
        yield "#" + "/".join(numbers[:2])
    yield surface
    if len(numbers) == 1:
        yield numbers[0]
    yield from (letter for letter in letters if len(letter) > 1)


# --------------------------------------------------------------------------- names


@cache
def name_key(word: str) -> str:
    """What spellings of a name have in common: Karlsson and Carlson, Kristina and Christina."""
    key = fold_case(word)
    for rule in rules("spellings"):
        key = rule.pattern.sub(rule.meaning, key)
    return "@" + key
