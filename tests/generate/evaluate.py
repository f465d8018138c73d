"""How well invented documents are read: `python -m tests.generate.evaluate --help`.

Renders N documents of each template family, reads and extracts them, and prints F1 of every
kind of fact for every family, then shares of right attributes. With `--errors` it says what was
missed, invented or wrong; with `--keep DIR` it leaves the documents and their gold records to
look at.
"""

from __future__ import annotations

import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from corpus.evaluation import KINDS, Evaluation, normal, pairs
from corpus.gold import gold_of
from ingest.extract import extract
from ingest.read import read
from tests.generate.families import FAMILIES, record, render
from tests.generate.sheet import Fact, as_json

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


@dataclass
class Result:
    """What came of one run: figures by family, and the attributes that were wrong."""

    families: dict[str, Evaluation] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def evaluated(made: Iterable[tuple[str, Path, Fact]]) -> Result:
    """The agreement of what is extracted with the gold."""
    result = Result()
    for family, path, gold in made:
        found = result.families.setdefault(family, Evaluation())
        try:
            told = gold_of(path.name, extract(read(path)))
        except Exception as error:  # one document that fails must not hide the others
            where = traceback.extract_tb(error.__traceback__)[-1]
            found.add(f"{path.name}: {error!r} at {where.filename}:{where.lineno}", gold, None)
        else:
            found.add(path.name, gold, told)
            result.wrong += wrong(path.name, gold, told)
    return result


def wrong(name: str, gold: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    """Each attribute of a found fact, or field of the meeting, that differs from the gold."""
    for key, value in gold["meeting"].items():
        if value and normal(value) != normal(told["meeting"].get(key)):
            yield f"{name}  meeting  {key}: {value} → {told['meeting'].get(key)}"
    for kind, of in KINDS.items():
        for i, j in pairs(of, gold[kind], told[kind]):
            left, right = gold[kind][i], told[kind][j]
            label = next(
                str(left[key]) for key in ("text", "title", "name", "date", "yes") if key in left
            )
            for attribute, judge in of.attributes.items():
                if not judge(left, right):
                    change = f"{left[attribute]} → {right.get(attribute)}"
                    yield f"{name}  {kind}  {attribute}: {change}  in {label}"


_SHARES = (
    ("attend", "participants", "attendance"),
    ("party", "participants", "affiliation"),
    ("outcom", "decisions", "outcome"),
    ("owner", "action_items", "owner"),
    ("due", "action_items", "due_date"),
    ("page", "agenda_items", "page"),
    ("case", "agenda_items", "case_number"),
    *(
        (field[:6], "meeting", field)
        for field in ("organisation", "body", "date", "start", "place")
    ),
)


def _row(name: str, found: Evaluation) -> str:
    figures = found.figures()
    cells = []
    for kind in KINDS:
        some = found.facts[kind].gold or found.facts[kind].predicted
        cells.append(f"{figures[kind]['f1']:9.3f}" if some else f"{'-':>9}")
    shares = [figures[kind].get(field) for _, kind, field in _SHARES]
    cells += [f"{'-':>6}" if share is None else f"{share:6.2f}" for share in shares]
    return f"{name:<11}{figures['mean_f1']:6.3f} {' '.join(cells)} {figures['document_type']:6.2f}"


def as_table(found: dict[str, Evaluation]) -> str:
    """F1 of each kind of fact by family; then shares of right attributes and meeting fields."""
    heads = [f"{_SHORT[kind]:>9}" for kind in KINDS]
    heads += [f"{name:>6}" for name, _, _ in _SHARES]
    rows = [f"{'family':<11}{'mean':>6} {' '.join(heads)} {'type':>6}"]
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
@click.option("--errors", is_flag=True, help="List what was missed, invented or wrong.")
@click.option("--only", default="", help="With --errors: only lines that hold this.")
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
        result = evaluated(made)
    click.echo(as_table(result.families))
    click.echo(f"{time.perf_counter() - start:.1f} s")
    lines = list(result.wrong)
    for one in result.families.values():
        for failure in one.failures:
            click.echo(f"failed: {failure}")
        lines += ["  ".join(error) for error in one.errors if error[0] not in one.failures]
    for line in sorted(lines) if errors else ():
        if only in line:
            click.echo(line)


if __name__ == "__main__":
    main()
