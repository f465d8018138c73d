"""Dates as they are written, and the days they mean (datum)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from corpus.swedish.calendar import MONTHS, WEEKDAYS
from corpus.swedish.tables import rules

PAST_DAYS = 45
"""How many days before the meeting a date without a year may lie before it is taken to be of
the following year: minutes speak of last month more often than of eleven months ahead."""

_HINT = re.compile(rf"\d|{'|'.join(name for name in MONTHS if len(name) > 3)}|dag", re.IGNORECASE)
"""What every date holds: a figure, a month or a weekday. Saves most texts the rows of the table."""


class FoundDate(msgspec.Struct, frozen=True):
    """A date in a text: `text[start:end]`, and the first and last day it means.

    `dated` says whether the year stands in the text; where it does not, the days were settled
    from the anchor, and without an anchor they are None.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    kind: str
    dated: bool
    rule: str


def find_dates(
    text: str, anchor: date | None = None, past_days: int = PAST_DAYS
) -> list[FoundDate]:
    """Every date in a text, in order. Days that no calendar has (31 February) are left out.

    A date without a year means the one nearest after `anchor` (the meeting's date), or at most
    `past_days` before it: 0 for what can only lie ahead, such as a deadline.
    """
    return list(_dates(text, anchor, past_days)) if _HINT.search(text) else []


@lru_cache(maxsize=1024)
def _dates(text: str, anchor: date | None, past_days: int) -> tuple[FoundDate, ...]:
    """The dates of a text; several kinds of facts ask for those of the same sentence."""
    found: list[FoundDate] = []
    taken = bytearray(len(text))
    for rule in rules("dates"):
        for match in rule.pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            read = _read(match, rule.meaning, rule.id, anchor, past_days)
            if read is not None:
                found.append(read)
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return tuple(sorted(found, key=lambda item: item.start))


def first_full_date(text: str) -> FoundDate | None:
    """The first date in a text that names day, month and year."""
    return next((d for d in find_dates(text) if d.dated and d.kind in ("day", "span")), None)


def _read(
    match: re.Match[str], kind: str, rule: str, anchor: date | None, past_days: int
) -> FoundDate | None:
    groups = {key: value for key, value in match.groupdict().items() if value}
    year = _year(groups.get("y"))
    try:
        first, last = _days(groups, kind, year, anchor, past_days)
    except ValueError:  # no such day: 31 February, month 13
        return None
    return FoundDate(match.start(), match.end(), first, last, kind, year is not None, rule)


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS[text.casefold()]


def _days(
    groups: dict[str, str], kind: str, year: int | None, anchor: date | None, past_days: int
) -> tuple[date | None, date | None]:
    """First and last day meant. Raises ValueError where the calendar has no such day."""
    if kind == "weekday":
        return _weekday(groups["wd"], anchor)
    if kind == "week":
        return _week(int(groups["w"]), year, anchor, past_days)
    if kind == "day-of-month":
        return _day_of_month(int(groups["d"]), anchor)
    month = _month(groups["m"])
    months = (month, _month(groups.get("m2", groups["m"])))
    days = (1, 0) if kind == "month" else (int(groups["d"]), int(groups.get("d2", groups["d"])))
    return next(_settled(months, days, year, anchor, past_days))


def _settled(
    months: tuple[int, int],
    days: tuple[int, int],
    year: int | None,
    anchor: date | None,
    past_days: int,
) -> Iterator[tuple[date | None, date | None]]:
    """The interval in its year; without one, in the first year that suits the anchor."""
    if year is not None:
        yield _interval(months, days, year)
    elif anchor is None:
        _interval(months, days, 2024)  # a leap year: only checks that the days exist
        yield None, None
    else:
        for guess in (anchor.year - 1, anchor.year, anchor.year + 1):
            try:
                first, last = _interval(months, days, guess)
            except ValueError:  # 29 February
                continue
            if last >= anchor - timedelta(days=past_days):
                yield first, last
        raise ValueError(days)


def _interval(months: tuple[int, int], days: tuple[int, int], year: int) -> tuple[date, date]:
    last_day = days[1] or calendar.monthrange(year, months[1])[1]
    first = date(year, months[0], days[0])
    last = date(year + (months[1] < months[0]), months[1], last_day)
    if last < first:
        raise ValueError(days)
    return first, last


def _weekday(name: str, anchor: date | None) -> tuple[date | None, date | None]:
    if anchor is None:
        return None, None
    ahead = (WEEKDAYS[name.casefold().removesuffix("en")] - anchor.weekday() - 1) % 7 + 1
    day = anchor + timedelta(days=ahead)
    return day, day


def _week(
    week: int, year: int | None, anchor: date | None, past_days: int
) -> tuple[date | None, date | None]:
    """Monday and Sunday of an ISO week."""
    if year is None and anchor is None:
        return None, None
    start = year or (anchor.year if anchor else 0)
    monday = date.fromisocalendar(start, week, 1)
    ahead = anchor - timedelta(days=past_days) if anchor else monday
    if year is None and monday + timedelta(days=6) < ahead:
        monday = date.fromisocalendar(start + 1, week, 1)
    return monday, monday + timedelta(days=6)


def _day_of_month(day: int, anchor: date | None) -> tuple[date | None, date | None]:
    """The first such day from the anchor on. Raises ValueError for a day no month has."""
    if not 1 <= day <= 31:
        raise ValueError(day)
    if anchor is None:
        return None, None
    at = anchor
    while at.day != day:
        at += timedelta(days=1)
    return at, at


def iso_time(text: str) -> str:
    """A time of the clock as HH:MM: "9.05", "9:05", "9" and "0905" as they are written."""
    if text.isdigit() and len(text) == 4:
        return f"{text[:2]}:{text[2:]}"
    hour, _, minute = text.replace(".", ":").partition(":")
    return f"{int(hour):02d}:{minute or '00'}"
