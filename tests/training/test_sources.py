from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from training.generate import labelled
from training.sources import Sources

_UNER = "# text = {0}\n1\tBo\tB-PER\t-\t-\n2\tEk\tI-PER\t-\t-\n3\t{0}\tO\t-\t-\n4\t.\tO\t-\t-\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Four corpora of one or two invented sentences, each in its own format."""
    (tmp_path / "UNER_Swedish").mkdir()
    for file, text in {
        "klintan_train_corpus.txt": "I\t0\nEkby\tLOC\n.   0\n\n”    0\nHej\t0\n”\t0\n",
        "suc3_manual_sentences.txt": "a1-b2\nRektor  B-person  O\nAsk  I-person  B-PRS\n.  O  O\n",
        "UNER_Swedish/sv_talbanken-ud-train.iob2": _UNER.format("ler"),
        "UNER_Swedish/sv_pud-ud-test.iob2": _UNER.format("bor"),
    }.items():
        (tmp_path / file).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def sources(raw: Path) -> Sources:
    return Sources(raw)


def test_a_gold_text_is_taken_apart_by_source_with_its_names(sources: Sources) -> None:
    nlp = spacy.blank("sv")
    text = 'I Ekby. Rektor Ask. Bo Ek ler. "Hej" Rektor Ask. Bo Ek bor.'
    spans = [(2, 6, "LOC"), (8, 18, "PER"), (20, 25, "PER"), (37, 47, "PER"), (49, 54, "PER")]
    found = [
        (source, doc.text, [(name.text, name.label_) for name in doc.ents])
        for source, doc in sources.apart(nlp, labelled(nlp, text, spans))
    ]
    assert found == [
        ("PUD", "Bo Ek bor.", [("Bo Ek", "PER")]),
        ("SUC 3.0", "Rektor Ask.", [("Rektor Ask", "PER")]),
        ("SUC 3.0", "Rektor Ask.", [("Rektor Ask", "PER")]),
        ("UNER", "Bo Ek ler.", [("Bo Ek", "PER")]),
        ("klintan", 'I Ekby. "Hej"', [("Ekby", "LOC")]),
    ]


def test_what_no_corpus_has_is_of_no_source(sources: Sources) -> None:
    assert list(sources.parts("I Ekby. Nej")) == [
        ("klintan", 0, 7),
        ("", 8, 9),
        ("", 9, 10),
        ("", 10, 11),
    ]


def test_a_sentence_of_the_tests_is_not_trained_on(raw: Path) -> None:
    with (raw / "klintan_train_corpus.txt").open("a", encoding="utf-8") as file:
        file.write("\nFöreningen\t0\nträffas\t0\ni\t0\nEkby\tLOC\n.\t0\n")
    nlp = spacy.blank("sv")
    doc = labelled(nlp, "I Ekby. Föreningen träffas i Ekby.", [(2, 6, "LOC"), (29, 33, "LOC")])
    for tests, expected in (
        ((), "I Ekby. Föreningen träffas i Ekby."),
        (["Hej! Föreningen träffas  i Ekby. Slut."], "I Ekby."),
    ):
        assert [text.text for _, text in Sources(raw, tests).apart(nlp, doc)] == [expected]
