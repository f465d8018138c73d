"""By when something is to be done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import DocumentType, Meeting
from ingest.facts.context import Context
from ingest.facts.deadlines import find_deadline

MEETING = Context(DocumentType.MINUTES, Meeting(date="2024-09-20"))
NEXT = date(2024, 10, 8)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("Svara senast 15 juni", "senast 15 juni", "2025-06-15"),
        ("De som vill avstå återkopplar innan 31 maj", "innan 31 maj", "2025-05-31"),
        ("Eva lovade ordna det fr o m nästa möte.", "fr o m nästa möte", "2024-10-08"),
        ("Bo tar in offerter till nästa möte.", "till nästa möte", "2024-10-08"),
        ("Utskicket lovade Eva fixa samma dag.", "samma dag", "2024-09-20"),
        ("Kallelsen ska fixas idag.", "idag", "2024-09-20"),
        ("Sker det inte inom tre månader väljs ny", "inom tre månader", "2024-12-20"),
        ("Bo skickar ut listan inom en vecka.", "inom en vecka", "2024-09-27"),
        ("Eva påminner före månadsskiftet.", "före månadsskiftet", "2024-09-30"),
        ("Utkastet ska vara klart v. 45", "klart v. 45", "2024-11-10"),
        ("Redovisas senast i oktober 2025.", "senast i oktober 2025", "2025-10-31"),
        ("Planen ses över under 2026.", "under 2026", "2026-12-31"),
        ("Uppföljning kvartal 1 2025", "kvartal 1 2025", "2025-03-31"),
        ("Bo ringer nästa vecka.", "nästa vecka", "2024-09-29"),
        ("Kajen byggs om nästa år.", "nästa år", "2025-12-31"),
        (
            "Kajen är stängd mellan 3 oktober och 8 november.",
            "mellan 3 oktober och 8 november",
            "2024-11-08",
        ),
    ],
)
def test_a_deadline_is_quoted_and_settled(text: str, words: str, day: str) -> None:
    found = find_deadline(text, MEETING, NEXT)

    assert found is not None
    assert (found.due_text, str(found.due_date)) == (words, day)
    assert text[found.start : found.end].strip() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lokalen bokas efter mötet 17/11.", "efter mötet 17/11"),
        ("Motionen läggs fram till nästa årsmöte.", "till nästa årsmöte"),
        ("Gruppen kallas ännu i höst.", "ännu i höst"),
        ("Info delas ut när vi vet mer.", "när vi vet mer"),
        ("Rapporten skrivs inom tre veckor efter regattan.", "inom tre veckor efter regattan"),
        ("Eva mailar kommunen inom kort.", "inom kort"),
    ],
)
def test_a_time_that_is_no_day_stays_text(text: str, words: str) -> None:
    found = find_deadline(text, MEETING, NEXT)

    assert found is not None
    assert (found.due_text, found.due_date) == (words, None)


@pytest.mark.parametrize(
    "text",
    [
        "enligt skrivelse daterad den 3 oktober",
        "Svar skulle ha lämnats senast den 1 maj 2024.",
        "Arbetet fortsätter.",
    ],
)
def test_the_past_and_the_timeless_set_no_deadline(text: str) -> None:
    assert find_deadline(text, MEETING, NEXT) is None


def test_the_plainest_of_several_counts() -> None:
    text = "Styrelsen ser under året över stadgarna, förslag lämnas senast 1 december."

    found = find_deadline(text, MEETING, NEXT)

    assert found is not None
    assert found.due_text == "senast 1 december"


def test_nothing_is_guessed_without_the_day_of_the_next_meeting() -> None:
    found = find_deadline("Bo tar in offerter till nästa möte.", MEETING, None)

    assert found is not None
    assert found.due_date is None


@given(day=st.dates(date(2005, 1, 1), date(2050, 1, 1)), days=st.integers(0, 300))
def test_a_deadline_never_lies_before_the_meeting(day: date, days: int) -> None:
    meant = day + timedelta(days=days)
    context = Context(DocumentType.NOTES, Meeting(date=str(day)))

    found = find_deadline(f"Eva svarar senast den {meant.day}/{meant.month}.", context, None)

    assert found is None or found.due_date is None or found.due_date >= day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Handlingarna sänds ut senast en vecka före mötet.", "2024-09-13"),
        ("Motioner ska vara styrelsen tillhanda senast 1 juli.", "2024-07-01"),
    ],
)
def test_the_deadlines_of_a_notice_lie_before_its_meeting(text: str, day: str) -> None:
    found = find_deadline(text, Context(DocumentType.NOTICE, Meeting(date="2024-09-20")), None)

    assert found is not None
    assert found.due_date == date.fromisoformat(day)
