"""The judged queries keep their floors, and our analysis stays ahead of plain ones."""

from pathlib import Path

import pytest

from bench.judge import JUDGED, PARAPHRASES, Score, archive, evaluate, judged, plain
from index.build import open_engine
from index.search import search
from index.units import Unit

Archive = tuple[list[Unit], dict[str, tuple[str, ...]]]


@pytest.fixture(scope="module")
def filled() -> Archive:
    return archive()


def ours(filled: Archive, folder: Path, engine_name: str) -> Score:
    engine = open_engine(folder, engine_name)
    engine.update(filled[0])
    return evaluate(lambda text: [hit.unit.id for hit in search(engine, text).hits], filled[1])


@pytest.mark.parametrize(("path", "least"), [(JUDGED, 120), (PARAPHRASES, 30)])
def test_there_are_enough_queries_and_every_answer_exists(
    filled: Archive, path: Path, least: int
) -> None:
    names = {name for known in filled[1].values() for name in known}
    queries = list(judged(path))
    assert len(queries) >= least
    assert {answer for one in queries for answer in one.answers} <= names


@pytest.mark.parametrize("engine_name", ["tantivy", "whoosh"])
def test_the_right_point_is_first(filled: Archive, tmp_path: Path, engine_name: str) -> None:
    score = ours(filled, tmp_path, engine_name)
    assert score.success_at_1 >= 0.95
    assert score.ndcg_at_10 >= 0.95
    assert score.recall_at_20 >= 0.97
    stemmed = evaluate(plain(filled[0], stem=True), filled[1])
    assert score.success_at_1 > stemmed.success_at_1 + 0.2
