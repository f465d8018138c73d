"""A case and a person over meetings, and what becomes of promises, on the sample archive."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cli import ingesting
from corpus import samples
from corpus.archive import Archive
from corpus.cases import case_key
from corpus.entries import Entry, Filters
from corpus.errors import UsageError
from corpus.followups import Standing
from corpus.history import (
    case_at,
    cases_named,
    people_named,
    people_of,
    spelled_alike,
    subject_shared,
)
from corpus.model import (
    ActionItem,
    AgendaItem,
    Attendance,
    DocumentType,
    Outcome,
    Participant,
    Provenance,
)
from corpus.sayings import cue, is_follow_up, is_standing
from corpus.series import may_be_one
from corpus.swedish.lexicon import one_slip
from corpus.tasks import Task, tasks_of

FOLDERS = ("Lindavalla", "Nätverket", "Rönnklinten")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The born-digital samples of three series of meetings."""
    paths = [
        path
        for folder in FOLDERS
        for path in sorted((samples.documents() / folder).iterdir())
        if "skannat" not in path.name
    ]
    with Archive.open(tmp_path_factory.mktemp("arkiv"), create=True) as opened:
        report = ingesting.run(paths, opened, 2, None)
        assert not report.failed
        yield opened


# ------------------------------------------------------------------------------ promises


def told(archive: Archive, part: str, today: str | None = None) -> Task:
    """What became of the action item with these words."""
    found = [e for e in archive.facts(ActionItem) if part in e.fact.text]
    assert found, part
    return tasks_of(archive, found[:1], today)[0]


@pytest.mark.parametrize(
    ("task", "standing", "date", "said"),
    [
        ("skickar påminnelse", "done", "2025-05-06", "har skickat påminnelserna"),
        ("Container beställs", "done", "2025-05-06", "kom som den skulle"),
        ("tar in offerter", "overdue", "2025-05-06", "har inte fått in några offerter"),
        ("räknar på driftskostnaden", "done", "2025-05-22", "har räknat på driftskostnaden"),
        ("frågar de andra", "open", "2025-05-22", "inte besvarad ännu"),
        ("redovisa en kostnadsberäkning", "done", "2025-05-14", "Uppdraget är därmed slutfört."),
        ("teckna avtal", "done", "2026-02-11", "undertecknades den 18 december"),
        ("lämna en uppföljning", "done", "2026-02-11", "lägger uppföljningen till handlingarna"),
    ],
)
def test_a_later_meeting_says_what_became_of_a_task(
    archive: Archive, task: str, standing: str, date: str, said: str
) -> None:
    found = told(archive, task, "2026-03-01")
    assert found.standing == standing
    assert found.mention is not None
    assert (found.mention.date, said in found.mention.text) == (date, True)
    document = archive.document(found.mention.provenance.document_id)
    evidence = " ".join(document.text_at(found.mention.provenance).split())
    assert evidence == found.mention.text
    assert (
        found.mention.provenance.page
        == document.page_at(found.mention.provenance.spans[0][0]).number
    )
    assert 0 < found.mention.provenance.confidence < 1


@pytest.mark.parametrize(
    "task",
    ["Bo bokar lokal", "Yasmin skriver ett utkast", "utvärdera öppettiderna", "införa e-tjänsten"],
)
def test_nothing_is_said_of_a_task_that_no_later_meeting_names(archive: Archive, task: str) -> None:
    assert told(archive, task).mention is None


def test_a_task_is_overdue_from_the_day_after_its_deadline(archive: Archive) -> None:
    assert told(archive, "införa e-tjänsten", "2026-06-01").standing is Standing.OPEN
    assert told(archive, "införa e-tjänsten", "2026-06-02").standing is Standing.OVERDUE


@given(first=st.dates().map(str), second=st.dates().map(str))
def test_what_is_done_stays_done_and_overdue_never_turns_open(
    archive: Archive, first: str, second: str
) -> None:
    early, late = sorted((first, second))
    entries = list(archive.facts(ActionItem, Filters(body="Styrelsen")))
    before, after = tasks_of(archive, entries, early), tasks_of(archive, entries, late)
    for was, became in zip(before, after, strict=True):
        turned = (was.standing, became.standing)
        assert turned[0] == turned[1] or turned == (Standing.OPEN, Standing.OVERDUE)
        assert was.mention == became.mention


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Eva har åtgärdat läckan.", "done"),
        ("Läckan är inte åtgärdad.", "open"),
        ("Arbetet beräknas vara klart i maj.", "open"),
        ("Uppdraget utgår.", "dropped"),
        ("Är läckan åtgärdad?", None),
        ("Läckan diskuterades länge av alla som var där", "done_verb"),
        ("Eva åtgärdar läckan.", None),
        ("Eva lagade läckan i helgen.", "done_verb"),
        ("Eva lagade inte läckan.", None),
        ("Den närmaste läckan får vänta till nästa ordförande.", None),
    ],
)
def test_cues_tell_done_from_not_done(text: str, meaning: str | None) -> None:
    found = cue(text)
    assert (found[0].meaning if found else None) == meaning


