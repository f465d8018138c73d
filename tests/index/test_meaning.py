"""Nearness in meaning: it ranks what words find, and labelled guesses fill the answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from cli.searching import answer_json, answer_text
from corpus.archive import Archive
from index.build import open_engine, open_meaning
from index.care import embed, problems, units_of, updater
from index.engine import SearchEngine, Sort
from index.ranking import GUESSED, added
from index.search import Filters, SearchResult, search
from index.units import Unit
from tests.generate.facts import a_document, a_file, a_record

MakePoint = Callable[..., Unit]
WINTER, BATH, PAPER = "Vinterväghållning på gatorna", "Renovering av simhallen", "Val av justerare"


@pytest.fixture
def filled(engine: SearchEngine, point: MakePoint) -> SearchEngine:
    engine.update(
        [
            point("p-väg", WINTER, decision="Plogningen har kostat mer än planerat.",
                  date="2024-01-01", document="d-1"),
            point("p-bad", BATH, "Bassängen tätas.", date="2025-01-01", document="d-2"),
            point("p-val", PAPER, "Thore utses.", date="2023-01-01", document="d-3"),
        ]
    )  # fmt: skip
    return engine


@pytest.fixture
def asked(filled: SearchEngine, point: MakePoint, tmp_path: Path) -> Callable[..., SearchResult]:
    """Questions to the points with their embeddings beside them."""
    meaning = open_meaning(tmp_path / "index")
    held = [filled.unit(id_) for id_ in ("p-väg", "p-bad", "p-val")]
    assert meaning.update(unit for unit in held if unit) == 4  # three titles and a decision

    return partial(search, filled, meaning=meaning)


def ids(result: SearchResult) -> list[str]:
    return [hit.unit.id for hit in result.hits]


def test_words_and_meaning_are_added_up() -> None:
    words = [("a", 2.0), ("b", 1.9), ("c", 0.2)]
    assert added(words, {}) == ["a", "b", "c"]
    assert added(words, {"b": 0.9, "d": 0.5}) == ["b", "a", "d", "c"]


def test_without_vectors_no_hit_is_a_guess(filled: SearchEngine) -> None:
    result = search(filled, "simma")
    assert result.hits == ()
    assert GUESSED not in result.remarks
    assert not any(hit.by_meaning for hit in search(filled, "simhallen").hits)


def test_a_guess_says_so_to_people_and_to_programs(filled: SearchEngine, tmp_path: Path) -> None:
    result = search(filled, "simhallen")
    guess = replace(result, hits=(replace(result.hits[0], by_meaning=True),))
    assert "liknande i betydelse" in " ".join(answer_text(guess).split())
    assert "liknande i betydelse" not in answer_text(result)
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        told = [json.loads(answer_json(archive, each))["hits"][0] for each in (result, guess)]
    assert [hit["by_meaning"] for hit in told] == [False, True]


def test_a_question_in_other_words_finds_the_point_and_says_how(
    asked: Callable[..., SearchResult],
) -> None:
    result = asked("simma")
    assert ids(result) == ["p-bad"]
    assert all(hit.by_meaning for hit in result.hits)
    assert result.remarks[-1] == GUESSED


def test_everyday_words_are_found_as_words(asked: Callable[..., SearchResult]) -> None:
    result = asked("snöröjningen")
    assert ids(result)[0] == "p-väg"
    assert not result.hits[0].by_meaning


@pytest.mark.parametrize(
    "text", ["lorem ipsum dolor", "asdfqwer", "pannkakor med sylt", "xyzzy plugh", "blorb"]
)
def test_nonsense_and_other_subjects_have_no_hits(
    asked: Callable[..., SearchResult], text: str
) -> None:
    assert asked(text).hits == ()


@pytest.mark.parametrize("text", ["§ 999", "KS 2031/0999", '"simhallen renoveras"', "år:1950"])
def test_what_is_there_or_not_is_not_guessed(asked: Callable[..., SearchResult], text: str) -> None:
    assert not any(hit.by_meaning for hit in asked(text).hits)


def test_a_point_with_most_words_is_no_guess(asked: Callable[..., SearchResult]) -> None:
    result = asked("simmare justerare")
    assert {hit.unit.id: hit.by_meaning for hit in result.hits} == {"p-val": False, "p-bad": True}
    assert result.offers == ()


def test_guesses_keep_to_what_was_asked(asked: Callable[..., SearchResult]) -> None:
    assert ids(asked("simma", filters=Filters(year=("2025",)))) == ["p-bad"]
    assert ids(asked("simma", filters=Filters(first="2025-06-01"))) == []
    assert ids(asked("simma år:2023")) == []
    assert ids(asked("simma INTE bassängen")) == []
    assert ids(asked("simma", sort=Sort.OLDEST)) == []


def test_pages_are_parts_of_one_ranking(asked: Callable[..., SearchResult]) -> None:
    text = "simmare justerare"
    whole = ids(asked(text))
    pages = [ids(asked(text, limit=1, page=page)) for page in (1, 2, 3)]
    assert [id_ for page in pages for id_ in page] == whole
    assert all(asked(text, limit=1, page=page).total == 2 for page in (1, 2))


@pytest.mark.parametrize("text", ["\0 ö\0", "\ud800 skid", "snö " * 2000, "🏊" * 400])
def test_no_question_raises(asked: Callable[..., SearchResult], text: str) -> None:
    assert asked(text).total <= 3


def test_vectors_follow_the_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        path = a_file(tmp_path, "a.txt")
        document = a_document(path)
        archive.add(path, document, (a_record(document),))
        open_engine(archive.index_folder)
        with updater(archive, None):
            pass
        assert any("betydelse" in problem.what for problem in problems(archive, None))
        assert list(embed(archive)) == [(1, 1)]
        assert list(problems(archive, None)) == []
        assert list(embed(archive)) == []
        (archive.index_folder / "meaning.bin").write_bytes(b"PK broken")
        assert list(embed(archive)) == [(1, 1)]


def test_what_is_stored_is_embedded_and_what_is_gone_is_not_kept(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        path = a_file(tmp_path, "a.txt")
        document = a_document(path)
        with updater(archive, None) as stored:
            archive.add(path, document, (a_record(document),))
            stored([document.id])
        meaning = open_meaning(archive.index_folder)
        assert list(meaning.documents()) == [document.id]
        title = next(unit.title for unit in units_of(archive, document.id) if unit.number)
        assert meaning.near(title, 5)
        meaning.update((), [document.id])
        assert meaning.near(title, 5) == []


def test_vectors_follow_a_new_revision(tmp_path: Path, point: MakePoint) -> None:
    meaning = open_meaning(tmp_path)
    meaning.update([point(f"p-{n}", f"{BATH} {n}") for n in range(60)])
    meaning.update([point(f"q-{n}", f"{BATH} {n}", revision="2") for n in range(60)], ["d-1"])
    assert meaning.documents() == {"d-1": "2"}
    assert {id_ for id_, _ in meaning.near(BATH, 100)} == {f"q-{n}" for n in range(60)}
