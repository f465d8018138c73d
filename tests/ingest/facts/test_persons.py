"""What a line of a list of people says, in the many ways that lists are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Attendance
from ingest.facts.persons import is_prose, read_entries


def read(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(e.name, e.affiliation, e.role) for e in read_entries(text, prose=is_prose([text]))]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Greta Lind (S)", [("Greta Lind", "S", None)]),
        ("Greta Lind (S) (ordförande)", [("Greta Lind", "S", "ordförande")]),
        ("Greta Lind, M, 1:e vice ordförande", [("Greta Lind", "M", "1:e vice ordförande")]),
        ("Greta Lind (fd VFV)", [("Greta Lind", "fd VFV", None)]),
        ("Greta Lind (-)", [("Greta Lind", None, None)]),
        ("Lind Greta I vice ordförande", [("Lind Greta", None, "I vice ordförande")]),
        ("Greta Lind, regionråd", [("Greta Lind", None, "regionråd")]),
        ("Greta Lind, hamnchef Inre", [("Greta Lind", None, "hamnchef Inre")]),
        (
            "Ada Lind (V) samt sekreterare Ulf Ek och revisor Lo Ros.",
            [("Ada Lind", "V", None), ("Ulf Ek", None, "sekreterare"), ("Lo Ros", None, "revisor")],
        ),
        ("Greta Lind–Ek", [("Greta Lind–Ek", None, None)]),
        (
            "Greta, Maj-Lis, Eva K (ordförande) samt Ulf från festkommittén",
            [
                ("Greta", None, None),
                ("Maj-Lis", None, None),
                ("Eva K", None, "ordförande"),
                ("Ulf", "festkommittén", None),
            ],
        ),
        ("TAG MED FÖRTÄRING ELLER MAT", []),
        ("Greta Lind (71)", [("Greta Lind", None, None)]),
        ("[ I Lind Greta, distans", [("Lind Greta", None, None)]),
        ("Ulf Ekvistad (M)", [("Ulf Ekvistad", "M", None)]),
        ("[X] Hed Jean, viceordförande (distans)", [("Hed Jean", None, "viceordförande")]),
        ("Lo Ros (punkt A, D, planarkitekt) § 11", [("Lo Ros", None, "planarkitekt")]),
        ("Eva Alm, VGX, externa relationer", [("Eva Alm", "VGX", "externa relationer")]),
        ("Eva Alm, docent, Högskolan Nordvik", [("Eva Alm", "Högskolan Nordvik", "docent")]),
        ("Eva Alm, Polisen, Nordvik, jurist", [("Eva Alm", "Polisen, Nordvik", "jurist")]),
        ("Maj Grön, KST:s representant", [("Maj Grön", "KST", "representant")]),
        ("Emil Tall, media- och kulturchef", [("Emil Tall", None, "media- och kulturchef")]),
        ("Ordförande: Greta Lind (S)", [("Greta Lind", "S", "Ordförande")]),
        (
            "Greta Lind, Bo Ek och Siv af Ros",
            [("Greta Lind", None, None), ("Bo Ek", None, None), ("Siv af Ros", None, None)],
        ),
        (
            "Greta Lind (S), ordförande, Bo Ek (M) och Siv Ros (C)",
            [("Greta Lind", "S", "ordförande"), ("Bo Ek", "M", None), ("Siv Ros", "C", None)],
        ),
        ("Ada, bo och cissi", [("Ada", None, None), ("bo", None, None), ("cissi", None, None)]),
        ("Bo Ek, kassör samt ytterligare 31 medlemmar", [("Bo Ek", None, "kassör")]),
        ("Mötet hölls i biblioteket.", []),
        ("Högskolan Nordvik", []),
    ],
)  # fmt: skip
def test_each_person_is_read_with_party_and_role(
    text: str, people: list[tuple[str, str | None, str | None]]
) -> None:
    assert read(text) == people


@pytest.mark.parametrize(
    ("text", "replaced", "items"),
    [
        ("Ada Ek (S) ersätter Bo Vret (M)", "Bo Vret", None),
        ("Ada Ek (S) §§ 34–41 ersätter Bo Vret (M)", "Bo Vret", "§§ 34–41"),
        ("Ada Ek (S), tjg ers för Bo Vret (S) § 4", "Bo Vret", "§ 4"),
        ("Ada Ek (S) för Bo Vret (S)", "Bo Vret", None),
        ("Ada Ek (s), ers f Bo Vret", "Bo Vret", None),
        ("Ek Ada Vrets ersättare", "Vret", None),
    ],
)
def test_for_whom_and_for_which_items_a_substitute_serves(
    text: str, replaced: str, items: str | None
) -> None:
    (entry,) = read_entries(text)
    assert (entry.substitutes_for, entry.items) == (replaced, items)
    assert entry.hint is Attendance.SERVING_SUBSTITUTE


def test_boxes_say_who_was_there() -> None:
    assert read_entries("[X] Ek Ada")[0].ticked is True
    assert read_entries("[ ] Ek Ada")[0].ticked is False
    assert read_entries("Ek Ada")[0].ticked is None


@given(st.text(alphabet="AaBbÅå ,;()[]§19-–.:/\t", max_size=40))
def test_what_is_read_stands_in_the_text(text: str) -> None:
    for entry in read_entries(text):
        assert all(word in text for word in entry.name.split())
        assert 0 <= entry.start <= entry.end <= len(text)


def test_a_hyphen_before_and_keeps_a_title_in_one() -> None:
    (entry,) = read_entries("Ada Vret (chef hamn- och farled)")
    assert (entry.name, entry.role) == ("Ada Vret", "chef hamn- och farled")
