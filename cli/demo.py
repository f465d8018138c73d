"""The command `demo`: the main job on the sample archive, as a user would do it by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import click

from cli import ingesting
from cli.render import paragraph, plain
from cli.searching import answer_text, search
from cli.speech import _
from corpus import export, samples
from corpus.archive import Archive
from corpus.entries import Filters
from corpus.sheets import to_xlsx

_QUERY = "beslut IdP"


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="radslag-demo-") as folder:
        yield Path(folder)


def run(given: Path | None, workers: int, engine: str | None) -> int:
    """Ingest the samples, search them and list the action items; how many files failed."""
    with _folder(given) as folder, Archive.open(folder, create=True) as archive:
        where = f" --archive {folder}" if given else ""
        _say(f"radslag ingest{where} exempelarkivet/")
        report = ingesting.run([samples.documents()], archive, workers, engine)
        click.echo(ingesting.report_table(report, dry_run=False))
        _say(f'radslag search{where} "{_QUERY}"')
        click.echo(answer_text(search(archive, engine, _QUERY, limit=5)))
        _say(f"radslag export{where} actions -o uppdrag.xlsx")
        listing = export.listing(archive, "actions", Filters())
        export.write(folder / "uppdrag.xlsx", to_xlsx(listing))
        count = sum(1 for _row in listing.rows)
        click.echo(_("{0}: {1} rader. De är:", "uppdrag.xlsx", count) + "\n")
        click.echo(_actions(listing))
        return len(report.failed)


def _actions(listing: export.Listing) -> str:
    """Action items for people: who, by when, what, and where it says so."""
    keys = [column.key for column in listing.columns]
    lines = []
    for values, link in listing.shown():
        row = dict(zip(keys, values, strict=True))
        due = _(", senast {0}", row["due_date"]) if row["due_date"] else ""
        name, page = unquote(link.rpartition("/")[2]).rsplit("#page=", 1)
        text = plain(f"{row['owner'] or _('Ingen namngiven')}{due}: {row['text']}")
        lines += [paragraph(text, "    ", "  • "), f"    {name}, {_('s. {0}', page)}"]
    return "\n".join(lines)


def _say(command: str) -> None:
    click.echo(click.style(f"\n$ {command}", bold=True))
