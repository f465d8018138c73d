"""The cliff: how many facts are lost when a heading has another word.

    python -m tests.generate.cliff [--gold FOLDER] [--forms 40] [--lost]

Each heading and label of a document is put in turn to a word that nobody knows, of the same
length and in the same look, wherever it stands alone or before a colon. A reader would not
blink. Told is the share of facts that stay, and of those that are new.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from corpus.evaluation import KINDS, pairs
from corpus.gold import gold_of
from corpus.model import Cell, Document, Table
from corpus.swedish.tables import first_match
from ingest.extract import extract
from ingest.layout.labels import known_heading
from ingest.read import read
from tests.generate.forms import form

_VOWELS, _CONSONANTS = "aouåeiyäö", "bcdfghjklmnpqrstvwxz"


def unknown(word: str) -> str:
    """A word of the same length, case and rhythm that stands in no table."""
    return "".join(map(_turned, word))


def _turned(letter: str) -> str:
    for row, by in ((_VOWELS, 4), (_CONSONANTS, 7)):
        at = row.find(letter.lower())
        if at >= 0:
            new = row[(at + by) % len(row)]
            return new.upper() if letter.isupper() else new
    return letter


def labels(document: Document) -> Counter[str]:
    """The headings and labels of a document, without what follows a colon, and how often each."""
    found: Counter[str] = Counter()
    for line in document.lines:
        text = document.text_of(line).strip()
        head = text.partition(":")[0].strip()
        if head and len(head) < 50 and (_known(text) or _attends(text, head)):
            found[head] += 1
    return found


def _known(text: str) -> bool:
    return known_heading(text) is not None


def _attends(text: str, head: str) -> bool:
    return (text == head or ":" in text) and first_match("attendance", text) is not None


def renamed(document: Document, label: str) -> Document:
    """The document with another word for a label, at every line that begins with it."""
    new, text = unknown(label), document.text
    for line in document.lines:
        said = document.text_of(line)
        if said.strip().partition(":")[0].strip() == label:
            start = line.start + said.index(label)
            text = text[:start] + new + text[start + len(label) :]
    return replace(document, text=text, tables=tuple(_table(one, text) for one in document.tables))


def _table(table: Table, text: str) -> Table:
    return replace(table, rows=tuple(tuple(_cell(c, text) for c in row) for row in table.rows))


def _cell(cell: Cell, text: str) -> Cell:
    return replace(cell, text="\n".join(text[start:end] for start, end in cell.spans))


@dataclass
class Fall:
    """Facts before the renaming, those that stayed, and those that came."""

    before: int = 0
    stayed: int = 0
    came: int = 0
    lost: list[str] = field(default_factory=list)

    def add(self, name: str, told: dict[str, Any], again: dict[str, Any]) -> None:
        """Compares what a document told with what it tells under the other word."""
        for kind, rule in KINDS.items():
            old, new = list(told[kind]), list(again[kind])
            hit = pairs(rule, old, new)
            self.before += len(old)
            self.stayed += len(hit)
            self.came += len(new) - len(hit)
            gone = len(old) - len(hit)
            if gone or len(new) > len(hit):
                self.lost.append(f"{name}: {kind} -{gone} +{len(new) - len(hit)}")


def fall(name: str, document: Document) -> Iterator[tuple[str, Fall]]:
    """For each label of a document, what its renaming changes."""
    told = gold_of(name, extract(document))
    for label, times in labels(document).items():
        one = Fall()
        one.add(
            f"{name}, {label} ({times})", told, gold_of(name, extract(renamed(document, label)))
        )
        yield label, one


def summed(falls: Iterable[Fall]) -> Fall:
    """All of them as one."""
    total = Fall()
    for one in falls:
        total.before += one.before
        total.stayed += one.stayed
        total.came += one.came
        total.lost += one.lost
    return total


def _documents(folders: Iterable[Path], forms: int) -> Iterator[tuple[str, Document]]:
    for folder in folders:
        for path in sorted((folder / "gold").glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            yield path.stem, read(folder / "documents" / gold["source"])
    with tempfile.TemporaryDirectory() as made:
        for seed in range(forms):
            name, printed, _ = form(seed)
            path = Path(made) / f"{name}{printed.suffix}"
            path.write_bytes(printed.content)
            yield name, read(path)


@click.command()
@click.option("--gold", type=click.Path(path_type=Path), multiple=True)
@click.option("--forms", type=int, default=40)
@click.option("--lost", is_flag=True, help="say what was lost where")
def main(gold: tuple[Path, ...], forms: int, lost: bool) -> None:
    """Print the share of facts that stay, and of new ones."""
    found = [one for name, doc in _documents(gold, forms) for _, one in fall(name, doc)]
    total = summed(found)
    if lost:
        click.echo("\n".join(total.lost))
    click.echo(f"{len(found)} renamings: {total.stayed / max(total.before, 1):.3f} stay")
    click.echo(f"{total.came / max(total.before, 1):.3f} are new")


if __name__ == "__main__":
    main()