@given(st.text(max_size=200))
def test_any_text_has_a_cue_or_none(text: str) -> None:
    assert cue(f"{text}?") is None
    assert is_follow_up(text) in (True, False)


# ------------------------------------------------------------------------------ cases


def test_a_case_is_followed_from_its_first_point_to_its_last(archive: Archive) -> None:
    (case,) = cases_named(archive, "KS 2025/118")
    assert [step.date for step in case.steps] == [
        "2025-03-12",
        "2025-05-14",
        "2025-09-10",
        "2026-02-11",
    ]
    assert {step.evidence for step in case.steps} == {"diarienummer KS 2025/118"}
    (move,) = case.moves
    assert move.outcome is Outcome.REFERRED_BACK
    days = {step.meeting_id: step.date for step in case.steps}
    assert days[move.from_meeting] == "2025-05-14"
    assert move.to_meeting is not None
    assert days[move.to_meeting] == "2025-09-10"
    texts = [d.fact.text for step in case.steps for d in step.decisions]
    assert len(texts) == len(set(texts))


def test_a_case_without_a_number_is_held_together_by_its_subject(archive: Archive) -> None:
    points = archive.facts(AgendaItem, Filters(body="Styrelsen"))
    point = next(p for p in points if p.fact.title == "Lekplatsen")
    case = case_at(archive, point)
    assert case is not None
    assert [step.date for step in case.steps] == ["2025-03-18", "2025-05-06"]
    assert all(step.evidence.startswith("samma ämne") for step in case.steps)


def test_standing_items_are_no_case(archive: Archive) -> None:
    points = archive.facts(AgendaItem, Filters(body="Styrelsen"))
    opening = next(p for p in points if p.fact.title == "Mötets öppnande")
    assert case_at(archive, opening) is None
    assert is_standing("Föregående protokoll")
    assert not subject_shared("Mötets öppnande", "Mötets öppnande")
    assert not subject_shared("Ny förskola i norr", "Ny brandstation i norr")


def test_a_case_put_off_without_return_says_so(archive: Archive) -> None:
    points = archive.facts(AgendaItem, Filters(body="Styrelsen"))
    case = case_at(archive, next(p for p in points if p.fact.title == "Laddstolpar"))
    assert case is not None
    assert [(m.outcome, m.to_meeting) for m in case.moves] == [(Outcome.TABLED, None)]


def test_names_of_organisations_agree_in_fewer_words_and_lost_accents() -> None:
    assert may_be_one("Eks samfällighet", "Eks samfällighetsförening")
    assert may_be_one("Åmåsa kommun", "AMASA KOMMUNS")
    assert may_be_one(None, "Åmåsa kommun")
    assert not may_be_one("Linde kommun", "Lindevalla kommun")
    assert not may_be_one("Region Norr", "Region Syd")


def test_what_comes_once_a_year_is_no_case(archive: Archive) -> None:
    assert is_standing("Styrelsens årsredovisning")
    points = archive.facts(AgendaItem, Filters(body="Ordinarie årsstämma"))
    motion = next(p for p in points if p.fact.title == "Motion om laddstolpar")
    case = case_at(archive, motion)
    assert case is not None
    assert [step.date for step in case.steps] == ["2026-03-24"]


@given(st.integers(1900, 2099), st.integers(1, 99999), st.sampled_from(["KS", "BUN", "ÖVN"]))
def test_spellings_of_a_case_number_are_one(year: int, serial: int, register: str) -> None:
    spellings = (
        f"{register} {year}/{serial}",
        f"{register}{year}/{serial:06}",
        f"{register.lower()}-{year}-{serial:05}",
        f"{year}.{serial} {register}",
        f"{register} {year}/{serial}-3",
    )
    assert len({case_key(each) for each in spellings}) == 1
    assert case_key(f"{register} {year}/{serial + 1}") != case_key(spellings[0])
    assert case_key(f"X{register} {year}/{serial}") != case_key(spellings[0])


# ------------------------------------------------------------------------------ people


