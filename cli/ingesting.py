"""The command `ingest`: from paths to a report, with search kept up to date on the way."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

import click

from cli.progress import Progress, rate, span
from cli.render import as_json, heading, paragraph, plain, table
from cli.speech import _
from corpus.archive import Archive
from corpus.ledger import shown
from corpus.staff import log
from index.care import updater
from ingest.run import pipeline
from ingest.run.pipeline import Report
from ingest.run.walk import Fault


def survey(paths: Sequence[Path], folder: Path, reread: bool = False) -> Report:
    """What an ingest would do; makes no archive where there is none."""
    if not (folder / "archive.sqlite").exists():
        return pipeline.survey(paths, None)
    with Archive.open(folder) as archive:
        return pipeline.survey(paths, archive, reread)


def run(
    paths: Sequence[Path],
    archive: Archive,
    workers: int,
    engine: str | None,
    reread: bool = False,
) -> Report:
    """Ingest, showing progress; an interruption is told and leaves whole documents."""
    progress = Progress()
    try:
        with archive.writing(), updater(archive, engine) as update:
            report = pipeline.ingest(paths, archive, workers, progress, update, reread, who())
        log(archive, who(), "ingest", "", ", ".join(map(shown, paths)))
        return report
    except KeyboardInterrupt:
        progress.clear()
        told = _("Avbrutet. Det som hann läsas är helt; kör igen för att fortsätta.")
        click.echo(told, err=True)
        raise click.exceptions.Exit(130) from None
    finally:
        progress.clear()


def who() -> str:
    """Who runs the command, for the archive's log."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def report_table(report: Report, dry_run: bool) -> str:
    """The report for people."""
    if not report.total and not report.skipped and not report.reread:
        return "\n".join([_("Inga filer att läsa: mappen är tom."), *_older(report)])
    lines = []
    for title, faults in ((_("Inte lästa"), report.failed), (_("Förbigångna"), report.skipped)):
        if faults:
            lines += [heading(title), *map(_fault, faults), ""]
    counts = report.counts
    rows = [
        (_("oförändrade"), len(report.unchanged)),
        (_("ersatta av ny version"), len(report.superseded)),
        (_("samma innehåll under annat namn"), len(report.same)),
        (_("lästa på nytt: reglerna är nyare"), len(report.reread)),
        (_("förbigångna"), len(report.skipped)),
        (_("sidor"), counts["pages"]),
        (_("– lästa som bild"), counts["ocr"]),
        (_("– inte lästa"), counts["unread"]),
        (_("punkter"), counts["points"]),
        (_("beslut"), counts["decisions"]),
        (_("uppdrag"), counts["actions"]),
    ]
    told = [(_("nya"), len(report.new)), (_("misslyckade"), len(report.failed))]
    told += [(name, number) for name, number in rows if number]
    lines.append(table([(number, name) for name, number in told]))
    if not dry_run and report.counts["pages"]:
        lines.append(f"\n{span(report.seconds)}, {rate(report)}")
    return "\n".join(lines + _older(report))


def _older(report: Report) -> list[str]:
    """How to have read anew what an older program read, where there is any left."""
    if not report.older or report.reread:
        return []
    told = _("{0} handlingar är lästa av en äldre version.", report.older)
    return ["", paragraph(f"{told} {_('`radslag ingest --reread` läser dem på nytt.')}")]


def _fault(fault: Fault) -> str:
    return f"  {plain(fault.path)}: {plain(f'{_(fault.reason)} {_(fault.advice)}')}"


def report_json(report: Report) -> str:
    """The report for programs."""
    lists = {
        name: [shown(path) for path in getattr(report, name)]
        for name in ("new", "unchanged", "superseded", "same", "reread")
    }
    faults = {
        name: [
            {"path": shown(fault.path), "reason": fault.reason, "advice": fault.advice}
            for fault in getattr(report, name)
        ]
        for name in ("failed", "skipped")
    }
    counted = ("pages", "ocr", "unread", "points", "decisions", "actions")
    numbers = {name: report.counts[name] for name in counted}
    return as_json({**lists, **faults, **numbers, "older": report.older})


def tell_details(report: Report) -> None:
    """Tracebacks of what went wrong unforeseen."""
    for fault in report.failed:
        if fault.details:
            click.echo(f"{fault.path}\n{fault.details}", err=True)
