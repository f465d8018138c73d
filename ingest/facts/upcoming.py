"""Later meetings and events that a document announces (kommande möten och händelser)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from corpus.model import Document, DocumentType, UpcomingDate
from corpus.swedish.nlp import sentences
from corpus.swedish.tables import first_meaning, pattern, rules
from ingest.facts.context import Context
from ingest.facts.current import current_parts
from ingest.facts.dates import FoundDate, find_dates
from ingest.facts.deadlines import date_with_lead
from ingest.facts.task_columns import TaskTables
from ingest.layout.blocks import Block, BlockKind
from ingest.layout.passage import Passage
from ingest.split.sections import Section

MEETING = "meeting"
HORIZON = timedelta(days=550)
"""How far ahead an announced date may lie: what lies further off is a plan or a validity."""

_NEAR = 110  # characters on either side of a date in which the words that name the event stand
_FAR = 600  # the same of words that tell what a whole sentence is about
_DATE_ALONE = pattern("occasions", "before-day")
_CLOCK_AFTER = pattern("occasions", "clock-after")
_CLOCK_BEFORE = pattern("occasions", "clock-before")
_LOOSE = pattern("occasions", "loose")
_SENTENCE = pattern("occasions", "sentence")
_MEETING_WORD = pattern("occasions", "meeting-word")
_PLANNED = pattern("occasions", "planned-to")
_STAMPS = ("iso", "compact")  # how signatures are dated: "2024-05-24 08:49"
_WORD = re.compile(r"[A-Za-zÅÄÖåäöé]{3,}")


@dataclass(frozen=True)
class _Line:
    """A sentence or bullet with what the words before it announce."""

    passage: Passage
    listed: str | None
    """What a list that the sentence stands in announces: "meeting", or None."""
    topic: str | None
    """The heading or bullet right above, for a date that stands alone."""
    in_item: bool
    """Whether it stands in an item, not on a cover or among signatures."""


def find_upcoming(sections: tuple[Section, ...], context: Context) -> tuple[UpcomingDate, ...]:
    """The later meetings and events that the document announces, in order of appearance.

    Each has an ISO date (of an interval, its first day), the words of the date, and what
    happens: "meeting", or the event in the document's words.
    """
    found: dict[tuple[str, str], UpcomingDate] = {}
    for section in sections:
        for one in _of_section(section, context):
            key = (one.date, one.what.casefold())
            if key not in found or found[key].provenance.confidence < one.provenance.confidence:
                found[key] = one
    return tuple(found.values())


def next_meeting(document: Document, day: date | None) -> date | None:
    """The day of the next meeting, as far as the whole document tells; None where it does not."""
    if day is None:
        return None
    days: list[date] = []
    lines = document.lines
    for at, line in enumerate(lines):
        text = document.text_of(line)
        if _announced(text) != MEETING:
            continue
        for near in lines[at : at + 4]:
            days += [f.first for f in _ahead(document.text_of(near), day) if f.first]
            if days:
                break
    return min(days, default=None)


def _of_section(section: Section, context: Context) -> Iterator[UpcomingDate]:
    if section.item is None and context.document_type is DocumentType.NOTICE:
        return  # a notice announces its own meeting
    for line in _lines(section):
        yield from _of_line(line, context)


def _lines(section: Section) -> Iterator[_Line]:
    """The title and the sentences of a section, each with what stands over it."""
    listed = topic = None
    tasks = TaskTables(section)
    if section.item is not None:
        title = Passage.of_spans(section.document, section.item.provenance.spans)
        topic, listed = section.item.title, _announced(title.text)
        yield _Line(title, None, None, True)
    for part in current_parts(section):
        if part.meaning == "cover":
            continue
        if part.meaning in ("decision", "text", "discussion") and part.heading:
            listed = _announced(part.heading.text) or listed
        for block in part.blocks:
            if tasks.holds(block.lines[0]):
                continue  # by when something is to be done
            for passage in _sentences(block):
                yield _Line(passage, listed, topic, section.item is not None)
                listed = _goes_on(passage.text, listed)
            if len(block.text) < 60 and not find_dates(block.text):
                topic = topic if _SENTENCE.search(block.text) else block.text


def _goes_on(text: str, listed: str | None) -> str | None:
    """What the list announces after this sentence: it ends with a longer text without a date."""
    if announced := _announced(text):
        return announced
    return listed if len(text) < 60 or text[-1] in ":;" or find_dates(text) else None


def _sentences(block: Block) -> Iterator[Passage]:
    if block.kind is BlockKind.HEADING:
        yield block.passage
        return
    days = [find_dates(block.document.text_of(line)) for line in block.lines]
    if len(days) > 1 and all(days) and len(block.text) < 60 * len(days):
        yield from (Passage.of(block.document, [line]) for line in block.lines)  # a list of days
        return
    for start, end in sentences(block.text):
        yield block.passage.slice(start, end)


def _announced(text: str) -> str | None:
    """ "meeting" where the words announce later meetings."""
    if not _MEETING_WORD.search(text):
        return None
    return MEETING if first_meaning("upcoming", {"meeting"}, text) else None


def _ahead(text: str, day: date | None, announced: bool = False) -> list[FoundDate]:
    """The days in a text that lie after the meeting; without its date, those with a year.

    Where the text announces meetings, a day just past means that of next year.
    """
    all_found = find_dates(text, day, 0) if announced else find_dates(text, day)
    found = [f for f in all_found if f.kind in ("day", "span", "weekday")]
    return [f for f in found if f.first and day and day < f.first <= day + HORIZON]


def _of_line(line: _Line, context: Context) -> Iterator[UpcomingDate]:
    text = line.passage.text
    dates = _ahead(text, context.date, bool(line.listed or _announced(text)))
    if not dates:
        return
    for found in dates:
        near = [f for f in dates if f is not found]
        if named := _named(line, found, near):
            what, rule, confidence = named
            words = line.passage.slice(found.start, _end(text, found))
            yield UpcomingDate(
                date=str(found.first),
                text=words.text,
                what=what,
                provenance=line.passage.provenance(rule, confidence),
            )


def _end(text: str, found: FoundDate) -> int:
    clock = _CLOCK_AFTER.match(text[found.end :])
    return found.end + (clock.end() if clock else 0)


def _named(
    line: _Line, found: FoundDate, others: Sequence[FoundDate]
) -> tuple[str, str, float] | None:
    """What happens on a day, the rule that says so, and how sure it is; None for a bare limit."""
    text = line.passage.text
    lead = date_with_lead(text, found)
    if lead and lead.rule in ("by-meeting", "next-meeting-on"):
        return MEETING, lead.rule, 0.9
    since = max(0, found.start - _FAR)
    if lead and lead.strength == 3 and not _PLANNED.search(text[since : found.start]):
        return None
    said = _said_of(text)
    low = max(0, found.start - _NEAR)
    near = text[low : found.end + _NEAR]
    for rule in rules("upcoming"):
        named = rule.meaning in ("event", "entry", "topic")
        match = rule.pattern.search(near) if named else said.get(rule.id)
        if match is None:
            continue
        if rule.meaning == "not":
            return None
        if rule.meaning == "meeting":
            return MEETING, rule.id, 0.93
        if rule.meaning == "topic" and line.topic:
            return line.topic, rule.id, 0.6
        if rule.meaning == "event" and _near(low + match.end(), found, others):
            return _LOOSE.sub("", match["what"].strip()), rule.id, 0.75
        if rule.meaning == "entry" and _is_entry(line, found, low + match.end(), others):
            return match["what"].strip(), rule.id, 0.6
    if line.listed and _short(text, found):
        return line.listed, "listed", 0.93
    if line.topic and _DATE_ALONE.match(text[: found.start]) and _short(text, found):
        return line.topic.strip(" :•-"), "date-alone", 0.6
    if found.rule in _STAMPS:
        return None
    if line.topic and (
        _end(text, found) > found.end or _CLOCK_BEFORE.search(text[since : found.start])
    ):
        return line.topic.strip(" :•-"), "at-the-hour", 0.6
    return None


@lru_cache(maxsize=64)
def _said_of(text: str) -> dict[str, re.Match[str]]:
    """What words anywhere in a text say of all its days, by rule: asked for each of them."""
    wide = (rule for rule in rules("upcoming") if rule.meaning not in ("event", "entry", "topic"))
    return {rule.id: match for rule in wide if (match := rule.pattern.search(text))}


def _is_entry(line: _Line, found: FoundDate, at: int, others: Sequence[FoundDate]) -> bool:
    """Whether a line of an item is only a name, which ends at `at`, and its one day."""
    if others or not line.in_item or found.rule in _STAMPS:
        return False
    return found.start <= at < found.end and _short(line.passage.text, found)


def _near(at: int, found: FoundDate, others: Iterable[FoundDate]) -> bool:
    """Whether a date, its weekday and all, is the first that follows the words of an event."""
    follows = found.start >= at - 2 or found.start < at < found.end
    return follows and not any(at <= o.start < found.start for o in others)


def _short(text: str, found: FoundDate) -> bool:
    """Whether a line is little more than its date."""
    if len(text) > _FAR:
        return False
    rest = text[: found.start] + " " + text[_end(text, found) :]
    return len(_WORD.findall(rest)) <= 8
