"""Laws of extraction, on invented documents of every family: nothing is said without its words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.model import Document, Provenance, Record
from ingest.extract import extract
from ingest.read import read
from tests.generate.families import FAMILIES, record, render
from tests.generate.text import letters

FACTS = ("participants", "agenda_items", "decisions", "action_items", "upcoming_dates", "votes")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generated")


def provenances(told: Record) -> Iterator[Provenance]:
    yield from told.meeting.evidence.values()
    for kind in FACTS:
        for fact in getattr(told, kind):
            yield fact.provenance


def said(document: Document, provenance: Provenance) -> str:
    return letters("".join(document.text[start:end] for start, end in provenance.spans))


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(family=st.sampled_from(FAMILIES), seed=st.integers(0, 100_000))
def test_every_fact_points_at_words_of_its_document(folder: Path, family: str, seed: int) -> None:
    made = render(record(family, seed), family, seed)
    path = folder / str(made.gold["source"])
    path.write_bytes(made.content)
    document = read(path)
    for told in extract(document):
        for provenance in provenances(told):
            assert provenance.document_id == document.id
            assert 0 < provenance.confidence <= 1
            assert provenance.spans
            assert all(0 <= start < end <= len(document.text) for start, end in provenance.spans)
            assert document.page_at(provenance.spans[0][0]).number == provenance.page
        for decision in told.decisions:
            assert letters(decision.text) in said(document, decision.provenance)
        for action in told.action_items:
            assert letters(action.text) in said(document, action.provenance)
        for person in told.participants:
            evidence = said(document, person.provenance)
            assert all(letters(part) in evidence for part in person.name.split())
        labels = {item.label for item in told.agenda_items}
        assert {d.agenda_item for d in told.decisions} <= {None, *labels}


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(family=st.sampled_from(FAMILIES), seed=st.integers(0, 100_000))
def test_reading_twice_says_the_same(folder: Path, family: str, seed: int) -> None:
    made = render(record(family, seed), family, seed)
    path = folder / str(made.gold["source"])
    path.write_bytes(made.content)
    assert extract(read(path)) == extract(read(path))
