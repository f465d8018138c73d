"""How well single sentences are told apart: tasks, decisions, and what is neither.

    python bench/lines.py ../shared/evaluation/lines.jsonl [--half seen|unseen] [--errors]

Each row of the file has `text`, the heading `head` and the introduction `lead` above it, `register`
(who would write so), `task` and `decision` (0 or 1), `owner` and `due`. Rows are read twice: each
alone below its heading, and all of a register as one document. A fact is right where it is
at least as alike to a row so labelled as the guidelines ask. Rows are divided in two by register,
or by heading within the largest: rules are mended by one half and read for the first time in the
other.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.evaluation import normal, shared_words
from corpus.model import ActionItem, Decision, Record
from ingest.extract import extract
from ingest.layout.labels import known_heading
from ingest.read import read

Row = dict[str, Any]
SEEN = frozenset(
    {"formal", "worknotes", "brf", "finland", "club", "network", "construction", "council"}
    | {"choir", "union", "water", "scout"}
)
"""Registers of the half that rules are mended by."""
ALIKE = {"task": 0.6, "decision": 0.75}
"""Least F1 of the words by which a fact is that of a row."""
MISSED = "missed"
EXTRA = "extra"


def half_of(row: Row) -> str:
    """The half of a row: by its register, the mixed register "hard" by its headings."""
    if row["register"] == "hard":
        return "seen" if crc32(row["head"].encode()) % 2 else "unseen"
    return "seen" if row["register"] in SEEN else "unseen"


def minutes(rows: Sequence[Row]) -> str:
    """Rows as Markdown minutes: a point for each heading, formal ones within a point.

    A row that is nothing but a heading itself is left out where others stand below it.
    """
    out = ["# Protokoll", "", "Möte 2024-03-05", "", "## 1. Inledning", "", "Alla kom.", ""]
    runs = groupby(rows, key=lambda row: (row["head"], row["lead"]))
    number = 1
    for number, ((head, lead), run) in enumerate(runs, 2):
        formal = known_heading(head) is not None
        title = f"Fråga {number}" if formal or not head else head.lstrip("0123456789. ")
        out += [f"## {number}. {title}", ""]
        out += [f"### {head}", ""] if formal else []
        out += [lead, ""] if lead else []
        texts = [row["text"] for row in run if len(rows) == 1 or not _heads(row["text"])]
        out += [part for text in texts for part in (text, "")]
    return "\n".join([*out, f"## {number + 1}. Avslutning", "", "Alla gick.", ""])


def _heads(text: str) -> bool:
    return known_heading(text) is not None and len(text.split()) < 3


def _read(rows: Sequence[Row]) -> Record:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "protokoll.md")
        path.write_text(minutes(rows), "utf-8")
        return extract(read(path))[0]


class Score:
    """What was found of one label, over many documents."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.wanted = self.hit = self.told = self.right = 0
        self.owner = self.due = self.dated = 0
        self.errors: list[tuple[str, Row | str, str]] = []

    def add(self, rows: Sequence[Row], facts: Sequence[ActionItem | Decision]) -> None:
        """Rows and the facts that were read from them."""
        found: dict[int, ActionItem | Decision] = {}
        for fact in facts:
            score, at = max((shared_words(r["text"], fact.text), i) for i, r in enumerate(rows))
            if score < ALIKE[self.label]:
                at = -1
                if any(normal(fact.text) in normal(r["lead"] + r["head"]) for r in rows):
                    continue
            self.told += 1
            if at >= 0 and rows[at][self.label]:
                self.right += 1
                found[at] = fact
            else:
                self.errors.append((EXTRA, rows[at] if at >= 0 else fact.text, self._why(fact)))
        wanted = [at for at, row in enumerate(rows) if row[self.label]]
        self.wanted += len(wanted)
        self.hit += len(found)
        self.errors += [(MISSED, rows[at], "") for at in wanted if at not in found]
        for at, fact in found.items():
            if isinstance(fact, ActionItem):
                self._attributes(rows[at], fact)

    def _why(self, fact: ActionItem | Decision) -> str:
        return f"{fact.provenance.rule} {fact.provenance.confidence} {fact.text[:60]}"

    def _attributes(self, row: Row, fact: ActionItem) -> None:
        told = {normal(name) for name in fact.owner}
        whole = {normal(one) for one in row["owner"]}
        same = not whole or told in (whole, {one for name in whole for one in name.split(" och ")})
        self.owner += same
        if not same:
            self.errors.append(("owner", row, f"{fact.owner} {self._why(fact)}"))
        if row["due"]:
            self.dated += 1
            due = normal(fact.due_text)
            right = any(due and (due in normal(d) or normal(d) in due) for d in row["due"])
            self.due += right
            if not right:
                self.errors.append(("due", row, str(fact.due_text)))

    def line(self) -> str:
        """The figures as a line of text."""
        found = f"recall {self.hit / max(1, self.wanted):.3f} of {self.wanted}"
        right = f"precision {self.right / max(1, self.told):.3f} of {self.told}"
        more = f" owner {self.owner / max(1, self.hit):.3f} due {self.due / max(1, self.dated):.3f}"
        return f"{self.label:9} {found} {right}{more if self.label == 'task' else ''}"


def _documents(rows: Sequence[Row], alone: bool) -> Iterator[Sequence[Row]]:
    if alone:
        yield from ([row] for row in rows)
        return
    for _, run in groupby(rows, key=lambda row: row["register"]):
        yield list(run)


def main() -> None:
    """Reads the rows, and tells the figures and, if asked, the errors."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("lines", type=Path)
    options.add_argument("--half", choices=("seen", "unseen"))
    options.add_argument("--way", choices=("alone", "documents"))
    options.add_argument("--errors", action="store_true")
    asked = options.parse_args()
    rows = [json.loads(line) for line in asked.lines.read_text("utf-8").splitlines()]
    rows = [row for row in rows if asked.half in (None, half_of(row))]
    for way in (asked.way,) if asked.way else ("alone", "documents"):
        scores = Score("task"), Score("decision")
        for group in _documents(rows, way == "alone"):
            record = _read(group)
            scores[0].add(group, record.action_items)
            scores[1].add(group, record.decisions)
        for score in scores:
            print(f"{way:9} {score.line()}")
            for kind, row, why in score.errors if asked.errors else ():
                told = (
                    row if isinstance(row, str) else f"[{row['head']}|{row['lead']}] {row['text']}"
                )
                print(f"  {score.label} {kind}: {told}  << {why}")


if __name__ == "__main__":
    main()
