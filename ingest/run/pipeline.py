"""From files to an archive: walk, skip what is known, read, extract, store.

    walk(paths) → new and changed files → read → Document → extract → Records → archive
    older documents of the archive → their originals → the same way (only when asked to)

Reading and extracting run in worker processes; this process alone writes. A file that cannot
be read is noted and never stops the others; an interrupted run leaves whole documents, and the
next one goes on with the rest.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus import ledger
from corpus.archive import Archive
from corpus.entries import FileState
from corpus.errors import ArchiveError, RadslagError
from corpus.followups import settle
from corpus.ledger import State
from corpus.originals import sha256_of
from ingest.run.reading import Older, Reader, read_again, read_file
from ingest.run.revision import extraction, same_reading
from ingest.run.walk import Fault, walk
from ingest.run.workers import CrashedError, FailedError, spread

_BATCH = 25
"""Documents stored between two calls of `stored`, so that search keeps up with reading."""


@dataclass
class Report:
    """What a run has done so far. Lists of files are in the order they were met."""

    total: int = 0
    """Files that the run is to deal with."""
    new: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    superseded: list[Path] = field(default_factory=list)
    """Files whose contents have changed: the old version stays and is marked."""
    same: list[Path] = field(default_factory=list)
    """Files with the bytes of a document that is here under another name."""
    reread: list[Path] = field(default_factory=list)
    """Documents of the archive that were read anew, because an older program had read them."""
    older: int = 0
    """Documents under the paths that an older program read, and that are as it read them."""
    failed: list[Fault] = field(default_factory=list)
    skipped: list[Fault] = field(default_factory=list)
    """Files of formats that are not read, and links that are not followed."""
    systems: list[Fault] = field(default_factory=list)
    """Lock files and system files, which are passed over without a word."""
    counts: Counter[str] = field(default_factory=Counter)
    """pages, ocr and unread (pages); points, decisions, actions: of what was read in the run."""
    bytes_read: int = 0
    """The size of the files that were read in the run."""
    bytes_left: int = 0
    """The size of the files that are not dealt with."""
    started: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        """Files that are dealt with."""
        lists = (self.new, self.unchanged, self.superseded, self.same, self.reread, self.failed)
        return sum(len(files) for files in lists)

    @property
    def seconds(self) -> float:
        """Time since the run began."""
        return time.monotonic() - self.started


Watch = Callable[[Report], object]
Stored = Callable[[Sequence[str]], object]


# ------------------------------------------------------------------------------ ingest


def survey(paths: Iterable[Path], archive: Archive | None, reread: bool = False) -> Report:
    """What `ingest` would do: nothing is read or written."""
    found = walk(paths, archive.path if archive else None)
    report = Report(failed=found.failed, skipped=found.skipped, systems=found.systems)
    report.total = len(found.files) + len(found.failed)
    for path in found.files:
        state = _state(path)
        if isinstance(state, Fault):
            report.failed.append(state)
        elif archive and archive.unchanged(state):
            report.unchanged.append(path)
        elif archive and archive.document_at(state.uri):
            report.superseded.append(path)
        else:
            report.new.append(path)
    if archive:
        older = older_documents(archive, paths)
        report.older = len(older)
        report.reread += [each.path for each in older] if reread else []
    return report


def older_documents(archive: Archive, paths: Iterable[Path]) -> list[Older]:
    """The documents under the paths, or all if there are none, that an older program read."""
    roots = [path.resolve() for path in paths]
    found = []
    for id_, made_by in archive.extractions().items():
        if made_by == extraction():
            continue
        entry = archive.document_entry(id_)
        names = [Path(source.name) for source in entry.sources if source.current]
        under = [name for name in names if any(name.is_relative_to(root) for root in roots)]
        if under or not roots:
            name = (under or names)[0]
            found.append(Older(archive.path, id_, name, entry.size, same_reading(made_by)))
    return found


def ingest(
    paths: Iterable[Path],
    archive: Archive,
    workers: int,
    watch: Watch = lambda report: None,
    stored: Stored = lambda documents: None,
    reread: bool = False,
    user: str = "",
    what: str = "ingest",
) -> Report:
    """Read every new or changed file under the paths into the archive.

    With `reread` also the documents under the paths (all if there are none) that an older
    program read, from their originals. `watch` is called with the report after each file,
    `stored` with the ids of documents that were stored since its last call. Raises ArchiveError
    when the archive cannot be written.
    """
    paths = list(paths)
    with archive.writing():
        ledger.begin(archive, paths, user, what)
        found = walk(paths, archive.path)
        report = Report(failed=found.failed, skipped=found.skipped, systems=found.systems)
        run = _Run(archive, report)
        sizes = {path: _size(path) for path in found.files}
        report.total = len(sizes) + len(report.failed)
        report.bytes_left = sum(sizes.values())
        run.remember(report.failed)
        run.remember([*report.skipped, *report.systems], State.PASSED_OVER)

        def settled() -> None:
            watch(report)
            if len(run.fresh) >= _BATCH:
                stored(run.take())

        for path, answer in spread(read_file, run.to_read(sizes, watch), workers):
            run.settle(path, answer)
            settled()
        older = older_documents(archive, paths) if reread else []
        report.total += len(older)
        report.bytes_left += sum(each.size for each in older)
        for task, again in spread(read_again, older, workers):
            run.settle_again(task, again)
            settled()
        stored(run.take())
        ledger.seen_again(archive, run.again)
        ledger.end(archive, paths)
        settle(archive)
        report.older = len(older_documents(archive, paths))
        watch(report)
    return report


def _size(path: Path) -> int:
    """Bytes of a file, none where it cannot be seen; that it cannot is told when it is read."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _state(path: Path) -> FileState | Fault:
    try:
        return FileState.of(path)
    except OSError as error:
        reason = f"filen går inte att öppna ({error.strerror})."
        return Fault(path, reason, "Kontrollera att den finns och får läsas.")


