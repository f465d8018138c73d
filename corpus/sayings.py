"""What a document says of how far things have come (lägesbesked): clauses with a cue.

They are found once, when a document is read, and kept in the archive; `corpus.followups` finds
which of them speak of which action item. What a cue is stands in `followups.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec

from corpus.cases import case_key
from corpus.model import AgendaItem, Document, Line, Record
from corpus.swedish.lexicon import frequencies, function_words, lemma_of
from corpus.swedish.nlp import sentences
from corpus.swedish.tables import Rule, first_match, rules


class Saying(msgspec.Struct, frozen=True, array_like=True):
    """A clause of a document with a cue of how far something has come."""

    text: str
    """The sentence, and the one before where the sentence only refers to it."""
    spans: tuple[tuple[int, int], ...]
    page: int
    rule: str
    """The row of `followups.toml` that is its cue, and what that means."""
    meaning: str
    verb: str
    """The verb that must be the task's own; empty where the cue is enough."""
    words: Mapping[str, float]
    point: Point | None
    """The point it stands in."""
    follows_up: bool
    """Whether it stands under a heading of what was said or done before."""


class Point(msgspec.Struct, frozen=True, array_like=True):
    """What of a point tells which others it goes on from."""

    label: str
    title: str
    case: str | None
    """What all spellings of its case number have in common."""

    @classmethod
    def of(cls, item: AgendaItem) -> Point:
        """That of an agenda item."""
        return cls(item.label, item.title, case_key(item.case_number) if item.case_number else None)


@cache
def teller() -> str:
    """What finds sayings: another when the program, its rows or its words change."""
    home = Path(__file__).parent
    swedish = home / "swedish"
    read = [home / "sayings.py", swedish / "followups.toml", swedish / "sentences.toml"]
    read += [swedish / "item_titles.toml", swedish / "lexicon.py"]
    return sha256(b"".join(part.read_bytes() for part in read)).hexdigest()[:16]


def packed(document: Document, records: Sequence[Record]) -> bytes:
    """The sayings of a document as the archive keeps them."""
    return msgspec.msgpack.encode(tuple(sayings(document, records)))


def unpacked(said: bytes) -> tuple[Saying, ...]:
    """The sayings that the archive kept."""
    return _DECODER.decode(said)


# ------------------------------------------------------------------------------ words

WORD = re.compile(r"[^\W\d_]{2,}")
"""A word of at least two letters."""
_ENDING = re.compile(
    r"(?<=\w{4})(?:ernas|arnas|ornas|erna|arna|orna|ens|ets|en|et|er|ar|or|na|n|s)$"
)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of a lower-case word have in common; participles are their verb's."""
    lemma = lemma_of(word) or _ENDING.sub("", word)
    is_participle = len(lemma) > 5 and lemma.endswith("ad") and lemma[:-1] in frequencies()
    return lemma[:-1] if is_participle else lemma


@lru_cache(maxsize=100_000)
def _weight(word: str) -> float:
    """How much a word tells: the rarer in Swedish the more, from 0.5 to 4."""
    known = frequencies()
    level = max(known.get(word, 2.5), known.get(stem(word), 2.5))
    return min(4.0, max(0.5, 6.5 - level))


def content(text: str) -> dict[str, float]:
    """The stems that carry a text's subject, with their weights."""
    telling = (word for word in WORD.findall(text) if len(word) > 2 or word.isupper())
    found = (word.casefold() for word in telling)
    return {stem(word): _weight(word) for word in found if word not in function_words()}


# ------------------------------------------------------------------------------ sayings


def of_meaning(meaning: str) -> Iterator[Rule]:
    """The rows of `followups.toml` of a meaning."""
    return (rule for rule in rules("followups") if rule.meaning == meaning)


def _found(meaning: str, text: str) -> re.Match[str] | None:
    return next((m for rule in of_meaning(meaning) if (m := rule.pattern.search(text))), None)


def is_follow_up(title: str) -> bool:
    """Whether a point of this title follows up what was said or done before."""
    return _found("section", title) is not None


