"""Dates as they are written, and the days they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish.calendar import MONTHS
from ingest.facts.dates import PAST_DAYS, find_dates, first_full_date

FRIDAY = date(2024, 9, 20)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Vi ses 2024-11-05 i Tallhuset", "2024-11-05", "2024-11-05"),
        ("Vi ses den 7:e mars", "2025-03-07", "2025-03-07"),
        ("Vi hörs den 7e.", "2024-10-07", "2024-10-07"),
        ("Svar senast 11/2-25", "2025-02-11", "2025-02-11"),
        ("Kurs 8-9/5", "2025-05-08", "2025-05-09"),
        ("Kurs 29/4-2/5", "2025-04-29", "2025-05-02"),
        ("Klart v. 37", "2024-09-09", "2024-09-15"),
        ("Klart v. 3", "2025-01-13", "2025-01-19"),
        ("Måste ske inom maj-juni", "2025-05-01", "2025-06-30"),
        ("Redovisas i februari 2026", "2026-02-01", "2026-02-28"),
        ("Träff på lördag", "2024-09-21", "2024-09-21"),
        ("Svara senast torsdag", "2024-09-26", "2024-09-26"),
        ("Nytt datum 13.10.", "2024-10-13", "2024-10-13"),
        ("Invigning 4.10.kl. 19", "2024-10-04", "2024-10-04"),
        ("Träff tisdag 11.10 i aulan", "2024-10-11", "2024-10-11"),
    ],
)
def test_a_date_is_settled_from_the_meeting(text: str, first: str, last: str) -> None:
    found = find_dates(text, FRIDAY)

    assert [(str(one.first), str(one.last)) for one in found] == [(first, last)]


@pytest.mark.parametrize(
    "text", ["Eva: 1/5 h nedlagd tid", "kl. 12.05 till 13.00", "Konto 2015052112", "31 februari"]
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text, FRIDAY) == []


def test_without_a_meeting_a_yearless_date_has_words_but_no_day() -> None:
    (found,) = find_dates("senast 15 juni")

    assert (found.first, found.last, found.dated) == (None, None, False)


def test_the_first_full_date_is_the_one_with_a_year() -> None:
    found = first_full_date("Förra mötet 3 maj, detta möte 7 juni 2024")

    assert found is not None
    assert found.first == date(2024, 6, 7)


@given(
    day=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    form=st.sampled_from(["{d} {m} {y}", "den {d}:e {m} {y}", "{y}-{n:02}-{d:02}", "{d}.{n}.{y}"]),
)
def test_a_full_date_means_its_day_whatever_the_meeting(day: date, form: str) -> None:
    names = [name for name, number in MONTHS.items() if number == day.month]
    text = form.format(d=day.day, n=day.month, m=names[0], y=day.year)

    (found,) = find_dates(f"Vi träffas {text} i kommunhuset", FRIDAY)

    assert found.first == found.last == day


@given(day=st.dates(date(2001, 1, 1), date(2050, 12, 31)), ahead=st.integers(-PAST_DAYS, 300))
def test_a_yearless_date_is_the_one_near_the_meeting(day: date, ahead: int) -> None:
    meant = day + timedelta(days=ahead)
    if (meant.month, meant.day) == (2, 29):
        return

    (found,) = find_dates(f"Klart {meant.day}/{meant.month}", day)

    assert found.first == meant
