from pathlib import Path

import pytest

from corpus.swedish.compounds import split
from corpus.swedish.lexicon import expansions, frequencies, function_words, lemma_of

GOLD = Path(__file__).parents[3] / "shared" / "nlp" / "compounds.tsv"


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("lekplatsbelysning", ("lek", "plats", "belysning")),
        ("skolgård", ("skol", "gård")),
        ("kyrkoråd", ("kyrko", "råd")),
        ("gatuarbeten", ("gatu", "arbeten")),
        ("bibliotekschefen", ("biblioteks", "chefen")),
        ("vattenledningar", ("vatten", "ledningar")),
        ("hamnavgift", ("hamn", "avgift")),
        ("badplatser", ("bad", "platser")),
    ],
)
def test_a_compound_is_split_where_its_words_meet(word: str, parts: tuple[str, ...]) -> None:
    assert split(word) == parts


@pytest.mark.parametrize(
    "word",
    ["nämnden", "ledamöterna", "yttrandet", "åtgärden", "behörighet", "överklagande",
     "godkännande", "avtalet", "uppföljning", "ekonomi", "kansliet", "ärende", "å", "", "123"],
)  # fmt: skip
def test_a_simple_word_stays_whole(word: str) -> None:
    assert split(word) == (word,)


def test_parts_always_join_to_the_word() -> None:
    for word in list(frequencies())[:3000]:
        assert "".join(split(word)) == word


def _bounds(parts: list[str]) -> set[int]:
    return {sum(map(len, parts[: at + 1])) for at in range(len(parts) - 1)}


@pytest.mark.skipif(not GOLD.exists(), reason="the shared list of compounds is not here")
def test_splits_agree_with_the_gold_list() -> None:
    met = extra = missed = 0
    for row in GOLD.read_text("utf-8").splitlines()[1:]:
        word, parts = row.split("\t")
        wanted, found = _bounds(parts.split("|")), _bounds(list(split(word)))
        met += len(wanted & found)
        extra += len(found - wanted)
        missed += len(wanted - found)
    assert met / (met + extra) >= 0.98
    assert met / (met + missed) >= 0.95


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("beslutet", "beslut"), ("besluten", "beslut"), ("förslagets", "förslag"),
     ("nämnderna", "nämnd"), ("ledamöter", "ledamot"), ("skolornas", "skola"),
     ("planerna", "plan"), ("möten", "möte"), ("taxor", "taxa"), ("qwertyx", None)],
)  # fmt: skip
def test_inflected_forms_have_their_lemma(form: str, lemma: str | None) -> None:
    assert lemma_of(form) == lemma


def test_expansions_go_both_ways_and_function_words_carry_no_subject() -> None:
    assert "kommunstyrelsen" in expansions()["ks"]
    assert "ks" in expansions()["kommunstyrelsen"]
    assert "och" in function_words()
    assert "budget" not in function_words()
