"""Running text knows where each of its characters stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Page, Reading, Source
from ingest.layout.passage import Passage


def document(text: str) -> Document:
    page = Page(1, 0, len(text), 595, 842, Reading.TEXT, (), ())
    return Document("0" * 64, Source("a.txt", "0" * 64), "text/plain", text, (page,))


def lines_of(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def passage(text: str) -> Passage:
    return Passage.of_spans(document(text), lines_of(text))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("plats- och\nmarktillsyn", "plats- och marktillsyn"),
        ("barn-\noch ungdomsnämnden", "barn- och ungdomsnämnden"),
        ("mark-\ntillsyn", "marktillsyn"),
        ("e-\narkiv", "e-arkiv"),
        ("IT-\ndrift", "IT-drift"),
        ("två-\ntre bryggor", "två-tre bryggor"),
        ("två-\nspråkig", "tvåspråkig"),
        ("Norra-\nSödra", "Norra-Södra"),
        ("kl. 13.00–\n15.10", "kl. 13.00–15.10"),
        ("frågan –\n15 år gammal", "frågan – 15 år gammal"),
        ("hand\u00ad\nlingar", "handlingar"),
        ("två  ord\n  till", "två ord till"),
    ],
)
def test_lines_join_as_a_reader_joins_them(lines: str, text: str) -> None:
    assert passage(lines).text == text


def test_a_part_points_at_its_own_characters() -> None:
    whole = passage("Nämnden beslutar att god-\nkänna planen.")
    at = whole.text.index("godkänna")
    part = whole.slice(at, at + len("godkänna planen"))
    assert part.text == "godkänna planen"
    assert [whole.document.text[a:b] for a, b in part.spans] == ["god-\nkänna planen"]


def test_text_between_two_pieces_is_not_evidence() -> None:
    text = "Beslutet\nSida 3 av 9\ngäller."
    spans = lines_of(text)
    found = Passage.of_spans(document(text), [spans[0], spans[2]])
    assert found.text == "Beslutet gäller."
    assert [text[a:b] for a, b in found.spans] == ["Beslutet", "gäller."]


@given(st.lists(st.text(st.sampled_from("abcåÅ -,.1\u00ad"), max_size=12), max_size=6))
def test_every_character_is_one_of_the_document(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = passage(text)
    assert len(found.offsets) == len(found.text)
    for char, offset in zip(found.text, found.offsets, strict=True):
        assert char == " " or text[offset] == char
    assert list(found.offsets) == sorted(found.offsets)
