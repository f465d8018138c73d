"""Search on a judged set of real points, beside plain engines, by the kind of question.

    python bench/judged_set.py SET ARCHIVE

SET is a folder with `queries.json` (id, query, kind, min_grade, relevant: grade by point, a point
being "<file stem>#<number>"), ARCHIVE an archive that has read its documents. success@1 counts a
first hit of at least `min_grade`; recall@20 counts every grade. The yardsticks take any of the
words, ranked by BM25 over title (3), decision (2) and body (1), with Snowball's Swedish stems.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from whoosh import qparser
from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.lang.snowball.swedish import SwedishStemmer

from bench.judge import plain
from corpus.archive import Archive
from index.build import open_engine, open_meaning
from index.care import units_of
from index.search import search
from index.units import Unit

Ask = Callable[[str], list[str]]
WEIGHTS = {"title": 3.0, "decision": 2.0, "body": 1.0}


def fields(unit: Unit) -> dict[str, str]:
    decision = " ".join(fact.text for fact in unit.decisions)
    return {"title": unit.title, "decision": decision, "body": unit.body}


def fts5(found: Sequence[Unit]) -> Ask:
    stem = SwedishStemmer().stem
    stems: Callable[[str], str] = lambda text: " ".join(map(stem, re.findall(r"\w+", text.lower())))  # noqa: E731
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE f USING fts5(id UNINDEXED, title, decision, body)")
    rows = ((unit.id, *map(stems, fields(unit).values())) for unit in found)
    db.executemany("INSERT INTO f VALUES (?, ?, ?, ?)", rows)

    def ask(text: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in stems(text).split()) or '"x"'
        sql = "SELECT id FROM f WHERE f MATCH ? ORDER BY bm25(f, 0, 3, 2, 1) LIMIT 20"
        return [str(id_) for (id_,) in db.execute(sql, (match,))]

    return ask


def whoosh(found: Sequence[Unit]) -> Ask:
    analyzer = LanguageAnalyzer("sv")
    texts = {name: TEXT(analyzer=analyzer, field_boost=w) for name, w in WEIGHTS.items()}
    index = RamStorage().create_index(Schema(id=ID(stored=True), **texts))
    writer = index.writer()
    for unit in found:
        writer.add_document(id=unit.id, **fields(unit))
    writer.commit()
    parser = qparser.MultifieldParser(list(WEIGHTS), index.schema, group=qparser.OrGroup)
    searcher = index.searcher()
    return lambda text: [str(hit["id"]) for hit in searcher.search(parser.parse(text), limit=20)]


def scored(query: dict[str, Any], ranked: Sequence[str]) -> tuple[float, float]:
    """success@1 and recall@20 of one query."""
    seen = list(dict.fromkeys(ranked))[:20]
    grades = query["relevant"]
    first = bool(seen) and grades.get(seen[0], 0) >= query["min_grade"]
    met = sum(1 for point in seen if grades.get(point, 0))
    return float(first), met / min(20, len(grades))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("archive", type=Path)
    chosen = parser.parse_args()
    queries = json.loads((chosen.set / "queries.json").read_text("utf-8"))
    with Archive.open(chosen.archive) as archive:
        names = {entry.id: Path(entry.name).stem for entry in archive.documents()}
        found = [unit for id_ in names for unit in units_of(archive, id_)]
    called: dict[str, str] = {}
    for unit in found:
        number = re.search(r"\d+", unit.number or "")
        called[unit.id] = f"{names[unit.document_id]}#{number[0] if number else ''}"
    folder = Path(tempfile.mkdtemp(prefix="radslag-judged-"))
    engine, meaning = open_engine(folder), open_meaning(folder)
    engine.update(found)
    meaning.update(found)
    asked: dict[str, Ask] = {
        "Rådslag": lambda text: [h.unit.id for h in search(engine, text, meaning=meaning).hits],
        "FTS5 + Snowball": fts5(found),
        "Whoosh Swedish": whoosh(found),
        "Tantivy Swedish": plain(found, stem=True),
        "meaning alone": lambda text: [id_ for id_, _ in meaning.near(text, 20)],
    }
    scores = {
        name: [scored(query, [called[id_] for id_ in ask(query["query"])]) for query in queries]
        for name, ask in asked.items()
    }
    print("| kind | " + " | ".join(asked) + " |\n|---" * 1 + "|---" * len(asked) + "|")
    for kind in ("all", *dict.fromkeys(query["kind"] for query in queries)):
        at = [n for n, query in enumerate(queries) if kind in ("all", query["kind"])]
        cells = []
        for rows in scores.values():
            means = (sum(rows[n][part] for n in at) / len(at) for part in (0, 1))
            cells.append(" / ".join(f"{mean:.3f}" for mean in means))
        print(f"| {kind} ({len(at)}) | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
