"""How well invented documents are read: `python -m tests.generate.evaluate --help`.

Renders N documents of each template family, reads and extracts them, and prints F1 of every
kind of fact for every family. With `--errors` it says what was missed and what was invented,
with `--keep DIR` it leaves the documents and their gold records to look at.
"""

from __future__ import annotations

import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from corpus.evaluation import KINDS, Evaluation
from corpus.gold import gold_of
from ingest.extract import extract
from ingest.read import read
from tests.generate.families import FAMILIES, record, render
from tests.generate.sheet import Fact, as_json

CORE = ("participants", "agenda_items", "decisions", "action_items")
_FIELDS = ("body", "date", "start", "place")
_SHORT = {
    "participants": "people",
    "agenda_items": "items",
    "decisions": "decisions",
    "action_items": "actions",
    "votes": "votes",
    "upcoming_dates": "dates",
}


def documents(
    families: Sequence[str], seeds: range, kind: str, folder: Path
) -> Iterator[tuple[str, Path, Fact]]:
    """Family, file and gold record of each document, written under `folder`."""
    for family in families:
        for seed in seeds:
            rendered = render(record(family, seed), family, seed, kind)
            path = folder / "documents" / str(rendered.gold["source"])
            gold = folder / "gold" / f"{family}-{seed}.json"
            for target in (path, gold):
                target.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(rendered.content)
            gold.write_text(as_json(rendered.gold), "utf-8")
            yield family, path, rendered.gold


def evaluated(made: Iterator[tuple[str, Path, Fact]]) -> dict[str, Evaluation]:
    """The agreement of what is extracted with the gold, for each family."""
    found: dict[str, Evaluation] = {}
    for family, path, gold in made:
        try:
            told = gold_of(path.name, extract(read(path)))
        except Exception as error:  # one document that fails must not hide the others
            where = traceback.extract_tb(error.__traceback__)[-1]
            why = f"{path.name}: {error!r} at {Path(where.filename).name}:{where.lineno}"
            found.setdefault(family, Evaluation()).add(why, gold, None)
        else:
            found.setdefault(family, Evaluation()).add(path.name, gold, told)
    return found


def _row(name: str, found: Evaluation) -> str:
    figures = found.figures()
    cells = [
        f"{figures[kind]['f1']:9.3f}"
        if found.facts[kind].gold or found.facts[kind].predicted
        else f"{'-':>9}"
        for kind in KINDS
    ]
    outcome = figures["decisions"].get("outcome", 1.0)
    actions = figures["action_items"]
    due, owner = (actions.get(key) for key in ("due_date", "owner"))
    attendance = figures["participants"].get("attendance")
    rest = [
        attendance,
        outcome,
        owner,
        due,
        figures["agenda_items"].get("page"),
        figures["agenda_items"].get("case_number"),
        figures["document_type"],
    ]
    rest += [figures["meeting"].get(key) for key in _FIELDS]
    cells += [f"{value:6.2f}" if value is not None else f"{'-':>6}" for value in rest]
    return f"{name:<11}{figures['mean_f1']:6.3f} {' '.join(cells)}"


def as_table(found: dict[str, Evaluation]) -> str:
    """F1 of each kind of fact by family; then shares of right attributes and meeting fields."""
    heads = [f"{_SHORT[kind]:>9}" for kind in KINDS]
    rest = [
        "attend",
        "outcom",
        "owner",
        "due",
        "page",
        "case",
        "type",
        "body",
        "date",
        "start",
        "place",
    ]
    heads += [f"{name:>6}" for name in rest]
    rows = [f"{'family':<11}{'mean':>6} {' '.join(heads)}"]
    rows += [_row(family, one) for family, one in found.items()]
    means = [one.figures()["mean_f1"] for one in found.values()]
    rows.append(f"mean of {len(means)} families: {sum(means) / len(means):.3f}")
    return "\n".join(rows)


@click.command(help=__doc__)
@click.option("--family", "families", multiple=True, type=click.Choice(FAMILIES))
@click.option("--n", "count", default=10, show_default=True, help="Documents of each family.")
@click.option("--seed", default=0, show_default=True, help="The first document's number.")
@click.option(
    "--kind",
    type=click.Choice(["pdf", "docx", "scan", "pptx", "txt"]),
    default=None,
    help="Set every document so; otherwise as chance has it.",
)
@click.option("--errors", is_flag=True, help="List what was missed and what was invented.")
@click.option("--only", default="", help="With --errors: only this kind of fact.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder to leave the documents in.")
def main(
    families: Sequence[str],
    count: int,
    seed: int,
    kind: str | None,
    errors: bool,
    only: str,
    keep: Path | None,
) -> None:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        seeds = range(seed, seed + count)
        made = documents(families or FAMILIES, seeds, kind or "", keep or Path(folder))
        found = evaluated(made)
    click.echo(as_table(found))
    click.echo(f"{time.perf_counter() - start:.1f} s")
    for one in found.values():
        for failure in one.failures:
            click.echo(f"failed: {failure}")
        for name, fact, what, text in one.errors if errors else ():
            if only in fact and name not in one.failures:
                click.echo(f"{name}  {fact}  {what}  {text}")


if __name__ == "__main__":
    main()
