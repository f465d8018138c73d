"""How well search finds: the judged queries, with our analysis and with plain ones.

    python bench/judge.py [--engine whoosh] [--misses]

The archive is the bundled samples, read by the program itself, among 2,000 points of
`bench.points`. The yardsticks are Tantivy with its own tokenizer, once with the Snowball
stemmer for Swedish and once with lower case alone, over the same fields and weights.

Paraphrases are questions in other words than the points that answer them.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import tantivy

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.points import points
from index.build import open_engine, open_meaning
from index.search import search
from index.units import Unit, units
from ingest.extract import extract
from ingest.read import read

ROOT = Path(__file__).parents[1]
JUDGED = ROOT / "tests" / "index" / "judged.tsv"
PARAPHRASES = ROOT / "tests" / "index" / "paraphrases.tsv"
SAMPLES = ROOT / "corpus" / "samples" / "documents"
GENERATED = 2000
FILES = {
    "ks1": "KS protokoll 2025-03-12.pdf",
    "ks2": "KS protokoll 2025-05-14.pdf",
    "ks3": "KS protokoll 2025-09-10.pdf",
    "ks4": "KS protokoll 2026-02-11.docx",
    "kal": "Kallelse KS 2025-09-10.docx",
    "utd": "Protokollsutdrag KS § 74.pdf",
    "bn": "Bildningsnämnden 17.4.2024.pdf",
    "bmn": "Bygg- och miljönämnden 2023-11-21 (skannat).pdf",
    "not1": "minnesanteckningar 6 februari 2025.txt",
    "not2": "Minnesanteckningar 2025-05-22.docx",
    "pdf": "bildspel-2025-04-10.pdf",
    "pptx": "bildspel-2025-04-10.pptx",
    "run": "RUN_2024-10-03_protokoll.pdf",
    "st3": "Styrelsemöte 3 2025-03-18.pdf",
    "st4": "Styrelsemöte 4 2025-05-06.pdf",
    "ars": "Årsstämma 2026.pdf",
    "dir": "direktionen-2024-12-04.pdf",
}
"""Short names of the sample files in the judged queries."""

Ask = Callable[[str], list[str]]


class Judged(msgspec.Struct, frozen=True):
    """A query with the points of which one must come first, and all that answer it."""

    query: str
    best: frozenset[str]
    also: frozenset[str]

    @property
    def answers(self) -> frozenset[str]:
        return self.best | self.also


class Score(msgspec.Struct, frozen=True):
    """Means over all queries."""

    success_at_1: float
    ndcg_at_10: float
    recall_at_20: float


def judged(path: Path = JUDGED) -> Iterator[Judged]:
    """The queries of a judged set."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            query, best, also = line.split("\t")
            yield Judged(query, frozenset(best.split()), frozenset(also.split()))


def sample_units() -> Iterator[tuple[str, Unit]]:
    """The units of the sample archive, with the short name of their file."""
    paths = {path.name: path for path in SAMPLES.rglob("*") if path.is_file()}
    for short, name in FILES.items():
        document = read(paths[name])
        for unit in units(document, extract(document)):
            yield short, unit


def archive() -> tuple[list[Unit], dict[str, tuple[str, ...]]]:
    """All units, and by what names the judged queries call each."""
    names: dict[str, tuple[str, ...]] = {}
    found: list[Unit] = []
    for short, unit in sample_units():
        number = f"{short}#{unit.number}" if unit.number else short
        names[unit.id] = (number, short)
        found.append(unit)
    for unit in points(GENERATED):
        names[unit.id] = (unit.id,)
        found.append(unit)
    return found, names


def evaluate(
    ask: Ask, names: dict[str, tuple[str, ...]], misses: bool = False, path: Path = JUDGED
) -> Score:
    """Ask every judged query; `ask` gives the ids of the first twenty units."""
    sums = [0.0, 0.0, 0.0]
    queries = list(judged(path))
    for one in queries:
        found = [names[id_] for id_ in ask(one.query)]
        first = bool(found) and not one.best.isdisjoint(found[0])
        met = [a for a in one.answers if any(a in got for got in found[:20])]
        values = (float(first), _ndcg(one, found), len(met) / len(one.answers))
        sums = [a + b for a, b in zip(sums, values, strict=True)]
        if misses and (not first or values[2] < 1):
            print(f"{one.query!r:50} {values[0]:.0f} {values[2]:.2f} wanted", *sorted(one.best)[:4],
                  "got", *(got[0] for got in found[:4]))  # fmt: skip
    return Score(*(total / len(queries) for total in sums))


def _ndcg(one: Judged, found: list[tuple[str, ...]]) -> float:
    """Gain 3 for the points that should come first, 1 for the others; each counted once."""
    left = dict.fromkeys(one.best, 3.0) | dict.fromkeys(one.also - one.best, 1.0)
    ideal = sorted(left.values(), reverse=True)[:10]
    gained = 0.0
    for rank, got in enumerate(found[:10]):
        name = next((n for n in got if n in left), None)
        if name:
            gained += left.pop(name) / math.log2(rank + 2)
    return gained / sum(gain / math.log2(rank + 2) for rank, gain in enumerate(ideal))


def plain(found: list[Unit], stem: bool) -> Ask:
    """Tantivy with its own analysis: lower case, and Snowball's stems where asked for."""
    builder = tantivy.SchemaBuilder()
    fields = {"title": 3.0, "decision": 2.0, "body": 1.0}
    for field in fields:
        builder.add_text_field(field, tokenizer_name="plain")
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    index = tantivy.Index(builder.build())
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    analyzer = analyzer.filter(tantivy.Filter.lowercase())
    if stem:
        analyzer = analyzer.filter(tantivy.Filter.stemmer("swedish"))
    index.register_tokenizer("plain", analyzer.build())
    writer = index.writer(50_000_000, 1)
    for unit in found:
        decision = " ".join(fact.text for fact in unit.decisions)
        writer.add_document(
            tantivy.Document(id=unit.id, title=unit.title, decision=decision, body=unit.body)
        )
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> list[str]:
        query, _ = index.parse_query_lenient(text, list(fields), fields)
        hits = searcher.search(query, 20).hits
        return [str(searcher.doc(address).get_first("id")) for _, address in hits]

    return ask


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default=None)
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    found, names = archive()
    folder = Path(tempfile.mkdtemp(prefix="radslag-judge-"))
    engine = open_engine(folder, chosen.engine)
    engine.update(found)
    meaning = open_meaning(folder)
    meaning.update(found)
    ours: Ask = lambda text: [h.unit.id for h in search(engine, text, meaning=meaning).hits]  # noqa: E731
    asked: dict[str, Ask] = {
        "Rådslag": ours,
        "words alone": lambda text: [hit.unit.id for hit in search(engine, text).hits],
        "meaning alone": lambda text: [id_ for id_, _ in meaning.near(text, 20)],
    }
    asked["Snowball Swedish"] = plain(found, stem=True)
    asked["no analysis"] = plain(found, stem=False)
    for path in (JUDGED, PARAPHRASES):
        queries = sum(1 for _ in judged(path))
        print(f"{path.stem}: {queries} queries, {len(found)} units, engine {engine.name}")
        print("| analysis | success@1 | nDCG@10 | recall@20 |\n|---|---|---|---|")
        for name, ask in asked.items():
            score = evaluate(ask, names, chosen.misses and ask is ours, path)
            cells = (score.success_at_1, score.ndcg_at_10, score.recall_at_20)
            print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