def is_standing(title: str) -> bool:
    """Whether a title returns at most meetings and names no case (stående punkt)."""
    if is_follow_up(title) or first_match("item_titles", title) is not None:
        return True
    return _found("standing", title) is not None


_CUES = ("dropped", "open", "done", "done_verb")


@lru_cache(maxsize=4096)
def cue(text: str) -> tuple[Rule, str] | None:
    """The cue of how far something has come, with the verb that it depends on, if any."""
    if text.rstrip().endswith("?"):
        return None
    for rule in rules("followups"):
        if rule.meaning in _CUES and (match := rule.pattern.search(text)):
            return rule, str(match.groupdict().get("verb") or "").casefold()
    return None


def _points(records: Sequence[Record]) -> list[tuple[int, AgendaItem]]:
    items = (item for record in records for item in record.agenda_items)
    return sorted(
        ((item.provenance.spans[0][0], item) for item in items if item.provenance.spans),
        key=lambda pair: pair[0],
    )


def _texts(
    document: Document, records: Sequence[Record]
) -> Iterator[tuple[AgendaItem | None, list[Line]]]:
    """The lines of each point, from its head to the next; first those before any point.

    Annexes tell of no point of the meeting; their lines are left out.
    """
    points = _points(records)
    annexes = [run for record in records for run in record.ledger.annexes]
    at = 0
    item: AgendaItem | None = None
    lines: list[Line] = []
    for line in sorted(document.lines, key=lambda line: line.start):
        if any(first <= line.page <= last for first, last in annexes):
            continue
        while at < len(points) and points[at][0] < max(line.end, line.start + 1):
            yield item, lines
            item, lines = points[at][1], []
            at += 1
        lines.append(line)
    yield item, lines


def _joined(document: Document, lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Lines as running text, and for each line where it begins there.

    An empty line stands where a sentence cannot go on: at a list item, a heading, a new cell.
    """
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for before, line in zip([None, *lines], lines, strict=False):
        joint = "" if before is None else "\n\n" if _begins_anew(before, line) else "\n"
        text = document.text_of(line)
        parts.append(joint + text)
        places.append(at + len(joint))
        at += len(joint) + len(text)
    return "".join(parts), places


def _begins_anew(before: Line, line: Line) -> bool:
    other_look = line.bold != before.bold or line.heading != before.heading
    return bool(line.bullet) or other_look or line.cell != before.cell


def _located(
    places: Sequence[int], lines: Sequence[Line], start: int, end: int
) -> tuple[tuple[int, int], ...]:
    """Where in the document a part of the running text stands."""
    found = []
    for at, line in zip(places, lines, strict=True):
        low, high = max(start, at), min(end, at + line.end - line.start)
        if low < high:
            found.append((line.start + low - at, line.start + high - at))
    return tuple(found)


def sayings(document: Document, records: Sequence[Record]) -> Iterator[Saying]:
    """What a document says of how far things have come."""
    for item, lines in _texts(document, records):
        text, places = _joined(document, lines)
        follows_up = item is not None and is_follow_up(item.title)
        before: int | None = None
        for start, end in sentences(text):
            sentence = " ".join(text[start:end].split())
            refers = before is not None and _found("refers", sentence) is not None
            first = before if refers and before is not None else start
            for clause, rule, verb in _clauses(sentence):
                told = " ".join(text[first:end].split())
                where = _located(places, lines, first, end)
                about = content(told if refers else clause)
                page = document.page_at(where[0][0]).number
                point = Point.of(item) if item else None
                yield Saying(
                    told, where, page, rule.id, rule.meaning, verb, about, point, follows_up
                )
            before = start


def _clauses(sentence: str) -> Iterator[tuple[str, Rule, str]]:
    """The clauses of a sentence that have a cue, with it."""
    parts = [sentence]
    for rule in of_meaning("break"):
        parts = [piece for part in parts for piece in rule.pattern.split(part)]
    for part in parts:
        if found := cue(part):
            yield part, *found


_DECODER = msgspec.msgpack.Decoder(tuple[Saying, ...])
