"""A file of several documents is read as what it holds: no meeting cut in two, none lost."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from corpus.gold import gold_of
from corpus.meetings import meeting_ids, meeting_key
from corpus.model import Document, DocumentType, Record
from corpus.parcel import pack, records_of
from index.units import UnitKind, units
from ingest.extract import extract
from ingest.read import read
from ingest.split.parts import parts
from tests.generate.binding import annexed, bound, lists, report
from tests.generate.families import FAMILIES, FORMAL, record, render

BINDINGS = (
    (("ciceron", 3), ("ciceron", 4), ("ciceron", 5), ("ciceron", 6)),
    (("evolution", 1), ("evolution", 2)),
    (("finnish", 9), ("finnish", 0)),
    (("typewriter", 3), ("typewriter", 10)),
    (("notice", 1), ("public360", 1)),  # one meeting: the notice, then the minutes
    (("lex", 8), ("federation", 8)),  # one day: two bodies
    (("board", 2), ("board", 5), ("board", 4)),
    (("annual", 1), ("annual", 2)),
    (("notes", 8), ("network", 3), ("bullets", 5)),
    (("log", 11), ("platina", 5), ("region", 7)),
)


def told(record: Record, before: int = 0) -> dict[str, Any]:
    """What a record says, its pages counted from the first of its part."""
    said: dict[str, Any] = {
        field: [
            (fact.provenance.page - before, *(getattr(fact, name) for name in names))
            for fact in getattr(record, field)
        ]
        for field, names in (
            ("participants", ("name", "attendance")),
            ("agenda_items", ("number", "title")),
            ("decisions", ("agenda_item", "text", "outcome")),
            ("action_items", ("text", "owner", "due_date")),
            ("upcoming_dates", ("date", "text")),
        )
    }
    meeting = record.meeting
    said["meeting"] = (meeting.organisation, meeting.body, meeting.date, meeting.start)
    said["kind"] = record.document_type
    return said


def put(folder: Path, name: str, content: bytes) -> Document:
    path = folder / name
    path.write_bytes(content)
    return read(path)


@pytest.mark.parametrize("binding", BINDINGS, ids=lambda b: "+".join(name for name, _ in b))
def test_bound_documents_say_what_each_says_alone(
    tmp_path: Path, binding: tuple[tuple[str, int], ...]
) -> None:
    made = [render(record(family, seed), family, seed, "pdf") for family, seed in binding]
    content, spans = bound([one.content for one in made])
    found = extract(put(tmp_path, "bunden.pdf", content))
    assert [one.pages for one in found] == spans
    for one, whole, (first, _) in zip(made, found, spans, strict=True):
        (alone,) = extract(put(tmp_path, "ensam.pdf", one.content))
        assert told(whole, first - 1) == told(alone)


def test_pages_and_words_are_those_of_the_file(tmp_path: Path) -> None:
    made = [render(record("ciceron", seed), "ciceron", seed, "pdf").content for seed in (3, 4)]
    document = put(tmp_path, "bunden.pdf", bound(made)[0])
    first, second = extract(document)
    assert second.decisions
    for fact in second.decisions:
        page = document.pages[fact.provenance.page - 1]
        assert second.pages[0] <= page.number <= second.pages[1]
        words = document.text_at(fact.provenance).split()
        assert all(word in document.text[page.start :] for word in words)
    totals = [one.ledger.pages_text + one.ledger.pages_empty for one in (first, second)]
    assert sum(totals) == len(document.pages)


def test_scanned_minutes_of_years_are_told_apart(tmp_path: Path) -> None:
    made = [render(record("lex", seed), "lex", seed, "scan") for seed in (1, 2)]
    content, spans = bound([one.content for one in made])
    found = extract(put(tmp_path, "skannad.pdf", content))
    assert [one.pages for one in found] == spans
    dates = [record("lex", seed).day.isoformat() for seed in (1, 2)]
    assert [one.meeting.date for one in found] == dates


@pytest.mark.parametrize("family", FORMAL)
@pytest.mark.parametrize("seed", [2, 5])
def test_no_minutes_are_cut_in_two(tmp_path: Path, family: str, seed: int) -> None:
    document = put(tmp_path, "a.pdf", render(record(family, seed), family, seed, "pdf").content)
    assert len(parts(document)) == 1


@pytest.mark.parametrize("family", ["ciceron", "public360", "finnish", "typewriter", "annual"])
def test_annexes_add_no_facts(tmp_path: Path, family: str) -> None:
    minutes = render(record(family, 1), family, 1, "pdf")
    (alone,) = extract(put(tmp_path, "a.pdf", minutes.content))
    content, spans = annexed(minutes, [report(1, 1), lists(1, 2), report(2, 3)])
    (whole,) = extract(put(tmp_path, "b.pdf", content))
    assert told(whole) == told(alone)
    assert whole.ledger.annexes[-1] == (spans[1][0], spans[-1][1])
    assert whole.pages == (1, spans[-1][1])


def test_an_annex_between_the_pages_of_minutes_is_told_apart(tmp_path: Path) -> None:
    minutes = render(record("ciceron", 1), "ciceron", 1, "pdf")
    with (
        pikepdf.open(io.BytesIO(minutes.content)) as host,
        pikepdf.open(io.BytesIO(report(1, 1).content)) as annex,
    ):
        for at, page in enumerate(annex.pages):
            host.pages.insert(3 + at, page)
        host.save(tmp_path / "a.pdf")
    (whole,) = extract(read(tmp_path / "a.pdf"))
    (alone,) = extract(put(tmp_path, "b.pdf", minutes.content))
    assert whole.ledger.annexes == ((4, 5),)
    assert [x.text for x in whole.decisions] == [x.text for x in alone.decisions]
    assert [x.title for x in whole.agenda_items] == [x.title for x in alone.agenda_items]


def test_papers_bound_with_a_notice_are_its_annexes(tmp_path: Path) -> None:
    notice = render(record("notice", 1), "notice", 1, "pdf")
    memos = [render(record("memo", seed), "memo", seed, "pdf").content for seed in (2, 3)]
    content, spans = bound([notice.content, report(1, None).content, *memos])
    (whole,) = extract(put(tmp_path, "handlingar.pdf", content))
    (alone,) = extract(put(tmp_path, "kallelse.pdf", notice.content))
    assert whole.document_type is DocumentType.NOTICE
    assert told(whole) == told(alone)
    assert whole.ledger.annexes == ((spans[1][0], spans[-1][1]),)


def test_an_extract_among_the_papers_of_a_meeting_is_an_annex(tmp_path: Path) -> None:
    minutes = render(record("public360", 3), "public360", 3, "pdf")
    other = render(record("extract", 4), "extract", 4, "pdf")
    content, spans = bound([minutes.content, other.content])
    (whole,) = extract(put(tmp_path, "a.pdf", content))
    (alone,) = extract(put(tmp_path, "b.pdf", minutes.content))
    assert told(whole) == told(alone)
    assert whole.ledger.annexes == (spans[1],)


def test_an_extract_joins_its_meeting(tmp_path: Path) -> None:
    extract_ = render(record("extract", 1), "extract", 1, "pdf")
    minutes = render(record("ciceron", 1), "ciceron", 1, "pdf")
    (part,) = extract(put(tmp_path, "utdrag.pdf", extract_.content))
    (whole,) = extract(put(tmp_path, "protokoll.pdf", minutes.content))
    assert part.document_type is DocumentType.EXTRACT
    assert not part.ledger.missing_numbers
    keys = {meeting_key(one.meeting, "r") for one in (part, whole)}
    assert len(keys) == 1
    names = {"a": part.meeting.organisation, "b": whole.meeting.organisation}
    assert len(set(meeting_ids(keys.pop(), names).values())) == 1


ADJUSTED = """Tallvika kommun
Miljönämnden
Sammanträdesprotokoll 2025-03-04

