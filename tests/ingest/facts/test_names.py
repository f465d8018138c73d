"""Who a name, a part of one or an office means."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.model import Attendance, Participant, Provenance
from ingest.facts.names import fold, office, resolve, same_person

_NOWHERE = Provenance("0" * 64, 1, (), (), "test", 1.0)


def somebody(
    name: str,
    role: str | None = None,
    party: str | None = None,
    attendance: Attendance = Attendance.MEMBER,
) -> Participant:
    return Participant(name, party, role, attendance, None, _NOWHERE)


MEETING = (
    somebody("Greta Lindblom", "ordförande", "S"),
    somebody("Håkan Örnvik", "1:e vice ordförande", "M"),
    somebody("Anna Rönnstav", None, "C"),
    somebody("Anna Dalbrink", None, "V"),
    somebody("Karl-Johan af Ekfält", "kassör"),
    somebody("René Ståhlberg", "ledamot tillika sekreterare"),
    somebody("Lowe Hultmander", None, None, Attendance.ABSENT),
    somebody("Mira Sundvallen", "samhällsbyggnadschef", None, Attendance.OTHER),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Greta Lindblom", "Greta Lindblom"),
        ("Lindblom Greta", "Greta Lindblom"),
        ("greta lindblom", "Greta Lindblom"),
        ("Greta", "Greta Lindblom"),
        ("Gretas", "Greta Lindblom"),
        ("Lindblom", "Greta Lindblom"),
        ("Greta L", "Greta Lindblom"),
        ("G. Lindblom", "Greta Lindblom"),
        ("GL", "Greta Lindblom"),
        ("Ordförande", "Greta Lindblom"),
        ("Ordf.", "Greta Lindblom"),
        ("mötesordföranden", "Greta Lindblom"),
        ("Ordförande Greta Lindblom (S)", "Greta Lindblom"),
        ("Vice ordf", "Håkan Örnvik"),
        ("2:e vice ordförande", "Håkan Örnvik"),
        ("Hakan Ornvik", "Håkan Örnvik"),
        ("Anna Dalbrink", "Anna Dalbrink"),
        ("Anna D", "Anna Dalbrink"),
        ("Anna (C)", "Anna Rönnstav"),
        ("Karl-Johan", "Karl-Johan af Ekfält"),
        ("kassören", "Karl-Johan af Ekfält"),
        ("Kassör", "Karl-Johan af Ekfält"),
        ("Rene Stahlberg", "René Ståhlberg"),
        ("Sekr", "René Ståhlberg"),
        ("Kalle", "Karl-Johan af Ekfält"),
        ("Lowé", "Lowe Hultmander"),
        ("Hultmandr Lowe", "Lowe Hultmander"),
        ("samhällsbyggnadschefen", "Mira Sundvallen"),
        ("Anna", None),
        ("AB", None),
        ("Torsten", None),
        ("Bosse", None),
        ("förvaltningen", None),
        ("", None),
        ("revisor", None),
    ],
)
def test_a_name_or_an_office_means_one_participant_or_nobody(text: str, name: str | None) -> None:
    found = resolve(text, MEETING)
    assert (found and found.name) == name


def test_the_vice_chair_chairs_where_the_chair_is_absent() -> None:
    chair = somebody("Greta Lindblom", "ordförande", "S", Attendance.ABSENT)
    found = resolve("Ordförande", (chair, *MEETING[1:]))
    assert found
    assert found.name == "Håkan Örnvik"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Ingela Vretström", "Ingela Vretstrom", True),
        ("Ingela Vretström", "Vretström Ingela", True),
        ("Ingela Maria Vretström", "Ingela Vretström", True),
        ("Ingela Vretström", "Ingela Vretmark", False),
        ("Ingela Vretström", "Inge Vretström", False),
        ("Anna Ek", "Annika Ek", False),
        ("Tom", "Tommy", False),
    ],
)
def test_two_spellings_are_one_person(left: str, right: str, same: bool) -> None:
    assert same_person(left, right) is same


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Ordförande", "chair"),
        ("stämmoordförande", "chair"),
        ("1:e vice ordf.", "vice_chair"),
        ("andre vice ordförande", "vice_chair"),
        ("II vice ordförande", "vice_chair"),
        ("nämndsekreterare", "secretary"),
        ("protokollförare", "secretary"),
        ("justeringsman tillika rösträknare", "adjuster"),
        ("kommundirektör", None),
        ("ordförande för föreningen", None),
    ],
)
def test_an_office_is_known_by_its_names(text: str, meaning: str | None) -> None:
    assert office(text) == meaning


@given(st.text(max_size=30))
@example("\U0001d6a8")  # a mathematical letter: lower case only once it is decomposed
@example("0:\x1c")
@example("\u2011")
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_whoever_is_found_was_there(text: str) -> None:
    found = resolve(text, MEETING)
    assert found is None or found in MEETING


def test_vd_is_the_managing_director_and_a_title_of_two_fields_is_one() -> None:
    people = (somebody("Eva Ek", "verkställande direktör"), somebody("Bo Al", "mark- och hamnchef"))
    assert resolve("VD", people) == people[0]
    assert resolve("mark- och hamnchefen", people) == people[1]