def test_a_person_is_one_in_several_bodies_with_the_role_at_the_time(archive: Archive) -> None:
    (found,) = people_named(archive, "Jonas Brännlid")
    assert {e.body for e in found.person.taken} == {"Kommunstyrelsen", "Digitaliseringsnätverket"}
    assert {e.fact.role for e in found.person.taken} == {"digitaliseringschef"}
    dates = [e.date or "" for e in found.person.taken]
    assert dates == sorted(dates)
    assert any("driftskostnaden" in t.action.fact.text for t in found.tasks)


def test_a_first_name_finds_the_person_and_no_shadow_beside(archive: Archive) -> None:
    (found,) = people_named(archive, "klas")
    assert found.person.name == "Klas Vinterhed"
    assert [e.fact.role for e in found.person.taken] == ["justerare", None]
    with pytest.raises(UsageError):
        people_named(archive, "Nemo Ingensson")


def taking_part(
    name: str,
    body: str | None = "Styrelsen",
    organisation: str | None = "Eks byalag",
    affiliation: str | None = None,
    document: str = "a",
) -> Entry[Participant]:
    """A participant as the archive lists one."""
    provenance = Provenance(document, 1, ((0, 5),), (), "rad", 0.9)
    fact = Participant(name, affiliation, None, Attendance.MEMBER, None, provenance)
    id_ = f"n-{name}{body}{document}"
    type_ = DocumentType.MINUTES
    return Entry(
        id_, fact, None, f"m-{document}", document, type_, organisation, body, "2024-01-01"
    )


def test_spellings_of_one_person_are_joined_with_the_evidence() -> None:
    one, other = taking_part("Åsa Vikström"), taking_part("Åsa Wikström", document="b")
    (person,) = people_of([one, other])
    assert person.spellings == ("Åsa Vikström", "Åsa Wikström")
    assert "en bokstav skiljer" in person.evidence[0]
    assert "samma organ (Styrelsen)" in person.evidence[0]


def test_names_that_once_stand_side_by_side_are_two_people() -> None:
    vikstrom = [taking_part("Åsa Vikström", document=each) for each in "ab"]
    wikstrom = [taking_part("Åsa Wikström", document=each) for each in "bc"]
    for order in permutations([*vikstrom, *wikstrom]):
        assert {person.spellings for person in people_of(order)} == {
            ("Åsa Vikström",),
            ("Åsa Wikström",),
        }


@pytest.mark.parametrize(
    "other",
    [
        taking_part("Åsa Wikström", document="a"),
        taking_part("Åsa Wikström", document="b", body="Nämnden", organisation="Norrby kommun"),
        taking_part("Åsa Vikström", document="b", body="Nämnden", organisation="Norrby kommun"),
        taking_part("Åke Vikström", document="b"),
    ],
)
def test_too_little_evidence_joins_nobody(other: Entry[Participant]) -> None:
    assert len(people_of([taking_part("Åsa Vikström"), other])) == 2


@given(
    st.lists(
        st.builds(
            taking_part,
            st.sampled_from(["Åsa Vikström", "Åsa Wikström", "Åke Ek"]),
            st.sampled_from(["Styrelsen", "Nämnden"]),
            st.sampled_from(["Eks byalag", "Norrby kommun"]),
            st.none(),
            st.sampled_from(["a", "b", "c"]),
        ),
        max_size=8,
    )
)
def test_every_participant_is_of_one_person(taken: list[Entry[Participant]]) -> None:
    people = people_of(taken)
    assert sorted(e.id for p in people for e in p.taken) == sorted(e.id for e in taken)
    shapes = {frozenset(e.id for e in p.taken) for p in people}
    assert shapes == {frozenset(e.id for e in p.taken) for p in people_of(taken[::-1])}


NAMES = st.text("abcdeåäö", min_size=1, max_size=12)


@given(NAMES, st.integers(0, 12), st.sampled_from("xyz"))
def test_one_slip_is_seen_both_ways(text: str, at: int, letter: str) -> None:
    longer = text[:at] + letter + text[at:]
    assert one_slip(text, longer)
    assert one_slip(longer, text)
    assert not one_slip(text, text)
    assert not one_slip(text, f"{letter}{letter}{text}")


@given(NAMES, NAMES)
def test_alike_is_the_same_both_ways(one: str, other: str) -> None:
    assume(one != other)
    first, second = f"{one} Bergsnäs", f"{other} Bergsnäs"
    assert (spelled_alike(first, second) is None) == (spelled_alike(second, first) is None)
    assert spelled_alike(first, first) == "samma namn"
