"""How fast search is, as people use it: parse, understand, search by words and by
meaning, facets, 20 marked hits.

    python bench/search.py --points 50000 [--engines tantivy,whoosh,fts5] [--json FILE]

Each engine runs in a process of its own, so that its memory can be told. SQLite FTS5 stands
beside the engines as a yardstick: the same points and facets, with SQLite's own tokens and
snippets and without our analysis. Processor time stands beside time, since machines are shared;
private memory beside the peak, which counts pages of the index that merging looks at.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.points import FIRST, MONTHS, Maker, points
from index.build import ENGINES, open_engine, open_meaning
from index.search import search
from index.units import Unit

FACETS = ("body_name", "year", "outcome")
BATCH = 5_000
"""Points written at once; all of them are in memory, as they are in no real run."""
ROUNDS = 300


def queries(count: int, seed: int = 7) -> Iterator[str]:
    """What staff type: a subject, a decision, a place, a name, a case, a §, a phrase, a typo."""
    maker = Maker(1)
    draw = random.Random(seed)
    pick = draw.choice
    for _ in range(count):
        subject, place = pick(maker.subjects), pick(maker.places)
        person = pick(maker.persons)
        letter = draw.randrange(3, len(subject) - 1)
        forms: list[Callable[[], str]] = [
            lambda: subject,  # noqa: B023 - called at once
            lambda: f"beslut {subject}",  # noqa: B023
            lambda: f"{subject} {place}",  # noqa: B023
            lambda: f"vad lovade {pick(FIRST)} i {pick(MONTHS)}",
            lambda: f"KS {1996 + draw.randrange(30)}/{draw.randrange(2000):04}",
            lambda: f"§ {1 + draw.randrange(180)} {place}",  # noqa: B023
            lambda: f'"informationen om {subject}"',  # noqa: B023
            lambda: f"återremiss {subject} 2010..2020",  # noqa: B023
            lambda: f"{subject[:6]}*",  # noqa: B023
            lambda: subject[:letter] + subject[letter + 1 :],  # noqa: B023
            lambda: f"person:{person.split()[1]} {subject}",  # noqa: B023
            lambda: person,  # noqa: B023
            lambda: f"{pick(('plan', 'taxa', 'avtal', 'policy', 'projekt'))}",
            lambda: f"{subject} ELLER {pick(maker.subjects)} INTE {place}",  # noqa: B023
        ]
        yield pick(forms)()


class Fts5:
    """SQLite's full text search over the same points, as a yardstick."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "points.sqlite")
        self.db.execute("CREATE VIRTUAL TABLE f USING fts5(title, decision, body)")
        self.db.execute("CREATE TABLE p(id INTEGER PRIMARY KEY, body_name, year, outcome)")

    def update(self, units: Iterable[Unit]) -> None:
        for unit in units:
            decision = " ".join(fact.text for fact in unit.decisions)
            row = self.db.execute(
                "INSERT INTO f VALUES (?, ?, ?)", (unit.title, decision, unit.body)
            ).lastrowid
            year = (unit.date or "")[:4]
            values = (row, unit.meeting_body, year, ",".join(unit.outcomes))
            self.db.execute("INSERT INTO p VALUES (?, ?, ?, ?)", values)
        self.db.commit()

    def search(self, text: str) -> int:
        words = [word for word in re.findall(r"\w+", text) if not word.isupper()]
        match = " ".join(f'"{word}"' for word in words[:4]) or '"x"'
        if text.endswith("*"):
            match += "*"
        best = self.db.execute(
            "SELECT rowid, snippet(f, 2, '[', ']', '…', 32) FROM f WHERE f MATCH ?"
            " ORDER BY bm25(f, 3, 2, 1) LIMIT 20",
            (match,),
        ).fetchall()
        for facet in FACETS:
            self.db.execute(
                f"SELECT {facet}, count(*) FROM p JOIN f ON p.id = f.rowid"  # noqa: S608
                f" WHERE f MATCH ? GROUP BY {facet} ORDER BY 2 DESC LIMIT 20",
                (match,),
            ).fetchall()
        return len(best)


def batches(count: int) -> Iterator[list[Unit]]:
    drawn = points(count)
    while batch := list(islice(drawn, BATCH)):
        yield batch


def measured(times: list[float], kind: str) -> dict[str, float]:
    ranked = sorted(times)
    return {
        f"p50_{kind}": 1000 * ranked[len(ranked) // 2],
        f"p95_{kind}": 1000 * ranked[int(len(ranked) * 0.95)],
    }


def run(name: str, count: int, folder: Path) -> dict[str, Any]:
    """Build the index of one engine and ask it; what was measured."""
    engine: Any = Fts5(folder) if name == "fts5" else open_engine(folder, name)
    meaning = None if name == "fts5" else open_meaning(folder)
    cpu, private = 0.0, 0.0
    for batch in batches(count):
        start = time.process_time()
        engine.update(batch)
        if meaning:
            meaning.update(batch)
        cpu += time.process_time() - start
        private = max(private, private_mb())
        batch.clear()
    peak_build = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    ask: Callable[[str], object] = (
        engine.search
        if name == "fts5"
        else lambda text: search(engine, text, facets=FACETS, meaning=meaning)
    )
    rounds = ROUNDS if name != "whoosh" else ROUNDS // 3
    asked = list(queries(rounds))
    start = time.perf_counter()
    ask(asked[0])
    first = time.perf_counter() - start
    for text in asked[:50]:
        ask(text)
    clock, cpu_times = [], []
    for text in asked:
        start, cpu_start = time.perf_counter(), time.thread_time()
        ask(text)
        clock.append(time.perf_counter() - start)
        cpu_times.append(time.thread_time() - cpu_start)
    return {
        "engine": name, "points": count, "points_per_cpu_s": count / cpu,
        "index_mb": size, "peak_mb": peak_build, "private_mb": private, "first_ms": 1000 * first,
        **measured(cpu_times, "cpu_ms"), **measured(clock, "ms"),
    }  # fmt: skip


def private_mb() -> float:
    """Memory of the process that is not pages of files; 0 where Linux does not tell."""
    status = Path("/proc/self/status")
    found = re.search(r"RssAnon:\s+(\d+)", status.read_text() if status.exists() else "")
    return int(found[1]) / 1024 if found else 0.0


def table(rows: list[dict[str, Any]]) -> str:
    names = list(rows[0])
    base = rows[0]
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for row in rows:
        cells = [str(row["engine"])]
        for name in names[1:]:
            ratio = f" (×{row[name] / base[name]:.2f})" if row is not base and base[name] else ""
            cells.append(f"{row[name]:,.1f}{ratio if name != 'points' else ''}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=50_000)
    parser.add_argument("--engines", default=",".join((*ENGINES, "fts5")))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        folder = Path(tempfile.mkdtemp(prefix="radslag-bench-"))
        try:
            print(json.dumps(run(chosen.one, chosen.points, folder)))
        finally:
            shutil.rmtree(folder)
        return
    rows = []
    for name in chosen.engines.split(","):
        command = [sys.executable, __file__, "--points", str(chosen.points), "--one", name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        print(f"{name} done", file=sys.stderr)
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    print(table(rows))
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
