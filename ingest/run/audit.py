"""The ledger against the folders it tells of, as they are now."""

from __future__ import annotations

from pathlib import Path

import msgspec

from corpus import ledger
from corpus.archive import Archive
from ingest.run.walk import walk


class Difference(msgspec.Struct, frozen=True):
    """How a folder differs from what was seen in it."""

    folder: str
    unread: tuple[str, ...]
    """Paths that no ingest has seen."""


def differences(archive: Archive) -> list[Difference]:
    """The folders of earlier ingests that are there still, and hold what was not seen."""
    roots = {
        root for run in ledger.runs(archive, 1000) for root in run.roots if run.what == "ingest"
    }
    found = []
    for root in sorted(roots):
        folder = Path(root)
        if not folder.is_dir():
            continue
        here = walk([folder], archive.path)
        faults = (*here.failed, *here.skipped, *here.systems)
        paths = [*here.files, *(fault.path for fault in faults)]
        unread = tuple(ledger.shown(path) for path in ledger.not_seen(archive, paths))
        if unread:
            found.append(Difference(root, unread))
    return found
