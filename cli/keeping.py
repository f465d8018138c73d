"""The commands `status`, `remove`, `backup` and `restore`: what an archive has seen and keeps."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import click

from cli import ingesting
from cli.progress import Progress
from cli.render import as_json, heading, plain, table
from cli.speech import _
from corpus import keeping, ledger
from corpus.archive import Archive
from corpus.errors import UsageError
from corpus.ledger import FOUND, STATES, State
from corpus.staff import log
from index.care import embed, rebuild, updater
from ingest.run import rebuilding
from ingest.run.audit import differences
from ingest.run.pipeline import Report

_COLUMNS = ("path", "state", "document_id", "reason", "advice", "at", "run")


def status_text(archive: Archive) -> str:
    """The ledger's sum and the latest runs, for people."""
    status = ledger.status(archive)
    rows = [(status.counts[state], _(STATES[state])) for state in FOUND]
    beside = [(status.counts[s], _(STATES[s])) for s in (State.VANISHED, State.SUPERSEDED)]
    lines = [
        heading(_("{0} filer funna", status.found)),
        table(rows),
        "",
        table(beside),
    ]
    if status.runs:
        lines += ["", heading(_("Inläsningar"))]
        runs = [
            (run.started[:16], run.user, run.what, ", ".join(run.roots), _ended(run))
            for run in status.runs
        ]
        lines.append(table(runs))
    for each in differences(archive):
        lines += ["", _("{0}: {1} filer är inte inlästa än.", plain(each.folder), len(each.unread))]
    return "\n".join(lines)


def _ended(run: ledger.Run) -> str:
    if run.ended is None:
        return _("avbruten")
    return ", ".join(f"{count} {_(STATES[State(state)])}" for state, count in run.counts.items())


def status_json(archive: Archive) -> str:
    """The same for programs, with every path."""
    told = {"status": ledger.status(archive), "files": list(ledger.rows(archive))}
    return as_json(told | {"unread": differences(archive)})


def status_csv(archive: Archive) -> str:
    """Every path of the ledger, as Swedish Excel wants it; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(_COLUMNS)
    for row in ledger.rows(archive):
        values = (getattr(row, column) for column in _COLUMNS)
        writer.writerow(["" if value is None else _guarded(str(value)) for value in values])
    return "\ufeff" + out.getvalue()


def _guarded(text: str) -> str:
    return f"'{text}" if re.match(r"\s*[=+\-@\t\r]", text) else text


def remove(archive: Archive, named: str, reason: str, engine: str | None) -> str:
    """Remove a document by the beginning of its id, or by a path; its name."""
    id_ = _document(archive, named)
    name = archive.document_entry(id_).name
    for path in keeping.remove(archive, id_, reason, ingesting.who()):
        click.echo(_("Även {0} är borttagen.", path), err=True)
    # An index keeps what is taken out of it until it is made anew.
    rebuild(archive, engine)
    return name


def _document(archive: Archive, named: str) -> str:
    if found := archive.document_at(Path(named).absolute().as_uri()):
        return found
    id_ = archive.resolve(named)
    if "-" in id_:
        advice = "Ange handlingens id eller sökväg, så som `radslag status --csv` visar dem."
        raise UsageError(f"{named} är ingen handling.", advice=advice)
    return id_


def backup(archive: Archive, target: Path) -> keeping.Made:
    """Copy the archive to a folder."""
    made = keeping.backup(archive, target)
    if not archive.only_read:
        log(archive, ingesting.who(), "backup", "", str(target))
    return made


def from_copy(copy: Path, folder: Path, engine: str | None) -> keeping.Made:
    """Make an archive of a copy, and its index."""
    made = keeping.restore(copy, folder)
    with Archive.open(folder) as archive:
        rebuild(archive, engine)
        for done, total in embed(archive):
            click.echo(_("Betydelse uträknad: {0} av {1} handlingar.", done, total), err=True)
    return made


def from_originals(folder: Path, workers: int, engine: str | None) -> Report:
    """Build the database and the index from the originals of an archive."""
    if not next(folder.glob("objects/??/*"), None):
        raise UsageError("här finns inga original.", str(folder), "Peka ut arkivet med --archive.")
    if not _opens(folder) and (aside := keeping.set_aside(folder)):
        click.echo(_("Databasen är undanflyttad till {0}.", aside), err=True)
    progress = Progress()
    with _made_anew(folder) as archive, archive.writing(), updater(archive, engine) as update:
        try:
            return rebuilding.rebuild(archive, workers, progress, update, ingesting.who())
        finally:
            progress.clear()


def _opens(folder: Path) -> bool:
    """Whether the database can be used as it is."""
    from corpus.errors import ArchiveError

    try:
        with Archive.open(folder) as archive:
            return not archive.faults()
    except ArchiveError:
        return False


def _made_anew(folder: Path) -> Archive:
    return Archive.open(folder, create=True, beside_originals=True)
