"""Which files an ingest finds under its paths, and which of them it passes over, and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

_NO_DOCUMENTS = (
    "~$*", "._*", ".~lock.*", ".DS_Store", "Thumbs.db", "desktop.ini", "*.tmp", "*.part",
    "*.crdownload", "*.lnk", "__MACOSX", "$RECYCLE.BIN", "System Volume Information", ".git",
    ".Trash*", ".Spotlight-*", "@eaDir",
)  # fmt: skip
"""Names of what programs and systems leave beside documents: locks, forks, settings."""


@dataclass(frozen=True)
class Fault:
    """A file that was not read: why, and what to do about it."""

    path: Path
    reason: str
    advice: str = ""
    details: str = ""
    """A traceback, for whoever mends the program."""


@dataclass
class Found:
    """What stands under the paths of an ingest, each path once."""

    files: list[Path]
    """Those to read, in the order of their names."""
    failed: list[Fault]
    """Folders that may not be entered."""
    skipped: list[Fault]
    """Formats that are not read, links that lead out of the folder."""
    systems: list[Fault]
    """What programs and systems leave behind, of which nobody need be told."""


def walk(paths: Iterable[Path], leave_out: Path | None = None) -> Found:
    """What stands under the paths. `leave_out` is a folder that is not entered (the archive)."""
    from ingest.read import READERS

    told = Found([], [], [], [])
    found: dict[Path, None] = {}
    left_out = leave_out.resolve() if leave_out else None
    for given in paths:
        root = given.resolve()
        if not root.is_dir():
            if not _is_systems(root, told):
                found[root] = None
            continue
        for path in _files(root, root, told, left_out):
            if path.suffix.lower() in READERS:
                found[path] = None
            else:
                told.skipped.append(Fault(path, "inte ett format som läses."))
    told.files = list(found)
    return told


def _is_systems(path: Path, told: Found) -> bool:
    """Whether a program or a system left something behind, and not a person."""
    left = any(fnmatchcase(path.name, name) for name in _NO_DOCUMENTS)
    if left:
        told.systems.append(Fault(path, "en lås- eller systemfil, ingen handling."))
    return left


def _files(folder: Path, root: Path, told: Found, leave_out: Path | None) -> Iterator[Path]:
    if folder == leave_out:
        return
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        reason = f"mappen går inte att öppna ({error.strerror})."
        told.failed.append(Fault(folder, reason, "Kontrollera dess rättigheter."))
        return
    for entry in entries:
        path = Path(entry.path)
        if _is_systems(path, told):
            continue
        if entry.is_symlink():
            if not path.resolve().is_relative_to(root):
                told.skipped.append(Fault(path, "en länk ut ur mappen; den följs inte."))
        elif entry.is_dir():
            yield from _files(path, root, told, leave_out)
        elif entry.is_file():
            yield path
        else:
            told.skipped.append(Fault(path, "ingen vanlig fil."))
