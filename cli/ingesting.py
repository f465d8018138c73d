"""The command `ingest`: from paths to a report, with search kept up to date on the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cli.progress import Progress, rate, span
from cli.render import as_json, heading, plain, table
from corpus.archive import Archive
from index.care import updater
from ingest import pipeline
from ingest.pipeline import Fault, Report


def survey(paths: Sequence[Path], folder: Path) -> Report:
    """What an ingest would do; makes no archive where there is none."""
    if not (folder / "archive.sqlite").exists():
        return pipeline.survey(paths, None)
    with Archive.open(folder) as archive:
        return pipeline.survey(paths, archive)


def run(paths: Sequence[Path], archive: Archive, workers: int, engine: str | None) -> Report:
    """Ingest, showing progress; an interruption is told and leaves whole documents."""
    progress = Progress()
    try:
        with archive.writing(), updater(archive, engine) as update:
            return pipeline.ingest(paths, archive, workers, progress, update)
    except KeyboardInterrupt:
        progress.clear()
        click.echo("Avbrutet. Det som hann läsas är helt; kör igen för att fortsätta.", err=True)
        raise click.exceptions.Exit(130) from None
    finally:
        progress.clear()


def report_table(report: Report, dry_run: bool) -> str:
    """The report for people."""
    if not report.total and not report.skipped:
        return "Inga filer att läsa: mappen är tom."
    lines = []
    for title, faults in (("Inte lästa", report.failed), ("Förbigångna", report.skipped)):
        if faults:
            lines += [heading(title), *map(_fault, faults), ""]
    rows = [
        ("nya", len(report.new)),
        ("oförändrade", len(report.unchanged)),
        ("ersatta av ny version", len(report.superseded)),
        ("samma innehåll under annat namn", len(report.same)),
        ("misslyckade", len(report.failed)),
        ("förbigångna", len(report.skipped)),
    ]
    if not dry_run:
        counts = report.counts
        rows += [
            ("sidor", counts["pages"]),
            ("– lästa som bild", counts["ocr"]),
            ("– inte lästa", counts["unread"]),
            ("punkter", counts["points"]),
            ("beslut", counts["decisions"]),
            ("uppdrag", counts["actions"]),
        ]
    lines.append(table([(number, name) for name, number in rows]))
    if not dry_run and report.counts["pages"]:
        lines.append(f"\n{span(report.seconds)}, {rate(report)}")
    return "\n".join(lines)


def _fault(fault: Fault) -> str:
    return f"  {plain(fault.path)}: {plain(f'{fault.reason} {fault.advice}')}"


def report_json(report: Report) -> str:
    """The report for programs."""
    lists = {
        name: [str(path) for path in getattr(report, name)]
        for name in ("new", "unchanged", "superseded", "same")
    }
    faults = {
        name: [
            {"path": str(fault.path), "reason": fault.reason, "advice": fault.advice}
            for fault in getattr(report, name)
        ]
        for name in ("failed", "skipped")
    }
    counted = ("pages", "ocr", "unread", "points", "decisions", "actions")
    return as_json({**lists, **faults, **{name: report.counts[name] for name in counted}})


def tell_details(report: Report) -> None:
    """Tracebacks of what went wrong unforeseen."""
    for fault in report.failed:
        if fault.details:
            click.echo(f"{fault.path}\n{fault.details}", err=True)
