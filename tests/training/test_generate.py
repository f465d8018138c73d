from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from training.generate import Inventor, labelled

_TABLE = Path(__file__).parents[2] / "training" / "council.toml"
_ROWS = "municipality_name,municipality_name_short\nEkby kommun,Ekby\nAlmviks kommun,Almvik\n"


@pytest.fixture
def inventor(tmp_path: Path) -> Inventor:
    (tmp_path / "municipalities.csv").write_text(_ROWS, "utf-8")
    return Inventor(_TABLE, tmp_path / "municipalities.csv", 7)


def test_a_text_told_about_others_keeps_its_words_and_its_kinds_of_names(
    inventor: Inventor,
) -> None:
    nlp = spacy.blank("sv")
    doc = labelled(nlp, "Igår mötte Bo Ek laget från Ekby.", [(11, 16, "PER"), (28, 32, "LOC")])
    told = [inventor.renamed(nlp, doc) for _ in range(40)]
    assert {tuple(name.label_ for name in other.ents) for other in told} == {("PER", "LOC")}
    for other in told:
        person, place = other.ents
        between = f"igår mötte {person.text} laget från {place.text}."
        assert other.text.lower() == between.lower()
    assert len({other.text for other in told}) > 20


def test_a_town_that_acts_becomes_another_town(inventor: Inventor) -> None:
    nlp = spacy.blank("sv")
    doc = labelled(nlp, "Ekby vann med fem mål.", [(0, 4, "ORG")])
    others = {inventor.renamed(nlp, doc).ents[0].text for _ in range(60)}
    assert len(others) > 10
    assert not any(word in {"AB", "kommun"} for other in others for word in other.split())
