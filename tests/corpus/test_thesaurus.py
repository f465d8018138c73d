"""The thesaurus is large, says each thing once, and its examples hold."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

from corpus.swedish.lexicon import function_words
from corpus.swedish.thesaurus import pairs
from index.analysis import net, words


def test_there_are_many_pairs_and_each_is_told_once() -> None:
    found = list(pairs())
    assert len(found) >= 1500
    assert [pair for pair, count in Counter(found).items() if count > 1] == []
    assert [pair for pair in found if pair[0] == pair[1]] == []


def test_no_entry_is_a_word_without_subject() -> None:
    alone = {word for pair in pairs() for word in pair if " " not in word}
    assert alone & function_words() == set()


def test_each_part_has_an_example_that_one_of_its_pairs_explains() -> None:
    text = (files("corpus.swedish") / "words" / "thesaurus.txt").read_text("utf-8")
    parts = text.split("# --- ")[1:]
    for part in parts:
        example = next(row for row in part.splitlines() if row.startswith("#?"))
        asked, _, meant = example[2:].lower().partition(">")
        rows = (row.partition("=") for row in part.lower().splitlines() if "=" in row)
        kin = [(right.split(","), left.strip()) for left, _, right in rows]
        assert any(
            _holds(asked, said.strip()) and _holds(meant, left)
            for rights, left in kin
            for said in rights
        ), example


def _holds(text: str, entry: str) -> bool:
    """Whether a text has the words of an entry in any form, or as part of a compound."""
    nets = [net(word) for word in words(text)]
    return all(any(net(w)[:6] in each for each in nets) for w in words(entry))
