"""Marks are on every word that was sought, and on no other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.points import points
from index.analysis import terms, tokens
from index.highlight import Highlighter

BODIES = [unit.body for unit in points(40, seed=5)]


@settings(deadline=None)
@given(st.data())
def test_marked_words_are_those_with_a_sought_term(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(BODIES))
    found = list(tokens(body))
    other = data.draw(st.sampled_from(BODIES))
    some = [term for token in tokens(other) for term in token.terms]
    wanted = set(data.draw(st.lists(st.sampled_from(some), min_size=1, max_size=4)))
    marked = {start for start, _ in Highlighter(wanted).marks(body)}
    sought = [token for token in found if wanted & set(token.terms)]
    spared = [token for token in found if not wanted & set(token.terms)]
    spaced = {token.start for token in found if " " in body[token.start : token.end]}
    for token in sought:
        assert any(token.start <= at < token.end for at in marked), body[token.start : token.end]
    for token in spared:  # a month is also marked within a date
        if token.start not in spaced:
            assert not any(token.start <= at < token.end for at in marked)


@pytest.mark.parametrize(
    ("wanted", "text", "words"),
    [
        ("§ 12", "Se § 12, §§ 10–14 och 12 stolar.", ["§ 12", "§§ 10–14"]),
        ("15 juni 2026", "15 juni 2026, 2026-06-15", ["15 juni 2026", "2026-06-15"]),
        ("98 000", "kostar 98 000 kronor, inte 98", ["98 000"]),
        ("2019/123", "Dnr KS 2019/0123 och 2019/12", ["2019/0123"]),
        ("bok", "Böckerna och barnbok", ["Böckerna", "bok"]),
        ("arkiv", "vårt e-arkiv", ["arkiv"]),
    ],
)  # fmt: skip
def test_words_are_marked_however_they_are_written(
    wanted: str, text: str, words: list[str]
) -> None:
    given_ = terms(wanted)
    nets = {"+" + term[1:] for term in given_ if term[0] == "~"}
    marks = Highlighter({given_[0], *(t for t in given_ if t[0] == "~"), *nets}).marks(text)
    assert [text[start:end] for start, end in marks] == words


def test_words_of_a_phrase_are_marked_where_they_follow_each_other() -> None:
    text = "En stor skola. Skolan är stor. Vid stor (skolans) skola."
    marks = Highlighter((), [("~stor", "~skola")]).marks(text)
    assert [text[start:end] for start, end in marks] == ["stor", "skola", "stor", "skolans"]
