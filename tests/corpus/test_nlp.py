from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish.nlp import entities, lemmas, parsed, sentences, tokenizer

_PIPELINE = Path(str(files("corpus.swedish") / "pipeline"))
_TEXTS = [
    "Anna Lindkvist (S) yrkar bifall till Ekby kommuns förslag om skolan i Norrtorp.",
    "Skatteverket har svarat Föreningen Solrosen. Bo Askgren återkommer till Kommunstyrelsen.",
    "Kostnaden beräknas till 12 tkr och ryms inom budgeten.",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mötet öppnas kl. 18.00. Ordf. Anna Ek hälsar välkomna.",
            ["Mötet öppnas kl. 18.00.", "Ordf. Anna Ek hälsar välkomna."],
        ),
        (
            "Den 9.4.2024 beslutades om t.ex. Ekby skola. Dnr KS 2018/124 avslutas.",
            ["Den 9.4.2024 beslutades om t.ex. Ekby skola.", "Dnr KS 2018/124 avslutas."],
        ),
        (
            "§ 12. Val av justerare. Till justerare utses B.-A. Ask.",
            ["§ 12. Val av justerare.", "Till justerare utses B.-A. Ask."],
        ),
        ("Enligt § 12. Beslutet gäller.", ["Enligt § 12.", "Beslutet gäller."]),
        ("3. Rapport\n4. Övrigt\n\nSlut", ["3. Rapport", "4. Övrigt", "Slut"]),
        (
            "Inköp av hyllor, lampor m.m. Nämnden godkänner dem.",
            ["Inköp av hyllor, lampor m.m.", "Nämnden godkänner dem."],
        ),
        ("Varför?! Det undrade\nmånga … och fler.", ["Varför?!", "Det undrade\nmånga … och fler."]),
        (
            "Ledamöterna från S. Lindgrens grupp, f.d. ordf. Bo Ek, reste sig.",
            ["Ledamöterna från S. Lindgrens grupp, f.d. ordf. Bo Ek, reste sig."],
        ),
        ("Behov:\n- en plan\n- en budget", ["Behov:", "- en plan", "- en budget"]),
        ("”Hör hit.” Det sade hon.", ["”Hör hit.”", "Det sade hon."]),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet="aBÅ.!? \n§123)(”-•", max_size=60))
def test_sentences_leave_out_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    bounds = [0, *(bound for span in spans for bound in span), len(text)]
    between = zip(bounds[::2], bounds[1::2], strict=True)
    assert all(start <= end and not text[start:end].strip() for start, end in between)


def test_names_are_found_where_they_stand() -> None:
    found = entities(_TEXTS)
    assert [(name.text, name.label) for name in found[0]] == [
        ("Anna Lindkvist", "PER"),
        ("Ekby kommuns", "ORG"),
        ("Norrtorp", "LOC"),
    ]
    assert {(name.text, name.label) for name in found[1]} >= {
        ("Skatteverket", "ORG"),
        ("Bo Askgren", "PER"),
        ("Kommunstyrelsen", "ORG"),
    }
    assert found[2] == []
    for text, names in zip(_TEXTS, found, strict=True):
        assert all(text[name.start : name.end] == name.text for name in names)


def test_lemmas_and_parts_of_speech() -> None:
    text = "Nämnden beslutade att godkänna rapporterna."
    (words,) = lemmas([text])
    assert [(word.lemma, word.pos) for word in words] == [
        ("nämnd", "NOUN"),
        ("besluta", "VERB"),
        ("att", "PART"),
        ("godkänna", "VERB"),
        ("rapport", "NOUN"),
        (".", "PUNCT"),
    ]
    assert text[words[4].start : words[4].end] == "rapporterna"


def test_the_parser_finds_who_acts() -> None:
    (doc,) = parsed(["Sekreteraren skickar protokollet till alla ledamöter."])
    roles = {token.dep_: token.text for token in doc}
    assert roles["ROOT"] == "skickar"
    assert roles["nsubj"] == "Sekreteraren"
    assert roles["obj"] == "protokollet"


def test_a_text_is_read_the_same_alone_and_among_others() -> None:
    together = entities(_TEXTS * 3)
    assert together == entities(_TEXTS) * 3
    assert together[:3] == [entities([text])[0] for text in _TEXTS]


def test_the_tokenizer_keeps_abbreviations_whole() -> None:
    assert [token.text for token in tokenizer()("Mötet, kl. 18.30.")] == [
        "Mötet",
        ",",
        "kl.",
        "18.30",
        ".",
    ]


def test_sentences_need_no_trained_pipeline_and_no_spacy() -> None:
    code = "import sys; from corpus.swedish.nlp import sentences; sentences('A. B.'); "
    code += "assert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_pipeline_that_is_not_installed_is_named_in_the_error() -> None:
    code = "from corpus.swedish.nlp import entities; entities(['A'])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "RADSLAG_PIPELINE": "sv_no_such_pipeline"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert "UsageError: sv_no_such_pipeline: There is no such Swedish pipeline." in run.stderr


def test_the_pipeline_is_small_and_carries_its_licence_and_card() -> None:
    assert sum(file.stat().st_size for file in _PIPELINE.rglob("*")) <= 25_000_000
    licence = (_PIPELINE / "LICENSE").read_text("utf-8")
    assert all(source in licence for source in ("Talbanken", "PUD", "UNER", "klintan", "SUC 3.0"))
    card = (_PIPELINE / "MODEL_CARD.md").read_text("utf-8")
    performance = json.loads((_PIPELINE / "meta.json").read_text("utf-8"))["performance"]
    for key in ("pos_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f"):
        assert f"{performance[key]:.3f}" in card
    for source in ("UNER", "klintan", "SUC 3.0"):
        assert f"{performance['ents_f ' + source]['all']:.3f}" in card


_DATA = Path(__file__).parents[3] / "shared" / "nlp" / "docbins"


def _scores(name: str, sample: int, without: tuple[str, ...]) -> dict[str, Any]:
    """The pipeline's scores on the first documents of a test set."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Example

    nlp = spacy.load(_PIPELINE, exclude=list(without))
    docs = islice(DocBin().from_disk(_DATA / f"{name}.spacy").get_docs(nlp.vocab), sample)
    return nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in docs])


_SYNTAX = ("tok2vec", "morphologizer", "trainable_lemmatizer", "parser")


@pytest.mark.skipif(not _DATA.exists(), reason="needs the Swedish test sets")
def test_syntax_is_as_right_as_the_card_says() -> None:
    scores = _scores("dep_test", 25, without=("ner",))
    floors = {
        "pos_acc": 0.945,
        "morph_acc": 0.92,
        "lemma_acc": 0.935,
        "dep_uas": 0.81,
        "dep_las": 0.75,
        "sents_f": 0.90,
    }
    assert {key: scores[key] for key in floors if scores[key] < floors[key]} == {}


@pytest.mark.skipif(not _DATA.exists(), reason="needs the Swedish test sets")
@pytest.mark.parametrize(
    ("name", "sample", "floor"),
    [
        ("ner_uner_test", 60, 0.71),
        ("ner_klintan_test", 60, 0.71),
        ("ner_sucmanual_test", 100, 0.60),
    ],
)
def test_names_are_as_right_as_the_card_says(name: str, sample: int, floor: float) -> None:
    assert _scores(name, sample, without=_SYNTAX)["ents_f"] >= floor
