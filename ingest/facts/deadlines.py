"""By when something is to be done: deadlines (tidsfrister) in running text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

from corpus.model import DocumentType
from corpus.swedish.calendar import MONTHS
from corpus.swedish.numbers import CARDINALS, ORDINALS
from corpus.swedish.tables import Rule, pattern, rules
from ingest.facts.context import Context
from ingest.facts.dates import FoundDate, find_dates

_LEAD = 70  # characters before a date in which the words that lead up to it may begin
_CLOCK = pattern("occasions", "hour")
_CALLED = timedelta(days=120)
"""How long before a meeting its notice may set a day."""
_AHEAD = pattern("deadlines", "before-meeting")


class Deadline(msgspec.Struct, frozen=True):
    """A deadline in a text: `text[start:end]` is `due_text`, its words with their lead-in.

    `due_date` is the last day meant, where the text and the meeting's date settle it. `strength`
    says how plainly it is a deadline: 3 by a date, 2 another way of saying when it is due,
    1 only a day named, or a time that is no day.
    """

    due_text: str
    due_date: date | None
    start: int
    end: int
    strength: int
    rule: str


def find_deadline(text: str, context: Context, next_meeting: date | None) -> Deadline | None:
    """The deadline that a sentence or bullet sets, or None.

    Dates are settled from the meeting's day and lie on or after it; a date in the past is no
    deadline. `next_meeting` is the day of the next meeting where the document tells it. Of
    several deadlines the plainest counts, then the first. In a notice they lie before the meeting.
    """
    if context.document_type is DocumentType.NOTICE:
        found = sorted(_before_meeting(text, context.date), key=lambda d: d.start)
    else:
        found = sorted(_deadlines(text, context.date, next_meeting), key=lambda d: d.start)
    return max(found, key=lambda d: d.strength, default=None)


def _deadlines(text: str, day: date | None, next_meeting: date | None) -> Iterator[Deadline]:
    for found in find_dates(text, day):
        if deadline := date_with_lead(text, found, day):
            yield deadline
    for rule in rules("deadlines"):
        if not rule.meaning.startswith(("lead:", "notice:")) and (
            match := rule.pattern.search(text)
        ):
            settled = _settle(rule.meaning, match, day, next_meeting)
            words = match.group().strip()
            # "under året" says in what time, not by when: any other deadline is plainer.
            vague = rule.meaning == "text" or words.casefold().startswith("under ")
            yield Deadline(words, settled, match.start(), match.end(), 1 if vague else 2, rule.id)


def _before_meeting(text: str, day: date | None) -> Iterator[Deadline]:
    """The deadlines of a notice: days before the meeting that it calls to."""
    for found in find_dates(text, day - _CALLED if day else None):
        if deadline := date_with_lead(text, found):
            yield deadline
    if match := _AHEAD.search(text):
        back = _within(match.groupdict(), day) if day else None
        settled = day - (back - day) if back and day else None
        yield Deadline(match.group(), settled, match.start(), match.end(), 2, "before-meeting")


def date_with_lead(text: str, found: FoundDate, day: date | None = None) -> Deadline | None:
    """A date as a deadline, with the words that lead up to it and the hour after it.

    None for a date that the words before it place in the past, or that lies before `day`.
    """
    if found.last and day and found.last < day:
        return None
    rule, start = _lead(text, found.start)
    meaning = rule.meaning if rule else ""
    if meaning == "lead:past":
        return None
    clock = _CLOCK.match(text, found.end)
    end = clock.end() if clock else found.end
    while text[end - 1] in " .,;(":
        end -= 1
    settled = None if meaning == "lead:after" else found.last
    strength = {"lead:due": 3, "lead:at": 2}.get(meaning, 1)
    if found.kind == "weekday" and text[found.start :].casefold().startswith(("senast", "innan")):
        strength = 3
    name = rule.id if rule else found.rule
    return Deadline(text[start:end].strip(" (,;"), settled, start, end, strength, name)


def _lead(text: str, at: int) -> tuple[Rule | None, int]:
    """The row whose words stand right before a date, and where they begin."""
    low = max(0, at - _LEAD)
    before = text[low:at]
    for rule in rules("deadlines"):
        if rule.meaning.startswith("lead:") and (match := rule.pattern.search(before)):
            return rule, low + match.start()
    return None, at


def _settle(
    meaning: str, match: re.Match[str], day: date | None, next_meeting: date | None
) -> date | None:
    """The last day that words for a time mean; None where no day can be told."""
    if meaning == "next-meeting":
        return next_meeting
    if day is None or meaning not in _SETTLERS:
        return None
    return _SETTLERS[meaning](match.groupdict(), day)


def _within(groups: dict[str, str | None], day: date) -> date | None:
    """So many days, weeks, months or years from the day; working days are not counted out."""
    word, unit = (groups["n"] or "").casefold(), (groups["unit"] or "").casefold()
    number = int(word) if word.isdigit() else CARDINALS.get(word)
    if number is None or unit in ("arbetsdagar", "vardagar"):
        return None
    if unit.startswith(("dag", "dygn")):
        return day + timedelta(days=number)
    if unit.startswith("veck"):
        return day + timedelta(weeks=number)
    return _months_on(day, number * (12 if unit == "år" else 1))


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year(groups: dict[str, str | None], _: date) -> date:
    return date(int(groups["y"] or 0), 12, 31)


def _quarter(groups: dict[str, str | None], day: date) -> date:
    quarter = ORDINALS.get((groups["qn"] or "").casefold()) or int(groups["q"] or 0)
    year = int(groups["y"]) if groups["y"] else day.year
    end = _month_end(year, quarter * 3)
    return end if groups["y"] or end >= day else _month_end(year + 1, quarter * 3)


def _turn_of_months(groups: dict[str, str | None], day: date) -> date:
    month = MONTHS[(groups["m"] or "").casefold()]
    end = _month_end(day.year, month)
    return end if end >= day else _month_end(day.year + 1, month)


def _next_month(_: dict[str, str | None], day: date) -> date:
    first = _months_on(day.replace(day=1), 1)
    return _month_end(first.year, first.month)


_SETTLERS: dict[str, Callable[[dict[str, str | None], date], date | None]] = {
    "within": _within,
    "today": lambda _, day: day,
    "tomorrow": lambda _, day: day + timedelta(days=1),
    "week": lambda _, day: day + timedelta(days=6 - day.weekday()),
    "next-week": lambda _, day: day + timedelta(days=13 - day.weekday()),
    "month-end": lambda _, day: _month_end(day.year, day.month),
    "next-month": _next_month,
    "year-end": lambda _, day: date(day.year, 12, 31),
    "next-year": lambda _, day: date(day.year + 1, 12, 31),
    "year": _year,
    "quarter": _quarter,
    "turn-of-months": _turn_of_months,
}
