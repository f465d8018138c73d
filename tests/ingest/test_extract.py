"""One recogniser's fault never loses a document, and the ledger says what it lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import ingest.extract
from corpus.model import Record
from ingest.extract import extract
from ingest.facts.decisions import find_decisions
from ingest.read import read

PAPER = """Lindvallens styrelse
Protokoll 2024-03-05

Närvarande: Ada Lund, Bo Ek

§ 1 Budget

Styrelsen beslutar
att godkänna budgeten.

Ada Lund får i uppdrag att skicka in den senast den 3 april 2024.

Nästa möte är den 7 maj 2024.
"""


def record_of(folder: Path, text: str = PAPER, name: str = "protokoll.txt") -> Record:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (record,) = extract(read(path))
    return record


def test_nothing_is_said_where_nothing_failed(tmp_path: Path) -> None:
    assert record_of(tmp_path).ledger.remarks == ()


FIELDS = {
    "parts": (),
    "document_type": (),
    "segment": ("agenda_items",),
    "find_participants": ("participants",),
    "find_meeting": (),
    "find_decisions": ("decisions",),
    "find_actions": ("action_items",),
    "find_votes": (),
    "find_statements": (),
    "find_upcoming": ("upcoming_dates",),
    "make_ledger": (),
}


@pytest.mark.parametrize(("recogniser", "lost"), FIELDS.items())
def test_a_failing_recogniser_loses_its_own_facts_alone(
    recogniser: str, lost: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = record_of(tmp_path)

    def fails(*args: object, **named: object) -> None:
        raise IndexError("tuple index out of range")

    monkeypatch.setattr(ingest.extract, recogniser, fails)
    record = record_of(tmp_path)

    assert any("IndexError i test_extract.py" in remark for remark in record.ledger.remarks)
    assert all(not getattr(record, field) for field in lost)
    if recogniser not in ("segment", "document_type", "find_meeting"):  # others build on these
        for field in ("participants", "agenda_items", "decisions", "action_items"):
            if field not in lost:
                assert len(getattr(record, field)) == len(getattr(sound, field)) > 0


def test_a_fault_under_one_point_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = find_decisions

    def fails_at_budget(section, context, *, alone=False):  # type: ignore[no-untyped-def]
        if section.item and section.item.title == "Budget":
            raise ValueError("empty")
        return find(section, context, alone=alone)

    monkeypatch.setattr(ingest.extract, "find_decisions", fails_at_budget)
    record = record_of(tmp_path, PAPER + "\n§ 2 Lokal\n\nStyrelsen beslutar\natt hyra lokalen.\n")
    assert [one.agenda_item for one in record.decisions] == ["2"]
    (remark,) = record.ledger.remarks
    assert remark.startswith("Besluten under ”1” kunde inte läsas: fel i programmet (ValueError i")


SILENT = "§ 4 Lokal\n\nNämnden beslutar\natt hyra lokalen.\n\n§ 5 Val\n\nAda Lund väljs.\n"


def test_the_file_name_tells_what_the_paper_does_not(tmp_path: Path) -> None:
    meeting = record_of(tmp_path, SILENT, "kf-2021-04-22.txt").meeting
    assert (meeting.date, meeting.body) == ("2021-04-22", "Kommunfullmäktige")
    told = meeting.evidence["date"]
    assert told.rule == "meeting/filename"
    assert told.spans == ()
    assert told.confidence <= 0.7


def test_the_folder_tells_the_body(tmp_path: Path) -> None:
    meeting = record_of(tmp_path, SILENT, "KS/2019/Protokoll 2019-03-12.txt").meeting
    assert (meeting.date, meeting.body) == ("2019-03-12", "Kommunstyrelsen")


def test_the_paper_wins_over_its_file_name_and_the_ledger_says_so(tmp_path: Path) -> None:
    record = record_of(tmp_path, name="ks-2021-03-10.txt")
    assert record.meeting.date == "2024-03-05"
    assert record.ledger.remarks == (
        "Filnamnet säger 2021-03-10, handlingen 2024-03-05; handlingens dag gäller.",
    )


def test_a_day_in_the_text_does_not_win_over_the_file_name(tmp_path: Path) -> None:
    text = f"{SILENT}\nValet gäller till och med den 31 december 2022, säger valberedningen.\n"
    assert record_of(tmp_path, text, "ks-2021-03-10.txt").meeting.date == "2021-03-10"