Plats och tid: Stadshuset, kl. 13.00–15.00
Paragrafer: §§ 12, 13 och 15
{said}

§ 12
Val av justerare
Beslut
Eva Ek utses att justera protokollet.

§ 13
Avgifter för sotning
Beslut
Nämnden beslutar att anta avgifterna.

§ 15
Bidrag till båtklubben
Beslut
Nämnden beslutar att avslå ansökan.
"""


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("Omedelbar justering av §§ 12, 13 och 15.", ()),
        ("§ 14 är omedelbart justerad.", ()),
        ("", ("14",)),
    ],
)
def test_sections_adjusted_at_once_are_no_gap(
    tmp_path: Path, said: str, missing: tuple[str, ...]
) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text(ADJUSTED.format(said=said), "utf-8")
    (one,) = extract(read(path))
    assert [item.number for item in one.agenda_items] == ["12", "13", "15"]
    assert one.document_type is DocumentType.MINUTES
    assert one.ledger.missing_numbers == missing


def test_facts_of_a_bound_file_have_ids_of_their_own(tmp_path: Path) -> None:
    made = [render(record("annual", seed), "annual", seed, "pdf").content for seed in (1, 2)]
    document = put(tmp_path, "bunden.pdf", bound(made)[0])
    parcel = pack(document, extract(document))
    ids = [row["id"] for row in parcel.records] + [row["id"] for _, row in parcel.facts]
    assert len(set(ids)) == len(ids)
    assert len(parcel.records) == 2
    assert records_of(parcel) == extract(document)


def test_the_text_of_annexes_is_searched_outside_the_points(tmp_path: Path) -> None:
    minutes = render(record("ciceron", 1), "ciceron", 1, "pdf")
    document = put(tmp_path, "a.pdf", annexed(minutes, [report(1, 1)])[0])
    made = list(units(document, extract(document)))
    holding = {unit.kind for unit in made if "Kommittén beslutar" in unit.body}
    assert holding == {UnitKind.DOCUMENT}


def test_each_part_of_a_bound_file_holds_its_own_text(tmp_path: Path) -> None:
    pair = [record("public360", seed) for seed in (1, 7)]
    made = [render(one, "public360", 1, "pdf").content for one in pair]
    document = put(tmp_path, "a.pdf", bound(made)[0])
    records = extract(document)
    for unit in units(document, records):
        (own,) = [r for r in records if r.meeting.date == unit.date]
        assert all(own.pages[0] <= piece.page <= own.pages[1] for piece in unit.pieces)


def test_several_records_print_as_one_with_the_others_beside_it(tmp_path: Path) -> None:
    made = [render(record("ciceron", seed), "ciceron", seed, "pdf").content for seed in (3, 4)]
    document = put(tmp_path, "bunden.pdf", bound(made)[0])
    plain = gold_of("bunden.pdf", extract(document))
    assert [one["meeting"]["date"] for one in (plain, *plain["further_records"])] == [
        record("ciceron", seed).day.isoformat() for seed in (3, 4)
    ]
    (alone,) = extract(put(tmp_path, "ensam.pdf", made[0]))
    assert "further_records" not in gold_of("ensam.pdf", (alone,))


def test_every_family_stands_alone(tmp_path: Path) -> None:
    for family in FAMILIES:
        document = put(tmp_path, "a.pdf", render(record(family, 8), family, 8, "pdf").content)
        (part,) = parts(document)
        assert part.whole is document