def fault_of(path: Path, answer: Fault | CrashedError | FailedError) -> Fault:
    """Why a file was not read, of what came instead of a reading."""
    if isinstance(answer, Fault):
        return answer
    if isinstance(answer, CrashedError):
        reason = f"programmet som läser filen kraschade ({answer.args[0]})."
        return Fault(path, reason, "Öppna filen i ett annat program och spara den på nytt.")
    reason = f"oväntat fel: {answer.args[0]}."
    return Fault(path, reason, "Anmäl felet, gärna med filen.", answer.args[1])


class _Run:
    """One run of `ingest`: what it waits for and what it has stored."""

    def __init__(self, archive: Archive, report: Report) -> None:
        self.archive = archive
        self.report = report
        self.fresh: list[str] = []
        self.waiting: dict[Path, tuple[str, FileState]] = {}
        """Files being read: their hash and state."""
        self.again: list[str] = []
        """Addresses of files that are as they were."""
        self.twins: dict[str, list[tuple[Path, FileState]]] = {}
        """By the hash of a file being read, other files with the same bytes."""

    def to_read(self, sizes: Mapping[Path, int], watch: Watch) -> Iterator[Path]:
        """The files that must be read; the others are settled at once.

        The largest come first, so that in the end no worker is alone with a large one.
        """
        for path, size in sorted(sizes.items(), key=lambda each: -each[1]):
            if self._must_be_read(path):
                yield path
            else:
                self.report.bytes_left -= size
                watch(self.report)

    def _done(self, size: int) -> None:
        self.report.bytes_read += size
        self.report.bytes_left -= size

    def _must_be_read(self, path: Path) -> bool:
        state = _state(path)
        if isinstance(state, Fault):
            self.failed(state)
            return False
        if self.archive.unchanged(state):
            self.report.unchanged.append(path)
            self.again.append(state.uri)
            return False
        try:
            sha = sha256_of(path)
        except OSError as error:
            self.failed(Fault(path, f"filen går inte att läsa ({error.strerror})."))
            return False
        if reason := self.archive.removed(sha):
            self.pass_over(Fault(path, reason))
            return False
        if sha in self.twins:
            self.twins[sha].append((path, state))
            return False
        if self.archive.has(sha):
            self._named(path, sha, state)
            return False
        self.twins[sha] = []
        self.waiting[path] = (sha, state)
        return True

    def _named(self, path: Path, sha: str, state: FileState) -> None:
        """A file whose bytes are here: perhaps only its time changed, perhaps its name is new."""
        if self.archive.document_at(state.uri) == sha:
            self.archive.add_source(sha, state)
            self.report.unchanged.append(path)
        elif self.archive.add_source(sha, state):
            self.report.superseded.append(path)
            self.fresh.append(sha)
        else:
            self.report.same.append(path)

    def settle(self, path: Path, answer: Reader | Fault | CrashedError | FailedError) -> None:
        """Store what was read of a file, or note why it was not."""
        sha, state = self.waiting.pop(path)
        self._done(state.size)
        twins = self.twins.pop(sha)
        fault = self._store(path, state, answer)
        if fault:
            self.failed(fault)
        for twin, twin_state in twins:
            if fault:
                self.failed(Fault(twin, fault.reason, fault.advice))
            else:
                self._named(twin, sha, twin_state)

    def settle_again(
        self, older: Older, answer: Reader | Fault | CrashedError | FailedError
    ) -> None:
        """Store what was read anew of a document; where it was not, what was read before stays."""
        self._done(older.size)
        if not isinstance(answer, Reader):
            self.report.failed.append(fault_of(older.path, answer))
            return
        self.archive.store_again(answer.parcel, extraction())
        self.report.reread.append(older.path)
        self.report.counts.update(answer.counts)
        self.fresh.append(older.id)

    def _store(
        self, path: Path, state: FileState, answer: Reader | Fault | CrashedError | FailedError
    ) -> Fault | None:
        if not isinstance(answer, Reader):
            return fault_of(path, answer)
        try:
            superseded = self.archive.store(path, answer.parcel, state, extraction())
        except ArchiveError:
            raise
        except RadslagError as error:
            return Fault(path, error.what, error.advice)
        except OSError as error:
            return Fault(path, f"filen går inte att kopiera ({error.strerror}).")
        (self.report.superseded if superseded else self.report.new).append(path)
        self.report.counts.update(answer.counts)
        self.fresh.append(answer.parcel.document_id)
        return None

    def failed(self, fault: Fault) -> None:
        """Note a file that was not read, in the report and in the archive."""
        self.report.failed.append(fault)
        self.remember([fault])

    def pass_over(self, fault: Fault) -> None:
        """Note a file that is not to be read."""
        self.report.skipped.append(fault)
        self.remember([fault], State.PASSED_OVER)

    def remember(self, faults: Iterable[Fault], state: State = State.REFUSED) -> None:
        """Note in the archive what was not read."""
        told = [(f.path.absolute().as_uri(), state, f.reason, f.advice) for f in faults]
        if told:
            ledger.note_all(self.archive, told)

    def take(self) -> list[str]:
        """The documents stored since last time."""
        fresh, self.fresh = self.fresh, []
        return fresh
